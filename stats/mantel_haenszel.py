"""Mantel-Haenszel sums of two-by-two tables, and the tests that go with them.

Each `*_sums` takes corrected cells of shape `(k,)` without missing rows and returns a `PooledSums`
on the analysis scale. Putting them together with study rows is left to `stats.pool`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

import numpy as np

from stats.data import TwoByTwo
from stats.errors import NotEstimable

if TYPE_CHECKING:
    from stats.data import Array, Rates


RdVariance: TypeAlias = Literal["sato", "greenland_robins"]


class PooledSums(NamedTuple):
    """The pooled value, its standard error and each study's raw weight."""

    value: float
    se: float
    weights: Array


def odds_ratio_sums(table: TwoByTwo, _rd_variance: RdVariance = "sato") -> PooledSums:
    """Return the log of the Mantel-Haenszel odds ratio sum(R) / sum(S), R = ad/n, S = bc/n.

    Variance: sum(PR)/(2 R^2) + sum(PS + QR)/(2 R S) + sum(QS)/(2 S^2), P = (a+d)/n, Q = (b+c)/n.
    Source: Robins, Breslow & Greenland 1986, Biometrics 42:311, equation 3.
    Raises `NotEstimable` if a sum is zero.
    """
    n = table.n
    r, s = table.a * table.d / n, table.b * table.c / n
    p, q = (table.a + table.d) / n, (table.b + table.c) / n
    sum_r, sum_s = _positive_sums(r, s)
    variance = 0.5 * (
        np.sum(p * r) / sum_r**2
        + np.sum(p * s + q * r) / (sum_r * sum_s)
        + np.sum(q * s) / sum_s**2
    )
    return PooledSums(float(np.log(sum_r / sum_s)), float(np.sqrt(variance)), s)


def risk_ratio_sums(table: TwoByTwo, _rd_variance: RdVariance = "sato") -> PooledSums:
    """Return the log of the Mantel-Haenszel risk ratio sum(R) / sum(S), R = a n2/n, S = c n1/n.

    Variance: sum(n1 n2 (a + c) / n^2 - a c / n) / (sum(R) sum(S)).
    Source: Greenland & Robins 1985, Biometrics 41:55, equation 13.
    Raises `NotEstimable` if a sum is zero.
    """
    n = table.n
    r, s = table.a * table.n2 / n, table.c * table.n1 / n
    sum_r, sum_s = _positive_sums(r, s)
    spread = table.n1 / n * (table.n2 / n) * (table.a + table.c) - table.a * table.c / n
    variance = np.sum(spread) / (sum_r * sum_s)
    return PooledSums(float(np.log(sum_r / sum_s)), float(np.sqrt(variance)), s)


def risk_difference_sums(table: TwoByTwo, rd_variance: RdVariance = "sato") -> PooledSums:
    """Return the Mantel-Haenszel risk difference, weights w = n1 n2 / n.

    Variance `sato`: (RD sum(c (n1/n)^2 - a (n2/n)^2 + n1 n2 (n2 - n1) / (2 n^2))
    + sum(a (n2 - c) + c (n1 - a)) / (2 n)) / sum(w)^2. `greenland_robins`:
    sum((a b n2^3 + c d n1^3) / (n1 n2 n^2)) / sum(w)^2.
    Source: Sato, Greenland & Robins 1989, Biometrics 45:1323; Greenland & Robins 1985, Biometrics
    41:55, equation 4.
    """
    if rd_variance == "greenland_robins":
        return _risk_differences(table, table.a / table.n1 - table.c / table.n2)
    a, c, n1, n2, n = table.a, table.c, table.n1, table.n2, table.n
    weights = n1 * n2 / n
    total = np.sum(weights)
    value = np.sum(a * (n2 / n) - c * (n1 / n)) / total
    share1, share2 = n1 / n, n2 / n
    skew = np.sum(c * share1**2 - a * share2**2 + share1 * share2 * (n2 - n1) / 2.0)
    mean = np.sum(a * (n2 - c) / n + c * (n1 - a) / n) / 2.0
    variance = (value * skew + mean) / total**2
    return PooledSums(float(value), float(np.sqrt(variance)), weights)


def risk_difference_sums_revman(table: TwoByTwo, _rd_variance: RdVariance = "sato") -> PooledSums:
    """Return the Mantel-Haenszel risk difference of RevMan 5, weights w = n1 n2 / n.

    The differences are those of the cells as they are; weights and variance take cells with 1/2
    added where a study has an empty one. Variance: sum((a b n2^3 + c d n1^3) / (n1 n2 n^2))
    / sum(w)^2.
    Source: Greenland & Robins 1985, Biometrics 41:55; Deeks & Higgins 2010, Statistical
    algorithms in Review Manager 5, section 3.
    """
    return _risk_differences(half_to_empty(table), table.a / table.n1 - table.c / table.n2)


def _risk_differences(table: TwoByTwo, differences: Array) -> PooledSums:
    a, b, c, d, n1, n2, n = table.a, table.b, table.c, table.d, table.n1, table.n2, table.n
    weights = n1 * n2 / n
    total = np.sum(weights)
    variance = np.sum((a * b * n2**3 + c * d * n1**3) / (n1 * n2 * n**2)) / total**2
    return PooledSums(float(weights @ differences / total), float(np.sqrt(variance)), weights)


def half_to_empty(table: TwoByTwo) -> TwoByTwo:
    """Return the table with 1/2 added to all cells of a study with an empty one.

    Source: Deeks & Higgins 2010, Statistical algorithms in Review Manager 5, section 2.
    """
    cells = np.array([table.a, table.b, table.c, table.d])
    a, b, c, d = cells + np.where(np.any(cells == 0.0, axis=0), 0.5, 0.0)
    return TwoByTwo(a, b, c, d, table.labels)


def rate_ratio_sums(table: Rates, _rd_variance: RdVariance = "sato") -> PooledSums:
    """Return the log of the Mantel-Haenszel rate ratio sum(R) / sum(S), R = x1 t2/t, S = x2 t1/t.

    Variance: sum((x1 + x2) t1 t2 / t^2) / (sum(R) sum(S)).
    Source: Rothman, Greenland & Lash 2008, Modern Epidemiology, equation 15-11.
    Raises `NotEstimable` if a sum is zero.
    """
    t = table.t1 + table.t2
    r, s = table.x1 * (table.t2 / t), table.x2 * (table.t1 / t)
    sum_r, sum_s = _positive_sums(r, s)
    spread = np.sum((table.x1 + table.x2) * (table.t1 / t) * (table.t2 / t))
    variance = spread / (sum_r * sum_s)
    return PooledSums(float(np.log(sum_r / sum_s)), float(np.sqrt(variance)), s)


def rate_difference_sums(table: Rates, _rd_variance: RdVariance = "sato") -> PooledSums:
    """Return the Mantel-Haenszel rate difference, weights t1 t2 / t.

    Variance: sum((x1 t2^2 + x2 t1^2) / t^2) / sum(w)^2.
    Source: Rothman, Greenland & Lash 2008, Modern Epidemiology, equation 15-12.
    """
    t = table.t1 + table.t2
    weights = table.t1 * (table.t2 / t)
    total = np.sum(weights)
    value = np.sum(table.x1 * (table.t2 / t) - table.x2 * (table.t1 / t)) / total
    variance = np.sum(table.x1 * (table.t2 / t) ** 2 + table.x2 * (table.t1 / t) ** 2) / total**2
    return PooledSums(float(value), float(np.sqrt(variance)), weights)


def _positive_sums(r: Array, s: Array) -> tuple[float, float]:
    sum_r, sum_s = float(np.sum(r)), float(np.sum(s))
    if sum_r <= 0.0 or sum_s <= 0.0:
        raise NotEstimable("The pooled ratio is not estimable: a group has no events at all.")
    return sum_r, sum_s
