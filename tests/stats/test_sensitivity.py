"""Leave-one-out, cumulative, influence and all subsets agree with single pools."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.errors import Cancelled, InvalidData, TooFewStudies
from stats.gosh import as_mask, gosh
from stats.influence import influence
from stats.measures.binary import OR
from stats.measures.reported import GEN
from stats.models import Common, MantelHaenszel, Model, Random
from stats.pool import pool
from stats.sensitivity import cumulative, leave_one_out
from tests.stats.making import counts, reported

RNG = np.random.default_rng(5)
STUDIES = GEN.of(reported(RNG.normal(0.2, 0.6, 7), RNG.uniform(0.05, 0.4, 7)))
TABLE = counts([4, 6, 3, 9], [20, 30, 8, 40], [9, 12, 5, 11], [16, 22, 6, 35])
MODELS: list[Model] = [
    Common(),
    Random(tau2="DL"),
    Random(tau2="REML", interval="hartung_knapp"),
    Random(tau2="PM", interval="hartung_knapp_floor"),
    Random(tau2="REML", interval="hartung_knapp_wider"),
    Random(tau2="ML", interval="hartung_knapp", wald_at_zero=True),
]


@pytest.mark.parametrize("model", MODELS, ids=repr)
def test_leave_one_out_is_the_pool_of_the_others(model: Model) -> None:
    made = leave_one_out(STUDIES, model)
    for place, row in enumerate(made.rows):
        alone = pool(STUDIES.take(np.delete(np.arange(7), row)), model)
        assert made.fits.value[place] == pytest.approx(alone.estimate.value, rel=1e-9)
        assert made.fits.lower[place] == pytest.approx(alone.estimate.lower, rel=1e-9)
        assert made.fits.p[place] == pytest.approx(alone.estimate.p, rel=1e-8)
        assert made.fits.tau2[place] == pytest.approx(alone.heterogeneity.tau2, abs=1e-10)


@pytest.mark.parametrize("model", [*MODELS, MantelHaenszel(measure=OR)], ids=repr)
def test_cumulative_ends_at_the_pool_of_all(model: Model) -> None:
    effects = OR.of(TABLE)
    made = cumulative(effects, [3, 1, 0, 2], model)
    everything = pool(effects, model)
    assert made.rows == (3, 1, 0, 2)
    assert made.fits.value[-1] == pytest.approx(everything.estimate.value)
    assert made.fits.upper[-1] == pytest.approx(everything.estimate.upper)


def test_cumulative_refuses_an_order_with_a_row_twice() -> None:
    with pytest.raises(InvalidData):
        cumulative(STUDIES, [0, 1, 2, 3, 4, 5, 5], Common())


def test_influence_finds_the_study_far_from_the_others() -> None:
    effects = GEN.of(reported([0.1, 0.12, 0.09, 0.11, 3.0], [0.01] * 5))
    made = influence(effects, Random())
    assert made.influential.tolist() == [False] * 4 + [True]
    assert int(np.argmax(made.baujat_x)) == 4


def test_influence_of_one_study_raises() -> None:
    with pytest.raises(TooFewStudies):
        influence(GEN.of(reported([1.0], [1.0])), Common())


@pytest.mark.parametrize("model", [Common(), Random(tau2="DL"), Random()], ids=repr)
def test_gosh_rows_are_pools_of_their_subsets(model: Common | Random) -> None:
    made = gosh(STUDIES, model)
    assert made.complete
    assert len(made.members) == 2**7 - 1
    for place in (0, 41, 126):
        rows = np.flatnonzero(as_mask(made.members[place : place + 1], 7)[0])
        alone = pool(STUDIES.take(rows), model)
        assert made.value[place] == pytest.approx(alone.estimate.value)
        assert made.tau2[place] == pytest.approx(alone.heterogeneity.tau2, abs=1e-10)
        assert made.k[place] == len(rows)


def test_gosh_holding_marks_the_subsets_with_a_study() -> None:
    made = gosh(STUDIES, Common())
    assert made.holding(2).sum() == 2**6


def test_gosh_reports_its_progress_to_the_end() -> None:
    told: list[float] = []
    gosh(STUDIES, Common(), report=told.append)
    assert told[-1] == 1.0


def test_gosh_stops_when_cancelled() -> None:
    with pytest.raises(Cancelled):
        gosh(STUDIES, Common(), cancelled=lambda: True)


def test_gosh_of_many_studies_is_a_sample_that_can_be_repeated() -> None:
    effects = GEN.of(reported(np.linspace(0, 1, 25), np.full(25, 0.1)))
    one, other = (gosh(effects, Common(), sample=500, seed=4) for _ in range(2))
    assert not one.complete
    assert (one.members == other.members).all()
    assert len(one.value) == 500


@given(seed=st.integers(0, 10_000))
def test_leave_one_out_of_a_repeated_study_does_not_move_the_mean(seed: int) -> None:
    rng = np.random.default_rng(seed)
    effects = GEN.of(reported(np.full(5, rng.normal()), np.full(5, rng.uniform(0.1, 1))))
    made = leave_one_out(effects, Random())
    assert made.fits.value == pytest.approx(effects.yi, abs=1e-12)
    assert made.fits.tau2.tolist() == [0.0] * 5
