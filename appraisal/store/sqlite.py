"""A review's file: rows in, rows out; each write is one transaction, on the disk when it returns.

The store belongs to the thread that opened it. A job that reads opens its own with `reader()`, in
its own thread; only the session writes.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any  # rows of a table

from appraisal.collecting import uncollected
from appraisal.errors import Conflict
from appraisal.ledger import Row, text_digest
from appraisal.store import backups, lock, places, table_rows
from appraisal.store.connection import connect, disconnect, transaction
from appraisal.store.faults import NoRoom, ReadOnly, damaged, lost, no_room, told
from appraisal.store.lock import Desk, this_desk
from appraisal.store.migrations import PLAN, Plan, schema_of
from appraisal.store.news import beside, write_news
from appraisal.store.opening import Opened, Wish, make_file, open_file
from appraisal.store.pace import Pace
from appraisal.store.protocol import Arrival, Mark, Notice, Record, Report, Standing, Vouched
from appraisal.store.regained import newest_row, place_of, regained
from appraisal.store.rings import refuse_rings_since
from resources.i18n import _

TAKEN_AT_ONCE = 20_000  # rows between two reports


class SqliteStore:
    """One open file; made by `create` and `open_store`."""

    def __init__(self, opened: Opened) -> None:
        assert opened.connection is not None
        self._path = opened.path
        self._connection = opened.connection
        self._lock = opened.lock
        self._read_only = opened.read_only
        self._notices = opened.notices
        self._pace = Pace()
        self._closed = False
        self._place = place_of(self._path)
        self._was_away = False
        self._newest = newest_row(self._connection) if self._lock is not None else None

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def read_only(self) -> str | None:
        """Why nothing can be written, as a sentence; None when it can."""
        return self._read_only

    def take_notices(self) -> tuple[Notice, ...]:
        """What is to be said and was not said before."""
        said = tuple(self._notices)
        self._notices.clear()
        return said

    # -- reading ---------------------------------------------------------------------------------

    def heads(self) -> Iterator[Row]:
        """The rows that no other has replaced, in the order they were written here."""
        with told(self._path):
            return table_rows.heads(self._connection)

    def entries(self, *, subject: str | None = None, since: int = 0) -> Iterator[Row]:
        """All rows, or those of one subject, with a `seq` above `since`, in order.

        They are read some thousands at a time, so whoever goes through them can stop.
        """
        pages = table_rows.entries(self._connection, subject=subject, since=since)
        while True:
            with told(self._path):
                rows = next(pages, None)
            if rows is None:
                return
            yield from rows

    def mark(self) -> Mark:
        """How far has been written by now."""
        with told(self._path):
            (row,) = self._all("SELECT coalesce(max(seq), 0) FROM entry")
            (note,) = self._all("SELECT coalesce(max(rowid), 0) FROM replaced")
        return int(row[0]), int(note[0])

    def heads_since(self, mark: Mark) -> Standing:
        """Of the rows written after a mark those that stand, and what all did."""
        with told(self._path):
            return table_rows.heads_since(self._connection, mark)

    def ids(self) -> set[str]:
        """The ids of all rows."""
        with told(self._path):
            return {row[0] for row in self._all("SELECT id FROM entry")}

    def hashes(self) -> dict[str, bytes]:
        """The hash of every row by its id."""
        with told(self._path), uncollected():
            return dict(self._all("SELECT id, hash FROM entry"))

    def slot_of(self, id: str) -> tuple[str, str] | None:
        """Where a row stands; None where it is not here."""
        with told(self._path):
            found = self._all("SELECT subject, field FROM entry WHERE id = ?", (id,))
        return (found[0][0], found[0][1]) if found else None

    def awaited(self) -> dict[str, tuple[str, str]]:
        """The ids that rows here replace and that are not here, with the place of who does."""
        with told(self._path):
            return table_rows.awaited(self._connection)

    def last(self) -> int:
        """The `seq` of the newest row; 0 when there is none."""
        with told(self._path):
            return int(self._all("SELECT coalesce(max(seq), 0) FROM entry")[0][0])

    def meta(self) -> Mapping[str, str]:
        """What the file says of itself: `review` (its id), `schema`, `made_at`."""
        with told(self._path):
            said = {str(key): str(value) for key, value in self._all("SELECT key, value FROM meta")}
            return said | {"schema": str(schema_of(self._connection))}

    def blob(self, digest: str) -> str:
        """The text of this digest.

        Raises
        ------
        KeyError
            When the review carries no such text.
        Damaged
            When the text is not what its digest was made of.
        """
        with told(self._path):
            found = self._all("SELECT body FROM blob WHERE digest = ?", (digest,))
        if not found:
            raise KeyError(digest)
        text = str(found[0][0])
        if text_digest(text) != digest:
            raise damaged(self._path)
        return text

    def blobs(self) -> tuple[str, ...]:
        """The digests of all texts."""
        with told(self._path):
            return tuple(row[0] for row in self._all("SELECT digest FROM blob ORDER BY digest"))

    def rejected(self) -> tuple[Row, ...]:
        """The rows that were set aside when files met: same id, other content."""
        with told(self._path):
            return table_rows.rejected(self._connection)

    def records(self) -> tuple[Record, ...]:
        """The boxes, keys and marks of this file, in the order they came."""
        with told(self._path):
            return table_rows.records(self._connection)

    def reader(self) -> "SqliteStore":
        """A second, read-only store on the same file; call it in the job's own thread."""
        return open_reader(self._path)

    # -- writing ---------------------------------------------------------------------------------

    def append(self, rows: Sequence[Row]) -> None:
        """Write rows in one transaction, on the disk when this returns; their `seq` is ignored.

        Rows that are here already, word for word, are passed over: after a doubtful commit the
        same rows may be given again.

        Raises
        ------
        StorageError
            When they could not be written. Nothing of them was then shown as written; they stay
            with the caller.
        Conflict
            When an id is here with other content.
        """
        with self._writing():
            try:
                with transaction(self._connection):
                    table_rows.insert(self._connection, rows)
            except sqlite3.IntegrityError:
                with transaction(self._connection):
                    fresh = table_rows.unknown(self._connection, rows)
                    table_rows.insert(self._connection, fresh)

    def put_blob(self, text: str) -> str:
        """Keep a text; gives its SHA-256 in hex, by which it is found again."""
        digest = text_digest(text)
        if digest in self.blobs():
            return digest
        with self._writing(), transaction(self._connection):
            self._connection.execute("INSERT INTO blob VALUES (?, ?)", (digest, text))
        return digest

    def set_aside(self, rows: Sequence[Row], *, source: str) -> None:
        """Keep, outside the ledger, another file's rows whose ids say something else here."""
        with self._writing(), transaction(self._connection):
            table_rows.put_aside(self._connection, rows, source)

    def take_in(
        self, arrival: Arrival, *, report: Report | None = None, vouched: Vouched | None = None
    ) -> None:
        """Write what came from elsewhere in one transaction, on the disk when this returns.

        What `report` raises between two thousands of rows takes all of it back, and what `vouched`
        raises when all is written.

        Raises
        ------
        StorageError
            When it could not be written; nothing of it was.
        Conflict
            When the id of a row is here already: the caller gives only what is new.
        UserError
            When rows replace each other in a ring: none of them would stand.
        """
        mark = self.mark()
        try:
            with (
                self._writing(),
                beside(self._connection, arrival.news),
                transaction(self._connection),
            ):
                texts = [(text_digest(text), text) for text in arrival.texts]
                self._connection.executemany("INSERT OR IGNORE INTO blob VALUES (?, ?)", texts)
                for start in range(0, len(arrival.rows), TAKEN_AT_ONCE):
                    if report is not None:
                        report(start, arrival.count)
                    table_rows.insert(self._connection, arrival.rows[start : start + TAKEN_AT_ONCE])
                if arrival.news is not None:
                    write_news(self._connection, arrival.news, report)
                begun = None if arrival.news is None else arrival.news.begun
                refuse_rings_since(self._connection, mark, begun)
                table_rows.put_aside(self._connection, arrival.aside, arrival.source)
                table_rows.put_records(self._connection, arrival.records)
                if vouched is not None:
                    vouched()
        except sqlite3.IntegrityError as fault:
            raise Conflict(_("An entry that arrived is here already.")) from fault
        except NoRoom as fault:  # no answer was on its way
            raise no_room(writing=False) from fault

    # -- the file --------------------------------------------------------------------------------

    @property
    def is_moved(self) -> bool:
        """Whether the file was renamed, replaced or deleted under us: we alone hold it then."""
        return self._place is not None and place_of(self._path) != self._place

    def copy_to(self, path: Path, *, report: Report | None = None) -> None:
        """Write a whole, checked copy; what stood at `path` is replaced at the last moment.

        Of a file that moved under us the copy is of what we hold open.
        """
        held = self._connection if self.is_moved else None
        backups.copy(self._path, path, held=held, report=report)

    def touch(self) -> None:
        """Renew the desk lock; the session's timer calls this each half minute.

        When another desk took the review over, it is read-only from now on, and a notice says so.
        """
        if self._lock is None:
            return
        place = place_of(self._path)
        if place is None:  # a lock would now be made where the medium was
            self._was_away = True
            raise lost(self._path, self._device)
        with told(self._path):
            holder = self._lock.touch()
            if place == self._place and not self._was_away:
                self._newest = newest_row(self._connection)  # a job may have written beside
        if holder is not None:
            self._lock = None
            self._read_only = lock.taken_sentence(holder)
            self._notices.append(Notice("taken_over", self._read_only, ("save_as",)))

    def close(self) -> None:
        """Let go of the file and of its lock."""
        if self._closed:
            return
        self._closed = True
        disconnect(self._connection)
        if self._lock is not None:
            self._lock.release()

    # -- within ----------------------------------------------------------------------------------

    def _all(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return table_rows.fetched(self._connection, sql, values)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """What every write has around it: may we, how a fault is told, how long it took."""
        if self._read_only is None:
            self._hold_again()
        if self._read_only is not None:
            raise ReadOnly(self._read_only, offers=("save_as", "work_on_copy"))
        started = perf_counter()
        with told(self._path, writing=True, device=self._device):
            yield
            self._newest = newest_row(self._connection)
        self._notices += self._pace.note(perf_counter() - started)

    @property
    def _device(self) -> int | None:
        return None if self._place is None else self._place[0]

    def _hold_again(self) -> None:
        """Take hold of the file anew where its medium was away and has come back.

        It must say the very same as when it went: another desk may have written in it meanwhile,
        or it is another file of this name; SQLite then refuses the write.
        """
        now = place_of(self._path)
        if not self._was_away or now in (None, self._place):
            self._was_away = self._was_away or now is None
            return
        with told(self._path):
            connection = regained(self._path, self._newest)
        if connection is None:
            return
        disconnect(self._connection)
        self._connection = connection
        self._place, self._was_away = now, False
        self.touch()


def create(
    path: Path, review_id: str, *, desk: Desk | None = None, replace: bool = False
) -> SqliteStore:
    """Make a new review and open it; a name without a suffix gets ours.

    Raises
    ------
    StorageError
        When there is a file of this name (unless `replace`), or it cannot be written.
    """
    path = places.with_suffix(path)
    make_file(path, review_id, now=datetime.now(UTC), replace=replace)
    return open_store(path, desk=desk)


def open_store(
    path: Path,
    *,
    desk: Desk | None = None,
    read_only: bool = False,
    take_over: bool = False,
    plan: Plan = PLAN,
) -> SqliteStore:
    """Open a review in the decided order (see `opening`); what it met is in `take_notices`.

    Parameters
    ----------
    path
        The file, under whatever name.
    desk
        Who opens it; for the lock.
    read_only
        Neither take the lock nor make a backup.
    take_over
        Take the lock from a desk that was left, after asking the person.
    plan
        The newest schema known and the steps that lead to it.

    Raises
    ------
    StorageError
        When it must not or cannot be opened; nothing was then changed.
    """
    wish = Wish(desk or this_desk(), datetime.now(UTC), read_only, take_over, plan)
    return SqliteStore(open_file(path, wish))


def open_writer(path: Path) -> SqliteStore:
    """A second store that writes in a review that is open here, under that one's lock; for a job.

    While it is open nothing else is to be written there.

    Raises
    ------
    StorageError
        When the file cannot be reached.
    """
    with told(path):
        return SqliteStore(Opened(path, datetime.now(UTC), connect(path)))


def open_reader(path: Path) -> SqliteStore:
    """A store that only reads a review that was opened before; for a job, in its own thread.

    Raises
    ------
    StorageError
        When the file cannot be read.
    """
    with told(path):
        opened = Opened(path, datetime.now(UTC), connect(path, write=False))
    opened.read_only = _("Opened read-only.")
    return SqliteStore(opened)
