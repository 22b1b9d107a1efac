"""The table of studies: a frozen row each, with the texts a person edits."""

from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from appraisal.kept import EVERYWHERE
from appraisal.ledger import Value
from appraisal.numbers import decimals, read_count
from appraisal.own_fields import FIELD, own_value
from appraisal.ratings import Lookup
from appraisal.review_instruments import instrument_of_study
from appraisal.state import State
from appraisal.subjects import study_subject
from resources.i18n import _, language, number

Own: TypeAlias = str | float | bool  # what an own field holds; a float may be whole


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
    own: tuple[tuple[str, Own], ...]  # own fields, by name

    def own_value(self, name: str) -> Own:
        """What the study has in an own field; empty where it has nothing."""
        return dict(self.own).get(name, "")


def study_lines(state: State, lookup: Lookup) -> tuple[StudyLine, ...]:
    """Every study that was not taken off, in its order; made anew only where a study changed."""
    every = partial(_lines, state, lookup)
    return state.kept(EVERYWHERE, "study lines", (lookup, language()), every)


def _lines(state: State, lookup: Lookup) -> tuple[StudyLine, ...]:
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
        own=tuple(
            (field.removeprefix(FIELD), value)
            for field, value in values.items()
            if field.startswith(FIELD) and isinstance(value, str | int | float | bool)
        ),
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
    if column.startswith(FIELD):
        return own_value(text)
    return read_count(text) if column == "year" else text


def own_text(value: Own) -> str:
    """What a cell of an own field says, as it is typed."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return _typed(value)
    return value


def _typed(value: float) -> str:
    """A number with the decimals it was given with; one that has an exponent keeps it."""
    return str(value) if "e" in repr(value) else number(value, decimals(value))
