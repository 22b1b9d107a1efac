"""Quality effects: the laws of the weights, and the published model where quality is equal."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.data import Reported, TwoByTwo
from stats.effects import Effects
from stats.errors import InvalidData, TooFewStudies
from stats.measures import MEASURES
from stats.models import Common
from stats.pool import pool
from stats.quality_effects import quality_effects

MAGNESIUM = [  # deaths and people with magnesium and without: Li 2007, in R's metadat
    (1, 40, 2, 36), (4, 56, 14, 74), (2, 92, 7, 93), (1, 48, 1, 46), (1, 25, 3, 23),
    (1, 50, 9, 53), (6, 81, 11, 81), (10, 150, 8, 148), (2, 21, 4, 25),
    (90, 1150, 118, 1150), (5, 125, 12, 102), (4, 130, 8, 122), (4, 96, 17, 98),
    (2216, 29011, 2103, 29039), (3, 40, 3, 38), (1, 31, 0, 30), (6, 169, 18, 181),
    (475, 3113, 472, 3100), (2, 50, 10, 50), (0, 75, 1, 75), (101, 1691, 134, 1488),
    (1, 89, 3, 91),
]  # fmt: skip
EXPECTED = (
    -0.224974019634192,
    0.152957668474864,
    0.407344563223772,
    0.850629875935045,
    1.243526797723974,
)

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
    # by hand: Q = 1, 1, 1/3; taken 2/3, to each Q_i / (7/3) of it; 9/7, 9/7, 3/7 of 3
    assert pooled.weights == pytest.approx([300 / 7, 300 / 7, 100 / 7])


def test_study_of_no_quality_has_no_weight() -> None:
    pooled = quality_effects(made([0.0, 1.0, 9.0], [1.0, 0.5, 0.1]), [2, 1, 0])
    assert pooled.weights[2] == 0.0


def test_magnesium_trials_as_stata_computes_them() -> None:
    # R 4.2.2: dat.li2007 of metadat, log odds ratios; weights by the formula of Stata's metan 4.03
    # (model qe) on the scores 1 to 9 in turn, tau2 by DerSimonian and Laird
    a, n1, c, n2 = np.array(MAGNESIUM, dtype=float).T
    effects = MEASURES["OR"].of(TwoByTwo.from_totals(a, n1, c=c, n2=n2))
    scores = [1 + i % 9 for i in range(22)]
    pooled = quality_effects(effects, scores)
    assert pooled.estimate.value == pytest.approx(EXPECTED[0], rel=1e-10)
    assert pooled.estimate.se == pytest.approx(EXPECTED[1], rel=1e-10)
    assert pooled.weights[:3] == pytest.approx(EXPECTED[2:], rel=1e-10)


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
