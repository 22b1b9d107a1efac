"""Numbers needed to treat: branches, infinity, worked examples."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.errors import InvalidData
from stats.measures.reported import GEN
from stats.models import Common
from stats.nnt import Scale, number_needed, number_needed_of
from stats.pool import pool
from tests.stats.making import reported


def test_number_needed_of_a_risk_difference_is_its_inverse() -> None:
    made = number_needed_of(-0.1, -0.2, -0.05, scale="RD", control_risk=0.3)
    assert (made.value, made.lower, made.upper) == pytest.approx((10.0, 5.0, 20.0))
    assert not made.through_infinity


def test_number_needed_of_an_odds_ratio_depends_on_the_risk() -> None:
    made = number_needed_of(math.log(0.5), -1.0, -0.4, scale="OR", control_risk=0.4)
    assert made.value == pytest.approx(1.0 / (0.4 - 0.25))


def test_number_needed_runs_through_infinity_where_no_effect_is_inside() -> None:
    made = number_needed_of(-0.02, -0.1, 0.05, scale="RD", control_risk=0.2)
    assert made.through_infinity
    assert made.lower == pytest.approx(10.0)
    assert made.upper == pytest.approx(-20.0)


def test_number_needed_without_effect_is_infinite() -> None:
    made = number_needed_of(0.0, -0.1, 0.1, scale="RR", control_risk=0.2)
    assert math.isinf(made.value)


@given(
    log_ratio=st.floats(-3, 3).filter(lambda x: abs(x) > 1e-3),
    risk=st.floats(0.01, 0.99),
)
def test_number_needed_turns_its_sign_with_the_direction(log_ratio: float, risk: float) -> None:
    scales: tuple[Scale, ...] = ("OR", "RR")
    for scale in scales:
        made = number_needed_of(log_ratio, -4, 4, scale=scale, control_risk=risk)
        assert (made.value < 0.0) == (log_ratio > 0.0)


@pytest.mark.parametrize("risk", [0.0, 1.0, -0.2, 1.3])
def test_number_needed_refuses_an_impossible_risk(risk: float) -> None:
    with pytest.raises(InvalidData):
        number_needed_of(-0.1, -0.2, 0.1, scale="RR", control_risk=risk)


def test_number_needed_refuses_a_measure_without_risks() -> None:
    pooled = pool(GEN.of(reported([1.0, 2.0], [1.0, 1.0])), Common())
    with pytest.raises(InvalidData):
        number_needed(pooled, 0.2)
