"""Judgements in Appraise: by keys alone, with suggestion, departure, blocks, direction, comment."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from appraisal import desk, drafts
from appraisal.ledger import Value
from gui.pages.appraise import AppraisePage
from gui.panes.judging import Judging
from gui.widgets.fields import ListField
from gui.widgets.reason import GrowingText
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import CONTROL, click, go, in_dialog, keys, named, page_of, press, type_words

KEY = Qt.Key


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A review of one reviewer with a trial for RoB 2 and a study of a test for QUADAS-2."""
    path = tmp_path / "trials.evenhand"
    review, _person = desk.new_review(path, title="Trials", name="Ann Lee", readers=1)
    review.commit(
        drafts.edit_review(
            {"design/rct": "rob2", "design/diagnostic": "quadas2", "setting/rob2/aim": "assignment"}
        )
    )
    for order, (label, design) in enumerate((("Achiron 2004", "rct"), ("Haas 2007", "diagnostic"))):
        facts: dict[str, Value] = {"label": label, "design": design, "order": order}
        review.commit(drafts.add_study(facts, id=f"s{order + 1}")[0])
    review.close()
    return path


def page(window: Window) -> AppraisePage:
    return page_of(window, AppraisePage)


def fields(window: Window, study: str, instrument: str, target: str = "-") -> dict[str, Value]:
    subject = f"appraisal/{study}/{target}/{instrument}/{window.session.reader}"
    return {name: one.value for name, one in window.session.state.fields(subject).items()}


def stop(window: Window, field: str) -> Judging:
    found = page(window)._pane._stop(field)
    assert found is not None
    return found


def at(window: Window, field: str) -> Judging:
    """Go to a judgement as Enter does, and wait until it has the focus."""
    page(window)._pane.go_to(field)
    QApplication.processEvents()
    return stop(window, field)


def test_a_rob2_assessment_is_finished_by_keys_alone(open_window: Opener, file: Path) -> None:
    window = open_window(file)
    go(window, "appraise")
    keys(KEY.Key_1, KEY.Key_Return, KEY.Key_2, KEY.Key_Return, KEY.Key_4)  # 1.1 Y, 1.2 PY, 1.3 N
    keys(KEY.Key_Return)  # the judgement of domain 1: low is suggested
    shown = page(window)._shown
    assert shown is not None
    assert shown.domains[0].level is not None
    assert shown.domains[0].level.id == "low"
    keys(KEY.Key_2, KEY.Key_W)  # some concerns, and why
    type_words("only the abstract says so")
    keys(KEY.Key_Escape, KEY.Key_Return)
    for answer in (KEY.Key_4, KEY.Key_4, KEY.Key_1):  # 2.1 N, 2.2 N: 2.3 to 2.5 are not asked; 2.6
        keys(answer, KEY.Key_Return)
    keys(KEY.Key_Return)  # past the judgement of domain 2, which is left to the rules
    keys(KEY.Key_1, KEY.Key_Return, KEY.Key_Return)  # 3.1 Y
    for answer in (KEY.Key_4, KEY.Key_4, KEY.Key_4):  # 4.1 N, 4.2 N, 4.3 N
        keys(answer, KEY.Key_Return)
    keys(KEY.Key_Return)
    keys(KEY.Key_1, KEY.Key_Return, KEY.Key_4, KEY.Key_Return, KEY.Key_4)  # 5.1 to 5.3
    assert page(window)._pane.head._count.text() == "13 of 13 answered"
    in_dialog(window, lambda dialog: press(dialog.buttons["yes"]))
    keys(KEY.Key_Return, held=CONTROL)
    said = fields(window, "s1", "rob2@1")
    assert window.session.state.is_sealed(f"appraisal/s1/-/rob2@1/{window.session.reader}")
    assert said["judgement/D1"] == "some_concerns"
    assert said["item/D1/1.2"] == "PY"
    shown = page(window)._shown
    assert shown is not None
    assert shown.rating.level == "some_concerns"


def test_a_departure_asks_for_its_reason_before_submitting(open_window: Opener, file: Path) -> None:
    window = open_window(file)
    go(window, "appraise")
    keys(KEY.Key_1, KEY.Key_Return, KEY.Key_1, KEY.Key_Return, KEY.Key_4)
    judging = at(window, "judgement/D1")
    assert judging._suggested.isVisible()
    press(judging.options.buttons["High"])
    assert judging._needed.isVisible()
    shown = page(window)._shown
    assert shown is not None
    assert "judgement/D1" in shown.lacking
    judging.reason.field.setFocus()
    type_words("the envelopes were thin")
    keys(KEY.Key_Escape)
    assert not judging._needed.isVisible()
    shown = page(window)._shown
    assert shown is not None
    assert "judgement/D1" not in shown.lacking


def test_enter_stops_at_a_reason_that_is_missing(open_window: Opener, file: Path) -> None:
    window = open_window(file)
    go(window, "appraise")
    keys(KEY.Key_1, KEY.Key_Return, KEY.Key_1, KEY.Key_Return, KEY.Key_4, KEY.Key_Return)
    judging = stop(window, "judgement/D1")
    keys(KEY.Key_3, KEY.Key_Return)  # high, where low is suggested
    assert judging.reason.field.hasFocus()
    type_words("the envelopes were thin")
    keys(KEY.Key_Escape, KEY.Key_Return)
    assert page(window)._pane.current == "D2a/2.1"
    claim = window.session.state.claim(
        f"appraisal/s1/-/rob2@1/{window.session.reader}", "judgement/D1"
    )
    assert claim is not None
    assert (claim.value, claim.why) == ("high", "the envelopes were thin")


def test_buttons_of_a_judgement_show_the_digit_that_presses_them(
    open_window: Opener, file: Path
) -> None:
    window = open_window(file)
    go(window, "appraise")
    judging = stop(window, "judgement/D1")
    shown = {text: button.look.choice.letter for text, button in judging.options.buttons.items()}
    assert shown == {"Low": "1", "Some concerns": "2", "High": "3"}


def test_a_conditional_question_says_why_it_is_asked_and_goes_away_unharmed(
    open_window: Opener, file: Path
) -> None:
    window = open_window(file)
    go(window, "appraise")
    pane = page(window)._pane
    pane.go_to("D2a/2.1")
    QApplication.processEvents()
    keys(KEY.Key_1, KEY.Key_Return, KEY.Key_4, KEY.Key_Return)
    assert pane.current == "D2a/2.3"
    editor = pane._editor()
    assert editor is not None
    assert editor._because.text() == "Asked because 2.1 is Y"
    keys(KEY.Key_2)
    pane.go_to("D2a/2.1")
    QApplication.processEvents()
    keys(KEY.Key_4)  # nobody knew: 2.3 is not asked, its answer is kept without effect
    shown = page(window)._shown
    assert shown is not None
    assert shown.item("D2a/2.3") is None
    assert fields(window, "s1", "rob2@1")["item/D2a/2.3"] == "PY"
    keys(KEY.Key_1)
    shown = page(window)._shown
    assert shown is not None
    again = shown.item("D2a/2.3")
    assert again is not None
    assert again.value == "PY"


def test_risk_and_applicability_are_judged_apart(open_window: Opener, file: Path) -> None:
    window = open_window(file)
    go(window, "appraise")
    page(window)._list.select("s2")
    at(window, "judgement/D1")
    keys(KEY.Key_1, KEY.Key_Return, KEY.Key_3)
    said = fields(window, "s2", "quadas2@1")
    assert said == {"judgement/D1": "low", "judgement/D1/applicability": "high"}


def test_direction_and_comment_are_kept_with_their_domain(open_window: Opener, file: Path) -> None:
    window = open_window(file)
    go(window, "appraise")
    at(window, "judgement/D1")
    judging = page(window)._pane._cards[0].judging
    assert judging is not None
    direction = judging._direction
    assert direction is not None
    chosen = direction.findChild(ListField)
    assert chosen is not None
    chosen.setFocus()
    keys(KEY.Key_Down, KEY.Key_Down)
    click(page(window), "Add a comment on Bias arising from the randomisation process")
    type_words("see the registry")
    named(window, GrowingText, "Comment, Bias arising from the randomisation process").flush()
    said = fields(window, "s1", "rob2@1")
    assert said["direction/D1"] == "favours_experimental"
    assert said["comment/D1"] == "see the registry"


def test_the_aim_changes_the_domain_that_is_asked(open_window: Opener, file: Path) -> None:
    window = open_window(file)
    go(window, "appraise")
    window.session.do(drafts.edit_review({"setting/rob2/aim": "adhering"}))
    shown = page(window)._shown
    assert shown is not None
    assert [domain.id for domain in shown.domains] == ["D1", "D2b", "D3", "D4", "D5"]
    assert len(page(window)._pane._cards) == 5
