"""What is worked out besides the pool is what metafor and meta give, and stays one object."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from appraisal.excess import excess
from appraisal.figures.labbe import labbe_scene
from appraisal.further import further
from appraisal.heterogeneity import spread
from appraisal.other_models import other_models
from appraisal.plan import Plan
from appraisal.regression import covariates, is_number, line, moderators_of, permuted, regressed
from appraisal.risk_lines import risk_lines
from appraisal.selection import selections
from appraisal.sensitivity import cumulated
from appraisal.small_studies import other_tests, small_studies
from appraisal.subsets import subsets
from appraisal.views.other_models import caution
from appraisal.views.regression import fault_sentence, remarks
from appraisal.views.small_studies import fill_row
from tests.appraisal.test_kinds import golden, pooled, rows_of, typed
from tests.appraisal.test_small_studies import analysed, expected

LATITUDE, ALLOCATION = "field/latitude", "field/allocation"
COUNTED = Plan(method="MH", tau2="none", zeros="add")


@pytest.mark.parametrize("kind", ["q_profile", "profile"])
def test_limits_of_tau2_are_those_of_metafor(kind: str) -> None:
    wanted: Any = expected("heterogeneity", "het-dat.bcg-RR-REML")
    found = spread(analysed("bcg", tau2_interval=kind))
    name = "profile_likelihood" if kind == "profile" else kind
    assert found is not None
    assert (found.lower, found.upper) == pytest.approx(
        (wanted[name]["tau2"]["lb"], wanted[name]["tau2"]["ub"]), rel=1e-4
    )


def test_exact_limits_of_tau2_go_with_any_estimator() -> None:
    plain = spread(analysed("bcg", tau2="DL", tau2_interval="biggerstaff_jackson"))
    other = spread(analysed("bcg", tau2="DL", tau2_interval="jackson"))
    assert plain is not None
    assert other is not None
    assert 0 < plain.lower < plain.upper
    assert (plain.lower, plain.upper) != (other.lower, other.upper)


def test_tables_are_tested_as_metafor_tests_them() -> None:
    wanted: Any = expected("mh", "mh-dat.bcg-OR-default")
    found = spread(analysed("bcg", measure="OR", method="MH", tau2="none", zeros="add"))
    assert found is not None
    assert found.association is not None
    assert found.breslow_day is not None
    assert found.tarone is not None
    assert found.association.statistic == pytest.approx(wanted["cmh_stat"], rel=1e-8)
    assert found.breslow_day.statistic == pytest.approx(wanted["breslow_day_stat"], rel=1e-8)
    assert found.tarone.statistic == pytest.approx(wanted["tarone_stat"], rel=1e-8)


def test_cumulative_goes_by_year_as_metafor() -> None:
    wanted: Any = expected("cumulative", "cum-dat.bcg-RR-REML-z")
    steps = cumulated(analysed("bcg"))
    assert [step.estimate for step in steps] == pytest.approx(wanted["beta"], rel=1e-5)
    assert [step.k for step in steps] == list(range(1, 14))


@pytest.mark.parametrize("interval", ["wald", "hartung_knapp"])
def test_meta_regression_is_metafors(interval: str) -> None:
    case = {"wald": "z", "hartung_knapp": "knha"}[interval]
    wanted: Any = expected("metareg", f"mr-dat.bcg-RR-ablat-REML-{case}")
    analysis = analysed("bcg", moderators=(LATITUDE,), interval=interval)
    fit = regressed(analysis)
    assert fit is not None
    assert fit.made is not None
    for (_name, one), want in zip(fit.made.coefficients, wanted["coef"], strict=True):
        assert (one.value, one.se, one.p) == pytest.approx(
            (want["beta"], want["se"], want["pval"]), rel=1e-5
        )
    assert fit.made.r2 == pytest.approx(wanted["R2_pct"], rel=1e-5)
    assert "not allotted" in " ".join(remarks(analysis, fit))


def test_numbers_are_covariates_and_words_are_factors() -> None:
    data = analysed("bcg").dataset
    assert moderators_of(data) == ("year", "overall", ALLOCATION, LATITUDE)
    assert is_number(data, LATITUDE)
    assert not is_number(data, ALLOCATION)
    wanted: Any = expected("metareg", "mr-dat.bcg-RR-ablat+alloc-REML-z")
    fit = regressed(analysed("bcg", moderators=(LATITUDE, ALLOCATION)))
    assert fit is not None
    assert fit.made is not None
    assert fit.made.moderators.statistic == pytest.approx(wanted["QM"], rel=1e-5)
    assert [(term.key, term.level) for term in fit.terms] == [
        ("", ""),
        (LATITUDE, ""),
        (ALLOCATION, "random"),
        (ALLOCATION, "systematic"),
    ]
    assert covariates(fit) == (LATITUDE,)
    places = line(fit, LATITUDE)
    assert (places[0].x, places[-1].x) == (13.0, 55.0)
    assert all(one.lower < one.value < one.upper for one in places)


def test_what_cannot_be_fitted_says_why() -> None:
    fit = regressed(analysed("ivig", moderators=("year", "stars", "design")))
    assert fit is not None
    assert fit.made is None
    assert "too few studies" in fault_sentence(fit)
    assert regressed(analysed("ivig")) is None


def test_shuffles_are_the_same_each_time_and_stop_when_told() -> None:
    analysis = analysed("bcg", moderators=("year",))
    fit = regressed(analysis)
    assert fit is not None
    told: list[tuple[int, int]] = []

    class Stop(Exception):
        pass

    def report(done: int, total: int) -> None:
        told.append((done, total))
        if len(told) == 5:
            raise Stop

    with pytest.raises(Stop):
        permuted(analysis, fit, report=report)
    assert len(told) == 5


def test_selection_models_are_metafors_where_its_search_ended_well() -> None:
    wanted: Any = expected("selmodel", "sel-dat.bcg-RR-stepfun-0.025")
    (found,) = selections(analysed("bcg"), ("stepfun",))
    assert found.made is not None
    assert found.made.estimate.value == pytest.approx(wanted["beta"], rel=1e-3)
    assert found.made.loglik >= wanted["loglik"] - 1e-6


def test_all_tests_are_worked_out_the_apt_ones_apart() -> None:
    found = other_tests(analysed("bcg"))
    assert [test.name for test in found] == [
        "Egger", "Thompson", "Macaskill", "Deeks", "Schwarzer",
    ]  # fmt: skip
    for test in found:
        wanted = expected("smallstudy", f"bias-dat.bcg-RR-{test.name}")
        made = test.slope.slope if test.slope is not None else test.rank
        assert made is not None
        assert made.p == pytest.approx(wanted["pval"], rel=1e-6)


@pytest.mark.parametrize("counter", ["L0", "R0"])
def test_the_funnel_is_filled_by_each_counter(counter: str) -> None:
    wanted = expected("trimfill", f"tf-dat.bcg-RR-REML-{counter}-auto")
    found = small_studies(analysed("bcg", fill=counter))
    assert found.filled is not None
    assert found.filled.missing == wanted["k0"]


def test_a_counter_without_a_value_is_said_to_have_none() -> None:
    analysis = analysed("bcg", fill="Q0", tau2="none")
    found = small_studies(analysis)
    name, value, words = fill_row(analysis, found)
    assert name == "Trim and fill"
    assert "(Q0)" in words
    assert (value == "not estimable") == (found.filled is None)


def test_other_models_hold_the_pools_of_each_choice() -> None:
    analysis = analysed("bcg")
    rows = {(row.group, row.key): row for row in other_models(analysis)}
    assert [key for key, row in rows.items() if row.is_current] == [("random", "REML")]
    for key in ("DL", "REML", "PM", "ML", "EB", "SJ", "HE", "HS", "HSk", "PMM"):
        wanted: Any = expected("random", f"re-dat.bcg-RR-{key}")
        row = rows["random", key]
        assert row.tau2 == pytest.approx(wanted["tau2"], rel=1e-5)
    held = rows["interval", "hartung_knapp"]
    reml: Any = expected("random", "re-dat.bcg-RR-REML")
    assert held.shown is not None
    assert np.log(held.shown[1]) == pytest.approx(reml["tests"]["knha"]["ci_lb"], rel=1e-5)
    assert "before the numbers are seen" in caution(tuple(rows.values()))[0]


def test_proportions_have_the_logit_model() -> None:
    found = golden("proportion_ci")
    rows = rows_of("proportion", found["datasets"]["dat.pritz1997"])
    case = next(one for one in found["cases"] if one["id"] == "glmm-dat.pritz1997")
    analysis = pooled(*typed("proportion", rows), Plan(method="IV", tau2="REML"), measure="PLO")
    row = next(one for one in other_models(analysis) if one.key == "glmm")
    assert row.shown is not None
    logit = np.log(row.shown[0] / (1 - row.shown[0]))
    assert logit == pytest.approx(case["expected"]["beta"], rel=1e-4)


def test_a_logit_model_without_an_answer_keeps_its_row() -> None:
    rows = [{"e": n, "n": n} for n in (10, 12, 9)]  # everybody has the event
    analysis = pooled(*typed("proportion", rows), Plan(method="IV", tau2="REML"), measure="PFT")
    row = next(one for one in other_models(analysis) if one.key == "glmm")
    assert (row.k, row.shown) == (3, None)


def test_effects_of_one_cluster_have_the_three_level_model() -> None:
    rows = {row.key: row for row in other_models(analysed("bcg", clusters=ALLOCATION))}
    assert {"three_level", "cr1", "cr2"} <= set(rows)
    assert "three_level" not in {row.key for row in other_models(analysed("bcg"))}


def test_weights_by_stars_come_with_the_handbooks_caution() -> None:
    analysis = analysed("ivig")
    rows = {row.key: row for row in other_models(analysis)}
    lines = risk_lines(analysis)
    assert lines is not None
    beside = next(line for line in lines.lines if line.id == "quality")
    assert rows["quality"].shown is not None
    assert rows["quality"].shown[0] == pytest.approx(analysis.natural(beside.estimate))
    assert "advises against weights" in " ".join(caution(tuple(rows.values())))
    unrated = {row.key for row in other_models(analysed("bcg"))}
    assert "quality" not in unrated  # trials judged by levels have no stars


def test_subsets_are_all_of_them_and_stop_when_told() -> None:
    analysis = analysed("bcg")
    found = subsets(analysis)
    assert found is not None
    assert len(found.gosh.value) == 2**13 - 1
    assert subsets(analysed("ivig", min_stars=7)) is None


def test_fail_safe_numbers_are_metafors() -> None:
    found = excess(analysed("bcg"))
    assert found is not None
    wanted = [
        expected("failsafe", f"fsn-dat.bcg-RR-{name}")["fsnum"]
        for name in ("Rosenthal-0.05", "Orwin-thalf", "Rosenberg-0.05")
    ]
    assert [one.number for one in found.numbers] == wanted
    assert found.significance.observed == 8


def test_an_equal_analysis_is_worked_out_once() -> None:
    first, second = analysed("bcg"), analysed("bcg")
    assert further(first) is further(second)
    other = analysed("bcg", fill="R0")
    assert further(other) is not further(first)
    assert further(other).analysis.dataset.plan == replace(first.dataset.plan, fill="R0")


def test_the_labbe_line_is_what_the_pooled_effect_means() -> None:
    scene = labbe_scene(analysed("bcg"), width=600)
    assert scene is not None
    assert len(scene.rows) == 13
    found = golden("proportion_ci")
    rows = rows_of("proportion", found["datasets"]["dat.pritz1997"])
    assert labbe_scene(pooled(*typed("proportion", rows), COUNTED), width=600) is None
