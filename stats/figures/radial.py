"""The radial plot (Galbraith): standardised effects against precision.

A study's effect is the slope from the origin to its point; about 95 % of the points lie within two
standard errors of the pooled slope if all studies share one effect.
"""

from collections.abc import Sequence

from stats.figures.axis import linear_axis
from stats.figures.plot import Point, Titles, curve, frame, frame_marks, points_scene
from stats.figures.scene import Scene
from stats.figures.style import Measure, Words

HEIGHT = 420.0
BAND = 1.959963984540054
STEPS = 100


def layout(
    points: Sequence[Point],
    titles: Titles,
    *,
    slope: float | None,
    words: Words,
    measure: Measure,
    width: float,
) -> Scene:
    """Lay a radial plot out: x is 1 / se, y the effect / se, `slope` the pooled effect."""
    furthest = max((p.x for p in points), default=1.0)
    ends = [] if slope is None else [slope * furthest + BAND, slope * furthest - BAND]
    x_axis = linear_axis([0.0, furthest])
    y_axis = linear_axis([0.0, -BAND, BAND, *ends, *(p.y for p in points)])
    made = frame(x_axis, y_axis, words=words, measure=measure, width=width, height=HEIGHT)
    marks = frame_marks(made, titles, words=words, measure=measure)
    places = [x_axis.high * i / STEPS for i in range(STEPS + 1)]
    marks += curve(made, ((x, 0.0) for x in places), role="axis")
    for shift, role, dash in (
        (0.0, "pool", (3.0, 3.0)),
        (BAND, "quiet", (4.0, 3.0)),
        (-BAND, "quiet", (4.0, 3.0)),
    ):
        if slope is not None:
            marks += curve(made, ((x, slope * x + shift) for x in places), role=role, dash=dash)
    return points_scene(
        made, marks, points, titles, words=words, measure=measure, width=width, height=HEIGHT
    )
