"""The rows of a forest plot: names, cells, squares, intervals and diamonds."""

from collections.abc import Iterator
from math import floor, isfinite, sqrt

from stats.figures.forest_columns import EDGE, Placed, heading_room
from stats.figures.forest_data import (
    Cell,
    Heading,
    MarkCell,
    StarCell,
    Study,
    Summary,
    cell_text,
)
from stats.figures.forest_page import Page, column_name
from stats.figures.measure import wrap
from stats.figures.scene import Box, Dot, Judgement, Line, Mark, Poly, Row, Stars, Text, part_id
from stats.figures.shapes import stars_width

BASELINE = 4.5  # from a row's middle down to the baseline of body text
HEADING = 28.0


def draw_row(
    page: Page,
    row: Study | Heading | Summary,
    y: float,
    marks: list[Mark],
    rows: list[Row],
) -> float:
    """Draw one row from `y` down; return its height."""
    if isinstance(row, Heading):
        cols = page.columns
        label = _label(page, row.label, 600, heading_room(cols))
        height = HEADING + (len(label) - 1) * page.style.line
        marks += _texts(page, label, cols.study_left, y + height / 2, 600, "ink", "")
        return height
    weight = 600 if isinstance(row, Summary) and row.kind == "pool" else 500
    lines = _label(page, row.label, weight, page.columns.study_width)
    height = max(page.row, len(lines) * page.style.line + 8.0)
    middle = y + height / 2
    role = _role(row)
    if isinstance(row, Study):
        marks += _grounds(page, y, height)
    marks += _texts(page, lines, page.columns.study_left, middle, weight, role, row.id)
    for placed in page.columns.placed:
        if placed.index < len(row.cells):
            marks += _cell(page, placed, row.cells[placed.index], middle, role, row)
    marks += _diamond(page, row, middle) if isinstance(row, Summary) else _point(page, row, middle)
    if row.id:
        wide = page.columns.right - EDGE
        rows.append(Row(row.id, EDGE, y, wide, height, _says(page, row)))
    return height


def _role(row: Study | Summary) -> str:
    if isinstance(row, Study):
        return "ink" if row.used else "off"
    return "quiet" if row.kind == "comparison" else "ink"


def _label(page: Page, text: str, weight: int, width: float) -> tuple[str, ...]:
    style = page.style
    return wrap(
        text, width, page.measure, size=style.body, bold=weight >= 600, most=style.label_lines
    )


def _texts(
    page: Page, lines: tuple[str, ...], x: float, middle: float, weight: int, role: str, id: str
) -> Iterator[Mark]:
    style = page.style
    first = middle - (len(lines) - 1) * style.line / 2 + BASELINE
    for i, line in enumerate(lines):
        wide = page.measure(line, style.body, bold=weight >= 600)
        yield Text(x, first + i * style.line, line, "start", style.body, weight, role, wide, id=id)


def _grounds(page: Page, y: float, height: float) -> Iterator[Mark]:
    for placed in page.columns.placed:
        if placed.column.overall:
            yield Box(placed.left, y, placed.right - placed.left, height, "overall")


def _cell(
    page: Page, placed: Placed, cell: Cell, middle: float, role: str, row: Study | Summary
) -> Iterator[Mark]:
    style = page.style
    centre = (placed.left + placed.right) / 2
    part = part_id(row.id, placed.column.key)
    match cell:
        case StarCell():
            x = centre - stars_width(cell.of, style.star) / 2
            yield Stars(x, middle, cell.earned, cell.of, style.star, role, id=part)
        case MarkCell():
            yield Judgement(centre, middle, cell.level, style.mark, cell.word, id=part)
        case str():
            is_pool = isinstance(row, Summary) and row.kind == "pool"
            is_strong = placed.column.strong and role == "ink"
            weight = 600 if is_pool or is_strong else 400
            wide = page.measure(cell, style.body, bold=weight >= 600)
            yield Text(
                placed.right,
                middle + BASELINE,
                cell,
                "end",
                style.body,
                weight,
                role,
                wide,
                id=row.id,
            )


def _says(page: Page, row: Study | Summary) -> str:
    """Return a row in words: its name, what each column has, and its note."""
    parts = [row.label]
    for column, cell in zip(page.forest.columns, row.cells, strict=False):
        if text := cell_text(cell):
            name = column_name(column)
            parts.append(f"{name} {text}".strip())
    if isinstance(row, Study):
        parts += [page.words["left out"]] * (not row.used)
        parts += [row.note] * bool(row.note)
    return ", ".join(parts)


# the plot


def upright_lines(page: Page, top: float, bottom: float) -> Iterator[Mark]:
    """Draw the lines of no effect and of the pooled estimate, under all squares."""
    forest = page.forest
    if forest.null is not None:
        x = floor(page.x(forest.null)) + 0.5
        yield Line(x, top, x, bottom, role="axis")
    pool = next((p for p in forest.pools if p.kind == "pool" and p.estimate is not None), None)
    if pool is not None and pool.estimate is not None:
        x = floor(page.x(pool.estimate)) + 0.5
        yield Line(x, top, x, bottom, role="pool", dash=(3.0, 3.0))


def _point(page: Page, row: Study, y: float) -> Iterator[Mark]:
    if row.estimate is None or not isfinite(row.estimate):
        return
    role = _role(row)
    if row.lower is not None and row.upper is not None:
        yield from _interval(page, row.lower, row.upper, y, role, row.id)
    if not page.axis.holds(row.estimate):
        return  # the arrow tells on which side
    x, side = page.x(row.estimate), _side(page, row)
    if page.forest.point == "dot":
        yield Dot(x, y, 4.0, role if row.used else "ground", "" if row.used else role, id=row.id)
        return
    left, top = round(x - side / 2), round(y - side / 2)
    if row.used:
        yield Box(left, top, side, side, role, id=row.id)
    else:
        yield Box(left + 0.5, top + 0.5, side - 1, side - 1, "ground", role, id=row.id)


def _side(page: Page, row: Study) -> float:
    """Return the side of a square, in whole px: its area goes with the weight."""
    style, most = page.style, page.heaviest
    if not row.weight or most <= 0.0:
        return style.square_least
    return float(round(max(style.square_least, style.square * min(1.0, sqrt(row.weight / most)))))


def _interval(
    page: Page, lower: float, upper: float, y: float, role: str, id: str
) -> Iterator[Mark]:
    """Draw an interval; an end beyond the axis becomes an arrowhead just outside it."""
    style, axis = page.style, page.axis
    long, high = style.arrow
    left, right = page.axis_left, page.axis_right
    begin = page.x(lower) if lower >= axis.low else left
    end = page.x(upper) if upper <= axis.high else right
    begin, end = min(begin, right), max(end, left)
    if end > begin:
        yield Line(begin, y, end, y, style.stroke, role, id=id)
    for out, tip, edge in (
        (not lower >= axis.low or upper < axis.low, left - long, left),
        (not upper <= axis.high or lower > axis.high, right + long, right),
    ):
        if out:
            points = ((tip, y), (edge, y - high / 2), (edge, y + high / 2))
            yield Poly(points, role, id=id)
    half = style.cap / 2
    for value, x in ((lower, begin), (upper, end)):
        if axis.low <= value <= axis.high:
            yield Line(x, y - half, x, y + half, style.stroke, role, id=id)


def _diamond(page: Page, row: Summary, y: float) -> Iterator[Mark]:
    if row.estimate is None or row.lower is None or row.upper is None:
        return
    half = page.style.diamond / 2
    left, right = page.x(row.lower), page.x(row.upper)
    middle = page.x(row.estimate)
    points = ((left, y), (middle, y - half), (right, y), (middle, y + half))
    if row.kind == "comparison":
        yield Poly(points, "ground", "quiet", 1.4, id=row.id)
    else:
        yield Poly(points, "pool" if row.kind == "pool" else "quiet", id=row.id)
    if row.prediction is not None:
        yield from _interval(page, *row.prediction, y + half + 5.0, "pool", row.id)
