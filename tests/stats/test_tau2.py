"""Estimators of tau2: the best likelihood, the right root, any scale, any order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stats.likelihood import log_likelihood
from stats.subsets import generalised_q
from stats.tau2 import ESTIMATORS, tau2_of, tau2_of_subsets
from tests.stats.random_cases import draw, shortfall

SEEDS = st.integers(0, 2**32 - 1)
METHODS = tuple(ESTIMATORS)


@pytest.mark.parametrize("method", ["REML", "ML"])
@given(seed=SEEDS)
def test_likelihood_maximum_is_global(method: str, seed: int) -> None:
    assert shortfall(draw(seed), method) <= 1e-7


@pytest.mark.parametrize(
    ("yi", "vi", "wins"),
    [
        ([1.0, -0.8, -1.3, -1.0], [0.004, 0.653, 1.925, 8.459], 0.0),
        ([-0.4, 1.4, 1.1, -0.3], [0.487, 1.101, 0.003, 0.316], 0.3177),
    ],
    ids=["zero", "the other"],
)
def test_likelihoods_decide_between_zero_and_another_maximum(
    yi: list[float], vi: list[float], wins: float
) -> None:
    y, v = np.array(yi), np.array(vi)
    around_both = np.array([0.0, 1e-6, 0.05, 0.32, 0.37, 2.0])
    values = log_likelihood(around_both, y, v, restricted=False)
    assert values[0] > values[1]  # 0 is a maximum
    assert max(values[3:5]) > max(values[2], values[5])  # and so is one near 0.3
    assert tau2_of(y, v, "ML") == pytest.approx(wins, abs=1e-3)


@given(seed=SEEDS)
@example(seed=17544)  # one study: nothing to meet, and Q is the dust of its own mean
def test_paule_mandel_meets_its_target(seed: int) -> None:
    yi, vi = draw(seed)
    tau2 = tau2_of(yi, vi, "PM")
    if len(yi) == 1:
        assert tau2 == 0.0
        return
    q = float(generalised_q(np.array([tau2]), yi, vi)[0])
    if tau2 > 0.0:
        assert q == pytest.approx(len(yi) - 1, rel=1e-6)
    else:
        assert q <= (len(yi) - 1) * (1 + 1e-12)


@pytest.mark.parametrize("method", METHODS)
@given(seed=SEEDS)
def test_tau2_is_finite_and_ignores_the_order(method: str, seed: int) -> None:
    yi, vi = draw(seed)
    tau2 = tau2_of(yi, vi, method)
    order = np.random.default_rng(seed).permutation(len(yi))
    other = tau2_of(yi[order], vi[order], method)
    likely = log_likelihood(np.array([tau2, other]), yi, vi, restricted=method != "ML")
    assert np.isfinite(tau2)
    assert tau2 >= 0.0
    assert tau2 == pytest.approx(other, rel=1e-5, abs=1e-6 * vi.min()) or likely[
        0
    ] == pytest.approx(likely[1], rel=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_tau2_of_subsets_is_that_of_each_subset_alone(method: str) -> None:
    rng = np.random.default_rng(3)
    yi, vi = rng.normal(0, 1, 9), rng.uniform(0.05, 1, 9)
    mask = (rng.random((40, 9)) < 0.5).astype(float)
    mask = mask[mask.sum(axis=1) > 0]
    alone = [tau2_of(yi[row > 0], vi[row > 0], method) for row in mask]
    assert tau2_of_subsets(yi, vi, mask, method=method) == pytest.approx(alone, abs=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_tau2_of_a_single_study_is_zero(method: str) -> None:
    assert tau2_of(np.array([1.0]), np.array([0.2]), method) == 0.0


@pytest.mark.parametrize("method", [method for method in METHODS if method != "SJ"])
def test_tau2_of_many_studies_is_near_the_truth(method: str) -> None:
    rng = np.random.default_rng(11)
    vi = rng.uniform(0.05, 0.5, 10_000)
    yi = rng.normal(0.3, np.sqrt(vi + 0.2))
    assert tau2_of(yi, vi, method) == pytest.approx(0.2, rel=0.1)


@pytest.mark.parametrize("method", METHODS)
def test_estimator_has_a_label_and_a_source(method: str) -> None:
    assert ESTIMATORS[method].label
    assert ESTIMATORS[method].source
