"""Every kind of data, typed as extracted numbers, pools to what metafor gives for it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from appraisal import drafts
from appraisal.checks import Words, check
from appraisal.dataset import dataset
from appraisal.ledger import Claim, Value
from appraisal.plan import Plan, plan_of, with_preset
from appraisal.review import Review
from appraisal.store.memory import MemoryStore
from appraisal.synthesis import Analysis, analyse
from appraisal.synthesis_text import result_sentence
from tests.stats.golden import OWN

Rows = Sequence[Mapping[str, Value]]
REML = Plan(method="IV", tau2="REML", zeros="add")
FIELDS = {
    "means": ("m1", "sd1", "n1", "m2", "sd2", "n2"),
    "rates": {"e1": "x1", "t1": "t1", "e2": "x2", "t2": "t2"},
    "proportion": {"e": "x", "n": "n"},
    "correlation": {"r": "r", "n": "n"},
}


def golden(topic: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(OWN / f"{topic}.json").read_text())
    return found


def typed(kind: str, rows: Rows, **facts: Value) -> tuple[Review, str]:
    """A review whose only reader typed these rows for an outcome."""
    review = Review(MemoryStore("kinds"))
    draft, ann = drafts.add_person({"name": "Ann"})
    review.commit(draft, author=ann)
    draft, outcome = drafts.add_outcome({"name": "Outcome", "data": kind, **facts})
    review.commit(draft, author=ann)
    for place, row in enumerate(rows):
        draft, study = drafts.add_study({"label": f"Study {place}", "order": place})
        review.commit(draft, author=ann)
        cells = {field: Claim(value) for field, value in row.items()}
        review.commit(drafts.extract(study, outcome, ann, cells), author=ann)
    return review, outcome


def pooled(review: Review, outcome: str, plan: Plan | None = None, measure: str = "") -> Analysis:
    state = review.state.seen_by(review.state.ids("person")[0])
    chosen = plan or plan_of(state, outcome)
    chosen = replace(chosen, measure=measure or chosen.measure)
    return analyse(dataset(state, outcome, chosen, ratings=lambda _study: None))


def rows_of(kind: str, table: Mapping[str, Any]) -> Rows:
    names = FIELDS[kind]
    pairs = names.items() if isinstance(names, dict) else [(name, name) for name in names]
    return [{cell: table[column][i] for cell, column in pairs} for i in range(len(table["study"]))]


@pytest.mark.parametrize(
    ("kind", "name", "measure"),
    [
        ("means", "normand1999", "MD"),
        ("means", "normand1999", "SMD"),
        ("means", "normand1999", "ROM"),
        ("rates", "hart1999", "IRR"),
        ("rates", "hart1999", "IRD"),
        ("proportion", "pritz1997", "PLO"),
        ("proportion", "pritz1997", "PFT"),
        ("proportion", "pritz1997", "PR"),
        ("correlation", "molloy2014", "ZCOR"),
    ],
)
def test_typed_rows_pool_to_metafors_values(kind: str, name: str, measure: str) -> None:
    found = golden("random")
    case = next(c for c in found["cases"] if c["id"] == f"re-dat.{name}-{measure}-REML")
    rows = rows_of(kind, found["datasets"][f"dat.{name}"])
    analysis = pooled(*typed(kind, rows), REML, measure=measure)
    assert analysis.pooled is not None
    made, want = analysis.pooled.estimate, case["expected"]["tests"]["z"]
    assert analysis.pooled.k == case["expected"]["k"]
    assert analysis.pooled.heterogeneity.tau2 == pytest.approx(case["expected"]["tau2"], rel=1e-6)
    assert (made.value, made.se, made.lower, made.upper) == pytest.approx(
        (want["beta"], want["se"], want["ci_lb"], want["ci_ub"]), rel=1e-6
    )
    if "natural" in want:
        assert analysis.pooled.shown.value == pytest.approx(want["natural"]["est"], rel=1e-6)


def test_reported_estimates_pool_to_metafors_values() -> None:
    found = golden("random")
    case = next(c for c in found["cases"] if c["id"] == "re-dat.bangertdrowns2004-GEN-REML")
    table = found["datasets"]["dat.bangertdrowns2004"]
    rows = [{"estimate": y, "se": v**0.5} for y, v in zip(table["yi"], table["vi"], strict=True)]
    analysis = pooled(*typed("reported", rows, measure="SMD"), REML, measure="SMD")
    assert analysis.pooled is not None
    want = case["expected"]["tests"]["z"]
    assert analysis.pooled.estimate.value == pytest.approx(want["beta"], rel=1e-6)
    assert analysis.pooled.estimate.lower == pytest.approx(want["ci_lb"], rel=1e-6)
    assert not analysis.is_ratio


@pytest.mark.parametrize("measure", ["IRR", "IRD"])
def test_rates_have_mantel_haenszel(measure: str) -> None:
    found = golden("mh")
    case = next(c for c in found["cases"] if c["id"] == f"mh-dat.hart1999-{measure}")
    rows = rows_of("rates", found["datasets"]["dat.hart1999"])
    plan = Plan(method="MH", tau2="none", zeros="add")
    analysis = pooled(*typed("rates", rows), plan, measure=measure)
    assert analysis.pooled is not None
    assert analysis.pooled.estimate.value == pytest.approx(case["expected"]["beta"], rel=1e-8)
    assert analysis.pooled.estimate.se == pytest.approx(case["expected"]["se"], rel=1e-8)


def test_one_reported_ratio_is_the_same_on_either_scale_and_by_any_of_its_spreads() -> None:
    from math import exp, log

    value, se = log(0.7), 0.2
    low, high = value - 1.959963984540054 * se, value + 1.959963984540054 * se
    ninety = 1.6448536269514722 * se
    rows: Rows = [
        {"estimate": 0.7, "lower": exp(low), "upper": exp(high)},
        {"estimate": value, "lower": low, "upper": high, "scale": "log"},
        {"estimate": value, "se": se, "scale": "log"},
        {"estimate": 0.7, "lower": exp(value - ninety), "upper": exp(value + ninety), "level": 90},
    ]
    analysis = pooled(*typed("reported", rows, measure="HR"))
    for effect in analysis.effects:
        assert (effect.estimate, effect.se) == pytest.approx((value, se), rel=1e-9)
        assert effect.shown is not None
        assert effect.shown[0] == pytest.approx(0.7)
    assert analysis.is_ratio
    assert analysis.dataset.plan.measure == "HR"


def test_a_reported_estimate_is_pooled_where_use_says_so_and_by_inverse_variance() -> None:
    row: dict[str, Value] = {"e1": 10, "n1": 50, "e2": 20, "n2": 50}
    adjusted: dict[str, Value] = {"measure": "OR", "estimate": 0.5, "lower": 0.25, "upper": 1.0}
    review, outcome = typed("counts", [row, {**row, **adjusted, "use": "reported"}, row | adjusted])
    analysis = pooled(review, outcome, measure="OR")
    first, reported, third = (effect.shown for effect in analysis.effects)
    assert reported is not None
    assert reported[0] == pytest.approx(0.5)
    assert first == third  # no `use`: the numbers
    assert analysis.dataset.plan.method == "IV"
    assert analysis.asked.plan.method == "MH"


def test_a_reported_estimate_of_another_measure_is_left_out_and_named() -> None:
    rows: Rows = [
        {"measure": "HR", "estimate": 0.7, "lower": 0.5, "upper": 0.98},
        {"measure": "OR", "estimate": 0.6, "lower": 0.3, "upper": 1.2},
    ]
    analysis = pooled(*typed("reported", rows, measure="HR"))
    assert [row.left_out for row in analysis.dataset.rows] == ["", "other_measure"]
    assert analysis.pooled is not None
    assert analysis.pooled.k == 1
    assert analysis.effects[1].estimate is None


def test_numbers_that_contradict_themselves_never_reach_the_pool() -> None:
    rows: Rows = [
        {"e1": 5, "n1": 10, "e2": 6, "n2": 10},
        {"e1": 15, "n1": 10, "e2": 6, "n2": 10},
    ]
    analysis = pooled(*typed("counts", rows))
    assert [row.left_out for row in analysis.dataset.rows] == ["", "incomplete"]


@pytest.mark.parametrize("kind", ["means", "proportion", "correlation", "reported"])
def test_presets_never_ask_for_mantel_haenszel_where_there_are_no_tables(kind: str) -> None:
    review, outcome = typed(kind, [])
    plan = plan_of(review.state, outcome)
    assert plan.method == "IV"
    assert plan.preset == "revman5"
    assert with_preset(plan, "cochrane2025").preset == "cochrane2025"


def test_a_proportion_is_tested_against_nothing() -> None:
    review, outcome = typed("proportion", [{"e": 8, "n": 10}, {"e": 30, "n": 40}])
    assert "z = " not in result_sentence(pooled(review, outcome))
    review, outcome = typed("correlation", [{"r": 0.2, "n": 10}, {"r": 0.3, "n": 40}])
    assert "z = " in result_sentence(pooled(review, outcome))


@pytest.mark.parametrize(
    ("kind", "cells", "codes"),
    [
        ("means", {"m1": 1, "sd1": 0, "n1": 20, "m2": 1, "sd2": 2, "n2": 1}, {"sd1", "few2"}),
        ("means", {"m1": 1, "sd1": 2, "n1": 2, "m2": 1, "sd2": 2.5, "n2": 2}, set()),
        ("means", {"m1": 1, "sd1": 0.5, "n1": 100, "m2": 1, "sd2": 5, "n2": 100}, {"se1"}),
        ("means", {"m1": 1, "sd1": 1, "n1": 4, "m2": 1, "sd2": 5, "n2": 4}, {"sd_apart"}),
        ("rates", {"e1": 3, "t1": 0, "e2": 4, "t2": 10}, {"time1"}),
        ("rates", {"e1": 30, "t1": 10.5, "e2": 0, "t2": 10}, {"often1", "zero"}),
        ("proportion", {"e": 11, "n": 10}, {"more"}),
        ("proportion", {"e": 10, "n": 10}, {"zero"}),
        ("correlation", {"r": 1, "n": 3}, {"outside", "few"}),
        ("correlation", {"r": -0.99, "n": 4}, set()),
        ("reported", {"measure": "HR", "estimate": 0.7, "lower": 0.5, "upper": 0.98}, set()),
        ("reported", {"measure": "MD", "estimate": 0.7, "lower": 0.5, "upper": 1.4}, {"skew"}),
        (
            "reported",
            {"measure": "MD", "estimate": 2, "lower": 0.5, "upper": 1},
            {"outside_interval"},
        ),
        ("reported", {"measure": "MD", "estimate": 1, "lower": 2, "upper": 1}, {"turned"}),
        ("reported", {"measure": "HR", "estimate": -0.3, "lower": -0.6, "upper": 0.1}, {"ratio"}),
        (
            "reported",
            {"measure": "HR", "estimate": -0.3, "lower": -0.6, "upper": 0.0, "scale": "log"},
            set(),
        ),
        (
            "reported",
            {"measure": "MD", "estimate": 1, "lower": 0, "upper": 2, "se": 1, "level": 0.95},
            {"level"},
        ),
        (
            "reported",
            {"measure": "MD", "estimate": 1, "lower": 0, "upper": 2, "se": 1},
            {"se_unlike"},
        ),
        ("counts", {"e1": 1, "n1": 9, "e2": 2, "n2": 9, "use": "reported"}, {"no_report"}),
    ],
)
def test_checks_find_what_contradicts_itself(
    kind: str, cells: dict[str, Value], codes: set[str]
) -> None:
    found = check(kind, cells, Words("Study", "Drug", "Placebo"))
    assert {one.code for one in found} == codes


def test_standard_errors_in_both_groups_show_beside_other_studies() -> None:
    cells: dict[str, Value] = {"m1": 1, "sd1": 1.0, "n1": 100, "m2": 1, "sd2": 1.1, "n2": 90}
    words = Words("Study", "Drug", "Placebo")
    assert not check("means", cells, words)
    assert {one.code for one in check("means", cells, words, typical_sd=10)} == {"se1", "se2"}
