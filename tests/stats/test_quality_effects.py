"""Quality effects have no published example we could check, so the laws of the weights are held."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.data import Reported
from stats.effects import Effects
from stats.errors import InvalidData, TooFewStudies
from stats.measures import MEASURES
from stats.models import Common
from stats.pool import pool
from stats.quality_effects import quality_effects

STUDIES = st.lists(
    st.tuples(st.floats(-5, 5), st.floats(0.01, 4), st.integers(0, 9)), min_size=2, max_size=12
).filter(lambda rows: any(stars for _, _, stars in rows))


def made(yi: list[float], vi: list[float]) -> Effects:
    return MEASURES["GEN"].of(Reported(np.array(yi), np.array(vi)))


@given(STUDIES)
def test_weights_sum_to_hundred_and_the_mean_lies_between(
    rows: list[tuple[float, float, int]],
) -> None:
    yi, vi, stars = (list(values) for values in zip(*rows, strict=True))
    pooled = quality_effects(made(yi, vi), stars)
    assert pooled.weights.sum() == pytest.approx(100.0)
    assert (pooled.weights >= 0.0).all()
    assert min(yi) - 1e-9 <= pooled.estimate.value <= max(yi) + 1e-9


@given(STUDIES, st.integers(1, 9))
def test_equal_quality_gives_inverse_variance_weights(
    rows: list[tuple[float, float, int]], stars: int
) -> None:
    effects = made([row[0] for row in rows], [row[1] for row in rows])
    pooled = quality_effects(effects, [stars] * len(rows))
    assert pooled.weights == pytest.approx(pool(effects, Common()).weights)


def test_weight_moves_from_the_poor_study_to_the_others() -> None:
    pooled = quality_effects(made([0.0, 0.0, 0.0], [1.0, 1.0, 1.0]), [9, 9, 3])
    # by hand: Q = 1, 1, 1/3; t_3 = (1 - 1/3) / 2 = 1/3 to each of the others; 4/3, 4/3, 1/3 of 3
    assert pooled.weights == pytest.approx([400 / 9, 400 / 9, 100 / 9])


def test_study_without_a_score_is_left_out_and_named() -> None:
    pooled = quality_effects(made([0.1, 0.2, 0.9], [0.1, 0.1, 0.1]), [4, 4, np.nan])
    assert pooled.weights[2] == 0.0
    assert ("no_quality_score", (2,)) in [(note.code, note.studies) for note in pooled.notes]


def test_quality_effects_refuse_scores_that_cannot_be() -> None:
    effects = made([0.1, 0.2], [0.1, 0.1])
    with pytest.raises(InvalidData):
        quality_effects(effects, [0, 0])
    with pytest.raises(InvalidData):
        quality_effects(effects, [-1, 3])
    with pytest.raises(TooFewStudies):
        quality_effects(effects, [3, np.nan])
