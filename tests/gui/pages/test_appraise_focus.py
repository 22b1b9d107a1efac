"""From the list of studies into the form and through it, by keys: no stop is skipped."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListView, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.delegates.worklist import goes_above
from gui.pages.appraise import AppraisePage
from gui.settings import Settings
from gui.widgets.buttons import Button
from gui.widgets.items import FoldedItem
from gui.widgets.options import OptionButton
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import CONTROL, LEFT, go, in_dialog, keys, named, page_of, type_words

KEY = Qt.Key


@pytest.fixture
def window(open_window: Opener, new_file: Path) -> Window:
    made = open_window(new_file)
    go(made, "appraise")
    press_study(made, 1)
    press_study(made, 0)
    return made


def page(window: Window) -> AppraisePage:
    return page_of(window, AppraisePage)


def press_study(window: Window, row: int) -> None:
    """Press a study in the list, as one does who looks for it there."""
    rows = page(window)._list.findChild(QListView)
    assert rows is not None
    place = rows.visualRect(rows.model().index(row, 0)).center()
    QTest.mouseClick(rows.viewport(), LEFT, pos=place)
    QApplication.processEvents()
    assert rows.hasFocus()


def answer(window: Window, item: str) -> object:
    subject = f"appraisal/s1/-/nos-cohort@1/{window.session.reader}"
    claim = window.session.state.standing(subject, f"item/{item}")
    return claim.value if claim is not None else None


def test_digit_on_the_list_answers_the_open_item_and_enters_the_form(window: Window) -> None:
    item = page(window)._pane.current
    keys(KEY.Key_1)
    assert answer(window, item) == "a"
    assert isinstance(QApplication.focusWidget(), OptionButton)
    keys(KEY.Key_Return)
    assert page(window)._pane.current != item


def test_enter_on_the_list_goes_to_the_open_item(window: Window) -> None:
    item = page(window)._pane.current
    keys(KEY.Key_Return)
    assert isinstance(QApplication.focusWidget(), OptionButton)
    assert page(window)._pane.current == item


def test_w_and_q_on_the_list_reach_the_open_item(window: Window) -> None:
    keys(KEY.Key_W)
    assert isinstance(QApplication.focusWidget(), QPlainTextEdit)
    press_study(window, 0)
    keys(KEY.Key_Q)
    type_words("one clinic")
    keys(KEY.Key_Return)
    subject = f"appraisal/s1/-/nos-cohort@1/{window.session.reader}"
    claim = window.session.state.standing(subject, f"item/{page(window)._pane.current}")
    assert claim is not None
    assert [quote.text for quote in claim.quotes] == ["one clinic"]


def test_ctrl_enter_on_the_list_submits(window: Window) -> None:
    asked: list[str] = []
    in_dialog(window, lambda dialog: asked.append(dialog.windowTitle() or "asked"))
    keys(KEY.Key_Return, held=CONTROL)
    assert asked


def test_tab_goes_from_list_to_head_to_answers_to_why_to_the_next_item(window: Window) -> None:
    keys(KEY.Key_Tab)
    submit = named(window, Button, "Submit")
    assert submit.hasFocus()
    met = []
    for _step in range(8):
        keys(KEY.Key_Tab)
        met.append(QApplication.focusWidget())
        if isinstance(met[-1], FoldedItem):
            break
    kinds = [type(one) for one in met]
    assert OptionButton in kinds
    assert kinds.index(OptionButton) < _first(met, QPlainTextEdit) < kinds.index(FoldedItem)
    answers = met[kinds.index(OptionButton)]
    for _step in range(len(met) - 1 - kinds.index(OptionButton)):
        keys(KEY.Key_Backtab)
    assert QApplication.focusWidget() is answers


def test_tab_past_the_last_item_leaves_the_form_for_the_evidence(
    window: Window, qtbot: QtBot
) -> None:
    cards = page(window)._pane._cards
    qtbot.waitUntil(lambda: all(card.is_whole for card in cards))
    last = cards[-1].slots[-1]._folded
    last.setFocus()
    for _step in range(12):
        keys(KEY.Key_Tab)
        focused = QApplication.focusWidget()
        if focused is not None and not page(window)._pane.isAncestorOf(focused):
            break
    focused = QApplication.focusWidget()
    assert focused is not None
    assert page(window)._evidence.isAncestorOf(focused)


def _first(met: Sequence[object], kind: type) -> int:
    return next(n for n, one in enumerate(met) if isinstance(one, kind))


def test_the_list_says_how_many_are_submitted_in_whole_words(window: Window) -> None:
    window.resize(1280, 800)
    QApplication.processEvents()
    done = page(window)._list._done
    assert done.text() == "0 of 2 submitted"
    assert done.fontMetrics().horizontalAdvance(done.text()) <= done.width()


def test_state_goes_above_where_it_would_cut_the_instrument() -> None:
    assert goes_above("Haas 2007", "NOS case-control", "Ready to submit", 190)
    assert not goes_above("Haas 2007", "AMSTAR 2", "Started", 190)
    assert not goes_above("A study with a very long name", "NOS case-control", "Started", 190)


def test_title_of_the_open_item_is_level_with_its_guidance_and_key(window: Window) -> None:
    editor = page(window)._pane._editor()
    assert editor is not None
    link = named(editor, Button, f"Guidance on {editor._item.id}")
    labels = {label.text(): label for label in editor.findChildren(QLabel) if label.isVisible()}
    for words in (editor._item.id, editor._item.title, "G"):
        assert abs(middle(labels[words], editor) - middle(link, editor)) <= 1, words


def middle(one: QWidget, inside: QWidget) -> float:
    return one.mapTo(inside, QPoint(0, 0)).y() + one.height() / 2


def test_head_of_a_domain_is_seen_whole_or_not_at_all(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file, Settings(theme="light", language="en", text_zoom=1.5))
    go(window, "appraise")
    cut = 0
    for high in range(560, 860, 12):
        window.resize(1280, high)
        press_study(window, 1)
        press_study(window, 0)
        QTest.qWait(1)
        pane = page(window)._pane
        card, sheet = pane._cards[0], pane._scroll
        top, first = sheet.top_of(card), sheet.top_of(card.slots[0])
        assert top >= 0 or first <= 1, (high, top, first)
        cut += top < 0
    assert cut, "no height was too low for all of it"
