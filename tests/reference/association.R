# Reference values from R for tests/inference/test_association.py.
#
#   Rscript tests/reference/association.R       (Debian: r-base-core, r-cran-survey)
#
# writes association.csv beside this script: phi of the answer and of whether somebody is of group a,
# in the people of clusters.csv, and its standard error with and without their clusters.

suppressPackageStartupMessages(library(survey))

arguments <- commandArgs(trailingOnly = FALSE)
folder <- dirname(sub("^--file=", "", grep("^--file=", arguments, value = TRUE)))
people <- read.csv(file.path(folder, "clusters.csv"))
people$y <- as.numeric(people$group == "a")
people$xy <- people$answer * people$y

phi <- quote((xy - answer * y) / sqrt(answer * (1 - answer) * y * (1 - y)))
error_of <- function(ids, part) {
  design <- svydesign(ids = ids, data = part, weights = ~1)
  found <- svycontrast(svymean(~ answer + y + xy, design), phi)
  c(coef(found), SE(found))
}
rows <- lapply(split(people, people$case), function(part) {
  clustered <- error_of(~cluster, part)
  data.frame(
    case = part$case[1], phi = clustered[1], clustered = clustered[2], plain = error_of(~1, part)[2]
  )
})
table <- do.call(rbind, rows)
table[-1] <- lapply(table[-1], function(x) sprintf("%.17g", x))
write.csv(table, file.path(folder, "association.csv"), row.names = FALSE, quote = FALSE)
