"""Counts pooled by the preset of RevMan 5 are what R's meta gives under its RevMan 5 settings."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from appraisal.dataset import Dataset as Data
from appraisal.dataset import replanned
from appraisal.plan import REVMAN_5, with_random
from appraisal.settled import Rank
from appraisal.study_rows import Outcome, StudyRow
from appraisal.synthesis import Analysis, analyse
from appraisal.synthesis_text import estimate_text, remarks
from tests.stats.golden import OWN

GOLDEN: dict[str, Any] = json.loads((OWN / "revman.json").read_text(encoding="utf-8"))
CASES = [one for one in GOLDEN["cases"] if one["kind"] == "revman5_dichotomous"]
METHODS = {"MH": "MH", "Inverse": "IV", "Peto": "Peto"}


def analysed(case: dict[str, Any], *, random: bool = False, **choices: Any) -> Analysis:
    table = GOLDEN["datasets"][case["input"]["ref"]] if "ref" in case["input"] else case["input"]
    cells = zip(*(table[name] for name in "abcd"), strict=True)
    rows = tuple(
        StudyRow(f"s{n}", f"Study {n}", None, (a, a + b, c, c + d), Rank.AGREED, None, "", "")
        if None not in (a, b, c, d)
        else StudyRow(f"s{n}", f"Study {n}", None, (None,) * 4, Rank.AGREED, None, "", "")
        for n, (a, b, c, d) in enumerate(cells)
    )
    method, measure = METHODS[case["options"]["method"]], case["options"]["measure"]
    plan = replace(REVMAN_5, method=method, measure=measure, **choices)
    if random:
        plan = replace(with_random(plan, random=True), tau2="DL")
    outcome = Outcome("o", "Outcome", "counts", "A", "B", "bad", "", "", "")
    return analyse(replanned(Data(outcome, plan, rows), plan))


def numbers(values: list[float | str | None]) -> list[float]:
    """The standard errors; none where a study has no estimate, which meta writes as infinite."""
    return [value if isinstance(value, int | float) else np.nan for value in values]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_counts_pool_as_revman(case: dict[str, Any]) -> None:
    wanted, found = case["expected"], analysed(case)
    if found.pooled is None:
        assert wanted["k"] in (0, None)
        return
    made = found.pooled.estimate
    assert (made.value, made.se) == pytest.approx(
        (wanted["common"]["beta"], wanted["common"]["se"]), rel=1e-7, abs=1e-9
    )
    yi = [np.nan if one.estimate is None else one.estimate for one in found.effects]
    se = [np.nan if one.se is None else one.se for one in found.effects]
    sei = numbers(wanted["study_sei"])
    assert se == pytest.approx(sei, nan_ok=True, rel=1e-7, abs=1e-9)
    known = np.isfinite(sei)
    assert np.array(yi)[known] == pytest.approx(
        np.array(wanted["study_yi"])[known], rel=1e-7, abs=1e-9
    )
    assert found.pooled.heterogeneity.q == pytest.approx(wanted["Q"], rel=1e-6, abs=1e-8)
    if case["options"]["method"] == "Peto":
        return  # RevMan has no random effects for it, and the plan has none
    more = analysed(case, random=True).pooled
    assert more is not None
    assert (more.estimate.value, more.estimate.se) == pytest.approx(
        (wanted["random"]["beta"], wanted["random"]["se"]), rel=1e-7, abs=1e-9
    )


def test_petos_rows_and_pool_are_named_after_him() -> None:
    case = next(one for one in CASES if one["options"]["method"] == "Peto")
    assert estimate_text(analysed(case)).startswith("Peto OR ")


def test_rows_stand_by_effect_or_by_weight_as_the_plan_says() -> None:
    by_effect = analysed(CASES[0], sort="effect")
    values = [one.estimate or 0.0 for one in by_effect.effects]
    assert values == sorted(values)
    weights = [one.weight for one in analysed(CASES[0], sort="weight").effects]
    assert weights == sorted(weights, reverse=True)
    plain = analysed(CASES[0])
    assert plain.pooled is not None
    assert by_effect.pooled is not None
    assert by_effect.pooled.estimate.value == pytest.approx(plain.pooled.estimate.value)
    assert by_effect.asked.plan.sort == "effect"


def test_the_risk_difference_says_where_a_half_was_added() -> None:
    case = next(
        one for one in CASES if one["options"]["measure"] == "RD" and analysed(one).corrected
    )
    assert "for standard errors and weights, not for the differences" in " ".join(
        remarks(analysed(case))
    )
