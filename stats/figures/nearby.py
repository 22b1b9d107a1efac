"""What lies near a place of a plot: things by the cells their boxes touch.

A name is tried in hundreds of places, and each is asked against all that is drawn. Of a thousand
points a dozen lie near; the others need not be asked.
"""

from collections.abc import Collection, Iterable, Iterator
from math import floor
from typing import Generic, TypeAlias, TypeVar

Box: TypeAlias = tuple[float, float, float, float]
Cells: TypeAlias = Collection[int]
T = TypeVar("T")

SIDE = 24.0  # px of a cell
ACROSS = 1 << 20  # more cells than any plot has from top to bottom


class Grid:
    """A room cut into cells (px); what lies outside it counts as at its edge."""

    def __init__(self, room: Box) -> None:
        self._room = room

    def cells(self, box: Box) -> Cells:
        """Return the cells a box touches."""
        least_x, least_y, most_x, most_y = self._room
        left, top, right, bottom = box
        columns = range(
            floor(min(most_x, max(least_x, left)) / SIDE),
            floor(min(most_x, max(least_x, right)) / SIDE) + 1,
        )
        rows = range(
            floor(min(most_y, max(least_y, top)) / SIDE),
            floor(min(most_y, max(least_y, bottom)) / SIDE) + 1,
        )
        return [column * ACROSS + row for column in columns for row in rows]


class Nearby(Generic[T]):
    """Things by the cells they lie in."""

    def __init__(self) -> None:
        self._things: dict[int, list[T]] = {}

    def add(self, thing: T, cells: Cells) -> None:
        """Note where a thing lies."""
        for cell in cells:
            self._things.setdefault(cell, []).append(thing)

    def at(self, cells: Cells) -> Iterator[T]:
        """Everything that lies in any of the cells; what lies in several comes as often."""
        things = self._things
        return (thing for cell in cells if cell in things for thing in things[cell])


def about(ends: Iterable[float], by: float = 0.0) -> Box:
    """Return the box about the ends of a stroke, wider `by` so much on each side."""
    x1, y1, x2, y2 = ends
    return (min(x1, x2) - by, min(y1, y2) - by, max(x1, x2) + by, max(y1, y2) + by)
