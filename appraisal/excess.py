"""Fail-safe numbers and excess significance of an outcome: for the workbook, not for the window.

The Cochrane Handbook advises against fail-safe numbers; editors still ask for them.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraisal.synthesis import Analysis

if TYPE_CHECKING:
    from stats.failsafe import ExcessSignificance, FailSafe


@dataclass(frozen=True)
class Excess:
    """The fail-safe numbers by name, and the test of excess significance."""

    numbers: "tuple[FailSafe, ...]"
    significance: "ExcessSignificance"


def excess(analysis: Analysis) -> Excess | None:
    """Both of an analysis; None where nothing is pooled or no effect has no place on the scale."""
    from stats.errors import StatsError
    from stats.failsafe import excess_significance, orwin, rosenberg, rosenthal

    if analysis.pooled is None or analysis.funnel_null is None:
        return None
    effects = analysis.pooled.effects
    try:
        numbers = (rosenthal(effects), orwin(effects), rosenberg(effects))
        return Excess(numbers, excess_significance(effects))
    except StatsError:
        return None
