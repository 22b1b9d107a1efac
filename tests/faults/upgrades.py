"""Made-up newer schemas, by which the machinery of migrations is proved."""

import sqlite3

from appraisal.store.migrations import SCHEMA, Plan, guard, unguard


def add_column(connection: sqlite3.Connection) -> None:
    unguard(connection, "blob")
    connection.execute("ALTER TABLE blob ADD COLUMN lang TEXT")
    connection.execute("UPDATE blob SET lang = 'en'")
    guard(connection, "blob")


def add_table(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE note(id TEXT, body TEXT) STRICT")
    connection.execute("INSERT INTO note SELECT id, body FROM entry")


def fail(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE half(id TEXT) STRICT")
    raise ValueError("a row of 1999 has no year")


PLAN = Plan(SCHEMA + 2, {SCHEMA: add_column, SCHEMA + 1: add_table})
FAILS_FIRST = Plan(SCHEMA + 2, {SCHEMA: fail, SCHEMA + 1: add_table})
FAILS_LATER = Plan(SCHEMA + 2, {SCHEMA: add_table, SCHEMA + 1: fail})
