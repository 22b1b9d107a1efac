"""The analyst's choice as a value: comparable, printable, and fit to be kept as a plan.

Nothing here computes. `stats.pool` reads a model; `stats.presets` names whole sets of choices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from stats.data import HALF_TO_EMPTY, NO_ZEROS, Zeros

if TYPE_CHECKING:
    from stats.effects import Measure

Tau2Key: TypeAlias = Literal["DL", "HE", "HS", "HSk", "SJ", "ML", "REML", "EB", "PM", "PMM"]
IntervalKey: TypeAlias = Literal[
    "wald", "t", "hartung_knapp", "hartung_knapp_floor", "hartung_knapp_ci", "hartung_knapp_iqwig"
]
PredictionKey: TypeAlias = Literal["none", "interval", "hts_km2", "v_km1", "hk_km1"]


@dataclass(frozen=True, slots=True)
class Common:
    """Inverse-variance pooling around one common effect ("fixed effect" on screen)."""

    level: float = 0.95
    interval: Literal["wald", "t"] = "wald"


@dataclass(frozen=True, slots=True)
class MantelHaenszel:
    """Mantel-Haenszel pooling of tables.

    `rows` corrects what is shown for each study and used for Q; `pooled` corrects the cells that
    are pooled. `rd_variance`: Sato, Greenland & Robins 1989 (metafor) or Greenland & Robins 1985
    (RevMan 5) for the risk difference. `measure` None: that of the effects given.
    """

    measure: Measure | None = None
    rows: Zeros = HALF_TO_EMPTY
    pooled: Zeros = NO_ZEROS
    rd_variance: Literal["sato", "greenland_robins"] = "sato"
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class Peto:
    """Peto's one-step odds ratio, and pooling of observed minus expected events."""

    level: float = 0.95
    drop00: bool = False


@dataclass(frozen=True, slots=True)
class Random:
    """Random effects around a mean.

    Parameters
    ----------
    tau2
        The estimator of the between-study variance, a key of `stats.tau2.ESTIMATORS`.
    interval
        `wald` z; `t` with k - 1; `hartung_knapp`; `hartung_knapp_floor` (the multiplier is never
        below 1); `hartung_knapp_ci` (the Wald interval where it is wider);
        `hartung_knapp_iqwig` (the floor where the interval is narrower than that of DL).
        Every kind of Hartung-Knapp turns to Wald where tau2 = 0 if `wald_at_zero`.
    prediction
        `interval`: the quantile of `interval`; `hts_km2`: t with k - 2; `v_km1`: t with k - 1;
        `hk_km1`: t with k - 1 and the Hartung-Knapp standard error.
    q_around
        Take the Q of the DerSimonian-Laird estimator around this pooled value instead of the
        inverse-variance mean: RevMan 5 uses Mantel-Haenszel.
    """

    tau2: Tau2Key = "REML"
    interval: IntervalKey = "wald"
    level: float = 0.95
    prediction: PredictionKey = "interval"
    wald_at_zero: bool = False
    q_around: MantelHaenszel | None = None


Model: TypeAlias = Common | MantelHaenszel | Peto | Random
