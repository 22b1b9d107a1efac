"""Asymptotic standard errors of the estimators of tau2, as metafor's `rma.uni` gives them.

Each takes `(tau2, yi, vi)` for one set of studies. P is the projection that takes the weighted
mean away: P = W - w w' / sum(w), so tr(P) = sum(w) - sum(w^2) / sum(w) and
sum(P * P) = sum(w^2) - 2 sum(w^3) / sum(w) + (sum(w^2) / sum(w))^2.
Source: Viechtbauer 2007, Stat Med 26:37, and Viechtbauer 2005, J Educ Behav Stat 30:261.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from stats.data import Array


class Traces(NamedTuple):
    """sum(w), tr(P) and sum(P * P)."""

    total: float
    p: float
    pp: float


def traces(w: Array) -> Traces:
    """Return the traces of the projection with weights `w` `(k,)`."""
    total, squares = float(w.sum()), float(w @ w)
    cubes = float((w * w) @ w)
    share = squares / total
    return Traces(total, total - share, squares - 2.0 * cubes / total + share**2)


def of_moment(tau2: float, yi: Array, vi: Array) -> float:
    """Return sqrt(2 (k-1) + 4 tau2 tr(P) + 2 tau2^2 sum(P*P)) / tr(P), w = 1 / v.

    Source: Viechtbauer 2007, Stat Med 26:37; as metafor's rma.uni, version 3.8.
    """
    at = traces(1.0 / vi)
    return sqrt(_spread_of_q(tau2, len(yi), at)) / at.p


def of_hunter_schmidt(tau2: float, yi: Array, vi: Array) -> float:
    """Return sqrt(2 (k-1) + 4 tau2 tr(P) + 2 tau2^2 sum(P*P)) / sum(w), w = 1 / v.

    Source: Viechtbauer 2007, Stat Med 26:37; as metafor's rma.uni, version 3.8.
    """
    at = traces(1.0 / vi)
    return sqrt(_spread_of_q(tau2, len(yi), at)) / at.total


def of_hunter_schmidt_small(tau2: float, yi: Array, vi: Array) -> float:
    """Return k / (k-1) times the standard error of Hunter and Schmidt.

    Source: Viechtbauer 2007, Stat Med 26:37; as metafor's rma.uni, version 3.8.
    """
    k = len(yi)
    return k / (k - 1.0) * of_hunter_schmidt(tau2, yi, vi)


def of_hedges(tau2: float, yi: Array, vi: Array) -> float:
    """Return sqrt(2 tr(PVPV) + 4 tau2 tr(PV) + 2 tau2^2 (k-1)) / (k-1), w = 1.

    Source: Viechtbauer 2007, Stat Med 26:37; as metafor's rma.uni, version 3.8.
    """
    k = len(yi)
    total = float(vi.sum())
    pv = total * (1.0 - 1.0 / k)
    pvpv = float(vi @ vi) * (1.0 - 2.0 / k) + (total / k) ** 2
    return sqrt(2.0 * pvpv + 4.0 * tau2 * pv + 2.0 * tau2**2 * (k - 1.0)) / (k - 1.0)


def of_sidik_jonkman(tau2: float, yi: Array, vi: Array) -> float:
    """Return t0 sqrt(2 tr(PVPV) + 4 tau2 sum(PV*P) + 2 tau2^2 sum(P*P)) / (k-1), w = 1/(v + t0).

    Source: Viechtbauer 2007, Stat Med 26:37; as metafor's rma.uni, version 3.8.
    """
    k = len(yi)
    start = float(np.var(yi))
    w = 1.0 / (vi + start)
    at = traces(w)
    squares, cubes = w * w, w * w * w
    inner = squares - 2.0 * cubes / at.total
    pvpv = float(inner @ vi**2) + (float(squares @ vi) / at.total) ** 2
    pvp = float(vi @ (inner + squares * float(w @ w) / at.total**2))
    spread = 2.0 * pvpv + 4.0 * tau2 * pvp + 2.0 * tau2**2 * at.pp
    return start * sqrt(spread) / (k - 1.0)


def of_ml(tau2: float, yi: Array, vi: Array) -> float:
    """Return sqrt(2 / sum(w^2)), w = 1 / (v + tau2).

    Source: Viechtbauer 2005, J Educ Behav Stat 30:261, the inverse of the expected information.
    """
    del yi
    w = 1.0 / (vi + tau2)
    return sqrt(2.0 / float(w @ w))


def of_reml(tau2: float, yi: Array, vi: Array) -> float:
    """Return sqrt(2 / sum(P*P)), w = 1 / (v + tau2).

    Source: Viechtbauer 2005, J Educ Behav Stat 30:261, the inverse of the expected information.
    """
    del yi
    return sqrt(2.0 / traces(1.0 / (vi + tau2)).pp)


def of_empirical_bayes(tau2: float, yi: Array, vi: Array) -> float:
    """Return sqrt(2 k^2 / (k-1)) / sum(w), w = 1 / (v + tau2).

    Source: Viechtbauer 2007, Stat Med 26:37; as metafor's rma.uni, version 3.8.
    """
    k = len(yi)
    return sqrt(2.0 * k**2 / (k - 1.0)) / traces(1.0 / (vi + tau2)).total


def of_paule_mandel(tau2: float, yi: Array, vi: Array) -> float:
    """Return sqrt(2 k^2 / (k-1)) / sum(w), w = 1 / (v + tau2).

    Source: Viechtbauer 2007, Stat Med 26:37; as metafor's rma.uni, version 3.8.
    """
    return of_empirical_bayes(tau2, yi, vi)


def _spread_of_q(tau2: float, k: int, at: Traces) -> float:
    return 2.0 * (k - 1.0) + 4.0 * tau2 * at.p + 2.0 * tau2**2 * at.pp
