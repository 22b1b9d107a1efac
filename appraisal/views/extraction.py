"""The grid of an outcome's numbers in one reader's seat, each study with what is found in it."""

from dataclasses import dataclass

from appraisal.checks import Finding, Words, check
from appraisal.ledger import Claim, Quote
from appraisal.state import State
from appraisal.subjects import (
    CELLS,
    extraction_form,
    extraction_subject,
    in_seat,
    outcome_subject,
    study_subject,
)
from appraisal.views.seats import SeatCell, SeatState, is_assigned


@dataclass(frozen=True, slots=True)
class CellView:
    """One number with its reason and quotations."""

    value: float | None
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
        return sum(len(cell.quotes) for cell in self.cells)


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


def grid(state: State, outcome: str, reader: str) -> Grid:
    """The grid one reader fills in."""
    subject = outcome_subject(outcome)
    data = state.text(subject, "data", "counts")
    arm1, arm2 = state.text(subject, "arm1"), state.text(subject, "arm2")
    return Grid(
        outcome,
        state.text(subject, "name"),
        data,
        arm1,
        arm2,
        state.text(subject, "note"),
        CELLS[data],
        tuple(
            _row(state, study, outcome, reader, data=data, arms=(arm1, arm2))
            for study in state.ids("study")
            if is_assigned(state, study, reader)
        ),
    )


def _row(
    state: State, study: str, outcome: str, reader: str, *, data: str, arms: tuple[str, str]
) -> GridRow:
    subject = extraction_subject(study, outcome, reader)
    label = state.text(study_subject(study), "label")
    claims = {field: state.claim(subject, field) for field in CELLS[data]}
    numbers = {field: _number(claim) for field, claim in claims.items()}
    findings = check(data, numbers, Words(label, *arms))
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
        tuple(_cell(claim) for claim in claims.values()),
        findings,
        dismissed,
        _state(numbers, findings, sealed=sealed),
        sealed,
        state.is_open(subject),
        state.text(subject, "note"),
    )


def extraction_cell(state: State, study: str, outcome: str, person: str) -> SeatCell:
    """How far one person is with a study's numbers, told without showing them."""
    known = state.progress(in_seat(extraction_form(study, outcome), person))
    total = len(CELLS[state.text(outcome_subject(outcome), "data", "counts")])
    if known.sealed:
        return SeatCell(SeatState.SUBMITTED, total, total)
    if not known.claims:
        return SeatCell(SeatState.NOT_STARTED, 0, total)
    return SeatCell(SeatState.STARTED, min(known.claims, total), total)


def _cell(claim: Claim | None) -> CellView:
    if claim is None:
        return CellView(None, "", ())
    return CellView(_number(claim), claim.why, claim.quotes)


def _number(claim: Claim | None) -> float | None:
    value = None if claim is None else claim.value
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _state(
    numbers: dict[str, float | None], findings: tuple[Finding, ...], *, sealed: bool
) -> SeatCell:
    total = len(numbers)
    done = sum(value is not None for value in numbers.values())
    if sealed:
        return SeatCell(SeatState.SUBMITTED, done, total)
    if not done:
        return SeatCell(SeatState.NOT_STARTED, 0, total)
    if done < total or any(found.kind == "error" for found in findings):
        return SeatCell(SeatState.STARTED, done, total)
    return SeatCell(SeatState.READY, done, total)
