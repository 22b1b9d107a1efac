import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gui.delegates.cells import CELL, Cell
from gui.theme import px, theme
from gui.widgets.card import Card
from gui.widgets.table import Table


def filled(table: Table, rows: int = 3) -> QStandardItemModel:
    model = QStandardItemModel(rows, 2, table)
    model.setHorizontalHeaderLabels(["Study", "Events"])
    for row in range(rows):
        name, count = QStandardItem(f"Study {row}"), QStandardItem(str(row))
        name.setEditable(False)
        count.setData(Cell(str(row), "number", fault="bad" if row == 1 else ""), CELL)
        model.setItem(row, 0, name)
        model.setItem(row, 1, count)
    table.setModel(model)
    return model


def shown(qtbot: QtBot, *, rows: int = 3) -> Table:
    table = Table("Studies", fit=True)
    filled(table, rows)
    qtbot.addWidget(table)
    table.resize(400, table.sizeHint().height())
    table.show()
    return table


def test_table_is_as_high_as_its_rows(qtbot: QtBot) -> None:
    few, more = shown(qtbot, rows=2), shown(qtbot, rows=5)
    assert more.sizeHint().height() - few.sizeHint().height() == 3 * px(36)


def test_enter_opens_a_row_that_is_not_for_typing(qtbot: QtBot) -> None:
    table = shown(qtbot)
    table.setCurrentIndex(table.model().index(1, 0))
    with qtbot.waitSignal(table.opened) as told:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert told.args is not None
    assert told.args[0].row() == 1


def test_cell_is_edited_in_place(qtbot: QtBot) -> None:
    table = shown(qtbot)
    table.setCurrentIndex(table.model().index(0, 1))
    QTest.keyClick(table, Qt.Key.Key_F2)
    field = table.findChild(QLineEdit)
    assert field is not None
    assert field.accessibleName() == "Events"
    field.selectAll()
    QTest.keyClicks(field, "14")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.model().index(0, 1).data() == "14")
    assert table.currentIndex().row() == 1  # Enter goes down


def test_escape_restores_a_cell(qtbot: QtBot) -> None:
    table = shown(qtbot)
    table.setCurrentIndex(table.model().index(2, 1))
    QTest.keyClick(table, Qt.Key.Key_F2)
    field = table.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "99")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert table.model().index(2, 1).data() == "2"


def test_rows_are_copied_as_a_table(qtbot: QtBot) -> None:
    table = shown(qtbot)
    table.selectRow(0)
    assert table.copy_rows() == 1
    assert QGuiApplication.clipboard().text() == "Study 0\t0"


def test_cell_in_error_has_its_own_ground(qtbot: QtBot) -> None:
    table = shown(qtbot)
    box = table.visualRect(table.model().index(1, 1))
    image = table.viewport().grab().toImage()
    inside = image.pixelColor(box.topLeft() + QPoint(8, 8))
    assert inside == theme().token("bad_tint")


def test_selected_row_is_tinted(qtbot: QtBot) -> None:
    table = shown(qtbot)
    table.selectRow(2)
    box = table.visualRect(table.model().index(2, 0))
    image = table.viewport().grab().toImage()
    assert image.pixelColor(box.bottomRight() - QPoint(6, 6)) == theme().token("tint")


@pytest.mark.parametrize("corner", [(0, 0), (1, 0), (0, 1), (1, 1)])
def test_table_keeps_the_corners_of_its_card(qtbot: QtBot, corner: tuple[int, int]) -> None:
    card = Card()
    table = Table("Studies", fit=True)
    filled(table)
    card.add_edge(table)
    qtbot.addWidget(card)
    card.show()
    image = card.grab().toImage()
    x, y = corner[0] * (image.width() - 1), corner[1] * (image.height() - 1)
    assert image.pixelColor(x, y) == QColor(theme().token("window"))


def test_row_under_the_pointer_has_a_ground_and_none_has_it_once_the_pointer_left(
    qtbot: QtBot,
) -> None:
    table = shown(qtbot)
    middles = [table.visualRect(table.model().index(row, 0)).center() for row in range(3)]
    table._hover(1)
    assert [ground(table, place) for place in middles] == ["surface", "hover", "surface"]
    QGuiApplication.sendEvent(table, QEvent(QEvent.Type.Leave))
    assert [ground(table, place) for place in middles] == ["surface", "surface", "surface"]


def ground(table: Table, place: QPoint) -> str:
    """The token that a row is painted on, looked at beside its words."""
    picture = table.viewport().grab().toImage()
    seen = picture.pixelColor(QPoint(table.columnWidth(0) - 2, place.y()))
    return next(name for name in ("hover", "surface", "tint") if theme().token(name) == seen)
