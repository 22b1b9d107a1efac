"""What can go wrong while a large file comes in: told in words of its own, nothing written or left.

The private copy may vanish or find no room, bytes may have been altered anywhere, and Cancel may be
pressed at any moment.
"""

import shutil
import sqlite3
import tempfile
import threading
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import pytest

from appraisal import drafts, exchange, hashes, large_file
from appraisal.errors import StorageError, UserError
from appraisal.exchange import look, take
from appraisal.large_file import Unfit
from appraisal.ledger import Claim, Row, body_text
from appraisal.review import Review
from appraisal.store import connection, news, rings, sqlite
from appraisal.store.faults import NoRoom
from appraisal.store.sqlite import open_writer
from tests.appraisal import desks
from tests.appraisal.ledgers import row
from tests.appraisal.test_large_file import Pair, passing

COLUMNS = ("id", "change", "at", "author", "subject", "field", "body")
TOLD = "temporary copy of review.evenhand could not be made or read; nothing was written"
ALTERED = row("study/s1", "year", 1990)._replace(body=body_text(Claim(2004)))


@pytest.fixture
def pair(large_pair: Pair) -> Pair:
    return large_pair


def put(path: Path, *rows: Row) -> None:
    with closing(open_writer(path)) as store:
        store.append(list(rows))


def only(tmp_path: Path) -> Path:
    (found,) = passing(tmp_path)
    return found


def counted() -> int:
    """How many connections are believed to be open."""
    return sum(connection._connected.values())


def facts_of(review: Review, tmp_path: Path) -> Path:
    """A file that brings a review one fact, of which nothing need be said."""
    other = desks.copied(review, tmp_path / "theirs.evenhand", "bob")
    other.commit(drafts.edit_study("s1", "year", 1999))
    other.close()
    return other.store.path


def test_no_place_for_the_copy_is_told(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob = pair
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(StorageError, match=TOLD):
        look(ann, bob)


def test_copy_that_grows_slowly_is_waited_for(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    ann, bob = pair
    attach, asked = connection.attach, threading.Semaphore(0)

    def slowly(*given: object) -> None:
        asked.acquire(timeout=5)
        attach(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(news, "attach", slowly)
    incoming = look(ann, bob, report=lambda _done, _total: asked.release())
    assert incoming.arrival.news is not None


@pytest.mark.parametrize("pages", [2, 3, 4, 10])
def test_no_room_for_the_copy_is_told_and_it_goes(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: int
) -> None:
    ann, bob = pair
    put(bob, *[row("study/s1", "year", number) for number in range(1800, 2000)])
    connect = connection.connect_passing

    def small(path: Path) -> sqlite3.Connection:
        made = connect(path)
        made.execute(f"PRAGMA max_page_count={pages}")
        return made

    monkeypatch.setattr(news, "connect_passing", small)
    with pytest.raises(StorageError, match=TOLD):
        look(ann, bob)
    assert not passing(tmp_path)


def test_copy_that_is_gone_before_it_is_written_is_told(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    before = desks.content(ann)
    incoming = look(ann, bob)
    shutil.rmtree(only(tmp_path))
    with pytest.raises(StorageError, match=TOLD):
        take(ann, incoming)
    assert desks.content(ann) == before


def test_copy_that_goes_while_it_is_written_is_told(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob = pair
    before = desks.content(ann)
    incoming = look(ann, bob)
    standing = news.News.standing

    def late(self: news.News, *given: object) -> object:
        shutil.rmtree(only(tmp_path))
        return standing(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(news.News, "standing", late)
    with pytest.raises(StorageError, match=TOLD):
        take(ann, incoming)
    assert desks.content(ann) == before


@pytest.mark.parametrize("column", COLUMNS)
def test_letters_that_are_none_are_damage_of_the_other_file(
    pair: Pair, tmp_path: Path, column: str
) -> None:
    ann, bob = pair
    bob = facts_of(ann, tmp_path)
    before = desks.content(ann)
    with closing(sqlite3.connect(bob)) as there, there:
        there.execute("DROP TRIGGER entry_no_update")
        there.execute(
            f"UPDATE entry SET {column} = CAST(CAST({column} AS BLOB) || x'ff' AS TEXT) "
            "WHERE seq = (SELECT max(seq) FROM entry)"
        )
    with pytest.raises(StorageError, match=f"damaged: {bob.name}"):
        take(ann, look(ann, bob))
    assert desks.content(ann) == before


def test_nothing_stays_open_or_lies_about_after_altered_entries(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    put(bob, ALTERED)
    already = counted()
    incoming = look(ann, bob)
    with pytest.raises(Unfit):
        exchange.written(ann.store, ann.state, incoming.arrival)
    assert counted() == already
    take(ann, incoming)
    assert counted() == already
    assert not passing(tmp_path)


def test_nothing_lies_about_once_it_is_written(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    take(ann, look(ann, bob))
    assert not passing(tmp_path)


def test_ring_of_which_an_entry_was_altered_keeps_nothing_else_outside(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, _bob = pair
    theirs = facts_of(ann, tmp_path)
    earlier, later = (row("study/s2", "year", year) for year in (2001, 2002))
    put(theirs, earlier._replace(replaces=(later.id,)), later._replace(replaces=(earlier.id,)))
    is_found = threading.Event()
    refuse, hold = rings.refuse_rings_since, hashes.all_hold

    def refuse_first(*given: object) -> None:
        try:
            refuse(*given)  # type: ignore[arg-type]
        finally:
            is_found.set()

    def hold_late(*given: object) -> bool:
        is_found.wait(5)
        return hold(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(sqlite, "refuse_rings_since", refuse_first)
    monkeypatch.setattr(large_file, "all_hold", hold_late)
    report = take(ann, look(ann, theirs))
    assert (report.new, report.altered) == (1, 2)
    assert ann.state.value("study/s1", "year") == 1999


def test_entries_before_the_first_are_passed_over(pair: Pair, tmp_path: Path) -> None:
    ann, _bob = pair
    theirs = facts_of(ann, tmp_path)
    before = desks.content(ann)
    with closing(sqlite3.connect(theirs)) as there, there:
        there.execute("DROP TRIGGER entry_no_update")
        there.execute(
            "UPDATE entry SET seq = ? WHERE seq = (SELECT max(seq) FROM entry)", (-(1 << 63),)
        )
    take(ann, look(ann, theirs))
    assert desks.content(ann) == before


@pytest.mark.parametrize("limit", [0, 1 << 60])
@pytest.mark.parametrize(("column", "said"), [("subject", "stud/s1"), ("body", "x")])
def test_known_entry_that_was_altered_there_says_nothing(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, limit: int, column: str, said: str
) -> None:
    ann, bob = pair
    monkeypatch.setattr(large_file, "LARGE", limit)
    count = look(ann, bob).arrival.count
    with closing(sqlite3.connect(bob)) as there, there:
        there.execute("DROP TRIGGER entry_no_update")
        done = there.execute(f"UPDATE entry SET {column} = ? WHERE field = 'readers'", (said,))
        assert done.rowcount == 1
    incoming = look(ann, bob)
    assert incoming.courtesy == (desks.form("s1"),)
    assert take(ann, incoming).new == count


@pytest.mark.parametrize("way", ["gone", "itself", "another", "no review"])
def test_file_that_is_another_once_it_is_looked_at_again_is_refused(
    pair: Pair, tmp_path: Path, way: str
) -> None:
    ann, bob = pair
    put(bob, ALTERED)
    before = desks.content(ann)
    incoming = look(ann, bob)
    bob.unlink()
    if way == "itself":
        bob.hardlink_to(ann.store.path)
    elif way == "another":
        sqlite.create(bob, "review0000000002").close()
    elif way == "no review":
        bob.write_text("no review")
    with pytest.raises((StorageError, UserError)):
        take(ann, incoming)
    assert desks.content(ann) == before
    assert not passing(tmp_path)


def test_fault_of_the_program_while_hashes_are_verified_writes_nothing(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob = pair
    before, threads = desks.content(ann), threading.active_count()
    incoming = look(ann, bob)

    def fails(*_given: object) -> NoReturn:
        raise MemoryError

    monkeypatch.setattr(large_file, "all_hold", fails)
    with pytest.raises(MemoryError):
        take(ann, incoming)
    assert desks.content(ann) == before
    assert threading.active_count() == threads
    monkeypatch.undo()
    monkeypatch.setattr(large_file, "LARGE", 0)
    assert take(ann, look(ann, bob)).new == incoming.arrival.count


@pytest.mark.parametrize("limit", [0, 1 << 60])
def test_no_room_for_what_arrives_speaks_of_no_answer(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    ann, bob = pair
    monkeypatch.setattr(large_file, "LARGE", limit)
    put(bob, *[row("study/s1", "year", number) for number in range(1800, 2000)])
    before = desks.content(ann)
    ann.store._connection.execute("PRAGMA max_page_count=1")  # type: ignore[attr-defined]
    incoming = look(ann, bob)
    with pytest.raises(NoRoom, match=r"^No room on this disk\."):
        take(ann, incoming)
    assert desks.content(ann) == before
