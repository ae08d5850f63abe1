# Reference values from R for tests/inference/test_means.py.
#
#   Rscript tests/reference/means.R       (Debian: r-base-core, r-cran-survey)
#
# writes means.csv beside this script: the mean of a number, and its standard error, over the people
# of group a in clusters.csv (the number is the place of a row in its case, modulo 17), with the
# finite population that the case has.

suppressPackageStartupMessages(library(survey))

arguments <- commandArgs(trailingOnly = FALSE)
folder <- dirname(sub("^--file=", "", grep("^--file=", arguments, value = TRUE)))
people <- read.csv(file.path(folder, "clusters.csv"))

rows <- lapply(split(people, people$case), function(part) {
  part$number <- seq_len(nrow(part)) %% 17
  part$clusters <- length(unique(part$cluster)) / part$fraction
  limited <- part$fraction[1] > 0
  design <- if (limited) {
    svydesign(ids = ~cluster, data = part, weights = ~1, fpc = ~clusters)
  } else {
    svydesign(ids = ~cluster, data = part, weights = ~1)
  }
  of_a <- subset(design, group == "a")
  found <- svymean(~number, of_a)
  bounds <- confint(found, df = degf(of_a))
  data.frame(
    case = part$case[1], mean = as.numeric(coef(found)), error = as.numeric(SE(found)), low = bounds[1], high = bounds[2]
  )
})
table <- do.call(rbind, rows)
table[-1] <- lapply(table[-1], function(x) sprintf("%.17g", x))
write.csv(table, file.path(folder, "means.csv"), row.names = FALSE, quote = FALSE)
