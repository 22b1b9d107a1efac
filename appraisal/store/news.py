"""What another review's file holds and this one lacks, gathered in a private file of our own shape.

A million rows need not pass through the program to be written: SQLite copies them past it, once
into the private file, where nobody can change them any more while they are looked at, and once into
the review. The private file goes when nobody speaks of it any longer.
"""

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
_FETCHED = 5_000
_WAIT = 0.2  # seconds
_CACHE_WRITING = 262_144  # KiB
# the index over all ids is made at once when all are there: three times faster than one by one
_TABLES = tuple(sql.replace("NOT NULL UNIQUE", "NOT NULL") for sql in TABLES[:2])
_OTHER_SLOT = "e.subject <> l.subject OR e.field <> l.field"
_LATER = (
    "SELECT {what} FROM {r} AS r JOIN {e} AS e ON e.id = r.earlier JOIN {l} AS l ON l.id = r.later"
)
_ODD = (
    # an id that says something else in each file
    "SELECT 1 FROM theirs.entry AS t JOIN ours.entry AS o ON o.id = t.id WHERE o.hash <> t.hash",
    # a note of what was replaced that belongs to no row, or not to the row as it is known here
    """SELECT 1 FROM replaced AS r
    WHERE NOT EXISTS (SELECT 1 FROM entry AS e WHERE e.id = r.later) AND NOT EXISTS
    (SELECT 1 FROM ours.replaced AS o WHERE o.earlier = r.earlier AND o.later = r.later)""",
    # what is new replaces something of another slot, be that new too or here
    *(
        f"{_LATER.format(what='1', r='replaced', e=earlier, l='entry')} WHERE {_OTHER_SLOT}"
        for earlier in ("entry", "ours.entry")
    ),
)
# what arrives only now and is replaced here already; and whether from another slot
_AWAITED = _LATER.format(
    what=f"r.earlier, {_OTHER_SLOT}", r="ours.replaced", e="entry", l="ours.entry"
)

Rows = list[tuple[Any, ...]]
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

    def rows(self, *, after: int = 0) -> Iterator[Rows]:
        """The columns of the rows that are there by now, some thousands at a time.

        `seq` counts from one. Between two turns the file is let go.
        """
        connection = connect(self.path, write=False)
        try:
            while found := connection.execute(
                f"SELECT seq, {COLUMNS} FROM entry WHERE seq > ? ORDER BY seq LIMIT {_FETCHED}",
                (after,),
            ).fetchall():
                yield found
                after = found[-1][0]
        finally:
            disconnect(connection)


class Gathering:
    """News on their way: SQLite copies them, and looks for what is odd, beside the caller.

    It does so in a few long steps and needs nothing of Python meanwhile: a second core has it done
    by the time the hashes are looked at.
    """

    def __init__(self, ours: Path, theirs: Path) -> None:
        self.news = News()
        self.total = 0  # rows of the other file
        self.known = 0  # of them those that are here, as far as that was seen
        self._awaited: set[str] | None = None
        self._fault: Exception | None = None
        self._connection: sqlite3.Connection | None = None
        self._is_given_up = False
        self._has_replaces = threading.Event()
        self._has_more = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._run, args=(ours, theirs), daemon=True)
        self._thread.start()

    def replaces(self) -> Replaces:
        """What each row replaces, as soon as that is copied.

        Raises
        ------
        StorageError
            When a file cannot be read, or there is no room for the copy.
        """
        self._has_replaces.wait()
        self._check()
        return self.news.replaces()

    def rows(self) -> Iterator[Rows]:
        """The columns of all rows, as they come; now and then none, while they do not.

        Raises
        ------
        StorageError
            As `replaces`.
        """
        after = 0
        while True:
            is_last = not self._thread.is_alive()
            self._has_more.acquire(timeout=_WAIT)
            self._check()
            for rows in self.news.rows(after=after):
                yield rows
                after = rows[-1][0]
            yield []
            if is_last:
                return

    def awaited(self, report: Report) -> set[str] | None:
        """The new rows that are replaced here already; None where anything is odd.

        Raises
        ------
        StorageError
            As `replaces`.
        """
        while self._thread.is_alive():
            report(self.total, self.total)
            self._thread.join(_WAIT)
        self._check()
        return self._awaited

    def give_up(self) -> None:
        """Nobody asks any more."""
        self._is_given_up = True
        connection = self._connection
        if connection is not None:
            with suppress(sqlite3.ProgrammingError):  # it has just ended by itself
                connection.interrupt()
        self._thread.join()

    def _check(self) -> None:
        if self._fault is not None:
            raise self._fault

    def _run(self, ours: Path, theirs: Path) -> None:
        try:
            with told(theirs):
                self._gather(ours, theirs)
        except sqlite3.IntegrityError:  # no table of ours holds such a row
            self._fault = damaged(theirs)
        except Exception as fault:  # handed to who asks, in whose thread it is told
            self._fault = fault
        finally:
            self._has_replaces.set()
            self._has_more.release()

    def _gather(self, ours: Path, theirs: Path) -> None:
        connection = connect_passing(self.news.path)
        try:
            connection.execute(f"PRAGMA cache_size=-{ROOM}")
            attach(connection, ours, "ours")
            attach(connection, theirs, "theirs")
            self._connection = connection
            self._copy(connection)
            if not self._is_given_up:
                self._look(connection)
        finally:
            self._connection = None
            disconnect(connection)

    def _copy(self, connection: sqlite3.Connection) -> None:
        for statement in _TABLES:
            connection.execute(statement)
        connection.execute("INSERT INTO replaced SELECT earlier, later FROM theirs.replaced")
        sql = "SELECT count(*), min(seq), max(seq) FROM theirs.entry"
        self.total, first, last = connection.execute(sql).fetchone()
        self._has_replaces.set()
        after = (first or 0) - 1
        while self.total and after < last and not self._is_given_up:
            sql = "SELECT seq FROM theirs.entry WHERE seq > ? ORDER BY seq LIMIT 1 OFFSET ?"
            upto = (connection.execute(sql, (after, AT_ONCE - 1)).fetchone() or (last,))[0]
            copied = connection.execute(
                f"INSERT INTO entry({COLUMNS}) SELECT {COLUMNS} FROM theirs.entry AS t "
                "WHERE t.seq > ? AND t.seq <= ? "
                "AND NOT EXISTS (SELECT 1 FROM ours.entry AS o WHERE o.id = t.id) ORDER BY t.seq",
                (after, upto),
            )
            self.known += AT_ONCE - copied.rowcount
            after = upto
            self._has_more.release()

    def _look(self, connection: sqlite3.Connection) -> None:
        connection.execute("CREATE UNIQUE INDEX entry_id ON entry(id)")
        (self.news.count,) = connection.execute("SELECT count(*) FROM entry").fetchone()
        for sql in _ODD[self.news.count == self.total :]:  # where all is new, nothing is here
            if connection.execute(f"{sql} LIMIT 1").fetchone() is not None:
                return
        found = connection.execute(_AWAITED).fetchall()
        if any(is_elsewhere for _earlier, is_elsewhere in found):
            return
        if self.news.count < self.total:
            connection.execute(
                "DELETE FROM replaced WHERE NOT EXISTS "
                "(SELECT 1 FROM entry AS e WHERE e.id = replaced.later)"
            )
        self._awaited = {earlier for earlier, _is_elsewhere in found}


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
