"""Kendall's rank correlation, as the rank tests of funnel asymmetry use it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stats.distributions import two_sided
from stats.errors import NotEstimable

if TYPE_CHECKING:
    from stats.data import Array

EXACT_BELOW = 50


@dataclass(frozen=True, slots=True)
class Kendall:
    """Concordant less discordant pairs, its standard error under independence, and tau-b."""

    score: float
    se: float
    tau: float
    has_ties: bool
    k: int


def kendall(x: Array, y: Array) -> Kendall:
    """Correlate the ranks of x and y, shape `(k,)`.

    S = sum over pairs of sign(x_i - x_j) sign(y_i - y_j); tau-b = S / sqrt((n0 - n1)(n0 - n2)).
    The variance of S allows for ties.

    Raises
    ------
    NotEstimable
        When one of them is the same throughout.

    Notes
    -----
    Source: Kendall and Gibbons 1990, Rank Correlation Methods (5th ed.), pages 66-68 (variance
    with ties).
    """
    k = len(x)
    score = 0.0
    for start in range(0, k, 256):  # rows at a time: k x k signs would not fit for k = 10,000
        rows = slice(start, start + 256)
        signs = np.sign(x[rows, None] - x) * np.sign(y[rows, None] - y)
        score += float(signs.sum()) / 2.0
    t, u = (np.unique(values, return_counts=True)[1].astype(float) for values in (x, y))
    pairs = k * (k - 1) / 2.0
    free = (pairs - (t * (t - 1)).sum() / 2.0) * (pairs - (u * (u - 1)).sum() / 2.0)
    if free <= 0.0:
        raise NotEstimable("A rank correlation needs values that differ.")
    variance = (
        k * (k - 1) * (2 * k + 5)
        - (t * (t - 1) * (2 * t + 5)).sum()
        - (u * (u - 1) * (2 * u + 5)).sum()
    ) / 18.0
    variance += (t * (t - 1)).sum() * (u * (u - 1)).sum() / (2.0 * k * (k - 1))
    if k > 2:
        triples = (t * (t - 1) * (t - 2)).sum() * (u * (u - 1) * (u - 2)).sum()
        variance += triples / (9.0 * k * (k - 1) * (k - 2))
    return Kendall(
        score=score,
        se=math.sqrt(variance),
        tau=score / math.sqrt(free),
        has_ties=len(t) < k or len(u) < k,
        k=k,
    )


def kendall_p(made: Kendall) -> float:
    """Give the two-sided p: exact without ties below 50 values, else normal.

    Exact: twice the smaller tail of the number of concordant pairs over all k! orders.
    Source: Kendall and Gibbons 1990, Rank Correlation Methods (5th ed.), pages 66-69; as R's
    cor.test.
    """
    if made.has_ties or made.k >= EXACT_BELOW:
        return float(two_sided(made.score / made.se, None))
    chances = _concordance_chances(made.k)
    concordant = round((made.tau + 1.0) * made.k * (made.k - 1) / 4.0)
    below = float(chances[: concordant + 1].sum())
    above = float(chances[concordant:].sum())
    return min(1.0, 2.0 * min(below, above))


def _concordance_chances(k: int) -> Array:
    """Return the chance of each number of concordant pairs among k values in random order."""
    chances = np.ones(1)
    for size in range(2, k + 1):
        chances = np.convolve(chances, np.full(size, 1.0 / size))
    return chances
