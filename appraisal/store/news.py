"""What another review's file holds and this one lacks, gathered in a private file of our own shape.

A million rows need not pass through the program to be written: SQLite copies them past it, once
into the private file, where nobody can change them any more while they are looked at, and once into
the review. The private file goes when nobody speaks of it any longer.
"""

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any  # rows of a table

from appraisal.store.connection import ROOM, attach, connect, connect_passing, disconnect
from appraisal.store.faults import damaged, told
from appraisal.store.migrations import TABLES
from appraisal.store.protocol import Report

AT_ONCE = 20_000  # rows between two reports
COLUMNS = "id, change, at, author, subject, field, body, hash"
_FETCHED = 2_000
_CACHE_WRITING = 262_144  # KiB
# the index over all ids is made at once when all are there: three times faster than one by one
_TABLES = tuple(sql.replace("NOT NULL UNIQUE", "NOT NULL") for sql in TABLES[:2])
_SAY_OTHERWISE = """SELECT 1 FROM theirs.entry AS t JOIN ours.entry AS o ON o.id = t.id
WHERE o.hash <> t.hash LIMIT 1"""
_OTHER_SLOT = "e.subject <> l.subject OR e.field <> l.field"
_LATER = (
    "SELECT {what} FROM {r} AS r JOIN {e} AS e ON e.id = r.earlier JOIN {l} AS l ON l.id = r.later"
)
# what is new replaces something of another slot, be that new too or here
_REPLACES_ELSEWHERE = tuple(
    f"{_LATER.format(what='1', r='replaced', e=earlier, l='entry')} WHERE {_OTHER_SLOT} LIMIT 1"
    for earlier in ("entry", "ours.entry")
)
# what arrives only now and is replaced here already; and whether from another slot
_AWAITED = _LATER.format(
    what=f"r.earlier, {_OTHER_SLOT}", r="ours.replaced", e="entry", l="ours.entry"
)

Replaces = dict[str, tuple[str, ...]]


class News:
    """The rows of another file that are not here, in the order they were written there."""

    def __init__(self) -> None:
        folder = mkdtemp(prefix="evenhand-")
        self.path = Path(folder) / "arriving"
        self.count = 0
        weakref.finalize(self, rmtree, folder, ignore_errors=True)

    def replaces(self) -> Replaces:
        """What each row replaces, by its id, where it replaces anything."""
        found: Replaces = {}
        connection = connect(self.path, write=False)
        try:
            for later, earlier in connection.execute("SELECT later, earlier FROM replaced"):
                known = found.get(later)
                found[later] = (earlier,) if known is None else tuple(sorted((*known, earlier)))
        finally:
            disconnect(connection)
        return found

    def rows(self) -> Iterator[list[tuple[Any, ...]]]:
        """The columns of all rows, some thousands at a time; `seq` counts from one."""
        connection = connect(self.path, write=False)
        try:
            cursor = connection.execute(f"SELECT seq, {COLUMNS} FROM entry ORDER BY seq")
            while found := cursor.fetchmany(_FETCHED):
                yield found
        finally:
            disconnect(connection)


class SlotLook:
    """Whether each row replaces only what stands in its own slot; worked out beside the caller.

    SQLite does it in a few long steps and needs nothing of Python meanwhile: a second core has it
    done by the time the hashes are looked at.
    """

    def __init__(self, news: News, ours: Path) -> None:
        self._connection: sqlite3.Connection | None = None
        self._awaited: set[str] | None = None
        self._fault: Exception | None = None
        self._thread = threading.Thread(target=self._run, args=(news.path, ours), daemon=True)
        self._thread.start()

    def awaited(self) -> set[str] | None:
        """The new rows that are replaced here already; None where a row leaves its slot.

        Raises
        ------
        StorageError
            When a file cannot be read.
        """
        self._thread.join()
        if self._fault is not None:
            raise self._fault
        return self._awaited

    def give_up(self) -> None:
        """Nobody asks any more."""
        connection = self._connection
        if connection is not None:
            connection.interrupt()
        self._thread.join()

    def _run(self, news: Path, ours: Path) -> None:
        try:
            with told(ours):
                self._look(news, ours)
        except Exception as fault:  # handed to who asks, in whose thread it is told
            self._fault = fault

    def _look(self, news: Path, ours: Path) -> None:
        connection = connect(news, write=False)
        try:
            attach(connection, ours, "ours")
            connection.execute(f"PRAGMA main.cache_size=-{ROOM}")
            self._connection = connection
            if all(connection.execute(sql).fetchone() is None for sql in _REPLACES_ELSEWHERE):
                found = connection.execute(_AWAITED).fetchall()
                if not any(is_elsewhere for _earlier, is_elsewhere in found):
                    self._awaited = {earlier for earlier, _is_elsewhere in found}
        finally:
            self._connection = None
            disconnect(connection)


def gather(ours: Path, theirs: Path, report: Report) -> News | None:
    """Copy what one file lacks of another's; None where an id says something else in each.

    Raises
    ------
    StorageError
        When one cannot be read, or there is no room for the copy.
    """
    with told(theirs):
        news = News()
        connection = connect_passing(news.path)
        try:
            connection.execute(f"PRAGMA cache_size=-{ROOM}")
            attach(connection, ours, "ours")
            attach(connection, theirs, "theirs")
            count = _gathered(connection, report)
        except sqlite3.IntegrityError as fault:  # no table of ours holds such a row
            raise damaged(theirs) from fault
        finally:
            disconnect(connection)
    if count is None:
        return None
    news.count = count
    return news


@contextmanager
def beside(connection: sqlite3.Connection, news: News | None) -> Iterator[None]:
    """Let a review's connection read what is new, if anything; called outside a transaction."""
    if news is None:
        yield
        return
    attach(connection, news.path, "arriving")
    (room,) = connection.execute("PRAGMA cache_size").fetchone()
    # an index of two million random ids: with less room it goes to the disk and comes back
    connection.execute(f"PRAGMA main.cache_size=-{_CACHE_WRITING}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA main.cache_size={room}")
        connection.execute("DETACH arriving")


def write_news(connection: sqlite3.Connection, news: News, report: Report | None) -> None:
    """Write what is new to a review, in its order; call within a transaction."""
    (last,) = connection.execute("SELECT coalesce(max(seq), 0) FROM entry").fetchone()
    for start in range(0, news.count, AT_ONCE):
        if report is not None:
            report(start, news.count)
        connection.execute(
            f"INSERT INTO entry(seq, {COLUMNS}) SELECT seq + ?, {COLUMNS} FROM arriving.entry "
            "WHERE seq > ? AND seq <= ? ORDER BY seq",
            (last, start, start + AT_ONCE),
        )
    connection.execute(
        "INSERT INTO replaced(earlier, later) "
        "SELECT earlier, later FROM arriving.replaced ORDER BY earlier"  # as its index goes
    )


def _gathered(connection: sqlite3.Connection, report: Report) -> int | None:
    connection.execute("BEGIN")  # one moment of both files
    for statement in _TABLES:
        connection.execute(statement)
    sql = "SELECT count(*), min(seq), max(seq) FROM theirs.entry"
    said, first, last = connection.execute(sql).fetchone()
    after, looked_at = (first or 0) - 1, 0
    while said and after < last:
        report(looked_at, said)
        sql = "SELECT seq FROM theirs.entry WHERE seq > ? ORDER BY seq LIMIT 1 OFFSET ?"
        upto = (connection.execute(sql, (after, AT_ONCE - 1)).fetchone() or (last,))[0]
        connection.execute(
            f"INSERT INTO entry({COLUMNS}) SELECT {COLUMNS} FROM theirs.entry AS t "
            "WHERE t.seq > ? AND t.seq <= ? "
            "AND NOT EXISTS (SELECT 1 FROM ours.entry AS o WHERE o.id = t.id) ORDER BY t.seq",
            (after, upto),
        )
        after, looked_at = upto, looked_at + AT_ONCE
    (count,) = connection.execute("SELECT count(*) FROM entry").fetchone()
    if count < said and connection.execute(_SAY_OTHERWISE).fetchone() is not None:
        return None
    connection.execute("CREATE UNIQUE INDEX entry_id ON entry(id)")
    connection.execute(
        "INSERT INTO replaced SELECT r.earlier, r.later FROM theirs.replaced AS r "
        "WHERE EXISTS (SELECT 1 FROM entry AS e WHERE e.id = r.later)"
    )
    connection.execute("COMMIT")
    return int(count)
