"""The grid of an outcome's numbers in one reader's seat, each study with what is found in it."""

import re
from dataclasses import dataclass

from appraisal.checks import Finding, Words, check
from appraisal.errors import InvalidClaim
from appraisal.ledger import Claim, Quote
from appraisal.numbers import read_count, read_number
from appraisal.state import State
from appraisal.subjects import (
    CELLS,
    COUNTS,
    extraction_form,
    extraction_subject,
    in_seat,
    outcome_subject,
    study_subject,
)
from appraisal.views.seats import SeatCell, SeatState, is_assigned
from resources.i18n import _


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
    claims = {field: state.standing(subject, field) for field in CELLS[data]}
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


def read_value(field: str, typed: str) -> float | None:
    """The number a person typed in a cell; empty withdraws.

    Raises
    ------
    InvalidClaim
        With what was typed and what to type instead.
    """
    if not typed.strip():
        return None
    return read_count(typed) if field in COUNTS else read_number(typed)


def paste(shown: Grid, study: str, field: str, text: str) -> list[tuple[str, str, float | None]]:
    """The numbers of a block from a spreadsheet, laid over the grid from one cell on.

    Gives study, field and value of each cell the block covers.

    Raises
    ------
    InvalidClaim
        With the row and column of what is no number; nothing of the block is then taken.
    """
    lines = [re.split(r"\t", line) for line in text.replace("\r\n", "\n").rstrip("\n").split("\n")]
    studies = [row.study for row in shown.rows]
    first, left = studies.index(study), shown.fields.index(field)
    if first + len(lines) > len(studies) or left + max(map(len, lines)) > len(shown.fields):
        raise InvalidClaim(
            _(
                "The block has {rows} rows and {columns} columns, which is more than fits here."
            ).format(rows=len(lines), columns=max(map(len, lines))),
            remedy=_("Begin further up or left, or copy fewer cells."),
        )
    found: list[tuple[str, str, float | None]] = []
    for down, line in enumerate(lines):
        row = shown.rows[first + down]
        if row.is_sealed:
            raise InvalidClaim(_("{study} is submitted.").format(study=row.label))
        for across, typed in enumerate(line):
            name = shown.fields[left + across]
            try:
                found.append((row.study, name, read_value(name, typed)))
            except InvalidClaim as fault:
                said = _("Row {row}, column {column}: {why}").format(
                    row=down + 1, column=across + 1, why=fault.message
                )
                raise InvalidClaim(said, remedy=fault.remedy) from fault
    return found


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
