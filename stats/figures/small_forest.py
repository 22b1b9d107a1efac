"""A few pools beneath each other in a narrow place: names and numbers over their diamonds.

Each row takes two lines: what it is, with its studies and its estimate; below, the diamond on an
axis all rows share. Rows of a second part stand under a heading and show their share of the weight
as a bar. Limits are on the scale of the axis, as in `forest_data`.
"""

from dataclasses import dataclass
from math import floor, isfinite
from typing import Literal

from stats.figures.axis import Axis, axis_marks, linear_axis, log_axis
from stats.figures.measure import elide, wrap
from stats.figures.scene import Anchor, Box, Line, Mark, Poly, Row, Scene, Text
from stats.figures.style import Measure, Words

EDGE, TOP = 2.0, 4.0
SIZE, SMALL, LINE = 12.0, 11.0, 15.0
BAND = 16.0  # of a diamond
APART = 5.0
HALF = 5.0  # of a diamond's height
BAR = 5.0
LEAST = 2.0  # of half a diamond, so that it is seen
INSET = 12.0  # half a label of the axis


@dataclass(frozen=True, slots=True)
class SmallRow:
    """A pool: its name, the studies behind it, its estimate in words and on the axis.

    `share` is its part of the weight, per cent, where it has one; `is_current` marks what is used.
    """

    id: str
    label: str
    text: str
    estimate: float | None
    lower: float | None
    upper: float | None
    share: float | None = None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class SmallForest:
    """Rows, and those of a second part under `heading`; `null` None where there is none."""

    rows: tuple[SmallRow, ...]
    heading: str = ""
    levels: tuple[SmallRow, ...] = ()
    scale: Literal["log", "linear"] = "log"
    null: float | None = 0.0
    title: str = ""
    description: str = ""


def layout(forest: SmallForest, *, words: Words, measure: Measure, width: float) -> Scene:
    """Lay the rows out in a width; names too long for it take a second line."""
    left, right = EDGE + INSET + 0.5, width - EDGE - INSET - 0.5
    axis = _axis(forest, right - left)
    sheet = _Sheet(forest, axis, left, right, width, measure, [], [])
    y = TOP
    for row in forest.rows:
        y = _row(sheet, row, y)
    if forest.levels:
        y += 4
        sheet.marks.append(Line(EDGE, floor(y) + 0.5, width - EDGE, floor(y) + 0.5, role="rule"))
        y += 4
        for line in wrap(forest.heading, width - 2 * EDGE, measure, size=SMALL, bold=True):
            sheet.marks.append(_text(sheet, line, EDGE, y + SMALL, weight=600, role="quiet"))
            y += LINE
        for row in forest.levels:
            y = _row(sheet, row, y)
    base = floor(y + 2) + 0.5
    marks = axis_marks(axis, left, right, y=base, words=words, measure=measure, size=SMALL)
    table = [(row.label, row.text) for row in (*forest.rows, *forest.levels)]
    return Scene(
        width=width,
        height=base + SMALL + 10,
        marks=(*sheet.marks, *marks),
        rows=tuple(sheet.rows),
        title=forest.title,
        description=forest.description,
        table=tuple(table),
    )


@dataclass(slots=True)
class _Sheet:
    forest: SmallForest
    axis: Axis
    left: float
    right: float
    width: float
    measure: Measure
    marks: list[Mark]
    rows: list[Row]


def _axis(forest: SmallForest, length: float) -> Axis:
    every = (*forest.rows, *forest.levels)
    must = [row.estimate for row in every] + [forest.null]
    may = [limit for row in every for limit in (row.lower, row.upper)]
    needed = [one for one in must if one is not None and isfinite(one)]
    wished = [one for one in may if one is not None and isfinite(one)]
    if forest.scale == "log":
        return log_axis(needed, wished, length=length)
    return linear_axis(needed, wished, pieces=4)


def _row(sheet: _Sheet, row: SmallRow, y: float) -> float:
    top = y
    weight = 600 if row.is_current else 400
    room = sheet.width - 2 * EDGE
    wide = sheet.measure(row.text, SIZE, bold=weight >= 600)
    label = sheet.measure(row.label, SIZE, bold=weight >= 600)
    if label + 8 + wide <= room:
        sheet.marks.append(_text(sheet, row.label, EDGE, y + SIZE, size=SIZE, weight=weight))
    else:
        for line in wrap(row.label, room, sheet.measure, size=SIZE, bold=weight >= 600):
            sheet.marks.append(_text(sheet, line, EDGE, y + SIZE, size=SIZE, weight=weight))
            y += LINE
    text = elide(row.text, room, sheet.measure, size=SIZE, bold=weight >= 600)
    sheet.marks.append(
        _text(sheet, text, sheet.width - EDGE, y + SIZE, anchor="end", size=SIZE, weight=weight)
    )
    y += LINE
    middle = y + BAND / 2
    null = sheet.forest.null
    if null is not None and sheet.axis.holds(null):  # beside the numbers it would strike them out
        x = floor(sheet.axis.place(null, sheet.left, sheet.right)) + 0.5
        sheet.marks.append(Line(x, y + 1, x, y + BAND - 1, role="axis"))
    _diamond(sheet, row, middle)
    y += BAND
    if row.share is not None:
        long = (sheet.width - 2 * EDGE) * min(100.0, max(0.0, row.share)) / 100
        sheet.marks.append(Box(EDGE, y, sheet.width - 2 * EDGE, BAR, "overall"))
        sheet.marks.append(Box(EDGE, y, long, BAR, "quiet", id=row.id))
        y += BAR
    says = f"{row.label}: {row.text}"
    sheet.rows.append(Row(row.id, EDGE, top, sheet.width - 2 * EDGE, y - top, says))
    return y + APART


def _diamond(sheet: _Sheet, row: SmallRow, y: float) -> None:
    if row.estimate is None or row.lower is None or row.upper is None:
        return
    axis = sheet.axis

    def at(value: float) -> float:
        return axis.place(min(max(value, axis.low), axis.high), sheet.left, sheet.right)

    begin, middle, end = at(row.lower), at(row.estimate), at(row.upper)
    begin, end = min(begin, middle - LEAST), max(end, middle + LEAST)
    points = ((begin, y), (middle, y - HALF), (end, y), (middle, y + HALF))
    role = "pool" if row.is_current else "quiet"
    sheet.marks.append(Poly(points, role, id=row.id))
    for value, x, tip in ((row.lower, begin, -HALF), (row.upper, end, HALF)):
        if not axis.holds(value):  # an arrowhead where the axis ends before the limit
            ends = ((x + tip, y), (x, y - 4), (x, y + 4))
            sheet.marks.append(Poly(ends, role, id=row.id))


def _text(
    sheet: _Sheet,
    text: str,
    x: float,
    y: float,
    *,
    anchor: Anchor = "start",
    size: float = SMALL,
    weight: int = 400,
    role: str = "ink",
) -> Text:
    wide = sheet.measure(text, size, bold=weight >= 600)
    return Text(x, y, text, anchor, size, weight, role, wide)
