"""Agreement whose pairs come in clusters: pairs of answers that belong to one study.

Three reviewers make three pairs of one study, two make one at every item of it. Such pairs are
alike, so they tell less than as many pairs of as many studies. One pair a study is Wilson's
interval unchanged.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtrit

from stats.agreement import (
    Kappa,
    Weighting,
    agreement_weights,
    cohen_kappa,
    cross_table,
    kappa_influence,
)
from stats.errors import NotEstimable
from stats.many_raters import cluster_sums, clustered_error
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
    Source: Korn & Graubard 1998, Survey Methodology 24 (effective sample size with the ratio of t),
    as in SAS/STAT, SURVEYFREQ, Modified Confidence Limits; Franco et al. 2019, PMC6690503 (with
    Wilson's interval); Kish 1965, Survey Sampling (deff = 1 + (b - 1) rho, rho here of 0 to 1).
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


def clustered_kappa(
    first: ArrayLike,
    second: ArrayLike,
    clusters: ArrayLike,
    *,
    categories: ArrayLike,
    weighting: Weighting = "unweighted",
    level: float = 0.95,
) -> Kappa:
    """Measure the agreement of two people beyond chance where their pairs come in clusters.

    Kappa is that of all pairs. Its error is linearised over clusters, the interval uses t with
    clusters - 1 degrees of freedom; one pair a cluster is `cohen_kappa` unchanged. `se_null` and
    `z_null`, which would take pairs for independent, are NaN where they are not.

    Parameters
    ----------
    first, second : (n,) arrays of codes, none missing
    clusters : (n,) what each pair belongs to
    categories : (q,) every code a person could choose, in order

    Returns
    -------
    Kappa
        As `cohen_kappa`; without error and limits (NaN) where there is one cluster only.

    Raises
    ------
    NotEstimable
        When there is no pair.

    Notes
    -----
    Source: Yang & Zhou 2015, Comput Stat Data Anal 82:1; influence from Fleiss, Cohen and
    Everitt 1969.
    """
    codes = np.asarray(categories, dtype=float)
    table = cross_table(first, second, categories=codes)
    plain = cohen_kappa(table, weighting, level=level)
    m, n = np.unique(np.asarray(clusters)).size, plain.n
    if m == n or np.isnan(plain.value):
        return plain
    nan = float("nan")
    if m < 2:
        return replace(plain, se=nan, lower=nan, upper=nan, se_null=nan, z_null=nan)
    influence = kappa_influence(table / n, agreement_weights(codes.size, weighting))
    rows, columns = (
        np.argmax(np.asarray(one, dtype=float)[:, None] == codes, axis=1) for one in (first, second)
    )
    se = clustered_error(cluster_sums(influence[rows, columns], clusters), n)
    half = float(stdtrit(m - 1, 0.5 + level / 2.0)) * se
    return replace(
        plain, se=se, lower=plain.value - half, upper=plain.value + half, se_null=nan, z_null=nan
    )
