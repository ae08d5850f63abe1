# As peers.py, with data.table.
suppressMessages(library(data.table))
file <- commandArgs(trailingOnly = TRUE)[1]
status <- grep("^[^/]+/status/", names(fread(file, nrows = 0)), value = TRUE)
level <- sub("/.*", "", status)
outcome <- sub(".*/", "", status)
nature <- file.path(level, "nature", outcome)
base <- file.path(level, "outcomes")
needed <- unique(c("sector", base, status, nature))
rows <- fread(file, select = needed, colClasses = "character", na.strings = NULL)
found <- rbindlist(lapply(seq_along(status), function(i) {
  ticked <- grepl(paste0(" ", outcome[i], " "), paste0(" ", rows[[base[i]]], " "), fixed = TRUE)
  counted <- rows[ticked, .N, by = c("sector", status[i], nature[i])]
  data.table(level = level[i], outcome = outcome[i], counted)
}), use.names = FALSE)
writeLines(sort(do.call(paste, c(found, sep = ",")), method = "radix"))
