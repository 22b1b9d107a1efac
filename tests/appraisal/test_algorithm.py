"""From answers to judgements: what rows decide, what is open, hidden or not asked."""

from appraisal.algorithm import assess
from appraisal.instrument_file import read_instrument
from appraisal.ledger import Value
from appraisal.shipped import shipped_instrument
from tests.appraisal.forms import rob2


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
