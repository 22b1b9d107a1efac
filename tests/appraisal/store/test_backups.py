import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from appraisal.store import backups, places
from appraisal.store.backups import is_due, keep, list_backups, prune, restore
from appraisal.store.connection import connect, disconnect
from appraisal.store.faults import Damaged
from appraisal.store.soundness import look_after
from appraisal.store.sqlite import SqliteStore, open_store
from tests.appraisal.store.conftest import REVIEW
from tests.faults.rows import Writer

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)


def answer(path: Path, seed: int) -> None:
    store = open_store(path)
    store.append([Writer(seed).row()])
    store.close()


def test_opening_backs_up_once_a_day(file: Path) -> None:
    for _n in range(2):
        open_store(file).close()
    assert len(list_backups(REVIEW)) == 1
    assert not is_due(REVIEW, now=datetime.now(UTC) + timedelta(hours=23))
    assert is_due(REVIEW, now=datetime.now(UTC) + timedelta(hours=25))


def test_blank_review_needs_no_backup(store: SqliteStore) -> None:
    assert not list_backups(REVIEW)


def test_nothing_new_is_not_backed_up_again(file: Path) -> None:
    assert keep(file, REVIEW, now=NOW) is not None
    assert keep(file, REVIEW, now=NOW + timedelta(hours=1)) is None
    answer(file, 5)
    assert keep(file, REVIEW, now=NOW + timedelta(hours=2)) is not None


def test_backup_works_while_the_review_is_open(store: SqliteStore, writer: Writer) -> None:
    store.append(list(writer.rows(5)))
    look_after(store.path)
    store.append([writer.row()])
    (kept,) = list_backups(REVIEW)
    copy = open_store(kept.path, read_only=True)
    assert len(list(copy.entries())) == 5
    copy.close()


def test_copy_waits_for_no_transaction_of_another_connection(file: Path, tmp_path: Path) -> None:
    connection = connect(file)
    connection.execute("BEGIN IMMEDIATE")
    backups.copy(file, tmp_path / "copy.evenhand")
    disconnect(connection)
    assert (tmp_path / "copy.evenhand").exists()


def test_prune_keeps_ten_newest_and_the_last_of_each_day(file: Path) -> None:
    folder = places.backups_dir(REVIEW)
    folder.mkdir(parents=True)
    for day in range(60):
        for hour in (0, 1, 2):
            at = (NOW - timedelta(days=day, hours=hour)).strftime("%Y%m%dT%H%M%S.%fZ")
            (folder / f"{at}.evenhand").touch()
    (folder / "20200101T000000.000000Z.schema5.evenhand").touch()
    prune(REVIEW, today=NOW.date())
    kept = list_backups(REVIEW)
    days = {one.at.date() for one in kept if one.schema is None}
    assert days == {(NOW - timedelta(days=day)).date() for day in range(30)}
    assert len(kept) == 1 + 30 + 6  # 3 a day make the ten newest reach into the fourth day
    assert [one.schema for one in kept if one.schema] == [5]


def test_failing_copy_leaves_the_former_one(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.evenhand"
    backups.copy(file, target)
    before = target.read_bytes()
    content = bytearray(file.read_bytes())
    content[3 * 4096 : 4 * 4096] = b"\xaa" * 4096
    file.write_bytes(content)
    with pytest.raises(Damaged):
        backups.copy(file, target)
    assert target.read_bytes() == before
    assert not list(tmp_path.glob(".copy*"))


def test_restore_keeps_the_damaged_file(file: Path) -> None:
    keep(file, REVIEW, now=NOW)
    file.write_bytes(b"\0" * 4096)
    (kept,) = backups.backups_of_file(file)
    former = restore(kept.path, file)
    assert former == file.with_name("ivig (former).evenhand")
    assert former.read_bytes() == b"\0" * 4096
    store = open_store(file)
    assert len(list(store.entries())) == 50
    store.close()


def test_backups_of_a_file_are_those_made_of_it(file: Path, tmp_path: Path) -> None:
    keep(file, REVIEW, now=NOW)
    moved = tmp_path / "elsewhere.evenhand"
    shutil.copy(file, moved)
    assert len(backups.backups_of_file(file)) == 1
    assert not backups.backups_of_file(moved)


def test_newest_good_backup_is_not_a_broken_one(file: Path) -> None:
    whole = keep(file, REVIEW, now=NOW)
    broken = keep(file, REVIEW, now=NOW + timedelta(hours=1), schema=1)
    empty = keep(file, REVIEW, now=NOW + timedelta(hours=2), schema=1)
    assert whole is not None
    assert broken is not None
    assert empty is not None
    broken.path.write_bytes(b"\0" * 4096)
    empty.path.write_bytes(b"")
    assert backups.backups_of_file(file)[-1].path == empty.path
    assert backups.newest_good(file) == whole
    whole.path.unlink()
    assert backups.newest_good(file) is None


def test_review_id_cannot_lead_out_of_the_folder() -> None:
    folder = places.backups_dir("../../etc")
    assert folder.parent == places.data_dir() / "backups"
