# Reference values from R for tests/inference/test_weights.py and test_power.py.
#
#   Rscript tests/reference/weights.R           (Debian: r-base-core, r-cran-survey)
#
# writes raking_bootstrap.csv beside this script: of the people in raking.csv (see statistics.R) the
# standard error of the raked share, by the bootstrap of Rao, Wu and Yue with raking repeated in
# each of 2000 draws; and power.csv, the power of tests of two shares.

suppressPackageStartupMessages(library(survey))

arguments <- commandArgs(trailingOnly = FALSE)
folder <- dirname(sub("^--file=", "", grep("^--file=", arguments, value = TRUE)))
set.seed(20261129)

people <- read.csv(file.path(folder, "raking.csv"), colClasses = c(tranche = "character"))
# Only tranches 1 and 2 against 3 and 4: in R a group of which nobody is drawn ends the raking.
people$early <- as.character(people$tranche %in% c("1", "2"))
totals <- data.frame(early = c("FALSE", "TRUE"), Freq = c(96, 82))
error_of <- function(part) {
  drawn <- as.svrepdesign(
    svydesign(ids = ~1, data = part, weights = ~1), type = "subbootstrap", replicates = 2000
  )
  fitted <- rake(drawn, list(~early), list(totals), control = list(maxit = 100, epsilon = 1e-9))
  as.numeric(SE(svymean(~answer, fitted)))
}
errors <- sapply(split(people, people$case), error_of)
write.csv(
  data.frame(case = names(errors), error = sprintf("%.17g", errors), draws = 2000),
  file.path(folder, "raking_bootstrap.csv"), row.names = FALSE, quote = FALSE
)

cases <- expand.grid(share = c(0.1, 0.3, 0.5, 0.7), difference = c(0.05, 0.1, 0.15, 0.2))
cases$n <- mapply(
  function(p, d) power.prop.test(p1 = p, p2 = p + d, power = 0.8, tol = 1e-12)$n,
  cases$share, cases$difference
)
cases$power_at_64 <- mapply(
  function(p, d) power.prop.test(n = 64, p1 = p, p2 = p + d)$power, cases$share, cases$difference
)
cases[] <- lapply(cases, function(x) sprintf("%.17g", x))
write.csv(cases, file.path(folder, "power.csv"), row.names = FALSE, quote = FALSE)
