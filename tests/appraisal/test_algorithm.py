"""From answers to judgements: the rules, what is open, and the traps of the tools."""

from itertools import product

import pytest

from appraisal.algorithm import Assessment, assess
from appraisal.instrument import Instrument, Item, for_design, read_instrument, shipped_instrument
from appraisal.ledger import Value

BEST_COHORT: dict[str, Value] = {
    "selection/S1": "a",
    "selection/S2": "a",
    "selection/S3": "a",
    "selection/S4": "a",
    "comparability/C1": ["a", "b"],
    "outcome/O1": "a",
    "outcome/O2": "a",
    "outcome/O3": "a",
}


def cohort(settings: dict[str, Value] | None = None, **changes: Value) -> Assessment:
    """A cohort form with all stars but for what changes."""
    nos = shipped_instrument("nos-cohort")
    answers = {**BEST_COHORT, **{str(nos.address_of(k)): v for k, v in changes.items()}}
    return assess(nos, answers, settings=settings or {}, judgements={})


def rob2(
    aim: str = "assignment", judgements: dict[str, str] | None = None, **answers: str
) -> Assessment:
    """A RoB 2 form; `D1_2=…` answers item 1.2."""
    tool = shipped_instrument("rob2")
    named = {f"{k.split('_')[0]}/{k[1]}.{k.split('_')[1]}": v for k, v in answers.items()}
    return assess(tool, named, settings={"aim": aim}, judgements=judgements or {})


# -- stars -----------------------------------------------------------------------------------------


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


# -- the traps of instruments ----------------------------------------------------------------------


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


# -- rules -----------------------------------------------------------------------------------------


def test_a_judgement_can_be_fixed_before_all_answers_are_in() -> None:
    early = rob2(D1_2="N").domains["D1"]
    assert (early.suggested, early.provisional) == ("high", True)


def test_an_undecided_row_ends_the_search() -> None:
    assert rob2(D1_1="N", D1_3="Y").domains["D1"].suggested is None


def test_a_part_at_the_worst_level_decides_while_the_other_is_open() -> None:
    found = rob2(D2a_6="N", D2a_7="Y")
    assert found.domains["D2a"].suggested == "high"
    assert rob2(D2a_6="Y").domains["D2a"].suggested is None


def test_a_hidden_answer_stops_counting_and_comes_back() -> None:
    answers = {"D2a_1": "Y", "D2a_2": "N", "D2a_3": "Y", "D2a_4": "N", "D2a_6": "Y"}
    assert rob2("assignment", None, **answers).domains["D2a"].suggested == "some_concerns"
    hidden = rob2("assignment", None, **{**answers, "D2a_1": "N"})
    assert hidden.domains["D2a"].suggested == "low"
    assert not hidden.items["D2a/2.4"].asked


def test_the_aim_chooses_the_form_of_domain_2() -> None:
    shown = {
        aim: [d for d, one in rob2(aim).domains.items() if one.shown]
        for aim in ("assignment", "adhering")
    }
    assert shown["assignment"] == ["D1", "D2a", "D3", "D4", "D5"]
    assert shown["adhering"] == ["D1", "D2b", "D3", "D4", "D5"]


def test_without_an_aim_nothing_is_said_of_the_whole() -> None:
    tool = shipped_instrument("rob2")
    judged = dict.fromkeys(("D1", "D3", "D4", "D5"), "low")
    found = assess(tool, {}, settings={}, judgements=judged)
    assert found.unset == ("aim",)
    assert found.overall.suggested is None
    judged["D1"] = "high"
    assert assess(tool, {}, settings={}, judgements=judged).overall.suggested == "high"


def test_what_the_review_does_not_address_is_not_asked() -> None:
    tool = shipped_instrument("rob2")
    settings: dict[str, Value] = {"aim": "adhering", "deviations": ["adherence"]}
    answers: dict[str, Value] = {"D2b/2.1": "Y", "D2b/2.2": "Y", "D2b/2.5": "N"}
    found = assess(tool, answers, settings=settings, judgements={})
    assert found.domains["D2b"].asked == 3
    assert found.domains["D2b"].suggested == "low"


def test_the_assessor_s_judgement_stands_beside_the_suggestion() -> None:
    answers = {"D1_1": "Y", "D1_2": "Y", "D1_3": "N"}
    found = rob2(judgements={"D1": "some_concerns"}, **answers).domains["D1"]
    assert (found.suggested, found.chosen, found.level) == ("low", "some_concerns", "some_concerns")
    assert found.departs


def test_several_concerns_are_raised_by_hand_only() -> None:
    judged = {"D1": "some_concerns", "D2a": "some_concerns", "D3": "low", "D4": "low", "D5": "low"}
    found = rob2(judgements=judged).overall
    assert (found.suggested, found.offers) == ("some_concerns", ("high",))
    assert rob2(judgements={**judged, "D2a": "low"}).overall.offers == ()
    raised = rob2(judgements={**judged, "overall": "high"}).overall
    assert (raised.suggested, raised.level) == ("some_concerns", "high")


def rob1(settings: dict[str, Value], **levels: str) -> Assessment:
    answers: dict[str, Value] = {f"{d}/{d[1]}": level for d, level in levels.items()}
    return assess(shipped_instrument("rob1-2011"), answers, settings=settings, judgements={})


def test_the_summary_of_rob_1_is_over_key_domains() -> None:
    levels = {"D1": "low", "D2": "low", "D3": "high", "D4": "unclear", "D5": "low"}
    keys: list[list[Value]] = [["D1", "D2"], ["D1", "D4"], ["D1", "D3", "D4"], ["D1", "D6"]]
    overall = [rob1({"key_domains": key}, **levels).overall.suggested for key in keys]
    assert overall == ["low", "unclear", "high", None]
    assert rob1({}, **levels).overall.suggested is None


def test_other_bias_can_be_switched_off() -> None:
    assert rob1({}).asked == 7
    off = rob1({"other_bias": False})
    assert off.asked == 6
    assert not off.domains["D7"].shown


def test_support_is_required_for_each_judgement_of_rob_1() -> None:
    assert all(item.why_required for item in shipped_instrument("rob1-2011").items())


def test_nih_rating_is_the_assessor_s_and_poor_needs_a_comment() -> None:
    nih = shipped_instrument("nih-case-series")
    answers: dict[str, Value] = {item.address: "Yes" for item in nih.items()}
    answers["quality/9"] = "NA"
    found = assess(nih, answers, settings={}, judgements={})
    assert (found.summaries["yes"].value, found.summaries["yes"].max) == (8, 8)
    assert found.summaries["helper"].value is None
    assert nih.overall.why_required == {"poor"}
    helped = assess(nih, answers, settings={"good_from": 7, "fair_from": 4}, judgements={})
    assert helped.summaries["helper"].value == "good"
    assert helped.overall.suggested is None


def test_amstar_counts_flaws_of_critical_items() -> None:
    tool = shipped_instrument("amstar2")
    sound: dict[str, Value] = {item.address: "Yes" for item in tool.items()}

    def confidence(*flawed: str, **settings: Value) -> str | None:
        answers = {**sound, **{f"review/{item}": "No" for item in flawed}}
        return assess(tool, answers, settings=settings, judgements={}).overall.suggested

    assert confidence() == "high"
    assert confidence("1") == "high"
    assert confidence("1", "3") == "moderate"
    assert confidence("2", "1", "3") == "low"
    assert confidence("9.rct", "9.nrsi") == "low"  # one item in two parts
    assert confidence("9.rct", "11.nrsi") == "critically_low"
    assert confidence("2", "4", critical_items=["2"]) == "low"
    partial = {**sound, "review/2": "Partial", "review/15": "NoMA", "review/9.rct": "NRSI"}
    assert assess(tool, partial, settings={}, judgements={}).overall.suggested == "high"


def test_quadas_judges_bias_and_applicability_apart() -> None:
    tool = shipped_instrument("quadas2")
    judged = dict.fromkeys(("D1", "D2", "D3", "D4"), "low")
    judged |= {"D1/applicability": "low", "D2/applicability": "unclear", "D3/applicability": "low"}
    found = assess(tool, {}, settings={}, judgements=judged)
    assert found.overall.suggested == "low"
    assert found.overall.blocks == {"applicability": "concerns"}
    assert "applicability" not in found.domains["D4"].blocks


def test_no_information_in_a_key_domain_of_robins() -> None:
    tool = shipped_instrument("robins-i-2016")
    judged = {f"D{n}": "moderate" for n in range(1, 7)} | {"D7": "no_information"}
    overall = assess(tool, {}, settings={}, judgements=judged).overall
    assert overall.suggested == "no_information"
    keyed = assess(tool, {}, settings={"key_domains": ["D1"]}, judgements=judged).overall
    assert keyed.suggested == "moderate"
    serious = assess(tool, {}, settings={}, judgements={**judged, "D1": "serious"}).overall
    assert serious.suggested == "serious"


def test_a_hopeless_study_ends_robins_v2_as_critical() -> None:
    tool = shipped_instrument("robins-i-v2")
    found = assess(tool, {"P/B1": "N", "P/B2": "Y", "P/B3": "N"}, settings={}, judgements={})
    assert found.overall.suggested == "critical"
    assert not any(domain.shown for id_, domain in found.domains.items() if id_ != "P")


def test_quips_has_an_overall_level_only_by_a_rule_the_team_takes() -> None:
    tool = shipped_instrument("quips")
    judged = {f"D{n}": "low" for n in range(1, 7)} | {"D1": "moderate"}
    assert assess(tool, {}, settings={}, judgements=judged).overall.suggested is None
    rule: dict[str, Value] = {"overall_rule": "common"}
    assert assess(tool, {}, settings=rule, judgements=judged).overall.suggested == "low"
    judged["D2"] = "moderate"
    assert assess(tool, {}, settings=rule, judgements=judged).overall.suggested == "moderate"
    judged["D3"] = "moderate"
    assert assess(tool, {}, settings=rule, judgements=judged).overall.suggested == "high"


def test_a_count_decides_as_soon_as_it_is_certain() -> None:
    text = """
    schema = 1
    id = "count"
    title = "Count"
    unit = "study"
    [sets]
    answer = ["Y", "N"]
    [levels]
    order = ["low", "high"]
    [[domain]]
    id = "D"
    title = "D"
    rows = [
      { when = { count = { of = ["1", "2", "3"], in = ["Y"], ge = 2 } }, then = "high" },
      { then = "low" },
    ]
    """ + "".join(
        f'[[item]]\nid = "{n}"\ndomain = "D"\nask = "?"\nanswers = "answer"\n' for n in (1, 2, 3)
    )
    tool = read_instrument(text)

    def level(**answers: str) -> str | None:
        given: dict[str, Value] = {f"D/{k[1]}": v for k, v in answers.items()}
        return assess(tool, given, settings={}, judgements={}).domains["D"].suggested

    assert level(q1="Y", q2="Y") == "high"
    assert level(q1="N", q2="N") == "low"
    assert level(q1="Y", q2="N") is None


def test_assessing_a_form_is_quick() -> None:
    import time

    tool = shipped_instrument("robins-i-2016")
    answers: dict[str, Value] = {item.address: "PN" for item in tool.items()}

    def once() -> float:
        begun = time.perf_counter()
        assess(tool, answers, settings={"aim": "adhering"}, judgements={})
        return time.perf_counter() - begun

    assert min(once() for _n in range(20)) < 0.001
