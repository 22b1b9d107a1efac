"""Where an axis begins and ends, and where its ticks stand.

The range takes in what must be seen whole, and of the rest what fits: four decades at most on a
logarithmic axis, four times the necessary on a plain one. It ends on ticks. What lies beyond is for
the caller to mark with an arrow. Positions are on the analysis scale (natural log for ratios).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, exp, floor, inf, isfinite, log, log10

from stats.figures.scene import Line, Mark, Text
from stats.figures.style import Measure, Words

DECADE = log(10.0)
MOST_DECADES = 4.0  # with intervals
DECADE_ROOM = 40.0  # px a decade needs for its label
EXTREME_DECADES = 8.0  # of estimates alone; beyond, even an estimate becomes an arrow
FILLED = 0.6  # of an axis, by what it must hold, else finer ticks are taken
EASE = 1e-9
LEAST_ROOM = 0.05
SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
MANTISSAS = ((1.0, 2.0, 5.0), (1.0, 1.5, 2.0, 3.0, 5.0, 7.0))
TICK, SMALL_TICK = 4.0, 2.0
LABEL_GAP = 8.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled place on the axis: its position and the value read there."""

    at: float
    value: float


@dataclass(frozen=True, slots=True)
class Axis:
    """A range with ticks; `small` are those without a label."""

    low: float
    high: float
    ticks: tuple[Tick, ...]
    small: tuple[float, ...] = ()
    is_log: bool = False

    def place(self, value: float, left: float, right: float) -> float:
        """Return where a value lies between two ends."""
        return left + (value - self.low) / (self.high - self.low) * (right - left)

    def holds(self, value: float) -> bool:
        """Return whether a value lies on the axis."""
        return self.low - EASE <= value <= self.high + EASE


def log_axis(must: Iterable[float], may: Iterable[float] = (), *, length: float = inf) -> Axis:
    """Return a logarithmic axis for natural logarithms; a short one takes in fewer decades."""
    decades = max(3.0, min(MOST_DECADES, length // DECADE_ROOM))
    low, high = _necessary(must, centre=0.0, most=EXTREME_DECADES * DECADE)
    low, high = _widen(low, high, may, fits=lambda a, b: _spans(a, b) <= decades)
    if high - low >= 2 * DECADE - EASE:
        return _decades(low, high)
    step = _step(exp(high) - exp(low))
    choices = [_series(low, high, mantissas) for mantissas in MANTISSAS]
    if exp(low) > step:  # else the first multiple would be nought, which has no logarithm
        choices.append(_multiples(exp(low), exp(high), step))
    for values in choices:
        if len(values) >= 3 and high - low >= FILLED * (log(values[-1]) - log(values[0])):
            return _from_values(values)
    return _from_values(choices[-1])


def linear_axis(must: Iterable[float], may: Iterable[float] = (), *, pieces: int = 5) -> Axis:
    """Return a plain axis in about so many pieces."""
    low, high = _necessary(must, centre=0.0, most=float("inf"))
    most = 4 * (high - low)
    low, high = _widen(low, high, may, fits=lambda a, b: b - a <= most)
    step = _step(high - low, pieces)
    values = _multiples(low, high, step)
    return Axis(values[0], values[-1], tuple(Tick(v, v) for v in values))


def _necessary(must: Iterable[float], *, centre: float, most: float) -> tuple[float, float]:
    """Return the range of finite values; one wider than `most` is cut about the centre."""
    values = [v for v in must if isfinite(v)] or [centre]
    low, high = min(values), max(values)
    if high - low > most:
        low = max(low, min(centre, high) - most / 2)
        high = min(high, low + most)
    if high - low < EASE:  # one value alone gets some room about it
        room = max(0.1 * abs(low), LEAST_ROOM)
        low, high = low - room, high + room
    return low, high


def _widen(
    low: float, high: float, may: Iterable[float], *, fits: Callable[[float, float], bool]
) -> tuple[float, float]:
    """Take in what fits, the nearest first."""
    begin, end = low, high
    for value in sorted(may, key=lambda v: max(begin - v, v - end)):
        wider = min(low, value), max(high, value)
        if isfinite(value) and fits(*wider):
            low, high = wider
    return low, high


def _spans(low: float, high: float) -> int:
    """Return how many decades an axis needs that ends on powers of ten."""
    first, last = _ends(low, high)
    return last - first


def _ends(low: float, high: float) -> tuple[int, int]:
    return floor(low / DECADE + EASE), ceil(high / DECADE - EASE)


def _decades(low: float, high: float) -> Axis:
    first, last = _ends(low, high)
    ticks = tuple(Tick(power * DECADE, 10.0**power) for power in range(first, last + 1))
    small = tuple(
        power * DECADE + log(digit) for power in range(first, last) for digit in range(2, 10)
    )
    return Axis(ticks[0].at, ticks[-1].at, ticks, small, is_log=True)


def _from_values(values: list[float]) -> Axis:
    ticks = tuple(Tick(log(value), value) for value in values)
    return Axis(ticks[0].at, ticks[-1].at, ticks, is_log=True)


def _series(low: float, high: float, mantissas: tuple[float, ...]) -> list[float]:
    """Return mantissas times powers of ten, from the last not above `low` to the first beyond."""
    first, last = _ends(low, high)
    values = [m * 10.0**power for power in range(first - 1, last + 2) for m in mantissas]
    begin = max(v for v in values if log(v) <= low + EASE)
    end = min(v for v in values if log(v) >= high - EASE)
    return [v for v in values if begin <= v <= end]


def _step(length: float, pieces: int = 5) -> float:
    raw = length / pieces
    power = 10.0 ** floor(log10(raw))
    return float(next(m for m in (1.0, 2.0, 5.0, 10.0) if m * power >= raw - EASE * power) * power)


def _multiples(low: float, high: float, step: float) -> list[float]:
    first, last = floor(low / step + EASE), ceil(high / step - EASE)
    digits = max(0, -floor(log10(step)))
    return [round(i * step, digits) for i in range(first, max(last, first + 1) + 1)]


def tick_text(value: float, words: Words) -> str:
    """Write the value of a tick with the decimals it needs; far powers of ten as such."""
    if value > 0 and (value >= 1e5 or value <= 1e-4):
        power = log10(value)
        if abs(power - round(power)) < EASE:
            return "10" + str(round(power)).translate(SUPERSCRIPT)
    digits = next((d for d in range(7) if abs(round(value, d) - value) <= 1e-9 * abs(value)), 7)
    return words.number(value, digits)


def axis_marks(
    axis: Axis,
    left: float,
    right: float,
    *,
    y: float,
    words: Words,
    measure: Measure,
    size: float = 12.0,
) -> list[Mark]:
    """Draw a horizontal axis with its ticks below; labels that would touch are thinned out."""
    marks: list[Mark] = [Line(left, y, right, y, role="axis")]
    for at in axis.small:
        x = _crisp(axis.place(at, left, right))
        marks.append(Line(x, y, x, y + SMALL_TICK, role="rule"))
    texts = [tick_text(tick.value, words) for tick in axis.ticks]
    shown = _labelled(axis, texts, right - left, measure=measure, size=size)
    for i, tick in enumerate(axis.ticks):
        x = _crisp(axis.place(tick.at, left, right))
        marks.append(Line(x, y, x, y + TICK, role="axis"))
        if i in shown:
            wide = measure(texts[i], size)
            marks.append(
                Text(x, y + TICK + size + 2, texts[i], "middle", size, role="quiet", width=wide)
            )
    return marks


def _labelled(
    axis: Axis, texts: list[str], length: float, *, measure: Measure, size: float
) -> frozenset[int]:
    """Return which ticks get their label: every one, every second ..., counted from no effect."""
    widths = [measure(text, size) for text in texts]
    places = [axis.place(tick.at, 0.0, length) for tick in axis.ticks]
    origin = min(range(len(texts)), key=lambda i: abs(axis.ticks[i].at))
    for every in range(1, len(texts) + 1):
        shown = [i for i in range(len(texts)) if (i - origin) % every == 0]
        if all(
            places[b] - places[a] >= (widths[a] + widths[b]) / 2 + LABEL_GAP
            for a, b in pairwise(shown)
        ):
            return frozenset(shown)
    return frozenset({origin})


def _crisp(x: float) -> float:
    """Return the middle of the pixel, where a line one pixel wide is sharp."""
    return floor(x) + 0.5
