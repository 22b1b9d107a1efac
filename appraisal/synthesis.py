"""The bridge: from what a review holds to arrays for `stats`, and back to rows with names.

`dataset` is a frozen value, comparable: when a change leaves it equal to the last one, nothing
needs to be pooled again. `analyse` pools it. What is said of the result stands in `synthesis_text`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from appraisal.plan import Plan
from appraisal.ratings import Rating
from appraisal.settled import Rank, settled
from appraisal.state import State
from appraisal.subjects import CELLS, extraction_form, outcome_subject, study_subject

if TYPE_CHECKING:
    from stats.effects import Effects
    from stats.models import Model
    from stats.nnt import NumberNeeded
    from stats.results import Pooled

RATIOS = frozenset({"OR", "RR", "PETO"})

_LET_IN = {"good": frozenset({"good"}), "fair": frozenset({"good", "fair"})}

LeftOut = Literal["", "excluded", "limit", "incomplete", "not_estimable"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome's facts."""

    id: str
    name: str
    data: str
    arm1: str
    arm2: str
    event_is: str
    unit: str
    time: str
    note: str


@dataclass(frozen=True, slots=True)
class StudyRow:
    """A study with its settled numbers for an outcome, and its rating."""

    study: str
    label: str
    year: int | None
    cells: tuple[float | None, ...]
    rank: Rank
    rating: Rating | None
    left_out: LeftOut
    why: str

    @property
    def is_used(self) -> bool:
        """Whether it goes into the pool."""
        return not self.left_out

    @property
    def stars(self) -> int | None:
        """Its star total, once every item is answered."""
        if self.rating is None or not self.rating.is_complete:
            return None
        return self.rating.total


@dataclass(frozen=True, slots=True)
class Dataset:
    """All that an analysis rests on."""

    outcome: Outcome
    plan: Plan
    rows: tuple[StudyRow, ...]

    @property
    def used(self) -> tuple[StudyRow, ...]:
        """The rows that are pooled."""
        return tuple(row for row in self.rows if row.is_used)

    @property
    def complete(self) -> tuple[StudyRow, ...]:
        """The rows that have numbers, pooled or not."""
        return tuple(row for row in self.rows if row.left_out != "incomplete")


@dataclass(frozen=True, slots=True)
class RowEffect:
    """A row's effect on the analysis scale; None where it has no estimate."""

    estimate: float | None
    se: float | None
    lower: float | None
    upper: float | None
    weight: float


@dataclass(frozen=True)
class Analysis:
    """A pooled dataset. `pooled` is None where there was nothing to pool, and `fault` says why.

    `asked` is the dataset as it was given; in `dataset` rows without an estimate are marked.
    """

    asked: Dataset
    dataset: Dataset
    effects: tuple[RowEffect, ...]
    corrected: tuple[str, ...]
    pooled: "Pooled | None"
    everything: "Pooled | None"
    fault: str
    level: float = 0.95

    @cached_property
    def left_out(self) -> tuple[StudyRow, ...]:
        """The rows that have numbers and are not pooled."""
        return tuple(row for row in self.dataset.complete if not row.is_used)

    def totals(self, rows: tuple[StudyRow, ...] | None = None) -> tuple[int, ...]:
        """The sums of the cells over rows (those used, unless given)."""
        chosen = self.dataset.used if rows is None else rows
        width = len(CELLS[self.dataset.outcome.data])
        return tuple(int(sum(row.cells[i] or 0 for row in chosen)) for i in range(width))

    def natural(self, value: float | None) -> float | None:
        """A value of the analysis scale on the scale people read."""
        if value is None:
            return None
        from math import exp

        return exp(value) if self.is_ratio else value

    @property
    def is_ratio(self) -> bool:
        """Whether the analysis scale is the logarithm."""
        return self.dataset.plan.measure in RATIOS

    @cached_property
    def control_risk(self) -> float | None:
        """The control risk the plan names, 0 to 1; None where the data give none."""
        risk = self.dataset.plan.control_risk
        if risk.kind == "typed":
            return risk.value
        if self.dataset.outcome.data != "counts":
            return None
        arms = [(row.cells[2], row.cells[3]) for row in self.dataset.used]
        shares = [(e or 0.0) / n for e, n in arms if n]
        if not shares:
            return None
        if risk.kind == "median":
            from statistics import median

            return median(shares)
        return sum(e or 0.0 for e, _n in arms) / sum(n or 0.0 for _e, n in arms)

    @cached_property
    def needed(self) -> "NumberNeeded | None":
        """The number needed to treat at the control risk; None where it has no meaning."""
        risk = self.control_risk
        if self.pooled is None or risk is None or not 0 < risk < 1:
            return None
        from stats.nnt import number_needed

        return number_needed(self.pooled, control_risk=risk)


def outcome_of(state: State, outcome: str) -> Outcome:
    """The facts of an outcome."""
    subject = outcome_subject(outcome)
    names = ("name", "data", "arm1", "arm2", "event_is", "unit", "time", "note")
    return Outcome(outcome, *(state.text(subject, name) for name in names))


def dataset(
    state: State,
    outcome: str,
    plan: Plan,
    *,
    ratings: Callable[[str], Rating | None],
) -> Dataset:
    """The rows of an outcome: every study that has a settled number for it, in the plan's order."""
    facts = outcome_of(state, outcome)
    rows = (
        study_row(state, study, facts, rating=ratings(study)) for study in studies(state, outcome)
    )
    return replanned(Dataset(facts, plan, tuple(row for row in rows if row is not None)), plan)


def studies(state: State, outcome: str) -> tuple[str, ...]:
    """The studies that anyone has extracted for an outcome, in their order."""
    return tuple(
        study for study in state.ids("study") if state.seats(extraction_form(study, outcome))
    )


def study_row(
    state: State, study: str, facts: Outcome, *, rating: Rating | None
) -> StudyRow | None:
    """A study's settled numbers before any plan leaves it out; None where it has none."""
    form = settled(state, extraction_form(study, facts.id))
    cells = tuple(_number(form.value(cell)) for cell in CELLS[facts.data])
    if all(cell is None for cell in cells):
        return None
    subject = study_subject(study)
    year = state.number(subject, "year")
    return StudyRow(
        study,
        state.text(subject, "label"),
        int(year) if year is not None else None,
        cells,
        form.rank,
        rating,
        "",
        "",
    )


def replanned(data: Dataset, plan: Plan) -> Dataset:
    """The same rows under another plan; `data` must be in the order of the studies."""
    rows = []
    for row in data.rows:
        left_out, why = _standing(row, plan)
        same = left_out == row.left_out and why == row.why
        rows.append(row if same else replace(row, left_out=left_out, why=why))
    return Dataset(data.outcome, plan, _sorted(rows, plan.sort))


def analyse(data: Dataset) -> Analysis:
    """Pool a dataset as its plan says.

    Never raises for what the numbers are: a pool that cannot be made leaves `pooled` None and its
    reason in `fault`.
    """
    from stats.errors import StatsError
    from stats.pool import pool

    asked = data
    data, effects = _effects(data)
    if effects is None:
        return Analysis(asked, data, _no_effects(data), (), None, None, "no_rows")
    model = model_of(data.plan, effects)
    places = {row.study: place for place, row in enumerate(data.complete)}
    used = [places[row.study] for row in data.used]
    pooled, fault = None, "no_rows"
    if used:
        try:
            pooled, fault = pool(_take(effects, used), model), ""
        except StatsError as reason:
            fault = type(reason).__name__
    everything = None
    if pooled is not None and any(row.left_out in ("excluded", "limit") for row in data.rows):
        try:
            everything = pool(effects, model)
        except StatsError:
            everything = None  # the comparison row is left away; the pool in use stands
    shares = dict(zip(used, pooled.weights, strict=True)) if pooled is not None else {}
    return Analysis(
        asked,
        data,
        _row_effects(data, effects, places, {k: float(v) for k, v in shares.items()}),
        _corrected(data, effects),
        pooled,
        everything,
        fault,
    )


def model_of(plan: Plan, effects: "Effects") -> "Model":
    """The model a plan means."""
    from stats.models import Common, MantelHaenszel, Peto, Random

    pooled_zeros = effects.zeros if plan.zeros == "add_pool" else None
    mantel_haenszel = MantelHaenszel(rows=effects.zeros)
    if pooled_zeros is not None:
        mantel_haenszel = replace(mantel_haenszel, pooled=pooled_zeros)
    if plan.zeros == "add_pool":
        mantel_haenszel = replace(mantel_haenszel, rd_variance="greenland_robins")
    if plan.method == "Peto":
        return Peto()
    if not plan.is_random:
        return mantel_haenszel if plan.method == "MH" else Common()
    return Random(
        tau2=plan.tau2,  # type: ignore[arg-type] # a plan is text; the estimator's table refuses
        interval=plan.interval,  # type: ignore[arg-type]
        prediction="v_km1" if plan.prediction else None,
        wald_at_zero=plan.interval.startswith("hartung_knapp"),
        q_around=mantel_haenszel if plan.method == "MH" else None,
    )


def row_effect(
    measure: str, data: str, cells: Sequence[float | None]
) -> tuple[float, float, float] | None:
    """One study's estimate and 95 % limits on the scale people read; None where there is none.

    A zero cell is corrected as the measure does; the grid of Extract shows this beside the counts.
    """
    from math import exp, isfinite

    from stats.data import TwoByTwo
    from stats.measures import MEASURES

    if data != "counts" or any(cell is None for cell in cells):
        return None
    a, n1, c, n2 = (float(cell or 0) for cell in cells)
    if not 0 <= a <= n1 or not 0 <= c <= n2 or not n1 or not n2:
        return None
    found = MEASURES[measure]
    effects = found.of(TwoByTwo.from_totals([a], [n1], c=[c], n2=[n2], labels=[""]))
    if not isfinite(effects.yi[0]):
        return None
    lower, upper = effects.intervals()
    back = exp if measure in RATIOS else float
    return back(effects.yi[0]), back(lower[0]), back(upper[0])


def _standing(row: StudyRow, plan: Plan) -> tuple[LeftOut, str]:
    if any(cell is None for cell in row.cells):
        return "incomplete", ""
    reasons = dict(plan.excluded)
    if row.study in reasons:
        return "excluded", reasons[row.study]
    if row.study in dict(plan.included):
        return "", ""
    return ("limit" if _is_below(row, plan) else ""), ""


def _is_below(row: StudyRow, plan: Plan) -> bool:
    """Whether a limit leaves a row out; one that is not rated yet passes none."""
    if plan.min_stars is not None and (row.stars is None or row.stars < plan.min_stars):
        return True
    role = row.rating.role if row.rating is not None else ""
    return bool(plan.worst) and role not in _LET_IN[plan.worst]


def _effects(data: Dataset) -> "tuple[Dataset, Effects | None]":
    """The effects of all complete rows; rows without an estimate are marked in the dataset."""
    from stats.data import NO_ZEROS, TwoByTwo
    from stats.measures import MEASURES

    rows = data.complete
    if not rows:
        return data, None
    a, n1, c, n2 = ([row.cells[i] for row in rows] for i in range(4))
    table = TwoByTwo.from_totals(a, n1, c=c, n2=n2, labels=[row.label for row in rows])  # type: ignore[arg-type] # complete rows hold no None
    measure = MEASURES[data.plan.measure]
    zeros = (
        NO_ZEROS if data.plan.zeros == "none" else replace(measure.zeros, drop00=measure.is_ratio)
    )
    effects = measure.of(table, zeros=zeros)
    lost = {
        rows[place].study
        for place in range(len(rows))
        if not effects.usable[place] and data.plan.measure != "RD"
    }
    if not lost:
        return data, effects
    marked = tuple(
        replace(row, left_out="not_estimable") if row.is_used and row.study in lost else row
        for row in data.rows
    )
    return replace(data, rows=marked), effects


def _take(effects: "Effects", places: list[int]) -> "Effects":
    import numpy as np

    return effects.take(np.array(places, dtype=np.intp))


def _row_effects(
    data: Dataset, effects: "Effects", places: dict[str, int], shares: dict[int, float]
) -> tuple[RowEffect, ...]:
    from math import isfinite

    lower, upper = effects.intervals()
    made: list[RowEffect] = []
    for row in data.rows:
        place = places.get(row.study)
        if place is None or not isfinite(effects.yi[place]):
            made.append(RowEffect(None, None, None, None, 0.0))
            continue
        made.append(
            RowEffect(
                float(effects.yi[place]),
                float(effects.sei[place]),
                float(lower[place]),
                float(upper[place]),
                shares.get(place, 0.0),
            )
        )
    return tuple(made)


def _no_effects(data: Dataset) -> tuple[RowEffect, ...]:
    return tuple(RowEffect(None, None, None, None, 0.0) for _row in data.rows)


def _corrected(data: Dataset, effects: "Effects") -> tuple[str, ...]:
    rows = data.complete
    return tuple(
        rows[place].study
        for note in effects.notes
        if note.code == "zero_cells_corrected"
        for place in note.studies
    )


def _sorted(rows: list[StudyRow], key: str) -> tuple[StudyRow, ...]:
    if key == "label":
        rows.sort(key=lambda row: row.label.casefold())
    elif key == "year":
        rows.sort(key=lambda row: (row.year is None, row.year or 0))
    elif key == "stars":
        rows.sort(key=lambda row: -(row.stars if row.stars is not None else -1))
    return tuple(rows)


def _number(value: object) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
