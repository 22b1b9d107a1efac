"""The L'Abbe plot: the risk in one arm against the other, with the line the pooled effect means."""

from collections.abc import Callable, Sequence

from stats.figures.axis import linear_axis
from stats.figures.plot import Point, Titles, curve, frame, frame_marks, points_scene
from stats.figures.scene import Scene
from stats.figures.style import Measure, Words

STEPS = 100
ROOM = 1.1  # above the highest risk


def layout(
    points: Sequence[Point],
    titles: Titles,
    *,
    risk: Callable[[float], float] | None,
    words: Words,
    measure: Measure,
    width: float,
) -> Scene:
    """Lay a L'Abbe plot out in a square; x is the control risk, y the treated.

    `risk` gives the treated risk that the pooled effect means at a control risk.
    """
    highest = max((risk for p in points for risk in (p.x, p.y)), default=1.0)
    axis = linear_axis([0.0, min(1.0, ROOM * highest) or 1.0])
    height = min(width, 460.0)
    made = frame(axis, axis, words=words, measure=measure, width=height, height=height)
    marks = frame_marks(made, titles, words=words, measure=measure)
    shares = [axis.high * i / STEPS for i in range(STEPS + 1)]
    marks += curve(made, ((x, x) for x in shares), role="axis")
    if risk is not None:
        marks += curve(
            made, ((x, risk(x)) for x in shares), role="pool", width=1.4, dash=(3.0, 3.0)
        )
    return points_scene(
        made, marks, points, titles, words=words, measure=measure, width=width, height=height
    )
