"""A picture before it has an ink: marks with a place, a colour role and the id they stand for.

Layouts make a `Scene`, `ink` puts it into files and `gui.widgets.canvas` onto the screen, so that
the two cannot differ. Lengths are px at 13 px type, y grows downwards. Plain Python, without numpy:
the window imports it at its start. Colours are left to the inks (`style` names the roles).
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Anchor: TypeAlias = Literal["start", "middle", "end"]
Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text on its baseline; `width` is the room it was measured for."""

    x: float
    y: float
    text: str
    anchor: Anchor = "start"
    size: float = 13.0
    weight: int = 400
    role: str = "ink"
    width: float = 0.0
    turned: bool = False  # reads upwards, turned about its anchor
    id: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight stroke; `dash` gives the lengths of strokes and gaps."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 1.0
    role: str = "ink"
    dash: tuple[float, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; an empty role leaves fill or edge away."""

    x: float
    y: float
    w: float
    h: float
    fill: str = "ink"
    edge: str = ""
    radius: float = 0.0
    width: float = 1.0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Poly:
    """A polygon, or a bent line where it is not `closed`."""

    points: tuple[Point, ...]
    fill: str = ""
    edge: str = ""
    width: float = 1.0
    closed: bool = True
    dash: tuple[float, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle about a point."""

    x: float
    y: float
    r: float
    fill: str = "ink"
    edge: str = ""
    width: float = 1.0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Stars:
    """A row of stars, `earned` of them filled; `x` is its left end, `y` its middle."""

    x: float
    y: float
    earned: int
    of: int
    size: float = 9.5
    role: str = "ink"
    empty: str = "axis"
    id: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A mark of judgement about its centre; `level` is its role, `word` what it says."""

    x: float
    y: float
    level: str
    size: float = 14.0
    word: str = ""
    id: str = ""


Mark: TypeAlias = Text | Line | Box | Poly | Dot | Stars | Judgement


BETWEEN = "|"


def part_id(row: str, key: str) -> str:
    """Return the id of a mark that answers to the pointer by itself; the row's without a key."""
    return f"{row}{BETWEEN}{key}" if key else row


@dataclass(frozen=True, slots=True)
class Row:
    """A place that answers to the pointer and the keys; `says` is read out and shown as a tip."""

    id: str
    x: float
    y: float
    w: float
    h: float
    says: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """A laid-out figure.

    Parameters
    ----------
    width, height
        Its size.
    marks
        In the order they are painted; what stands lower in the tuple lies on top.
    rows
        What can be pointed at, from top to bottom.
    title, description
        The figure in words, for who cannot see it.
    table
        Its data, the head first.
    head, axis
        The bands (top, bottom) that every page repeats when the figure is cut into pages.
    breaks
        The heights at which it may be cut.
    """

    width: float
    height: float
    marks: tuple[Mark, ...]
    rows: tuple[Row, ...] = ()
    title: str = ""
    description: str = ""
    table: tuple[tuple[str, ...], ...] = ()
    head: tuple[float, float] | None = None
    axis: tuple[float, float] | None = None
    breaks: tuple[float, ...] = ()

    def row_at(self, x: float, y: float) -> Row | None:
        """Return the row under a point."""
        for row in self.rows:
            if row.x <= x <= row.x + row.w and row.y <= y < row.y + row.h:
                return row
        return None


def span(mark: Mark) -> tuple[float, float]:
    """Return the top and the bottom of a mark; a turned text counts its whole length both ways."""
    half: float
    match mark:
        case Text():
            if mark.turned:
                return mark.y - mark.width, mark.y + mark.width
            return mark.y - mark.size, mark.y + 0.3 * mark.size
        case Line():
            half = mark.width / 2
            return min(mark.y1, mark.y2) - half, max(mark.y1, mark.y2) + half
        case Box():
            half = mark.width / 2 if mark.edge else 0.0
            return mark.y - half, mark.y + mark.h + half
        case Poly():
            half = mark.width / 2 if mark.edge else 0.0
            heights = [y for _, y in mark.points]
            return min(heights) - half, max(heights) + half
        case Dot():
            half = mark.r + (mark.width / 2 if mark.edge else 0.0)
            return mark.y - half, mark.y + half
        case Stars() | Judgement():
            return mark.y - 0.6 * mark.size, mark.y + 0.6 * mark.size
