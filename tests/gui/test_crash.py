"""A fault of the program is told once, with details to copy and the truth about what is saved."""

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit

from appraisal import drafts
from gui import app, faults
from gui.dialogs import Dialog
from tests.gui.conftest import Opener
from tests.gui.hands import in_dialog, press


@pytest.fixture(autouse=True)
def hook(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test puts in place of the hook is taken away after it; nothing is printed."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "__excepthook__", lambda *_fault: None)


def crash(words: str) -> None:
    """What Qt does with a fault that a slot lets through."""
    sys.excepthook(RuntimeError, RuntimeError(words), None)


def test_fault_is_told_once_and_its_details_are_copied(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)
    app._catch_crashes(window)
    said: list[str] = []

    def look(dialog: Dialog) -> None:
        crash("another, while the first is told")
        assert len([one for one in window.findChildren(Dialog) if one.isVisible()]) == 1
        said.extend(one.text() for one in dialog.findChildren(QLabel))
        details = dialog.findChild(QPlainTextEdit)
        assert details is not None
        assert "RuntimeError: out of order" in details.toPlainText()
        press(dialog.buttons["copy"])

    in_dialog(window, look)
    crash("out of order")
    assert "Everything answered so far is saved." in said
    assert "RuntimeError: out of order" in QApplication.clipboard().text()
    assert window.session.do(drafts.edit_study("s1", "notes", "the work goes on"))


def test_what_waits_for_the_disk_is_not_called_saved(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)
    window.session.unsaved.append(drafts.edit_study("s1", "notes", "not on the disk"))
    said: list[str] = []

    def look(dialog: Dialog) -> None:
        said.extend(one.text() for one in dialog.findChildren(QLabel))
        press(dialog.buttons["close"])

    in_dialog(window, look)
    faults.show_crash(window, RuntimeError, RuntimeError("x"), None)
    assert not any("Everything answered" in words for words in said)
    assert any("kept in memory" in words for words in said)
