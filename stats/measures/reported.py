"""Measures that studies report ready made: an effect with its variance, or O - E with V."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stats.data import ObservedExpected, Reported
from stats.effects import Measure
from stats.measures.scales import as_is, exponential

if TYPE_CHECKING:
    from stats.data import Array


def reported(table: Reported) -> tuple[Array, Array]:
    """Return the effects and variances as reported."""
    return table.yi, table.vi


def log_rank(table: ObservedExpected) -> tuple[Array, Array]:
    """Return log HR = (O - E) / V with variance 1 / V.

    Source: Peto et al. 1977, Br J Cancer 35:1, note 7; Tierney et al. 2007, Trials 8:16.
    """
    return table.oe / table.v, 1.0 / table.v


def as_reported(table: ObservedExpected) -> tuple[Array, Array]:
    """Return O - E and V as reported, for Peto's method."""
    return table.oe, table.v


GEN = Measure(
    key="GEN", label="Effect", needs=Reported, effect=reported, back=as_is, source="as reported"
)
GEN_RATIO = Measure(
    key="GEN-RATIO",
    label="Ratio",
    needs=Reported,
    effect=reported,
    back=exponential,
    is_ratio=True,
    source="as reported",
)
HR = Measure(
    key="HR",
    label="Hazard ratio",
    needs=ObservedExpected,
    effect=log_rank,
    back=exponential,
    is_ratio=True,
    peto=as_reported,
    source="Peto et al. 1977",
)
ALL = (GEN, GEN_RATIO, HR)
