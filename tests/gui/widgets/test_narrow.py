"""What is narrow: long words are broken, and a head's actions go below its words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.panes.unsettled import Unsettled
from gui.widgets.buttons import Button
from gui.widgets.page import PageHead, Scroll
from gui.widgets.quotation import Quotation
from gui.widgets.text import Text
from tests.gui.hands import click

LONG = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren"


def shown(widget: QWidget, qtbot: QtBot, wide: int) -> None:
    qtbot.addWidget(widget)
    widget.resize(wide, 300)
    widget.show()
    qtbot.waitExposed(widget)
    QApplication.processEvents()


def test_long_word_does_not_push_what_is_beside_it_out_of_sight(qtbot: QtBot) -> None:
    held = QWidget()
    column = QVBoxLayout(held)
    quotation = Quotation(LONG, "Page 4")
    column.addWidget(quotation)
    column.addStretch(1)
    scroll = Scroll(held)
    shown(scroll, qtbot, 320)
    assert held.width() <= scroll.viewport().width()
    words = quotation.findChildren(Text)[0]
    assert words.text() == f"“{LONG}”"
    assert words.height() >= 2 * words.fontMetrics().height()


def test_words_that_can_be_copied_are_left_as_they_are(qtbot: QtBot) -> None:
    words = Text(LONG, wrap=True, selectable=True)
    qtbot.addWidget(words)
    assert QLabel.text(words) == LONG


def test_head_keeps_its_words_and_actions_in_a_narrow_page(qtbot: QtBot) -> None:
    head = PageHead("A study of 1998", "A checklist with a long name, five items differ")
    for words in ("Accept what both said alike", "In all forms", "Next study"):
        head.add(Button(words))
    shown(head, qtbot, 1000)
    assert head._actions.y() < head.sentence.geometry().bottom()
    assert head._actions.x() > head.sentence.x()
    head.resize(600, 300)
    QApplication.processEvents()
    assert head._actions.y() >= head.sentence.geometry().bottom()
    assert head.sentence.width() > 400


def test_what_is_not_agreed_takes_one_line_until_asked_for(qtbot: QtBot) -> None:
    note = Unsettled()
    said = ["12 studies rest on your own numbers, not final.", "Not agreed: " + "Smith 2002, " * 30]
    note.show_sentences(said)
    shown(note, qtbot, 900)
    assert note.text().startswith(said[0])
    assert len(note.text()) < 110
    click(note, "Show all: what is not agreed")
    assert note.text() == " ".join(said)
    click(note, "Show less: what is not agreed")
    assert len(note.text()) < 110
    note.show_sentences(["One study rests on your own numbers."])
    assert note.text() == "One study rests on your own numbers."
    note.show_sentences([])
    assert note.isHidden()


def test_what_takes_the_focus_from_outside_is_brought_into_view(qtbot: QtBot) -> None:
    whole = QWidget()
    column = QVBoxLayout(whole)
    outside = QLineEdit()
    held = QWidget()
    inner = QVBoxLayout(held)
    lines = [QLineEdit() for _n in range(40)]
    for line in lines:
        inner.addWidget(line)
    scroll = Scroll(held)
    column.addWidget(outside)
    column.addWidget(scroll)
    shown(whole, qtbot, 300)
    whole.activateWindow()
    scroll.verticalScrollBar().setValue(scroll.verticalScrollBar().maximum())
    outside.setFocus()
    qtbot.waitUntil(outside.hasFocus)
    assert lines[0].visibleRegion().isEmpty()
    lines[0].setFocus(Qt.FocusReason.TabFocusReason)
    assert not lines[0].visibleRegion().isEmpty()
