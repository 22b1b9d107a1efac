"""Residual between-study variance under a design matrix.

The same estimators as `stats.tau2`, which has the fast intercept-only case, generalised to any
full-rank X. Every function costs O(k p^2) an evaluation. A bound reached is told in the result.

Notation: w = 1 / (v + tau2), P = W - W X (X' W X)^-1 X' W, RSS = y' P y.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammaincinv

from stats.data import Array
from stats.errors import NotConverged
from stats.least_squares import LeastSquares, least_squares

TINY = 1e-14  # of the largest variance: below it two values of tau2 fit alike


@dataclass(frozen=True, slots=True)
class ResidualTau2:
    """tau2 with its large-sample standard error, and whether zero is a bound that was reached."""

    value: float
    se: float
    at_bound: bool = False


Estimator: TypeAlias = Callable[[Array, Array, Array], ResidualTau2]


def method_of_moments(yi: Array, vi: Array, x: Array) -> ResidualTau2:
    """Estimate by DerSimonian and Laird: (RSS - (k - p)) / tr P, w = 1 / v.

    Source: Raudenbush 2009 in The Handbook of Research Synthesis (2nd ed.), chapter 16; standard
    errors of all moment estimators as in metafor's `rma.uni`.
    """
    fit = least_squares(yi, x, 1.0 / vi)
    df, trace = _df(x), fit.trace_p()
    raw = (fit.rss - df) / trace
    tau2 = max(0.0, raw)
    square = fit.trace(fit.weights, fit.weights)
    variance = (2.0 * df + 4.0 * tau2 * trace + 2.0 * tau2**2 * square) / trace**2
    return ResidualTau2(tau2, math.sqrt(variance), raw <= 0.0)


def hedges(yi: Array, vi: Array, x: Array) -> ResidualTau2:
    """Estimate by Hedges: (unweighted RSS - tr(P V)) / (k - p), w = 1.

    Source: Raudenbush 2009, chapter 16; Hedges and Olkin 1985, Statistical Methods for
    Meta-Analysis, chapter 9.
    """
    fit = least_squares(yi, x, np.ones_like(vi))
    df = _df(x)
    trace = float((vi * (1.0 - fit.leverage)).sum())
    raw = (fit.rss - trace) / df
    tau2 = max(0.0, raw)
    variance = (2.0 * fit.trace(vi, vi) + 4.0 * tau2 * trace + 2.0 * tau2**2 * df) / df**2
    return ResidualTau2(tau2, math.sqrt(variance), raw <= 0.0)


def hunter_schmidt(yi: Array, vi: Array, x: Array) -> ResidualTau2:
    """Estimate by Hunter and Schmidt: (RSS - k) / sum w, w = 1 / v.

    Source: Viechtbauer et al. 2015, Psychol Methods 20:360.
    """
    return _hunter_schmidt(yi, vi, x, stretch=1.0)


def hunter_schmidt_small(yi: Array, vi: Array, x: Array) -> ResidualTau2:
    """Estimate by Hunter and Schmidt with the small-sample factor: (k/(k-p) RSS - k) / sum w.

    Source: Brannick et al. 2019, J Res Personality 79:35.
    """
    return _hunter_schmidt(yi, vi, x, stretch=len(yi) / _df(x))


def _hunter_schmidt(yi: Array, vi: Array, x: Array, *, stretch: float) -> ResidualTau2:
    fit = least_squares(yi, x, 1.0 / vi)
    total, df, trace = float(fit.weights.sum()), _df(x), fit.trace_p()
    raw = (stretch * fit.rss - len(yi)) / total
    tau2 = max(0.0, raw)
    square = fit.trace(fit.weights, fit.weights)
    variance = (2.0 * df + 4.0 * tau2 * trace + 2.0 * tau2**2 * square) * (stretch / total) ** 2
    return ResidualTau2(tau2, math.sqrt(variance), raw <= 0.0)


def sidik_jonkman(yi: Array, vi: Array, x: Array) -> ResidualTau2:
    """Estimate by Sidik and Jonkman: t0 RSS(t0) / (k - p), t0 = sum (y - mean y)^2 / k.

    Source: Sidik and Jonkman 2005, J Biopharm Stat 15:823; start as in metafor.
    """
    start = float(np.mean((yi - yi.mean()) ** 2))
    if start == 0.0:
        return ResidualTau2(0.0, 0.0, at_bound=True)
    fit = least_squares(yi, x, 1.0 / (vi + start))
    w, df = fit.weights, _df(x)
    tau2 = start * fit.rss / df
    squares = (
        2.0 * fit.trace(w * vi, w * vi)
        + 4.0 * tau2 * fit.trace(w, w * vi)
        + 2.0 * tau2**2 * fit.trace(w, w)
    )
    return ResidualTau2(tau2, math.sqrt(squares) * start / df)


def paule_mandel(yi: Array, vi: Array, x: Array) -> ResidualTau2:
    """Estimate by Paule and Mandel: the root of RSS(tau2) = k - p.

    Source: DerSimonian and Kacker 2007, Contemp Clin Trials 28:105. Morris's
    empirical Bayes estimator (1983, JASA 78:47) has the same root.
    """
    return _generalised_q_root(yi, vi, x, target=float(_df(x)))


def paule_mandel_median(yi: Array, vi: Array, x: Array) -> ResidualTau2:
    """Estimate by the root of RSS(tau2) = the median of chi-square with k - p.

    Source: Viechtbauer 2021, Psychol Methods 26:553 (median-unbiased Paule-Mandel).
    """
    return _generalised_q_root(yi, vi, x, target=float(2.0 * gammaincinv(_df(x) / 2.0, 0.5)))


def _generalised_q_root(yi: Array, vi: Array, x: Array, *, target: float) -> ResidualTau2:
    tau2 = generalised_q_solve(yi, vi, x, target=target)
    bound = tau2 is None
    value = 0.0 if tau2 is None else tau2
    k, total = len(yi), float((1.0 / (vi + value)).sum())
    return ResidualTau2(value, math.sqrt(2.0 * k**2 / _df(x)) / total, bound)


def generalised_q_solve(yi: Array, vi: Array, x: Array, *, target: float) -> float | None:
    """Find tau2 >= 0 with RSS(tau2) = target, or None where RSS(0) is already below it.

    RSS decreases strictly in tau2, so the root is the only one.
    Source: DerSimonian & Kacker 2007, Contemp Clin Trials 28:105 (Paule and Mandel's equation with
    moderators).
    """

    def excess(tau2: float) -> float:
        return least_squares(yi, x, 1.0 / (vi + tau2)).rss - target

    if excess(0.0) <= 0.0:
        return None
    if target <= 0.0:
        return math.inf
    unweighted = least_squares(yi, x, np.ones_like(vi)).rss
    # RSS(t) <= unweighted RSS / (min v + t), so the root lies below this.
    return _root(excess, 0.0, max(unweighted / target, float(vi.min())))


def maximum_likelihood(yi: Array, vi: Array, x: Array) -> ResidualTau2:
    """Estimate by the global maximum of the profile likelihood.

    Source: Raudenbush 2009, chapter 16; Hardy and Thompson 1996, Stat Med 15:619.
    """
    tau2 = _best(yi, vi, x, restricted=False)
    w = 1.0 / (vi + tau2)
    return ResidualTau2(tau2, math.sqrt(2.0 / float((w**2).sum())), tau2 == 0.0)


def restricted_maximum_likelihood(yi: Array, vi: Array, x: Array) -> ResidualTau2:
    """Estimate by the global maximum of the restricted likelihood.

    Source: Raudenbush 2009, chapter 16; Viechtbauer 2005, J Educ Behav Stat 30:261.
    """
    tau2 = _best(yi, vi, x, restricted=True)
    fit = least_squares(yi, x, 1.0 / (vi + tau2))
    square = fit.trace(fit.weights, fit.weights)
    return ResidualTau2(tau2, math.sqrt(2.0 / square), tau2 == 0.0)


ESTIMATORS: dict[str, Estimator] = {
    "DL": method_of_moments,
    "HE": hedges,
    "HS": hunter_schmidt,
    "HSk": hunter_schmidt_small,
    "SJ": sidik_jonkman,
    "ML": maximum_likelihood,
    "REML": restricted_maximum_likelihood,
    "EB": paule_mandel,
    "PM": paule_mandel,
    "PMM": paule_mandel_median,
}


def log_likelihood(yi: Array, vi: Array, x: Array, *, tau2: float, restricted: bool) -> float:
    """Return the profile log-likelihood of tau2.

    ML: -(k log 2 pi + sum log(v + tau2) + RSS) / 2. REML: -((k - p) log 2 pi + sum log(v + tau2)
    + log det X'WX - log det X'X + RSS) / 2.
    Source: Raudenbush 2009 in The Handbook of Research Synthesis and Meta-Analysis, chapter 16;
    with the constant log det X'X / 2 of metafor.
    """
    fit = least_squares(yi, x, 1.0 / (vi + tau2))
    value = _profile(fit, restricted=restricted)
    if not restricted:
        return value - 0.5 * len(yi) * math.log(2.0 * math.pi)
    unweighted = least_squares(yi, x, np.ones_like(vi)).logdet
    return value - 0.5 * _df(x) * math.log(2.0 * math.pi) + 0.5 * unweighted


def _profile(fit: LeastSquares, *, restricted: bool) -> float:
    value = 0.5 * float(np.log(fit.weights).sum()) - 0.5 * fit.rss
    return value - 0.5 * fit.logdet if restricted else value


def _scores(yi: Array, vi: Array, basis: Array, grid: Array, *, restricted: bool) -> Array:
    """Return twice the derivative of the profile log-likelihood at every tau2 of a grid.

    y'PPy less tr P (REML) or sum w (ML). `basis` is an orthonormal basis of X, which fits alike
    and lets no column dwarf another.
    """
    w = 1.0 / (vi + grid[:, None])
    root = np.sqrt(w)
    q = np.linalg.qr(root[:, :, None] * basis)[0]
    target = root * yi
    scaled = target - np.einsum("gkp,gp->gk", q, np.einsum("gkp,gk->gp", q, target))
    trace = w * (1.0 - np.einsum("gkp,gkp->gk", q, q)) if restricted else w
    return np.asarray((w * scaled**2).sum(axis=1) - trace.sum(axis=1))


def _best(yi: Array, vi: Array, x: Array, *, restricted: bool) -> float:
    """Find the global maximum on a grid of scales, then solve the score beside each crest."""

    def at(tau2: float) -> LeastSquares:
        return least_squares(yi, x, 1.0 / (vi + tau2))

    basis = np.linalg.qr(x / np.linalg.norm(x, axis=0))[0]

    def score(tau2: float) -> float:
        return float(_scores(yi, vi, basis, np.array([tau2]), restricted=restricted)[0])

    largest = float(vi.max())
    unweighted = least_squares(yi, x, np.ones_like(vi)).rss
    # Above this the score is negative: y'PPy <= RSS_ols / (min v + t)^2, tr P >= 1 / (max v + t).
    upper = (unweighted + largest) * (1.0 + 1e-9)
    lower = TINY * largest + 1e-3 * float(vi.min())
    steps = max(24, 6 * math.ceil(math.log10(upper / lower)))
    grid = np.concatenate(([0.0], np.geomspace(lower, upper, steps)))
    slopes = _scores(yi, vi, basis, grid, restricted=restricted)
    crests = np.flatnonzero((slopes[:-1] > 0.0) & (slopes[1:] <= 0.0))
    candidates = [_root(score, float(grid[i]), float(grid[i + 1])) for i in crests]
    if slopes[0] <= 0.0:
        candidates.append(0.0)
    if not candidates:
        raise NotConverged("The likelihood has no maximum that could be found.")
    return max(candidates, key=lambda t: _profile(at(t), restricted=restricted))


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    """Solve a bracketed decrease to full relative precision, whatever the size of the root."""
    for _ in range(200):
        if function(high) < 0.0:
            break
        high *= 2.0
    else:
        raise NotConverged("The estimating equation has no root that could be found.")
    root, outcome = brentq(
        function, low, high, xtol=5e-324, rtol=4.0 * np.finfo(float).eps, full_output=True
    )
    if not outcome.converged:
        raise NotConverged("The estimating equation was not solved.")
    return float(root)


def _df(x: Array) -> int:
    return int(x.shape[0] - x.shape[1])
