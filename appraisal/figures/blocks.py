"""An instrument's studies as rows of a table figure: by item with stars or answers, by domain."""

from collections.abc import Sequence

from appraisal.cells import answer_text
from appraisal.figures.grid import Block, Grid, GridRow
from appraisal.instrument import Instrument, Item
from appraisal.material import Material
from appraisal.ratings import Rating, assess_form, settings_of
from appraisal.settled import Settled, settled
from appraisal.subjects import appraisal_form, study_subject
from resources.i18n import NOTHING, _, ngettext
from stats.figures.forest_data import Cell, MarkCell, StarCell
from stats.figures.shapes import LEVELS

OPEN = "?"


def rated(material: Material, instrument: Instrument) -> tuple[Rating, ...]:
    """The studies appraised with an instrument of which anything is settled."""
    return tuple(
        one
        for one in material.ratings.values()
        if one.instrument == instrument.key and (one.answered or one.level)
    )


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
    form = settled(material.state, appraisal_form(rating.study, instrument.key))
    found = assess_form(instrument, form, settings_of(material.state, instrument))
    cells: list[Cell] = []
    for item in items:
        result = found.items[item.address]
        if not result.asked:
            cells.append("")
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
    value = form.value(f"item/{item.address}")
    text = answer_text(item, value)
    return text if isinstance(text, str) else NOTHING


def domain_block(material: Material, instrument: Instrument) -> Block:
    """Domains across, a mark for each judgement, and the overall one on its ground."""
    ratings = rated(material, instrument)
    names = tuple(dict.fromkeys(d.id for one in ratings for d in one.domains if d.role))
    return Block(
        instrument.short,
        tuple(f"D{i + 1}" for i in range(len(names))),
        tuple(_domains_row(material, names, one) for one in ratings),
        _("Overall") if any(one.role for one in ratings) else "",
        grounded=True,
    )


def _domains_row(material: Material, names: Sequence[str], rating: Rating) -> GridRow:
    given = {d.id: MarkCell(d.role, d.word, d.letter) for d in rating.domains if d.role}
    cells: tuple[Cell, ...] = tuple(given.get(name, "") for name in names)
    overall = overall_mark(rating)
    return GridRow(rating.study, _label(material, rating), cells, overall=overall)


def domain_key(ratings: Sequence[Rating]) -> str:
    """What D1, D2 ... stand for."""
    titles = dict.fromkeys(d.title for one in ratings for d in one.domains if d.role)
    return ", ".join(f"D{i + 1} {title}" for i, title in enumerate(titles)) + "."


def item_key(instrument: Instrument) -> str:
    """What the items stand for."""
    return ", ".join(f"{item.id} {item.title}" for item in instrument.items()) + "."


def overall_mark(rating: Rating) -> MarkCell | None:
    """The mark of the whole, where the instrument gives one."""
    return MarkCell(rating.role, rating.word, rating.letter) if rating.role else None


def legend_of(ratings: Sequence[Rating], *, domains: bool) -> tuple[tuple[str, str], ...]:
    """The roles in use with their words, from best to worst."""
    found: dict[str, dict[str, None]] = {}
    for one in ratings:
        pairs = [(d.role, d.word) for d in one.domains] if domains else []
        for role, word in [*pairs, (one.role, one.word)]:
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
    return material.state.text(study_subject(rating.study), "label")


def _whole(rating: Rating) -> str:
    if not rating.max:
        return rating.word
    if not rating.is_complete or rating.total is None:
        return NOTHING
    return _("{n}/{total}").format(n=rating.total, total=rating.max)
