from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.theme import MarkSet, theme
from gui.widgets.buttons import Button, ToolButton
from gui.widgets.chip import Chip
from gui.widgets.items import FoldedItem, FoldHead, Worth
from gui.widgets.marks import ROLES, Mark, paint_mark
from gui.widgets.page import Scroll
from gui.widgets.quotation import Quotation
from gui.widgets.stars import StarStrip
from gui.widgets.states import StateLabel
from gui.widgets.text import Elided

LEFT = Qt.MouseButton.LeftButton


def drawn(role: str, palette: MarkSet, size: int = 18) -> QImage:
    image = QImage(24, 24, QImage.Format.Format_ARGB32)
    image.fill(theme().token("surface"))
    painter = QPainter(image)
    paint_mark(painter, QPointF(12, 12), role, size, theme().marks(palette))
    painter.end()
    return image


@pytest.mark.parametrize("palette", ["cochrane", "safe"])
def test_marks_differ_without_their_colours(palette: MarkSet) -> None:
    """In black and white by shape and glyph: what a colour-blind reader or a copier keeps."""
    ground = QColor(theme().token("surface")).lightness()
    shapes = {}
    for role in ROLES:
        grey = drawn(role, palette).convertToFormat(QImage.Format.Format_Grayscale8)
        shapes[role] = frozenset(
            (x, y)
            for x in range(24)
            for y in range(24)
            if abs(QColor(grey.pixel(x, y)).lightness() - ground) > 24
        )
    for one, other in combinations(ROLES, 2):
        assert len(shapes[one] ^ shapes[other]) > 8, (one, other)


def test_mark_says_its_word() -> None:
    mark = Mark("poor", "High risk")
    assert mark.text() == mark.toolTip() == "High risk"
    assert mark.accessibleName() == ""


def test_states_can_be_read_by_a_screen_reader() -> None:
    labels: list[QLabel] = [
        StarStrip(3, 4), StateLabel("started", "6 of 8", part=0.75), Chip("NOS cohort"),
    ]  # fmt: skip
    assert [label.text() for label in labels] == ["3 of 4 stars", "6 of 8", "NOS cohort"]
    assert not any(label.accessibleName() for label in labels)


def test_button_that_is_off_says_why(qtbot: QtBot) -> None:
    button = Button("Export", key="Ctrl+E")
    qtbot.addWidget(button)
    button.set_off("Nothing is pooled yet.")
    assert not button.isEnabled()
    assert button.toolTip() == button.accessibleDescription() == "Nothing is pooled yet."
    button.set_off("")
    assert button.isEnabled()
    assert button.toolTip() == "Ctrl E"


def test_tool_button_has_a_word_and_its_key() -> None:
    button = ToolButton("undo-2", "Undo", key="Ctrl+Z")
    assert button.accessibleName() == "Undo"
    assert button.toolTip() == "Undo  Ctrl Z"


def test_names_with_an_ampersand_are_shown_whole() -> None:
    assert Button("Take A & B").text() == "Take A && B"


def test_quotation_opens_and_is_taken_off(qtbot: QtBot) -> None:
    quotation = Quotation("Relapses were confirmed", "Page 2", removable=True)
    qtbot.addWidget(quotation)
    quotation.show()
    with qtbot.waitSignal(quotation.opened):
        QTest.mouseClick(quotation, LEFT)
    with qtbot.waitSignal(quotation.opened):
        QTest.keyClick(quotation, Qt.Key.Key_Return)
    with qtbot.waitSignal(quotation.removed):
        QTest.keyClick(quotation, Qt.Key.Key_Delete)


def test_typed_quotation_without_a_place_leads_nowhere(qtbot: QtBot) -> None:
    quotation = Quotation("Typed by hand")
    qtbot.addWidget(quotation)
    with qtbot.assertNotEmitted(quotation.opened):
        QTest.mouseClick(quotation, LEFT)


def test_folded_item_opens_and_says_its_answer(qtbot: QtBot) -> None:
    item = FoldedItem("S1", "Representativeness", "c  Selected group", worth=Worth(stars=1))
    qtbot.addWidget(item)
    item.show()
    assert item.accessibleName() == "S1 Representativeness"
    assert item.accessibleDescription() == "c  Selected group, 0 of 1 star"
    with qtbot.waitSignal(item.clicked):
        QTest.keyClick(item, Qt.Key.Key_Return)


def test_unanswered_item_says_so() -> None:
    assert FoldedItem("O2", "Length of follow-up").accessibleDescription() == "To answer"


def test_domain_folds(qtbot: QtBot) -> None:
    head = FoldHead("Selection", Worth(earned=3, stars=4))
    qtbot.addWidget(head)
    head.show()
    with qtbot.waitSignal(head.toggled) as told:
        QTest.mouseClick(head, LEFT)
    assert told.args == [False]


def test_heights_change_without_a_jump(qtbot: QtBot) -> None:
    content = QWidget()
    column = QVBoxLayout(content)
    blocks = [QLabel(f"Block {n}") for n in range(12)]
    for block in blocks:
        block.setFixedHeight(120)
        column.addWidget(block)
    scroll = Scroll(content)
    qtbot.addWidget(scroll)
    scroll.resize(300, 400)
    scroll.show()
    scroll.verticalScrollBar().setValue(500)
    before = blocks[6].mapTo(scroll, QPoint(0, 0)).y()
    with scroll.kept(blocks[6]):
        blocks[1].setFixedHeight(300)
        blocks[2].hide()
    qtbot.wait(1)
    assert blocks[6].mapTo(scroll, QPoint(0, 0)).y() == before


def test_tooltip_of_a_line_cut_short_says_the_words_that_stand_there(qtbot: QtBot) -> None:
    line = Elided("0 of 4 submitted by the reviewer who sits here")
    qtbot.addWidget(line)
    line.resize(60, 20)
    line.show()
    line.setText("1 of 4 submitted by the reviewer who sits here")
    assert line.toolTip() == line.text()
