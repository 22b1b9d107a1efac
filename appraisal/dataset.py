"""What of a review goes into an analysis: the rows of an outcome, under a plan.

A `Dataset` is a frozen value, comparable: when a change leaves it equal to the last one, nothing
needs to be pooled again. `synthesis` pools it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from appraisal.further_arms import arms_of, study_of
from appraisal.measuring import can_report, is_sound, number_cells
from appraisal.plan import Plan, fitted
from appraisal.ratings import Rating
from appraisal.reported import Report, fits, report_of
from appraisal.risk_mapping import RiskMapping, mappings_met, risk_of
from appraisal.settled import begun_labels, settled, standing_of
from appraisal.state import State
from appraisal.study_rows import LeftOut, Outcome, StudyRow, as_extracted, further_of, planned
from appraisal.subjects import extraction_form, outcome_subject, study_subject

_LET_IN = {"good": frozenset({"low"}), "fair": frozenset({"low", "unclear"})}


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
    return state.kept(
        study, ("row", facts), rating, lambda: _study_row(state, study, facts, rating=rating)
    )


def _study_row(
    state: State, study: str, facts: Outcome, *, rating: Rating | None
) -> StudyRow | None:
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
