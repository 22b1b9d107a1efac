"""The GOSH plot: the pooled effect and heterogeneity of very many subsets of the studies.

Hundreds of thousands of subsets are counted into cells; the area of a cell's square goes with the
logarithm of its count. Subsets that hold a chosen study may stand out.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p, sqrt
from typing import TYPE_CHECKING, Literal

import numpy as np

from stats.figures.axis import EASE, Axis, linear_axis, log_axis
from stats.figures.plot import Frame, Titles, finished, frame, frame_marks
from stats.figures.scene import Box, Scene
from stats.figures.style import Measure, Words

if TYPE_CHECKING:
    from stats.data import Array

HEIGHT = 440.0
CELL = 7.0


@dataclass(frozen=True, slots=True)
class Cloud:
    """Subsets by their pooled effect and heterogeneity, in one colour role."""

    effects: "Sequence[float] | Array"
    spreads: "Sequence[float] | Array"
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


def _ends(values: "Sequence[float] | Array") -> tuple[float, ...]:
    found = np.asarray(values, dtype=float)
    return (float(found.min()), float(found.max())) if len(found) else ()


def _cells(made: Frame, cloud: Cloud) -> Counter[tuple[int, int]]:
    """Count the subsets in every cell; a million are counted in some hundredths of a second."""
    x, y = (np.asarray(values, dtype=float) for values in (cloud.effects, cloud.spreads))
    across, up = _share(made.x_axis, x), _share(made.y_axis, y)
    inside = (across >= -EASE) & (across <= 1 + EASE) & (up >= -EASE) & (up <= 1 + EASE)
    columns = (across[inside] * (made.right - made.left) // CELL).astype(int)
    rows = (up[inside] * (made.bottom - made.top) // CELL).astype(int)
    columns, rows = np.maximum(columns, 0), np.maximum(rows, 0)
    wide = int(columns.max(initial=0)) + 1
    counts = np.bincount(rows * wide + columns)
    return Counter({(int(i) % wide, int(i) // wide): int(counts[i]) for i in counts.nonzero()[0]})


def _share(axis: Axis, values: "Array") -> "Array":
    """Return how far along an axis values lie, 0 to 1."""
    return np.asarray((values - axis.low) / (axis.high - axis.low))


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
