"""Keys decide, and the focus stays where one was or goes where the work is."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QListView,
    QWidget,
)

from appraisal.settled import Rank, settled
from gui.pages.reconcile import ReconcilePage
from tests.appraisal import desks
from tests.gui.conftest import Opener
from tests.gui.hands import CONTROL, keys, named, type_words
from tests.gui.pages.reconcile.conftest import NUMBERS, choose, opened


def press_row(page: ReconcilePage, key: str) -> None:
    """Press a form in the list, as one does who looks for it there."""
    rows = page._list.findChild(QListView)
    assert rows is not None
    place = rows.visualRect(rows.model().index(page._list._model.place_of(key), 0)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QApplication.processEvents()
    assert rows.hasFocus()


def test_keys_decide_after_a_study_was_chosen_with_the_mouse(
    open_window: Opener, file: Path
) -> None:
    window, page = opened(open_window, file, "ann")
    press_row(page, "s1/numbers:o1")
    field = page._cards[0].point.field
    keys(Qt.Key.Key_2)
    assert page._cards[0].isAncestorOf(focused())
    press_row(page, "s1/numbers:o1")
    keys(Qt.Key.Key_W)
    type_words("table 1")
    keys(Qt.Key.Key_Return, held=CONTROL)
    assert settled(window.session.state, NUMBERS).ranks[field] == Rank.AGREED
    assert page._cards[0].point.field != field
    assert page._cards[0].isAncestorOf(focused())


def focused() -> QWidget:
    QApplication.processEvents()
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_asking_the_adjudicator_stays_at_the_card(open_window: Opener, file: Path) -> None:
    _window, page = opened(open_window, file, "ann")
    choose(page, "s1/numbers:o1")
    card = page._cards[1]
    field = card.point.field
    named(
        card, QAbstractButton, f"{card.point.id or card.point.title}: Ask the adjudicator"
    ).setFocus()
    keys(Qt.Key.Key_Space)
    now = next(one for one in page._cards if one.point.field == field)
    assert now.point.referred is not None
    assert now.isAncestorOf(focused())


def test_after_the_last_difference_the_focus_is_at_the_way_on(
    open_window: Opener, file: Path
) -> None:
    _window, page = opened(open_window, file, "ann")
    choose(page, "s1")
    page._cards[0].focus()
    keys(Qt.Key.Key_1)
    keys(Qt.Key.Key_Return, held=CONTROL)
    assert page._cards[0].point.is_settled
    assert focused() is page._next


def test_first_form_that_comes_is_chosen(open_window: Opener, file: Path, tmp_path: Path) -> None:
    path = tmp_path / "later.evenhand"
    desks.begun(path, studies=2).close()
    window, page = opened(open_window, path, "ann")
    assert not page._accept.isEnabled()
    assert page._accept.toolTip() == "Choose a study first"
    review = window.session.review
    assert review is not None
    for person in ("ann", "bob"):
        desks.answer(review, "s1", person)
        desks.submit(review, "s1", person)
    QApplication.processEvents()
    assert page._list.current() == "s1"
    assert page._head.isVisible()
    assert page._accept.isEnabled()
