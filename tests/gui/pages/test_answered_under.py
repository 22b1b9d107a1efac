"""A setting changed after rating: the form says under which it was answered, until confirmed."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from appraisal import desk, drafts
from appraisal.ledger import Claim
from gui.pages.appraise import AppraisePage
from gui.widgets.items import FoldHead
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import click, go, keys, named

FOLLOW_UP = "setting/nos-cohort/min_follow_up"
KEY = Qt.Key


@pytest.fixture
def window(open_window: Opener, new_file: Path) -> Window:
    """A window on a form whose length of follow-up was judged under 6 months."""
    made = open_window(new_file)
    made.session.do(drafts.edit_review({FOLLOW_UP: "6 months"}))
    subject = f"appraisal/s1/-/nos-cohort@1/{made.session.reader}"
    made.session.do(drafts.answer(subject, "outcome/O2", Claim("a")))
    return made


def change(window: Window, value: str) -> None:
    window.session.do(drafts.edit_review({FOLLOW_UP: value}, why="the protocol was amended"))


def said(window: Window) -> str:
    """What stands between the head of the form and its items."""
    found = window._pages["appraise"]
    assert isinstance(found, AppraisePage)
    under = found._pane.under
    if not under.isVisible():
        return ""
    return " ".join(label.text() for label in under.findChildren(QLabel) if label.text())


def test_form_says_what_it_was_answered_under_until_confirmed(window: Window) -> None:
    go(window, "appraise")
    assert said(window) == ""
    change(window, "12 months")
    words = said(window)
    assert "Answered under: Shortest adequate follow-up 6 months" in words
    assert "Since changed to: Shortest adequate follow-up 12 months." in words
    click(window, "Confirm the answers")
    assert said(window) == ""
    keys(KEY.Key_Z, held=Qt.KeyboardModifier.ControlModifier)
    assert "6 months" in said(window)


def test_confirmed_answers_are_asked_about_again_when_it_changes_again(window: Window) -> None:
    go(window, "appraise")
    change(window, "12 months")
    click(window, "Confirm the answers")
    change(window, "24 months")
    assert "Answered under: Shortest adequate follow-up 12 months" in said(window)


def test_setting_that_is_put_back_asks_nothing(window: Window) -> None:
    go(window, "appraise")
    change(window, "12 months")
    change(window, "6 months")
    assert said(window) == ""


def test_answer_given_after_the_change_asks_nothing(window: Window) -> None:
    change(window, "12 months")
    go(window, "appraise")
    subject = f"appraisal/s1/-/nos-cohort@1/{window.session.reader}"
    window.session.do(drafts.answer(subject, "outcome/O2", Claim("b")))
    assert said(window) == ""


def test_overview_leads_to_what_is_to_be_confirmed(window: Window) -> None:
    change(window, "12 months")
    go(window, "overview")
    click(window, "Confirm Achiron 2004: settings changed")
    assert window.page == "appraise"
    assert "6 months" in said(window)


def test_question_follows_the_setting_it_quotes(window: Window) -> None:
    go(window, "appraise")
    change(window, "12 months")
    page = window._pages["appraise"]
    assert isinstance(page, AppraisePage)
    page._pane.go_to("outcome/O2")
    assert any("12 months" in label.text() for label in page._pane.findChildren(QLabel))
    assert not any("6 months" in label.text() for label in page._pane._scroll.findChildren(QLabel)
                   if label.isVisible())  # fmt: skip


def test_domain_that_is_switched_on_and_off_comes_and_goes(
    open_window: Opener, tmp_path: Path
) -> None:
    path = tmp_path / "trial.evenhand"
    review, _person = desk.new_review(path, title="Trials", name="Ann Lee", readers=1)
    review.commit(drafts.edit_review({"design/rct": "rob1-2011"}))
    review.commit(drafts.add_study({"label": "Haas 2007", "design": "rct"}, id="s1")[0])
    review.close()
    window = open_window(path)
    go(window, "appraise")

    def heads() -> int:
        shown = window._pages["appraise"].findChildren(FoldHead)
        return sum(head.isVisible() for head in shown)

    switch = "setting/rob1-2011/other_bias"
    before = heads()
    window.session.do(drafts.edit_review({switch: False}))
    assert heads() == before - 1
    window.session.do(drafts.edit_review({switch: True}))
    assert heads() == before
    assert named(window, FoldHead, "Other bias")
