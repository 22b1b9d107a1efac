"""What plots with two axes share: the frame, ticks and titles, points, and names beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor, sqrt

from stats.figures.axis import Axis, axis_marks, tick_text
from stats.figures.footer import footer_marks
from stats.figures.names import Named, Places, place_names, segments
from stats.figures.scene import Dot, Line, Mark, Poly, Row, Scene, Text
from stats.figures.style import ForestStyle, Measure, Words

EDGE, TOP, UNDER = 16.0, 14.0, 46.0
SMALL = 12.0
DOT = 4.0
LEAST, MOST = 3.0, 12.0  # radius of points whose area goes with the weight
MOST_LISTED = 12  # names in a note


@dataclass(frozen=True, slots=True)
class Point:
    """A study in the plane; with a weight, its area goes with it. Left out, it is hollow."""

    id: str
    label: str
    x: float
    y: float
    weight: float | None = None
    used: bool = True
    says: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """Points as drawn: their marks, the places that answer, and the names that found no room."""

    marks: tuple[Mark, ...]
    rows: tuple[Row, ...]
    unnamed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Titles:
    """The words of a plot."""

    x: str
    y: str
    title: str = ""
    description: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the axes lie; `falls` turns the upright one, so that its values grow downwards."""

    x_axis: Axis
    y_axis: Axis
    left: float
    right: float
    top: float
    bottom: float
    falls: bool = False

    def x(self, value: float) -> float:
        """Return where a value lies across."""
        return self.x_axis.place(value, self.left, self.right)

    def y(self, value: float) -> float:
        """Return where a value lies down."""
        ends = (self.top, self.bottom) if self.falls else (self.bottom, self.top)
        return self.y_axis.place(value, *ends)

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point lies within both axes."""
        return self.x_axis.holds(x) and self.y_axis.holds(y)


def frame(
    x_axis: Axis,
    y_axis: Axis,
    *,
    words: Words,
    measure: Measure,
    width: float,
    height: float,
    falls: bool = False,
) -> Frame:
    """Place the axes, with room for the widest tick at the left."""
    widest = max(measure(tick_text(tick.value, words), SMALL) for tick in y_axis.ticks)
    left = round(EDGE + SMALL + 10 + widest + 8) + 0.5
    return Frame(x_axis, y_axis, left, width - EDGE - 14.5, TOP + 0.5, height - UNDER + 0.5, falls)


def frame_marks(made: Frame, titles: Titles, *, words: Words, measure: Measure) -> list[Mark]:
    """Draw both axes with their ticks and titles."""
    marks = axis_marks(
        made.x_axis, made.left, made.right, y=made.bottom, words=words, measure=measure
    )
    marks.append(Line(made.left, made.top, made.left, made.bottom, role="axis"))
    for tick in made.y_axis.ticks:
        y, text = floor(made.y(tick.at)) + 0.5, tick_text(tick.value, words)
        wide = measure(text, SMALL)
        marks.append(Line(made.left - 4, y, made.left, y, role="axis"))
        marks.append(Text(made.left - 8, y + 4, text, "end", SMALL, role="quiet", width=wide))
    middle = ((made.left + made.right) / 2, (made.top + made.bottom) / 2)
    wide = measure(titles.x, SMALL)
    x = max(EDGE + wide / 2, min(middle[0], made.right - wide / 2))
    marks.append(Text(x, made.bottom + 38, titles.x, "middle", SMALL, 500, "quiet", wide))
    wide = measure(titles.y, SMALL)
    marks.append(
        Text(EDGE + 10, middle[1], titles.y, "middle", SMALL, 500, "quiet", wide, turned=True)
    )
    return marks


def radius(point: Point, heaviest: float) -> float:
    """Return the radius of a point: its area goes with its weight."""
    if point.weight is None or heaviest <= 0:
        return DOT
    return max(LEAST, MOST * sqrt(max(0.0, point.weight) / heaviest))


def points_marks(
    made: Frame,
    points: Sequence[Point],
    *,
    measure: Measure,
    width: float,
    lines: Iterable[Mark] = (),
    named: Iterable[str] | None = None,
) -> Points:
    """Draw points with their names, the heaviest first; names keep off each other and `lines`.

    `named` tells which points have names (None: all), `width` is that of the figure, which may be
    wider than its frame. Every point answers to the pointer.
    """
    chosen = {p.id for p in points if p.label} & set(
        (p.id for p in points) if named is None else named
    )
    heaviest = max((p.weight or 0.0 for p in points), default=0.0)
    shown = sorted(
        (p for p in points if made.holds(p.x, p.y)), key=lambda p: -(p.weight or 0.0)
    )  # small points lie on top of large ones
    marks: list[Mark] = []
    rows: list[Row] = []
    wanted: list[Named] = []
    for point in shown:
        x, y, r = made.x(point.x), made.y(point.y), radius(point, heaviest)
        fill, edge = ("ink", "ground") if point.used else ("ground", "off")
        marks.append(Dot(x, y, r, fill, edge, 0.8 if point.used else 1.2, id=point.id))
        rows.append(Row(point.id, x - r - 3, y - r - 3, 2 * r + 6, 2 * r + 6, _says(point)))
        if point.id in chosen:
            wanted.append(Named(point.id, point.label, x, y, r, "quiet" if point.used else "off"))
    names, unnamed = place_names(
        wanted,
        Places(
            (made.left, 0.0, width - EDGE - 0.5, made.bottom),
            [(made.x(p.x), made.y(p.y), radius(p, heaviest)) for p in shown],
            segments(lines),
        ),
        [measure(one.label, SMALL) for one in wanted],
    )
    return Points(
        (*marks, *names),
        tuple(sorted(rows, key=lambda row: (row.y, row.x))),
        tuple(p.label for p in points if p.id in set(unnamed)),
    )


def _says(point: Point) -> str:
    return point.says or point.label


def curve(
    made: Frame,
    values: Iterable[tuple[float, float]],
    *,
    role: str = "axis",
    width: float = 1.0,
    dash: tuple[float, ...] = (),
) -> list[Mark]:
    """Draw a line through values, cut where it leaves the frame."""
    runs: list[list[tuple[float, float]]] = [[]]
    for x, y in values:
        if made.holds(x, y):
            runs[-1].append((made.x(x), made.y(y)))
        elif runs[-1]:
            runs.append([])
    return [
        Poly(tuple(run), edge=role, width=width, closed=False, dash=dash)
        for run in runs
        if len(run) > 1
    ]


def finished(
    marks: Sequence[Mark],
    rows: Sequence[Row],
    titles: Titles,
    table: tuple[tuple[str, ...], ...],
    *,
    width: float,
    height: float,
    measure: Measure,
    notes: tuple[str, ...] = (),
) -> Scene:
    """Add the notes below and return the scene; `notes` come after those of the titles."""
    drawn = list(marks)
    bottom = footer_marks(
        drawn,
        height + 2,
        lines=(),
        notes=(*titles.notes, *notes),
        legend=(),
        left=EDGE,
        width=width,
        style=ForestStyle(),
        measure=measure,
    )
    return Scene(width, bottom, tuple(drawn), tuple(rows), titles.title, titles.description, table)


def points_scene(
    made: Frame,
    marks: Sequence[Mark],
    points: Sequence[Point],
    titles: Titles,
    *,
    words: Words,
    measure: Measure,
    width: float,
    height: float,
    named: Iterable[str] | None = None,
) -> Scene:
    """Return the scene of points over `marks`, with their table and a note of those unnamed."""
    drawn = points_marks(made, points, measure=measure, width=width, lines=marks, named=named)
    return finished(
        [*marks, *drawn.marks],
        drawn.rows,
        titles,
        data_table(("", titles.x, titles.y), points, words),
        width=width,
        height=height,
        measure=measure,
        notes=unnamed_note(drawn, words),
    )


def unnamed_note(drawn: Points, words: Words) -> tuple[str, ...]:
    """Say which points have no name; of many, how many."""
    names = drawn.unnamed
    if not names:
        return ()
    if len(names) > MOST_LISTED:
        n, of = words.number(len(names), 0), words.number(len(drawn.rows), 0)
        return (words["some unnamed"].format(n=n, of=of),)
    return (words["unnamed"].format(studies=", ".join(names)),)


def data_table(
    head: tuple[str, ...], points: Sequence[Point], words: Words
) -> tuple[tuple[str, ...], ...]:
    """Return the points as a table of texts."""
    return (
        head,
        *((p.label, words.number(p.x, 4), words.number(p.y, 4)) for p in points),
    )
