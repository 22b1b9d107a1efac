"""The grid of an outcome's numbers in one reader's seat, each study with what is found in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from statistics import median
from typing import Literal

from appraisal.assigned import is_assigned
from appraisal.checks import Finding, Words, check
from appraisal.errors import InvalidClaim
from appraisal.further_arms import COMBINED, FurtherArm, arm_field, arm_findings, arms_of
from appraisal.ledger import Claim, Quote, Value
from appraisal.measuring import can_report, number_cells
from appraisal.numbers import read_count, read_number
from appraisal.plan import plan_of
from appraisal.radar import TWO_ARMS, Filled, beside_others
from appraisal.reported import MEASURES, Report, report_of
from appraisal.state import State
from appraisal.subjects import (
    ARM_CELLS,
    CELLS,
    COUNTS,
    NO_SIDE,
    SIDES,
    TEXTS,
    extraction_subject,
    outcome_subject,
    study_subject,
)
from appraisal.views.seats import SeatCell, SeatState
from resources.i18n import _, language

Part = Literal["numbers", "reported"]
REPORT_CELLS = 3
LEAST_STUDIES = 3  # from so many on, what is usual among them is worth a comparison


@dataclass(frozen=True, slots=True)
class CellView:
    """One number, or word, with its reason and quotations."""

    value: float | str | None
    why: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class GridRow:
    """A study's numbers for an outcome."""

    study: str
    label: str
    subject: str
    cells: tuple[CellView, ...]
    findings: tuple[Finding, ...]
    dismissed: tuple[str, ...]
    cell: SeatCell
    is_sealed: bool
    is_open: bool
    note: str
    numbers: tuple[float | None, ...] = ()
    report: Report | None = None
    arms: tuple[FurtherArm, ...] = ()
    arm_cells: tuple[tuple[str, CellView], ...] = ()  # the numbers of further arms, by their field

    def cell_of(self, fields: Sequence[str], field: str) -> CellView | None:
        """A number of the grid, whose columns are `fields`, or of a further arm."""
        if field in fields:
            return self.cells[fields.index(field)]
        return dict(self.arm_cells).get(field)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What contradicts itself."""
        return tuple(found for found in self.findings if found.kind == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What is odd and was not dismissed."""
        return tuple(
            found
            for found in self.findings
            if found.kind == "warning" and found.code not in self.dismissed
        )

    @property
    def quotes(self) -> int:
        """How many quotations its numbers rest on."""
        further = [cell for _field, cell in self.arm_cells]
        return sum(len(cell.quotes) for cell in (*self.cells, *further))


@dataclass(frozen=True, slots=True)
class Grid:
    """An outcome with its rows."""

    outcome: str
    name: str
    data: str
    arm1: str
    arm2: str
    note: str
    fields: tuple[str, ...]
    rows: tuple[GridRow, ...]
    measure: str = ""
    parts: tuple[Part, ...] = ("numbers",)
    combines: bool = True  # whether the plan makes one group of all that are on a side

    @property
    def reports(self) -> int:
        """How many studies have an estimate in place of their numbers."""
        return sum(row.report is not None for row in self.rows)


def grid(
    state: State, outcome: str, reader: str, part: Part = "numbers", *, compared: bool = True
) -> Grid:
    """The grid one reader fills in.

    An outcome of numbers has a second part: the estimates that studies report, and which of both
    is pooled. Where only its states are asked for, it need not be `compared` row with row.
    """
    subject = outcome_subject(outcome)
    data = state.text(subject, "data", "counts")
    arm1, arm2 = state.text(subject, "arm1"), state.text(subject, "arm2")
    studies = [study for study in state.ids("study") if is_assigned(state, study, reader)]
    fields = CELLS[data]
    if part == "reported" and can_report(data):
        fields = ("use", *CELLS["reported"])
    plan = plan_of(state, outcome)
    about = _About(
        data,
        plan.measure,
        arm1,
        arm2,
        fields,
        _typical_sd(state, outcome, reader, studies=studies if data == "means" else ()),
        data == "means" and state.text(subject, "points") == "whole",
    )
    rows = tuple(
        state.kept(
            study,
            ("grid", outcome, reader, part),
            (about, language()),
            partial(_row, state, study, outcome, reader, about=about),
        )
        for study in studies
    )
    return Grid(
        outcome,
        state.text(subject, "name"),
        data,
        arm1,
        arm2,
        state.text(subject, "note"),
        fields,
        _compared(state, outcome, reader, rows, about=about) if compared else rows,
        about.measure,
        ("numbers", "reported") if can_report(data) else ("numbers",),
        plan.arms == COMBINED,
    )


@dataclass(frozen=True, slots=True)
class _About:
    """What the rows of a grid have in common."""

    data: str
    measure: str
    arm1: str
    arm2: str
    fields: tuple[str, ...]
    typical_sd: float | None
    whole: bool

    @property
    def known(self) -> tuple[str, ...]:
        """Every field a form may hold."""
        report = (*CELLS["reported"], "use") if can_report(self.data) else ()
        return tuple(dict.fromkeys((*CELLS[self.data], *report)))


def _typical_sd(state: State, outcome: str, reader: str, *, studies: Sequence[str]) -> float | None:
    """The median of the standard deviations one reader typed; None where there are few studies."""
    subjects = [extraction_subject(study, outcome, reader) for study in studies]
    pairs = [[state.number(subject, sd) for sd in ("sd1", "sd2")] for subject in subjects]
    found = [sd for pair in pairs if all(pair) for sd in pair if sd]
    return median(found) if len(found) >= 2 * LEAST_STUDIES else None


def _row(state: State, study: str, outcome: str, reader: str, *, about: _About) -> GridRow:
    subject = extraction_subject(study, outcome, reader)
    label = state.text(study_subject(study), "label")
    data = about.data
    claims = {field: state.standing(subject, field) for field in about.known}
    values = {field: _value(claim) for field, claim in claims.items()}
    numbers = tuple(_number(claims[field]) for field in number_cells(data))
    chosen = data == "reported" or values.get("use") == "reported"
    report = report_of(values.get) if chosen else None
    findings = check(
        data,
        values,
        Words(label, about.arm1, about.arm2),
        measure=about.measure,
        typical_sd=about.typical_sd,
        whole=about.whole,
    )
    arms = arms_of(data, state.field_names(subject), partial(state.value, subject))
    if arms:
        words = Words(label, about.arm1, about.arm2)
        findings = (*findings, *arm_findings(data, numbers, arms, words))
    dismissed = tuple(
        field.removeprefix("warning/")
        for field in state.fields(subject)
        if field.startswith("warning/")
    )
    sealed = state.is_sealed(subject)
    return GridRow(
        study,
        label,
        subject,
        tuple(_cell(claims[field]) for field in about.fields),
        findings,
        dismissed,
        _state(numbers, report, findings, sealed=sealed),
        sealed,
        state.is_open(subject),
        state.text(subject, "note"),
        numbers,
        report,
        arms,
        tuple(
            (field, _cell(state.standing(subject, field)))
            for arm in arms
            for field in (arm_field(arm.id, cell) for cell in ARM_CELLS[data])
        ),
    )


def _compared(
    state: State, outcome: str, reader: str, rows: tuple[GridRow, ...], *, about: _About
) -> tuple[GridRow, ...]:
    """The rows with what stands out beside the others; most come back as they are."""
    same_groups = [
        other
        for other in state.ids("outcome")
        if other != outcome and about.data in TWO_ARMS and _has_groups(state, other, about)
    ]
    filled = {
        row.study: Filled(
            row.label,
            row.numbers,
            report_of(partial(state.value, row.subject)) if can_report(about.data) else row.report,
            _sizes_elsewhere(state, row.study, same_groups, reader),
        )
        for row in rows
    }
    told = beside_others(about.data, about.measure, filled)
    return tuple(
        replace(row, findings=(*row.findings, *told[row.study])) if row.study in told else row
        for row in rows
    )


def _has_groups(state: State, outcome: str, about: _About) -> bool:
    subject = outcome_subject(outcome)
    groups = (state.text(subject, "arm1"), state.text(subject, "arm2"))
    counted = state.text(subject, "data", "counts") in ("counts", "means")
    return counted and bool(about.arm1) and groups == (about.arm1, about.arm2)


def _sizes_elsewhere(
    state: State, study: str, outcomes: Sequence[str], reader: str
) -> tuple[tuple[str, float, float], ...]:
    found = []
    for outcome in outcomes:
        subject = extraction_subject(study, outcome, reader)
        n1, n2 = state.number(subject, "n1"), state.number(subject, "n2")
        if n1 is not None and n2 is not None:
            found.append((state.text(outcome_subject(outcome), "name"), n1, n2))
    return tuple(found)


def read_value(field: str, typed: str) -> float | str | None:
    """What a person typed in a cell, as a number or a word; empty withdraws.

    Raises
    ------
    InvalidClaim
        With what was typed and what to type instead.
    """
    if not typed.strip():
        return None
    cell = field.rpartition("/")[2]  # of a further arm
    if cell in TEXTS or cell in ("name", "side"):
        return _read_text(field, typed.strip())
    return read_count(typed) if cell in COUNTS else read_number(typed)


def choices(field: str) -> tuple[str, ...]:
    """What a field of words takes; empty where it takes any."""
    return {
        "measure": MEASURES,
        "scale": ("natural", "log"),
        "use": ("numbers", "reported"),
        "side": (*SIDES, NO_SIDE),
    }.get(field.rpartition("/")[2], ())


def _read_text(field: str, typed: str) -> str:
    offered = choices(field)
    if not offered:
        return typed
    found = next((one for one in offered if one.casefold() == typed.casefold()), None)
    if found is None:
        raise InvalidClaim(
            _("“{typed}” is not one of the choices.").format(typed=typed[:40]),
            remedy=_("Choose one of: {choices}.").format(choices=", ".join(offered)),
        )
    return found


def _cell(claim: Claim | None) -> CellView:
    if claim is None:
        return CellView(None, "", ())
    return CellView(_value(claim), claim.why, claim.quotes)


def _value(claim: Claim | None) -> float | str | None:
    value: Value = None if claim is None else claim.value
    return value if isinstance(value, str) else _number(claim)


def _number(claim: Claim | None) -> float | None:
    value = None if claim is None else claim.value
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _needed(data: str) -> int:
    """How many cells a complete study has: of a report, the estimate and its two limits."""
    return len(number_cells(data)) or REPORT_CELLS


def _reported_done(report: Report) -> int:
    if report.is_complete:
        return REPORT_CELLS
    return sum(part is not None for part in (report.estimate, report.lower, report.upper))


def _state(
    numbers: Sequence[float | None],
    report: Report | None,
    findings: tuple[Finding, ...],
    *,
    sealed: bool,
) -> SeatCell:
    total = len(numbers) if report is None else REPORT_CELLS
    done = sum(value is not None for value in numbers)
    if report is not None:
        done = _reported_done(report)
    if sealed:
        return SeatCell(SeatState.SUBMITTED, done, total)
    if not done:
        return SeatCell(SeatState.NOT_STARTED, 0, total)
    if done < total or any(found.kind == "error" for found in findings):
        return SeatCell(SeatState.STARTED, done, total)
    return SeatCell(SeatState.READY, done, total)
