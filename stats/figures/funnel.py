"""The funnel plot: effects against their standard errors, which grow downwards.

Within the dashed sides 95 % of the studies are expected if all share the pooled effect. Contours
about no effect show where single studies would be significant; imputed studies are hollow.
"""

from dataclasses import dataclass
from typing import Literal

from stats.figures.axis import linear_axis, log_axis
from stats.figures.plot import (
    Frame,
    Point,
    Titles,
    curve,
    frame,
    frame_marks,
    points_scene,
)
from stats.figures.scene import Mark, Scene
from stats.figures.style import Measure, Words

Z95 = 1.959963984540054
HEIGHT = 420.0
STEPS = 120


@dataclass(frozen=True, slots=True)
class Funnel:
    """Points with the effect as x and the standard error as y, and what they are held against.

    `contours` are quantiles of the normal distribution (1.96 for p = 0.05) about `null`, which is
    None for a measure without a value of no effect.
    """

    points: tuple[Point, ...]
    centre: float | None
    null: float | None = 0.0
    scale: Literal["log", "linear"] = "log"
    contours: tuple[float, ...] = ()
    names: bool = True


def layout(
    funnel: Funnel, titles: Titles, *, words: Words, measure: Measure, width: float
) -> Scene:
    """Lay a funnel plot out."""
    largest = max((p.y for p in funnel.points), default=1.0) or 1.0
    y_axis = linear_axis([0.0, largest])
    centres = [x for x in (funnel.centre, funnel.null) if x is not None]
    must = [p.x for p in funnel.points] + centres
    sides = [x + sign * Z95 * largest for x in centres[:1] for sign in (-1, 1)]
    x_axis = (log_axis if funnel.scale == "log" else linear_axis)(must, sides)
    made = frame(
        x_axis, y_axis, words=words, measure=measure, width=width, height=HEIGHT, falls=True
    )
    marks: list[Mark] = frame_marks(made, titles, words=words, measure=measure)
    if funnel.null is not None:
        marks += _side(made, funnel.null, 0.0, y_axis.high, role="axis")
        for z in funnel.contours:
            for sign in (-1, 1):
                marks += _side(made, funnel.null, sign * z, y_axis.high, role="rule")
    if funnel.centre is not None:
        marks += _side(made, funnel.centre, 0.0, y_axis.high, role="pool", dash=(3.0, 3.0))
        for sign in (-1, 1):
            marks += _side(
                made, funnel.centre, sign * Z95, y_axis.high, role="quiet", dash=(4.0, 3.0)
            )
    return points_scene(
        made,
        marks,
        funnel.points,
        titles,
        words=words,
        measure=measure,
        width=width,
        height=HEIGHT,
        named=None if funnel.names else (),
    )


def _side(
    made: Frame,
    centre: float,
    z: float,
    high: float,
    *,
    role: str,
    dash: tuple[float, ...] = (),
) -> list[Mark]:
    """Draw the line of `centre + z * se` from the top of the funnel down."""
    errors = (high * i / STEPS for i in range(STEPS + 1))
    return curve(made, ((centre + z * se, se) for se in errors), role=role, dash=dash)
