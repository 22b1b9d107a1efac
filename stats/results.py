"""What a computation gives back: frozen values that plots, tables, text and workbook share.

Numbers are on the analysis scale (log for ratios) unless a field says `shown`. Percentages run
from 0 to 100. Not available is NaN, and None where a whole thing is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stats.data import Array, Mask
    from stats.effects import Effects
    from stats.models import Model


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader must be told: a code and the row positions (from 0) it concerns."""

    code: str
    studies: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval with its limits, standard error and degrees of freedom (None: normal)."""

    lower: float
    upper: float
    se: float
    df: float | None
    level: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate with its interval and two-sided test (`df` None: normal, else t)."""

    value: float
    se: float
    lower: float
    upper: float
    statistic: float
    df: float | None
    p: float
    level: float


@dataclass(frozen=True, slots=True)
class Shown:
    """An estimate or interval on the scale people read (ratio, percentage as proportion, ...)."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Heterogeneity:
    """Between-study variation.

    `i2_q` = max(0, (Q - df) / Q); `i2_tau2` = tau2 / (tau2 + typical variance); `h2` = Q / df and
    `h2_tau2` = 1 + tau2 / typical variance. `tau2_lower`, `tau2_upper`: Q-profile interval;
    `i2_q_lower`, `i2_q_upper`: test-based interval (Higgins & Thompson 2002).
    """

    q: float
    df: int
    p: float
    i2_q: float
    h2: float
    tau2: float
    i2_tau2: float
    h2_tau2: float
    se_tau2: float
    tau2_lower: float
    tau2_upper: float
    i2_q_lower: float = nan
    i2_q_upper: float = nan

    @property
    def tau(self) -> float:
        """Standard deviation of the true effects."""
        return float(self.tau2**0.5)


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """The outcome of `stats.pool.pool`.

    `effects` are the study rows (all of them), `weights` their share in per cent, 0 for a row
    that was left out, `pooled` tells which rows were pooled and `k` how many. `loglik` is there
    for ML and REML.
    """

    estimate: Estimate
    shown: Shown
    heterogeneity: Heterogeneity
    weights: Array
    pooled: Mask
    prediction: Interval | None
    prediction_shown: Shown | None
    effects: Effects
    model: Model
    notes: tuple[Note, ...]
    k: int
    loglik: float | None = None
