"""A share whose parts come in clusters: pairs of answers that belong to one study.

Three reviewers make three pairs of one study, two make one at every item of it. Such pairs are
alike, so they tell less than as many pairs of as many studies. One pair a study is Wilson's
interval unchanged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtrit

from stats.errors import NotEstimable
from stats.proportions import wilson

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class ClusteredShare:
    """A share of 0 to 1 with its interval, and of how many independent pairs it is worth."""

    value: float
    lower: float
    upper: float
    n: int
    clusters: int
    effective: float


def clustered_share(
    agreeing: ArrayLike, counted: ArrayLike, *, level: float = 0.95
) -> ClusteredShare:
    """Give the share agreeing / counted over all clusters, with Wilson's interval at n_eff.

    n_eff = n / deff * (t(n - 1) / t(m - 1))^2 for m clusters and n parts, where deff is the
    variance linearised over clusters, m / (m - 1) sum (x_i - p n_i)^2 / n^2, over that of n
    independent parts, p (1 - p) / (n - 1). It is kept between n (parts as good as independent) and
    n^2 / sum n_i^2 (those of a cluster wholly alike); the latter also stands where the spread
    cannot be seen: one cluster, or p = 0 or 1.

    Parameters
    ----------
    agreeing, counted : (m,) how many parts of each cluster count, and how many it has

    Raises
    ------
    NotEstimable
        When nothing was counted.
    ValueError
        When a count is negative, missing, or more agree than were counted.

    Notes
    -----
    Source: Korn & Graubard 1998, Survey Methodology 24:193 (effective sample size with the ratio of
    t); Franco, Little, Louis & Slud 2019, J Surv Stat Methodol 7:334 (with Wilson's interval); Kish
    1965, Survey Sampling, section 5.4 (deff = 1 + (b - 1) rho, here with rho of 0 to 1).
    """
    x, sizes = np.asarray(agreeing, dtype=np.float64), np.asarray(counted, dtype=np.float64)
    if x.shape != sizes.shape or not ((x >= 0) & (x <= sizes) & np.isfinite(sizes)).all():
        raise ValueError("Of every cluster at most as many agree as were counted.")
    x, sizes = x[sizes > 0], sizes[sizes > 0]
    n, m = float(sizes.sum()), sizes.size
    if m == 0:
        raise NotEstimable("Nothing was judged by two people.")
    p = float(x.sum()) / n
    least = n**2 / float((sizes**2).sum())
    if m < 2 or p in (0.0, 1.0):
        effective = least
    else:
        spread = m / (m - 1.0) * float(((x - p * sizes) ** 2).sum()) / n**2
        few = float(stdtrit(n - 1, 0.5 + level / 2) / stdtrit(m - 1, 0.5 + level / 2)) ** 2
        free = few * n * p * (1.0 - p) / (n - 1.0)  # n_eff where the spread is 1
        effective = min(n, max(least, free / spread)) if spread > 0 else n
    low, high = wilson(np.array(p * effective), np.array(effective), level)
    lower, upper = max(0.0, min(p, float(low))), min(1.0, max(p, float(high)))  # rounding
    return ClusteredShare(p, lower, upper, int(n), m, effective)
