"""Small-study tests, trim and fill, fail-safe numbers, selection models: laws and edges."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.data import Reported, TwoByTwo
from stats.effects import Effects
from stats.errors import InvalidData, NotEstimable, TooFewStudies
from stats.failsafe import excess_significance, orwin, rosenberg, rosenthal
from stats.funnel_ranks import begg, rank_test
from stats.measures import MEASURES
from stats.models import Common, Random
from stats.noncentral import hypergeometric_moments
from stats.pool import pool
from stats.rank_tests import kendall, kendall_p
from stats.selection import selected_at, selection_model
from stats.selection_likelihood import Alternative, Kind, Selection
from stats.small_study import TESTS, egger, harbord, pustejovsky, regression_test
from stats.trim_fill import trim_and_fill

RNG = np.random.default_rng(11)


def made(yi: object, vi: object) -> Effects:
    return MEASURES["GEN"].of(Reported(np.array(yi, dtype=float), np.array(vi, dtype=float)))


def studies(k: int) -> Effects:
    vi = RNG.uniform(0.02, 0.4, k)
    return made(0.4 + RNG.normal(size=k) * np.sqrt(vi + 0.05), vi)


TABLE = TwoByTwo(
    np.array([4, 6, 3, 62, 33]), np.array([119, 300, 228, 13536, 5036]),
    np.array([11, 29, 11, 248, 47]), np.array([128, 274, 209, 12619, 5761]),
)  # fmt: skip


def test_egger_slope_is_the_intercept_of_his_own_regression() -> None:
    effects = studies(14)
    ours = egger(effects)
    snd, precision = effects.yi / effects.sei, 1.0 / effects.sei
    x = np.column_stack([np.ones(14), precision])
    own, *_ = np.linalg.lstsq(x, snd, rcond=None)
    assert ours.slope.value == pytest.approx(own[0])
    assert ours.intercept.value == pytest.approx(own[1])


def test_tests_refuse_two_studies_and_advise_against_nine() -> None:
    tables = MEASURES["OR"].of(TABLE)
    for name in sorted(set(TESTS) - {"Pustejovsky"}):
        with pytest.raises(TooFewStudies):
            TESTS[name](tables.take(np.arange(2)))
    assert "fewer_than_ten_studies" in [note.code for note in egger(studies(9)).notes]
    assert "fewer_than_ten_studies" not in [note.code for note in egger(studies(10)).notes]


def test_tests_refuse_data_of_another_shape_and_equal_precision() -> None:
    for test in (harbord, pustejovsky, TESTS["Peters"], TESTS["Deeks"], TESTS["Schwarzer"]):
        with pytest.raises(InvalidData):
            test(studies(12))
    with pytest.raises(InvalidData):
        regression_test(studies(12), predictor="ni")
    with pytest.raises(NotEstimable):
        egger(made([0.1, 0.2, 0.5], [0.1, 0.1, 0.1]))
    with pytest.raises(InvalidData):
        harbord(MEASURES["RD"].of(TABLE))


def test_mirrored_funnel_turns_the_sign_of_every_test() -> None:
    effects = studies(15)
    other = made(-effects.yi, effects.vi)
    assert egger(other).slope.value == pytest.approx(-egger(effects).slope.value)
    assert begg(other).score == -begg(effects).score
    assert rank_test(other).p == pytest.approx(rank_test(effects).p)


@given(st.permutations(range(6)))
def test_exact_kendall_p_counts_all_orders(order: list[int]) -> None:
    x = np.arange(6.0)
    mine = abs(kendall(x, np.array(order, dtype=float)).score)
    scores = [
        abs(kendall(x, np.array(other, dtype=float)).score)
        for other in itertools.permutations(range(6))
    ]
    share = sum(score >= mine for score in scores) / math.factorial(6)
    assert kendall_p(kendall(x, np.array(order, dtype=float))) == pytest.approx(min(1.0, share))


def test_central_hypergeometric_moments_are_the_textbook_ones() -> None:
    n1, n2, events = np.array([12.0]), np.array([30.0]), np.array([7.0])
    mean, variance = hypergeometric_moments(n1, n2, events, odds_ratio=1.0)
    n = 42.0
    assert mean[0] == pytest.approx(12 * 7 / n)
    assert variance[0] == pytest.approx(12 * 30 * 7 * 35 / (n**2 * 41))


def test_side_that_lacks_nothing_is_not_filled() -> None:
    sei = np.linspace(0.05, 0.8, 14)
    found = trim_and_fill(made(0.05 * np.sin(np.arange(14)) - 2.0 * sei, sei**2), side="left")
    assert (found.missing, found.pooled.k) == (0, 14)
    assert "trim_fill_none_missing" in [note.code for note in found.notes]


@pytest.mark.parametrize("model", [Common(), Random(tau2="DL")])
def test_filled_studies_mirror_their_own(model: Common | Random) -> None:
    sei = np.linspace(0.05, 0.8, 14)
    found = trim_and_fill(made(2.0 * sei + 0.05 * np.sin(np.arange(14)), sei**2), model)
    whole = found.pooled.effects
    assert found.missing > 0
    assert found.side == "left"
    assert whole.k == 14 + found.missing
    originals = whole.yi[list(found.mirrors)]
    sums = whole.yi[found.filled] + originals
    assert sums == pytest.approx(np.full(found.missing, sums[0]))
    assert whole.vi[found.filled] == pytest.approx(whole.vi[list(found.mirrors)])


def test_trim_and_fill_refuses_what_it_cannot_rank() -> None:
    with pytest.raises(TooFewStudies):
        trim_and_fill(made([0.1], [0.2]))
    with pytest.raises(TooFewStudies):
        trim_and_fill(made([0.1, 0.4], [0.2, 0.1]))


def test_fail_safe_numbers_by_hand() -> None:
    effects = made([2.0, 2.0, 2.0, 2.0], [1.0, 1.0, 1.0, 1.0])
    assert rosenthal(effects).number == math.ceil(64 / 1.6448536**2 - 4)
    assert orwin(effects, target=0.5).number == 12
    assert orwin(effects).number == 4
    assert orwin(effects, target=0.0).number == math.inf
    assert rosenberg(effects).number == math.ceil(4 * ((8 / 1.959964) ** 2 - 4) / 4)
    assert rosenthal(made([0.1, 0.1], [1.0, 1.0])).number == 0


def test_excess_significance_with_equal_power_is_binomial() -> None:
    effects = made([2.5, 2.5, 0.0, 0.1], [1.0, 1.0, 1.0, 1.0])
    tested = excess_significance(effects)
    power = tested.power[0]
    binomial = sum(
        math.comb(4, j) * power**j * (1 - power) ** (4 - j) for j in range(tested.observed, 5)
    )
    assert tested.observed == 2
    assert tested.p == pytest.approx(binomial)


@pytest.mark.parametrize("kind", ["stepfun", "beta", "halfnorm", "negexp"])
@pytest.mark.parametrize("alternative", ["greater", "less", "two.sided"])
def test_selection_model_at_no_selection_is_the_plain_likelihood(
    kind: Kind, alternative: Alternative
) -> None:
    effects = studies(12)
    chosen = Selection(kind, (0.025, 0.5), alternative)
    pooled = pool(effects, Random(tau2="ML"))
    at = selected_at(
        effects,
        chosen,
        mean=pooled.estimate.value,
        tau2=pooled.heterogeneity.tau2,
        delta=chosen.unselected,
    )
    assert at.loglik == pytest.approx(pooled.loglik, rel=1e-9)
    assert at.lrt == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("kind", ["stepfun", "beta", "halfnorm", "negexp"])
def test_selection_model_is_never_less_likely_than_none(kind: Kind) -> None:
    found = selection_model(studies(15), Selection(kind))
    assert found.loglik >= found.loglik_unselected - 1e-6
    assert 0.0 <= found.p <= 1.0


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 1000))
def test_selection_model_turns_with_the_sign_of_the_effects(seed: int) -> None:
    chance = np.random.default_rng(seed)
    vi = chance.uniform(0.05, 0.5, 12)
    yi = 0.4 + chance.normal(size=12) * np.sqrt(vi)
    one = selection_model(made(yi, vi), Selection("negexp", (), "greater"))
    two = selection_model(made(-yi, vi), Selection("negexp", (), "less"))
    assert one.loglik == pytest.approx(two.loglik)
    assert one.estimate.value == pytest.approx(-two.estimate.value, abs=1e-5)


def test_selection_model_refuses_bad_steps_and_few_studies() -> None:
    with pytest.raises(InvalidData):
        selection_model(studies(9), Selection("stepfun", (0.5, 0.025)))
    with pytest.raises(InvalidData):
        selection_model(studies(9), Selection("stepfun", ()))
    with pytest.raises(TooFewStudies):
        selection_model(studies(3), Selection("beta"))
    found = selection_model(made([2.0, 2.1, 1.9, 2.3], [0.1] * 4), Selection("stepfun", (0.025,)))
    assert "empty_p_interval" in [note.code for note in found.notes]
