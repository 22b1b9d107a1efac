"""What one reviewer submitted alone: the form is frozen, and a second thought still has a place."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from appraisal import drafts
from appraisal.ledger import Claim
from appraisal.material import gather
from appraisal.methods import methods_text
from appraisal.settled import settled, standing_of
from gui.pages.reconcile import ReconcilePage
from gui.window import Window
from tests.appraisal import desks
from tests.gui.conftest import Opener
from tests.gui.hands import (
    CONTROL,
    click,
    go,
    in_dialog,
    keys,
    named,
    press,
    shown_words,
    type_words,
)
from tests.gui.pages.reconcile.conftest import choose, extract
from tests.gui.test_journey import words


def opened(open_window: Opener, tmp_path: Path) -> tuple[Window, ReconcilePage]:
    path = tmp_path / "alone.evenhand"
    review = desks.begun(path, studies=2, people={"ann": "Ann Lee"})
    review.commit(drafts.edit_review({"readers": 1}))
    facts = {"name": "Relapse", "data": "counts", "arm1": "T", "arm2": "C", "event_is": "bad"}
    review.commit(drafts.add_outcome(facts, id="o1")[0])
    desks.answer(review, "s1", "ann")
    desks.submit(review, "s1", "ann")
    extract(review, "s1", "ann", (10, 50, 20, 55))
    review.close()
    window = open_window(path)
    window.session.sign_in("ann")
    page = go(window, "reconcile")
    assert isinstance(page, ReconcilePage)
    return window, page


def test_a_second_thought_changes_an_answer_with_its_reason(
    open_window: Opener, tmp_path: Path
) -> None:
    window, page = opened(open_window, tmp_path)
    choose(page, "s1")
    assert "one reviewer alone; press an answer to change it" in shown_words(page)
    assert not page._accept.isEnabled()
    (row,) = (
        one
        for one in page.findChildren(QAbstractButton)
        if one.isVisible() and one.accessibleName().startswith("S1")
    )
    press(row)
    keys(Qt.Key.Key_B)
    keys(Qt.Key.Key_Return, held=CONTROL)
    form = desks.form("s1")
    assert settled(window.session.state, form).value("item/selection/S1") == "a"  # no reason yet
    keys(Qt.Key.Key_W)
    type_words("table 2 says so")
    keys(Qt.Key.Key_Return, held=CONTROL)
    state = window.session.state
    assert settled(state, form).claims["item/selection/S1"] == Claim("b", "table 2 says so")
    assert standing_of(state, form) == "single"  # still one reviewer's word, and said to be so
    review = window.session.review
    assert review is not None
    text = methods_text(gather(review, reader=None, lang="en"))
    assert "1 answer without a difference was changed after it was submitted" in text


def test_a_second_thought_changes_a_number(open_window: Opener, tmp_path: Path) -> None:
    window, page = opened(open_window, tmp_path)
    choose(page, "s1/numbers:o1")
    page._open_one("e2")
    card = page._cards[0]
    card._other.setFocus()
    keys(Qt.Key.Key_A, held=CONTROL)
    type_words("21")
    keys(Qt.Key.Key_Tab)
    card._why.setFocus()
    type_words("a misprint")
    keys(Qt.Key.Key_Return, held=CONTROL)
    form = "extraction/s1/o1"
    assert settled(window.session.state, form).claims["e2"] == Claim(21, "a misprint")


def test_the_only_reviewer_is_told_where_second_thoughts_go(
    open_window: Opener, tmp_path: Path
) -> None:
    window, _page = opened(open_window, tmp_path)
    state = window.session.state
    assert not state.is_open(desks.form("s2"))
    desks.answer(window.session.review, "s2", "ann")  # type: ignore[arg-type] # it is open
    go(window, "appraise")
    said: list[str] = []
    in_dialog(window, lambda dialog: said.append(words(dialog)))
    click(window, "Submit")
    assert "A second thought is entered in Reconcile" in said[0]
    assert "last to submit" not in said[0]


def test_who_was_named_and_has_not_begun_is_told_before_the_form_opens(
    open_window: Opener, tmp_path: Path
) -> None:
    path = tmp_path / "three.evenhand"
    people = {**desks.PEOPLE, "cat": "Cat Roe"}
    review = desks.begun(path, studies=1, people=people)
    review.commit(drafts.assign({"s1": ["ann", "bob", "cat"]}))
    for person in ("ann", "bob"):
        desks.answer(review, "s1", person)
    desks.submit(review, "s1", "ann")
    review.close()
    window = open_window(path)
    window.session.sign_in("bob")
    go(window, "appraise")
    said: list[str] = []
    in_dialog(window, lambda dialog: said.append(words(dialog)))
    click(window, "Submit")
    assert "Not begun by Cat Roe, who can then no longer score it." in said[0]
    assert named(window, QAbstractButton, "Submit").isEnabled()


def test_a_third_reviewer_is_taken_by_their_key_and_read_by_their_letter(
    open_window: Opener, tmp_path: Path
) -> None:
    path = tmp_path / "of_three.evenhand"
    review = desks.begun(path, studies=1, people={**desks.PEOPLE, "cat": "Cat Roe"})
    review.commit(drafts.edit_review({"readers": 3}))
    for person, said in (("ann", "a"), ("bob", "b"), ("cat", "c")):
        desks.answer(review, "s1", person, S1=said)
        desks.submit(review, "s1", person)
    review.close()
    window = open_window(path)
    window.session.sign_in("ann")
    page = go(window, "reconcile")
    assert isinstance(page, ReconcilePage)
    card = page._cards[0]
    card.focus()
    keys(Qt.Key.Key_3)
    assert (card._value, card._why.toPlainText()) == ("c", "cat on S1")
    assert [one.text() for one in card._takes] == ["Take A", "Take B", "Take C"]
    review_now = window.session.review
    assert review_now is not None
    text = methods_text(gather(review_now, reader=None, lang="en"))
    assert "Before consensus 21 of 24 pairs of answers were the same" in text
