"""Pooling: published examples, laws, notes, and refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.data import NO_ZEROS, TwoByTwo, Zeros
from stats.effects import Effects
from stats.errors import InvalidData, NotEstimable, TooFewStudies
from stats.measures import MEASURES
from stats.measures.binary import OR, PETO, RD, RR
from stats.measures.reported import GEN
from stats.models import Common, MantelHaenszel, Model, Peto, Random
from stats.pool import pool
from stats.presets import COCHRANE_2025, REVMAN_5
from tests.stats.making import counts, reported

COUNTS = st.integers(0, 40)
CELLS = st.lists(st.tuples(COUNTS, COUNTS, COUNTS, COUNTS), min_size=2, max_size=8)
MODELS: list[Model] = [
    Common(),
    Random(tau2="DL"),
    Random(tau2="REML"),
    Random(tau2="PM", interval="hartung_knapp"),
    MantelHaenszel(),
]


def ivig() -> TwoByTwo:
    """Intravenous immunoglobulin in multiple sclerosis: relapses, with two empty cells."""
    return TwoByTwo.from_totals(
        [0, 6, 0, 5],
        [3, 41, 14, 14],
        c=[12, 13, 1, 39],
        n2=[18, 39, 1, 74],
        labels=["Achiron 1996", "Achiron 2004", "Orvieto 1999", "Hellwig 2008"],
    )


def table(cells: list[tuple[int, int, int, int]]) -> TwoByTwo:
    a, b, c, d = np.array(cells, dtype=float).T + 1.0
    return TwoByTwo(a, b, c, d)


def test_pool_gives_what_revman_5_prints() -> None:
    effects = OR.of(ivig(), REVMAN_5.zeros(OR))
    pooled = pool(effects, REVMAN_5.model(OR, "mantel_haenszel"))
    shown, held = pooled.shown, pooled.heterogeneity
    assert (shown.value, shown.lower, shown.upper) == pytest.approx(
        (0.3185, 0.1515, 0.6693), abs=5e-5
    )
    assert pooled.estimate.p == pytest.approx(0.0025, abs=5e-5)
    assert (held.q, held.df, held.p) == pytest.approx((3.738, 3, 0.291), abs=5e-4)
    assert held.i2_q == pytest.approx(19.75, abs=5e-3)


def test_pool_notes_say_what_was_corrected() -> None:
    codes = {n.code: n.studies for n in pool(OR.of(ivig()), Common()).notes}
    assert codes == {"zero_cells_corrected": (0, 2)}


def test_pool_notes_say_what_was_left_out() -> None:
    pooled = pool(OR.of(ivig(), NO_ZEROS), Common())
    assert {n.code: n.studies for n in pooled.notes} == {
        "no_estimate": (0, 2),
        "not_pooled": (0, 2),
    }
    assert pooled.k == 2
    assert pooled.weights.tolist()[0] == 0.0


def test_pool_of_a_single_study_says_that_tau2_is_zero() -> None:
    effects = GEN.of(reported([0.4], [0.09]))
    pooled = pool(effects, Random(interval="hartung_knapp"))
    assert pooled.heterogeneity.tau2 == 0.0
    assert pooled.estimate.df is None
    assert {n.code for n in pooled.notes} == {
        "tau2_zero_for_a_single_study",
        "wald_for_a_single_study",
    }


def test_cochrane_2025_turns_to_wald_where_tau2_is_zero() -> None:
    effects = GEN.of(reported([0.1, 0.11, 0.12], [0.2, 0.2, 0.2]))
    pooled = pool(effects, COCHRANE_2025.model(GEN, "inverse_variance", random=True))
    assert pooled.estimate.df is None
    assert any(n.code == "wald_at_zero_tau2" for n in pooled.notes)


def test_cochrane_2025_is_hartung_knapp_with_k_minus_1() -> None:
    effects = OR.of(ivig(), COCHRANE_2025.zeros(OR))
    pooled = pool(effects, COCHRANE_2025.model(OR, "inverse_variance", random=True))
    if pooled.heterogeneity.tau2 > 0.0:
        assert pooled.estimate.df == 3.0
    assert pooled.prediction is not None
    assert pooled.prediction.df == 3.0


@pytest.mark.parametrize("model", MODELS, ids=repr)
@given(cells=CELLS, seed=st.integers(0, 1000))
def test_pool_ignores_the_order_of_studies(
    model: Model, cells: list[tuple[int, int, int, int]], seed: int
) -> None:
    order = np.random.default_rng(seed).permutation(len(cells))
    one = pool(OR.of(table(cells)), model)
    other = pool(OR.of(table([cells[i] for i in order])), model)
    assert one.estimate.value == pytest.approx(other.estimate.value, rel=1e-7, abs=1e-9)
    assert one.estimate.se == pytest.approx(other.estimate.se, rel=1e-6)
    assert one.weights[order] == pytest.approx(other.weights, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("measure", [OR, RD], ids=lambda measure: measure.key)
@pytest.mark.parametrize("model", MODELS, ids=repr)
@given(cells=CELLS)
def test_swapping_the_groups_turns_the_sign(
    measure: object, model: Model, cells: list[tuple[int, int, int, int]]
) -> None:
    there = table(cells)
    back = TwoByTwo(there.c, there.d, there.a, there.b)
    chosen = MEASURES[measure.key]  # type: ignore[attr-defined]
    one, other = pool(chosen.of(there), model), pool(chosen.of(back), model)
    assert one.estimate.value == pytest.approx(-other.estimate.value, rel=1e-7, abs=1e-9)
    assert one.estimate.lower == pytest.approx(-other.estimate.upper, rel=1e-6, abs=1e-8)


@given(cells=CELLS)
def test_weights_are_shares_of_a_hundred(cells: list[tuple[int, int, int, int]]) -> None:
    for model in MODELS:
        pooled = pool(RR.of(table(cells)), model)
        assert pooled.weights.sum() == pytest.approx(100.0)
        assert (pooled.weights >= 0.0).all()


@given(cells=CELLS)
def test_heterogeneity_is_never_negative(cells: list[tuple[int, int, int, int]]) -> None:
    held = pool(OR.of(table(cells)), Random()).heterogeneity
    assert held.q >= 0.0
    assert 0.0 <= held.i2_q <= 100.0
    assert 0.0 <= held.i2_tau2 <= 100.0
    assert 0.0 <= held.tau2_lower <= held.tau2_upper


def test_peto_pools_raw_cells_whatever_the_rows_show() -> None:
    effects = PETO.of(ivig())
    plain, shown = pool(effects, Peto()), pool(effects, Peto(rows=Zeros()))
    assert plain.estimate == shown.estimate


@pytest.mark.parametrize(
    ("model", "measure"),
    [(MantelHaenszel(), GEN), (Peto(), GEN), (Peto(), RR)],
    ids=["mh", "peto", "peto of a risk ratio"],
)
def test_pool_refuses_a_measure_without_the_method(model: Model, measure: object) -> None:
    effects = GEN.of(reported([1.0, 2.0], [1.0, 1.0])) if measure is GEN else RR.of(ivig())
    with pytest.raises(InvalidData):
        pool(effects, model)


def test_pool_without_studies_raises() -> None:
    with pytest.raises(TooFewStudies):
        pool(GEN.of(reported([np.nan], [1.0])), Random())


def test_pool_without_any_event_in_a_group_raises() -> None:
    with pytest.raises(NotEstimable):
        pool(counts([3, 4], [5, 6], [0, 0], [9, 9]), MantelHaenszel(measure=OR))


def test_pool_needs_a_measure_for_a_table() -> None:
    with pytest.raises(InvalidData):
        pool(ivig(), MantelHaenszel())


def test_models_are_values() -> None:
    assert Random(tau2="DL") == replace(Random(), tau2="DL")
    assert hash(MantelHaenszel(measure=OR)) == hash(MantelHaenszel(measure=OR))


def test_results_cannot_be_written_to() -> None:
    pooled = pool(OR.of(ivig()), Common())
    with pytest.raises(ValueError, match="read-only"):
        pooled.weights[0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        pooled.effects.yi[0] = 1.0


@pytest.mark.parametrize(
    "make",
    [
        lambda: counts([1], [-1], [1], [1]),
        lambda: counts([1, 2], [1], [1], [1]),
        lambda: reported([1.0], [-0.1]),
        lambda: counts([[1]], [[1]], [[1]], [[1]]),
        lambda: Effects(np.ones(1), np.ones(2), ("a",), GEN),
    ],
)
def test_data_that_contradict_themselves_are_refused(make: object) -> None:
    with pytest.raises(InvalidData):
        make()  # type: ignore[operator]


@pytest.mark.parametrize("key", sorted(MEASURES))
def test_measure_has_a_label_and_a_source(key: str) -> None:
    measure = MEASURES[key]
    assert measure.key == key
    assert measure.label
    assert measure.source
