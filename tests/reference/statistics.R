# Reference values from R for tests/test_statistics.py, test_nonresponse.py and test_weighting.py.
#
#   Rscript tests/reference/statistics.R        (Debian: r-base-core, r-cran-survey)
#
# writes the CSV files beside this script, with the versions of R and survey that made them in
# versions.csv. The tests only read those files and need no R. All cases are drawn here, from a
# fixed seed: none comes from the study. Numbers have 17 digits, enough to be read back exactly.

suppressPackageStartupMessages(library(survey))

arguments <- commandArgs(trailingOnly = FALSE)
folder <- dirname(sub("^--file=", "", grep("^--file=", arguments, value = TRUE)))
set.seed(20230726)

write_reference <- function(table, name) {
  numbers <- vapply(table, is.double, logical(1))
  table[numbers] <- lapply(table[numbers], function(x) sprintf("%.17g", x))
  write.csv(table, file.path(folder, name), row.names = FALSE, quote = FALSE)
}

draw <- function(from, to, size) from - 1L + sample.int(to - from + 1L, size, replace = TRUE)

# Wilson's interval, with n replaced by n (N - 1) / (N - n) for a population of N people.
n <- c(1L, 1L, 6L, 10L, 26L, 32L, 64L, 64L, 64L, draw(1L, 300L, 40))
count <- c(0L, 1L, 6L, 0L, 13L, 20L, 0L, 53L, 64L, rbinom(40, tail(n, 40), runif(40)))
population <- c(2L, 9L, 8L, 11L, 73L, 90L, 178L, 178L, 178L, tail(n, 40) + draw(1L, 400L, 40))
wilson <- function(count, n) prop.test(count, n, correct = FALSE)$conf.int
effective <- n * (population - 1) / (population - n)
endless <- suppressWarnings(mapply(wilson, count, n))
finite <- suppressWarnings(mapply(wilson, count / n * effective, effective))
write_reference(
  data.frame(
    count, n, population,
    low = endless[1, ], high = endless[2, ], finite_low = finite[1, ], finite_high = finite[2, ]
  ),
  "wilson.csv"
)

# Fisher's exact test of two groups, and Holm's adjustment of every ten of them together.
n_a <- c(26L, 26L, 23L, 1L, 10L, draw(1L, 100L, 45))
n_b <- c(32L, 32L, 41L, 1L, 10L, draw(1L, 100L, 45))
count_a <- c(0L, 26L, 11L, 1L, 5L, rbinom(45, tail(n_a, 45), runif(45)))
count_b <- c(32L, 32L, 20L, 0L, 5L, rbinom(45, tail(n_b, 45), runif(45)))
fisher <- function(a, n_a, b, n_b) fisher.test(matrix(c(a, n_a - a, b, n_b - b), 2))$p.value
p <- mapply(fisher, count_a, n_a, count_b, n_b)
family <- rep(1:5, each = 10)
p_holm <- ave(p, family, FUN = function(p) p.adjust(p, "holm"))
write_reference(data.frame(family, count_a, n_a, count_b, n_b, p, p_holm), "fisher.csv")

# Response by group: the exact test of Fisher, Freeman and Halton. The first two cases are the
# published response by tranche and by sector (Tables B2.1 and B2.2 of the report).
published <- list(
  list(approached = c(31L, 51L, 52L, 44L), responses = c(9L, 14L, 25L, 16L)),
  list(approached = c(73L, 90L, 8L, 7L), responses = c(26L, 32L, 4L, 2L))
)
drawn <- lapply(rep(2:5, each = 3), function(groups) {
  approached <- draw(1L, 30L, groups)
  list(approached = approached, responses = rbinom(groups, approached, runif(groups, 0.2, 0.6)))
})
halton <- function(case) {
  table <- rbind(case$responses, case$approached - case$responses)
  used <- table[rowSums(table) > 0, , drop = FALSE]
  if (nrow(used) < 2) 1 else fisher.test(used, workspace = 2e7)$p.value
}
cases <- c(published, drawn)
write_reference(
  do.call(rbind, lapply(seq_along(cases), function(i) {
    data.frame(case = i, cases[[i]], p = halton(cases[[i]]))
  })),
  "response.csv"
)

# Raking: respondents drawn from the 178 people approached, whose tranche and sector are the
# published margins put together at random; every case has somebody of each group.
margins <- list(
  tranche = c("1" = 31, "2" = 51, "3" = 52, "4" = 44),
  sector = c(mbo = 73, hbo = 90, wo = 8, other = 7)
)
rake_case <- function(case) {
  repeat {
    people <- data.frame(
      tranche = rep(names(margins$tranche), margins$tranche),
      sector = sample(rep(names(margins$sector), margins$sector))
    )
    drawn <- people[sort(sample.int(178, 64)), ]
    if (all(table(drawn$sector) > 0) && length(unique(drawn$sector)) == 4) break
  }
  drawn$answer <- rbinom(64, 1, 0.6)
  totals <- lapply(names(margins), function(dimension) {
    setNames(
      data.frame(names(margins[[dimension]]), unname(margins[[dimension]])), c(dimension, "Freq")
    )
  })
  raked <- rake(
    svydesign(ids = ~1, data = drawn, weights = rep(178 / 64, 64)),
    list(~tranche, ~sector), totals, control = list(maxit = 10000, epsilon = 1e-12)
  )
  data.frame(
    case = case, drawn, weight = weights(raked), share = as.numeric(svymean(~answer, raked)),
    row.names = NULL
  )
}
write_reference(do.call(rbind, lapply(1:4, rake_case)), "raking.csv")
write_reference(
  do.call(rbind, lapply(names(margins), function(dimension) {
    data.frame(
      dimension, group = names(margins[[dimension]]),
      approached = as.integer(margins[[dimension]])
    )
  })),
  "margins.csv"
)

write_reference(
  data.frame(
    package = c("R", "survey"),
    version = c(as.character(getRversion()), as.character(packageVersion("survey")))
  ),
  "versions.csv"
)
