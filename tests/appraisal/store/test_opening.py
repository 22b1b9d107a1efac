import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from appraisal.errors import StorageError
from appraisal.store import backups, places
from appraisal.store.connection import journal_of
from appraisal.store.faults import Damaged, NameTaken, NotOurs, NotUpgraded, TooNew, Unreachable
from appraisal.store.lock import lock_path
from appraisal.store.migrations import Plan
from appraisal.store.sqlite import SqliteStore, create, open_store
from tests.appraisal.store.conftest import REVIEW
from tests.faults import upgrades
from tests.faults.rows import Writer

FOREIGN = {
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"x" * 5000,
    "ZIP, Word, Excel": b"PK\x03\x04" + bytes(5000),
    "HTML": b"\n<!doctype html><html></html>",
    "RIS": b"\xef\xbb\xbfTY  - JOUR\r\n",
    "a text": "Ré ".encode() * 3000,
    "an empty file": b"",
    "a file of another program": bytes(range(256)) * 40,
}


def damage(file: Path, at: int, new: bytes) -> None:
    content = bytearray(file.read_bytes())
    content[at : at + len(new)] = new
    file.write_bytes(content)


def kinds(store: SqliteStore) -> list[str]:
    return [notice.kind for notice in store.take_notices()]


@pytest.mark.parametrize("kind", FOREIGN)
def test_foreign_file_is_named_and_left_alone(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "thesis.evenhand"
    file.write_bytes(FOREIGN[kind])
    before = file.read_bytes()
    with pytest.raises(NotOurs, match=f"looks like: {kind}"):
        open_store(file)
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_database_of_another_program_is_foreign(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "places.sqlite")
    other.execute("CREATE TABLE bookmark(url)")
    other.close()
    with pytest.raises(NotOurs, match="another program"):
        open_store(tmp_path / "places.sqlite")


def test_newer_file_is_refused_whole(file: Path) -> None:
    damage(file, 60, (9).to_bytes(4, "big"))
    before = file.read_bytes()
    with pytest.raises(TooNew, match=r"schema 9; this one knows 1"):
        open_store(file)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("at", "new"),
    [
        (0, bytes(100)),  # the header lost
        (0, b"X"),  # one of its bytes
        (16, b"\x02\x00"),  # another page size
        (28, b"\0\0\0\1"),  # another count of pages
        (60, b"\xff\xff\xff\xff"),  # no schema of anyone's
        (68, b"\0\0\0\0"),  # not marked as ours
        (0, bytes(4096)),  # the first page zeroed
        (3 * 4096, b"\xaa" * 4096),  # a page overwritten
    ],
)
def test_damaged_file_is_refused_and_untouched(file: Path, at: int, new: bytes) -> None:
    damage(file, at, new)
    before = file.read_bytes()
    with pytest.raises(Damaged) as caught:
        open_store(file)
    assert caught.value.offers == ("rescue",)
    assert file.read_bytes() == before
    assert not lock_path(file).exists()


def test_cut_short_file_is_damaged(file: Path) -> None:
    with file.open("r+b") as cut:
        cut.truncate(file.stat().st_size - 5000)
    with pytest.raises(Damaged):
        open_store(file)


def test_damaged_file_with_a_backup_offers_it(file: Path) -> None:
    open_store(file).close()  # makes the day's backup
    damage(file, 0, bytes(100))
    with pytest.raises(Damaged, match="Restore the backup of") as caught:
        open_store(file)
    assert caught.value.offers == ("restore", "rescue")


def test_damage_is_not_backed_up(file: Path) -> None:
    damage(file, 3 * 4096, b"\xaa" * 4096)
    with pytest.raises(Damaged):
        open_store(file)
    assert not backups.list_backups(REVIEW)


def test_missing_file_cannot_be_reached(tmp_path: Path) -> None:
    with pytest.raises(Unreachable):
        open_store(tmp_path / "gone.evenhand")
    with pytest.raises(Unreachable):
        open_store(tmp_path)


def test_new_review_takes_no_name_that_is_taken(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(NameTaken):
        create(file, REVIEW)
    assert file.read_bytes() == before
    create(file, "another000000000", replace=True).close()
    assert review_of(file) == "another000000000"


def review_of(path: Path) -> str:
    reading = sqlite3.connect(path)
    (found,) = reading.execute("SELECT value FROM meta WHERE key = 'review'").fetchone()
    reading.close()
    return str(found)


def test_new_review_leaves_nothing_when_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("appraisal.store.opening.create_tables", upgrades.fail)
    with pytest.raises(ValueError, match="1999"):
        create(tmp_path / "new", REVIEW)
    assert not list(tmp_path.iterdir())


def test_open_review_is_not_read_plainly(store: SqliteStore) -> None:
    second = open_store(store.path)
    assert second.read_only is not None
    assert "Open since" in second.read_only
    second.close()
    with pytest.raises(NameTaken):
        create(store.path, REVIEW, replace=True)
    with pytest.raises(NameTaken):
        store.copy_to(store.path)


def test_read_only_file_opens_with_a_banner(file: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path\n"
        "from appraisal.store.sqlite import open_store\n"
        "if os.getuid() == 0: os.setuid(65534)\n"  # nothing is read-only to root
        "store = open_store(Path(sys.argv[1]))\n"
        "print(store.read_only, len(list(store.entries())), "
        "*[n.offers for n in store.take_notices()])"
    )
    folder = Path(tempfile.mkdtemp())
    try:
        shutil.copy(file, folder / "r.evenhand")
        (folder / "r.evenhand").chmod(0o444)
        folder.chmod(0o555)
        command = [sys.executable, "-c", code, str(folder / "r.evenhand")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)
    assert "cannot be written. 50 ('retry', 'save_as', 'work_on_copy')" in done.stdout, done.stderr


def test_asked_for_read_only_takes_no_lock_and_writes_nothing(file: Path) -> None:
    before = file.read_bytes()
    store = open_store(file, read_only=True)
    assert store.read_only == "Opened read-only."
    assert not lock_path(file).exists()
    assert len(list(store.entries())) == 50
    store.close()
    assert file.read_bytes() == before
    assert not backups.list_backups(REVIEW)


def test_half_written_answer_is_taken_back_and_said(file: Path, tmp_path: Path) -> None:
    store = open_store(file)
    store.take_notices()
    connection = store._connection
    connection.execute("PRAGMA cache_size=1")  # so that pages reach the file before the commit
    connection.execute("BEGIN IMMEDIATE")
    store._connection.executemany(
        "INSERT INTO replaced VALUES (?, ?)", [("x" * 16, str(n)) for n in range(3000)]
    )
    torn = tmp_path / "torn" / file.name
    torn.parent.mkdir()
    shutil.copy(file, torn)
    shutil.copy(journal_of(file), journal_of(torn))
    connection.execute("ROLLBACK")
    store.close()
    again = open_store(torn)
    assert "recovered" in kinds(again)
    assert again._all("SELECT count(*) FROM replaced WHERE earlier = ?", ("x" * 16,)) == [(0,)]
    assert len(list(again.entries())) == 50
    again.close()


# files of older schemas


def test_older_file_is_brought_up_to_date_and_kept(file: Path) -> None:
    store = open_store(file, plan=upgrades.PLAN)
    notice = next(one for one in store.take_notices() if one.kind == "upgraded")
    assert notice.text == "Brought up to date. The former file is kept as ivig.schema1."
    assert store.meta()["schema"] == "3"
    assert store._all("SELECT count(*) FROM note") == [(50,)]
    store.append([Writer(3).row()])
    store.close()
    former = open_store(file.with_name("ivig.schema1"))
    assert former.meta()["schema"] == "1"
    assert len(list(former.entries())) == 50
    former.close()
    assert [one.schema for one in backups.list_backups(REVIEW)] == [1]


@pytest.mark.parametrize("plan", [upgrades.FAILS_FIRST, upgrades.FAILS_LATER])
def test_failed_migration_changes_nothing(file: Path, plan: Plan) -> None:
    with pytest.raises(NotUpgraded, match="Nothing was changed") as caught:
        open_store(file, plan=plan)
    assert "1999" in caught.value.remedy
    assert list(file.parent.iterdir()) == [file]
    store = open_store(file)
    assert store.read_only is None
    assert store.meta()["schema"] == "1"
    assert len(list(store.entries())) == 50
    store.close()


def test_older_file_that_cannot_be_written_offers_a_copy(file: Path) -> None:
    with pytest.raises(StorageError) as caught:
        open_store(file, plan=upgrades.PLAN, read_only=True)
    assert "work_on_copy" in caught.value.offers
    copy = file.parent / "elsewhere" / "copy.evenhand"
    backups.working_copy(file, copy)
    store = open_store(copy, plan=upgrades.PLAN)
    assert store.meta()["schema"] == "3"
    store.close()


def test_place_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDrive", str(file.parent))
    shutil.copy(file, file.with_name("ivig (Ana's conflicted copy 2026-05-03).evenhand"))
    store = open_store(file)
    synced, conflicts = (n for n in store.take_notices() if n.kind in {"synced", "conflict_copies"})
    assert "OneDrive" in synced.text
    assert conflicts.offers == ("merge",)
    assert [path.name for path in conflicts.paths] == [
        "ivig (Ana's conflicted copy 2026-05-03).evenhand"
    ]
    store.close()


def test_failing_backup_keeps_nobody_from_working(file: Path, home: Path) -> None:
    places.data_dir().parent.mkdir(parents=True, exist_ok=True)
    places.data_dir().write_text("a file where the folder should be")
    store = open_store(file)
    assert kinds(store) == ["no_backup"]
    assert store.read_only is None
    store.close()
