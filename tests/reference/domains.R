# Reference values from R for tests/inference/test_domains.py: only some of the sample, as those who
# mention an outcome in two of three sectors, and two samples side by side, as waves.
#
#   Rscript tests/reference/domains.R          (Debian: r-base-core, r-cran-survey)
#
# writes domains.csv (who answered what), domain_shares.csv and domain_tests.csv beside this script.
# The tests only read those files and need no R. All cases are drawn here, from a fixed seed: none
# comes from the study.

suppressPackageStartupMessages(library(survey))

arguments <- commandArgs(trailingOnly = FALSE)
folder <- dirname(sub("^--file=", "", grep("^--file=", arguments, value = TRUE)))
set.seed(20261128)

write_reference <- function(table, name) {
  numbers <- vapply(table, is.double, logical(1))
  table[numbers] <- lapply(table[numbers], function(x) sprintf("%.17g", x))
  write.csv(table, file.path(folder, name), row.names = FALSE, quote = FALSE)
}

# People of 12 to 18 clusters with two answers, of whom about four in ten are inside: so few that some
# clusters have nobody inside. In cases 13 to 18 the groups are two samples with clusters, and a
# part of the population that answered, of their own.
draw_case <- function(case) {
  icc <- c(0.05, 0.2, 0.4)[case %% 3 + 1]
  share <- c(0.3, 0.5, 0.7)[case %/% 3 %% 3 + 1]
  sizes <- sample(2:9, 12 + case %% 7, replace = TRUE)
  own <- function() rbeta(length(sizes), share * (1 - icc) / icc, (1 - share) * (1 - icc) / icc)
  cluster <- rep(seq_along(sizes), sizes)
  waves <- case > 12
  group <- if (waves) letters[cluster %% 2 + 1] else sample(letters[1:3], length(cluster), TRUE)
  here <- own()[cluster]
  fractions <- if (case %% 3 == 0) c(a = 0, b = 0, c = 0) else c(a = 0.4, b = 0.25, c = 0.4)
  if (!waves) fractions[] <- fractions["a"]
  data.frame(
    case, cluster, group,
    inside = as.integer(runif(length(cluster)) < 0.7 * here + 0.1 & group != "c"),
    answer = rbinom(length(cluster), 1, own()[cluster]),
    other = rbinom(length(cluster), 1, own()[cluster]),
    fraction = unname(fractions[group]), sample = if (waves) group else "all"
  )
}
design_of <- function(people) {
  strata <- if (length(unique(people$sample)) > 1) ~sample
  if (people$fraction[1] == 0) {
    return(svydesign(ids = ~cluster, strata = strata, data = people, weights = ~1))
  }
  # Everybody weighs the same: the correction is for the variance alone, as in the library.
  svydesign(ids = ~cluster, strata = strata, data = people, weights = ~1, fpc = ~fraction)
}
share_of <- function(part, case, group) {
  mean <- svymean(~answer, part, deff = "replace")
  interval <- svyciprop(~answer, part, method = "beta")
  data.frame(
    case, group, share = as.numeric(coef(mean)), variance = as.numeric(vcov(mean)),
    deff = as.numeric(deff(mean)), df = as.integer(degf(part)),
    low = attr(interval, "ci")[[1]], high = attr(interval, "ci")[[2]]
  )
}
shares_of <- function(people) {
  part <- subset(design_of(people), inside == 1)
  groups <- sort(unique(people$group[people$inside == 1]))
  do.call(rbind, lapply(groups, function(g) share_of(subset(part, group == g), people$case[1], g)))
}
# Both answers at once: the sum of Pearson's X2, with the second-order correction of Bilder and
# Loughin (2004), appendix A, worked out from the covariance that svyby gives.
block_of <- function(part) {
  inside <- part$variables
  items <- c("answer", "other")
  means <- svyby(~ answer + other, ~group, part, svymean, covmat = TRUE)
  v <- vcov(means)
  n <- as.numeric(table(inside$group))
  groups <- length(n)
  p <- colMeans(inside[items])
  statistic <- sum(vapply(items, function(item) {
    unname(suppressWarnings(chisq.test(inside$group, inside[[item]], correct = FALSE)$statistic))
  }, numeric(1)))
  # Group by group within an item, the order of svyby.
  h <- kronecker(diag(2), diag(groups) - rep(1, groups) %*% t(n / sum(n)))
  d <- rep(p * (1 - p), each = groups) / rep(n, 2)
  delta <- (h %*% v %*% t(h)) / d
  first <- sum(diag(delta))
  second <- sum(diag(delta %*% delta))
  df <- first^2 / second
  scaled <- first * statistic / second
  freedom <- degf(part)
  data.frame(statistic, scaled, df, block_p = pf(scaled / df, df, df * freedom, lower.tail = FALSE))
}
test_of <- function(people) {
  part <- subset(design_of(people), inside == 1)
  test <- svychisq(~group + answer, part, statistic = "F")
  phi <- svycontrast(
    svymean(~ answer + other + I(answer * other), part),
    quote((`I(answer * other)` - answer * other) /
      sqrt(answer * (1 - answer) * other * (1 - other)))
  )
  data.frame(
    case = people$case[1], f = unname(test$statistic), ndf = unname(test$parameter[1]),
    ddf = unname(test$parameter[2]), p = unname(test$p.value), block_of(part),
    phi = as.numeric(coef(phi)), phi_error = as.numeric(SE(phi))
  )
}

cases <- lapply(1:18, draw_case)
write_reference(do.call(rbind, cases), "domains.csv")
write_reference(do.call(rbind, lapply(cases, shares_of)), "domain_shares.csv")
write_reference(do.call(rbind, lapply(cases, test_of)), "domain_tests.csv")
