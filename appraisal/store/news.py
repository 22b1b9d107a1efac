"""What another review's file holds and this one lacks, gathered in a private file of our own shape.

A million rows need not pass through the program to be written: SQLite copies them past it, once
into the private file, where nobody can change them any more while they are looked at, and once into
the review. The private file goes with `let_go`, or when nobody speaks of it any longer.
"""

import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from sys import intern
from tempfile import mkdtemp
from typing import Any  # rows of a table

from appraisal.ledger import Row
from appraisal.store.connection import ROOM, attach, connect, connect_passing, disconnect
from appraisal.store.faults import NoRoom, damaged, no_copy, told, told_of_copy
from appraisal.store.migrations import TABLES
from appraisal.store.protocol import Report, Standing
from appraisal.store.table_rows import Replaces, replaces

AT_ONCE = 20_000  # rows between two reports
WRITTEN_AT_ONCE = 50_000  # the same where the other core reads: each report waits for its turn
COLUMNS = "id, change, at, author, subject, field, body, hash"
_FETCHED = 5_000
_WAIT = 0.2  # seconds
_CACHE_WRITING = 131_072  # KiB
# the index over all ids is made at once when all are there: three times faster than one by one
_TABLES = tuple(sql.replace("NOT NULL UNIQUE", "NOT NULL") for sql in TABLES[:2])
# SQLite need not keep each page as it was before each of many statements: a fifth of the time
_ALL_OR_NOTHING = "INSERT OR ROLLBACK"
_OTHER_SLOT = "e.subject <> l.subject OR e.field <> l.field"
_IS_HERE = "EXISTS (SELECT 1 FROM ours.entry AS o WHERE o.id = t.id)"
# an id that says something else in each file
_OTHERWISE = (
    "SELECT 1 FROM theirs.entry AS t JOIN ours.entry AS o ON o.id = t.id "
    f"WHERE ({', '.join(f'o.{one}' for one in COLUMNS.split(', '))}) "
    f"IS NOT ({', '.join(f't.{one}' for one in COLUMNS.split(', '))})"
)
# what is here came all the same: an index of theirs hid it
_HIDDEN = f"SELECT 1 FROM entry AS t WHERE {_IS_HERE}"
# a note of what was replaced that belongs to no row, or not to the row as it is known here; or what
# is new replaces something of another slot, be that new too or here; and what is replaced by a row
# that was written before it, as in a ring
_NOTES = f"""SELECT CASE WHEN l.id IS NULL THEN NOT EXISTS
(SELECT 1 FROM ours.replaced AS o WHERE o.earlier = r.earlier AND o.later = r.later)
WHEN e.id IS NOT NULL THEN {_OTHER_SLOT}
ELSE EXISTS (SELECT 1 FROM ours.entry AS e WHERE e.id = r.earlier AND ({_OTHER_SLOT}))
END AS is_odd, r.earlier FROM replaced AS r
LEFT JOIN entry AS l ON l.id = r.later LEFT JOIN entry AS e ON e.id = r.earlier
WHERE is_odd OR l.seq <= e.seq"""
# what arrives only now and is replaced here already; and whether from another slot
_AWAITED = f"""SELECT r.earlier, {_OTHER_SLOT} FROM ours.replaced AS r
JOIN entry AS e ON e.id = r.earlier JOIN ours.entry AS l ON l.id = r.later"""

Rows = list[tuple[Any, ...]]


class News:
    """The rows of another file that are not here, in the order they were written there.

    Whatever reads them raises a `StorageError` where the private file is gone or cannot be read.
    """

    def __init__(self, theirs: Path) -> None:
        with told_of_copy(theirs):
            folder = mkdtemp(prefix="evenhand-")
        self.theirs = theirs
        self.path = Path(folder) / "arriving"
        self.count = 0
        self.awaited: frozenset[str] = frozenset()  # of its rows those that are replaced here
        self.backward: tuple[str, ...] = ()  # those that are replaced by a row written before them
        self._given: Replaces | None = None
        self.let_go = weakref.finalize(self, rmtree, folder, ignore_errors=True)

    @property
    def begun(self) -> Iterable[str]:
        """The rows that something written before them replaces: a ring begins with one."""
        return (*sorted(self.awaited), *self.backward)

    def replaces(self) -> Replaces:
        """What each row replaces, by its id, where it replaces anything; read once."""
        if self._given is None:
            with self._reading() as connection:
                self._given = replaces(connection, "SELECT later, earlier FROM replaced")
        return self._given

    def standing(self, after: int, look: Callable[[Rows], None]) -> Standing:
        """Of the rows those that nobody replaced, as they stand when written after a row.

        Some thousands at a time are given to `look`, which may stop it by raising.
        """
        given = self.replaces()
        replaced = {earlier for before in given.values() for earlier in before}
        gone = replaced | self.awaited if self.awaited else replaced
        heads: list[Row] = []
        subjects: dict[str, None] = {}
        for rows in self.rows():
            look(rows)
            subjects |= dict.fromkeys([row[4] for row in rows])
            heads += [
                # few authors, subjects and fields are spoken of in many rows: a third of the room
                Row(seq, key, change, at, intern(author), intern(subject), intern(field), body,
                    made, given.get(key, ()))
                for seq, (key, change, at, author, subject, field, body, made) in enumerate(
                    rows, after + 1
                )
                if key not in gone
            ]  # fmt: skip
            after += len(rows)
        return Standing(heads, replaced, subjects)

    def about(self, *subjects: str, field: str) -> list[Row]:
        """The rows of a field, and those whose subject is like one of these (`person/*`)."""
        where = " OR ".join(["field = ?", *["subject GLOB ?" for _one in subjects]])
        with self._reading() as connection:
            before = replaces(
                connection,
                "SELECT later, earlier FROM replaced WHERE later IN "
                f"(SELECT id FROM entry WHERE {where})",
                (field, *subjects),
            )
            sql = f"SELECT seq, {COLUMNS} FROM entry WHERE {where} ORDER BY seq"
            found = connection.execute(sql, (field, *subjects))
            return [Row._make((*columns, before.get(columns[1], ()))) for columns in found]

    def rows(self, columns: str = COLUMNS, *, after: int = 0) -> Iterator[Rows]:
        """Columns of the rows that are there by now, some thousands at a time.

        They are counted from one. Between two turns the file is let go.
        """
        with self._reading() as connection:
            while found := connection.execute(
                f"SELECT {columns} FROM entry WHERE seq > ? ORDER BY seq LIMIT {_FETCHED}",
                (after,),
            ).fetchall():
                yield found
                after += len(found)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with told_of_copy(self.theirs):
            connection = connect(self.path, write=False)
            try:
                yield connection
            finally:
                disconnect(connection)


class Gathering:
    """News on their way: SQLite copies them, and looks for what is odd, beside the caller.

    It does so in a few long steps and needs nothing of Python meanwhile.
    """

    def __init__(self, ours: Path, theirs: Path) -> None:
        self.news = News(theirs)
        self.total = 0  # rows of the other file
        self.known = 0  # of them those that are here, as far as that was seen
        self._is_copied = False
        self._is_sound = False
        self._fault: Exception | None = None
        self._connection: sqlite3.Connection | None = None
        self._is_given_up = False
        self._has_more = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._run, args=(ours, theirs), daemon=True)
        self._thread.start()

    def rows(self, columns: str) -> Iterator[Rows]:
        """Columns of all rows, as they come; now and then none, while they do not.

        Raises
        ------
        StorageError
            When a file cannot be read, or there is no room for the copy.
        """
        after = 0
        while True:
            is_last = self._is_copied or not self._thread.is_alive()
            has_more = self._has_more.acquire(timeout=_WAIT)
            self._check()
            if has_more or is_last:  # before, there may be no table yet
                for rows in self.news.rows(columns, after=after):
                    yield rows
                    after += len(rows)
            yield []
            if is_last:
                return

    def is_sound(self, report: Report) -> bool:
        """Whether nothing is odd about what the rows replace, once all was looked for.

        Raises
        ------
        StorageError
            As `rows`.
        """
        while self._thread.is_alive():
            report(0, 0)  # how long it takes is not known
            self._thread.join(_WAIT)
        self._check()
        return self._is_sound

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
        except NoRoom:  # nothing but the private file is written
            self._fault = no_copy(theirs)
        except Exception as fault:  # handed to who asks, in whose thread it is told
            self._fault = fault
        finally:
            self._has_more.release()

    def _gather(self, ours: Path, theirs: Path) -> None:
        with told_of_copy(theirs):
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
        # of the table itself: an index of theirs may say less than it; we write none below one
        sql = "SELECT count(*), max(seq) FROM theirs.entry NOT INDEXED WHERE seq > 0"
        self.total, last = connection.execute(sql).fetchone()
        probe = f" AND NOT ({_IS_HERE})" if self._is_any_known(connection) else ""
        after = 0
        while self.total and after < last and not self._is_given_up:
            sql = "SELECT seq FROM theirs.entry WHERE seq > ? ORDER BY seq LIMIT 1 OFFSET ?"
            upto = (connection.execute(sql, (after, AT_ONCE - 1)).fetchone() or (last,))[0]
            copied = connection.execute(
                f"INSERT INTO entry({COLUMNS}) SELECT {COLUMNS} FROM theirs.entry AS t "
                f"WHERE t.seq > ? AND t.seq <= ?{probe} ORDER BY t.seq",
                (after, upto),
            )
            self.known += AT_ONCE - copied.rowcount
            after = upto
            self._has_more.release()
        self._is_copied = True
        self._has_more.release()  # whoever waits for more learns that there is none

    @staticmethod
    def _is_any_known(connection: sqlite3.Connection) -> bool:
        """Whether anything is here already; it is asked in the order of both indexes, once."""
        sql = f"SELECT 1 FROM theirs.entry AS t WHERE {_IS_HERE} LIMIT 1"
        return connection.execute(sql).fetchone() is not None

    def _look(self, connection: sqlite3.Connection) -> None:
        connection.execute("CREATE UNIQUE INDEX entry_id ON entry(id)")
        (self.news.count,) = connection.execute("SELECT count(*) FROM entry").fetchone()
        asked = (_HIDDEN,) if self.news.count == self.total else (_HIDDEN, _OTHERWISE)
        if any(connection.execute(f"{sql} LIMIT 1").fetchone() is not None for sql in asked):
            return
        backward: list[str] = []
        for is_odd, earlier in connection.execute(_NOTES):
            if is_odd:
                return
            backward.append(earlier)
        found = connection.execute(_AWAITED).fetchall()
        if any(is_elsewhere for _earlier, is_elsewhere in found):
            return
        if self.news.count < self.total:
            connection.execute(
                "DELETE FROM replaced WHERE NOT EXISTS "
                "(SELECT 1 FROM entry AS e WHERE e.id = replaced.later)"
            )
        self.news.awaited = frozenset(earlier for earlier, _is_elsewhere in found)
        self.news.backward = tuple(backward)
        self._is_sound = True


@contextmanager
def beside(connection: sqlite3.Connection, news: News | None) -> Iterator[None]:
    """Let a review's connection read what is new, if anything; called outside a transaction."""
    if news is None:
        yield
        return
    with told_of_copy(news.theirs):
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
    for start in range(0, news.count, WRITTEN_AT_ONCE):
        if report is not None:
            report(start, news.count)
        connection.execute(
            f"{_ALL_OR_NOTHING} INTO entry({COLUMNS}) SELECT {COLUMNS} FROM arriving.entry "
            "WHERE seq > ? AND seq <= ? ORDER BY seq",
            (start, start + WRITTEN_AT_ONCE),
        )
    connection.execute(
        f"{_ALL_OR_NOTHING} INTO replaced(earlier, later) "
        "SELECT earlier, later FROM arriving.replaced ORDER BY earlier"  # as its index goes
    )
