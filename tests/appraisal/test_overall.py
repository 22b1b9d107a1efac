"""Each instrument's own way from its domains to one judgement of the whole."""

from appraisal.algorithm import Assessment, assess
from appraisal.ledger import Value
from appraisal.shipped import shipped_instrument
from tests.appraisal.forms import rob2


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
