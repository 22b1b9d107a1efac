"""Selection models of an outcome: the mean if seeing a study depends on its p value.

Long to fit, so nothing else computes one by the way. The side on which studies are thought to be
preferred is that of the pooled effect.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from appraisal.synthesis import Analysis

if TYPE_CHECKING:
    from collections.abc import Callable

    from stats.selection import Selected

KINDS: Final = ("stepfun", "beta", "halfnorm", "negexp")


@dataclass(frozen=True, slots=True)
class Selecting:
    """A selection model by its kind; `made` None where it could not be fitted, `fault` says why."""

    kind: str
    made: "Selected | None"
    fault: str = ""


def selections(
    analysis: Analysis,
    kinds: tuple[str, ...] = KINDS,
    *,
    report: "Callable[[int, int], None] | None" = None,
) -> tuple[Selecting, ...]:
    """Fit selection models to the studies pooled; `report` is told how many are done."""
    if analysis.pooled is None:
        return ()
    made = []
    for place, kind in enumerate(kinds):
        if report is not None:
            report(place, len(kinds))
        made.append(_fit(analysis, kind))
    return tuple(made)


def planned_selections(analysis: Analysis) -> tuple[Selecting, ...]:
    """Those that the plan names: what goes into a report."""
    kind = analysis.dataset.plan.selection
    return selections(analysis, (kind,)) if kind in KINDS else ()


def _fit(analysis: Analysis, kind: str) -> Selecting:
    from stats.errors import StatsError
    from stats.selection import selection_model
    from stats.selection_likelihood import Selection

    assert analysis.pooled is not None
    side = "less" if analysis.pooled.estimate.value < 0 else "greater"
    chosen = Selection(kind=kind, alternative=side)  # type: ignore[arg-type] # a key of KINDS
    try:
        return Selecting(kind, selection_model(analysis.pooled.effects, chosen))
    except StatsError as fault:
        return Selecting(kind, None, type(fault).__name__)
