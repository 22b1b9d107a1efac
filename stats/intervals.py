"""Intervals and tests around a pooled value: Wald, t, Hartung-Knapp and its floors, prediction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stats.distributions import quantile, two_sided
from stats.results import Estimate, Interval, Note

if TYPE_CHECKING:
    from stats.data import Array
    from stats.models import PredictionKey, Random


def estimate(
    value: float, se: float, *, df: float | None = None, level: float = 0.95, null: float = 0.0
) -> Estimate:
    """Return value -+ quantile * se with the two-sided test of `null` (`df` None: normal)."""
    half = quantile(0.5 + level / 2.0, df) * se
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = float(np.float64(value - null) / se)
    return Estimate(
        value=value,
        se=se,
        lower=value - half,
        upper=value + half,
        statistic=statistic,
        df=df,
        p=two_sided(statistic, df),
        level=level,
    )


def hartung_knapp_multiplier(yi: Array, w: Array, value: float) -> float:
    """Return sum(w (y - value)^2) / (k - 1), what Hartung-Knapp multiplies the variance with.

    Source: Hartung & Knapp 2001, Stat Med 20:3875, equation 6; Sidik & Jonkman 2002, Stat Med
    21:3153.
    """
    residuals = yi - value
    return float((w * residuals) @ residuals) / (len(yi) - 1)


def random_effects(
    yi: Array, vi: Array, tau2: float, *, model: Random, tau2_dl: float | None = None
) -> tuple[Estimate, tuple[Note, ...]]:
    """Return the random-effects mean of studies `(k,)` with the interval the model names.

    mean = sum(w y) / sum(w), w = 1 / (v + tau2), Wald variance 1 / sum(w). `tau2_dl` is the
    DerSimonian-Laird estimate, needed for the IQWiG rule. One study: Wald, with a note.
    Source: Hartung & Knapp 2001, Stat Med 20:3875; the floor: Knapp & Hartung 2003, Stat Med
    22:2693, page 2700; the wider of both: Jackson et al. 2017, Stat Med 36:3923, section 3.3;
    IQWiG General Methods 6.1 (2022), section 9.3.8.
    """
    w = 1.0 / (vi + tau2)
    total = float(w.sum())
    value, wald_se, df = float(w @ yi) / total, total**-0.5, len(yi) - 1.0
    wald = estimate(value, wald_se, level=model.level)
    if model.interval == "wald":
        return wald, ()
    if df == 0.0:
        return wald, (Note("wald_for_a_single_study"),)
    if model.wald_at_zero and tau2 == 0.0:
        return wald, (Note("wald_at_zero_tau2"),)
    if model.interval == "t":
        return estimate(value, wald_se, df=df, level=model.level), ()
    multiplier = hartung_knapp_multiplier(yi, w, value)
    spread = estimate(value, wald_se * multiplier**0.5, df=df, level=model.level)
    if model.interval == "hartung_knapp" or not _too_narrow(
        spread, wald, yi=yi, vi=vi, tau2_dl=tau2_dl, model=model
    ):
        return spread, ()
    if model.interval == "hartung_knapp_wider":
        return wald, (Note("wald_because_wider"),)
    floored = estimate(value, max(wald_se, spread.se), df=df, level=model.level)
    return floored, (Note("hartung_knapp_floor_used"),) if floored.se > spread.se else ()


def prediction(
    yi: Array, vi: Array, tau2: float, *, made: Estimate, kind: PredictionKey
) -> Interval | None:
    """Return the interval for the true effect of a new study, value -+ q sqrt(se^2 + tau2).

    None where the degrees of freedom run out. Source: Higgins, Thompson & Spiegelhalter 2009, J R
    Stat Soc A 172:137, equation 12 (t with k - 2); with k - 1: Veroniki et al. 2019, Res Synth
    Methods 10:23; with the Hartung-Knapp standard error: Partlett & Riley 2017, Stat Med 36:301.
    """
    k = len(yi)
    w = 1.0 / (vi + tau2)
    se, df = made.se, made.df
    if kind != "as_interval":
        se, df = float(w.sum()) ** -0.5, k - (2.0 if kind == "hts_km2" else 1.0)
        if df <= 0.0:
            return None
    if kind == "hk_km1":
        se *= hartung_knapp_multiplier(yi, w, made.value) ** 0.5
    spread = (se**2 + tau2) ** 0.5
    half = quantile(0.5 + made.level / 2.0, df) * spread
    return Interval(made.value - half, made.value + half, se=spread, df=df, level=made.level)


def _too_narrow(
    spread: Estimate,
    wald: Estimate,
    *,
    yi: Array,
    vi: Array,
    tau2_dl: float | None,
    model: Random,
) -> bool:
    """Tell whether the ad hoc rule of the model replaces the Hartung-Knapp interval."""
    if model.interval == "hartung_knapp_floor":
        return spread.se < wald.se
    other = wald
    if model.interval == "hartung_knapp_iqwig" and tau2_dl is not None:
        w = 1.0 / (vi + tau2_dl)
        other = estimate(float(w @ yi) / float(w.sum()), float(w.sum()) ** -0.5, level=model.level)
    return spread.upper - spread.lower < other.upper - other.lower
