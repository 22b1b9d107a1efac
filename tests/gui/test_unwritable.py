"""What no disk takes and what another program holds: said, waiting, asked about, never lost."""

import sqlite3
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from gui.widgets.notices import Banner
from gui.widgets.table import Table
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import (
    CONTROL,
    cell,
    click,
    edit,
    go,
    in_dialog,
    keys,
    let_finish,
    named,
    press,
    type_words,
)


def status(window: Window) -> str:
    return window._line.saved.text()


def banner(window: Window) -> str:
    return window.findChildren(Banner)[-1].text()


def entries(window: Window) -> int:
    assert window.session.review is not None
    return len(window.session.review.store.ids())


def type_onto_full_disk(window: Window, qtbot: QtBot) -> None:
    """Give a long reason in Appraise that the disk does not take."""
    go(window, "appraise")
    qtbot.waitUntil(lambda: not window.session.jobs.running)
    fill(window)
    keys(Qt.Key.Key_W)
    type_words("long " * 400)
    keys(Qt.Key.Key_Escape)


def test_full_disk_is_said_and_nothing_is_lost(
    open_window: Opener, new_file: Path, qtbot: QtBot
) -> None:
    window = open_window(new_file)
    type_onto_full_disk(window, qtbot)
    assert status(window) == "Not saved"
    assert "No room on this disk" in banner(window)
    make_room(window)
    click(window.findChildren(Banner)[-1], "Try again")
    assert status(window).startswith("Saved ")
    assert not banner(window)
    why = window.session.state.standing(
        f"appraisal/s1/-/nos-cohort@1/{window.session.reader}", "item/selection/S1"
    )
    assert why is not None
    assert why.why.startswith("long long")


def test_window_asks_before_it_leaves_what_no_disk_took(
    open_window: Opener, new_file: Path, qtbot: QtBot
) -> None:
    window = open_window(new_file)
    type_onto_full_disk(window, qtbot)
    in_dialog(window, lambda dialog: press(dialog.buttons[""]))  # stay
    window.close()
    assert window.isVisible()


def fill(window: Window) -> None:
    """Let the database grow no more, as on a disk that is full."""
    pages = connection(window).execute("PRAGMA page_count").fetchone()[0]
    connection(window).execute(f"PRAGMA max_page_count = {pages}")


def make_room(window: Window) -> None:
    connection(window).execute("PRAGMA max_page_count = 1000000")


def connection(window: Window) -> sqlite3.Connection:
    assert window.session.review is not None
    made: sqlite3.Connection = window.session.review.store._connection  # type: ignore[attr-defined]
    return made


HOLDER = (
    "import sys; from pathlib import Path; from appraisal import desk;"
    "review = desk.open_review(Path(sys.argv[1])); print('held', flush=True);"
    "sys.stdin.read(); review.close()"
)


def test_review_another_program_holds_is_for_reading(open_window: Opener, new_file: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(new_file)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[2],
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        window = open_window(new_file)
        assert "cannot be saved" in banner(window)
        assert status(window) == "Reading only"
        nothing_can_be_written(window)
        assert other.stdin is not None
        other.stdin.close()
        other.wait()
    click(window.findChildren(Banner)[-1], "Try again")
    assert not banner(window)
    table = go(window, "studies").findChild(Table)
    assert table is not None
    edit(table, 0, 0, "Achiron 2005")
    assert window.session.state.text("study/s1", "label") == "Achiron 2005"


def nothing_can_be_written(window: Window) -> None:
    before = entries(window)
    studies = go(window, "studies")
    table = studies.findChild(Table)
    assert table is not None
    cell(table, 0, 0)
    assert not named(studies, QAbstractButton, "Remove").isEnabled()
    assert not named(studies, QAbstractButton, "Add study").isEnabled()
    keys(Qt.Key.Key_F2, Qt.Key.Key_X, Qt.Key.Key_Return, Qt.Key.Key_Delete)
    appraise = go(window, "appraise")
    assert not named(appraise, QAbstractButton, "Submit").isEnabled()
    appraise.setFocus()
    keys(Qt.Key.Key_A, Qt.Key.Key_2, Qt.Key.Key_Delete, Qt.Key.Key_Q, Qt.Key.Key_W, Qt.Key.Key_X)
    keys(Qt.Key.Key_Return, held=CONTROL)
    extract = go(window, "extract")
    grid = extract.findChild(Table)
    assert grid is not None
    cell(grid, 0, 1)
    keys(Qt.Key.Key_7, Qt.Key.Key_Return, Qt.Key.Key_Delete)
    keys(Qt.Key.Key_V, held=CONTROL)
    assert not named(extract, QAbstractButton, "Add outcome").isEnabled()
    overview = go(window, "overview")
    for words in ("Edit the team", "Edit the protocol", "Settings before rating"):
        assert not named(overview, QAbstractButton, words).isEnabled(), words
    history = go(window, "history")
    let_finish(window)
    table = history.findChild(Table)
    assert table is not None
    assert table.model().rowCount()
    cell(table, 0, 0)
    assert not named(history, QAbstractButton, "Put back").isEnabled()
    window.act("add_study")
    window.act("undo")
    assert entries(window) == before
    assert not window.session.unsaved
