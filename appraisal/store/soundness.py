"""The longer looks at a review, for jobs: each opens the file by itself, in its own thread."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from appraisal.hashes import row_holds
from appraisal.ledger import Row
from appraisal.store import backups, places
from appraisal.store.connection import connect, disconnect
from appraisal.store.faults import damaged, told
from appraisal.store.sqlite import open_reader

EVERY = timedelta(days=7)
_REPORT_EACH = 1_000

Report = Callable[[int, int], None]


def look_after(path: Path, *, now: datetime | None = None) -> None:
    """Check a review as a whole, then back it up if anything was written since the last time.

    Opening does this at once for small files; for larger ones the notice `unchecked` asks for it.
    After any opening it makes that opening's backup.

    Raises
    ------
    StorageError
        When the file is damaged (it is then not backed up) or the copy cannot be made.
    """
    with told(path):
        connection = connect(path, write=False)
        try:
            if not backups.is_sound(connection):
                raise damaged(path)
            (review,) = connection.execute("SELECT value FROM meta WHERE key='review'").fetchone()
        finally:
            disconnect(connection)
        backups.keep(path, review, now=now or datetime.now(UTC))


def altered_rows(
    path: Path, *, report: Report | None = None, cancelled: Callable[[], bool] | None = None
) -> tuple[Row, ...]:
    """The rows that no longer say what their hash was made of.

    Raises
    ------
    StorageError
        When the file cannot be read.
    """
    store = open_reader(path)
    try:
        rows = tuple(store.entries())
    finally:
        store.close()
    altered: list[Row] = []
    for number, row in enumerate(rows):
        if number % _REPORT_EACH == 0:
            if cancelled is not None and cancelled():
                break
            if report is not None:
                report(number, len(rows))
        if not row_holds(row):
            altered.append(row)
    return tuple(altered)


def is_due(review: str, *, now: datetime) -> bool:
    """Whether the hashes of a review were last looked at more than a week ago, or never here."""
    try:
        last = datetime.fromtimestamp(_mark(review).stat().st_mtime, UTC)
    except FileNotFoundError:
        return True
    return now - last > EVERY


def note_done(review: str) -> None:
    """Note that the hashes of a review were looked at now."""
    mark = _mark(review)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()


def _mark(review: str) -> Path:
    return places.state_dir() / "checked" / places.backups_dir(review).name
