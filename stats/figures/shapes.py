"""The outlines of stars and judgement marks, in unit size, for every ink alike.

A judgement is told by shape and glyph, not by colour alone: good a disc with plus, fair a diamond
with minus, poor a square with a cross, grave an octagon with an exclamation mark, unknown a ring
with a question mark, not applicable a dotted ring.
"""

from math import cos, pi, sin
from typing import Literal, TypeAlias

from stats.figures.scene import Point

Level: TypeAlias = Literal["good", "fair", "poor", "grave", "unknown", "na"]
LEVELS: tuple[Level, ...] = ("good", "fair", "poor", "grave", "unknown", "na")
ROUND = frozenset({"good", "unknown", "na"})  # discs and rings: half the size is their radius
INNER = 0.44  # of a star's outer radius
STAR_GAP = 1.5
GLYPH_STROKE = 0.11  # of the mark's size
MIN_STROKE = 1.5


def _regular(corners: int, radius: float, start: float) -> tuple[Point, ...]:
    angles = (start + 2 * pi * i / corners for i in range(corners))
    return tuple((radius * cos(angle), radius * sin(angle)) for angle in angles)


def _star() -> tuple[Point, ...]:
    outer = _regular(5, 0.5, -pi / 2)
    inner = _regular(5, 0.5 * INNER, -pi / 2 + pi / 5)
    return tuple(point for pair in zip(outer, inner, strict=True) for point in pair)


def _arc(centre: Point, radius: float, begin: float, end: float) -> tuple[Point, ...]:
    steps = [begin + (end - begin) * i / 10 for i in range(11)]
    return tuple((centre[0] + radius * cos(a), centre[1] + radius * sin(a)) for a in steps)


STAR = _star()  # five points about the origin, one unit across
OUTLINES: dict[str, tuple[Point, ...]] = {
    "fair": _regular(4, 0.58, -pi / 2),
    "poor": ((-0.45, -0.45), (0.45, -0.45), (0.45, 0.45), (-0.45, 0.45)),
    "grave": _regular(8, 0.52, pi / 8),
}
# strokes with round ends; a stroke of one point is a dot
GLYPHS: dict[str, tuple[tuple[Point, ...], ...]] = {
    "good": (((-0.24, 0.0), (0.24, 0.0)), ((0.0, -0.24), (0.0, 0.24))),
    "fair": (((-0.24, 0.0), (0.24, 0.0)),),
    "poor": (((-0.19, -0.19), (0.19, 0.19)), ((-0.19, 0.19), (0.19, -0.19))),
    "grave": (((0.0, -0.26), (0.0, 0.06)), ((0.0, 0.26),)),
    "unknown": ((*_arc((0.0, -0.11), 0.14, -pi * 1.05, pi * 0.35), (0.0, 0.10)), ((0.0, 0.27),)),
    "na": (),
}


def placed(points: tuple[Point, ...], x: float, y: float, size: float) -> tuple[Point, ...]:
    """Return points in unit size at a place in a size."""
    return tuple((x + size * px, y + size * py) for px, py in points)


def stroke(size: float) -> float:
    """Return the width of a glyph's strokes in a mark of this size."""
    return max(MIN_STROKE, GLYPH_STROKE * size)


def stars_width(of: int, size: float) -> float:
    """Return the width of a row of stars."""
    return of * size + max(0, of - 1) * STAR_GAP
