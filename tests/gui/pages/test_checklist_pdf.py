"""The checklist of a study goes out as a PDF, as it is answered and blank, by its name alone."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from gui.dialogs import Dialog
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import CONTROL, go, in_dialog, keys, let_finish, type_words

KEY = Qt.Key
REASON = "Women of one clinic register."


@pytest.fixture
def window(open_window: Opener, new_file: Path) -> Window:
    """A window on Appraise with one answer and its reason."""
    made = open_window(new_file)
    go(made, "appraise")
    keys(KEY.Key_B, KEY.Key_W)
    type_words(REASON)
    keys(KEY.Key_Escape)
    return made


def ask(window: Window, words: str, to: Path, patch: pytest.MonkeyPatch) -> None:
    """Ask for an action by typing its name, and say where its file goes."""
    patch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(to), ""))
    keys(KEY.Key_K, held=CONTROL)
    type_words(words)
    keys(KEY.Key_Return)
    let_finish(window)


def text_of(path: Path) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        read = " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return " ".join(read.split())


def test_filled_and_blank_checklist_go_out_by_the_palette(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled, blank = tmp_path / "filled.pdf", tmp_path / "blank.pdf"
    ask(window, "Save this checklist as PDF", filled, monkeypatch)
    ask(window, "Save a blank checklist as PDF", blank, monkeypatch)
    said, empty = text_of(filled), text_of(blank)
    assert "Achiron 2004" in said
    assert REASON in said
    assert "Achiron 2004" not in empty
    assert REASON not in empty
    assert "S1" in said
    assert "S1" in empty


def test_checklist_that_cannot_be_written_is_said(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def read(dialog: Dialog) -> None:
        said.extend(one.text() for one in dialog.findChildren(QLabel))
        dialog.answer("")

    (tmp_path / "note").write_text("no folder")
    in_dialog(window, read)
    ask(window, "Save this checklist as PDF", tmp_path / "note" / "filled.pdf", monkeypatch)
    assert said
    assert not any("Errno" in text for text in said), said
