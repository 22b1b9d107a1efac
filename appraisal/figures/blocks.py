"""An instrument's studies as rows of a table figure: by item with stars or answers, by domain."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from appraisal.cells import answer_text, study_label
from appraisal.conditions import NA
from appraisal.figures.grid import Block, Grid, GridRow
from appraisal.instrument import Domain, Instrument, Item
from appraisal.material import Material, in_order
from appraisal.ratings import Rating, assess_form, settings_of
from appraisal.settled import Settled, settled
from resources.i18n import NOTHING, _, ngettext
from stats.figures.forest_data import Cell, MarkCell, StarCell
from stats.figures.shapes import LEVELS

OPEN = "…"
LONGEST_HEAD = 4  # characters of a label that stands as a column's head


def rated(material: Material, instrument: Instrument) -> tuple[Rating, ...]:
    """The assessments made with an instrument of which anything is settled."""
    return in_order(material, (one for one in material.assessments if _is_of(one, instrument)))


def standing(material: Material, instrument: Instrument) -> tuple[Rating, ...]:
    """The assessments that stand for their studies: one a study, whichever the rule names."""
    return tuple(one for one in material.ratings.values() if _is_of(one, instrument))


def _is_of(rating: Rating, instrument: Instrument) -> bool:
    given = rating.answered or rating.level or any(one.level for one in rating.domains)
    return rating.instrument == instrument.key and bool(given)


def item_block(material: Material, instrument: Instrument) -> Block:
    """Items across: stars where the instrument gives any, else the answers."""
    ratings = rated(material, instrument)
    items = tuple(instrument.items())
    is_scored = any(one.max for one in ratings)
    return Block(
        instrument.short,
        tuple(item.id for item in items),
        tuple(_items_row(material, instrument, items, one) for one in ratings),
        _("Total") if is_scored else _("Overall"),
    )


def _items_row(
    material: Material, instrument: Instrument, items: Sequence[Item], rating: Rating
) -> GridRow:
    form = settled(material.state, rating.form)
    found = assess_form(instrument, form, settings_of(material.state, instrument, rating.target))
    cells: list[Cell] = []
    for item in items:
        result = found.items[item.address]
        if not result.asked:
            cells.append(NA if result.answer == NA else OPEN)
        elif rating.max:
            cells.append(StarCell(int(result.score or 0), int(result.max)) if result.answered
                         else OPEN)  # fmt: skip
        else:
            cells.append(_answer(item, form))
    return GridRow(
        rating.study,
        _label(material, rating),
        tuple(cells),
        _whole(rating),
        overall_mark(rating),
    )


def _answer(item: Item, form: Settled) -> str:
    return answer_text(form.value(f"item/{item.address}")) or OPEN


@dataclass(frozen=True, slots=True)
class _Place:
    """A column of judgements: domains that share a printed label share it."""

    head: str
    domains: frozenset[str]
    title: str


def _places(instrument: Instrument, ratings: Sequence[Rating]) -> tuple[_Place, ...]:
    """The columns that these ratings need, in the order of the checklist."""
    judged = {d.id for one in ratings for d in one.domains if d.role or any(d.blocks)}
    groups: dict[str, list[Domain]] = {}
    for domain in instrument.domains:
        if domain.id in judged:
            groups.setdefault(instrument.heading(domain), []).append(domain)
    return tuple(
        _Place(
            label if len(label) <= LONGEST_HEAD or instrument.display.columns else f"D{n}",
            frozenset(one.id for one in group),
            " / ".join(one.title for one in group),
        )
        for n, (label, group) in enumerate(groups.items(), 1)
    )


def domain_block(material: Material, instrument: Instrument) -> Block:
    """Domains across, a mark for each judgement, and the overall one on its ground."""
    ratings = rated(material, instrument)
    places = _places(instrument, ratings)
    rows = []
    for one in ratings:
        given = {d.id: MarkCell(d.role, d.word, d.letter) for d in one.domains if d.role}
        rows.append(_marks_row(material, one, places, given, overall_mark(one)))
    return Block(
        instrument.short,
        tuple(place.head for place in places),
        tuple(rows),
        _("Overall") if any(one.role for one in ratings) else "",
        grounded=True,
    )


def further_blocks(material: Material, instrument: Instrument) -> Iterator[Block]:
    """A block for each further judgement, such as the concerns about applicability."""
    ratings = rated(material, instrument)
    titles = {block.id: block.title for domain in instrument.domains for block in domain.blocks}
    for name, title in titles.items():
        of = {d.id for d in instrument.domains if any(one.id == name for one in d.blocks)}
        places = tuple(one for one in _places(instrument, ratings) if one.domains & of)
        rows = tuple(_further_row(material, name, places, one) for one in ratings)
        if any(cell != "" for row in rows for cell in row.cells):
            end = _("Overall") if any(row.overall for row in rows) else ""
            yield Block(title, tuple(place.head for place in places), rows, end, grounded=True)


def _further_row(
    material: Material, name: str, places: Sequence[_Place], rating: Rating
) -> GridRow:
    given = {
        domain.id: MarkCell(block.role, block.word, block.letter)
        for domain in rating.domains
        for block in domain.blocks
        if block.id == name and block.role
    }
    whole = next((one for one in rating.blocks if one.id == name and one.role), None)
    overall = MarkCell(whole.role, whole.word, whole.letter) if whole is not None else None
    return _marks_row(material, rating, places, given, overall)


def _marks_row(
    material: Material,
    rating: Rating,
    places: Sequence[_Place],
    given: Mapping[str, MarkCell],
    overall: MarkCell | None,
) -> GridRow:
    cells: tuple[Cell, ...] = tuple(
        next((given[one] for one in given if one in place.domains), "") for place in places
    )
    return GridRow(rating.study, _label(material, rating), cells, overall=overall)


def domain_key(instrument: Instrument, ratings: Sequence[Rating]) -> str:
    """What D1, D2 ... stand for."""
    places = _places(instrument, ratings)
    return ", ".join(f"{place.head} {place.title}" for place in places) + "."


def item_key(instrument: Instrument, block: Block) -> str:
    """What the items stand for, and each answer that stands as a code."""
    items = ", ".join(f"{item.id} {item.title}" for item in instrument.items()) + "."
    codes = ", ".join(f"{code} {text}" for code, text in _codes(instrument, block)) + "."
    return f"{items} {codes}" if codes != "." else items


def _codes(instrument: Instrument, block: Block) -> Iterator[tuple[str, str]]:
    """The codes that stand in a block, in the order of the checklist, with their words.

    A code that means one thing in one question and another in the next is left to the checklist.
    """
    shown = {cell for row in block.rows for cell in row.cells if isinstance(cell, str)}
    words: dict[str, dict[str, None]] = {}
    for item in instrument.items():
        for option in item.options:
            words.setdefault(option.code, {})[option.text] = None
    words.setdefault(NA, {_("Not applicable"): None})
    for code, texts in words.items():
        (text, *more) = texts
        if code in shown and not more and text.casefold() != code.casefold():
            yield code, text


def overall_mark(rating: Rating) -> MarkCell | None:
    """The mark of the whole, where the instrument gives one."""
    return MarkCell(rating.role, rating.word, rating.letter) if rating.role else None


def legend_of(ratings: Sequence[Rating], *, domains: bool) -> tuple[tuple[str, str], ...]:
    """The roles in use with their words, from best to worst."""
    found: dict[str, dict[str, None]] = {}
    for one in ratings:
        pairs = [(d.role, d.word) for d in one.domains] if domains else []
        further = [(b.role, b.word) for d in one.domains for b in d.blocks] if domains else []
        whole = [(b.role, b.word) for b in one.blocks] if domains else []
        for role, word in [*pairs, (one.role, one.word), *further, *whole]:
            if role and word:
                found.setdefault(role, {})[word] = None
    return tuple((level, ", ".join(found[level])) for level in LEVELS if level in found)


def grid_of(
    *blocks: Block, legend: tuple[tuple[str, str], ...], notes: tuple[str, ...], title: str
) -> Grid:
    """A figure of blocks, described in words."""
    n = sum(len(block.rows) for block in blocks)
    described = ngettext("{title}: {n} study", "{title}: {n} studies", n)
    if any(cell == OPEN for block in blocks for row in block.rows for cell in row.cells):
        notes = (*notes, _("{sign} stands for a question still open.").format(sign=OPEN))
    return Grid(blocks, legend, notes, title, described.format(title=title, n=n), _("Study"))


def _label(material: Material, rating: Rating) -> str:
    return study_label(material.state, rating.study, rating.place)


def _whole(rating: Rating) -> str:
    if not rating.max:
        return rating.word
    if not rating.is_complete or rating.total is None:
        return NOTHING
    return _("{n}/{total}").format(n=rating.total, total=rating.max)
