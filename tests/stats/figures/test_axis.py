"""Axes end on ticks, hold what they must, and take in of the rest what fits."""

from itertools import pairwise
from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.figures.text import measure
from resources.i18n import number
from stats.figures.axis import MOST_DECADES, Axis, axis_marks, linear_axis, log_axis, tick_text
from stats.figures.scene import Text
from stats.figures.style import Words

WORDS = Words(number=number)


def values(axis: Axis) -> list[float]:
    return [tick.value for tick in axis.ticks]


@pytest.mark.parametrize(
    ("must", "may", "ticks"),
    [
        ((0.01, 0.5), (0.003, 1.7), [0.001, 0.01, 0.1, 1, 10]),
        ((0.012, 0.5), (0.00001, 1.7), [0.01, 0.1, 1, 10]),  # the far limit does not fit
        ((0.2, 2.0), (4.8,), [0.2, 0.5, 1, 2, 5]),
        ((0.9, 1.1), (), [0.9, 0.95, 1.0, 1.05, 1.1]),
    ],
)
def test_log_axis_ends_on_ticks(
    must: tuple[float, ...], may: tuple[float, ...], ticks: list[float]
) -> None:
    axis = log_axis([log(v) for v in must], [log(v) for v in may])
    assert values(axis) == pytest.approx(ticks)


finite = st.lists(st.floats(-8, 8), min_size=1, max_size=20)


@given(must=finite, may=finite)
def test_log_axis_holds_what_it_must_and_four_decades_at_most(
    must: list[float], may: list[float]
) -> None:
    axis = log_axis(must, may)
    assert all(axis.holds(v) for v in must)
    assert axis.low == axis.ticks[0].at
    assert axis.high == axis.ticks[-1].at
    necessary = (max(must) - min(must)) / log(10)
    assert (axis.high - axis.low) / log(10) <= max(MOST_DECADES, necessary + 2) + 1e-6
    assert [exp(t.at) for t in axis.ticks] == pytest.approx([t.value for t in axis.ticks])


@given(must=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_linear_axis_holds_what_it_must(must: list[float]) -> None:
    axis = linear_axis(must)
    ease = 1e-8 * (axis.high - axis.low)
    assert axis.low <= min(must) + ease
    assert axis.high >= max(must) - ease
    assert 2 <= len(axis.ticks) <= 12


def test_extreme_estimates_do_not_flatten_the_others() -> None:
    axis = log_axis([-0.5, 0.0, 0.5, 400.0])
    assert not axis.holds(400.0)
    assert all(axis.holds(v) for v in (-0.5, 0.0, 0.5))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.01, "0.01"),
        (1.0, "1"),
        (0.5, "0.5"),
        (1000.0, "1000"),
        (1e6, "10⁶"),
        (1e-5, "10⁻⁵"),
        (-2.5, "−2.5"),
        (0.0, "0"),
    ],
)
def test_tick_has_the_decimals_it_needs(value: float, text: str) -> None:
    assert tick_text(value, WORDS) == text


@given(must=finite, length=st.floats(40, 900))
def test_labels_of_ticks_never_touch(must: list[float], length: float) -> None:
    axis = log_axis(must)
    marks = axis_marks(axis, 10, 10 + length, y=5, words=WORDS, measure=measure())
    labels = sorted((m for m in marks if isinstance(m, Text)), key=lambda m: m.x)
    for a, b in pairwise(labels):
        assert b.x - b.width / 2 > a.x + a.width / 2
