# Reference values from R for tests/inference/test_clusters.py.
#
#   Rscript tests/reference/clusters.R          (Debian: r-base-core, r-cran-survey)
#
# writes clusters.csv (who answered what), cluster_shares.csv, cluster_tests.csv and
# cluster_correlations.csv beside this script. The tests only read those files and need no R. All
# cases are drawn here, from a fixed seed: none comes from the study.

suppressPackageStartupMessages(library(survey))

arguments <- commandArgs(trailingOnly = FALSE)
folder <- dirname(sub("^--file=", "", grep("^--file=", arguments, value = TRUE)))
set.seed(20261127)

write_reference <- function(table, name) {
  numbers <- vapply(table, is.double, logical(1))
  table[numbers] <- lapply(table[numbers], function(x) sprintf("%.17g", x))
  write.csv(table, file.path(folder, name), row.names = FALSE, quote = FALSE)
}

# People of 12 to 20 clusters, two to four groups that cut across these, and an answer that people
# of one cluster share more (icc) or less. Every third case is of an endless population.
draw_case <- function(case) {
  icc <- c(0.02, 0.2, 0.5)[case %% 3 + 1]
  share <- c(0.15, 0.5, 0.8)[case %/% 3 %% 3 + 1]
  sizes <- sample(1:7, 12 + case %% 9, replace = TRUE)
  own <- rbeta(length(sizes), share * (1 - icc) / icc, (1 - share) * (1 - icc) / icc)
  cluster <- rep(seq_along(sizes), sizes)
  data.frame(
    case, cluster,
    group = letters[sample.int(2 + case %% 3, length(cluster), replace = TRUE)],
    answer = rbinom(length(cluster), 1, own[cluster]),
    fraction = if (case %% 3 == 0) 0 else c(0.1, 0.36, 0.7)[case %/% 3 %% 3 + 1]
  )
}
design_of <- function(people) {
  fraction <- people$fraction[1]
  if (fraction == 0) return(svydesign(ids = ~cluster, data = people, weights = ~1))
  svydesign(
    ids = ~cluster, data = people, weights = rep(1 / fraction, nrow(people)), fpc = ~fraction
  )
}
share_of <- function(part, case, group) {
  mean <- svymean(~answer, part, deff = if (is.null(part$fpc$popsize)) "replace" else TRUE)
  interval <- svyciprop(~answer, part, method = "beta")
  data.frame(
    case, group, share = as.numeric(coef(mean)), variance = as.numeric(vcov(mean)),
    deff = as.numeric(deff(mean)), df = as.integer(degf(part)),
    low = attr(interval, "ci")[[1]], high = attr(interval, "ci")[[2]]
  )
}
shares_of <- function(people) {
  design <- design_of(people)
  groups <- sort(unique(people$group))
  parts <- lapply(groups, function(g) share_of(subset(design, group == g), people$case[1], g))
  do.call(rbind, c(list(share_of(design, people$case[1], "all")), parts))
}
test_of <- function(people) {
  test <- svychisq(~group + answer, design_of(people), statistic = "F")
  data.frame(
    case = people$case[1], f = unname(test$statistic), ndf = unname(test$parameter[1]),
    ddf = unname(test$parameter[2]), p = unname(test$p.value)
  )
}
correlation_of <- function(people) {
  squares <- anova(lm(answer ~ factor(cluster), people))[["Mean Sq"]]
  sizes <- table(people$cluster)
  usual <- (sum(sizes) - sum(sizes^2) / sum(sizes)) / (length(sizes) - 1)
  data.frame(
    case = people$case[1],
    icc = (squares[1] - squares[2]) / (squares[1] + (usual - 1) * squares[2])
  )
}

cases <- lapply(1:27, draw_case)
write_reference(do.call(rbind, cases), "clusters.csv")
write_reference(do.call(rbind, lapply(cases, shares_of)), "cluster_shares.csv")
write_reference(do.call(rbind, lapply(cases, test_of)), "cluster_tests.csv")
write_reference(do.call(rbind, lapply(cases, correlation_of)), "cluster_correlations.csv")
