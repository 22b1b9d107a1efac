# Makes agreement.json: Rscript agreement.R > agreement.json
#
# Each figure comes by another way than the program's: the variance of a share over clusters from
# sandwich, Wilson's interval from prop.test, standard errors of kappa and of Gwet's, Fleiss' and
# other coefficients from the multivariate delta method with numerical derivatives, limits of
# agreement from t.test and Bland and Altman's formula.
suppressMessages({library(sandwich); library(numDeriv); library(jsonlite)})

# -- a share whose parts come in clusters --------------------------------------------------------
share <- function(agreeing, counted) {
  y <- unlist(mapply(function(x, n) rep(c(1, 0), c(x, n - x)), agreeing, counted, SIMPLIFY = FALSE))
  cluster <- rep(seq_along(counted), counted)
  n <- length(y); m <- length(counted); p <- mean(y)
  least <- n^2 / sum(counted^2)
  if (m < 2 || p == 0 || p == 1) effective <- least else {
    v <- vcovCL(lm(y ~ 1), cluster = cluster, type = "HC0", cadj = TRUE)[1, 1]
    deff <- v / (p * (1 - p) / (n - 1))
    effective <- n / deff * (qt(0.975, n - 1) / qt(0.975, m - 1))^2
    effective <- min(n, max(least, effective))
  }
  ci <- suppressWarnings(prop.test(p * effective, effective, correct = FALSE)$conf.int)
  list(agreeing = agreeing, counted = counted, value = p, effective = effective,
       lower = ci[1], upper = ci[2])
}
shares <- list(
  three_raters = share(c(3, 1, 3, 3, 0, 1, 3, 3, 1, 3, 3, 1), rep(3, 12)),
  five_raters = share(c(10, 6, 4, 10, 10, 3, 6, 10), rep(10, 8)),
  items_of_studies = share(c(8, 7, 3, 8, 6, 2, 5, 8, 4, 7), c(8, 8, 4, 8, 8, 6, 5, 8, 8, 7)),
  gaps = share(c(3, 1, 0, 1, 3, 1), c(3, 1, 1, 3, 3, 1)),
  wider_than_whole_clusters = share(c(8, 8, 0), c(8, 8, 8)),
  narrower_than_independent = share(c(1, 1, 1, 1, 1), c(3, 3, 3, 3, 3) + 0),
  all_agree = share(c(3, 3, 3, 3, 3), rep(3, 5)),
  none_agree = share(c(0, 0, 0, 0), rep(1, 4)),
  one_study = share(7, 8),
  one_pair_a_study = share(rep(c(1, 0), c(81, 182)), rep(1, 263))
)
wilson <- function(x, n) {
  ci <- suppressWarnings(prop.test(x, n, correct = FALSE)$conf.int)
  list(x = x, n = n, lower = ci[1], upper = ci[2])
}
wilsons <- list(wilson(81, 263), wilson(15, 148), wilson(0, 20), wilson(29, 29))

# -- Cohen's kappa: the delta method over the cells of the table ---------------------------------
cohen <- function(table, power) {
  q <- nrow(table); n <- sum(table)
  apart <- abs(outer(seq_len(q), seq_len(q), "-")) / (q - 1)
  w <- if (power == 0) diag(q) else 1 - apart^power
  kappa <- function(cells) {
    p <- matrix(cells, q)
    pe <- sum(w * outer(rowSums(p), colSums(p)))
    (sum(w * p) - pe) / (1 - pe)
  }
  p <- as.vector(table / n); g <- grad(kappa, p)
  list(value = kappa(p), se = sqrt((sum(p * g^2) - sum(p * g)^2) / n))
}
tables <- list(
  fleiss = matrix(c(75, 5, 0, 1, 4, 0, 4, 1, 10), 3),
  perfect = diag(c(6, 4)),
  opposite = matrix(c(0, 4, 4, 0), 2),
  one_reader_never_varies = matrix(c(5, 0, 3, 0), 2, byrow = FALSE),
  four_levels = matrix(c(9, 2, 0, 1, 3, 7, 2, 0, 0, 3, 8, 2, 1, 0, 1, 6), 4)
)
kappas <- lapply(tables, function(t) list(
  table = t, unweighted = cohen(t, 0), linear = cohen(t, 1), quadratic = cohen(t, 2)))

# -- coefficients of many raters, gaps allowed: the delta method over subjects -------------------
many <- function(ratings, q, power) {
  apart <- abs(outer(seq_len(q), seq_len(q), "-")) / (q - 1)
  w <- if (power == 0) diag(q) else 1 - apart^power
  counts <- t(apply(ratings, 2, function(one) tabulate(one[!is.na(one)], q)))
  r <- rowSums(counts); paired <- as.numeric(r >= 2)
  pairs <- rowSums(counts * (counts %*% w - 1)) / ifelse(paired == 1, r * (r - 1), 1) * paired
  x <- cbind(pairs, paired, counts / r)
  by <- function(chance) {
    f <- function(mean) {
      pe <- chance(mean[-(1:2)])
      (mean[1] / mean[2] - pe) / (1 - pe)
    }
    mean <- colMeans(x); g <- grad(f, mean); n <- nrow(x)
    each <- sweep(x, 2, mean) %*% g
    se <- sqrt(sum(each^2) / (n * (n - 1)))
    half <- qt(0.975, n - 1) * se
    list(value = f(mean), se = se, lower = f(mean) - half, upper = min(1, f(mean) + half))
  }
  list(
    gwet = by(function(p) sum(w) / (q * (q - 1)) * sum(p * (1 - p))),
    fleiss = by(function(p) sum(w * outer(p, p))),
    brennan_prediger = by(function(p) sum(w) / q^2)
  )
}
# Krippendorff 2011, section C: four observers; the eleven units that two or more of them judged
ratings <- rbind(
  c(1, 2, 3, 3, 2, 1, 4, 1, 2, NA, NA), c(1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NA),
  c(NA, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1), c(1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1))
coefficients <- list(
  ratings = ratings, categories = 5,
  identity = many(ratings, 5, 0), linear = many(ratings, 5, 1), quadratic = many(ratings, 5, 2))

# -- several answers of each study: the delta method over studies --------------------------------
over_studies <- function(x, f, study) {
  mean <- colMeans(x); g <- grad(f, mean); n <- nrow(x); m <- length(unique(study))
  sums <- rowsum(as.vector(sweep(x, 2, mean) %*% g), study)
  se <- sqrt(m / (m - 1) * sum(sums^2)) / n
  half <- qt(0.975, m - 1) * se
  list(value = f(mean), se = se, lower = f(mean) - half, upper = f(mean) + half)
}
first <- c(1,2,3,1,1, 2,2,1,3, 3,3,3,2,1, 1,1,2, 1,2,3,3,1,2, 2,1,1,3)
second <- c(1,2,3,1,2, 2,1,1,2, 3,3,3,2,1, 1,1,2, 2,3,3,1,1,2, 2,1,1,3)
third <- c(1,2,2,1,1, 2,2,1,3, 3,1,3,2,1, 1,3,2, 1,2,3,3,1,3, 2,1,2,3)
study <- rep(1:6, c(5, 4, 5, 3, 6, 4))
pairs_of_two <- t(mapply(function(a, b) as.numeric(outer(1:3, 1:3, function(i, j) i == a & j == b)),
                         first, second))
two <- function(power) {
  apart <- abs(outer(1:3, 1:3, "-")) / 2
  w <- if (power == 0) diag(3) else 1 - apart^power
  over_studies(pairs_of_two, function(cells) {
    p <- matrix(cells, 3)
    pe <- sum(w * outer(rowSums(p), colSums(p)))
    (sum(w * p) - pe) / (1 - pe)
  }, study)
}
counts <- t(apply(cbind(first, second, third), 1, tabulate, 3))
three <- function(power, chance) {
  apart <- abs(outer(1:3, 1:3, "-")) / 2
  w <- if (power == 0) diag(3) else 1 - apart^power
  alike <- rowSums(counts * (counts %*% w - 1)) / 6
  over_studies(cbind(alike, counts / 3), function(mean) {
    pe <- chance(mean[-1], w)
    (mean[1] - pe) / (1 - pe)
  }, study)
}
by_gwet <- function(p, w) sum(w) / 6 * sum(p * (1 - p))
by_fleiss <- function(p, w) sum(w * outer(p, p))
studies <- list(
  first = first, second = second, third = third, study = study,
  unweighted = two(0), linear = two(1), quadratic = two(2),
  gwet = three(0, by_gwet), gwet_quadratic = three(2, by_gwet), fleiss = three(0, by_fleiss))

# -- limits of agreement -------------------------------------------------------------------------
# Bland & Altman 1986, Lancet 327:307, the first measurement with each peak flow meter (l/min)
wright <- c(494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427)
mini <- c(512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451)
d <- wright - mini; n <- length(d); z <- qnorm(0.975)
limits <- mean(d) + c(-z, z) * sd(d)
half <- qt(0.975, n - 1) * sd(d) * sqrt(1 / n + z^2 / (2 * (n - 1)))
bland_altman <- list(
  first = wright, second = mini, n = n, mean = mean(d), sd = sd(d), limits = limits,
  mean_ci = as.vector(t.test(wright, mini, paired = TRUE)$conf.int),
  lower_ci = limits[1] + c(-half, half), upper_ci = limits[2] + c(-half, half))

cat(toJSON(list(
  made_with = paste0("R ", getRversion(), ", sandwich ", packageVersion("sandwich"),
                     ", numDeriv ", packageVersion("numDeriv")),
  shares = shares, wilsons = wilsons, kappas = kappas, coefficients = coefficients, studies = studies,
  bland_altman = bland_altman), auto_unbox = TRUE, digits = 15, na = "null", pretty = FALSE))
cat("\n")
