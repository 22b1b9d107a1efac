"""The extracted numbers: settled, with reasons, one table for all outcomes of a kind of data."""

from collections.abc import Iterator

from appraisal.cells import rank_words
from appraisal.material import Material
from appraisal.settled import settled
from appraisal.subjects import CELLS, extraction_form, outcome_subject, study_subject
from appraisal.tables import Cell, Column, Sheet, Table
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
        columns = (
            Column(_("Outcome"), width=28),
            Column(_("Study"), width=24),
            *(Column(cell, _kind(cell), 10) for cell in CELLS[kind]),
            Column(_("Reasons"), "long", 70),
            Column(_("Rests on"), width=20),
        )
        notes = tuple(
            note
            for one in state.ids("outcome")
            if (note := state.text(outcome_subject(one), "note"))
        )
        name = _("Extraction") if len(kinds) == 1 else _("Extraction, {kind}").format(kind=kind)
        key = "extraction" if len(kinds) == 1 else f"extraction-{kind}"
        yield Table(key, name, _("Extracted numbers"), columns, rows, notes=notes, fixed=2)


def _rows(material: Material, kind: str) -> Iterator[tuple[Cell, ...]]:
    state = material.state
    for outcome in state.ids("outcome"):
        if state.text(outcome_subject(outcome), "data", "counts") != kind:
            continue
        name = state.text(outcome_subject(outcome), "name")
        for study in state.ids("study"):
            form = settled(state, extraction_form(study, outcome))
            cells = [form.value(cell) for cell in CELLS[kind]]
            if all(value is None for value in cells):
                continue
            reasons = "\n".join(
                f"{cell}: {claim.why}"
                for cell in CELLS[kind]
                if (claim := form.claims.get(cell)) is not None and claim.why
            )
            yield (
                name,
                state.text(study_subject(study), "label"),
                *(value if isinstance(value, str | int | float) else None for value in cells),
                reasons,
                rank_words(form.rank),
            )


def _kind(cell: str):  # type: ignore[no-untyped-def]
    from appraisal.subjects import COUNTS

    return "count" if cell in COUNTS else "number"


SHEET = Sheet(50, make)
