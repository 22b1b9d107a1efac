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
    "wald",
    "t",
    "hartung_knapp",
    "hartung_knapp_floor",
    "hartung_knapp_wider",
    "hartung_knapp_iqwig",
]
PredictionKey: TypeAlias = Literal["as_interval", "hts_km2", "v_km1", "hk_km1"]


@dataclass(frozen=True, slots=True)
class Common:
    """Inverse-variance pooling around one common effect ("fixed effect" on screen)."""

    level: float = 0.95
    interval: Literal["wald", "t"] = "wald"


@dataclass(frozen=True, slots=True)
class MantelHaenszel:
    """Mantel-Haenszel pooling of tables.

    `rows` corrects what is shown for each study and used for Q; `pooled` corrects the cells that
    are pooled. `rd_variance`, of the risk difference: Sato, Greenland & Robins 1989 (metafor) or
    Greenland & Robins 1985. `measure` None: that of the effects given.
    """

    measure: Measure | None = None
    rows: Zeros = HALF_TO_EMPTY
    pooled: Zeros = NO_ZEROS
    rd_variance: Literal["sato", "greenland_robins"] = "sato"
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class Peto:
    """Peto's one-step odds ratio, and pooling of observed minus expected events.

    `rows` corrects what is shown for each study and used for Q; the pool takes the cells as they
    are.
    """

    rows: Zeros = NO_ZEROS
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class Random:
    """Random effects around a mean.

    Parameters
    ----------
    tau2
        The estimator of the between-study variance, a key of `stats.tau2.ESTIMATORS`.
    interval
        `wald`: z. `t`: t with k - 1. `hartung_knapp`: t with k - 1 and a standard error from the
        observed spread. `hartung_knapp_floor`: never a smaller standard error than Wald.
        `hartung_knapp_wider`: the Wald interval where it is wider. `hartung_knapp_iqwig`: the
        floor where the interval is narrower than that of DerSimonian and Laird.
    prediction
        `as_interval`: the quantile and standard error of `interval`. `hts_km2`: t with k - 2.
        `v_km1`: t with k - 1. `hk_km1`: t with k - 1 and the Hartung-Knapp standard error. None:
        no prediction interval.
    wald_at_zero
        Use Wald where tau2 = 0, whatever `interval` says.
    q_around
        Take Q, and the DerSimonian-Laird estimate that follows from it, around this pooled value
        instead of the inverse-variance mean: RevMan 5 takes Mantel-Haenszel.
    """

    tau2: Tau2Key = "REML"
    interval: IntervalKey = "wald"
    level: float = 0.95
    prediction: PredictionKey | None = "as_interval"
    wald_at_zero: bool = False
    q_around: MantelHaenszel | None = None


Model: TypeAlias = Common | MantelHaenszel | Peto | Random
