"""Quantiles and tail probabilities, from `scipy.special` (`scipy.stats` is slow to import)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from stats.data import Array


def normal_quantile(p: float) -> float:
    """Return the standard normal quantile."""
    return float(special.ndtri(p))


def quantile(p: float, df: float | None) -> float:
    """Return the quantile of t with `df`, or of the normal where `df` is None."""
    return float(special.ndtri(p) if df is None else special.stdtrit(df, p))


def two_sided(statistic: float, df: float | None) -> float:
    """Return the two-sided p of a z statistic (`df` None) or a t statistic."""
    below = -abs(statistic)
    return float(2.0 * (special.ndtr(below) if df is None else special.stdtr(df, below)))


def chi2_tail(q: float, df: float) -> float:
    """Return the upper tail of chi-square; 1 where df is 0."""
    return float(special.gammaincc(df / 2.0, max(q, 0.0) / 2.0)) if df > 0 else 1.0


def chi2_tail_each(q: Array, df: Array | float) -> Array:
    """Return the upper tail of every chi-square; 1 where df is 0."""
    return np.asarray(np.where(df, special.gammaincc(np.maximum(df, 1) / 2.0, q / 2.0), 1.0))


def chi2_quantile(p: float, df: float) -> float:
    """Return the chi-square quantile with `p` below it."""
    return float(2.0 * special.gammaincinv(df / 2.0, p))
