"""Dialogs that ask for much begin at their first field, so that Enter saves nothing unseen."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget

from gui.dialogs import Dialog
from tests.gui.conftest import Opener
from tests.gui.hands import click, go, in_dialog, keys


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Settings before rating", QLineEdit),
        ("Edit the team", QLineEdit),
        ("Instrument for each design", QComboBox),
    ],
)
def test_dialog_begins_at_its_first_field(
    open_window: Opener, new_file: Path, words: str, kind: type[QWidget]
) -> None:
    window = open_window(new_file)
    page = go(window, "overview")
    focused: list[QWidget | None] = []
    in_dialog(window, lambda _dialog: focused.append(QApplication.focusWidget()))
    click(page, words)
    assert isinstance(focused[0], kind)


def test_settings_begin_at_what_is_not_chosen_yet(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)
    page = go(window, "overview")
    named: list[str] = []

    def look(_dialog: Dialog) -> None:
        focused = QApplication.focusWidget()
        named.append(focused.accessibleName() if focused is not None else "")

    in_dialog(window, look)
    click(page, "Settings before rating")
    assert named == ["NOS cohort: Additional factor"]


def test_enter_at_once_changes_nothing(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)
    page = go(window, "overview")
    before = len(window.session.state.fields("review/-"))
    for words in ("Settings before rating", "Edit the team", "Instrument for each design"):
        in_dialog(window, lambda _dialog: keys(Qt.Key.Key_Return))
        click(page, words)
    assert len(window.session.state.fields("review/-")) == before
