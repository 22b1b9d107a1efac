from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.conversion_table import CONVERSIONS
from stats.conversions import (
    Arm,
    combine_arms,
    critical_value,
    log_hr_from_oe,
    log_or_from_smd,
    r_from_t,
    sd_from_ci,
    sd_from_difference_se,
    sd_from_se,
    sd_of_change,
    se_from_ci,
    se_from_f,
    se_from_p,
    se_from_ratio_ci,
    se_from_t,
    smd_from_log_or,
    smd_from_t,
    smd_se,
)
from stats.distributions import two_sided
from stats.errors import NotEstimable
from stats.medians import mean_sd_from_quantiles

EFFECTS = st.floats(-50, 50).filter(lambda x: abs(x) > 1e-3)
ERRORS = st.floats(0.01, 20)


@given(EFFECTS, ERRORS, st.floats(0.5, 0.999))
def test_se_from_ci_undoes_the_interval(value: float, se: float, level: float) -> None:
    half = critical_value(level) * se
    made = se_from_ci(value - half, value + half, level=level)
    assert (made.estimate, made.se) == pytest.approx((value, se), rel=1e-6, abs=1e-9)


@given(EFFECTS, ERRORS, st.one_of(st.none(), st.floats(2, 200)))
def test_se_from_p_undoes_the_test(value: float, se: float, df: float | None) -> None:
    p = float(two_sided(value / se, df))
    if 1e-250 < p < 1.0 - 1e-9:
        assert se_from_p(value, p, df=df).se == pytest.approx(se, rel=1e-5)


@given(st.lists(st.floats(-100, 100), min_size=4, max_size=30), st.integers(2, 28))
def test_combining_arms_gives_the_mean_and_sd_of_all_people(people: list[float], cut: int) -> None:
    at = min(cut, len(people) - 2)

    def arm(group: list[float]) -> Arm:
        mean = math.fsum(group) / len(group)
        squares = math.fsum((x - mean) ** 2 for x in group)
        return Arm(len(group), mean, math.sqrt(squares / (len(group) - 1)))

    whole, parts = arm(people), combine_arms([arm(people[:at]), arm(people[at:])])
    assert parts.n == whole.n
    assert (parts.mean, parts.sd) == pytest.approx((whole.mean, whole.sd), abs=1e-6)


def test_ratio_interval_is_read_on_the_log_scale() -> None:
    made = se_from_ratio_ci(0.5, 2.0)
    assert made.estimate == pytest.approx(0.0, abs=1e-12)
    assert made.se == pytest.approx(math.log(2.0) / critical_value(0.95))


def test_simple_conversions_by_hand() -> None:
    assert sd_from_se(2.0, 25) == 10.0
    assert sd_from_difference_se(1.0, 8, 8) == 2.0
    assert sd_of_change(3.0, 4.0, correlation=0.0) == 5.0
    assert se_from_t(3.0, -1.5).se == 2.0
    assert se_from_f(3.0, 2.25).se == 2.0
    assert smd_from_t(2.0, 8, 8) == 1.0
    assert sd_from_ci(30.0, 34.2, 25) == pytest.approx(5.09, abs=0.01)  # Handbook 6.5.2.2


def test_correlation_from_t_is_that_of_r() -> None:
    # R 4.2.2: cor.test(mtcars$mpg, mtcars$wt)
    assert r_from_t(-9.559044146972111, 32) == pytest.approx(-0.8676593765172278, rel=1e-12)


def test_standard_error_of_d_and_hazard_ratio_by_hand() -> None:
    assert smd_se(1.0, 8, 8) == pytest.approx(math.sqrt(0.25 + 1 / 32), rel=1e-12)
    made = log_hr_from_oe(-5.0, 16.0)
    assert (made.estimate, made.se) == (-0.3125, 0.25)


def test_chinn_there_and_back() -> None:
    there = smd_from_log_or(0.9, 0.3)
    back = log_or_from_smd(there.estimate, there.se)
    assert (back.estimate, back.se) == pytest.approx((0.9, 0.3))


def test_symmetric_five_numbers_have_their_median_as_mean() -> None:
    for method in ("Luo", "Wan"):
        made = mean_sd_from_quantiles(
            40, 5.0, q1=4.0, q3=6.0, low=1.0, high=9.0, mean_method=method
        )
        assert made.mean == pytest.approx(5.0)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: mean_sd_from_quantiles(20, 5.0),
        lambda: mean_sd_from_quantiles(1, 5.0, q1=4, q3=6),
        lambda: mean_sd_from_quantiles(20, 5.0, q1=6, q3=4),
        lambda: se_from_ci(1.0, 1.0),
        lambda: se_from_ratio_ci(-1.0, 2.0),
        lambda: se_from_p(0.5, 0.0),
        lambda: se_from_p(0.0, 0.5),
        lambda: se_from_t(1.0, 0.0),
        lambda: se_from_f(1.0, -1.0),
        lambda: sd_from_se(-1.0, 5),
        lambda: sd_of_change(1.0, 1.0, correlation=1.2),
        lambda: combine_arms([]),
        lambda: critical_value(1.0),
    ],
)
def test_conversions_refuse_numbers_that_tell_nothing(wrong: object) -> None:
    with pytest.raises(NotEstimable):
        wrong()  # type: ignore[operator]  # each is a function


def test_every_conversion_states_formula_and_source() -> None:
    for key, entry in CONVERSIONS.items():
        assert key == entry.key
        assert entry.formula
        assert any(character.isdigit() for character in entry.source)
        assert callable(entry.function)
