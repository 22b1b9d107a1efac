"""Where the columns of a forest plot stand: widths by measure, the plot gets the rest."""

from collections.abc import Iterator
from dataclasses import dataclass

from stats.figures.forest_data import (
    Column,
    ForestData,
    Heading,
    MarkCell,
    StarCell,
    Study,
    Summary,
)
from stats.figures.measure import wrap
from stats.figures.shapes import stars_width
from stats.figures.style import ForestStyle, Measure

EDGE = 8.0  # from the page to the band of a row
LEAST_MARK = 22.0
POOL_APART = 12.0  # between the totals of two arms, such as 1065/191064 and 1510/166283
STARS_APART = 4.0  # more than the gap, from text


@dataclass(frozen=True, slots=True)
class Placed:
    """A column with its place among all columns, and its left and right end."""

    index: int
    column: Column
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Columns:
    """All places across the figure; the axis runs from `plot_left` to `plot_right`."""

    width: float
    study_left: float
    study_width: float
    placed: tuple[Placed, ...]
    plot_left: float
    plot_right: float

    @property
    def left(self) -> float:
        """Where the rows' bands begin."""
        return EDGE

    @property
    def right(self) -> float:
        """Where the rows' bands end."""
        return self.width - EDGE


def columns(forest: ForestData, *, style: ForestStyle, measure: Measure, width: float) -> Columns:
    """Place the columns in a width; where it does not suffice, the figure becomes wider."""
    wanted = _wanted(forest, style=style, measure=measure)
    longest = max(_name_widths(forest, wanted, style=style, measure=measure), default=0.0)
    kept = _kept(forest, wanted, style=style, width=width)
    others = _others(forest, kept, wanted, style)
    most = max(style.study, min(style.study_most, width - others - style.plot))
    study = min(max(style.study, longest), most)
    if others + study + style.plot > width:
        study = min(max(style.study, longest), style.study_long)
    width = max(width, others + study + style.plot)
    return _placed(forest, kept, wanted, style=style, study=study, width=width)


def width_for_all(forest: ForestData, *, style: ForestStyle, measure: Measure) -> float:
    """Return the width in which every column and the longest name have their room."""
    wanted = _wanted(forest, style=style, measure=measure)
    names = _name_widths(forest, wanted, style=style, measure=measure)
    study = min(max([style.study, *names]), style.study_most)
    return _others(forest, list(wanted), wanted, style) + study + style.plot


def head_lines(column: Column, *, style: ForestStyle, measure: Measure) -> tuple[str, ...]:
    """Return a column's name in lines, so that a long one takes no room from the studies'."""
    return wrap(
        column.head, style.head_most, measure, size=style.small, bold=True, most=style.head_lines
    )


def _wanted(forest: ForestData, *, style: ForestStyle, measure: Measure) -> dict[int, float]:
    """Return the width of every column; those of a group have room for its name together."""
    wanted = {
        i: _width(forest, i, style=style, measure=measure) for i in range(len(forest.columns))
    }
    groups: dict[str, list[int]] = {}
    for i, column in enumerate(forest.columns):
        if column.group:
            groups.setdefault(column.group, []).append(i)
    for name, members in groups.items():
        inside = sum(_gap(forest, i, members, style) for i in members[1:])
        lacks = measure(name, style.small, bold=True) - inside - sum(wanted[i] for i in members)
        for i in members if lacks > 0 else ():
            wanted[i] += lacks / len(members)
    return wanted


def _kept(
    forest: ForestData, wanted: dict[int, float], *, style: ForestStyle, width: float
) -> list[int]:
    """Return the columns that stay: those to drop first leave until the plot has its room."""
    kept = list(wanted)
    for rank in sorted({c.drop for c in forest.columns if c.drop}, reverse=True):
        if _others(forest, kept, wanted, style) + style.study + style.plot <= width:
            break
        kept = [i for i in kept if forest.columns[i].drop != rank]
    return kept


def _others(
    forest: ForestData, kept: list[int], wanted: dict[int, float], style: ForestStyle
) -> float:
    """Return the room that all but the names and the plot take."""
    inside = sum(wanted[i] + _gap(forest, i, kept, style) for i in kept)
    return inside + 2 * (EDGE + style.pad + style.gap)


def _gap(forest: ForestData, i: int, kept: list[int], style: ForestStyle) -> float:
    """Return the gap left of a column; the first beyond the plot has the plot's own."""
    here = kept.index(i)
    if i >= forest.plot_after and (here == 0 or kept[here - 1] < forest.plot_after):
        return 0.0
    pair = {forest.columns[j].kind for j in kept[max(0, here - 1) : here + 1]}
    if here == 0 or "text" in pair:
        return style.gap + (STARS_APART if pair == {"text", "stars"} else 0.0)
    return 0.0 if pair == {"mark"} else style.star_gap


def _placed(
    forest: ForestData,
    kept: list[int],
    wanted: dict[int, float],
    *,
    style: ForestStyle,
    study: float,
    width: float,
) -> Columns:
    begin = EDGE + style.pad
    placed: list[Placed] = []
    x = begin + study
    for i in (i for i in kept if i < forest.plot_after):
        x += _gap(forest, i, kept, style)
        placed.append(Placed(i, forest.columns[i], x, x + wanted[i]))
        x += wanted[i]
    plot_left = x + style.gap
    x = width - EDGE - style.pad
    after: list[Placed] = []
    for i in reversed([i for i in kept if i >= forest.plot_after]):
        after.insert(0, Placed(i, forest.columns[i], x - wanted[i], x))
        x -= wanted[i] + _gap(forest, i, kept, style)
    return Columns(width, begin, study, (*placed, *after), plot_left, x - style.gap)


def _width(forest: ForestData, i: int, *, style: ForestStyle, measure: Measure) -> float:
    column = forest.columns[i]
    lines = (*head_lines(column, style=style, measure=measure), column.sub)
    heads = max(measure(line, style.small) for line in lines)
    mark = LEAST_MARK if column.kind == "mark" else 0.0
    cells = _cell_widths(forest, i, style=style, measure=measure)
    return max(column.least, heads, mark, *cells, 0.0)


def _cell_widths(
    forest: ForestData, i: int, *, style: ForestStyle, measure: Measure
) -> Iterator[float]:
    """Return the widths of a column's cells; the pool's, being bold, may take half the gap.

    Its counts keep more apart: two totals that nearly touch read as one number.
    """
    for row in (*forest.rows, *forest.pools):
        if not isinstance(row, Study | Summary) or i >= len(row.cells):
            continue
        match row.cells[i]:
            case str() as text:
                is_pool = isinstance(row, Summary) and row.kind == "pool"
                wide = measure(text, style.body, bold=is_pool or forest.columns[i].strong)
                apart = POOL_APART - style.gap if i < forest.plot_after else -style.gap / 2
                yield wide + apart if is_pool else wide
            case StarCell() as stars:
                yield stars_width(stars.of, style.star)
            case MarkCell():
                yield style.mark


def _name_widths(
    forest: ForestData, wanted: dict[int, float], *, style: ForestStyle, measure: Measure
) -> Iterator[float]:
    """Return the widths of names; a heading may reach over the columns left of the plot."""
    left = sum(wanted[i] + style.gap for i in wanted if i < forest.plot_after)
    for row in (*forest.rows, *forest.pools):
        wide = measure(row.label, style.body, bold=not isinstance(row, Study))
        yield wide - left if isinstance(row, Heading) else wide


def heading_room(places: Columns) -> float:
    """Return how wide the heading of a subgroup may be."""
    return places.plot_left - places.study_left
