"""What the Newcastle-Ottawa forms earn: stars, totals, and the rules that grade them."""

from itertools import product

import pytest

from appraisal.algorithm import assess
from appraisal.instrument import Instrument, Item
from appraisal.ledger import Value
from appraisal.shipped import shipped_instrument
from tests.appraisal.forms import BEST_COHORT, cohort


def test_all_stars_of_the_cohort_form_are_nine() -> None:
    found = cohort()
    assert found.summaries["total"].value == 9
    assert found.summaries["total"].max == 9
    assert [(one.score, one.max) for one in found.domains.values()] == [(4, 4), (2, 2), (3, 3)]


@pytest.mark.parametrize(
    ("instrument", "item", "stars"),
    [
        ("nos-cohort", "selection/S1", "1100"),
        ("nos-cohort", "selection/S2", "100"),
        ("nos-cohort", "selection/S3", "1100"),
        ("nos-cohort", "selection/S4", "10"),
        ("nos-cohort", "outcome/O1", "1100"),
        ("nos-cohort", "outcome/O2", "10"),
        ("nos-cohort", "outcome/O3", "1100"),
        ("nos-case-control", "selection/S1", "100"),
        ("nos-case-control", "selection/S2", "10"),
        ("nos-case-control", "selection/S3", "100"),
        ("nos-case-control", "selection/S4", "10"),
        ("nos-case-control", "exposure/E1", "11000"),
        ("nos-case-control", "exposure/E2", "10"),
        ("nos-case-control", "exposure/E3", "100"),
        ("nos-cross-sectional-herzog", "selection/S1", "1100"),
        ("nos-cross-sectional-herzog", "selection/S2", "10"),
        ("nos-cross-sectional-herzog", "selection/S3", "100"),
        ("nos-cross-sectional-herzog", "selection/S4", "210"),
        ("nos-cross-sectional-herzog", "outcome/O1", "2210"),
        ("nos-cross-sectional-herzog", "outcome/O2", "10"),
        ("nos-cross-sectional-9", "selection/S4", "110"),
        ("nos-cross-sectional-9", "outcome/O1", "2210"),
    ],
)
def test_each_option_earns_the_stars_of_its_form(instrument: str, item: str, stars: str) -> None:
    nos = shipped_instrument(instrument)
    codes = [option.code for option in nos.item(item).options]
    earned = [
        assess(nos, {item: code}, settings={}, judgements={}).items[item].score for code in codes
    ]
    assert earned == [int(star) for star in stars]


def stars(nos: Instrument, domain: str, wanted: int) -> dict[str, Value]:
    """Answers that earn so many stars in a domain."""
    answers: dict[str, Value] = {}
    left = wanted
    for item in nos.domain(domain).items:
        ticks = [option.code for option in item.options][:left]
        answers[item.address] = ticks if item.type == "multi" else one_star(item, give=left > 0)
        left -= min(left, len(ticks)) if item.type == "multi" else int(left > 0)
    return answers


def one_star(item: Item, *, give: bool) -> str:
    return next(option.code for option in item.options if bool(option.score) is give)


def test_ahrq_gives_8_good_4_fair_48_poor_of_60() -> None:
    nos = shipped_instrument("nos-cohort")
    seen: dict[object, int] = {}
    for s, c, o in product(range(5), range(3), range(4)):
        answers = (
            stars(nos, "selection", s) | stars(nos, "comparability", c) | stars(nos, "outcome", o)
        )
        found = assess(nos, answers, settings={}, judgements={})
        assert [one.score for one in found.domains.values()] == [s, c, o]
        grade = found.summaries["ahrq"].value
        expected = "poor" if c == 0 or o <= 1 or s <= 1 else "fair" if s == 2 else "good"
        assert grade == expected
        seen[grade] = seen.get(grade, 0) + 1
    assert seen == {"good": 8, "fair": 4, "poor": 48}


def test_total_and_ahrq_disagree_by_design() -> None:
    settings: dict[str, Value] = {"threshold": 7}
    seven = cohort(settings, C1=[])
    assert (seven.summaries["flag"].value, seven.summaries["ahrq"].value) == ("not_flagged", "poor")
    six = cohort(settings, S4="b", C1=["a"], O3="d")
    assert six.summaries["total"].value == 6
    assert six.summaries["flag"].value == "possible_high_risk"
    assert six.summaries["ahrq"].value == "good"


def test_the_judgement_of_a_study_follows_the_rule_of_the_team() -> None:
    changes: dict[str, Value] = {"S4": "b", "C1": ["a"], "O3": "d"}
    levels = {
        rule: cohort({"threshold": 7, "rule": rule}, **changes).overall.suggested
        for rule in ("flag", "ahrq", "bands", "stars")
    }
    assert levels == {
        "flag": "possible_high_risk",
        "ahrq": "good",
        "bands": "moderate_quality",
        "stars": None,
    }


def test_the_flag_is_certain_as_soon_as_no_answer_can_change_it() -> None:
    answers = dict(BEST_COHORT)
    nos = shipped_instrument("nos-cohort")
    settings: dict[str, Value] = {"threshold": 7}
    del answers["outcome/O3"]
    found = assess(nos, answers, settings=settings, judgements={}).summaries
    assert (found["flag"].value, found["flag"].provisional) == ("not_flagged", True)
    answers["selection/S1"] = "c"
    answers["selection/S4"] = "b"
    assert assess(nos, answers, settings=settings, judgements={}).summaries["flag"].value is None
