"""Who may decide: the adjudicator's queue, those who only look, reopening, all at once."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
)

from appraisal import drafts
from appraisal.ledger import Entry
from appraisal.settled import Rank, settled
from appraisal.subjects import extraction_form, in_seat
from gui.dialogs import Dialog
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
    let_finish,
    named,
    press,
    shown_words,
    type_words,
)
from tests.gui.pages.reconcile.conftest import choose, opened


def test_adjudicator_finds_what_the_two_could_not_settle(open_window: Opener, file: Path) -> None:
    window, page = opened(open_window, file, "ann")
    choose(page, "s1")
    card = page._cards[0]
    card._why.setFocus()
    type_words("is a register a census?")
    click(card, "S1: Ask the adjudicator")
    assert "With the adjudicator" in shown_words(page)
    window.session.sign_in("cat")
    go(window, "overview")
    click(window, "Decide Study 1: the two could not")
    assert window.page == "reconcile"
    click(page, "Which forms, For the adjudicator")
    assert [row.key for row in page._list._model.rows()] == ["s1"]
    choose(page, "s1")
    assert "Asked: is a register a census?" in shown_words(page)
    page._cards[0].focus()
    keys(Qt.Key.Key_1, Qt.Key.Key_W)
    type_words("it is")
    keys(Qt.Key.Key_Return, held=CONTROL)
    form = settled(window.session.state, desks.form("s1"))
    assert form.value("item/selection/S1") == "a"
    assert not page._queue.isVisible()
    assert "Agreed by Third Person" in shown_words(page)
    assert {entry.author for entry in history(window, desks.form("s1"))} == {"ann", "cat"}


def history(window: Window, form: str) -> list[Entry]:
    review = window.session.review
    assert review is not None
    return list(review.history(subject=in_seat(form, "agreed")))


def test_somebody_who_is_no_party_only_looks(open_window: Opener, file: Path) -> None:
    window = open_window(file)
    window.session.do(drafts.edit_person("cat", {"roles": ["coordinator"]}))
    window.session.sign_in("cat")
    page = go(window, "reconcile")
    assert isinstance(page, ReconcilePage)
    choose(page, "s1")
    assert not page._cards[0]._takes[0].isEnabled()
    assert not page._accept.isEnabled()


def test_agreed_answer_is_reopened_with_a_reason_and_stays_on_record(
    open_window: Opener, file: Path
) -> None:
    window, page = opened(open_window, file, "ann")
    choose(page, "s1")
    page._cards[0].focus()
    keys(Qt.Key.Key_1)
    keys(Qt.Key.Key_Return, held=CONTROL)
    assert page._cards[0].point.is_settled

    def say_why(dialog: Dialog) -> None:
        assert not dialog.buttons["yes"].isEnabled()
        type_words("read the erratum")
        press(dialog.buttons["yes"])

    in_dialog(window, say_why)
    click(page, "S1: reopen the agreed answer")
    assert not page._cards[0].point.is_settled
    values = [(one.claim.value, one.claim.why) for one in history(window, desks.form("s1"))]
    assert values == [("a", "ann on S1"), (None, "read the erratum")]


def test_what_both_said_alike_is_accepted_in_all_forms_and_can_be_opened_one_by_one(
    open_window: Opener, file: Path
) -> None:
    window, page = opened(open_window, file, "bob")
    click(page, "Accept what both said alike in all forms")
    state = window.session.state
    assert settled(state, desks.form("s1")).ranks["item/selection/S2"] == Rank.AGREED
    assert settled(state, extraction_form("s2", "o1")).rank == Rank.AGREED
    choose(page, "s1")
    row = next(
        one for one in page.findChildren(QAbstractButton) if one.accessibleName().startswith("S2")
    )
    press(row)
    assert [card.point.id for card in page._cards][-1] == "S2"
    named(page, QAbstractButton, "S2: reopen the agreed answer")


def test_what_one_settled_alone_is_confirmed_by_the_other(open_window: Opener, file: Path) -> None:
    window, page = opened(open_window, file, "ann")
    choose(page, "s1")
    page._cards[0].focus()
    keys(Qt.Key.Key_1)
    keys(Qt.Key.Key_Return, held=CONTROL)
    assert "Not confirmed by Reviewer B." in shown_words(page)
    confirm = "S1: confirm the agreed answer"
    assert confirm not in {one.accessibleName() for one in page.findChildren(QAbstractButton)}
    window.session.sign_in("bob")
    click(go(window, "overview"), "Confirm Study 1: settled without you")
    assert window.page == "reconcile"
    choose(page, "s1")
    assert "1 for you to confirm" in shown_words(page)
    assert "Not confirmed by Reviewer B." in shown_words(page)
    click(page, confirm)
    assert "for you to confirm" not in shown_words(page)
    assert "Not confirmed" not in shown_words(page)
    assert "Agreed by Reviewer A" in shown_words(page)
    window.act("undo")
    assert "Not confirmed by Reviewer B." in shown_words(page)


def test_the_reason_is_of_the_side_that_was_taken_last(open_window: Opener, file: Path) -> None:
    _window, page = opened(open_window, file, "ann")
    choose(page, "s1")
    card = page._cards[0]
    card.focus()
    keys(Qt.Key.Key_1)
    assert card._why.toPlainText() == "ann on S1"
    keys(Qt.Key.Key_2)
    assert card._why.toPlainText() == "bob on S1"
    keys(Qt.Key.Key_W)
    type_words(", as table 2 has it")
    keys(Qt.Key.Key_Escape, Qt.Key.Key_1)
    assert card._why.toPlainText() == "bob on S1, as table 2 has it"


def test_figures_of_answers_do_not_stand_over_numbers(open_window: Opener, file: Path) -> None:
    window, page = opened(open_window, file, "ann")
    choose(page, "s1")
    let_finish(window)
    assert page._strip.isVisible()
    choose(page, "s1/numbers:o1")
    assert not page._strip.isVisible()
    page._figures.ask()
    let_finish(window)
    assert not page._strip.isVisible()
    choose(page, "s1")
    assert page._strip.isVisible()
