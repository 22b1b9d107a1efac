"""The shape of the file, and the numbered steps that bring an older shape up to date.

`SCHEMA` grows by one with each step in `STEPS`; a step is one transaction. The file of every former
schema stays in `tests/files/` and must open for ever. What is kept of the former file, and what
happens when a step fails, is the business of `opening`.
"""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from appraisal.store.connection import transaction

SCHEMA = 1

TABLES = (
    """CREATE TABLE entry(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, change TEXT NOT NULL,
  at TEXT NOT NULL, author TEXT NOT NULL, subject TEXT NOT NULL, field TEXT NOT NULL,
  body TEXT NOT NULL /* JSON: value, why, quotes */, hash BLOB NOT NULL) STRICT""",
    "CREATE TABLE replaced(earlier TEXT NOT NULL, later TEXT NOT NULL) STRICT",
    "CREATE INDEX entry_slot ON entry(subject, field)",
    "CREATE INDEX replaced_earlier ON replaced(earlier)",
    """CREATE VIEW current AS SELECT * FROM entry AS e
  WHERE NOT EXISTS (SELECT 1 FROM replaced AS r WHERE r.earlier = e.id)""",
    "CREATE TABLE meta(key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT",
    "CREATE TABLE blob(digest TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL) STRICT",
    """CREATE TABLE rejected(seq INTEGER PRIMARY KEY, set_aside TEXT NOT NULL, source TEXT NOT NULL,
  id TEXT NOT NULL, change TEXT NOT NULL, at TEXT NOT NULL, author TEXT NOT NULL,
  subject TEXT NOT NULL, field TEXT NOT NULL, body TEXT NOT NULL, hash BLOB NOT NULL,
  replaces TEXT NOT NULL /* JSON: ids */) STRICT""",
)
EXCHANGE = """CREATE TABLE exchange(seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, form TEXT NOT NULL,
  author TEXT NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL /* JSON */) STRICT"""
WRITTEN_ONCE = ("entry", "replaced", "blob", "rejected")

Step = Callable[[sqlite3.Connection], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """The newest schema and, under each older one, the step that leads to the next."""

    newest: int
    steps: Mapping[int, Step]


STEPS: Mapping[int, Step] = {}
PLAN = Plan(SCHEMA, STEPS)


def create_tables(connection: sqlite3.Connection) -> None:
    """Give an empty file the tables of the newest schema; call within a transaction."""
    for statement in TABLES:
        connection.execute(statement)
    for table in WRITTEN_ONCE:
        guard(connection, table)
    connection.execute(f"PRAGMA user_version={SCHEMA}")


def has_exchange(connection: sqlite3.Connection) -> bool:
    """Whether anything was ever shared or received here: the table is made on first use."""
    sql = "SELECT 1 FROM sqlite_schema WHERE type='table' AND name='exchange'"
    return connection.execute(sql).fetchone() is not None


def create_exchange(connection: sqlite3.Connection) -> None:
    """Make the table of boxes, keys and marks; call within a transaction.

    Only a review that is shared has it, so that a file without it is not an older one.
    """
    if not has_exchange(connection):
        connection.execute(EXCHANGE)
        guard(connection, "exchange")


def guard(connection: sqlite3.Connection, table: str) -> None:
    """Refuse, from now on, to alter or delete what a table holds."""
    for verb in ("UPDATE", "DELETE"):
        connection.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'what is written is never altered'); END"
        )


def unguard(connection: sqlite3.Connection, table: str) -> None:
    """Let a step alter a table; the step guards it again before it ends."""
    for verb in ("update", "delete"):
        connection.execute(f"DROP TRIGGER {table}_no_{verb}")


def schema_of(connection: sqlite3.Connection) -> int:
    """The schema a connected file is in."""
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found


def migrate(connection: sqlite3.Connection, plan: Plan) -> None:
    """Take every step from the file's schema to the newest, each in one transaction."""
    for schema in range(schema_of(connection), plan.newest):
        with transaction(connection):
            plan.steps[schema](connection)
            connection.execute(f"PRAGMA user_version={schema + 1}")
