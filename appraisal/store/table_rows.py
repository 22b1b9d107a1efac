"""What the tables of a review's file hold, as rows, and rows as what the tables hold.

The SQL stands here; who may write, how a fault is told and what a transaction spans is the store's.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any  # rows of a table

from appraisal.collecting import uncollected
from appraisal.errors import Conflict
from appraisal.ledger import Row, at_text
from appraisal.store.migrations import create_exchange, has_exchange
from appraisal.store.protocol import Mark, Record, Standing
from resources.i18n import _

COLUMNS = "seq, id, change, at, author, subject, field, body, hash"
_INSERT = (
    "INSERT INTO entry(id, change, at, author, subject, field, body, hash) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
READ_AT_ONCE = 10_000  # rows: a twentieth of a second, in which nobody is asked whether to go on
Replaces = Mapping[str, tuple[str, ...]]
_row: Callable[[tuple[Any, ...]], Row] = partial(
    tuple.__new__, Row
)  # a third faster than Row(...), which counts over 450,000 rows


def fetched(
    connection: sqlite3.Connection, sql: str, values: Sequence[Any] = ()
) -> list[tuple[Any, ...]]:
    """Everything that a question finds."""
    found: list[tuple[Any, ...]] = connection.execute(sql, values).fetchall()
    return found


# -- reading ---------------------------------------------------------------------------------------


def heads(connection: sqlite3.Connection) -> Iterator[Row]:
    """The rows that no other has replaced, in the order they were written here."""
    with _snapshot(connection), uncollected():
        # seqs first: both looks then go through their index in order, which halves the time
        found = fetched(
            connection,
            f"SELECT {COLUMNS} FROM entry WHERE seq IN (SELECT seq FROM current) ORDER BY seq",
        )
        return _rows(found, replaces(connection, "SELECT later, earlier FROM replaced"))


def entries(
    connection: sqlite3.Connection, *, subject: str | None, since: int
) -> Iterator[list[Row]]:
    """All rows, or those of one subject, with a `seq` above `since`, in order, some at a time.

    Rows that are written meanwhile are not among them.
    """
    where = "seq > ?"
    values: tuple[object, ...] = (since,)
    if subject is not None:
        where, values = "seq > ? AND subject = ?", (since, subject)
    chosen = "" if subject is None and not since else _later_in(where)
    with _snapshot(connection), uncollected():
        ((last,),) = fetched(connection, "SELECT coalesce(max(seq), 0) FROM entry")
        sql = f"SELECT later, earlier FROM replaced {chosen}"
        given = replaces(connection, sql, values if chosen else ())
    sql = f"SELECT {COLUMNS} FROM entry WHERE {where} AND seq <= ? ORDER BY seq LIMIT ?"
    while True:
        with uncollected():
            rows = list(_rows(fetched(connection, sql, (*values, last, READ_AT_ONCE)), given))
        if rows:
            yield rows
        if len(rows) < READ_AT_ONCE:
            return
        values = (rows[-1].seq, *values[1:])


def heads_since(connection: sqlite3.Connection, mark: Mark) -> Standing:
    """Of the rows written after a mark those that stand, and what all did."""
    with _snapshot(connection), uncollected():
        found = fetched(
            connection,
            f"SELECT {COLUMNS} FROM entry AS e WHERE seq > ? AND NOT EXISTS "
            "(SELECT 1 FROM replaced AS r WHERE r.earlier = e.id) ORDER BY seq",
            (mark[0],),
        )
        sql = "SELECT later, earlier FROM replaced WHERE rowid > ?"
        given = replaces(connection, sql, mark[1:])
        gone = {earlier for before in given.values() for earlier in before}
        sql = "SELECT DISTINCT subject FROM entry WHERE seq > ?"
        subjects = {row[0] for row in fetched(connection, sql, mark[:1])}
        return Standing(list(_rows(found, given)), gone, subjects)


def replaces(connection: sqlite3.Connection, sql: str, values: Sequence[Any] = ()) -> Replaces:
    """What each row replaces, by its id, of the pairs of later and earlier a question finds."""
    found: dict[str, tuple[str, ...]] = {}
    for later, earlier in connection.execute(sql, values):
        known = found.get(later)
        found[later] = (earlier,) if known is None else tuple(sorted((*known, earlier)))
    return found


def awaited(connection: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """The ids that rows here replace and that are not here, with the place of who does."""
    sql = (
        "SELECT replaced.earlier, entry.subject, entry.field FROM replaced JOIN entry "
        "ON entry.id = replaced.later WHERE replaced.earlier NOT IN (SELECT id FROM entry)"
    )
    return {earlier: (subject, field) for earlier, subject, field in fetched(connection, sql)}


def rejected(connection: sqlite3.Connection) -> tuple[Row, ...]:
    """The rows that were set aside when files met: same id, other content."""
    found = fetched(connection, f"SELECT {COLUMNS}, replaces FROM rejected ORDER BY seq")
    return tuple(_row((*row[:9], tuple(json.loads(row[9])))) for row in found)


def records(connection: sqlite3.Connection) -> tuple[Record, ...]:
    """The boxes, keys and marks of this file, in the order they came."""
    if not has_exchange(connection):
        return ()
    sql = "SELECT kind, form, author, at, body FROM exchange ORDER BY seq"
    return tuple(Record(*row) for row in fetched(connection, sql))


def unknown(connection: sqlite3.Connection, rows: Sequence[Row]) -> list[Row]:
    """The rows that are not here yet; those that are must say the same.

    Raises
    ------
    Conflict
        When the id of one is here with other content.
    """
    found: dict[str, Row] = {}
    for row in rows:
        here = fetched(connection, "SELECT hash FROM entry WHERE id = ?", (row.id,))
        known = here[0][0] if here else found[row.id].hash if row.id in found else None
        if known is None:
            found[row.id] = row
        elif bytes(known) != bytes(row.hash):
            raise Conflict(_("An entry of this id says something else: {id}").format(id=row.id))
    return list(found.values())


# -- writing ---------------------------------------------------------------------------------------


def insert(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    """Write rows, and what each replaces."""
    connection.executemany(_INSERT, (row[1:9] for row in rows))
    connection.executemany(
        "INSERT INTO replaced(earlier, later) VALUES (?, ?)",
        ((earlier, row.id) for row in rows for earlier in row.replaces),
    )


def put_aside(connection: sqlite3.Connection, rows: Sequence[Row], source: str) -> None:
    """Keep rows outside the ledger, with the file they came from."""
    moment = at_text(datetime.now(UTC))
    connection.executemany(
        "INSERT INTO rejected(set_aside, source, id, change, at, author, subject, field, "
        "body, hash, replaces) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(moment, source, *row[1:9], json.dumps(sorted(row.replaces))) for row in rows],
    )


def put_records(connection: sqlite3.Connection, records: Sequence[Record]) -> None:
    """Keep boxes, keys and marks."""
    if records:
        create_exchange(connection)
        connection.executemany(
            "INSERT INTO exchange(kind, form, author, at, body) VALUES (?, ?, ?, ?, ?)",
            [(one.kind, one.form, one.author, one.at, one.body) for one in records],
        )


# -- within ----------------------------------------------------------------------------------------


@contextmanager
def _snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Let several reads see one moment, whatever another desk writes meanwhile."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def _later_in(where: str) -> str:
    return f"WHERE later IN (SELECT id FROM entry WHERE {where})"


def _rows(found: Iterable[tuple[Any, ...]], before: Replaces) -> Iterator[Row]:
    none: tuple[str, ...] = ()
    given = before.get
    return iter([_row((*row, given(row[1], none))) for row in found])
