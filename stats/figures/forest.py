"""The forest plot: rows of studies, squares by weight, diamonds, axis and footer, as a Scene.

The measures are those of docs/design.md, section 8. Selection and hover belong to the canvas; what
the numbers are and how they are worded belongs to whoever fills `ForestData`.
"""

from collections.abc import Iterator
from math import ceil, floor, isfinite

from stats.figures.axis import Axis, axis_marks, linear_axis, log_axis
from stats.figures.footer import footer_marks
from stats.figures.forest_columns import EDGE, columns, width_for_all
from stats.figures.forest_data import (
    Column,
    ForestData,
    Heading,
    MarkCell,
    StarCell,
    Study,
    Summary,
    cell_text,
)
from stats.figures.forest_page import Page, column_name, small_text
from stats.figures.forest_rows import draw_row, upright_lines
from stats.figures.measure import elide, wrap
from stats.figures.scene import (
    Anchor,
    Line,
    Mark,
    Row,
    Scene,
)
from stats.figures.style import PAPER, PAPER_WIDTHS, ForestStyle, Measure, Words, forest_style

__all__ = [
    "Column",
    "ForestData",
    "Heading",
    "MarkCell",
    "StarCell",
    "Study",
    "Summary",
    "layout",
    "paper",
]
BEFORE_ROWS, BEFORE_POOLS, AFTER_ROWS = 4.0, 8.0, 6.0


def layout(
    forest: ForestData,
    *,
    words: Words,
    measure: Measure,
    width: float,
    style: ForestStyle | None = None,
) -> Scene:
    """Lay a forest plot out in a width; where that is too small, the scene is wider."""
    style = style or forest_style(width)
    dense = len(forest.studies) >= style.dense_from
    places = columns(forest, style=style, measure=measure, width=width)
    left = round(places.plot_left + style.arrow[0]) + 0.5  # an arrowhead stands just outside
    right = round(places.plot_right - style.arrow[0]) - 0.5
    page = Page(
        forest=forest,
        columns=places,
        axis=_axis(forest, right - left),
        axis_left=left,
        axis_right=right,
        style=style,
        measure=measure,
        words=words,
        row=style.dense_row if dense else style.row,
        heaviest=_heaviest(forest),
    )
    return _compose(page)


def paper(
    forest: ForestData, *, words: Words, measure: Measure, least: float = PAPER_WIDTHS[0]
) -> Scene:
    """Lay a forest plot out for a file: as wide as its columns need, names in full."""
    most = PAPER_WIDTHS[1]
    wanted = width_for_all(forest, style=PAPER, measure=measure)
    width = max(least, min(most, ceil(wanted)))
    return layout(forest, words=words, measure=measure, width=width, style=PAPER)


def _compose(page: Page) -> Scene:
    forest, cols = page.forest, page.columns
    head = page.style.top + page.style.head + page.deeper
    marks = list(_head(page))
    body: list[Mark] = []
    rows: list[Row] = []
    breaks: list[float] = []
    y = head + BEFORE_ROWS
    for row in forest.rows:
        breaks.append(y)
        y += draw_row(page, row, y, body, rows)
    if forest.pools and forest.rows:
        at = floor(y + BEFORE_POOLS / 2) + 0.5
        body.append(Line(EDGE, at, cols.right, at, role="rule"))
        breaks.append(y)
        y += BEFORE_POOLS
    for pool in forest.pools:
        y += draw_row(page, pool, y, body, rows)
    base = floor(y + AFTER_ROWS) + 0.5
    marks += upright_lines(page, head + 0.5, base)
    marks += body
    marks += axis_marks(
        page.axis,
        page.axis_left,
        page.axis_right,
        y=base,
        words=page.words,
        measure=page.measure,
        size=page.style.small,
    )
    below = base + 22.0
    below = _favours(page, below, marks)
    axis = (base - AFTER_ROWS, below)
    bottom = footer_marks(
        marks,
        below + 4.0,
        lines=forest.footer,
        notes=(*forest.notes, *_arrow_note(page)),
        legend=_legend(page),
        left=cols.study_left,
        width=cols.width,
        style=page.style,
        measure=page.measure,
    )
    return Scene(
        width=cols.width,
        height=bottom,
        marks=tuple(marks),
        rows=tuple(rows),
        title=forest.title,
        description=forest.description,
        table=_table(forest),
        head=(0.0, head + BEFORE_ROWS),
        axis=axis,
        breaks=(*breaks, below),
    )


def _legend(page: Page) -> tuple[tuple[str, str], ...]:
    """Return the levels that the columns shown do have."""
    marks = [placed.index for placed in page.columns.placed if placed.column.kind == "mark"]
    levels = {
        cell.level
        for row in page.forest.studies
        for i in marks
        if i < len(row.cells) and isinstance(cell := row.cells[i], MarkCell)
    }
    return tuple((level, word) for level, word in page.forest.legend if level in levels)


def _arrow_note(page: Page) -> tuple[str, ...]:
    """Return the sentence on arrows, where there are any and the caller has one."""
    limits = [v for row in page.forest.studies for v in (row.lower, row.upper) if v is not None]
    said = page.words.texts.get("arrows", "")
    return (said,) if said and not all(page.axis.holds(v) for v in limits) else ()


def _axis(forest: ForestData, length: float) -> Axis:
    """Return the axis: all squares and diamonds, and of the intervals what fits."""
    must = [row.estimate for row in forest.studies]
    may: list[float | None] = []
    for row in forest.studies:
        may += [row.lower, row.upper]
    for summary in forest.summaries:
        must += [summary.estimate, summary.lower, summary.upper]
        may += summary.prediction or ()
    if forest.null is not None:
        must.append(forest.null)
    needed = [v for v in must if v is not None and isfinite(v)]
    wished = [v for v in may if v is not None and isfinite(v)]
    if forest.scale == "log":
        return log_axis(needed, wished, length=length)
    return linear_axis(needed, wished)


def _heaviest(forest: ForestData) -> float:
    """Return the greatest weight of the rows used; of all where none is."""
    used = max((row.weight or 0.0 for row in forest.studies if row.used), default=0.0)
    return used or max((row.weight or 0.0 for row in forest.studies), default=0.0)


# the head


def _head(page: Page) -> Iterator[Mark]:
    forest, cols, style = page.forest, page.columns, page.style
    first, second = style.top + 12.5 + page.deeper, style.top + 31.5 + page.deeper
    yield small_text(page, forest.study_head, cols.study_left, first, "start", weight=500)
    yield from _plot_heads(page, first, second)
    for placed in cols.placed:
        column = placed.column
        is_text = column.kind == "text"
        x = placed.right if is_text else (placed.left + placed.right) / 2
        anchor: Anchor = "end" if is_text else "middle"
        if column.head and not column.group:
            for up, line in enumerate(reversed(page.head_lines(column))):
                yield small_text(page, line, x, first - up * style.line, anchor, weight=500)
        yield small_text(page, column.sub, x, second, anchor, weight=400 if column.head else 500)
    yield from _groups(page, first)
    bottom = style.top + style.head + page.deeper + 0.5
    yield Line(EDGE, bottom, cols.right, bottom, role="axis")


def _plot_heads(page: Page, first: float, second: float) -> Iterator[Mark]:
    """Name the plot; a long name moves into the empty room at its right, then is cut."""
    forest, cols, measure, size = page.forest, page.columns, page.measure, page.style.small
    for text, y, weight in ((forest.plot_head, first, 500), (forest.plot_sub, second, 400)):
        neighbours = (
            (p.right if p.column.kind == "text" else (p.left + p.right) / 2)
            - _longest(page, name) * (1.0 if p.column.kind == "text" else 0.5)
            for p in cols.placed
            if p.left > cols.plot_left
            and (name := p.column.sub if y == second else p.column.group or p.column.head)
        )
        begin = cols.plot_left
        end = min(neighbours, default=cols.right) - page.style.gap
        shown = elide(text, end - begin, measure, size=size)
        half = measure(shown, size) / 2
        middle = (page.axis_left + page.axis_right) / 2
        middle = max(begin + half, min(middle, end - half))
        yield small_text(page, shown, middle, y, "middle", weight=weight)


def _longest(page: Page, name: str) -> float:
    """Return the width of a head's longest line."""
    lines = page.head_lines(Column(name))
    return max(page.measure(line, page.style.small) for line in lines)


def _groups(page: Page, y: float) -> Iterator[Mark]:
    """Write each group's head once, over the middle of its columns."""
    names = dict.fromkeys(p.column.group for p in page.columns.placed if p.column.group)
    for name in names:
        members = [p for p in page.columns.placed if p.column.group == name]
        left, right = members[0].left, members[-1].right
        wide = page.measure(name, page.style.small, bold=True)
        middle = min((left + right) / 2, page.columns.right - page.style.pad - wide / 2)
        yield small_text(page, name, middle, y, "middle", weight=500)


def _favours(page: Page, y: float, marks: list[Mark]) -> float:
    """Write what lies either side of no effect; return where it ends."""
    forest, cols, style = page.forest, page.columns, page.style
    if forest.null is None or not any(forest.favours):
        return y
    x = page.x(forest.null)
    most = 0
    sides: tuple[tuple[str, Anchor, float, float], ...] = (
        (f"← {forest.favours[0]}", "end", x - 6, x - 6 - cols.study_left),
        (f"{forest.favours[1]} →", "start", x + 6, cols.right - style.pad - x - 6),
    )
    for text, anchor, at, room in sides:
        lines = wrap(text, room, page.measure, size=style.small)
        for i, line in enumerate(lines):
            marks.append(small_text(page, line, at, y + style.small + i * style.line, anchor))
        most = max(most, len(lines))
    return y + 4.0 + most * style.line


# the data


def _table(forest: ForestData) -> tuple[tuple[str, ...], ...]:
    """Return the figure as a table of texts."""
    head = (forest.study_head, *(column_name(column) for column in forest.columns))
    body = [
        (row.label, *(cell_text(cell) for cell in row.cells))
        for row in (*forest.rows, *forest.pools)
        if isinstance(row, Study | Summary)
    ]
    return (head, *body)
