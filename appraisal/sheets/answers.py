"""One sheet an instrument: every item's answer and score, study by study."""

from collections.abc import Iterator

from appraisal.cells import answer_text, overall_cell, rank_words
from appraisal.instrument import Instrument, Item
from appraisal.material import Material
from appraisal.ratings import Rating
from appraisal.settled import Settled, settled
from appraisal.subjects import appraisal_form, study_subject
from appraisal.tables import Cell, Column, Level, Sheet, Table
from resources.i18n import _


def make(material: Material) -> Iterator[Table]:
    """The sheet of each instrument in use."""
    for key in material.instruments():
        instrument = material.lookup(key)
        rated = [one for one in material.ratings.values() if one.instrument == key]
        yield Table(
            f"answers-{instrument.id}",
            instrument.short,
            instrument.title,
            tuple(_columns(instrument)),
            tuple(_row(material, instrument, one) for one in rated),
            notes=tuple(_notes(instrument)),
        )


def _columns(instrument: Instrument) -> Iterator[Column]:
    yield Column(_("Study"), width=24)
    for domain in instrument.domains:
        for item in domain.items:
            yield Column(item.id, "text", max(6, len(item.id) + 2))
        if _is_scored(instrument, domain.id):
            yield Column(domain.title, "count", 10)
        elif domain.judgement != "none" or domain.parts:
            yield Column(domain.title, "level", 12)
    if _has_total(instrument):
        yield Column(_("Total"), "count", 8)
        yield Column(_("Of"), "count", 6)
    yield Column(_("Overall"), "level", 14)
    yield Column(_("Rests on"), width=20)


def _row(material: Material, instrument: Instrument, rating: Rating) -> tuple[Cell, ...]:
    form = settled(material.state, appraisal_form(rating.study, instrument.key))
    shown = {domain.id: domain for domain in rating.domains}
    cells: list[Cell] = [material.state.text(study_subject(rating.study), "label")]
    for domain in instrument.domains:
        cells += [_answer(item, form) for item in domain.items]
        found = shown.get(domain.id)
        if _is_scored(instrument, domain.id):
            cells.append(found.score if found is not None else None)
        elif domain.judgement != "none" or domain.parts:
            level = Level(found.letter, found.word, found.role) if found and found.level else None
            cells.append(level)
    if _has_total(instrument):
        complete = rating.is_complete
        cells += [rating.total if complete else None, rating.max if complete else None]
    return (*cells, overall_cell(rating), rank_words(rating.rank))


def _answer(item: Item, form: Settled) -> Cell:
    return answer_text(item, form.value(f"item/{item.address}"))


def _notes(instrument: Instrument) -> Iterator[str]:
    for item in instrument.items():
        options = "; ".join(f"{option.code} {option.text}" for option in item.options)
        yield f"{item.id}: {item.title}. {options}"


def _is_scored(instrument: Instrument, domain: str) -> bool:
    return bool(instrument.domain(domain).max)


def _has_total(instrument: Instrument) -> bool:
    return any(summary.id == "total" for summary in instrument.summaries)


SHEET = Sheet(20, make)
