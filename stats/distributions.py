"""Quantiles and tail probabilities, from `scipy.special` (`scipy.stats` is slow to import)."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from scipy import special

from stats.data import Array

Real = TypeVar("Real", float, Array)


def normal_quantile(p: float) -> float:
    """Return the standard normal quantile."""
    return float(special.ndtri(p))


def quantile(p: float, df: float | None) -> float:
    """Return the quantile of t with `df`, or of the normal where `df` is None."""
    return float(special.ndtri(p) if df is None else special.stdtrit(df, p))


def two_sided(statistic: Real, df: float | None) -> Real:
    """Return the two-sided p of a z statistic (`df` None) or a t statistic."""
    below = -np.abs(statistic)
    tail: Real = 2.0 * (special.ndtr(below) if df is None else special.stdtr(df, below))
    return tail


def chi2_tail(q: Real, df: float) -> Real:
    """Return the upper tail of chi-square; 1 where df is 0."""
    if df <= 0:
        return q * 0.0 + 1.0
    tail: Real = special.gammaincc(df / 2.0, np.maximum(q, 0.0) / 2.0)
    return tail


def chi2_quantile(p: float, df: float) -> float:
    """Return the chi-square quantile with `p` below it."""
    return float(2.0 * special.gammaincinv(df / 2.0, p))
