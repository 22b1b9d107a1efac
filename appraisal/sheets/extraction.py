"""The extracted numbers: settled, with reasons, one table for all outcomes of a kind of data."""

from collections.abc import Iterator

from appraisal.arm_texts import arm_line
from appraisal.cells import arms_note, number_name, quotes_text, rank_words
from appraisal.further_arms import arms_of
from appraisal.ledger import Value
from appraisal.material import Material
from appraisal.number_words import said_value
from appraisal.settled import settled
from appraisal.subjects import (
    ARM,
    CELLS,
    COUNTS,
    SIDES,
    TEXTS,
    extraction_form,
    outcome_subject,
    study_subject,
)
from appraisal.tables import Cell, Column, Kind, Sheet, Table
from resources.i18n import _


def make(material: Material) -> Iterator[Table]:
    """A table for each kind of data that an outcome has."""
    state = material.state
    kinds = dict.fromkeys(
        state.text(outcome_subject(one), "data", "counts") for one in state.ids("outcome")
    )
    for kind in kinds:
        rows = tuple(_rows(material, kind))
        if not rows:
            continue
        cells = _cells(material, kind)
        columns = (
            Column(_("Outcome"), width=28),
            Column(_("Study"), width=24),
            *(Column(number_name(cell), _kind(cell), 10) for cell in cells),
            *((Column(_("Further arms"), "long", 40),) if _has_arms(material, kind) else ()),
            Column(_("Reasons"), "long", 60),
            Column(_("Quotations"), "long", 60),
            Column(_("Rests on"), width=20),
        )
        said = (state.text(outcome_subject(one), "note") for one in state.ids("outcome"))
        notes = tuple(note for note in (arms_note(state), *said) if note)
        name = _("Extraction") if len(kinds) == 1 else _sheet_name(kind)
        key = "extraction" if len(kinds) == 1 else f"extraction-{kind}"
        title = _("Extracted numbers")
        yield Table(key, name, title, columns, rows, notes=notes, fixed=2, lead=material.nature)


def _sheet_name(kind: str) -> str:
    """A sheet's name: spreadsheets allow 31 characters."""
    return {
        "counts": _("Extraction, counts"),
        "means": _("Extraction, means"),
        "rates": _("Extraction, rates"),
        "proportion": _("Extraction, proportions"),
        "correlation": _("Extraction, correlations"),
        "reported": _("Extraction, reported"),
    }[kind]


def _cells(material: Material, kind: str) -> tuple[str, ...]:
    """The fields of a kind of data; those of a reported estimate too, where a study gave one."""
    state = material.state
    reported = CELLS["reported"]
    forms = (
        settled(state, extraction_form(study, outcome))
        for outcome in state.ids("outcome")
        if state.text(outcome_subject(outcome), "data", "counts") == kind
        for study in state.ids("study")
    )
    if kind == "reported" or not any(form.value("estimate") is not None for form in forms):
        return CELLS[kind]
    return (*CELLS[kind], *reported, "use")


def _has_arms(material: Material, kind: str) -> bool:
    """Whether any study has more arms than two for an outcome of this kind."""
    state = material.state
    forms = (
        settled(state, extraction_form(study, outcome))
        for outcome in state.ids("outcome")
        if state.text(outcome_subject(outcome), "data", "counts") == kind
        for study in state.ids("study")
    )
    return any(arms_of(kind, form.claims, form.value) for form in forms)


def _rows(material: Material, kind: str) -> Iterator[tuple[Cell, ...]]:
    fields, has_arms = _cells(material, kind), _has_arms(material, kind)
    state = material.state
    for outcome in state.ids("outcome"):
        if state.text(outcome_subject(outcome), "data", "counts") != kind:
            continue
        name = state.text(outcome_subject(outcome), "name")
        names = tuple(state.text(outcome_subject(outcome), side) for side in SIDES)
        for study in state.ids("study"):
            form = settled(state, extraction_form(study, outcome))
            cells = [form.value(cell) for cell in fields]
            arms = arms_of(kind, form.claims, form.value)
            if all(value is None for value in cells) and not arms:
                continue
            known = (*fields, *sorted(cell for cell in form.claims if cell.startswith(ARM)))
            claims = [(cell, form.claims[cell]) for cell in known if cell in form.claims]
            reasons = (f"{number_name(cell)}: {claim.why}" for cell, claim in claims if claim.why)
            quotes = (
                f"{number_name(cell)}: {quotes_text(claim.quotes)}"
                for cell, claim in claims
                if claim.quotes
            )
            yield (
                name,
                state.text(study_subject(study), "label"),
                *(_cell(field, value) for field, value in zip(fields, cells, strict=True)),
                *(("\n".join(arm_line(kind, arm, names) for arm in arms),) if has_arms else ()),
                "\n".join(reasons),
                "\n".join(quotes),
                rank_words(form.rank),
            )


def _cell(field: str, value: Value) -> Cell:
    """A number, or a choice in words; a measure keeps the sign by which a table is read back."""
    if not isinstance(value, str | int | float):
        return None
    return value if field == "measure" else said_value(field, value)


def _kind(cell: str) -> Kind:
    if cell in TEXTS:
        return "text"
    return "count" if cell in COUNTS else "number"


SHEET = Sheet(50, make)
