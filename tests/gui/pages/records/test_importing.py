"""Files of searches come in with a preview, once each, and in one step of undo."""

import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox
from pytestqt.qtbot import QtBot

from appraisal import records
from appraisal.drafts import Draft
from appraisal.review import DrawnUp, Review
from gui import long_writes, waiting
from gui.dialogs import Dialog
from gui.jobs import Report
from gui.window import Window
from tests.gui.hands import CONTROL, click, in_dialog, keys, named
from tests.gui.pages.records.conftest import KEY, drop, ids, page, quiet


def test_empty_page_offers_the_one_thing_to_do(window: Window) -> None:
    assert named(page(window), QAbstractButton, "Import records").isEnabled()


def test_a_dropped_folder_comes_in_after_the_preview(
    window: Window, qtbot: QtBot, folder: Path
) -> None:
    assert "Import 4 records" in drop(window, qtbot, folder)
    assert len(ids(window)) == 4
    assert [one.database for one in records.searches(window.session.state)] == [
        "EMBASE", "PubMed", "Web of Science",
    ]  # fmt: skip


def test_nothing_is_written_when_the_preview_is_left(
    window: Window, qtbot: QtBot, folder: Path
) -> None:
    drop(window, qtbot, folder, way="")
    assert ids(window) == ()


def test_the_same_folder_again_adds_nothing(window: Window, qtbot: QtBot, folder: Path) -> None:
    drop(window, qtbot, folder)
    assert "Import 0 records" in drop(window, qtbot, folder)
    assert len(ids(window)) == 4


def test_an_import_is_one_step_of_undo(window: Window, qtbot: QtBot, folder: Path) -> None:
    drop(window, qtbot, folder)
    keys(KEY.Key_Z, held=CONTROL)
    assert ids(window) == ()
    assert window.session.undo_stack.canRedo()


def test_an_import_that_is_stopped_leaves_nothing(
    window: Window, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "SHOWN_AFTER", 1)
    pause = threading.Event()
    write = long_writes.written

    def slowly(review: Review, waiting: list[Draft], total: int, report: Report) -> DrawnUp:
        while not pause.wait(0.005):
            report(0, total)  # raises once Cancel was pressed
        return write(review, waiting, total, report)

    def stop(dialog: Dialog) -> None:
        click(dialog, "Cancel")

    def answer(dialog: Dialog) -> None:
        in_dialog(window, stop)
        dialog.answer("yes")

    monkeypatch.setattr(long_writes, "written", slowly)
    with qtbot.waitSignal(window.session.notice) as told:
        in_dialog(window, answer)
        page(window)._import.start([folder])
    assert told.args is not None
    assert "nothing was imported" in told.args[0].text
    assert ids(window) == ()
    assert window.session.undo_stack.count() == 0


def test_another_database_can_be_said(window: Window, qtbot: QtBot, folder: Path) -> None:
    def choose(dialog: Dialog) -> None:
        found = [box for box in dialog.findChildren(QComboBox) if box.currentText() == "EMBASE"]
        place = found[0].findData("CINAHL")
        found[0].setCurrentIndex(place)
        found[0].activated.emit(place)
        dialog.answer("yes")

    in_dialog(window, choose)
    page(window)._import.start([folder / "embase.ris"])
    qtbot.waitUntil(lambda: len(ids(window)) == 1 and quiet(window))
    assert records.database_of(window.session.state, ids(window)[0]) == "CINAHL"


def test_what_is_no_file_of_references_is_said_and_the_rest_comes_in(
    window: Window, qtbot: QtBot, folder: Path
) -> None:
    (folder / "signin.ris").write_text("<!DOCTYPE html><html></html>", encoding="utf-8")
    drop(window, qtbot, folder)
    assert len(ids(window)) == 4


def test_columns_of_an_unknown_table_are_asked_and_remembered(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    table = tmp_path / "own.csv"
    table.write_text("Nome do artigo;Quando\nUm relato;2004\n", encoding="utf-8")
    asked: list[str] = []

    def third(dialog: Dialog) -> None:
        asked.append("import")
        dialog.answer("yes")

    def second(dialog: Dialog) -> None:
        asked.append("columns")
        title, year = dialog.findChildren(QComboBox)
        title.setCurrentIndex(title.findData("title"))
        year.setCurrentIndex(year.findData("year"))
        in_dialog(window, third)
        dialog.answer("yes")

    def first(dialog: Dialog) -> None:
        asked.append("refused")
        in_dialog(window, second)
        click(dialog, "Say which column is what")

    in_dialog(window, first)
    page(window)._import.start([table])
    qtbot.waitUntil(lambda: len(ids(window)) == 1 and quiet(window))
    assert asked == ["refused", "columns", "import"]
    assert records.known_maps(window.session.state) == (
        {"Nome do artigo": "title", "Quando": "year"},
    )
