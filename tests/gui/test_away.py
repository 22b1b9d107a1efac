"""A file whose folder or medium goes while it is open, and comes back; one that was made older."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from appraisal import desk, drafts
from appraisal.store import faults as store_faults
from appraisal.store import sqlite
from appraisal.store.migrations import Plan
from gui.dialogs import Dialog
from gui.looked_over import touch
from gui.widgets.notices import Banner
from gui.window import Window
from tests.faults import upgrades
from tests.gui.conftest import Opener
from tests.gui.hands import click, in_dialog
from tests.gui.test_file_faults import (
    banner,
    damage,
    label,
    on_banner,
    quiet,
    save_to,
    status,
    told,
)

GONE = (
    "The file cannot be reached: new.evenhand. "
    "Connect its disk or network again, or save under another name."
)


@pytest.fixture
def stick(new_file: Path, tmp_path: Path) -> Path:
    """A review in a folder that can be taken away."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return Path(shutil.move(new_file, folder / "new.evenhand"))


def rename(window: Window, name: str) -> bool:
    return window.session.do(drafts.edit_study("s1", "label", name))


def kept(path: Path) -> str:
    review = desk.open_review(path)
    found = review.state.text("study/s1", "label")
    review.close()
    return found


# -- the medium ------------------------------------------------------------------------------------


@pytest.mark.parametrize("comes_back_as", ["the same", "mounted anew"])
def test_answer_waits_until_the_medium_is_back(
    open_window: Opener, stick: Path, tmp_path: Path, qtbot: QtBot, comes_back_as: str
) -> None:
    window = open_window(stick)
    quiet(qtbot, window)
    pocket = tmp_path / "pocket"
    stick.parent.rename(pocket)
    assert not rename(window, "Achiron 2005")
    assert banner(window) == GONE
    assert on_banner(window) == ["Try again", "Save elsewhere"]
    assert "Not saved" in status(window)
    assert label(window) == "Achiron 2005"
    click(window.findChildren(Banner)[-1], "Try again")  # still away
    assert banner(window) == GONE
    if comes_back_as == "the same":
        pocket.rename(stick.parent)
    else:
        shutil.copytree(pocket, stick.parent)  # other files to the system, with this content
    click(window.findChildren(Banner)[-1], "Try again")
    assert not banner(window)
    assert "Saved" in status(window)
    assert rename(window, "Achiron 2006")
    window.act("close")
    assert kept(stick) == "Achiron 2006"


def test_medium_that_stays_away_leaves_the_review_to_another(
    open_window: Opener, stick: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(stick)
    quiet(qtbot, window)
    stick.parent.rename(tmp_path / "pocket")
    assert not rename(window, "Achiron 2005")
    elsewhere = tmp_path / "elsewhere.evenhand"
    save_to(monkeypatch, elsewhere)
    click(window.findChildren(Banner)[-1], "Save elsewhere")
    assert not window.session.unsaved
    quiet(qtbot, window)
    window.act("close")
    assert kept(elsewhere) == "Achiron 2005"
    assert kept(tmp_path / "pocket" / stick.name) == "Achiron 2004"


def test_medium_is_missed_before_anything_is_answered(
    open_window: Opener, stick: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window = open_window(stick)
    quiet(qtbot, window)
    stick.parent.rename(tmp_path / "pocket")
    touch(window.session)
    assert banner(window) == GONE
    (tmp_path / "pocket").rename(stick.parent)
    click(window.findChildren(Banner)[-1], "Try again")
    assert not banner(window)


def test_file_another_desk_wrote_in_meanwhile_is_not_written_over(
    open_window: Opener, stick: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(stick)
    quiet(qtbot, window)
    pocket = tmp_path / "pocket"
    stick.parent.rename(pocket)
    assert not rename(window, "Achiron 2005")
    away = desk.open_review(pocket / stick.name, take_over=True)
    away.author = away.state.ids("person")[0]
    away.commit(drafts.edit_study("s2", "label", "Haas 2008"))
    away.close()
    shutil.copytree(pocket, stick.parent)
    click(window.findChildren(Banner)[-1], "Try again")
    assert "new.evenhand was moved, replaced or deleted while it was open." in banner(window)
    elsewhere = tmp_path / "elsewhere.evenhand"
    save_to(monkeypatch, elsewhere)
    click(window.findChildren(Banner)[-1], "Save elsewhere")
    assert "A file lies where the review was: new.evenhand" in banner(window)
    in_dialog(window, lambda dialog: click(dialog, "Close"))
    click(window.findChildren(Banner)[-1], "Receive it")
    state = window.session.state
    assert (state.text("study/s1", "label"), state.text("study/s2", "label")) == (
        "Achiron 2005", "Haas 2008",
    )  # fmt: skip
    quiet(qtbot, window)


# -- an older program's file -----------------------------------------------------------------------


@pytest.fixture
def newer_program(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let the program be two schemas newer than the file."""
    plan(monkeypatch, upgrades.PLAN)
    return monkeypatch


def plan(monkeypatch: pytest.MonkeyPatch, steps: Plan) -> None:
    defaults = sqlite.open_store.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "plan", steps)


def written(path: Path) -> list[object]:
    """The schema of a file and all that is in it."""
    reading = sqlite3.connect(path)
    found = [*reading.execute("PRAGMA user_version"), *reading.execute("SELECT * FROM entry")]
    reading.close()
    return found


def test_older_file_is_brought_up_to_date_and_its_copy_is_named(
    open_window: Opener, new_file: Path, qtbot: QtBot, newer_program: pytest.MonkeyPatch
) -> None:
    window = open_window()
    before = written(new_file)
    window.session.asked_file.emit(str(new_file))
    assert banner(window) == "Brought up to date. The former file is kept as new.schema1."
    assert label(window) == "Achiron 2004"
    assert rename(window, "Achiron 2005")
    quiet(qtbot, window)
    window.act("close")
    newer_program.undo()
    assert written(new_file.with_name("new.schema1")) == before
    assert kept(new_file.with_name("new.schema1")) == "Achiron 2004"


def test_file_that_cannot_be_brought_up_to_date_stays_as_it_was(
    open_window: Opener, new_file: Path, newer_program: pytest.MonkeyPatch
) -> None:
    plan(newer_program, upgrades.FAILS_LATER)
    before = written(new_file)
    window = open_window()
    assert "Could not bring it up to date. Nothing was changed." in told(window, new_file)
    assert not window.session.is_open
    assert written(new_file) == before
    assert not new_file.with_name("new.schema1").exists()


def test_older_file_that_is_protected_is_opened_as_a_copy(
    open_window: Opener, new_file: Path, tmp_path: Path, qtbot: QtBot,
    newer_program: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    newer_program.setattr("appraisal.store.opening._may_write", lambda _connection: False)
    window, copy = open_window(), tmp_path / "copy.evenhand"
    save_to(newer_program, copy)
    before = new_file.read_bytes()

    def other_disk(dialog: Dialog) -> None:
        assert "new.evenhand can be read but not written." in dialog.accessibleName()
        newer_program.undo()  # where the copy goes, one may write
        plan(newer_program, upgrades.PLAN)
        save_to(newer_program, copy)
        click(dialog, "Work on a copy")

    in_dialog(window, other_disk)
    window.session.asked_file.emit(str(new_file))
    assert window.session.review is not None
    assert window.session.review.store.path == copy
    assert "Brought up to date." in banner(window)
    assert new_file.read_bytes() == before
    quiet(qtbot, window)


# -- what is wrong in it ---------------------------------------------------------------------------


def test_answers_that_differ_from_what_was_sealed_are_counted_and_listed(
    open_window: Opener, sample_file: Path, qtbot: QtBot
) -> None:
    altered = alter(sample_file, 3)
    window = open_window(sample_file)
    quiet(qtbot, window)
    assert banner(window) == (f"3 answers by {altered} differ from what was submitted.")
    said: list[str] = []
    in_dialog(window, lambda dialog: said.extend(x.text() for x in dialog.findChildren(QLabel)))
    click(window.findChildren(Banner)[-1], "See them")
    lines = [text for text in said if text.startswith(f"{altered}, ")]
    assert len(lines) == 3
    assert "Haas 2007, at item 1, " in lines[0]
    assert "truly" not in " ".join(said)  # who and where, never what
    window.act("close")
    again = open_window(sample_file)  # told at every opening
    quiet(qtbot, again)
    assert "differ from what was submitted" in banner(again)


def alter(path: Path, n: int) -> str:
    """Change the reasons of some sealed answers of the first reviewer, as only a tool can."""
    review = desk.open_review(path)
    person = review.state.ids("person")[0]
    name = review.state.text(f"person/{person}", "name")
    review.close()
    reading = sqlite3.connect(path)
    reading.execute("DROP TRIGGER entry_no_update")
    reading.execute(
        'UPDATE entry SET body = replace(body, \'"why":"\', \'"why":"x\') WHERE seq IN (SELECT seq '
        "FROM current WHERE author = ? AND subject LIKE '%@1/' || author AND field LIKE 'item/%' "
        'AND body LIKE \'%"why":"%\' ORDER BY field, seq LIMIT ?)',
        (person, n),
    )
    reading.commit()
    reading.close()
    return name


def test_file_mailed_without_its_journal_is_called_damaged(
    open_window: Opener, new_file: Path
) -> None:
    damage(new_file, 28, (999).to_bytes(4, "big"))  # more pages by its header than there are
    window = open_window()
    said = told(window, new_file)
    assert "Part of this file is damaged" in said
    assert not window.session.is_open


def test_mount_point_that_is_left_is_no_moved_file(tmp_path: Path) -> None:
    gone = tmp_path / "x.evenhand"
    here = tmp_path.stat().st_dev
    assert isinstance(store_faults.lost(gone, here), store_faults.Moved)
    assert isinstance(store_faults.lost(gone, here + 1), store_faults.Unreachable)
    assert isinstance(store_faults.lost(tmp_path / "no" / "x", here), store_faults.Unreachable)
