"""Rows made by hand where a tool is easily got wrong: what is judged, and what is asked at all."""

from itertools import product

import pytest

from appraisal.algorithm import Assessment, assess
from appraisal.ledger import Value
from appraisal.shipped import shipped_instrument

# -- AMSTAR 2: flaws of critical items, an item of two parts counts once ---------------------------

CRITICAL = ("2", "4", "7", "13", "15")  # 9 and 11 have two parts each
OTHERS = ("1", "3", "5", "6", "8", "10", "12", "14", "16")


def amstar(changes: dict[str, str], settings: dict[str, Value] | None = None) -> str | None:
    tool = shipped_instrument("amstar2")
    answers: dict[str, Value] = dict.fromkeys(tool.by_address, "Yes")
    for name, answer in changes.items():
        answers[f"review/{name.removeprefix('q').replace('_', '.')}"] = answer
    found = assess(tool, answers, settings=settings or {}, judgements={})
    assert not found.missing
    return found.overall.suggested


def no_to(*items: str) -> dict[str, str]:
    return {f"q{item}": "No" for item in items}


@pytest.mark.parametrize(
    ("answers", "confidence"),
    [
        ({}, "high"),
        (no_to("1"), "high"),
        (no_to("14"), "high"),
        (no_to("1", "3"), "moderate"),
        (no_to(*OTHERS), "moderate"),  # weaknesses alone never make it low
        (no_to("13"), "low"),
        (no_to("2", *OTHERS), "low"),
        (no_to("2", "15"), "critically_low"),
        (no_to(*CRITICAL), "critically_low"),
        (no_to("9_rct"), "low"),
        (no_to("9_rct", "9_nrsi"), "low"),  # one item, one flaw
        (no_to("11_rct", "11_nrsi", "10"), "low"),
        (no_to("9_rct", "11_nrsi"), "critically_low"),
        ({"q9_rct": "NRSI", "q9_nrsi": "No"}, "low"),
        ({"q9_rct": "NRSI", "q11_rct": "NRSI"}, "high"),
        ({f"q{item}": "Partial" for item in ("2", "4", "7", "8", "9_rct", "9_nrsi")}, "high"),
        ({f"q{item}": "NoMA" for item in ("11_rct", "11_nrsi", "12", "15")}, "high"),
        ({"q12": "NoMA", "q1": "No", "q16": "No"}, "moderate"),
    ],
)
def test_confidence_by_amstar_2(answers: dict[str, str], confidence: str) -> None:
    assert amstar(answers) == confidence


def test_the_review_chooses_which_items_are_critical() -> None:
    only_2: dict[str, Value] = {"critical_items": ["2"]}
    assert amstar(no_to("4", "7", "9_rct"), only_2) == "moderate"
    assert amstar(no_to("4"), only_2) == "high"
    assert amstar(no_to("2"), only_2) == "low"
    assert amstar(no_to("1", "2"), {"critical_items": ["1", "2"]}) == "critically_low"


def test_critical_items_named_by_address_or_left_empty_are_understood() -> None:
    by_address: dict[str, Value] = {"critical_items": ["review/2", "review/9.rct"]}
    assert amstar(no_to("2", "9_nrsi"), by_address) == "critically_low"
    assert amstar(no_to("4"), by_address) == "high"
    assert amstar(no_to("2", "4"), {"critical_items": []}) == "critically_low"


# -- ROBINS-I (2016): the worst domain, with no information between serious and moderate -----------


@pytest.mark.parametrize(
    ("judged", "whole"),
    [
        (("low",) * 7, "low"),
        (("low",) * 6 + ("moderate",), "moderate"),
        (("moderate",) * 7, "moderate"),  # problems that add up are the assessor's to raise
        (("no_information",) + ("low",) * 6, "no_information"),
        (("no_information",) + ("moderate",) * 6, "no_information"),
        (("no_information", "serious") + ("low",) * 5, "serious"),
        (("no_information", "serious", "critical") + ("low",) * 4, "critical"),
        (("serious",) * 7, "serious"),
        (("no_information",) * 7, "no_information"),
        (("low",) * 6 + ("critical",), "critical"),
    ],
)
def test_the_whole_by_robins_i(judged: tuple[str, ...], whole: str) -> None:
    tool = shipped_instrument("robins-i-2016")
    judgements = {f"D{number}": level for number, level in enumerate(judged, 1)}
    found = assess(tool, {}, settings={"aim": "assignment"}, judgements=judgements)
    assert found.overall.suggested == whole


def test_a_domain_that_is_not_key_may_lack_information() -> None:
    tool = shipped_instrument("robins-i-2016")
    judgements = {f"D{number}": "low" for number in range(1, 8)} | {"D7": "no_information"}
    settings: dict[str, Value] = {"aim": "assignment", "key_domains": ["D1", "D2"]}
    assert assess(tool, {}, settings=settings, judgements=judgements).overall.suggested == "low"
    judgements["D3"] = "moderate"
    found = assess(tool, {}, settings=settings, judgements=judgements)
    assert found.overall.suggested == "moderate"


def asked(tool: str, domain: str, answers: dict[str, str], **settings: Value) -> list[str]:
    """The questions of a domain that these answers lead to, in order."""
    instrument = shipped_instrument(tool)
    given: dict[str, Value] = {
        str(instrument.address_of(item)): answer for item, answer in answers.items()
    }
    found = assess(instrument, given, settings=settings, judgements={})
    return [
        address.partition("/")[2]
        for address, one in found.items.items()
        if one.asked and address.startswith(f"{domain}/")
    ]


@pytest.mark.parametrize(
    ("answers", "questions"),
    [
        ({"1.1": "PN"}, ["1.1"]),
        ({"1.1": "Y"}, ["1.1", "1.2"]),
        ({"1.1": "Y", "1.2": "N"}, ["1.1", "1.2", "1.4", "1.6"]),
        ({"1.1": "Y", "1.2": "N", "1.4": "PY"}, ["1.1", "1.2", "1.4", "1.5", "1.6"]),
        ({"1.1": "Y", "1.2": "Y"}, ["1.1", "1.2", "1.3"]),
        ({"1.1": "Y", "1.2": "Y", "1.3": "PN"}, ["1.1", "1.2", "1.3", "1.4", "1.6"]),
        ({"1.1": "Y", "1.2": "Y", "1.3": "Y"}, ["1.1", "1.2", "1.3", "1.7"]),
        ({"1.1": "Y", "1.2": "Y", "1.3": "Y", "1.7": "Y"}, ["1.1", "1.2", "1.3", "1.7", "1.8"]),
        ({"1.1": "Y", "1.2": "Y", "1.3": "Y", "1.7": "NI"}, ["1.1", "1.2", "1.3", "1.7"]),
    ],
)
def test_confounding_by_robins_i_is_asked_at_baseline_or_over_time(
    answers: dict[str, str], questions: list[str]
) -> None:
    assert asked("robins-i-2016", "D1", answers, aim="assignment") == questions


@pytest.mark.parametrize(
    ("domain", "aim", "answers", "questions"),
    [
        ("D2", "assignment", {"2.1": "N", "2.4": "Y"}, ["2.1", "2.4"]),
        ("D2", "assignment", {"2.1": "N", "2.4": "PN"}, ["2.1", "2.4", "2.5"]),
        ("D2", "assignment", {"2.1": "Y", "2.2": "Y", "2.3": "Y", "2.4": "Y"},
         ["2.1", "2.2", "2.3", "2.4", "2.5"]),
        ("D2", "assignment", {"2.1": "Y", "2.2": "Y", "2.3": "N", "2.4": "Y"},
         ["2.1", "2.2", "2.3", "2.4"]),
        ("D4", "assignment", {"4.1": "N"}, ["4.1"]),
        ("D4", "assignment", {"4.1": "PY"}, ["4.1", "4.2"]),
        ("D4", "adhering", {"4.3": "Y", "4.4": "Y", "4.5": "Y"}, ["4.3", "4.4", "4.5"]),
        ("D4", "adhering", {"4.3": "Y", "4.4": "Y", "4.5": "N"}, ["4.3", "4.4", "4.5", "4.6"]),
        ("D4", "adhering", {"4.3": "NI", "4.4": "NI", "4.5": "NI"}, ["4.3", "4.4", "4.5"]),
        ("D5", "assignment", {"5.1": "Y", "5.2": "N", "5.3": "N"}, ["5.1", "5.2", "5.3"]),
        ("D5", "assignment", {"5.1": "Y", "5.2": "N", "5.3": "Y"},
         ["5.1", "5.2", "5.3", "5.4", "5.5"]),
        ("D5", "assignment", {"5.1": "NI", "5.2": "NI", "5.3": "NI"}, ["5.1", "5.2", "5.3"]),
    ],
)  # fmt: skip
def test_the_other_domains_of_robins_i_ask_what_the_answers_lead_to(
    domain: str, aim: str, answers: dict[str, str], questions: list[str]
) -> None:
    assert asked("robins-i-2016", domain, answers, aim=aim) == questions


# -- ROBINS-I V2: the longest paths of the draft ---------------------------------------------------

ADJUSTED = {"B1": "Y", "B3": "N"}


@pytest.mark.parametrize(
    ("domain", "answers", "questions"),
    [
        ("D1", {"C4": "N"}, ["1.1A", "1.4A"]),
        ("D1", {"C4": "N", "1.1A": "WN"}, ["1.1A", "1.2A", "1.3A", "1.4A"]),
        ("D1", {"C4": "N", "1.1A": "SN"}, ["1.1A", "1.4A"]),
        ("D1", {"C4": "Y", "1.1B": "Y", "1.2B": "WN"}, ["1.1B", "1.2B", "1.3B", "1.5B"]),
        ("D1", {"C4": "Y", "1.1B": "NI"}, ["1.1B", "1.4B", "1.5B"]),
        ("D2", {"2.1": "Y"}, ["2.1", "2.4", "2.5"]),
        ("D2", {"2.1": "NI", "2.2": "N"}, ["2.1", "2.2", "2.3", "2.4", "2.5"]),
        ("D3", {"3.1": "Y"}, ["3.1", "3.2", "3.3"]),
        ("D3", {"3.1": "SN", "3.3": "N"}, ["3.1", "3.3", "3.6"]),
        ("D3", {"3.1": "WN", "3.3": "Y", "3.4": "Y", "3.5": "Y", "3.6": "NI", "3.7": "N"},
         ["3.1", "3.3", "3.4", "3.5", "3.6", "3.7", "3.8"]),
        ("D4", {"4.1": "Y", "4.2": "PY", "4.3": "Y"}, ["4.1", "4.2", "4.3"]),
        ("D4", {"4.1": "Y", "4.2": "N", "4.3": "Y", "4.4": "Y", "4.5": "N"},
         ["4.1", "4.2", "4.3", "4.4", "4.5"]),
        ("D4", {"4.1": "Y", "4.2": "N", "4.3": "Y", "4.4": "NI", "4.5": "NI"},
         ["4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.11"]),
        ("D4", {"4.1": "Y", "4.2": "N", "4.3": "Y", "4.4": "N", "4.7": "Y", "4.8": "Y",
                "4.9": "WN"},
         ["4.1", "4.2", "4.3", "4.4", "4.7", "4.8", "4.9", "4.11"]),
        ("D4", {"4.1": "Y", "4.2": "N", "4.3": "Y", "4.4": "N", "4.7": "N", "4.10": "Y"},
         ["4.1", "4.2", "4.3", "4.4", "4.7", "4.10"]),
        ("D5", {"5.2": "PN"}, ["5.1", "5.2"]),
        ("D5", {"5.2": "NI"}, ["5.1", "5.2", "5.3"]),
        ("D6", {"6.1": "PY"}, ["6.1"]),
        ("D6", {"6.1": "NI"}, ["6.1", "6.2", "6.3", "6.4"]),
    ],
)  # fmt: skip
def test_the_draft_of_robins_i_asks_what_the_answers_lead_to(
    domain: str, answers: dict[str, str], questions: list[str]
) -> None:
    assert asked("robins-i-v2", domain, {**ADJUSTED, **answers}) == questions


def test_an_unadjusted_result_of_the_draft_may_end_it() -> None:
    ended = {"B1": "N", "B2": "PY", "B3": "N"}
    assert asked("robins-i-v2", "D1", {**ended, "C4": "N"}) == []
    assert asked("robins-i-v2", "D1", {"B1": "N", "B2": "PN", "B3": "N", "C4": "N"})


# -- QUADAS-2 and QUIPS ----------------------------------------------------------------------------


def quadas(**changes: str) -> Assessment:
    tool = shipped_instrument("quadas2")
    places = ("D1", "D2", "D3", "D4", *(f"D{n}/applicability" for n in (1, 2, 3)))
    judged = dict.fromkeys(places, "low") | {k.replace("_", "/"): v for k, v in changes.items()}
    return assess(tool, {}, settings={}, judgements=judged)


@pytest.mark.parametrize(
    ("changes", "bias", "applicability"),
    [
        ({}, "low", "low"),
        ({"D4": "unclear"}, "at_risk", "low"),
        ({"D2": "high"}, "at_risk", "low"),
        ({"D1_applicability": "unclear"}, "low", "concerns"),
        ({"D3_applicability": "high"}, "low", "concerns"),
        ({"D1": "high", "D2_applicability": "high"}, "at_risk", "concerns"),
    ],
)
def test_bias_and_applicability_of_quadas_never_mix(
    changes: dict[str, str], bias: str, applicability: str
) -> None:
    whole = quadas(**changes).overall
    assert (whole.suggested, whole.blocks["applicability"]) == (bias, applicability)


def test_flow_and_timing_has_no_applicability() -> None:
    assert list(quadas().domains["D4"].blocks) == []
    assert list(quadas().domains["D1"].blocks) == ["applicability"]


def test_the_common_rule_of_quips_over_all_judgements() -> None:
    tool = shipped_instrument("quips")
    names = [domain.id for domain in tool.domains]
    for levels in product(("low", "moderate", "high"), repeat=6):
        judged = dict(zip(names, levels, strict=True))
        moderate = levels.count("moderate")
        if "high" in levels or moderate >= 3:
            expected = "high"
        else:
            expected = "moderate" if moderate == 2 else "low"
        found = assess(tool, {}, settings={"overall_rule": "common"}, judgements=judged)
        assert found.overall.level == expected
        bare = assess(tool, {}, settings={"overall_rule": "no_rule"}, judgements=judged)
        assert bare.overall.level is None


# -- RoB 2 and RoB 1 -------------------------------------------------------------------------------


def test_rob_2_for_adhering_needs_a_deviation_to_address() -> None:
    """Nothing addressed would be low whatever happened."""
    tool = shipped_instrument("rob2")
    answers: dict[str, Value] = {"D2b/2.1": "Y", "D2b/2.2": "Y"}
    settings: dict[str, Value] = {"aim": "adhering", "deviations": []}
    found = assess(tool, answers, settings=settings, judgements={})
    assert found.domains["D2b"].suggested is None
    assert found.unset == ("deviations",)
    settings["deviations"] = None  # as it comes: all three
    assert assess(tool, answers, settings=settings, judgements={}).unset == ()


@pytest.mark.parametrize(
    ("key", "levels", "whole"),
    [
        (["D1", "D2"], ("low", "low", "high", "high", "high", "high", "high"), "low"),
        (["D1", "D3"], ("low", "high", "unclear", "low", "low", "low", "low"), "unclear"),
        (["D1", "D3"], ("unclear", "low", "high", "low", "low", "low", "low"), "high"),
        (["D7"], ("high", "high", "high", "high", "high", "high", "low"), "low"),
    ],
)
def test_the_summary_of_rob_1_looks_at_key_domains_alone(
    key: list[str], levels: tuple[str, ...], whole: str
) -> None:
    tool = shipped_instrument("rob1-2011")
    answers: dict[str, Value] = {f"D{n}/{n}": level for n, level in enumerate(levels, 1)}
    found = assess(tool, answers, settings={"key_domains": list(key)}, judgements={})
    assert found.overall.suggested == whole
