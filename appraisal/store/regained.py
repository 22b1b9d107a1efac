"""A file that was away and has come back: told from another of its name, and taken hold of anew.

A stick that was pulled out and put in again, or a share that was mounted again, has the same path
and the same content, yet what was connected to it before is of no use any more.
"""

import sqlite3
from pathlib import Path

from appraisal.store.connection import connect, disconnect

Place = tuple[int, int]
Newest = tuple[int, str, bytes]


def place_of(path: Path) -> Place | None:
    """What tells a file from another of the same name; None where there is none."""
    try:
        found = path.stat()
    except OSError:  # gone, or its medium is
        return None
    return found.st_dev, found.st_ino


def newest_row(connection: sqlite3.Connection) -> Newest | None:
    """The `seq`, id and hash of what was written last; None while nothing was."""
    found = connection.execute("SELECT seq, id, hash FROM entry ORDER BY seq DESC LIMIT 1")
    row: Newest | None = found.fetchone()
    return row


def regained(path: Path, newest: Newest | None) -> sqlite3.Connection | None:
    """A connection to the file now at a path, if it ends with what we saw written last.

    Another desk may have written in it meanwhile, or it is another file; None then.
    """
    connection = connect(path)
    try:
        if newest is not None and newest_row(connection) == newest:
            return connection
    except BaseException:
        disconnect(connection)
        raise
    disconnect(connection)
    return None
