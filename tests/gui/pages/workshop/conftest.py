"""The workshop, opened, and the steps its tests share."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from appraisal.workshop.nodes import nodes
from gui.dialogs import Dialog
from gui.pages.workshop import WorkshopPage
from gui.widgets.buttons import Button
from gui.widgets.fields import LineField, ListField
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import CONTROL, click, in_dialog, keys, named, press, type_words

KEY = Qt.Key


def workshop(window: Window) -> WorkshopPage:
    window.act("workshop")
    QApplication.processEvents()
    page = window._pages["workshop"]
    assert isinstance(page, WorkshopPage)
    return page


def window_of(page: WorkshopPage) -> Window:
    window = page.window()
    assert isinstance(window, Window)
    return window


def replace(field: QLineEdit | QPlainTextEdit, words: str) -> None:
    field.setFocus()
    keys(KEY.Key_A, held=CONTROL)
    type_words(words)


def go_to(page: WorkshopPage, title: str) -> None:
    assert page._piece is not None
    node = next(one for one in nodes(page._piece) if one.title.startswith(title))
    page._parts.select(node.path)
    QApplication.processEvents()


def faults(page: WorkshopPage) -> str:
    return page._parts._state.text()


@pytest.fixture
def page(open_window: Opener, new_file: Path) -> WorkshopPage:
    return workshop(open_window(new_file))


def pick(field: ListField, code: str) -> None:
    """Choose from a list by the arrow keys."""
    field.setFocus()
    place = field.findData(code)
    assert place >= 0, code
    while field.currentIndex() != place:
        keys(KEY.Key_Down if field.currentIndex() < place else KEY.Key_Up)


def list_of(page: WorkshopPage, label: str) -> ListField:
    """The list under a label of the form."""
    found = [one.buddy() for one in page._form.findChildren(QLabel) if one.text() == label]
    (listed,) = (one for one in found if isinstance(one, ListField))
    return listed


def add_part(page: WorkshopPage, kind: str) -> None:
    next(one for one in page._parts.add_menu.actions() if one.text() == kind).trigger()
    QApplication.processEvents()


def condition(page: WorkshopPage, button: QWidget | str, about: str, *answers: str) -> None:
    """Add a condition by the form that helps with it."""

    def choose(dialog: Dialog) -> None:
        (what,) = (one for one in dialog.findChildren(ListField) if one.isVisible())
        place = next(n for n in range(what.count()) if what.itemText(n).startswith(about))
        what.setFocus()
        while what.currentIndex() != place:
            QTest.keyClick(what, KEY.Key_Down)
        QApplication.processEvents()
        for answer in answers:
            box = next(
                one
                for one in dialog.findChildren(QCheckBox)
                if one.isVisible() and one.text().startswith(answer)
            )
            QTest.keyClick(box, KEY.Key_Space)
        press(dialog.buttons["yes"])

    in_dialog(window_of(page), choose)
    if isinstance(button, str):
        click(page._form, button)
    else:
        press(button)


def cell_of(page: WorkshopPage, name: str) -> LineField:
    return named(page._form, LineField, name)


def named_faults(page: WorkshopPage) -> list[str]:
    buttons = page._parts._faults.findChildren(Button)
    return [one.accessibleName() for one in buttons if one.isVisible()]
