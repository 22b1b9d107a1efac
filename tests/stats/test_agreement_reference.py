"""Agreement beside R: `reference/agreement.R` makes the figures by other ways than ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.agreement import Weighting, cohen_kappa, cross_table, limits_of_agreement
from stats.clustered import clustered_kappa, clustered_share
from stats.errors import NotEstimable
from stats.many_raters import Coefficient, Weights, agreement
from stats.proportions import wilson

FOUND: dict[str, Any] = json.loads(
    (Path(__file__).parent / "reference" / "agreement.json").read_text(encoding="utf-8")
)
CLUSTERS = st.lists(st.integers(1, 6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
                    min_size=1, max_size=12)  # fmt: skip


def as_list(said: Any) -> list[float]:
    return said if isinstance(said, list) else [said]


@pytest.mark.parametrize("name", FOUND["shares"])
def test_share_over_studies_is_that_of_r(name: str) -> None:
    want = FOUND["shares"][name]
    made = clustered_share(as_list(want["agreeing"]), as_list(want["counted"]))
    for field in ("value", "effective", "lower", "upper"):
        assert getattr(made, field) == pytest.approx(want[field], rel=1e-9, abs=1e-12), field


@pytest.mark.parametrize("want", FOUND["wilsons"], ids=lambda one: f"{one['x']} of {one['n']}")
def test_wilsons_interval_is_that_of_prop_test(want: dict[str, float]) -> None:
    limits = wilson(np.array(want["x"]), np.array(want["n"]), 0.95)
    assert limits == pytest.approx((want["lower"], want["upper"]), abs=1e-12)


@pytest.mark.parametrize("weighting", get_args(Weighting))
@pytest.mark.parametrize("name", FOUND["kappas"])
def test_kappa_and_its_error_are_those_of_the_delta_method(name: str, weighting: Weighting) -> None:
    want = FOUND["kappas"][name]
    made = cohen_kappa(want["table"], weighting)
    assert made.value == pytest.approx(want[weighting]["value"], abs=1e-12)
    # numerical derivatives: ten digits; the root of a variance that is 0 up to rounding, half
    assert made.se == pytest.approx(want[weighting]["se"], rel=1e-7, abs=2e-6)


@pytest.mark.parametrize("weights", ["identity", "linear", "quadratic"])
@pytest.mark.parametrize("name", ["gwet", "fleiss", "brennan_prediger"])
def test_coefficients_with_gaps_are_those_of_the_delta_method(
    name: Coefficient, weights: Weights
) -> None:
    want = FOUND["coefficients"]
    ratings = [[np.nan if code is None else code for code in row] for row in want["ratings"]]
    categories = range(1, want["categories"] + 1)
    made = agreement(ratings, name, weights=weights, categories=[*categories])
    figures = want[weights][name]
    for field in ("value", "se", "lower", "upper"):
        assert getattr(made, field) == pytest.approx(figures[field], rel=1e-8), field


@pytest.mark.parametrize("weighting", get_args(Weighting))
def test_kappa_over_studies_is_that_of_the_delta_method(weighting: Weighting) -> None:
    want = FOUND["studies"]
    made = clustered_kappa(
        want["first"], want["second"], want["study"], categories=[1, 2, 3], weighting=weighting
    )
    for field in ("value", "se", "lower", "upper"):
        assert getattr(made, field) == pytest.approx(want[weighting][field], rel=1e-8), field
    assert np.isnan([made.se_null, made.z_null]).all()  # they would take pairs for independent


@pytest.mark.parametrize(
    ("name", "coefficient", "weights"),
    [
        ("gwet", "gwet", "identity"),
        ("gwet_quadratic", "gwet", "quadratic"),
        ("fleiss", "fleiss", "identity"),
    ],
)
def test_coefficients_over_studies_are_those_of_the_delta_method(
    name: str, coefficient: Coefficient, weights: Weights
) -> None:
    want = FOUND["studies"]
    ratings = [want["first"], want["second"], want["third"]]
    made = agreement(ratings, coefficient, weights=weights, clusters=want["study"])
    for field in ("value", "se", "lower", "upper"):
        assert getattr(made, field) == pytest.approx(want[name][field], rel=1e-8), field


def test_limits_of_agreement_of_the_peak_flow_meters() -> None:
    # the first measurements with each meter in Bland & Altman 1986, Lancet 327:307
    want = FOUND["bland_altman"]
    made = limits_of_agreement(want["first"], want["second"])
    assert made.n == want["n"]
    assert (made.mean, made.sd) == pytest.approx((want["mean"], want["sd"]), rel=1e-10)
    assert (made.lower, made.upper) == pytest.approx(tuple(want["limits"]), rel=1e-10)
    for field in ("mean_ci", "lower_ci", "upper_ci"):
        assert getattr(made, field) == pytest.approx(tuple(want[field]), rel=1e-10), field


# -- laws ------------------------------------------------------------------------------------------


@given(st.integers(0, 40), st.integers(1, 40))
def test_one_pair_a_study_is_wilsons_interval(same: int, more: int) -> None:
    n = same + more
    made = clustered_share([1] * same + [0] * more, [1] * n)
    lower, upper = wilson(np.array(float(same)), np.array(float(n)), 0.95)
    assert made.effective == pytest.approx(n)
    assert (made.lower, made.upper) == pytest.approx((max(0, lower), min(1, upper)), abs=1e-12)


@given(CLUSTERS)
def test_pairs_are_worth_no_more_than_they_are_and_no_less_than_whole_studies(
    said: list[tuple[int, int]],
) -> None:
    same, counted = zip(*said, strict=True)
    made = clustered_share(same, counted)
    n = sum(counted)
    assert n**2 / sum(one**2 for one in counted) - 1e-9 <= made.effective <= n + 1e-9
    assert 0 <= made.lower <= made.value <= made.upper <= 1
    other = clustered_share([n - x for x, n in said], counted)  # who differ, not who agree
    assert (other.lower, other.upper) == pytest.approx((1 - made.upper, 1 - made.lower), abs=1e-9)
    again = clustered_share(same[::-1], counted[::-1])
    assert (again.lower, again.upper) == pytest.approx((made.lower, made.upper), abs=1e-12)


CODES = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 4)), min_size=2)


@given(CODES)
def test_one_answer_a_study_leaves_kappa_as_it_was(said: list[tuple[int, int, int]]) -> None:
    first, second, _study = zip(*said, strict=True)
    table = cross_table(first, second, categories=[1, 2, 3])
    plain = cohen_kappa(table, "linear")
    made = clustered_kappa(
        first, second, range(len(said)), categories=[1, 2, 3], weighting="linear"
    )
    assert repr(made) == repr(plain)  # NaN is NaN there


@given(CODES)
def test_readers_and_studies_have_no_order(said: list[tuple[int, int, int]]) -> None:
    first, second, study = zip(*said, strict=True)
    one = clustered_kappa(first, second, study, categories=[1, 2, 3])
    other = clustered_kappa(second, first, study, categories=[1, 2, 3])
    named = clustered_kappa(first, second, [f"s{9 - n}" for n in study], categories=[1, 2, 3])
    told = clustered_kappa([4 - a for a in first], [4 - b for b in second], study,
                           categories=[1, 2, 3])  # fmt: skip
    gwet = [agreement(pair, "gwet", categories=[1, 2, 3], clusters=study)
            for pair in ([first, second], [second, first])]  # fmt: skip
    for made in (other, named, told):
        assert (made.value, made.se) == pytest.approx((one.value, one.se), abs=1e-9, nan_ok=True)
    assert (gwet[0].value, gwet[0].se) == pytest.approx(
        (gwet[1].value, gwet[1].se), abs=1e-9, nan_ok=True
    )


def test_one_study_alone_has_no_spread_between_studies() -> None:
    first, second = [1, 2, 3, 1, 2], [1, 2, 3, 2, 2]
    made = clustered_kappa(first, second, [1] * 5, categories=[1, 2, 3])
    table = cross_table(first, second, categories=[1, 2, 3])
    assert made.value == cohen_kappa(table).value
    assert np.isnan([made.se, made.lower, made.upper]).all()
    assert np.isnan(agreement([first, second], clusters=[1] * 5).se)
    with pytest.raises(ValueError, match="one cluster"):
        agreement([first, second], clusters=[1, 2])


@given(CLUSTERS.filter(lambda said: 0 < sum(x for x, _n in said) < sum(n for _x, n in said)))
def test_the_same_answers_said_twice_add_nothing(said: list[tuple[int, int]]) -> None:
    once = clustered_share(*zip(*said, strict=True))
    twice = clustered_share([2 * x for x, _n in said], [2 * n for _x, n in said])
    if once.effective == pytest.approx(once.n):  # nothing was seen to be alike within a study
        return
    assert twice.upper - twice.lower >= 0.95 * (once.upper - once.lower)


def test_interval_over_studies_covers_what_independent_pairs_do_not() -> None:
    # five readers, ten studies, one in five hard to judge: the true share of equal pairs is 0.75
    draw = np.random.default_rng(20)
    true = 0.8 * (0.9**2 + 0.1**2) + 0.2 * (0.55**2 + 0.45**2)
    covered = naive = 0
    for _run in range(400):
        right = draw.random((10, 5)) < np.where(draw.random((10, 1)) < 0.2, 0.55, 0.9)
        yes = np.where(draw.random((10, 1)) < 0.5, right, ~right).sum(axis=1)
        same = (yes * (yes - 1) + (5 - yes) * (4 - yes)) / 2
        made = clustered_share(same, np.full(10, 10))
        covered += made.lower <= true <= made.upper
        lower, upper = wilson(np.array(same.sum()), np.array(100.0), 0.95)
        naive += bool(lower <= true <= upper)
    assert covered >= 0.92 * 400
    assert naive <= 0.80 * 400


def test_share_of_nothing_or_of_impossible_counts_is_refused() -> None:
    with pytest.raises(NotEstimable):
        clustered_share([0], [0])
    with pytest.raises(NotEstimable):
        clustered_share([], [])
    for same, counted in (([2], [1]), ([-1], [1]), ([1, 1], [1]), ([0], [np.inf])):
        with pytest.raises(ValueError, match="cluster"):
            clustered_share(same, counted)
