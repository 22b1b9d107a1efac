"""The GOSH plot: the pooled effect and heterogeneity of very many subsets of the studies.

Hundreds of thousands of subsets are counted into cells; the area of a cell's square goes with the
logarithm of its count. Subsets that hold a chosen study may stand out.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log1p, sqrt
from typing import Literal

from stats.figures.axis import linear_axis, log_axis
from stats.figures.plot import Frame, Titles, finished, frame, frame_marks
from stats.figures.scene import Box, Scene
from stats.figures.style import Measure, Words

HEIGHT = 440.0
CELL = 7.0


@dataclass(frozen=True, slots=True)
class Cloud:
    """Subsets by their pooled effect and heterogeneity, in one colour role."""

    effects: Sequence[float]
    spreads: Sequence[float]
    role: str = "ink"


def layout(
    clouds: Sequence[Cloud],
    titles: Titles,
    *,
    scale: Literal["log", "linear"],
    words: Words,
    measure: Measure,
    width: float,
) -> Scene:
    """Lay a GOSH plot out: x the pooled effect, y the heterogeneity; later clouds lie on top."""
    effects = [v for cloud in clouds for v in _ends(cloud.effects)]
    spreads = [v for cloud in clouds for v in _ends(cloud.spreads)]
    x_axis = (log_axis if scale == "log" else linear_axis)(effects)
    y_axis = linear_axis([0.0, *spreads])
    made = frame(x_axis, y_axis, words=words, measure=measure, width=width, height=HEIGHT)
    marks = frame_marks(made, titles, words=words, measure=measure)
    counted = [_cells(made, cloud) for cloud in clouds]
    most = max((n for cells in counted for n in cells.values()), default=1)
    for cloud, cells in zip(clouds, counted, strict=True):
        marks.extend(
            _square(made, place, sqrt(log1p(n) / log1p(most)), cloud.role)
            for place, n in sorted(cells.items())
        )
    head = (titles.x, titles.y, "n")
    table = (head, *(_line(made, place, n, words) for place, n in _all(counted)))
    return finished(marks, (), titles, table, width=width, height=HEIGHT, measure=measure)


def _ends(values: Iterable[float]) -> tuple[float, ...]:
    found = list(values)
    return (min(found), max(found)) if found else ()


def _cells(made: Frame, cloud: Cloud) -> Counter[tuple[int, int]]:
    return Counter(
        (int((made.x(x) - made.left) // CELL), int((made.bottom - made.y(y)) // CELL))
        for x, y in zip(cloud.effects, cloud.spreads, strict=True)
        if made.holds(x, y)
    )


def _square(made: Frame, place: tuple[int, int], share: float, role: str) -> Box:
    side = max(1.5, (CELL - 1) * share)
    x = made.left + (place[0] + 0.5) * CELL
    y = made.bottom - (place[1] + 0.5) * CELL
    return Box(x - side / 2, y - side / 2, side, side, role)


def _all(counted: Sequence[Counter[tuple[int, int]]]) -> list[tuple[tuple[int, int], int]]:
    return sorted(sum(counted, Counter[tuple[int, int]]()).items())


def _line(made: Frame, place: tuple[int, int], n: int, words: Words) -> tuple[str, ...]:
    """Return a cell's middle on both axes and its count."""
    x_axis, y_axis = made.x_axis, made.y_axis
    across = (place[0] + 0.5) * CELL / (made.right - made.left)
    up = (place[1] + 0.5) * CELL / (made.bottom - made.top)
    x = x_axis.low + across * (x_axis.high - x_axis.low)
    y = y_axis.low + up * (y_axis.high - y_axis.low)
    return words.number(x, 3), words.number(y, 1), str(n)
