"""The Baujat plot: what each study adds to Q, against how far it moves the pooled effect."""

from collections.abc import Sequence

from stats.figures.axis import linear_axis
from stats.figures.plot import Point, Titles, frame, frame_marks, points_scene
from stats.figures.scene import Scene
from stats.figures.style import Measure, Words

HEIGHT = 420.0


def layout(
    points: Sequence[Point], titles: Titles, *, words: Words, measure: Measure, width: float
) -> Scene:
    """Lay a Baujat plot out: x the contribution to Q, y the influence, both from nought."""
    x_axis = linear_axis([0.0, *(p.x for p in points)])
    y_axis = linear_axis([0.0, *(p.y for p in points)])
    made = frame(x_axis, y_axis, words=words, measure=measure, width=width, height=HEIGHT)
    marks = frame_marks(made, titles, words=words, measure=measure)
    return points_scene(
        made, marks, points, titles, words=words, measure=measure, width=width, height=HEIGHT
    )
