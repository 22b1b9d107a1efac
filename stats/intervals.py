"""Intervals and tests around a pooled value: Wald, t, Hartung-Knapp and its floors, prediction."""

from __future__ import annotations

import numpy as np

from stats.distributions import quantile, two_sided
from stats.results import Estimate


def estimate(
    value: float, se: float, *, df: float | None = None, level: float = 0.95, null: float = 0.0
) -> Estimate:
    """Return value -+ quantile * se with the two-sided test of `null` (`df` None: normal)."""
    half = quantile(0.5 + level / 2.0, df) * se
    statistic = (value - null) / se if se > 0.0 else float(np.sign(value - null) * np.inf)
    return Estimate(
        value=value,
        se=se,
        lower=value - half,
        upper=value + half,
        statistic=statistic,
        df=df,
        p=float(two_sided(statistic, df)),
        level=level,
    )
