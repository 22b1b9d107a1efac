"""Effects that share a study: three-level model and cluster-robust variance.

Several effects from one study (outcomes, arms, schools in a district) are not independent. The
three-level model splits heterogeneity into between and within clusters; the robust variances hold
even where that split is wrong. Meta-regression of dependent effects is not here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.optimize import minimize

from stats.distributions import chi2_tail
from stats.errors import InvalidData, NotConverged, TooFewStudies
from stats.intervals import estimate
from stats.results import Estimate, Note

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stats.data import Array
    from stats.effects import Effects

CLUSTERS_FOR_ROBUST = 10


@dataclass(frozen=True, slots=True)
class ThreeLevel:
    """The pooled effect of a three-level model, analysis scale.

    `between` and `within` are the variances of clusters and of effects inside them. `robust_cr1`
    and `robust_cr2` repeat the estimate with cluster-robust standard errors, t with clusters - 1
    and with Satterthwaite's degrees of freedom. `q` is Cochran's Q over all effects.
    """

    estimate: Estimate
    robust_cr1: Estimate
    robust_cr2: Estimate
    between: float
    within: float
    loglik: float
    q: float
    df: int
    p: float
    k: int
    clusters: int
    notes: tuple[Note, ...]


def three_level(
    effects: Effects,
    clusters: Sequence[object],
    *,
    method: Literal["REML", "ML"] = "REML",
    level: float = 0.95,
) -> ThreeLevel:
    """Pool effects nested in clusters.

    y_ij = mu + u_i + w_ij + e_ij with variances `between`, `within` and v_ij. The covariance of a
    cluster is V_i = diag(v + within) + between J; mu = sum 1'V_i^-1 y / sum 1'V_i^-1 1. Both
    variances maximise the (restricted) likelihood from several starts, zero included.

    Parameters
    ----------
    clusters
        `(k,)`, what each effect belongs to.

    Raises
    ------
    TooFewStudies
        Below two clusters or three effects.
    InvalidData
        When the lengths differ.
    NotConverged
        When the likelihood cannot be maximised.

    Notes
    -----
    Source: Konstantopoulos 2011, Res Synth Methods 2:61; Van den Noortgate et al. 2013, Behav Res
    Methods 45:576. Robust: CR1 with m / (m - p), Hedges, Tipton and Johnson 2010, Res Synth
    Methods 1:39; CR2 and its degrees of freedom Pustejovsky and Tipton 2018, J Bus Econ Stat
    36:672, the working model as fitted.
    """
    if len(clusters) != effects.k:
        raise InvalidData("Each effect belongs to one cluster.")
    used = np.flatnonzero(effects.usable)
    names = [clusters[int(i)] for i in used]
    code = {name: i for i, name in enumerate(dict.fromkeys(names))}
    member = np.array([code[name] for name in names], dtype=np.intp)
    yi, vi = effects.yi[used], effects.vi[used]
    count = len(code)
    if count < 2 or len(yi) < 3:
        raise TooFewStudies("A three-level model needs two clusters and three effects.")
    data = _Nested(yi, vi, member, count)
    between, within, loglik = _maximise(data, restricted=method == "REML")
    fit = _fit(data, between, within)
    w = 1.0 / vi
    q = float(w @ (yi - (w @ yi) / w.sum()) ** 2)
    notes = list(effects.notes)
    notes += [Note("between_variance_at_zero")] if between == 0.0 else []
    notes += [Note("within_variance_at_zero")] if within == 0.0 else []
    notes += [Note("few_clusters_for_robust")] if count < CLUSTERS_FOR_ROBUST else []
    cr2_se, cr2_df = _cr2(data, fit)
    return ThreeLevel(
        estimate=estimate(fit.mean, fit.variance**0.5, level=level),
        robust_cr1=estimate(fit.mean, _cr1(data, fit), df=count - 1.0, level=level),
        robust_cr2=estimate(fit.mean, cr2_se, df=cr2_df, level=level),
        between=between,
        within=within,
        loglik=loglik,
        q=q,
        df=len(yi) - 1,
        p=float(chi2_tail(q, len(yi) - 1)),
        k=len(yi),
        clusters=count,
        notes=tuple(notes),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Nested:
    yi: Array
    vi: Array
    member: np.ndarray[tuple[int, ...], np.dtype[np.intp]]
    count: int

    def total(self, values: Array) -> Array:
        """Sum values within clusters, `(clusters,)`."""
        return np.asarray(np.bincount(self.member, values, self.count), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    """`pull` `(k,)` is 1' V^-1, so mean = pull y / sum pull and variance 1 / sum pull."""

    mean: float
    variance: float
    pull: Array
    logdet: float
    quadratic: float
    between: float
    within: float


def _fit(data: _Nested, between: float, within: float) -> _Fit:
    """Fit the mean at given variances, each cluster by Sherman and Morrison in O(k)."""
    d = 1.0 / (data.vi + within)
    weight = data.total(d)
    shrink = 1.0 / (1.0 + between * weight)
    pull = d * shrink[data.member]
    information = float(pull.sum())
    mean = float(pull @ data.yi) / information
    residual = data.yi - mean
    along = data.total(d * residual)
    quadratic = float(d @ residual**2) - between * float((shrink * along**2).sum())
    logdet = -float(np.log(d).sum()) - float(np.log(shrink).sum())
    return _Fit(mean, 1.0 / information, pull, logdet, quadratic, between, within)


def _log_likelihood(data: _Nested, fit: _Fit, *, restricted: bool) -> float:
    k = len(data.yi)
    value = -0.5 * (fit.logdet + fit.quadratic)
    if not restricted:
        return value - 0.5 * k * math.log(2.0 * math.pi)
    # log det X'X = log k: the constant that makes it the likelihood of error contrasts (metafor)
    value += 0.5 * (math.log(fit.variance) + math.log(k))
    return value - 0.5 * (k - 1) * math.log(2.0 * math.pi)


def _maximise(data: _Nested, *, restricted: bool) -> tuple[float, float, float]:
    """Find the best pair of variances; each edge (one or both zero) is tried as well."""
    size = float(np.var(data.yi)) + float(np.median(data.vi))

    def loss(at: Array) -> float:
        fit = _fit(data, float(at[0]) * size, float(at[1]) * size)
        return -_log_likelihood(data, fit, restricted=restricted)

    best, best_loss = np.zeros(2), loss(np.zeros(2))
    # Edges first: an inner point beside an edge must be better, not only equal in double precision.
    for start in ((0.5, 0.0), (0.0, 0.5), (0.5, 0.5), (0.05, 0.5), (0.5, 0.05), (0.01, 0.01)):
        found = _descend(loss, np.array(start))
        if loss(found) < best_loss - 1e-11 * (1.0 + abs(best_loss)):
            best, best_loss = found, loss(found)
    if not math.isfinite(best_loss):
        raise NotConverged("The likelihood of the three-level model has no maximum.")
    return float(best[0]) * size, float(best[1]) * size, -best_loss


def _descend(loss: Callable[[Array], float], start: Array) -> Array:
    """Minimise over variances >= 0; a start of 0 stays there, as an edge of its own."""
    free = start > 0.0

    def at(logs: Array) -> Array:
        full = np.zeros(2)
        full[free] = np.exp(np.clip(logs, -60.0, 60.0))
        return full

    def loss_at(logs: Array) -> float:
        return loss(at(logs))

    options: dict[str, float] = {"xatol": 1e-9, "fatol": 1e-13, "maxiter": 2000, "maxfev": 4000}
    found = minimize(loss_at, np.log(start[free]), method="Nelder-Mead", options=options)  # type: ignore[call-overload]  # the stubs know no such options
    return at(found.x)


def _cr1(data: _Nested, fit: _Fit) -> float:
    scores = data.total(fit.pull * (data.yi - fit.mean))
    stretch = data.count / (data.count - 1.0)
    return math.sqrt(stretch * float((scores**2).sum())) * fit.variance


def _cr2(data: _Nested, fit: _Fit) -> tuple[float, float]:
    """Return the bias-reduced standard error and Satterthwaite's degrees of freedom.

    A_i solves A (V_i - X_i M X_i') A' = V_i in the metric of D = chol V, for a mean only.
    """
    m = fit.variance
    adjusted = []
    for i in range(data.count):
        rows = np.flatnonzero(data.member == i)
        v = np.diag(data.vi[rows] + fit.within) + fit.between
        upper = np.linalg.cholesky(v).T
        inner = upper @ (v - m) @ upper.T
        values, vectors = np.linalg.eigh(inner)
        power = np.where(values > 1e-12 * values.max(), values, np.inf) ** -0.5
        a = upper.T @ (vectors * power) @ vectors.T @ upper
        adjusted.append((rows, fit.pull[rows] @ a, v))
    residual = data.yi - fit.mean
    scores = np.array([float(g @ residual[rows]) for rows, g, _ in adjusted])
    se = math.sqrt(float((scores**2).sum())) * m
    # score_i = g_i (y_i - mean): covariance g_i V_i g_i' on the diagonal less what the mean shares
    own = np.array([float(g @ v @ g) for _, g, v in adjusted])
    sums = np.array([float(g.sum()) for _, g, _ in adjusted])
    covariance = np.diag(own) - m * np.outer(sums, sums)
    df = float(np.trace(covariance)) ** 2 / float((covariance**2).sum())
    return se, df
