"""What is narrow: long words are broken, and a head's actions go below its words."""

from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.buttons import Button
from gui.widgets.page import PageHead, Scroll
from gui.widgets.quotation import Quotation
from gui.widgets.text import Text

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
