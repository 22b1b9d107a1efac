"""Where the names of points go: beside the point where there is room, else at the end of a leader.

A name lies on no point, no other name and no line of the plot. The heaviest points choose first, so
that a name that finds no place at all belongs to a light point amid others; the figure then says so
in its note, and every point still answers to the pointer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import cos, hypot, pi, sin
from typing import TypeAlias

from stats.figures.nearby import Box, Grid, Nearby, about
from stats.figures.scene import Line, Mark, Poly, Text

Circle: TypeAlias = tuple[float, float, float]
Segment: TypeAlias = tuple[float, float, float, float]

SIZE = 12.0  # of the type
ASCENT, DESCENT = 10.0, 3.0  # of a name about its baseline
BESIDE = 3.0  # between a point and its name
LEADERS = (14.0, 26.0, 40.0, 56.0, 76.0, 100.0)
TURNS = 24
STEEP = 0.3  # cosine of a leader that goes rather up or down
DIAGONAL = 0.72
STRAIGHT = 0.05  # px a bend may leave the chord by and still count as straight
FAINT = "rule"  # a name may lie on lines of this role


@dataclass(frozen=True, slots=True)
class Named:
    """A point that wants its name: its centre and radius (px), and the role of the text."""

    id: str
    label: str
    x: float
    y: float
    r: float
    role: str

    @property
    def circle(self) -> Circle:
        """Where the point lies, and its radius."""
        return (self.x, self.y, self.r)


@dataclass(slots=True)
class Places:
    """The room of a plot, and what is taken of it; `points` are circles: centre and radius."""

    room: Box
    points: Sequence[Circle]
    lines: Sequence[Segment]
    _grid: Grid = field(init=False)
    _points: Nearby[Circle] = field(default_factory=Nearby, init=False)
    _strokes: Nearby[Segment] = field(default_factory=Nearby, init=False)
    _names: Nearby[Box] = field(default_factory=Nearby, init=False)
    _leaders: Nearby[Segment] = field(default_factory=Nearby, init=False)

    def __post_init__(self) -> None:
        self._grid = Grid(self.room)
        for one in dict.fromkeys(self.points):  # studies of the same numbers are one place
            self._points.add(one, self._grid.cells(_round(one, BESIDE)))
        for line in self.lines:
            self._strokes.add(line, self._grid.cells(about(line)))

    def take_name(self, box: Box) -> None:
        """Let a name stand in a box."""
        self._names.add(box, self._grid.cells(box))

    def take_leader(self, leader: Segment) -> None:
        """Let a leader run there."""
        cells = self._grid.cells(about(leader))
        self._leaders.add(leader, cells)
        self._strokes.add(leader, cells)

    def is_free(self, box: Box, own: Circle) -> bool:
        """Return whether a name may stand in a box: off all that is drawn, near no other point."""
        left, top, right, bottom = self.room
        if not (left < box[0] and box[2] <= right and top <= box[1] and box[3] < bottom):
            return False
        cells = self._grid.cells(box)
        for one in self._points.at(cells):
            if _distance(box, one) < one[2] + (one != own) * BESIDE:
                return False
        if any(_meet(box, other) for other in self._names.at(cells)):
            return False
        return not any(_cuts(box, line) for line in self._strokes.at(cells))

    def is_clear(self, leader: Segment, own: Circle) -> bool:
        """Return whether a leader reaches its name without touching what is not its own.

        Out of a point that overlaps another it must lead away from that other.
        """
        cells = self._grid.cells(about(leader))
        for other in self._points.at({*cells, *self._grid.cells(_round(own))}):
            if other == own:
                continue
            apart = hypot(other[0] - own[0], other[1] - own[1])
            if apart < other[2] + own[2]:
                if _along(leader, (other[0] - own[0], other[1] - own[1])) > 0:
                    return False
            elif _nearest(leader, other) < other[2] + 1:
                return False
        if any(_cuts(box, leader) for box in self._names.at(cells)):
            return False
        return not any(_cross(leader, other) for other in self._leaders.at(cells))


def place_names(
    points: Sequence[Named], places: Places, wide: Sequence[float]
) -> tuple[list[Mark], list[str]]:
    """Return the names with their leaders, and the ids of points that found no room.

    All take the places beside their points before the first leader is drawn, and short leaders
    come before long ones.
    """
    marks: list[Mark] = []
    waiting: list[tuple[Named, float]] = []
    for point, width in zip(points, wide, strict=True):
        box = next((b for b in _beside(point, width) if places.is_free(b, point.circle)), None)
        if box is None:
            waiting.append((point, width))
        else:
            marks.append(_name(point, box, places))
    for far in LEADERS:
        still: list[tuple[Named, float]] = []
        in_vain: set[tuple[Circle, float]] = set()  # room is only ever taken
        for point, width in waiting:
            alike = (point.circle, width)
            led = None if alike in in_vain else _led(point, width, far, places)
            if led is None:
                still.append((point, width))
                in_vain.add(alike)
                continue
            box, leader = led
            places.take_leader(leader)
            marks += [Line(*leader, 0.8, "axis", id=point.id), _name(point, box, places)]
        waiting = still
    return marks, [point.id for point, _width in waiting]


def segments(marks: Iterable[Mark]) -> list[Segment]:
    """Return the strokes of open lines that names keep off; straight runs become one."""
    found: list[Segment] = []
    for mark in marks:
        if isinstance(mark, Poly) and not mark.closed and mark.edge != FAINT:
            found += [(*a, *b) for a, b in pairwise(_straightened(mark.points))]
    return found


def _straightened(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    kept = list(points[:1])
    start = 0
    for end in range(2, len(points)):
        if any(_off(points[start], points[end], points[i]) for i in range(start + 1, end)):
            start = end - 1
            kept.append(points[start])
    return [*kept, *points[-1:]] if len(points) > 1 else kept


def _off(a: tuple[float, float], b: tuple[float, float], p: tuple[float, float]) -> bool:
    long = hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    return abs((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])) > STRAIGHT * long


def _beside(point: Named, wide: float) -> Iterable[Box]:
    """The eight places about a point: right, left, above, below, then the corners."""
    x, y, r = point.x, point.y, point.r + BESIDE
    half = (ASCENT - DESCENT) / 2 + 0.5
    yield _box(x + r, y + half, wide)
    yield _box(x - r - wide, y + half, wide)
    yield _box(x - wide / 2, y - r - 1, wide)
    yield _box(x - wide / 2, y + r + ASCENT, wide)
    d = point.r * DIAGONAL + 1
    for left in (x + d, x - d - wide):
        yield _box(left, y - d - 1, wide)
        yield _box(left, y + d + ASCENT - 1, wide)


def _led(point: Named, wide: float, far: float, places: Places) -> tuple[Box, Segment] | None:
    """Return a free place so far from a point, with the leader to it."""
    own = point.circle
    for turn in range(TURNS):
        angle = 2 * pi * turn / TURNS
        across, down = cos(angle), -sin(angle)
        x, y = point.x + (point.r + far) * across, point.y + (point.r + far) * down
        for shift in _shifts(across):
            box = _box(x - shift * wide, y + (ASCENT - DESCENT) / 2, wide)
            if places.is_free(box, own):
                leader = _leader(point, box)
                if places.is_clear(leader, own):
                    return box, leader
    return None


def _shifts(across: float) -> tuple[float, ...]:
    """Return which part of a name its leader may end at: outwards, or anywhere above and below."""
    if abs(across) <= STEEP:
        return (0.5, 0.0, 1.0)
    return (0.0,) if across > 0 else (1.0,)


def _leader(point: Named, box: Box) -> Segment:
    """Return the stroke from the edge of a point to the nearest place of its name."""
    x, y = min(max(point.x, box[0] - 1), box[2] + 1), min(max(point.y, box[1]), box[3])
    share = point.r / (hypot(x - point.x, y - point.y) or 1.0)
    return (point.x + share * (x - point.x), point.y + share * (y - point.y), x, y)


def _box(x: float, baseline: float, wide: float) -> Box:
    return (x, baseline - ASCENT, x + wide, baseline + DESCENT)


def _name(point: Named, box: Box, places: Places) -> Text:
    places.take_name(box)
    x, y, wide = box[0], box[3] - DESCENT, box[2] - box[0]
    return Text(x, y, point.label, "start", SIZE, 400, point.role, wide, id=point.id)


def _round(circle: Circle, by: float = 0.0) -> Box:
    """Return the box about a circle."""
    x, y, r = circle
    return about((x, y, x, y), r + by)


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _distance(box: Box, point: Circle) -> float:
    """Return how far a box is from a centre."""
    across = max(box[0] - point[0], 0.0, point[0] - box[2])
    return hypot(across, max(box[1] - point[1], 0.0, point[1] - box[3]))


def _along(line: Segment, way: tuple[float, float]) -> float:
    return (line[2] - line[0]) * way[0] + (line[3] - line[1]) * way[1]


def _nearest(line: Segment, point: Circle) -> float:
    """Return how near a stroke comes to a centre."""
    x1, y1, x2, y2 = line
    square = (x2 - x1) ** 2 + (y2 - y1) ** 2 or 1.0
    t = min(max(_along(line, (point[0] - x1, point[1] - y1)) / square, 0.0), 1.0)
    return hypot(x1 + t * (x2 - x1) - point[0], y1 + t * (y2 - y1) - point[1])


def _cuts(box: Box, line: Segment) -> bool:
    """Return whether a stroke enters a box (Liang and Barsky's clipping)."""
    x1, y1, x2, y2 = line
    begin, end = 0.0, 1.0
    for along, low, high in (
        (x2 - x1, box[0] - x1, box[2] - x1),
        (y2 - y1, box[1] - y1, box[3] - y1),
    ):
        if not along:
            if low > 0 or high < 0:
                return False
            continue
        first, last = sorted((low / along, high / along))
        begin, end = max(begin, first), min(end, last)
        if begin > end:
            return False
    return True


def _cross(a: Segment, b: Segment) -> bool:
    """Return whether two strokes cross."""
    return _side(a, b[:2]) * _side(a, b[2:]) < 0 and _side(b, a[:2]) * _side(b, a[2:]) < 0


def _side(line: Segment, point: tuple[float, ...]) -> float:
    x1, y1, x2, y2 = line
    return (x2 - x1) * (point[1] - y1) - (y2 - y1) * (point[0] - x1)
