"""Tests of tables in strata: of any association, and of one odds ratio for all.

They stand beside Mantel-Haenszel pooling and take the cells that were pooled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stats.distributions import chi2_tail
from stats.errors import NotEstimable

if TYPE_CHECKING:
    from stats.data import Array, Rates, TwoByTwo


@dataclass(frozen=True, slots=True)
class ChiSquare:
    """A chi-square statistic with its degrees of freedom and p (NaN where df is 0)."""

    statistic: float
    df: int
    p: float


def cochran_mantel_haenszel(table: TwoByTwo, *, continuity: bool = True) -> ChiSquare:
    """Return (|sum(a - n1 t / n)| - 1/2)^2 / sum(n1 n2 t u / (n^2 (n - 1))), t = a + c, u = b + d.

    Cells of shape `(k,)` without missing rows. Without `continuity` the 1/2 is left out. Raises
    `NotEstimable` where no study has both events and non-events.
    Source: Mantel & Haenszel 1959, J Natl Cancer Inst 22:719, equation 1.
    """
    n, events = table.n, table.a + table.c
    share1, share2 = table.n1 / n, table.n2 / n
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.where(n > 1.0, share1 * share2 * events * ((n - events) / (n - 1.0)), 0.0)
    return _association(table.a - share1 * events, variance, continuity=continuity)


def rates_mantel_haenszel(table: Rates, *, continuity: bool = True) -> ChiSquare:
    """Return (|sum(x1 - t1 x / t)| - 1/2)^2 / sum(x t1 t2 / t^2), x = x1 + x2, t = t1 + t2.

    Source: Rothman, Greenland & Lash 2008, Modern Epidemiology, equation 15-16.
    """
    time, events = table.t1 + table.t2, table.x1 + table.x2
    share1, share2 = table.t1 / time, table.t2 / time
    return _association(table.x1 - share1 * events, events * share1 * share2, continuity=continuity)


def breslow_day(table: TwoByTwo, log_odds_ratio: float) -> tuple[ChiSquare, ChiSquare]:
    """Return the Breslow-Day test that the odds ratio is the same, and Tarone's version of it.

    BD = sum((a - A)^2 / V): A is the number expected in a study with its margins and the pooled
    odds ratio, V = 1 / (1/A + 1/B + 1/C + 1/D). Tarone takes sum(a - A)^2 / sum(V) off. Studies
    without events or without non-events don't count. Raises `NotEstimable` where none is left.
    Source: Breslow & Day 1980, Statistical Methods in Cancer Research 1, equation 4.30; Tarone
    1985, Biometrika 72:91, equation 2.4.
    """
    counted = informative(table)
    if not counted.any():
        raise NotEstimable("No study has both events and non-events.")
    a, n1, n2 = table.a[counted], table.n1[counted], table.n2[counted]
    events = a + table.c[counted]
    expected = _expected(events, n1, n2, odds_ratio=float(np.exp(log_odds_ratio)))
    cells = (expected, n1 - expected, events - expected, n2 - events + expected)
    variance = 1.0 / np.sum([1.0 / cell for cell in cells], axis=0)
    off = a - expected
    plain = float(np.sum(off**2 / variance))
    return (
        _test(plain, len(a) - 1),
        _test(plain - float(off.sum()) ** 2 / float(variance.sum()), len(a) - 1),
    )


def informative(table: TwoByTwo) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return the studies with both events and non-events."""
    return np.asarray((table.a + table.c > 0.0) & (table.b + table.d > 0.0))


def _expected(events: Array, n1: Array, n2: Array, *, odds_ratio: float) -> Array:
    """Return the root A of A (n2 - t + A) = OR (n1 - A)(t - A) that leaves no cell negative."""
    square = 1.0 - odds_ratio
    linear = n2 - events + odds_ratio * (n1 + events)
    constant = -odds_ratio * n1 * events
    root = np.sqrt(linear**2 - 4.0 * square * constant)
    made: Array = -2.0 * constant / (linear + root)
    return made


def _association(off: Array, variance: Array, *, continuity: bool) -> ChiSquare:
    total = float(variance.sum())
    if total <= 0.0:
        raise NotEstimable("No study has both events and non-events.")
    distance = abs(float(off.sum())) - (0.5 if continuity else 0.0)
    return _test(distance**2 / total, 1)


def _test(statistic: float, df: int) -> ChiSquare:
    return ChiSquare(statistic, df, chi2_tail(statistic, df) if df else float("nan"))
