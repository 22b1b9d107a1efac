"""The history calls instruments, items, levels and settings as the pages do, in both languages."""

from pathlib import Path

import pytest

from appraisal import drafts
from appraisal.ledger import Claim, Value
from appraisal.review import Review
from appraisal.views.history import HistoryLine, history_lines
from appraisal.views.history_forms import named_instruments
from tests.appraisal import desks

TRIAL = "appraisal/t1/-/rob2@1/ann"


@pytest.fixture
def review(tmp_path: Path) -> Review:
    made = desks.begun(tmp_path / "review")
    made.commit(drafts.edit_review({"design/rct": "rob2", "setting/rob2/aim": "assignment"}))
    facts: dict[str, Value] = {"label": "Haas 2007", "design": "rct", "order": 9}
    made.commit(drafts.add_study(facts, id="t1")[0])
    return made


def last(review: Review, lang: str = "en") -> HistoryLine:
    state = review.state.seen_by("ann")
    found = named_instruments(state, lambda key: review.instrument(key, lang=lang))
    return history_lines(state, review.history(), found)[0]


def test_item_has_its_number_and_heading_and_the_answer_its_words(review: Review) -> None:
    item = review.instrument("rob2@1").item("D3/3.2")
    review.commit(drafts.answer(TRIAL, "D3/3.2", Claim("PN", "No reason given")), author="ann")
    line = last(review)
    assert line.called == f"3.2 {item.title}"
    assert line.words == "PN  Probably no"
    assert line.about == "Appraisal, RoB 2"
    assert "rob2" not in f"{line.called} {line.words} {line.about} {line.name}"


def test_portuguese_history_has_portuguese_headings(review: Review) -> None:
    review.commit(drafts.answer(TRIAL, "D3/3.2", Claim("PN")), author="ann")
    item = review.instrument("rob2@1", lang="pt_BR").item("D3/3.2")
    line = last(review, "pt_BR")
    assert line.called == f"3.2 {item.title}"
    assert item.title != review.instrument("rob2@1").item("D3/3.2").title


@pytest.mark.parametrize(
    ("field", "value", "called", "said"),
    [
        ("design/cohort", "nos-cohort", "Instrument for Cohort", "NOS cohort"),
        ("setting/nos-cohort/threshold", 6, "NOS cohort: Limit of stars", "6"),
        ("setting/nos-cohort/nothing_such", "x", "NOS cohort: nothing such", "x"),
    ],
)
def test_protocol_names_instruments_and_settings(
    review: Review, field: str, value: Value, called: str, said: str
) -> None:
    review.commit(drafts.edit_review({field: value}, why="A test"))
    line = last(review)
    assert (line.called, line.words) == (called, said)


def test_levels_and_rules_have_their_words(review: Review) -> None:
    review.commit(drafts.judge(TRIAL, "judgement/D3", Claim("high", "Many are lost")), author="ann")
    line = last(review)
    domain = review.instrument("rob2@1").domain("D3")
    assert line.called == f"Judgement, {domain.title}"
    assert line.words == "High"
    review.commit(drafts.set_rule("rob2", "D3/3.2", "Ask the authors first"))
    assert last(review).name.startswith("RoB 2, 3.2 ")


def test_numbers_say_of_which_outcome(review: Review) -> None:
    review.commit(drafts.add_outcome({"name": "Pain", "data": "counts"}, id="o1")[0])
    review.commit(drafts.extract("s1", "o1", "ann", {"e1": Claim(3)}), author="ann")
    assert last(review).name == "Study 1, Pain"


def test_what_no_instrument_here_knows_keeps_its_name(review: Review) -> None:
    review.commit(drafts.edit_review({"design/other": "of-another-program"}, why="A test"))
    assert last(review).words == "of-another-program"
