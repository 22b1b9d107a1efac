"""Moments of the noncentral hypergeometric distribution: a 2x2 table given its margins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln

if TYPE_CHECKING:
    from stats.data import Array


def hypergeometric_moments(
    n1: Array, n2: Array, events: Array, *, odds_ratio: float
) -> tuple[Array, Array]:
    """Return mean and variance of the events in group 1, each shape `(k,)`.

    P(x) ~ C(n1, x) C(n2, events - x) psi^x over max(0, events - n2) <= x <= min(n1, events), exact
    by summation.

    Notes
    -----
    Source: Fisher 1935, J R Stat Soc 98:39; Liao and Rosen 2001, Am Stat 55:366.
    """
    mean, variance = np.empty(len(n1)), np.empty(len(n1))
    for i, (one, two, total) in enumerate(zip(n1, n2, events, strict=True)):
        x = np.arange(max(0.0, total - two), min(one, total) + 0.5)
        log = x * np.log(odds_ratio) - gammaln(x + 1.0) - gammaln(one - x + 1.0)
        log -= gammaln(total - x + 1.0) + gammaln(two - total + x + 1.0)
        chances = np.exp(log - log.max())
        chances /= chances.sum()
        mean[i] = chances @ x
        variance[i] = chances @ (x - mean[i]) ** 2
    return mean, variance
