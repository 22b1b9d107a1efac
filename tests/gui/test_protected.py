"""A review that may only be read: its banner, its ways out, and who has it."""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from appraisal import drafts
from appraisal.store import lock, places
from appraisal.store.lock import Desk
from gui.looked_over import touch
from gui.widgets.notices import Banner
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import click, go, in_dialog, keys
from tests.gui.test_file_faults import banner, on_banner, quiet, save_to, status

ROOT = Path(__file__).parents[2]
OTHER = Desk("Bo Berg", "LAB-3", 4711)


# Nothing is read-only to root, but for a right that can be given up.
BOUND = ("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner")


def bound() -> tuple[str, ...]:
    """What a command begins with, so that permissions bind it."""
    if sys.platform == "win32" or os.getuid() != 0:
        return ()
    done = subprocess.run([*BOUND, "true"], capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("nothing is read-only to this user")
    return BOUND


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are others there")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_protected_file_is_read_and_worked_on_in_a_copy(
    new_file: Path, tmp_path: Path, what: str
) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    path, copy = shelf / "new.evenhand", tmp_path / "copy.evenhand"
    shutil.copy(new_file, path)
    (path if what == "file" else shelf).chmod(0o444 if what == "file" else 0o555)
    before = path.read_bytes()
    program = [sys.executable, "-m", "tests.faults.window_protected", str(path), str(copy)]
    try:
        done = subprocess.run(
            [*bound(), *program], cwd=ROOT, capture_output=True, text=True, check=False
        )
    finally:
        shelf.chmod(0o755)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["banner"] == (
        "Read-only: this file or its folder cannot be written. Changes here cannot be saved."
    )
    assert seen["buttons"] == ["Work on a copy", "Try again"]
    assert "Reading only" in seen["status"]
    assert seen["written"] is False
    assert seen["open"] == str(copy)
    assert seen["written there"] is True
    assert seen["left"] == ""
    assert path.read_bytes() == before


def held(path: Path, *, since: timedelta) -> None:
    """Let another computer have the file, and not be heard of for a while."""
    moment = datetime.now(UTC) - since
    assert isinstance(lock.take(path, OTHER, now=moment), lock.DeskLock)
    os.utime(lock.lock_path(path), (moment.timestamp(), moment.timestamp()))


def test_file_open_on_another_desk_is_named_and_not_offered(
    open_window: Opener, new_file: Path
) -> None:
    held(new_file, since=timedelta(seconds=20))
    window = open_window(new_file)
    assert "by Bo Berg on LAB-3. Opened read-only." in banner(window)
    assert on_banner(window) == ["Work on a copy", "Try again"]


def test_file_that_a_desk_left_is_taken_over(
    open_window: Opener, new_file: Path, qtbot: QtBot
) -> None:
    held(new_file, since=timedelta(hours=3))
    window = open_window(new_file)
    assert "by Bo Berg on LAB-3" in banner(window)
    in_dialog(window, lambda dialog: click(dialog, "Take over"))
    click(window.findChildren(Banner)[-1], "Take over")
    assert not banner(window)
    assert window.session.read_only is None
    assert window.session.do(drafts.edit_study("s1", "label", "Achiron 2005"))
    quiet(qtbot, window)


def test_answer_given_after_another_desk_took_the_file_goes_elsewhere(
    open_window: Opener,
    new_file: Path,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = open_window(new_file)
    quiet(qtbot, window)
    lock.take(new_file, OTHER, now=datetime.now(UTC), force=True)
    touch(window.session)
    assert "Taken over at" in banner(window)
    assert "by Bo Berg on LAB-3. Read-only from now on." in banner(window)
    assert "Reading only" in status(window)
    assert not window.session.do(drafts.edit_study("s1", "label", "Achiron 2005"))
    elsewhere = tmp_path / "elsewhere.evenhand"
    save_to(monkeypatch, elsewhere)
    click(window.findChildren(Banner)[-1], "Work on a copy")
    assert window.session.state.text("study/s1", "label") == "Achiron 2005"
    assert not window.session.unsaved
    assert window.session.review is not None
    assert window.session.review.store.path == elsewhere
    quiet(qtbot, window)
    lock.lock_path(new_file).unlink()


def test_killed_session_is_told_and_can_be_closed(
    open_window: Opener, new_file: Path, qtbot: QtBot
) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    gone = Desk("Ann Lee", lock.this_desk().host, ended.pid)
    lock.take(new_file, gone, now=datetime.now(UTC))
    window = open_window(new_file)
    assert banner(window) == "The last session ended abruptly; everything answered is here."
    assert window.session.read_only is None
    click(window.findChildren(Banner)[-1], "Close")
    assert not banner(window)
    quiet(qtbot, window)


def test_full_disk_is_left_for_another(
    open_window: Opener,
    new_file: Path,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = open_window(new_file)
    quiet(qtbot, window)
    fill(window)
    go(window, "appraise")
    keys(Qt.Key.Key_A, Qt.Key.Key_W)
    window.session.do(drafts.edit_study("s1", "notes", "long " * 2000))
    assert banner(window).startswith("No room on this disk: the last answer is not saved yet.")
    elsewhere = tmp_path / "elsewhere.evenhand"
    save_to(monkeypatch, elsewhere)
    click(window.findChildren(Banner)[-1], "Save elsewhere")
    assert "No room" not in banner(window)
    assert not window.session.unsaved
    assert window.session.state.text("study/s1", "notes").startswith("long long")
    assert window.session.review is not None
    assert window.session.review.store.path == elsewhere
    quiet(qtbot, window)


def fill(window: Window) -> None:
    """Let the database grow no more."""
    assert window.session.review is not None
    connection = window.session.review.store._connection  # type: ignore[attr-defined]
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")


def test_review_on_a_network_share_is_told_and_offers_a_copy(
    open_window: Opener, new_file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = places.Place("network", "nfs4")
    monkeypatch.setattr("appraisal.store.places.place_of", lambda _path: share)
    window = open_window(new_file)
    assert banner(window).startswith("This review lies on a network share (nfs4).")
    assert on_banner(window) == ["Work on a copy", "Close"]
    quiet(qtbot, window)
