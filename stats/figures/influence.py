"""Influence diagnostics: a row a study, a panel a statistic, with limits to look beyond."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import isfinite

from stats.figures.axis import Axis, axis_marks, linear_axis, tick_text
from stats.figures.measure import elide
from stats.figures.plot import EDGE, SMALL, Titles, finished
from stats.figures.scene import Dot, Line, Mark, Row, Scene, Text
from stats.figures.style import Measure, Words

NAMES_MOST, ROW, HEAD, GAP, UNDER = 220.0, 26.0, 34.0, 22.0, 28.0
APART = 14.0  # between the labels of one axis and the next


@dataclass(frozen=True, slots=True)
class Panel:
    """A statistic of every study; `limits` are where it becomes worth a look."""

    name: str
    values: tuple[float, ...]
    limits: tuple[float, ...] = ()


def layout(
    labels: Sequence[tuple[str, str]],
    panels: Sequence[Panel],
    titles: Titles,
    *,
    words: Words,
    measure: Measure,
    width: float,
) -> Scene:
    """Lay the panels out side by side; `labels` are id and name of every study, in order."""
    longest = max((measure(label) for _key, label in labels), default=0.0)
    names = min(longest + 8.0, NAMES_MOST)
    top = HEAD
    bottom = top + ROW * len(labels) + 4.5
    marks: list[Mark] = [Line(EDGE, HEAD - 3.5, width - EDGE, HEAD - 3.5, role="axis")]
    rows = [
        Row(key, EDGE / 2, top + ROW * i, width - EDGE, ROW, _says(label, i, panels, words))
        for i, (key, label) in enumerate(labels)
    ]
    for i, (key, label) in enumerate(labels):
        shown = elide(label, names - 8, measure)
        y = top + ROW * (i + 0.5) + 4.5
        marks.append(Text(EDGE, y, shown, weight=500, width=measure(shown), id=key))
    axes = [_axis(panel) for panel in panels]
    boxes = _boxes(axes, EDGE + names, width - EDGE, words=words, measure=measure)
    room = (width - 2 * EDGE - names) / max(1, len(panels))
    for panel, axis, (left, right) in zip(panels, axes, boxes, strict=True):
        name = elide(panel.name, room - 4, measure, size=SMALL)
        middle = (left + right) / 2
        wide = measure(name, SMALL)
        marks.append(Text(middle, 18, name, "middle", SMALL, 500, "quiet", wide))
        marks += axis_marks(axis, left, right, y=bottom, words=words, measure=measure, size=SMALL)
        marks += _panel(panel, axis, (left, right, top, bottom), labels)
    table = tuple(
        (label, *(words.number(panel.values[i], 3) for panel in panels))
        for i, (_id, label) in enumerate(labels)
    )
    head = ("", *(panel.name for panel in panels))
    return finished(
        marks, rows, titles, (head, *table), width=width, height=bottom + UNDER, measure=measure
    )


def _axis(panel: Panel) -> Axis:
    return linear_axis([v for v in (*panel.values, *panel.limits) if isfinite(v)], pieces=3)


def _boxes(
    axes: Sequence[Axis], left: float, right: float, *, words: Words, measure: Measure
) -> list[tuple[float, float]]:
    """Return where each panel begins and ends: all as wide, their outer labels well apart."""
    over = [
        tuple(
            measure(tick_text(tick.value, words), SMALL) / 2 for tick in (a.ticks[0], a.ticks[-1])
        )
        for a in axes
    ]
    gaps = [max(GAP, a[1] + b[0] + APART) for a, b in pairwise(over)]
    ends = (over[0][0], over[-1][1]) if over else (0.0, 0.0)
    wide = (right - left - sum(gaps) - sum(ends)) / max(1, len(axes))
    starts = accumulate((wide + gap for gap in gaps), initial=left + ends[0])
    return [(start, start + wide) for start in list(starts)[: len(axes)]]


def _panel(
    panel: Panel,
    axis: Axis,
    box: tuple[float, float, float, float],
    labels: Sequence[tuple[str, str]],
) -> list[Mark]:
    left, right, top, bottom = box
    marks: list[Mark] = []
    for limit in panel.limits:
        x = axis.place(limit, left, right)
        marks.append(Line(x, top, x, bottom, role="quiet", dash=(3.0, 3.0)))
    start = axis.place(min(max(0.0, axis.low), axis.high), left, right)
    for i, ((key, _label), value) in enumerate(zip(labels, panel.values, strict=True)):
        if not isfinite(value):
            continue
        x, y = axis.place(value, left, right), top + ROW * (i + 0.5)
        role = "pool" if _beyond(value, panel.limits) else "ink"
        marks.append(Line(start, y, x, y, 1.0, "rule", id=key))
        marks.append(Dot(x, y, 3.5, role, id=key))
    return marks


def _beyond(value: float, limits: tuple[float, ...]) -> bool:
    """Return whether a value lies on the far side of a limit, seen from nought."""
    return any(value > limit > 0 or value < limit < 0 for limit in limits)


def _says(label: str, i: int, panels: Sequence[Panel], words: Words) -> str:
    return ", ".join([label, *(f"{p.name} {words.number(p.values[i], 3)}" for p in panels)])
