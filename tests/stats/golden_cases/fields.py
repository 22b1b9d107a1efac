"""The fields that many kinds of golden case share."""

from __future__ import annotations

from typing import Any

from stats.pool import harmonic_mean
from stats.results import Estimate, Interval, Pooled, Shown


def estimate_fields(made: Estimate) -> dict[str, Any]:
    return {
        "beta": made.value,
        "se": made.se,
        "stat": made.statistic,
        "df": made.df,
        "pval": made.p,
        "ci_lb": made.lower,
        "ci_ub": made.upper,
    }


def heterogeneity_fields(pooled: Pooled) -> dict[str, Any]:
    held = pooled.heterogeneity
    return {"Q": held.q, "Q_df": held.df, "Q_pval": held.p, "I2_Q": held.i2_q, "H2_Q": held.h2}


def natural_fields(pooled: Pooled, shown: Shown | None = None) -> dict[str, Any]:
    seen = shown or pooled.shown
    effects = pooled.effects
    return {
        "est": seen.value,
        "ci_lb": seen.lower,
        "ci_ub": seen.upper,
        "harmonic_n": None if effects.n is None else harmonic_mean(effects.n[effects.usable]),
    }


def prediction_fields(ahead: Interval | None) -> dict[str, Any]:
    if ahead is None:
        return {"lb": None, "ub": None}
    return {"lb": ahead.lower, "ub": ahead.upper, "df": ahead.df, "se": ahead.se}
