"""What may befall a review while it is open; bigger runs: `python -m tests.faults --help`."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from appraisal.errors import StorageError
from appraisal.ledger import Row
from appraisal.store.faults import Busy, Moved, NoRoom, Unreachable, told
from appraisal.store.sqlite import SqliteStore, open_store
from tests.faults import kills, powercut, two_desks, upgrades
from tests.faults.kills import verify
from tests.faults.recording import IOERR_FSYNC, can_record, recording
from tests.faults.rows import Writer

needs_fork = pytest.mark.skipif(sys.platform == "win32", reason="children are made by fork")
needs_layer = pytest.mark.skipif(not can_record(), reason="SQLite's library is not at hand")
IOERR_WRITE, IOERR_DELETE = 778, 2570


def until_refused(store: SqliteStore, writer: Writer) -> tuple[Row, StorageError]:
    for row in writer.rows(100):
        try:
            store.append([row])
        except StorageError as fault:
            return row, fault
    raise AssertionError("nothing was refused")


@needs_fork
def test_killed_while_answering_loses_nothing(tmp_path: Path) -> None:
    score = kills.while_answering(tmp_path, trials=100, least=100)
    assert score.clean
    assert score.midway > 0


@needs_fork
def test_killed_while_copying_leaves_whole_files(tmp_path: Path) -> None:
    score = kills.while_copying(tmp_path, trials=30)
    assert score.clean
    assert score.midway > 0


@needs_fork
def test_killed_while_migrating_opens_again(tmp_path: Path) -> None:
    score = kills.while_migrating(tmp_path, trials=30, plan=upgrades.PLAN)
    assert score.clean
    assert score.midway > 0


@needs_layer
def test_power_cut_loses_nothing(tmp_path: Path) -> None:
    score = powercut.trial(tmp_path, images=300)
    assert score.clean
    assert score.acknowledged > 1000


@needs_layer
def test_power_cut_trial_sees_what_less_care_would_lose(tmp_path: Path) -> None:
    for synchronous in ("FULL", "OFF"):
        (tmp_path / synchronous).mkdir()
    assert powercut.trial(tmp_path / "FULL", images=60, synchronous="FULL").lost > 0
    assert powercut.trial(tmp_path / "OFF", images=20, synchronous="OFF").damaged > 0


@needs_fork
def test_two_programs_lose_nothing(tmp_path: Path) -> None:
    assert two_desks.trial(tmp_path, answers=1000) == 0


@needs_layer
@pytest.mark.parametrize("after", range(20))
def test_full_disk_is_said_and_the_answer_kept(tmp_path: Path, file: Path, after: int) -> None:
    writer = Writer(9)
    with recording() as disk:
        store = open_store(file)
        disk.fail(after)
        unsaved, fault = until_refused(store, writer)
        assert "the last answer is not saved yet" in fault.message
        assert fault.offers == ("retry", "save_as")
        disk.fail(None)
        assert unsaved.id not in store.ids()
        store.append([unsaved])
        here = verify(store)
        store.close()
    again = open_store(file)
    assert verify(again) == here
    again.close()


@needs_layer
@pytest.mark.parametrize(
    ("kind", "code"), [("sync", IOERR_FSYNC), ("delete", IOERR_DELETE), ("write", IOERR_WRITE)]
)
@pytest.mark.parametrize("after", range(4))
def test_failing_disk_is_said_and_a_retry_saves_once(
    file: Path, kind: str, code: int, after: int
) -> None:
    row = Writer(9).row()
    with recording() as disk:
        store = open_store(file)
        disk.fail(after, code=code, kinds=(kind,))
        assert isinstance(until_refused(store, Writer(4))[1], Unreachable)
        disk.fail(None)
        store.append([row])
        store.append([row])
        assert sum(found.id == row.id for found in store.entries()) == 1
        assert len(verify(store)) >= 51
        store.close()


def test_file_that_may_not_grow_is_full(store: SqliteStore, writer: Writer) -> None:
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count={pages + 3}")
    unsaved, fault = until_refused(store, writer)
    assert isinstance(fault, NoRoom)
    assert unsaved.id not in store.ids()


@pytest.mark.parametrize("fate", ["deleted", "replaced", "renamed"])
def test_file_taken_away_stops_the_writing(store: SqliteStore, writer: Writer, fate: str) -> None:
    store.append([writer.row()])
    elsewhere = store.path.with_name("elsewhere")
    if fate == "deleted":
        store.path.unlink()
    elif fate == "renamed":
        store.path.rename(elsewhere)
    else:
        store.copy_to(elsewhere)
        elsewhere.replace(store.path)
    with pytest.raises(Moved) as caught:
        store.append([writer.row()])
    assert caught.value.offers == ("save_as", "merge")
    assert len(list(store.heads())) == 1


@pytest.mark.parametrize("fate", ["deleted", "replaced", "renamed"])
def test_file_taken_away_is_saved_under_another_name(
    store: SqliteStore, writer: Writer, tmp_path: Path, fate: str
) -> None:
    other = tmp_path / "other.evenhand"
    store.copy_to(other)
    store.append([writer.row()])
    if fate == "deleted":
        store.path.unlink()
    elif fate == "renamed":
        store.path.rename(tmp_path / "renamed")
    else:
        other.replace(store.path)  # it lacks the last answer
    saved = tmp_path / "saved.evenhand"
    store.copy_to(saved)
    copy = open_store(saved)
    assert list(copy.entries()) == list(store.entries())
    assert len(list(copy.heads())) == 1
    copy.close()


def test_program_that_holds_the_file_is_waited_for_then_named(
    store: SqliteStore, writer: Writer
) -> None:
    store._connection.execute("PRAGMA busy_timeout=20")
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    row = writer.row()
    with pytest.raises(Busy):
        store.append([row])
    other.execute("ROLLBACK")
    other.close()
    store.append([row])


def test_fault_of_the_program_stays_one(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.ProgrammingError), told(tmp_path):
        raise sqlite3.ProgrammingError("closed")


@pytest.mark.skipif(sys.platform != "linux", reason="needs a small disk of its own")
def test_small_disk_that_fills_up(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.faults.small_disk", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 77:
        pytest.skip("only root may make a small disk here")
    assert done.returncode == 0, done.stderr
