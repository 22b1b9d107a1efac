from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.agreement import (
    cohen_kappa,
    cross_table,
    limits_of_agreement,
    pabak,
    percent_agreement,
)
from stats.errors import NotEstimable
from stats.many_raters import agreement, fleiss_kappa, krippendorff_alpha

TABLES = st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=3, max_size=3)


def test_cohen_kappa_of_landis_table_by_hand() -> None:
    kappa = cohen_kappa([[20, 5], [10, 15]])
    assert (kappa.observed, kappa.expected) == pytest.approx((0.7, 0.5))
    assert kappa.value == pytest.approx(0.4)


def test_kappa_is_undefined_and_says_so_when_one_category_was_used() -> None:
    kappa = cohen_kappa([[12, 0], [0, 0]])
    assert np.isnan(kappa.value)
    assert [note.code for note in kappa.notes] == ["kappa_undefined"]
    assert percent_agreement([[12, 0], [0, 0]]) == 100.0


def test_agreement_measures_refuse_an_empty_table() -> None:
    for measure in (cohen_kappa, percent_agreement, pabak):
        with pytest.raises(NotEstimable):
            measure([[0, 0], [0, 0]])


@given(TABLES.filter(lambda t: np.trace(np.array(t)) > 0 and np.array(t).sum() > np.trace(t)))
def test_kappa_does_not_mind_which_reader_comes_first(table: list[list[int]]) -> None:
    one, other = cohen_kappa(table, "linear"), cohen_kappa(np.array(table).T, "linear")
    assert one.value == pytest.approx(other.value, nan_ok=True)
    assert one.se == pytest.approx(other.se, nan_ok=True)


def test_cross_table_leaves_out_pairs_that_one_reader_did_not_judge() -> None:
    table = cross_table([1, 2, np.nan, 2], [1, 1, 2, 2], categories=[1, 2])
    assert table.tolist() == [[1, 0], [1, 1]]
    with pytest.raises(ValueError, match="categories"):
        cross_table([3], [1], categories=[1, 2])


def test_two_raters_without_gaps_give_the_same_chance_corrections() -> None:
    first, second = [1, 1, 2, 2, 3, 3, 1, 2], [1, 2, 2, 2, 3, 1, 1, 2]
    table = cross_table(first, second, categories=[1, 2, 3])
    many = agreement([first, second], "conger")
    assert many.value == pytest.approx(cohen_kappa(table).value)
    uniform = agreement([first, second], "brennan_prediger")
    assert uniform.value == pytest.approx(pabak(table))


def test_perfect_agreement_is_one_for_every_coefficient() -> None:
    ratings = [[1, 2, 3, 1, 2]] * 3
    for name in ("gwet", "fleiss", "conger", "brennan_prediger", "krippendorff"):
        assert agreement(ratings, name).value == pytest.approx(1.0)
    assert krippendorff_alpha(ratings, "ordinal") == 1.0


def test_agreement_is_undefined_and_says_so_with_one_category() -> None:
    made = agreement([[1, 1, 1], [1, 1, 1]])
    assert np.isnan(made.value)
    assert [note.code for note in made.notes] == ["agreement_undefined"]
    with pytest.raises(NotEstimable):
        krippendorff_alpha([[1, 1], [1, 1]])
    with pytest.raises(NotEstimable):
        agreement([[1, np.nan], [np.nan, 2]])


def test_fleiss_kappa_needs_the_same_number_of_raters() -> None:
    with pytest.raises(ValueError, match="same number"):
        fleiss_kappa([[2, 1], [1, 1]])
    undefined = fleiss_kappa([[3, 0], [3, 0]])
    assert np.isnan(undefined.value)
    assert undefined.notes


def test_limits_of_agreement_by_hand() -> None:
    limits = limits_of_agreement([10, 12, 14], [9, 12, 15])
    assert (limits.mean, limits.sd, limits.n) == (0.0, 1.0, 3)
    assert (limits.lower, limits.upper) == pytest.approx((-1.959964, 1.959964))
    # t(2) = 4.302653; se of the mean 1 / sqrt(3), of a limit sqrt(1 / 3 + 1.959964^2 / 4)
    assert limits.mean_ci == pytest.approx((-2.484138, 2.484138), abs=1e-5)
    assert limits.lower_ci == pytest.approx((-6.853835, 2.933907), abs=1e-4)
    assert limits.upper_ci == pytest.approx((-2.933907, 6.853835), abs=1e-4)
    with pytest.raises(NotEstimable):
        limits_of_agreement([1.0], [2.0])
