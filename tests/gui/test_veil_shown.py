"""Nothing of who sat here before is left in the window: shown, hidden, in a tooltip or a name.

Bob goes through every page with his unopened answers; then Ann sits down. Every text that any
widget or model of the program holds is searched, of pages not yet looked at again too.
"""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.widgets.rail import Rail
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import go
from tests.gui.test_veil_copied import PLANTED, file, settle

__all__ = ["file"]  # a fixture
ROLES = tuple(role.value for role in Qt.ItemDataRole if role.value < Qt.ItemDataRole.UserRole.value)


def texts(window: Window) -> Iterator[tuple[str, str]]:
    """Every text that is held, with the kind of thing that holds it."""
    stack = window.session.undo_stack
    for place in range(stack.count()):
        yield "undo", stack.text(place)
    for widget in QApplication.allWidgets():
        yield from _of(widget)
        for model in widget.findChildren(QAbstractItemModel):
            yield from _of_model(model, QModelIndex())
    for model in window.findChildren(QAbstractItemModel):
        yield from _of_model(model, QModelIndex())


def _of(widget: QWidget) -> Iterator[tuple[str, str]]:
    kind, about = type(widget).__name__, widget.metaObject()
    for number in range(about.propertyCount()):
        said = about.property(number).read(widget)
        if isinstance(said, str) and said:
            yield f"{kind}, property {number}", said
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        yield kind, widget.toPlainText()
        document = widget.document()
        yield f"{kind} undo", str(document.isUndoAvailable())
    if isinstance(widget, QComboBox):
        for number in range(widget.count()):
            yield kind, widget.itemText(number)
    if isinstance(widget, QLineEdit) and widget.completer() is not None:
        yield from _of_model(widget.completer().model(), QModelIndex())
    for name in getattr(type(widget), "__slots__", ()) or vars(widget):
        held = getattr(widget, name, None)
        if isinstance(held, str | tuple | list | dict):
            yield f"{kind}.{name}", repr(held)


def _of_model(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[tuple[str, str]]:
    for row in range(model.rowCount(parent)):
        for column in range(model.columnCount(parent)):
            index = model.index(row, column, parent)
            for role in ROLES:
                said = model.data(index, role)
                if isinstance(said, str):
                    yield type(model).__name__, said
        yield from _of_model(model, model.index(row, 0, parent))


def found(window: Window, word: str) -> list[str]:
    return sorted({where for where, said in texts(window) if word in said})


def visited(window: Window, qtbot: QtBot) -> Iterator[str]:
    for name in tuple(window.findChildren(Rail)[-1].items):
        go(window, name)
        settle(window, qtbot)
        yield name


def test_nothing_of_who_sat_here_before_is_left_anywhere(
    open_window: Opener, file: Path, qtbot: QtBot
) -> None:
    window = open_window(file)
    window.session.sign_in("bob")
    seen = {name for name in visited(window, qtbot) if found(window, PLANTED["bob"])}
    assert "appraise" in seen, "the search itself works"
    window.session.sign_in("ann")
    settle(window, qtbot)
    assert window.session.undo_stack.count() == 0
    for name in visited(window, qtbot):
        assert found(window, PLANTED["bob"]) == [], name
