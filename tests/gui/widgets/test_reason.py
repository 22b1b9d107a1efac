from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets import reason
from gui.widgets.reason import ReasonField

Pair = tuple[ReasonField, QLineEdit]


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Pair]:
    page = QWidget()
    field, other = ReasonField("Why", key="W"), QLineEdit()
    column = QVBoxLayout(page)
    column.addWidget(field)
    column.addWidget(other)
    column.addStretch(1)
    qtbot.addWidget(page)
    page.resize(400, 400)
    page.show()
    page.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.field.hasFocus)
    yield field, other
    page.close()


def test_reason_is_told_on_leaving_without_waiting(shown: Pair) -> None:
    field, other = shown
    told: list[str] = []
    field.edited.connect(told.append)
    QTest.keyClicks(field.field, "Two years")
    assert told == []
    other.setFocus()
    assert told == ["Two years"]


def test_reason_is_told_after_a_rest(shown: Pair, qtbot: QtBot) -> None:
    field, _other = shown
    field.field._rest.setInterval(1)
    with qtbot.waitSignal(field.edited) as told:
        QTest.keyClicks(field.field, "x")
    assert told.args == ["x"]
    assert reason.REST_MS == 2000


def test_reason_that_did_not_change_is_not_told(shown: Pair, qtbot: QtBot) -> None:
    field, other = shown
    field.set_text("Two years")
    with qtbot.assertNotEmitted(field.edited):
        QTest.keyClicks(field.field, "x")
        QTest.keyClick(field.field, Qt.Key.Key_Backspace)
        other.setFocus()


def test_reason_is_told_when_the_page_goes_away(shown: Pair, qtbot: QtBot) -> None:
    field, _other = shown
    QTest.keyClicks(field.field, "kept")
    with qtbot.waitSignal(field.edited) as told:
        field.hide()
    assert told.args == ["kept"]


def test_field_grows_to_six_lines(shown: Pair) -> None:
    field, _other = shown
    heights = []
    for lines in (1, 2, 6, 9):
        field.set_text("\n".join(["word"] * lines))
        heights.append(field.field.height())
    assert heights[0] < heights[1] < heights[2] == heights[3]


def test_escape_leaves_and_tells(shown: Pair, qtbot: QtBot) -> None:
    field, _other = shown
    QTest.keyClicks(field.field, "x")
    with qtbot.waitSignals([field.edited, field.left]):
        QTest.keyClick(field.field, Qt.Key.Key_Escape)


def test_text_set_from_elsewhere_keeps_the_cursor(shown: Pair) -> None:
    field, _other = shown
    QTest.keyClicks(field.field, "abcd")
    QTest.keyClick(field.field, Qt.Key.Key_Left)
    field.set_text("abcd and more")
    assert field.field.textCursor().position() == 3


def test_sealed_reason_cannot_be_changed(shown: Pair) -> None:
    field, _other = shown
    field.set_text("stands")
    field.set_sealed(sealed=True)
    QTest.keyClicks(field.field, "x")
    assert field.text() == "stands"
