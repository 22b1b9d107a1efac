from __future__ import annotations

import numpy as np
import pytest

from stats.data import Reported
from stats.effects import Effects
from stats.errors import InvalidData, TooFewStudies
from stats.measures import MEASURES
from stats.models import Random
from stats.multilevel import three_level
from stats.pool import pool


def made(yi: object, vi: object) -> Effects:
    return MEASURES["GEN"].of(Reported(np.array(yi, dtype=float), np.array(vi, dtype=float)))


def test_one_effect_a_cluster_is_the_random_effects_model() -> None:
    chance = np.random.default_rng(3)
    vi = chance.uniform(0.05, 0.2, 15)
    effects = made(chance.normal(size=15) * 0.8, vi)
    nested, flat = three_level(effects, range(15)), pool(effects, Random(tau2="REML"))
    total = nested.between + nested.within
    assert total == pytest.approx(flat.heterogeneity.tau2, rel=1e-4)
    assert nested.estimate.value == pytest.approx(flat.estimate.value, rel=1e-5)
    assert nested.loglik == pytest.approx(flat.loglik, rel=1e-7)


def test_order_of_effects_does_not_matter() -> None:
    chance = np.random.default_rng(5)
    clusters, vi = np.repeat(np.arange(6), 3), chance.uniform(0.05, 0.2, 18)
    yi = chance.normal(size=6)[clusters] + chance.normal(size=18) * 0.3
    order = chance.permutation(18)
    one = three_level(made(yi, vi), clusters.tolist(), method="ML")
    two = three_level(made(yi[order], vi[order]), clusters[order].tolist(), method="ML")
    assert two.between == pytest.approx(one.between, rel=1e-4)
    assert two.robust_cr2.se == pytest.approx(one.robust_cr2.se, rel=1e-5)
    assert two.robust_cr2.df == pytest.approx(one.robust_cr2.df, rel=1e-4)


def test_equal_effects_have_no_variance_and_a_note() -> None:
    nested = three_level(made([0.3] * 6, [0.1] * 6), [1, 1, 2, 2, 3, 3])
    assert (nested.between, nested.within) == (0.0, 0.0)
    codes = [note.code for note in nested.notes]
    assert {"between_variance_at_zero", "within_variance_at_zero"} <= set(codes)
    assert "few_clusters_for_robust" in codes


def test_three_levels_refuse_one_cluster() -> None:
    effects = made([0.1, 0.2, 0.3], [0.1, 0.1, 0.1])
    with pytest.raises(TooFewStudies):
        three_level(effects, ["a", "a", "a"])
    with pytest.raises(InvalidData):
        three_level(effects, ["a", "b"])
