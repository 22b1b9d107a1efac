"""What a script needs to reproduce an outcome: its rows as typed, its model, and what came out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraisal.measuring import measure_of, number_cells
from appraisal.modelling import computed_measure, zeros_of
from appraisal.study_rows import StudyRow
from appraisal.subgroups import can_share_tau2, name_of, subgrouped
from appraisal.synthesis import Analysis

if TYPE_CHECKING:
    from stats.data import Zeros
    from stats.results import Estimate, Pooled
    from stats.stratified import ChiSquare

UNNAMED = "not reported"


@dataclass(frozen=True)
class Groups:
    """The subgroups' results in the order shown; `shared` names the estimator of one tau2."""

    names: tuple[str, ...]
    estimates: "tuple[Estimate, ...]"
    between: "ChiSquare | None"
    shared: str
    tau2: float | None


@dataclass(frozen=True)
class Reproduced:
    """An outcome to be reproduced.

    `rows` are all that have numbers, pooled or not; `used` says which are. `group` names the
    subgroup of each, empty without subgroups. `measure` is the one computed; reported estimates
    alone have `GEN`.
    """

    name: str
    data: str
    cells: tuple[str, ...]
    measure: str
    is_ratio: bool
    has_test: bool
    zeros: "Zeros"
    rows: tuple[StudyRow, ...]
    pooled: "Pooled"
    group: tuple[str, ...]
    groups: Groups | None

    @property
    def used(self) -> tuple[bool, ...]:
        """Whether each row is pooled."""
        return tuple(row.is_used for row in self.rows)

    @property
    def has_reports(self) -> bool:
        """Whether a row has a reported estimate in place of its numbers."""
        return any(row.report is not None for row in self.rows)


def reproduced(analysis: Analysis) -> Reproduced | None:
    """An outcome with all a script needs; None where nothing is pooled."""
    if analysis.pooled is None:
        return None
    data = analysis.dataset
    kind, plan = data.outcome.data, data.plan
    key = computed_measure(plan)
    rows = tuple(row for row in data.complete if row.left_out != "other_measure")
    groups = _groups(analysis)
    named = tuple(name_of(row, plan.subgroup) or UNNAMED for row in rows) if groups else ()
    return Reproduced(
        data.outcome.name,
        kind,
        number_cells(kind),
        "GEN" if kind == "reported" else key,
        analysis.is_ratio,
        analysis.has_test,
        zeros_of(plan, measure_of(kind, key)),
        rows,
        analysis.pooled,
        named,
        groups,
    )


def _groups(analysis: Analysis) -> Groups | None:
    made = subgrouped(analysis)
    if made is None:
        return None
    held = [(group.name or UNNAMED, group.estimate) for group in made.groups]
    found = [(name, estimate) for name, estimate in held if estimate is not None]
    if not found:
        return None
    plan = analysis.dataset.plan
    shared = plan.tau2 if can_share_tau2(plan) and made.tau2 is not None else ""
    return Groups(
        tuple(name for name, _estimate in found),
        tuple(estimate for _name, estimate in found),
        made.between,
        shared,
        made.tau2,
    )
