"""The bridge: from what a review holds to arrays for `stats`, and back to rows with names.

`dataset` is a frozen value, comparable: when a change leaves it equal to the last one, nothing
needs to be pooled again. `analyse` pools it. What is said of the result stands in `synthesis_text`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from appraisal.further_arms import arms_of, study_of
from appraisal.measuring import (
    can_report,
    effects_of,
    is_sound,
    measure_of,
    number_cells,
    study_limits,
)
from appraisal.modelling import computed_measure, model_of, zeros_of
from appraisal.plan import Plan, fitted
from appraisal.ratings import Rating
from appraisal.reported import Report, fits, report_of
from appraisal.risk_mapping import RiskMapping, mappings_met, risk_of
from appraisal.settled import begun_labels, settled, standing_of
from appraisal.state import State
from appraisal.study_rows import LeftOut as LeftOut
from appraisal.study_rows import Outcome as Outcome
from appraisal.study_rows import StudyRow as StudyRow
from appraisal.study_rows import as_extracted, further_of, planned
from appraisal.subjects import extraction_form, outcome_subject, study_subject

if TYPE_CHECKING:
    from stats.effects import Effects, Measure
    from stats.nnt import NumberNeeded
    from stats.results import Pooled

_LET_IN = {"good": frozenset({"low"}), "fair": frozenset({"low", "unclear"})}

# a study without events still says that nothing differs
_KEEPS_ALL = frozenset({"RD", "RD-RM5", "IRD"})


@dataclass(frozen=True, slots=True)
class Dataset:
    """All that an analysis rests on."""

    outcome: Outcome
    plan: Plan
    rows: tuple[StudyRow, ...]
    waiting: tuple[str, ...] = ()  # studies extracted, of which nothing is settled yet, by label
    mappings: tuple[RiskMapping, ...] = ()  # what the team's words make of the ratings

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
    """A row's effect on the analysis scale; None where it has no estimate.

    `shown` is the estimate with its limits on the scale people read.
    """

    estimate: float | None
    se: float | None
    lower: float | None
    upper: float | None
    weight: float
    shown: tuple[float, float, float] | None = None


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

    def totals(self, rows: tuple[StudyRow, ...] | None = None) -> tuple[float, ...]:
        """The sums of the cells over rows (those used, unless given)."""
        chosen = self.dataset.used if rows is None else rows
        width = len(number_cells(self.dataset.outcome.data))
        return tuple(sum(row.cells[i] or 0 for row in chosen) for i in range(width))

    def natural(self, value: float | None) -> float | None:
        """A value of the analysis scale on the scale people read."""
        if value is None:
            return None
        import numpy as np

        sizes = self.pooled.effects.n if self.pooled is not None else None
        n = np.nan if sizes is None else len(sizes) / np.nansum(1 / sizes)
        with np.errstate(over="ignore"):
            return float(self._measure.back(np.array([value]), np.array([n]))[0])

    @property
    def is_ratio(self) -> bool:
        """Whether the analysis scale is the logarithm."""
        return self._measure.is_ratio

    def plotted(self, value: float | None) -> float | None:
        """A value of the analysis scale where it stands on the axis of a plot.

        Ratios have a logarithmic axis; all else is drawn on the scale people read.
        """
        return value if self.is_ratio else self.natural(value)

    @property
    def no_effect(self) -> float | None:
        """Where no effect stands on that axis; None where there is no such value."""
        return None if self.dataset.outcome.data == "proportion" else self._measure.null

    @property
    def funnel_null(self) -> float | None:
        """No effect on the analysis scale; None where there is no such value."""
        return None if self.no_effect is None else 0.0

    @property
    def has_test(self) -> bool:
        """Whether a test of no effect means anything: of a proportion it does not."""
        return self.no_effect is not None

    @cached_property
    def _measure(self) -> "Measure":
        return measure_of(self.dataset.outcome.data, self.dataset.plan.measure)

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
        if self.dataset.outcome.data != "counts":
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
    names = studies(state, outcome)
    found = {one: study_row(state, one, facts, rating=ratings(one)) for one in names}
    return replanned(dataset_of(state, facts, plan, found), plan)


def dataset_of(
    state: State, facts: Outcome, plan: Plan, found: Mapping[str, StudyRow | None]
) -> Dataset:
    """The rows that studies have, before any plan, and the studies that have none yet."""
    rows = tuple(row for row in found.values() if row is not None)
    missing = [study for study, row in found.items() if row is None]
    mappings = mappings_met(state, (row.rating for row in rows if row.rating is not None))
    return Dataset(facts, plan, rows, begun_labels(state, facts.id, missing), mappings)


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
    cells = tuple(_number(form.value(cell)) for cell in number_cells(facts.data))
    chosen = facts.data == "reported" or (
        can_report(facts.data) and form.value("use") == "reported"
    )
    report = report_of(form.value) if chosen else None
    arms = arms_of(facts.data, form.claims, form.value)
    if all(cell is None for cell in cells) and not arms and (report is None or report == Report()):
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
        report,
        _facts(state, subject),
        risk_of(state, rating) if rating is not None else "",
        standing_of(state, extraction_form(study, facts.id)),
        standing_of(state, rating.form) if rating is not None else "",
        further_of(state.text(subject, "label"), cells, arms),
        _keys(state, subject),
    )


def _keys(state: State, subject: str) -> tuple[str, ...]:
    """What tells that two entries are of one report."""
    pairs = ((name, state.text(subject, name).strip().casefold()) for name in ("doi", "pmid"))
    return tuple(f"{name}:{text}" for name, text in pairs if text)


def _facts(state: State, subject: str) -> tuple[tuple[str, str], ...]:
    """A study's design and own fields, as texts."""
    names = [name for name in state.fields(subject) if name.startswith("field/")]
    values = ((name, state.value(subject, name)) for name in ("design", *sorted(names)))
    return tuple((name, _text(value)) for name, value in values if value not in (None, ""))


def _text(value: object) -> str:
    """A value as it is written, whole numbers without decimals."""
    return f"{value:g}" if isinstance(value, float) else str(value).strip()


def replanned(data: Dataset, plan: Plan) -> Dataset:
    """The same rows under another plan; `data` must be in the order of the studies."""
    rows = []
    plan = fitted(plan, data.outcome.data)
    whole = as_extracted(data.rows)
    for row in chain.from_iterable(planned(one, plan.arms, data.outcome) for one in whole):
        left_out, why = _standing(row, plan, data.outcome.data)
        same = left_out == row.left_out and why == row.why
        rows.append(row if same else replace(row, left_out=left_out, why=why))
    return replace(data, plan=plan, rows=_sorted(rows, plan.sort))


def analyse(data: Dataset) -> Analysis:
    """Pool a dataset as its plan says.

    Never raises for what the numbers are: a pool that cannot be made leaves `pooled` None and its
    reason in `fault`.
    """
    made = _analyse(data)
    if data.plan.sort not in ("effect", "weight"):
        return made
    return replace(_analyse(replace(data, rows=_by_result(made))), asked=data)


def _analyse(data: Dataset) -> Analysis:
    from stats.errors import StatsError
    from stats.pool import pool

    asked = data
    if data.plan.method != "IV" and any(row.report is not None for row in data.used):
        data = replace(data, plan=replace(data.plan, method="IV"))
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


def _standing(row: StudyRow, plan: Plan, data: str) -> tuple[LeftOut, str]:
    if row.report is not None:
        if not row.report.is_complete:
            return "incomplete", ""
        if not fits(row.report, plan.measure):
            return "other_measure", row.report.measure
    elif not is_sound(data, row.cells):
        return "incomplete", ""
    reasons = dict(plan.excluded)
    study = row.study if row.further is None else study_of(row.study)
    if study in reasons:
        return "excluded", reasons[study]
    if study in dict(plan.included):
        return "", ""
    return ("limit" if _is_below(row, plan) else ""), ""


def _is_below(row: StudyRow, plan: Plan) -> bool:
    """Whether a limit leaves a row out; one that is not rated yet passes none."""
    if plan.min_stars is not None and (row.stars is None or row.stars < plan.min_stars):
        return True
    return bool(plan.worst) and row.risk not in _LET_IN[plan.worst]


def _effects(data: Dataset) -> "tuple[Dataset, Effects | None]":
    """The effects of all complete rows; rows without an estimate are marked in the dataset."""
    rows = data.complete
    if not rows:
        return data, None
    kind, key = data.outcome.data, computed_measure(data.plan)
    zeros = zeros_of(data.plan, measure_of(kind, key))
    effects = effects_of(
        kind,
        key,
        [row.cells for row in rows],
        reports=[row.report if row.left_out != "other_measure" else Report() for row in rows],
        labels=[row.label for row in rows],
        zeros=zeros,
    )
    counts_all = key in _KEEPS_ALL and data.plan.double_zeros != "drop"
    lost = {
        rows[place].study
        for place in range(len(rows))
        if not effects.usable[place] and not counts_all
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
    shown = study_limits(effects, data.plan.study_interval) or tuple(
        effects.shown(side) for side in (effects.yi, lower, upper)
    )
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
                (float(shown[0][place]), float(shown[1][place]), float(shown[2][place])),
            )
        )
    return tuple(made)


def _no_effects(data: Dataset) -> tuple[RowEffect, ...]:
    return tuple(RowEffect(None, None, None, None, 0.0) for _row in data.rows)


def _by_result(made: Analysis) -> tuple[StudyRow, ...]:
    """The rows by effect, the smallest first, or by weight, the heaviest; those without, last."""
    rows = {row.study: row for row in made.asked.rows}
    pairs = list(zip(made.dataset.rows, made.effects, strict=True))
    if made.asked.plan.sort == "weight":
        pairs.sort(key=lambda pair: -pair[1].weight)
    else:
        pairs.sort(key=lambda pair: (pair[1].estimate is None, pair[1].estimate or 0.0))
    return tuple(rows[row.study] for row, _effect in pairs)


def _corrected(data: Dataset, effects: "Effects") -> tuple[str, ...]:
    """The studies with 0.5 added; RevMan 5's risk difference adds it to its standard error."""
    places: Iterable[int]
    if effects.measure.key == "RD-RM5":
        places = [n for n, row in enumerate(data.complete) if _has_empty_cell(row.cells)]
    else:
        noted = (one.studies for one in effects.notes if one.code == "zero_cells_corrected")
        places = chain.from_iterable(noted)
    return tuple(data.complete[place].study for place in places)


def _has_empty_cell(cells: tuple[float | None, ...]) -> bool:
    if not cells:  # an outcome of reported risk differences
        return False
    e1, n1, e2, n2 = cells
    return e1 is not None and (0 in (e1, e2) or e1 == n1 or e2 == n2)


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
