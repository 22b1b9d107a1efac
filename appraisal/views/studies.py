"""The table of studies: a frozen row each, with the texts a person edits."""

from dataclasses import dataclass
from functools import partial

from appraisal.ledger import Value
from appraisal.numbers import read_count
from appraisal.ratings import Lookup
from appraisal.review import instrument_of_study
from appraisal.state import State
from appraisal.subjects import study_subject

COLUMNS = ("label", "design", "instrument", "authors", "year", "country", "pdf", "notes")


@dataclass(frozen=True, slots=True)
class StudyLine:
    """One row of the table."""

    study: str
    label: str
    design: str
    instrument: str
    short: str
    authors: str
    year: int | None
    country: str
    pdf: str
    notes: str
    title: str
    chosen_instrument: str


def study_lines(state: State, lookup: Lookup) -> tuple[StudyLine, ...]:
    """Every study that was not taken off, in its order; made anew only where a study changed."""
    lines = []
    for study in state.ids("study"):
        key = instrument_of_study(state, study)
        short = lookup(key).short if key else ""
        make = partial(_line, state, study, key, short)
        lines.append(state.kept(study, "study line", (key, short), make))
    return tuple(lines)


def _line(state: State, study: str, key: str, short: str) -> StudyLine:
    values = state.values(study_subject(study))

    def text(field: str) -> str:
        value = values.get(field)
        return value if isinstance(value, str) else ""

    year = values.get("year")
    return StudyLine(
        study=study,
        label=text("label"),
        design=text("design"),
        instrument=key,
        short=short,
        authors=text("authors"),
        year=int(year) if isinstance(year, int | float) else None,
        country=text("country"),
        pdf=text("pdf_name"),
        notes=text("notes"),
        title=text("title"),
        chosen_instrument=text("instrument"),
    )


def read_cell(column: str, typed: str) -> Value:
    """What a person typed in a column, as the ledger keeps it; empty withdraws.

    Raises
    ------
    InvalidClaim
        When a year is not a whole number.
    """
    text = typed.strip()
    if not text:
        return None
    return read_count(text) if column == "year" else text


def next_order(state: State) -> int:
    """The place after the last study."""
    orders = (state.number(study_subject(study), "order") for study in state.ids("study"))
    return int(max((order for order in orders if order is not None), default=0)) + 1
