# Rscript metafor.R TASK K FILE: time one task of R's metafor in its own process; prints seconds.
suppressMessages(library(metafor))
asked <- commandArgs(trailingOnly = TRUE)
tables <- head(read.csv(asked[3]), as.integer(asked[2]))
effects <- escalc("OR", ai = a, n1i = n1, ci = c, n2i = n2, data = tables, add = 0.5, to = "only0")
task <- switch(asked[1],
  mh = function() {
    escalc("OR", ai = a, n1i = n1, ci = c, n2i = n2, data = tables)
    rma.mh(measure = "OR", ai = a, n1i = n1, ci = c, n2i = n2, data = tables)
  },
  reml = function() rma(yi, vi, data = effects, method = "REML"),
  `loo-dl` = function() leave1out(rma(yi, vi, data = effects, method = "DL")),
  `loo-reml` = function() leave1out(rma(yi, vi, data = effects, method = "REML")),
  `cumul-reml` = function() cumul(rma(yi, vi, data = effects, method = "REML")),
  `influence-reml` = function() influence(rma(yi, vi, data = effects, method = "REML")),
  `trimfill-dl` = function() trimfill(rma(yi, vi, data = effects, method = "DL")),
  `gosh-ee` = function() gosh(rma(yi, vi, data = effects, method = "EE"), progbar = FALSE),
  `gosh-reml` = function() gosh(rma(yi, vi, data = effects, method = "REML"), progbar = FALSE),
  stop("no such task")
)
invisible(task())
loops <- 0
start <- proc.time()[["elapsed"]]
while (loops < 1 || proc.time()[["elapsed"]] - start < 0.2) {
  invisible(task())
  loops <- loops + 1
}
cat((proc.time()[["elapsed"]] - start) / loops, "\n")
