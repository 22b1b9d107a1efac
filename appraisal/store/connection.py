"""Connections with the settings that were decided, and a note of which files have one.

SQLite guards a file with locks that the system drops as soon as *any* handle of this process on
that file is closed. So nothing here reads a connected file by other means: `refuse_connected` is
asked first wherever a file is opened plainly.
"""

import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

APPLICATION_ID = 0x45564E48  # "EVNH"
PAGE_SIZE = 4096
ROOM = 65_536  # KiB for the pages of a file that is gone through as a whole
WAIT = 5000  # milliseconds for another program's write to end

# Measured, not defaults to be "optimised": docs/storage_and_teams.md, sections 1 and 9.
_SETTINGS = (
    "trusted_schema=OFF",
    "foreign_keys=ON",
    "recursive_triggers=ON",  # else INSERT OR REPLACE would slip past the triggers
    "cell_size_check=ON",
    "mmap_size=0",
    "temp_store=MEMORY",
    "cache_size=-32768",  # KiB: an index of 450,000 ids fits
    "fullfsync=ON",  # macOS: sync to the medium, not to the drive's own memory
    f"busy_timeout={WAIT}",
)

Key = tuple[int, int]
_guard = threading.Lock()
_connected: Counter[Key] = Counter()
_keys: dict[int, Key] = {}


def connect(path: Path, *, write: bool = True) -> sqlite3.Connection:
    """Connect to a file that exists; without `write` the connection refuses to change it."""
    if write:
        connection = _opened(path, "rw")
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA synchronous=EXTRA")
        return connection
    try:  # a connection that may write can also put right what a killed program left
        connection = _opened(path, "rw")
    except sqlite3.OperationalError:
        connection = _opened(path, "ro")
    connection.execute("PRAGMA query_only=ON")
    return connection


def connect_new(path: Path) -> sqlite3.Connection:
    """Make an empty file of ours and connect to it."""
    connection = _opened(path, "rwc")
    connection.execute(f"PRAGMA page_size={PAGE_SIZE}")
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("PRAGMA synchronous=EXTRA")
    return connection


def connect_passing(path: Path) -> sqlite3.Connection:
    """Make a file that only this program reads and nobody keeps: it is never synced."""
    connection = _opened(path, "rwc")
    connection.execute("PRAGMA journal_mode=OFF")
    connection.execute("PRAGMA synchronous=OFF")
    return connection


def attach(connection: sqlite3.Connection, path: Path, name: str) -> None:
    """Let a connection read another file under a name; call it outside a transaction."""
    # its own room: without a word it would get the 2 MB that are SQLite's default
    place, sql = path.absolute().as_uri(), f"ATTACH ? AS {name}"
    try:  # as in `connect`: what a killed program left is put right
        connection.execute(sql, (f"{place}?mode=rw",))
    except sqlite3.OperationalError:
        connection.execute(sql, (f"{place}?mode=ro",))
    connection.execute(f"PRAGMA {name}.cache_size=-{ROOM}")


@contextmanager
def unaltered(path: Path) -> Iterator[None]:
    """Keep every program from writing to a file while it is looked at more than once."""
    connection = connect(path, write=False)
    try:
        connection.execute("BEGIN")
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
        yield
    finally:
        disconnect(connection)


def disconnect(connection: sqlite3.Connection) -> None:
    """Close a connection and forget it."""
    connection.close()
    with _guard:
        key = _keys.pop(id(connection), None)
        if key is not None:
            _connected[key] -= 1


def is_connected(path: Path) -> bool:
    """Whether this process has a connection to the file."""
    try:
        key = _key(path)
    except OSError:  # nothing is there, so nothing of it is open
        return False
    with _guard:
        return _connected[key] > 0


def refuse_connected(path: Path) -> None:
    """Stop before a connected file is opened plainly, which would drop SQLite's locks on it.

    Raises
    ------
    RuntimeError
        Always a fault of the program: whoever calls must have asked `is_connected`.
    """
    if is_connected(path):
        raise RuntimeError(f"{path.name} is connected and must not be opened by other means")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction: all of it on the disk at the end, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # After a fault of the disk SQLite may have rolled back by itself; the first fault counts.
        with suppress(sqlite3.Error):
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        raise


def journal_of(path: Path) -> Path:
    """The journal SQLite keeps beside a file while it writes."""
    return path.with_name(path.name + "-journal")


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=WAIT / 1000,
    )
    try:
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        key = _key(path)
    except BaseException:
        connection.close()
        raise
    with _guard:
        _connected[key] += 1
        _keys[id(connection)] = key
    return connection


def _key(path: Path) -> Key:
    found = path.stat()  # follows links, as SQLite does
    return found.st_dev, found.st_ino
