"""What can still be read of a damaged file, brought into a new one.

The damaged file is only read; the work is done on a private copy. An entry is kept when its hash
holds, so nothing that was altered comes along; what is lost is counted.
"""

import shutil
import sqlite3
import struct
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path

from appraisal.hashes import row_holds
from appraisal.ledger import Row, new_id
from appraisal.store import backups
from appraisal.store.connection import (
    APPLICATION_ID,
    PAGE_SIZE,
    connect_new,
    disconnect,
    journal_of,
    refuse_connected,
    transaction,
)
from appraisal.store.faults import told
from appraisal.store.header import MAGIC, SIZE
from appraisal.store.lock import Desk
from appraisal.store.migrations import SCHEMA, create_tables
from appraisal.store.pages import records
from appraisal.store.sqlite import create

Report = Callable[[int, int], None]
_RANGE = 2_000
_GUESSES = 50
_ENTRY = "SELECT seq, id, change, at, author, subject, field, body, hash FROM entry"
_Raw = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Salvage:
    """What was read of a damaged file; `expected` is how many entries it held, as far as known."""

    review: str
    rows: tuple[Row, ...]
    texts: tuple[str, ...]
    expected: int
    altered: tuple[str, ...] = ()  # subjects of entries that were read, and do not hold


def salvage(path: Path, *, report: Report | None = None) -> Salvage:
    """Read what can be read of a damaged file, which is left as it is.

    Raises
    ------
    StorageError
        When the file cannot be reached, or there is no room for a private copy.
    """
    refuse_connected(path)
    with told(path), tempfile.TemporaryDirectory(prefix="evenhand-") as folder:
        copy = Path(folder) / "copy"
        _take_copy(path, copy)
        _mend_header(copy, Path(folder) / "blank")
        found = _Found()
        _read_by_sql(copy, found, report)
        _read_by_page(copy.read_bytes(), found)
    review = found.review or _review_by_backups(path) or new_id()
    rows = tuple(found.proven())
    expected = max(len(rows), rows[-1].seq if rows else 0)
    altered = found.unproven({row.id for row in rows})
    return Salvage(review, rows, tuple(found.texts.values()), expected, altered)


def write_salvage(found: Salvage, target: Path, *, desk: Desk | None = None) -> Path:
    """Write what was read into a new review; gives its path.

    Raises
    ------
    StorageError
        When there is a file of that name, or it cannot be written.
    """
    store = create(target, found.review, desk=desk)
    try:
        for text in found.texts:
            store.put_blob(text)
        store.append(found.rows)
    finally:
        store.close()
    return store.path


class _Found:
    """What turned up so far, proven or not."""

    def __init__(self) -> None:
        self.entries: dict[str, list[Row]] = defaultdict(list)
        self.replaces: dict[str, set[str]] = defaultdict(set)
        self.texts: dict[str, str] = {}
        self.review = ""

    def add_entry(self, values: _Raw) -> None:
        if len(values) != len(_TYPES) or not all(map(isinstance, values, _TYPES)):
            return
        row = tuple.__new__(Row, (*values, ()))
        if row not in self.entries[row.id]:
            self.entries[row.id].append(row)

    def add_pair(self, first: object, second: object) -> None:
        """Take two texts: ids, a text with its digest, or what the file says of itself."""
        if not (isinstance(first, str) and isinstance(second, str)):
            return
        if first == "review" and not self.review:
            self.review = second
        elif sha256(second.encode()).hexdigest() == first:
            self.texts[first] = second
        else:
            self.replaces[second].add(first)

    def proven(self) -> Iterator[Row]:
        """The entries whose hash holds, in the order they were written."""
        slots: dict[tuple[str, str], list[str]] = defaultdict(list)
        every = sorted((row for rows in self.entries.values() for row in rows), key=_seq)
        seen: set[str] = set()
        for row in every:
            slot = slots[row.subject, row.field]
            proven = None if row.id in seen else self._prove(row, slot)
            slot.append(row.id)
            if proven is not None:
                seen.add(row.id)
                yield proven

    def unproven(self, proven: set[str]) -> tuple[str, ...]:
        """The subject of each entry that was read, while no reading of it holds."""
        return tuple(rows[-1].subject for name, rows in self.entries.items() if name not in proven)

    def _prove(self, row: Row, earlier: list[str]) -> Row | None:
        """The row with the ids it replaced, where some set of them makes its hash hold.

        What was lost of these ids can nearly always be told from what stood in the slot before.
        """
        known = tuple(sorted(self.replaces.get(row.id, ())))
        guesses = islice(((one,) for one in reversed(earlier)), _GUESSES)
        for replaces in chain([known], [()] if known else [], guesses):
            tried = row._replace(replaces=replaces)
            if row_holds(tried):
                return tried
        return None


_TYPES = (int, str, str, str, str, str, str, str, bytes)


def _seq(row: Row) -> int:
    return row.seq


def _take_copy(path: Path, copy: Path) -> None:
    """Copy the file, and let SQLite first take back what a killed program left half written."""
    shutil.copyfile(path, copy)
    journal = journal_of(path)
    if journal.exists():
        shutil.copyfile(journal, journal_of(copy))
        _try_to_read(copy, "SELECT count(*) FROM sqlite_schema")
        journal_of(copy).unlink(missing_ok=True)


def _mend_header(copy: Path, blank: Path) -> None:
    """Write the first bytes anew from constants, with the length the file really has.

    When the list of tables went with them, it is taken from a blank file: every review of one
    schema is made by the same statements, so its tables begin on the same pages.
    """
    with copy.open("r+b") as file:
        pages = max(1, file.seek(0, 2) // PAGE_SIZE)
        file.truncate(pages * PAGE_SIZE)
        file.seek(0)
        file.write(_header(pages))
    if _try_to_read(copy, "SELECT count(*) FROM entry WHERE seq < 0") is None:
        first = _first_page(blank)
        with copy.open("r+b") as file:
            file.write(_header(pages) + first[SIZE:])


def _header(pages: int) -> bytes:
    counter = 1  # also where the count of pages is said to be valid for it
    start = MAGIC + struct.pack(">H6B", PAGE_SIZE, 1, 1, 0, 64, 32, 32)
    numbers = (counter, pages, 0, 0, 1, 4, 0, 0, 1, SCHEMA, 0, APPLICATION_ID)
    return (
        start + struct.pack(">12I", *numbers) + bytes(20) + struct.pack(">2I", counter, 3_040_000)
    )


def _first_page(blank: Path) -> bytes:
    connection = connect_new(blank)
    try:
        with transaction(connection):
            create_tables(connection)
    finally:
        disconnect(connection)
    with blank.open("rb") as file:
        return file.read(PAGE_SIZE)


def _read_by_sql(copy: Path, found: _Found, report: Report | None) -> None:
    """Ask SQLite for the entries by ranges of `seq`, halving a range that fails."""
    connection = sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)
    try:
        most = copy.stat().st_size // 100  # no entry is shorter
        last = next(iter(_rows(connection, "SELECT max(seq) FROM entry", ()) or ()), (None,))[0]
        top = min(last, most) if isinstance(last, int) else most
        for start in range(1, top + 1, _RANGE):
            for values in _halving(connection, start, min(start + _RANGE - 1, top)):
                found.add_entry(values)
            if report is not None:
                report(min(start + _RANGE, top), top)
        for table in ("meta", "blob"):
            for pair in _rows(connection, f"SELECT * FROM {table}", ()) or ():
                found.add_pair(*pair)
        for pair in _rows(connection, "SELECT earlier, later FROM replaced", ()) or ():
            found.add_pair(*pair)
    finally:
        connection.close()


def _halving(connection: sqlite3.Connection, first: int, last: int) -> Iterator[_Raw]:
    read = _rows(connection, f"{_ENTRY} WHERE seq BETWEEN ? AND ?", (first, last))
    if read is not None:
        yield from read
    elif first < last:
        middle = (first + last) // 2
        yield from _halving(connection, first, middle)
        yield from _halving(connection, middle + 1, last)


def _rows(connection: sqlite3.Connection, sql: str, values: Iterable[object]) -> list[_Raw] | None:
    """The rows of a query; None when some page on the way cannot be read."""
    try:
        return connection.execute(sql, tuple(values)).fetchall()
    except sqlite3.Error:  # what is damaged is expected here; the pages are read again one by one
        return None


def _try_to_read(copy: Path, sql: str) -> list[_Raw] | None:
    connection = sqlite3.connect(copy)
    try:
        return _rows(connection, sql, ())
    finally:
        connection.close()


def _read_by_page(data: bytes, found: _Found) -> None:
    for record in records(data):
        values = record.values
        if len(values) == len(_TYPES) and values[0] is None:
            found.add_entry((record.rowid, *values[1:]))
        elif len(values) == 2:
            found.add_pair(*values)


def _review_by_backups(path: Path) -> str:
    kept = backups.backups_of_file(path)
    return kept[-1].path.parent.name if kept else ""
