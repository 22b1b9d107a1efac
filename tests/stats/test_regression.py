from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.data import Reported
from stats.design import Covariate, Factor
from stats.effects import Effects
from stats.errors import Cancelled, InvalidData, NotEstimable, TooFewStudies
from stats.measures import MEASURES
from stats.models import Random, Tau2Key
from stats.permutation import permutation_test
from stats.pool import pool
from stats.regression import Regression, meta_regression, predict
from stats.regression_tau2 import ESTIMATORS, log_likelihood

RNG = np.random.default_rng(4)


def made(yi: object, vi: object) -> Effects:
    return MEASURES["GEN"].of(Reported(np.array(yi, dtype=float), np.array(vi, dtype=float)))


def studies(k: int, tau: float = 0.4) -> tuple[Effects, Covariate]:
    x, vi = RNG.normal(size=k), RNG.uniform(0.02, 0.3, k)
    yi = 0.3 + 0.5 * x + RNG.normal(size=k) * np.sqrt(vi + tau**2)
    return made(yi, vi), Covariate("dose", x)


@pytest.mark.parametrize("method", sorted(ESTIMATORS))
def test_regression_without_moderators_is_the_pool(method: Tau2Key) -> None:
    effects, _ = studies(12)
    alone = meta_regression(effects, [], Regression(tau2=method))
    pooled = pool(effects, Random(tau2=method))
    assert alone.tau2 == pytest.approx(pooled.heterogeneity.tau2, rel=1e-7)
    assert alone.coefficients[0][1].value == pytest.approx(pooled.estimate.value, rel=1e-7)


@given(st.integers(0, 10_000), st.sampled_from(["ML", "REML"]), st.floats(-3, 3))
@settings(max_examples=60, deadline=None)
def test_no_tau2_is_more_likely_than_the_one_found(seed: int, method: str, scale: float) -> None:
    chance = np.random.default_rng(seed)
    k = int(chance.integers(4, 30))
    x = np.column_stack([np.ones(k), chance.normal(size=k)])
    vi = 10.0 ** chance.uniform(-2, 2, k)
    yi = chance.normal(size=k) * 10.0**scale
    found = ESTIMATORS[method](yi, vi, x).value
    restricted = method == "REML"
    best = log_likelihood(yi, vi, x, tau2=found, restricted=restricted)
    for other in np.concatenate(([0.0], np.geomspace(1e-6, 1e8, 60), found * np.array([0.9, 1.1]))):
        there = log_likelihood(yi, vi, x, tau2=float(other), restricted=restricted)
        assert there <= best + 1e-7 * (1.0 + abs(best))


@given(st.floats(-20, 20), st.floats(0.01, 50))
@settings(max_examples=30, deadline=None)
def test_moving_and_stretching_a_covariate_changes_no_test(shift: float, stretch: float) -> None:
    effects, dose = studies(10)
    other = Covariate("dose", dose.values * stretch + shift)
    one, two = (meta_regression(effects, [moderator]) for moderator in (dose, other))
    assert two.tau2 == pytest.approx(one.tau2, rel=1e-6, abs=1e-12)
    assert two.moderators.statistic == pytest.approx(one.moderators.statistic, rel=1e-6)
    assert two.coefficients[1][1].value * stretch == pytest.approx(
        one.coefficients[1][1].value, rel=1e-6
    )


def test_factor_reference_changes_signs_and_not_the_test() -> None:
    effects, _ = studies(9)
    kinds = tuple("abc" * 3)
    one = meta_regression(effects, [Factor("kind", kinds)])
    two = meta_regression(effects, [Factor("kind", kinds, reference="b")])
    assert [term for term, _ in one.coefficients] == ["(Intercept)", "kindb", "kindc"]
    assert [term for term, _ in two.coefficients] == ["(Intercept)", "kinda", "kindc"]
    assert one.moderators.statistic == pytest.approx(two.moderators.statistic)
    assert one.coefficients[1][1].value == pytest.approx(-two.coefficients[1][1].value)


def test_prediction_at_the_studies_own_values_meets_the_line() -> None:
    effects, dose = studies(10)
    fitted = meta_regression(effects, [dose])
    drawn = predict(fitted, {"dose": dose.values.tolist()})
    line = [made.value for _, made in fitted.coefficients]
    assert drawn.mean == pytest.approx(line[0] + line[1] * dose.values)
    assert (drawn.low <= drawn.lower).all()
    with pytest.raises(InvalidData):
        predict(fitted, {})


def test_study_without_the_moderator_is_left_out_and_named() -> None:
    effects, dose = studies(8)
    values = dose.values.copy()
    values[3] = np.nan
    fitted = meta_regression(effects, [Covariate("dose", values)])
    assert fitted.k == 7
    assert ("missing_moderator", (3,)) in [(n.code, n.studies) for n in fitted.notes]
    assert "few_studies_per_covariate" in [n.code for n in fitted.notes]


def test_regression_refuses_what_cannot_be_told_apart() -> None:
    effects, dose = studies(6)
    with pytest.raises(NotEstimable):
        meta_regression(effects, [dose, Covariate("twice", dose.values * 2.0)])
    with pytest.raises(NotEstimable):
        meta_regression(effects, [Covariate("same", np.full(6, 3.0))])
    with pytest.raises(InvalidData):
        meta_regression(effects, [Factor("kind", ("a",) * 6)])
    with pytest.raises(InvalidData):
        meta_regression(effects, [Covariate("short", np.zeros(3))])
    with pytest.raises(TooFewStudies):
        meta_regression(effects.take(np.arange(2)), [Covariate("dose", dose.values[:2])])


def test_permutation_of_few_studies_tries_every_order() -> None:
    effects, dose = studies(5)
    fitted = meta_regression(effects, [dose], Regression("DL", "knapp_hartung"))
    tested = permutation_test(effects, fitted, sample=120)
    assert (tested.is_exact, tested.count) == (True, 120)
    assert tested.moderators == pytest.approx(dict(tested.terms)["dose"])
    assert tested.moderators >= 1 / 120


def test_permutation_reports_repeats_itself_and_stops() -> None:
    effects, dose = studies(9)
    fitted = meta_regression(effects, [dose], Regression("DL"))
    told: list[float] = []
    first = permutation_test(effects, fitted, sample=40, seed=7, report=told.append)
    assert first == permutation_test(effects, fitted, sample=40, seed=7)
    assert told[-1] == 1.0
    with pytest.raises(Cancelled):
        permutation_test(effects, fitted, cancelled=lambda: True)
