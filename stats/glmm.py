"""The logit model with a normal random effect for proportions: no correction for empty cells.

x ~ Binomial(n, p), logit(p) = beta + tau u, u ~ Normal(0, 1). Pooling on the same scale with
known variances is `stats.pool` with the measure PLO.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import special

from stats.distributions import chi2_tail
from stats.errors import NotConverged, NotEstimable, TooFewStudies
from stats.intervals import estimate
from stats.results import Note, Shown
from stats.stratified import ChiSquare

if TYPE_CHECKING:
    from stats.data import Array, OneGroup
    from stats.results import Estimate

POINTS = 31
MOST_STEPS = 100


@dataclass(frozen=True, slots=True)
class LogitModel:
    """The mean logit, the proportion it means, tau2 and two tests of heterogeneity.

    `wald` leaves out studies where all or none have the event; `likelihood_ratio` has all.
    """

    estimate: Estimate
    shown: Shown
    tau2: float
    loglik: float
    wald: ChiSquare
    likelihood_ratio: ChiSquare
    k: int
    notes: tuple[Note, ...]


def logit_model(table: OneGroup, *, level: float = 0.95) -> LogitModel:
    """Return the maximum-likelihood fit of the logit model with a random intercept.

    The integral over u is taken by adaptive Gauss-Hermite quadrature with 31 points; the standard
    error comes from the Hessian of the log-likelihood in beta and tau. Raises `TooFewStudies` for
    k < 2, `NotEstimable` without events or without non-events, `NotConverged` if the search fails.
    Source: Stijnen, Hamza & Ozdemir 2010, Stat Med 29:3046, section 3; adaptive quadrature:
    Pinheiro & Bates 1995, J Comput Graph Stat 4:12.
    """
    known = np.isfinite(table.x) & np.isfinite(table.n) & (table.n > 0.0)
    x, n = table.x[known], table.n[known]
    if len(x) < 2:
        raise TooFewStudies("The logit model needs two studies.")
    if not 0.0 < x.sum() < n.sum():
        raise NotEstimable("The mean logit is not estimable: all or none have the event.")
    beta, tau = _maximum(x, n)
    covariance = np.linalg.inv(-_hessian(x, n, beta, tau)) if tau > 0.0 else None
    at_zero = 1.0 / float(np.sum(n * special.expit(beta) * special.expit(-beta)))
    made = estimate(
        beta, float(at_zero if covariance is None else covariance[0, 0]) ** 0.5, level=level
    )
    notes = () if tau > 0.0 else (Note("tau2_zero"),)
    return LogitModel(
        estimate=made,
        shown=Shown(*(float(special.expit(v)) for v in (made.value, made.lower, made.upper))),
        tau2=tau**2,
        loglik=log_likelihood(x, n, beta=beta, tau=tau),
        wald=_wald(x, n),
        likelihood_ratio=_likelihood_ratio(x, n),
        k=len(x),
        notes=notes,
    )


def log_likelihood(x: Array, n: Array, *, beta: float, tau: float) -> float:
    """Return the marginal log-likelihood, sum(log integral Binomial(x; n, p(u)) phi(u) du).

    Source: Stijnen, Hamza & Ozdemir 2010, Stat Med 29:3046, section 3.
    """
    constant = special.gammaln(n + 1.0) - special.gammaln(x + 1.0) - special.gammaln(n - x + 1.0)
    mode, width = _mode(x, n, beta, tau)
    nodes, weights = np.polynomial.hermite.hermgauss(POINTS)
    u = mode[:, None] + np.sqrt(2.0) * width[:, None] * nodes
    eta = beta + tau * u
    inside = x[:, None] * eta - n[:, None] * np.logaddexp(0.0, eta) - 0.5 * u**2 + nodes**2
    each = special.logsumexp(inside, axis=1, b=weights) + np.log(width / np.sqrt(np.pi))
    return float(np.sum(constant + each))


def _mode(x: Array, n: Array, beta: float, tau: float) -> tuple[Array, Array]:
    """Return where each integrand is highest and the width of a normal curve that fits there."""
    u = np.zeros(len(x))
    for _ in range(MOST_STEPS):
        p = special.expit(beta + tau * u)
        curvature = 1.0 + tau**2 * n * p * (1.0 - p)
        step = (tau * (x - n * p) - u) / curvature
        u += np.clip(step, -2.0, 2.0)
        if np.max(np.abs(step)) < 1e-10:
            return u, 1.0 / np.sqrt(curvature)
    raise NotConverged("The mode of a random effect was not found.")


def _maximum(x: Array, n: Array) -> tuple[float, float]:
    from scipy.optimize import minimize  # slow to import

    overall = float(special.logit(x.sum() / n.sum()))

    def loss(theta: Array) -> float:
        return -log_likelihood(x, n, beta=float(theta[0]), tau=abs(float(theta[1])))

    settings: Any = {"xatol": 1e-9, "fatol": 1e-12, "maxiter": 4000}
    best = min(
        (
            minimize(loss, np.array([overall, start]), method="Nelder-Mead", options=settings)
            for start in (0.2, 1.0)
        ),
        key=lambda found: float(found.fun),
    )
    if not best.success:
        raise NotConverged("The likelihood of the logit model has no maximum that was found.")
    if loss(np.array([overall, 0.0])) <= best.fun:
        return overall, 0.0
    return float(best.x[0]), abs(float(best.x[1]))


def _hessian(x: Array, n: Array, beta: float, tau: float) -> Array:
    """Return the second derivatives in beta and tau by central differences."""
    step = 1e-3

    def at(b: float, t: float) -> float:
        return log_likelihood(x, n, beta=beta + b * step, tau=abs(tau + t * step))

    here = at(0, 0)
    bb = at(1, 0) - 2.0 * here + at(-1, 0)
    tt = at(0, 1) - 2.0 * here + at(0, -1)
    bt = (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / 4.0
    return np.array([[bb, bt], [bt, tt]]) / step**2


def _wald(x: Array, n: Array) -> ChiSquare:
    """Return Q of the logits with variances 1/x + 1/(n-x), of studies with some but not all."""
    some = (x > 0.0) & (x < n)
    yes, no = x[some], (n - x)[some]
    w = yes * no / (yes + no)
    logit = np.log(yes / no)
    q = float(w @ (logit - (w @ logit) / w.sum()) ** 2) if some.any() else 0.0
    return ChiSquare(q, len(x) - 1, chi2_tail(q, len(x) - 1))


def _likelihood_ratio(x: Array, n: Array) -> ChiSquare:
    """Return 2 sum(x log(x / n p) + (n - x) log((n - x) / n (1 - p))), p the overall proportion."""
    p = x.sum() / n.sum()
    yes = special.xlogy(x, x / (n * p))
    no = special.xlogy(n - x, (n - x) / (n * (1.0 - p)))
    g = 2.0 * float(np.sum(yes + no))
    return ChiSquare(g, len(x) - 1, chi2_tail(g, len(x) - 1))
