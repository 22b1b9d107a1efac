"""The bubble plot of a meta-regression: effects against a moderator, area by weight."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from stats.figures.axis import linear_axis, log_axis
from stats.figures.plot import Point, Titles, curve, frame, frame_marks, points_scene
from stats.figures.scene import Mark, Poly, Scene
from stats.figures.style import Measure, Words

HEIGHT = 440.0


@dataclass(frozen=True, slots=True)
class Fitted:
    """The regression line at a value of the moderator, with its interval."""

    x: float
    value: float
    lower: float
    upper: float


def layout(
    points: Sequence[Point],
    line: Sequence[Fitted],
    titles: Titles,
    *,
    scale: Literal["log", "linear"],
    words: Words,
    measure: Measure,
    width: float,
) -> Scene:
    """Lay a bubble plot out; the band is the interval of the line."""
    x_axis = linear_axis([*(p.x for p in points), *(f.x for f in line)])
    must = [*(p.y for p in points), *(f.value for f in line)]
    wished = [limit for f in line for limit in (f.lower, f.upper)]
    y_axis = (log_axis if scale == "log" else linear_axis)(must, wished)
    made = frame(x_axis, y_axis, words=words, measure=measure, width=width, height=HEIGHT)
    marks: list[Mark] = []
    if line:
        upper = [(made.x(f.x), made.y(min(f.upper, y_axis.high))) for f in line]
        lower = [(made.x(f.x), made.y(max(f.lower, y_axis.low))) for f in line]
        marks.append(Poly((*upper, *reversed(lower)), fill="band"))
    marks += frame_marks(made, titles, words=words, measure=measure)
    if y_axis.low <= 0.0 <= y_axis.high:
        marks += curve(made, ((x, 0.0) for x in (x_axis.low, x_axis.high)), role="axis")
    marks += curve(made, ((f.x, f.value) for f in line), role="pool", width=1.4)
    return points_scene(
        made, marks, points, titles, words=words, measure=measure, width=width, height=HEIGHT
    )
