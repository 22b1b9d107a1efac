"""One sheet an instrument: every item's answer and score, study by study."""

from collections import Counter
from collections.abc import Iterator, Sequence

from appraisal.cells import item_text, open_words, overall_cell, rank_words
from appraisal.instrument import Domain, Instrument, Item
from appraisal.material import Material
from appraisal.ratings import BlockRating, Rating, assess_form, settings_of
from appraisal.setting_words import settings_words
from appraisal.settled import settled
from appraisal.subjects import study_subject
from appraisal.tables import Cell, Column, Level, Sheet, Table
from resources.i18n import _


def make(material: Material) -> Iterator[Table]:
    """The sheet of each instrument in use."""
    for key in material.instruments():
        instrument = material.lookup(key)
        rated = [one for one in material.assessments if one.instrument == key]
        yield Table(
            f"answers-{instrument.id}",
            instrument.short,
            instrument.title,
            tuple(_columns(instrument, rated)),
            tuple(_row(material, instrument, one, parts=_has_parts(rated)) for one in rated),
            notes=(open_words(), *_notes(material, instrument)),
        )


def _columns(instrument: Instrument, rated: Sequence[Rating]) -> Iterator[Column]:
    ids = Counter(item.id for item in instrument.items())
    yield Column(_("Study"), width=24)
    yield from _place_columns(instrument, rated)
    for domain in instrument.domains:
        for item in domain.items:
            if _says_its_level(domain):
                continue
            name = f"{domain.label} {item.id}" if ids[item.id] > 1 else item.id
            yield Column(name, "mark", max(7, len(name) + 3))
            if _gives_stars(domain, item):
                yield Column(_("{item} stars").format(item=name), "count", 7)
        if domain.max:
            yield Column(_("{domain}, of {max}").format(domain=domain.title, max=domain.max),
                         "count", 14)  # fmt: skip
        elif _is_judged(domain):
            yield Column(_domain_name(domain), "level", 16)
        for block in domain.blocks:
            name = _("{domain}: {block}").format(domain=_domain_name(domain), block=block.title)
            yield Column(name, "level", 16)
    if _has_total(instrument):
        yield Column(_("Total"), "count", 8)
        yield Column(_("Of"), "count", 6)
    yield Column(_("Overall"), "level", 18)
    for block in instrument.overall.blocks:
        yield Column(block.title, "level", 16)
    yield Column(_("Rests on"), width=16)


def _place_columns(instrument: Instrument, rated: Sequence[Rating]) -> Iterator[Column]:
    """What of the study was assessed, where anything but whole studies was."""
    if _has_parts(rated):
        yield Column(_("Assessment of"), width=24)
        yield Column(_("Stands for the study"), width=14)
    if _has_own_settings(instrument):
        yield Column(_("Settings of the result"), "long", 40)


def _row(
    material: Material, instrument: Instrument, rating: Rating, *, parts: bool
) -> tuple[Cell, ...]:
    form = settled(material.state, rating.form)
    settings = settings_of(material.state, instrument, rating.target)
    found = assess_form(instrument, form, settings)
    shown = {domain.id: domain for domain in rating.domains}
    cells: list[Cell] = [material.state.text(study_subject(rating.study), "label")]
    if parts:
        stands = material.ratings[rating.study].target == rating.target
        cells += [rating.place, _("yes") if stands else _("no")]
    if _has_own_settings(instrument):
        cells.append(settings_words(instrument, settings))
    for domain in instrument.domains:
        for item in domain.items:
            result = found.items[item.address]
            if _says_its_level(domain):
                continue
            cells.append(item_text(result, form.value(f"item/{item.address}")))
            if _gives_stars(domain, item):
                cells.append(int(result.score or 0) if result.answered else None)
        given = shown.get(domain.id)
        if domain.max:
            cells.append(given.score if given is not None else None)
        elif _is_judged(domain):
            level = Level(given.letter, given.word, given.role) if given and given.level else None
            cells.append(level)
        blocks = {one.id: one for one in given.blocks} if given is not None else {}
        cells += [_block(blocks.get(block.id)) for block in domain.blocks]
    if _has_total(instrument):
        complete = rating.is_complete
        cells += [rating.total if complete else None, rating.max if complete else None]
    whole = [_block(one) for one in rating.blocks]
    return (*cells, overall_cell(rating), *whole, rank_words(rating.rank))


def _block(given: BlockRating | None) -> Cell:
    return Level(given.letter, given.word, given.role) if given and given.level else None


def _has_parts(rated: Sequence[Rating]) -> bool:
    """Whether anything but whole studies was assessed."""
    return any(one.place for one in rated)


def _has_own_settings(instrument: Instrument) -> bool:
    return any(one.scope == "result" for one in instrument.settings)


def _notes(material: Material, instrument: Instrument) -> Iterator[str]:
    settings = settings_of(material.state, instrument)
    alike = {tuple((o.code, o.text) for o in item.options) for item in instrument.items()}
    for item in instrument.items():
        if len(alike) == 1:
            yield f"{item.id}: {instrument.fill(item.title, settings)}"
            continue
        options = "; ".join(
            f"{option.code} {instrument.fill(option.text, settings)}" for option in item.options
        )
        yield f"{item.id}: {instrument.fill(item.title, settings)}. {options}"
    if len(alike) == 1:
        said = ", ".join(f"{code} {text}" for code, text in next(iter(alike)) if code != text)
        if said:
            yield said


def _domain_name(domain: Domain) -> str:
    return domain.title if domain.label == domain.title else f"{domain.label} {domain.title}"


def _gives_stars(domain: Domain, item: Item) -> bool:
    return bool(domain.max) and any(option.score for option in item.options)


def _is_judged(domain: Domain) -> bool:
    return domain.judgement != "none" or bool(domain.parts)


def _says_its_level(domain: Domain) -> bool:
    """Whether the one answer is the judgement, as in RoB 1, so that the level says it already."""
    codes = [{option.code for option in item.options} for item in domain.items]
    return domain.judgement == "none" and len(codes) == 1 and codes[0] == set(domain.levels)


def _has_total(instrument: Instrument) -> bool:
    return any(summary.id == "total" for summary in instrument.summaries)


SHEET = Sheet(20, make)
