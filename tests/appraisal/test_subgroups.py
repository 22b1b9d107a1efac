"""Subgroups of the BCG trials by allocation: what metafor and meta give, in plot and words."""

from typing import Any

import pytest

from appraisal.figures.forest import forest_data
from appraisal.figures.subgroups import subgroups_data
from appraisal.plan import REVMAN_5
from appraisal.subgroups import keys_of, subgrouped
from appraisal.views.subgroups import difference_sentence
from stats.figures.forest_data import Heading, Study, Summary
from tests.appraisal.test_small_studies import analysed, expected

ALLOCATION = "field/allocation"


def check(
    estimates: dict[str, tuple[float, float]], wanted: list[dict[str, Any]], *, of: str = ""
) -> None:
    assert len(estimates) == len(wanted)
    for group in wanted:
        pair = (group[f"{of}beta"], group[f"{of}se"])
        assert estimates[group["group"]] == pytest.approx(pair, rel=1e-6), group["group"]


@pytest.mark.parametrize(("tau2", "case"), [("separate", "sep"), ("shared", "common")])
def test_groups_are_those_of_metafor(tau2: str, case: str) -> None:
    found = subgrouped(analysed("bcg", subgroup=ALLOCATION, subgroup_tau2=tau2))
    wanted: Any = expected("subgroup", f"sg-dat.bcg-RR-REML-z-{case}")
    assert found is not None
    assert found.between is not None
    pools = {g.name: (g.estimate.value, g.estimate.se) for g in found.groups if g.estimate}
    check(pools, wanted["groups"])
    assert found.between.statistic == pytest.approx(wanted["Q_between"], rel=1e-6)
    assert (found.tau2 is None) == (tau2 == "separate")
    if found.tau2 is not None:
        assert found.tau2 == pytest.approx(wanted["tau2"], rel=1e-6)


@pytest.mark.parametrize(("tau2", "of"), [("none", "common"), ("DL", "random")])
def test_groups_of_mantel_haenszel_are_those_of_revman(tau2: str, of: str) -> None:
    found = subgrouped(
        analysed("bcg", subgroup=ALLOCATION, method="MH", tau2=tau2, zeros=REVMAN_5.zeros)
    )
    wanted: Any = expected("subgroup", "sg-rm5-dat.bcg-RR-MH")
    assert found is not None
    assert found.between is not None
    pools = {g.name: (g.estimate.value, g.estimate.se) for g in found.groups if g.estimate}
    check(pools, wanted["groups"], of=f"{of}_")
    assert found.between.statistic == pytest.approx(wanted[f"Q_between_{of}"], rel=1e-6)


def test_the_forest_has_headings_diamonds_and_the_test() -> None:
    forest = forest_data(analysed("bcg", subgroup=ALLOCATION))
    kinds = [type(row) for row in forest.rows]
    assert kinds == [
        *(Heading, *[Study] * 2, Summary),
        *(Heading, *[Study] * 7, Summary),
        *(Heading, *[Study] * 4, Summary),
    ]
    heads = [row.label for row in forest.rows if isinstance(row, Heading)]
    assert heads == ["Allocation: alternate", "Allocation: random", "Allocation: systematic"]
    summaries = [row for row in forest.rows if isinstance(row, Summary)]
    assert [row.cells[-2] for row in summaries] == [
        "0.58 [0.34, 1.01]",
        "0.38 [0.22, 0.65]",
        "0.65 [0.32, 1.32]",
    ]
    assert forest.footer[1] == (
        "Test for subgroup differences: χ² = 1.86, df = 2, p = 0.39, I² = 0\u202f%."
    )


def test_the_table_has_a_row_a_group() -> None:
    analysis = analysed("bcg", subgroup=ALLOCATION)
    found = subgrouped(analysis)
    assert found is not None
    rows = subgroups_data(analysis, found).studies
    assert [row.cells for row in rows][1] == ("7", "0.38 [0.22, 0.65]", "<\u202f0.001", "95\u202f%",
                                              "0.393")  # fmt: skip


def test_only_what_divides_the_studies_is_offered() -> None:
    bcg, ivig = analysed("bcg").dataset, analysed("ivig").dataset
    assert keys_of(bcg) == ("overall", "decade", ALLOCATION, "field/latitude")
    assert "design" in keys_of(ivig)
    assert "instrument" not in keys_of(bcg)


def test_judgements_stand_from_best_to_worst_and_one_study_has_no_pool_to_compare() -> None:
    found = subgrouped(analysed("bcg", subgroup="overall"))
    assert found is not None
    roles = [group.rows[0].rating.role for group in found.groups if group.rows[0].rating]
    assert roles == sorted(roles, key=["good", "fair", "poor"].index)
    few = subgrouped(analysed("ivig", subgroup="design", min_stars=7))
    assert few is not None
    assert difference_sentence(few) == ""
    assert [(group.k, group.estimate is None) for group in few.groups] == [(2, False), (0, True)]
