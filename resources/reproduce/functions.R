suppressMessages(library(metafor))

now_at <- "" # the outcome being reproduced
compared <- 0
EFFECT <- 1e-8 # closed forms
FIT <- 1e-5 # what an iteration ends at
TINY <- 1e-7

# Stop where a number of R and the number of the review differ.
check <- function(what, got, expected, tolerance = EFFECT) {
  got <- as.numeric(got)
  expected <- as.numeric(expected)
  if (length(got) != length(expected)) {
    stop(sprintf("%s, %s: R gives %d numbers, the review has %d.", now_at, what,
                 length(got), length(expected)), call. = FALSE)
  }
  far <- abs(got - expected) > pmax(tolerance * abs(expected), TINY)
  wrong <- which(ifelse(is.na(got) | is.na(expected), is.na(got) != is.na(expected),
                        ifelse(is.infinite(got) | is.infinite(expected), got != expected, far)))
  if (length(wrong) > 0) {
    at <- wrong[1]
    stop(sprintf("%s, %s%s: R gives %s, the review has %s.", now_at, what,
                 if (length(got) > 1) sprintf(" [%d]", at) else "",
                 format(got[at], digits = 12), format(expected[at], digits = 12)), call. = FALSE)
  }
  compared <<- compared + length(got)
}

# Add to the cells of studies with an empty one what the plan says; a study dropped becomes NA.
corrected <- function(d, zeros) {
  if (!is.null(d[["e1"]]) && !is.null(d[["t1"]])) {
    cells <- cbind(d$e1, d$e2)
    blank <- d$e1 == 0 & d$e2 == 0
    size1 <- d$t1
    size2 <- d$t2
  } else if (!is.null(d[["e1"]])) {
    cells <- cbind(d$e1, d$n1 - d$e1, d$e2, d$n2 - d$e2)
    blank <- cells[, 1] == 0 & cells[, 3] == 0
    if (zeros$drop00 != "no_events") blank <- blank | (cells[, 2] == 0 & cells[, 4] == 0)
    size1 <- d$n1
    size2 <- d$n2
  } else {
    cells <- cbind(d$e, d$n - d$e)
    blank <- rep(FALSE, nrow(d))
    size1 <- size2 <- rep(1, nrow(d))
  }
  empty <- rowSums(cells == 0) > 0
  empty[is.na(empty)] <- FALSE
  blank[is.na(blank)] <- FALSE
  chosen <- switch(zeros$to, only0 = empty, none = empty & FALSE, all = empty | TRUE,
                   if0all = rep(any(empty), length(empty)))
  drop <- blank & zeros$drop00 != "no"
  chosen <- chosen & !drop
  added <- ifelse(chosen, zeros$add, 0)
  share1 <- share2 <- 1
  if (zeros$share == "treatment_arm") {
    share1 <- 2 * size1 / (size1 + size2)
    share2 <- 2 * size2 / (size1 + size2)
  }
  h1 <- ifelse(drop, NA, added * share1)
  h2 <- ifelse(drop, NA, added * share2)
  if (!is.null(d[["e1"]])) {
    d$a <- d$e1 + h1
    d$c <- d$e2 + h2
    if (is.null(d[["t1"]])) {
      d$b <- d$n1 - d$e1 + h1
      d$d <- d$n2 - d$e2 + h2
    }
  } else {
    d$x <- d$e + h1
    d$all <- d$n + 2 * h1
  }
  d
}

half_to_empty <- function(d) {
  empty <- d$a == 0 | d$b == 0 | d$c == 0 | d$d == 0
  for (cell in c("a", "b", "c", "d")) d[[cell]] <- d[[cell]] + ifelse(empty, 0.5, 0)
  d
}

# The estimate a study reports in place of its numbers, and its variance, on the analysis scale.
reported <- function(d, ratio) {
  logs <- ratio & d$scale != "log"
  as_analysed <- function(x) suppressWarnings(ifelse(logs, log(x), x))
  estimate <- as_analysed(d$estimate)
  by_interval <- (as_analysed(d$upper) - as_analysed(d$lower)) / (2 * qnorm(0.5 + d$level / 200))
  by_se <- ifelse(logs, d$se / d$estimate, d$se)
  by_p <- abs(estimate) / qnorm(1 - d$p / 2)
  se <- ifelse(!is.na(by_interval), by_interval, ifelse(!is.na(by_se), by_se, by_p))
  list(yi = estimate, vi = se^2)
}

# Effects and variances of studies from their numbers.
effect_sizes <- function(measure, d, zeros) {
  if (measure == "GEN") return(list(yi = rep(NA_real_, nrow(d)), vi = rep(NA_real_, nrow(d))))
  numbers <- d[[intersect(c("e1", "e", "m1", "r"), names(d))[1]]]
  if (all(is.na(numbers))) return(effect_sizes("GEN", d, zeros))
  counted <- !is.null(d[["e1"]]) || !is.null(d[["e"]])
  if (counted) d <- corrected(d, zeros)
  base <- sub("-.*", "", measure)
  variance <- sub("^[A-Z0-9]+-?", "", measure)
  if (!is.null(d[["b"]])) {
    if (measure == "RD-RM5") { # RevMan 5: the cells as they are; 1/2 in the variance
      plain <- escalc("RD", ai = d$a, bi = d$b, ci = d$c, di = d$d, add = 0, to = "none")
      half <- half_to_empty(d)
      half <- escalc("RD", ai = half$a, bi = half$b, ci = half$c, di = half$d, add = 0, to = "none")
      return(list(yi = as.numeric(plain$yi), vi = as.numeric(half$vi)))
    }
    es <- suppressWarnings(escalc(measure, ai = d$a, bi = d$b, ci = d$c, di = d$d, add = 0,
                                  to = "none"))
  } else if (!is.null(d[["t1"]])) {
    es <- suppressWarnings(escalc(measure, x1i = d$a, t1i = d$t1, x2i = d$c, t2i = d$t2, add = 0,
                                  to = "none"))
  } else if (!is.null(d[["m1"]])) {
    if (measure == "SMD-RM5") { # RevMan 5: J = 1 - 3 / (4 N - 9)
      n <- d$n1 + d$n2
      sp <- sqrt(((d$n1 - 1) * d$sd1^2 + (d$n2 - 1) * d$sd2^2) / (n - 2))
      g <- (1 - 3 / (4 * n - 9)) * (d$m1 - d$m2) / sp
      return(list(yi = g, vi = n / (d$n1 * d$n2) + g^2 / (2 * (n - 3.94))))
    }
    es <- escalc(base, m1i = d$m1, sd1i = d$sd1, n1i = d$n1, m2i = d$m2, sd2i = d$sd2, n2i = d$n2,
                 vtype = if (variance == "") "LS" else variance)
  } else if (!is.null(d[["r"]])) {
    es <- escalc(measure, ri = d$r, ni = d$n)
  } else {
    es <- suppressWarnings(escalc(measure, xi = d$x, ni = d$all, add = 0, to = "none"))
  }
  list(yi = as.numeric(es$yi), vi = as.numeric(es$vi))
}

# A value of the analysis scale on the scale people read.
natural <- function(x, measure, ratio, n) {
  if (ratio) return(exp(x))
  switch(measure, PLO = transf.ilogit(x), PLN = exp(x), PAS = transf.iarcsin(x),
         PFT = sapply(x, transf.ipft, ni = n), ZCOR = tanh(x), x)
}

log_likelihood <- function(tau2, yi, vi, reml) {
  w <- 1 / (vi + tau2)
  mean <- sum(w * yi) / sum(w)
  ll <- -0.5 * (sum(log(vi + tau2)) + sum(w * (yi - mean)^2))
  if (reml) ll - 0.5 * log(sum(w)) else ll
}

# The between-study variance. Where metafor's iteration does not settle, or ends at a lower maximum
# of the likelihood, the likelihood itself is searched.
between <- function(yi, vi, method, mods = NULL) {
  if (length(yi) == 1) return(0)
  size <- max(var(yi), min(vi))
  control <- list(threshold = 1e-12 * max(size, 1e-6), maxiter = 10000, tau2.max = 100 * size + 1e-6,
                  tol = 1e-13 * max(size, 1e-6))
  fit <- function(steps) {
    control$stepadj <- steps
    if (is.null(mods)) return(rma.uni(yi, vi, method = method, control = control)$tau2)
    rma.uni(yi, vi, mods = mods, intercept = FALSE, method = method, control = control)$tau2
  }
  found <- NULL
  for (steps in c(1, 0.5, 0.1)) {
    found <- tryCatch(suppressWarnings(fit(steps)), error = function(fault) NULL)
    if (!is.null(found)) break
  }
  if (method %in% c("ML", "REML") && is.null(mods)) {
    reml <- method == "REML"
    grid <- c(0, exp(seq(log(1e-6 * min(vi)), log(2 * max(vi, diff(range(yi))^2)), length.out = 400)))
    lls <- sapply(grid, log_likelihood, yi, vi, reml)
    best <- which.max(lls)
    if (is.null(found) || lls[best] > log_likelihood(found, yi, vi, reml) + 1e-9) {
      around <- grid[c(max(best - 1, 1), min(best + 1, length(grid)))]
      found <- if (best == 1) 0 else optimize(log_likelihood, around, yi, vi, reml, maximum = TRUE,
                                              tol = 1e-12 * around[2])$maximum
    }
  }
  if (is.null(found)) stop(sprintf("%s: metafor's %s does not converge.", now_at, method), call. = FALSE)
  # an iteration that ends this near 0 was on its way to 0
  if (found < 1e-7 * min(vi)) 0 else found
}

estimate_of <- function(fit) {
  list(estimate = as.numeric(fit$b), se = fit$se, lower = fit$ci.lb, upper = fit$ci.ub,
       stat = fit$zval, p = fit$pval, df = if (is.null(fit$ddf)) NA else fit$ddf)
}

by_hand <- function(value, se, level, df = NA) {
  quantile <- if (is.na(df)) qnorm(0.5 + level / 2) else qt(0.5 + level / 2, df)
  z <- value / se
  p <- if (is.na(df)) 2 * pnorm(-abs(z)) else 2 * pt(-abs(z), df)
  list(estimate = value, se = se, lower = value - quantile * se, upper = value + quantile * se,
       stat = z, p = p)
}

random_effects <- function(yi, vi, tau2, model) {
  fit <- function(test) rma.uni(yi, vi, tau2 = tau2, method = "DL", test = test,
                                level = 100 * model$level)
  wald <- fit("z")
  if (length(yi) == 1 || model$interval == "wald" || (model$wald_at_zero && tau2 < 1e-12)) {
    return(estimate_of(wald))
  }
  if (model$interval == "t") return(by_hand(as.numeric(wald$b), wald$se, model$level, length(yi) - 1))
  knha <- fit("knha")
  width <- function(one) one$ci.ub - one$ci.lb
  if (model$interval == "hartung_knapp_floor" && knha$se < wald$se) knha <- fit("adhoc")
  if (model$interval == "hartung_knapp_wider" && width(knha) < width(wald)) knha <- wald
  if (model$interval == "hartung_knapp_iqwig") {
    dl <- rma.uni(yi, vi, method = "DL", level = 100 * model$level)
    if (width(knha) < width(dl)) knha <- if (knha$se < wald$se) fit("adhoc") else knha
  }
  estimate_of(knha)
}

# Mantel-Haenszel, by metafor; RevMan 5's risk difference by its own formula.
mantel_haenszel <- function(d, measure, zeros, level) {
  d <- corrected(d, zeros)
  d <- d[!is.na(d$a), ]
  if (measure == "RD-RM5") {
    rd <- d$a / (d$a + d$b) - d$c / (d$c + d$d)
    d <- half_to_empty(d)
    n1 <- d$a + d$b
    n2 <- d$c + d$d
    w <- n1 * n2 / (n1 + n2)
    variance <- sum((d$a * d$b * n2^3 + d$c * d$d * n1^3) / (n1 * n2 * (n1 + n2)^2)) / sum(w)^2
    return(by_hand(sum(w * rd) / sum(w), sqrt(variance), level))
  }
  fit <- if (is.null(d[["t1"]])) {
    rma.mh(measure = measure, ai = d$a, bi = d$b, ci = d$c, di = d$d, add = 0, to = "none",
           drop00 = FALSE, level = 100 * level)
  } else {
    rma.mh(measure = measure, x1i = d$a, t1i = d$t1, x2i = d$c, t2i = d$t2, add = 0, to = "none",
           drop00 = FALSE, level = 100 * level)
  }
  estimate_of(fit)
}

# Pool studies whose effects are yi, vi under a model of the plan.
pool <- function(d, yi, vi, measure, model) {
  usable <- is.finite(yi) & is.finite(vi) & vi > 0
  tau2 <- 0
  prediction <- c(NA, NA)
  around <- NULL
  if (model$kind == "mantel_haenszel") {
    made <- mantel_haenszel(d, measure, model$pooled, model$level)
    if (!is.null(d[["e1"]])) {
      rows <- effect_sizes(measure, d, model$rows)
      yi <- rows$yi
      vi <- rows$vi
      usable <- is.finite(yi) & is.finite(vi) & vi > 0
    }
    around <- made$estimate
  } else if (model$kind == "peto") {
    fit <- rma.peto(ai = d$e1, n1i = d$n1, ci = d$e2, n2i = d$n2, add = 0, to = "none",
                    drop00 = FALSE, level = 100 * model$level)
    made <- estimate_of(fit)
    around <- made$estimate
  }
  yi <- yi[usable]
  vi <- vi[usable]
  w <- 1 / vi
  if (model$kind == "common") {
    df <- if (model$interval == "t" && length(yi) > 1) length(yi) - 1 else NA
    fit <- rma.uni(yi, vi, method = "EE", level = 100 * model$level)
    made <- by_hand(as.numeric(fit$b), fit$se, model$level, df)
    around <- made$estimate
  }
  if (model$kind == "random") {
    around <- sum(w * yi) / sum(w)
    if (is.null(model$q_around)) {
      tau2 <- between(yi, vi, model$tau2)
    } else { # RevMan 5: Q around the Mantel-Haenszel value
      around <- mantel_haenszel(d, measure, model$q_around$pooled, model$level)$estimate
      q <- sum(w * (yi - around)^2)
      tau2 <- if (length(yi) == 1) 0 else
        max(0, (q - (length(yi) - 1)) / (sum(w) - sum(w^2) / sum(w)))
    }
    made <- random_effects(yi, vi, tau2, model)
    prediction <- predicted(yi, vi, tau2, made, model)
  }
  q <- sum(w * (yi - around)^2)
  df <- length(yi) - 1
  list(made = made, tau2 = tau2, q = q, q_df = df,
       q_p = if (df > 0) pchisq(q, df, lower.tail = FALSE) else 1,
       i2 = if (df > 0 && q > 0) max(0, 100 * (q - df) / q) else 0, prediction = prediction)
}

predicted <- function(yi, vi, tau2, made, model) {
  k <- length(yi)
  w <- 1 / (vi + tau2)
  se <- made$se
  df <- if (is.null(made$df)) k - 1 else made$df
  if (model$prediction == "none") return(c(NA, NA))
  if (model$prediction != "as_interval") {
    se <- sqrt(1 / sum(w))
    df <- k - (if (model$prediction == "hts_km2") 2 else 1)
    if (df <= 0) return(c(NA, NA))
  }
  if (model$prediction == "hk_km1") se <- se * sqrt(sum(w * (yi - made$estimate)^2) / (k - 1))
  quantile <- if (is.na(df)) qnorm(0.5 + model$level / 2) else qt(0.5 + model$level / 2, df)
  made$estimate + c(-1, 1) * quantile * sqrt(se^2 + tau2)
}

# Reproduce one outcome and compare every number.
reproduce <- function(name, measure, ratio, zeros, model, data, expected, groups = NULL) {
  now_at <<- name
  es <- effect_sizes(measure, data, zeros)
  if (!is.null(data[["estimate"]])) {
    by_report <- reported(data, ratio)
    has <- !is.na(by_report$yi)
    es$yi[has] <- by_report$yi[has]
    es$vi[has] <- by_report$vi[has]
  }
  used <- data$used
  d <- data[used, ]
  yi <- es$yi[used]
  vi <- es$vi[used]
  check("effect of each study", yi, expected$effects)
  check("standard error of each study", sqrt(vi), expected$se_of_studies)
  fit <- pool(d, yi, vi, measure, model)
  iterated <- if (model$kind == "random") FIT else EFFECT
  for (part in c("estimate", "se", "lower", "upper")) {
    check(part, fit$made[[part]], expected[[part]], iterated)
  }
  if (!is.null(expected$stat)) {
    check("test", fit$made$stat, expected$stat, iterated)
    check("p value", fit$made$p, expected$p, iterated)
  }
  n <- if (is.null(d[["n"]])) NA else sum(vi > 0, na.rm = TRUE) / sum(1 / d$n[is.finite(yi) & vi > 0])
  shown <- natural(c(fit$made$estimate, fit$made$lower, fit$made$upper), measure, ratio, n)
  check("estimate and limits as shown", shown, expected$shown, iterated)
  check("Q", fit$q, expected$q)
  check("df of Q", fit$q_df, expected$q_df)
  check("p value of Q", fit$q_p, expected$q_p)
  check("I2", fit$i2, expected$i2)
  if (model$kind == "random") check("tau2", fit$tau2, expected$tau2, FIT)
  if (!is.null(expected$prediction)) {
    check("prediction interval", fit$prediction, expected$prediction, iterated)
  }
  if (!is.null(groups)) reproduce_groups(d, yi, vi, measure, model, groups)
  cat(sprintf("%s: reproduced.\n", name))
}

reproduce_groups <- function(d, yi, vi, measure, model, groups) {
  shared <- NULL
  usable <- is.finite(yi) & is.finite(vi) & vi > 0
  if (groups$shared != "") {
    mods <- sapply(unique(d$group[usable]), function(one) as.numeric(d$group[usable] == one))
    shared <- between(yi[usable], vi[usable], groups$shared, mods)
    check("tau2 shared by the subgroups", shared, groups$tau2, FIT)
  }
  made <- lapply(groups$names, function(one) {
    at <- which(d$group == one)
    if (is.null(shared)) return(pool(d[at, ], yi[at], vi[at], measure, model)$made)
    w <- 1 / (vi[at] + shared)
    by_hand(sum(w * yi[at]) / sum(w), sqrt(1 / sum(w)), model$level)
  })
  for (part in c("estimate", "se", "lower", "upper")) {
    check(paste("subgroups,", part), sapply(made, function(one) one[[part]]), groups[[part]], FIT)
  }
  if (!is.null(groups$q)) {
    b <- sapply(made, function(one) one$estimate)
    w <- 1 / sapply(made, function(one) one$se)^2
    q <- sum(w * (b - sum(w * b) / sum(w))^2)
    check("Q between subgroups", q, groups$q, FIT)
    check("p value between subgroups", pchisq(q, length(b) - 1, lower.tail = FALSE), groups$p, FIT)
  }
}
