"""Every choice of a plan reaches the numbers: what metafor and meta give for it."""

import json
from dataclasses import replace
from typing import Any

import pytest

from appraisal.choices import families_for, measures_for, tau2_intervals_for, variants_of
from appraisal.plan import Plan, fitted, with_preset, with_tau2
from appraisal.synthesis_text import measure_name, remarks
from tests.appraisal.test_kinds import FIELDS, golden, pooled, rows_of, typed
from tests.appraisal.test_small_studies import analysed, expected
from tests.stats.golden import OWN

IV = Plan(method="IV", zeros="add")


def effects(case_id: str) -> dict[str, Any]:
    cases = json.loads((OWN / "effects.json").read_text(encoding="utf-8"))["cases"]
    found: dict[str, Any] = next(one["expected"] for one in cases if one["id"] == case_id)
    return found


@pytest.mark.parametrize(
    ("kind", "name", "measure", "case"),
    [
        ("means", "normand1999", "SMD-UB", "SMD-vtypeUB"),
        ("means", "normand1999", "SMD-LS2", "SMD-vtypeLS2"),
        ("means", "normand1999", "SMDH", "SMDH-vtypeLS"),
        ("means", "normand1999", "VR", "VR-vtypeLS"),
        ("means", "normand1999", "CVR", "CVR-vtypeLS"),
        ("rates", "hart1999", "IRSD", "IRSD-add0.5-toonly0"),
        ("proportion", "pritz1997", "PLN", "PLN-add0.5-toonly0"),
        ("proportion", "pritz1997", "PAS", "PAS-add0-tonone"),
    ],
)
def test_every_measure_has_metafors_rows(kind: str, name: str, measure: str, case: str) -> None:
    table = golden("effects")["datasets"][f"dat.{name}"]
    analysis = pooled(*typed(kind, rows_of(kind, table)), IV, measure=measure)
    wanted = effects(f"es-dat.{name}-{case}")
    assert [one.estimate for one in analysis.effects] == pytest.approx(wanted["yi"], rel=1e-8)
    assert analysis.pooled is not None


def test_each_kind_of_data_lists_families_and_their_variants() -> None:
    assert families_for("means") == ("MD", "SMD", "SMDH", "SMD1", "ROM", "VR", "CVR")
    assert variants_of("means", "SMD-UB") == ("SMD", "SMD-UB", "SMD-LS2", "SMD-RM5")
    assert variants_of("counts", "OR") == ("OR",)
    for data in ("counts", *FIELDS):
        assert all(measure_name(key) for key in measures_for(data))


@pytest.mark.parametrize(("kind", "case"), [("hts_km2", "HTS"), ("v_km1", "V"), ("hk_km1", "HK")])
def test_prediction_intervals_are_those_of_meta(kind: str, case: str) -> None:
    wanted: Any = expected("heterogeneity", "pi-dat.bcg-RR-REML")
    analysis = analysed("bcg", prediction=True, prediction_kind=kind)
    assert analysis.pooled is not None
    ahead = analysis.pooled.prediction
    assert ahead is not None
    assert (ahead.lower, ahead.upper) == pytest.approx(
        (wanted[case]["lb"], wanted[case]["ub"]), rel=1e-5
    )
    assert "Prediction interval" in " ".join(remarks(analysis))


def test_a_fixed_pool_by_inverse_variance_has_t_where_chosen() -> None:
    analysis = analysed("bcg", tau2="none", interval="t")
    assert analysis.pooled is not None
    assert analysis.pooled.estimate.df == 12
    assert "Confidence interval: t distribution." in remarks(analysis)


ZEROS = [
    {"e1": 0, "n1": 40, "e2": 0, "n2": 80},
    {"e1": 0, "n1": 50, "e2": 6, "n2": 100},
    {"e1": 4, "n1": 60, "e2": 9, "n2": 60},
]


def test_studies_without_events_are_kept_or_left_out_as_chosen() -> None:
    made = typed("counts", ZEROS)
    usual = pooled(*made, IV, measure="OR")
    assert [row.left_out for row in usual.dataset.rows] == ["not_estimable", "", ""]
    kept = pooled(*made, replace(IV, double_zeros="keep"), measure="OR")
    assert [row.left_out for row in kept.dataset.rows] == ["", "", ""]
    differences = pooled(*made, IV, measure="RD")
    assert len(differences.dataset.used) == 3
    dropped = pooled(*made, replace(IV, method="MH", double_zeros="drop"), measure="RD")
    assert [row.left_out for row in dropped.dataset.rows] == ["not_estimable", "", ""]
    assert dropped.pooled is not None
    assert dropped.pooled.k == 2


def test_halves_go_to_all_studies_or_in_proportion_to_the_arms() -> None:
    made = typed("counts", ZEROS)
    every = pooled(*made, replace(IV, zeros_to="all"), measure="OR")
    assert len([row for row in every.dataset.used if row.study in every.corrected]) == 2
    shared = pooled(*made, replace(IV, zeros_share="treatment_arm"), measure="OR")
    # arms of 50 and 100: a third to each cell of the first, two thirds to each of the second
    a, b, c, d = 1 / 3, 50 + 1 / 3, 6 + 2 / 3, 94 + 2 / 3
    effect = shared.effects[1]
    assert effect.estimate is not None
    assert effect.se == pytest.approx((1 / a + 1 / b + 1 / c + 1 / d) ** 0.5)
    assert "in proportion to the arms" in " ".join(remarks(shared))


def test_single_proportions_have_exact_limits_where_chosen() -> None:
    wanted = golden("proportion_ci")
    case = next(one for one in wanted["cases"] if one["id"] == "propci-dat.pritz1997")
    rows = rows_of("proportion", wanted["datasets"]["dat.pritz1997"])
    analysis = pooled(*typed("proportion", rows), replace(IV, study_interval="WS"), measure="PFT")
    shown = [one.shown for one in analysis.effects]
    logits = case["expected"]["WS"]["lb"]
    from scipy.special import expit

    lows = [one[1] for one in shown if one is not None]
    assert lows == pytest.approx([float(expit(value)) for value in logits], rel=1e-8)
    assert "Intervals of single studies: Wilson." in remarks(analysis)


def test_the_profile_interval_goes_with_a_likelihood_alone() -> None:
    assert "profile" in tau2_intervals_for("REML")
    plan = with_tau2(replace(IV, tau2="REML", tau2_interval="profile"), "DL")
    assert plan.tau2_interval == "q_profile"
    assert fitted(replace(plan, tau2_interval="profile"), "counts").tau2_interval == "q_profile"


def test_revman_has_a_standardised_difference_of_its_own() -> None:
    assert with_preset(replace(IV, measure="SMD"), "revman5").measure == "SMD-RM5"
    assert with_preset(replace(IV, measure="SMD-RM5"), "cochrane2025").measure == "SMD"
