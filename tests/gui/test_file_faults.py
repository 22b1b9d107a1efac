"""What goes wrong with a file, as the window says it, and what its buttons do about it."""

from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from appraisal import desk, drafts
from appraisal.store.sqlite import open_store
from gui import file_verbs
from gui.dialogs import Dialog
from gui.widgets.bars import StatusLine
from gui.widgets.notices import Banner
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import click, in_dialog, press

PATIENCE = 30_000


def banner(window: Window) -> str:
    return window.findChildren(Banner)[-1].text()


def status(window: Window) -> str:
    labels = window.findChildren(StatusLine)[-1].findChildren(QLabel)
    return " ".join(label.text() for label in labels)


def on_banner(window: Window) -> list[str]:
    """The words of the banner's buttons."""
    buttons = window.findChildren(Banner)[-1].findChildren(QAbstractButton)
    return [one.text() for one in buttons if one.isVisible()]


def told(window: Window, path: Path, way: str = "") -> str:
    """Try to open a file; give what the dialog says, and take a way out of it."""
    said: list[str] = []

    def look(dialog: Dialog) -> None:
        said.append(f"{dialog.accessibleName()} {dialog.accessibleDescription()}")
        if way:
            click(dialog, way)

    in_dialog(window, look)
    file_verbs.open_path(window, window.session, path)
    return said[0]


def save_to(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The system's own dialog cannot be pressed here; it answers with a path."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(path), ""))


def damage(path: Path, at: int, new: bytes) -> bytes:
    content = bytearray(path.read_bytes())
    content[at : at + len(new)] = new
    path.write_bytes(content)
    return bytes(content)


def lose_an_entry(path: Path) -> None:
    """Break the head of a file, and one entry of it beyond rescue."""
    store = open_store(path)
    lost = next(
        row for row in store.entries() if row.subject == "study/s2" and row.field == "design"
    )
    store.close()
    path.write_bytes(bytes(100) + path.read_bytes()[100:].replace(lost.hash, bytes(32)))


def quiet(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: not window.session.jobs.running, timeout=PATIENCE)


def label(window: Window) -> str:
    return window.session.state.text("study/s1", "label")


# -- files that cannot be opened -------------------------------------------------------------------


def test_file_of_a_newer_program_is_refused_whole(open_window: Opener, new_file: Path) -> None:
    before = damage(new_file, 60, (9).to_bytes(4, "big"))
    window = open_window()
    assert "Made by a newer Evenhand (schema 9" in told(window, new_file)
    assert not window.session.is_open
    assert new_file.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"%PDF-1.7 words", "PDF"), (b"PK\x03\x04 words", "ZIP"), (b"just words\n", "text")],
)
def test_foreign_file_is_named_and_untouched(
    open_window: Opener, tmp_path: Path, content: bytes, kind: str
) -> None:
    path = tmp_path / "paper.evenhand"
    path.write_bytes(content * 20)
    said = told(open_window(), path)
    assert "not an Evenhand review" in said
    assert kind.casefold() in said.casefold()
    assert path.read_bytes() == content * 20


def test_missing_file_cannot_be_reached(open_window: Opener, tmp_path: Path) -> None:
    said = told(open_window(), tmp_path / "stick" / "gone.evenhand")
    assert "cannot be reached" in said
    assert "another name" not in said  # nothing is open that could be saved


def test_damaged_file_is_rescued_into_a_new_one(
    open_window: Opener,
    new_file: Path,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = damage(new_file, 0, bytes(100))
    window, mended = open_window(), tmp_path / "mended.evenhand"
    save_to(monkeypatch, mended)
    said = told(window, new_file, way="Rescue what can be read")
    assert "Part of this file is damaged" in said
    sentences: list[str] = []

    def read(dialog: Dialog) -> None:
        sentences.append(dialog.accessibleDescription())

    in_dialog(window, read)
    qtbot.waitUntil(lambda: window.session.is_open, timeout=PATIENCE)
    assert "entries were rescued." in sentences[0]
    assert label(window) == "Achiron 2004"
    assert window.session.review is not None
    assert window.session.review.store.path == mended
    assert new_file.read_bytes() == before
    quiet(qtbot, window)


def test_backup_of_a_damaged_file_is_restored(
    open_window: Opener,
    new_file: Path,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = open_window(new_file)
    quiet(qtbot, window)  # the day's backup is made beside
    window.act("close")
    before = damage(new_file, 0, bytes(4096))
    save_to(monkeypatch, tmp_path / "restored.evenhand")
    told(window, new_file, way="Restore the last backup")
    in_dialog(window, lambda dialog: press(next(iter(dialog.buttons.values()))))
    qtbot.waitUntil(lambda: window.session.is_open, timeout=PATIENCE)
    assert label(window) == "Achiron 2004"
    assert new_file.read_bytes() == before
    quiet(qtbot, window)


def test_backup_is_opened_beside_what_was_rescued(
    open_window: Opener,
    new_file: Path,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = open_window(new_file)
    quiet(qtbot, window)  # the day's backup is made beside
    window.session.do(drafts.edit_study("s1", "title", "Written after the backup"))
    window.act("close")
    lose_an_entry(new_file)
    rescued, backup = tmp_path / "rescued.evenhand", tmp_path / "backup.evenhand"
    save_to(monkeypatch, rescued)
    assert "Part of this file is damaged" in told(window, new_file, way="Rescue what can be read")

    def open_backup(dialog: Dialog) -> None:
        words = [one.text() for one in dialog.buttons.values()]
        save_to(monkeypatch, backup)
        (way,) = [one for one in words if one.startswith("Open the backup of ")]
        in_dialog(window, lambda told: press(next(iter(told.buttons.values()))))
        click(dialog, way)

    in_dialog(window, open_backup)
    qtbot.waitUntil(lambda: window.session.is_open, timeout=PATIENCE)
    assert window.session.review is not None
    assert window.session.review.store.path == backup
    assert window.session.state.text("study/s1", "title") != "Written after the backup"
    assert "rescued.evenhand" in banner(window)
    in_dialog(window, lambda dialog: press(dialog.buttons["close"]))
    click(window.findChildren(Banner)[-1], "Receive it")
    assert window.session.state.text("study/s1", "title") == "Written after the backup"
    assert "rescued.evenhand" not in banner(window)
    quiet(qtbot, window)


# -- while it is open ------------------------------------------------------------------------------


@pytest.mark.parametrize("fate", ["deleted", "renamed"])
def test_file_taken_away_is_said_and_the_answer_goes_elsewhere(
    open_window: Opener,
    new_file: Path,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    fate: str,
) -> None:
    window = open_window(new_file)
    quiet(qtbot, window)
    if fate == "deleted":
        new_file.unlink()
    else:
        new_file.rename(tmp_path / "other name.evenhand")
    assert not window.session.do(drafts.edit_study("s1", "label", "Achiron 2005"))
    assert banner(window)
    assert "Not saved" in status(window)
    assert label(window) == "Achiron 2005"  # shown, though no disk has it
    elsewhere = tmp_path / "elsewhere.evenhand"
    save_to(monkeypatch, elsewhere)
    click(window.findChildren(Banner)[-1], "Save elsewhere")
    assert not banner(window)
    assert not window.session.unsaved
    quiet(qtbot, window)
    window.act("close")
    review = desk.open_review(elsewhere)
    assert review.state.text("study/s1", "label") == "Achiron 2005"
    review.close()


def test_synced_folder_and_conflict_copy_are_both_said(
    open_window: Opener, new_file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OneDrive", str(new_file.parent))
    copy = new_file.with_name("new (Ana's conflicted copy 2026-05-03).evenhand")
    copyfile(new_file, copy)
    review = desk.open_review(copy)
    review.author = review.state.ids("person")[0]
    review.commit(drafts.edit_study("s2", "label", "Haas 2008"))
    review.close()
    window = open_window(new_file)
    first = banner(window)
    seen = {first: on_banner(window)}
    click(window.findChildren(Banner)[-1], "Close")
    seen[banner(window)] = on_banner(window)
    synced = next(text for text in seen if "OneDrive" in text)
    conflict = next(text for text in seen if "Another version of this review" in text)
    assert "Work on a copy" in seen[synced]
    assert "Receive it" in seen[conflict]
    assert copy.name in conflict
    quiet(qtbot, window)
