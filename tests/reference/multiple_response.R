# Reference values from R's MRCV 0.3-3 for tests/inference/test_multiple_response.py.
#
#   Rscript tests/reference/multiple_response.R path/to/MRCV
#
# where path/to/MRCV is the unpacked source of the package (cran/MRCV at its version 0.3-3): its
# functions are read from there, since printing tables, for which it needs another package, is not
# asked of it. Writes multiple_response.csv (who ticked what) and multiple_response_tests.csv beside
# this script. All cases are drawn here, from a fixed seed: none comes from the study.

arguments <- commandArgs(trailingOnly = FALSE)
folder <- dirname(sub("^--file=", "", grep("^--file=", arguments, value = TRUE)))
source(file.path(commandArgs(trailingOnly = TRUE)[1], "R", "BLfour.R"))
set.seed(20261128)

write_reference <- function(table, name) {
  numbers <- vapply(table, is.double, logical(1))
  table[numbers] <- lapply(table[numbers], function(x) sprintf("%.17g", x))
  write.csv(table, file.path(folder, name), row.names = FALSE, quote = FALSE)
}

# 60 to 120 people of two or three groups with three or four items that hang together: who is keen
# ticks more of all. In every other case the first group ticks more. No cell is empty, for which
# MRCV would add a half.
draw_case <- function(case) {
  repeat {
    n <- 60 + 10 * (case %% 7)
    groups <- 2 + case %% 2
    items <- 3 + case %/% 2 %% 2
    w <- sample.int(groups, n, replace = TRUE)
    keen <- rnorm(n, if (case %% 4 < 2) 0 else 0.8 * (w == 1))
    ticks <- sapply(seq_len(items), function(j) rbinom(n, 1, plogis(keen + c(-0.8, 0, 0.5, 0.2)[j])))
    full <- apply(ticks, 2, function(y) all(table(factor(w, 1:groups), factor(y, 0:1)) > 0))
    if (all(full)) break
  }
  colnames(ticks) <- paste0("item", seq_len(items))
  data.frame(group = factor(letters[w]), ticks)
}
test_of <- function(case) {
  data <- cases[[case]]
  items <- ncol(data) - 1
  found <- MI.test(
    data, I = 1, J = items, type = "all", B = 9999, B.max = 12000, plot.hist = FALSE,
    print.status = FALSE
  )
  data.frame(
    case, statistic = found$general$X.sq.S, scaled = as.numeric(found$rs2$X.sq.S.rs2),
    df = as.numeric(found$rs2$df.rs2), p = as.numeric(found$rs2$p.value.rs2),
    bootstrap_p = found$boot$p.value.boot, draws = as.integer(found$boot$B.use)
  )
}

cases <- lapply(1:8, draw_case)
as_rows <- function(case) {
  data <- cases[[case]]
  if (ncol(data) == 4) data$item4 <- NA
  data.frame(case, data)
}
write_reference(do.call(rbind, lapply(1:8, as_rows)), "multiple_response.csv")
write_reference(do.call(rbind, lapply(1:8, test_of)), "multiple_response_tests.csv")
