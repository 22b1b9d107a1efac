"""The traps that readers of these instruments fall into; a number tells which of them."""

import pytest

from appraisal.algorithm import assess
from appraisal.ledger import Value
from appraisal.shipped import for_design, shipped_instrument
from tests.appraisal.forms import cohort, rob2


def test_trap_1_totals_carry_their_variant_and_maximum() -> None:
    ten, nine = (
        shipped_instrument(name) for name in ("nos-cross-sectional-herzog", "nos-cross-sectional-9")
    )
    best: dict[str, Value] = {
        **dict.fromkeys((item.address for item in ten.items()), "a"),
        "comparability/C1": ["a", "b"],
    }
    totals = {
        one.key: assess(one, best, settings={}, judgements={}).summaries["total"]
        for one in (ten, nine)
    }
    assert {key: (one.value, one.max) for key, one in totals.items()} == {
        "nos-cross-sectional-herzog@1": (10, 10),
        "nos-cross-sectional-9@1": (9, 9),
    }
    uncapped = assess(nine, best, settings={"s4_cap": 2}, judgements={})
    assert (uncapped.summaries["total"].value, uncapped.summaries["total"].max) == (10, 10)
    assert uncapped.domains["selection"].max == 5


def test_trap_2_the_same_number_is_another_item_in_another_form() -> None:
    titles = {
        shipped_instrument(name).item("selection/S3").title
        for name in ("nos-cohort", "nos-case-control", "nos-cross-sectional-herzog")
    }
    assert titles == {"Ascertainment of exposure", "Selection of controls", "Non-respondents"}


def test_trap_3_comparability_is_two_ticks() -> None:
    earned = {
        ticks: cohort(C1=list(ticks)).domains["comparability"].score
        for ticks in ("", "a", "b", "ab")
    }
    assert earned == {"": 0, "a": 1, "b": 1, "ab": 2}
    strict: dict[str, Value] = {"second_star_requires_first": True}
    assert cohort(strict, C1=["b"]).domains["comparability"].score == 0
    assert cohort(strict, C1=["a", "b"]).domains["comparability"].score == 2


def test_trap_3_nothing_ticked_is_an_answer() -> None:
    assert cohort(C1=[]).missing == ()
    assert cohort(C1=None).missing == ("comparability/C1",)


def test_trap_4_an_option_is_not_its_star() -> None:
    a, b = cohort(S1="a"), cohort(S1="b")
    assert a.items["selection/S1"].score == b.items["selection/S1"].score == 1
    assert a.items["selection/S1"].answer != b.items["selection/S1"].answer


def test_trap_5_reprints_are_not_followed() -> None:
    assert cohort(S3="b").items["selection/S3"].score == 1  # structured interview
    found = cohort(C1=[], S1="c", S2="b", S3="c")  # the last line of AHRQ reads "or"
    assert found.summaries["ahrq"].value == "poor"


@pytest.mark.parametrize("name", ["nos-cohort", "nos-case-control", "nos-cross-sectional-9"])
def test_trap_6_no_threshold_without_the_team_choosing_it(name: str) -> None:
    nos = shipped_instrument(name)
    setting = nos.setting("threshold")
    assert setting is not None
    assert setting.default is None
    assert setting.required
    blank = assess(nos, {}, settings={}, judgements={})
    assert "threshold" in blank.unset
    if name == "nos-cohort":
        assert cohort().summaries["flag"].value is None
        assert cohort().overall.suggested is None
        assert cohort({"threshold": 8}, S1="c", S2="b").overall.suggested == "possible_high_risk"


def test_trap_7_yes_can_be_bad() -> None:
    tool = shipped_instrument("rob2")
    assert tool.item("D4/4.1").good == {"N", "PN"}
    assert tool.item("D5/5.1").good == {"Y", "PY"}
    assert tool.item("D5/5.2").good == {"N", "PN"}
    assert rob2(D4_1="Y").domains["D4"].suggested == "high"


def test_trap_7_no_of_2008_is_high_risk() -> None:
    old = shipped_instrument("rob1-2008")
    judged = {
        answer: assess(old, {"D1/1": answer}, settings={}, judgements={}).domains["D1"].suggested
        for answer in ("yes", "unclear", "no")
    }
    assert judged == {"yes": "low", "unclear": "unclear", "no": "high"}


def test_trap_8_six_kinds_of_no_answer_stay_apart() -> None:
    ni = rob2(D1_1="Y", D1_2="NI", D1_3="N").domains["D1"]
    open_one = rob2(D1_1="Y", D1_3="N").domains["D1"]
    assert (ni.suggested, ni.provisional) == ("some_concerns", False)
    assert (open_one.suggested, open_one.provisional) == (None, True)
    hidden = rob2(D3_1="Y").items["D3/3.2"]
    assert (hidden.asked, hidden.answer) == (False, "NA")
    codes = {o.code for o in shipped_instrument("nih-case-series").item("quality/1").options}
    assert codes == {"Yes", "No", "CD", "NA", "NR"}
    assert shipped_instrument("rob1-2011").item("D1/1").option("unclear") is not None


@pytest.mark.parametrize(("tool", "item"), [("rob2", "D3/3.2"), ("robins-i-v2", "D1/1.4A")])
def test_trap_8_some_questions_have_no_ni(tool: str, item: str) -> None:
    assert shipped_instrument(tool).item(item).option("NI") is None


def test_trap_8_ni_where_it_is_no_answer_counts_as_open() -> None:
    found = rob2(D3_1="N", D3_2="NI")
    assert "D3/3.2" in found.missing
    assert found.domains["D3"].suggested is None


@pytest.mark.parametrize(
    "name",
    ["robins-i-2016", "robins-e", "quadas2", "quips", "nih-cohort", "jbi-cohort", "robins-i-v2"],
)
def test_trap_11_no_judgement_is_invented(name: str) -> None:
    tool = shipped_instrument(name)
    answers: dict[str, Value] = {i.address: i.options[-1].code for i in tool.items()}
    found = assess(tool, answers, settings={"aim": "assignment"}, judgements={})
    assert all(domain.suggested is None for domain in found.domains.values())
    assert found.to_judge
    if tool.overall_is_judged:
        assert found.overall.suggested is None
        assert "overall" in found.to_judge


def test_trap_16_designs_of_one_review_take_their_own_instruments() -> None:
    chosen = [for_design(design) for design in ("rct", "cross-sectional", "case-series")]
    assert chosen == ["rob2", "nos-cross-sectional-herzog", "nih-case-series"]
    units = [shipped_instrument(str(name)).unit for name in chosen]
    assert units == ["result", "study", "study"]
