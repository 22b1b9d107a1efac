"""Copies that are whole or not there at all, and the backups made of them.

Every copy goes through SQLite's backup into a temporary name in the target's folder, is checked,
synced, and only then put in place. Backups lie in the person's data folder, never beside the file,
and never hold attachments.
"""

import json
import os
import secrets
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from appraisal.store.connection import (
    connect,
    disconnect,
    is_connected,
    journal_of,
    refuse_connected,
)
from appraisal.store.faults import damaged, open_here, told
from appraisal.store.places import SUFFIX, backups_dir, data_dir
from appraisal.store.protocol import Report

NEWEST_KEPT = 10
DAYS_KEPT = 30
DUE_AFTER = timedelta(days=1)
_STAMP = "%Y%m%dT%H%M%S.%fZ"
_PLACES = "files.json"  # which files a folder of backups belongs to
_PLACES_KEPT = 20
_PAGES = 4_096  # copied between two reports


@dataclass(frozen=True, slots=True)
class Backup:
    """One kept copy of a review."""

    path: Path
    at: datetime
    schema: int | None = None  # kept because this schema was about to change


# -- copies ------------------------------------------------------------------------------------


def copy(
    source: Path,
    target: Path,
    *,
    held: sqlite3.Connection | None = None,
    report: Report | None = None,
) -> None:
    """Write a whole, checked copy of a review.

    `held` is the connection to a file that no longer lies at `source`: it was renamed, replaced or
    deleted under us, and can be read by nobody else. No transaction may be open in it. What
    `report` raises leaves no copy.

    Raises
    ------
    StorageError
        When the source is damaged or the target cannot be written; what stood there still stands.
    """
    if is_connected(target):
        raise open_here(target)
    with told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary(target) as part:
            _back_up(source, part, held, report)
            put_in_place(part, target)


@contextmanager
def temporary(target: Path) -> Iterator[Path]:
    """A name beside the target to write under; whatever is left of it goes at the end."""
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)
        journal_of(part).unlink(missing_ok=True)


def _content(path: Path) -> tuple[int, ...] | None:
    """What grows with every write; None when it cannot be read."""
    try:
        connection = connect(path, write=False)
    except (OSError, sqlite3.Error):
        return None
    try:
        row = connection.execute(
            "SELECT (SELECT max(seq) FROM entry), (SELECT count(*) FROM blob), "
            "(SELECT max(seq) FROM rejected), (SELECT user_version FROM pragma_user_version)"
        ).fetchone()
    except sqlite3.Error:
        return None
    finally:
        disconnect(connection)
    return tuple(number or 0 for number in row)


def put_in_place(part: Path, target: Path) -> None:
    """Sync a finished file and give it its name, replacing what stood there."""
    sync_file(part)
    part.replace(target)
    sync_folder(target.parent)


def sync_file(path: Path) -> None:
    """Have the system bring a file to the disk."""
    refuse_connected(path)
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Have the system bring the names in a folder to the disk, where it can."""
    if sys.platform == "win32":  # folders cannot be synced there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def restore(backup: Path, target: Path) -> Path | None:
    """Put a backup where a review lies; the former file is kept under another name, which is given.

    Raises
    ------
    StorageError
        When the backup is damaged too, or there is no room; the former file then stays.
    """
    refuse_connected(target)
    with told(target), temporary(target) as part:
        _back_up(backup, part)
        sync_file(part)
        former = None
        if target.exists():
            former = free_name(target.with_name(f"{target.stem} (former){target.suffix}"))
            target.rename(former)
            journal = journal_of(target)
            if journal.exists():  # it belongs to the former file and must not meet the new one
                journal.rename(journal_of(former))
        part.replace(target)
        sync_folder(target.parent)
    return former


def working_copy(source: Path, target: Path) -> None:
    """Copy a review from a place where it cannot be written, with what a killed program left.

    Raises
    ------
    StorageError
        When it cannot be read or written.
    """
    refuse_connected(source)
    with told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary(target) as part:
            shutil.copyfile(source, part)
            journal = journal_of(source)
            if journal.exists():
                shutil.copyfile(journal, journal_of(part))
            disconnect(connect(part))  # takes back what was half written
            _check(part, source)
            put_in_place(part, target)


def free_name(path: Path) -> Path:
    """The path itself, or with a number where there is a file of this name."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem} {number}{path.suffix}")
    return found


# -- backups -----------------------------------------------------------------------------------


def keep(path: Path, review: str, *, now: datetime, schema: int | None = None) -> Backup | None:
    """Back a review up and let go of the oldest; None when nothing was written since the last one.

    With `schema` the copy is made in any case and never let go of.
    """
    folder = backups_dir(review)
    kept = list_backups(review)
    if schema is None and kept and _content(kept[-1].path) == _content(path):
        return None
    label = "" if schema is None else f".schema{schema}"
    target = folder / f"{now.astimezone(UTC).strftime(_STAMP)}{label}{SUFFIX}"
    copy(path, target)
    _note_place(folder, path)
    prune(review, today=now.astimezone().date())
    return Backup(target, now, schema)


def is_due(review: str, *, now: datetime) -> bool:
    """Whether the last backup is older than a day, or there is none."""
    kept = list_backups(review)
    return not kept or now - kept[-1].at > DUE_AFTER


def list_backups(review: str) -> tuple[Backup, ...]:
    """The backups of a review, the newest last."""
    folder = backups_dir(review)
    if not folder.is_dir():
        return ()
    found = (_read_name(file) for file in folder.glob(f"*{SUFFIX}"))
    return tuple(sorted((one for one in found if one), key=lambda one: one.at))


def backups_of_file(path: Path) -> tuple[Backup, ...]:
    """The backups once made of the file at this path, which may itself be beyond reading."""
    place = str(path.absolute())
    folders = sorted((data_dir() / "backups").glob(f"*/{_PLACES}"))
    found = [
        one
        for file in folders
        if place in _read_places(file)
        for one in list_backups(file.parent.name)
    ]
    return tuple(sorted(found, key=lambda one: one.at))


def newest_good(path: Path) -> Backup | None:
    """The newest backup of the file at this path that can be read whole; None without one."""
    return next((one for one in reversed(backups_of_file(path)) if _is_good(one.path)), None)


def prune(review: str, *, today: date) -> None:
    """Keep the newest ten, the last of each of thirty days, and those from before a new schema."""
    kept = list_backups(review)
    last_of_day = {one.at.astimezone().date(): one for one in kept}
    oldest_day = today - timedelta(days=DAYS_KEPT)
    spared = {one.path for one in kept[-NEWEST_KEPT:]}
    spared |= {one.path for day, one in last_of_day.items() if day > oldest_day}
    spared |= {one.path for one in kept if one.schema is not None}
    for one in kept:
        if one.path not in spared and not is_connected(one.path):
            one.path.unlink(missing_ok=True)


def _back_up(
    source: Path,
    part: Path,
    held: sqlite3.Connection | None = None,
    report: Report | None = None,
) -> None:
    # A connection of its own: backup() waits for ever on one that has a transaction open.
    with told(source):
        reading = held or connect(source, write=False)
    try:
        writing = sqlite3.connect(part, isolation_level=None)
        try:
            writing.execute("PRAGMA synchronous=OFF")  # synced as a whole, before it gets its name
            with told(source):
                if report is None:
                    reading.backup(writing)
                else:
                    tell = report
                    reading.backup(
                        writing,
                        pages=_PAGES,
                        progress=lambda _how, left, total: tell(total - left, total),
                    )
        finally:
            writing.close()
    finally:
        if held is None:
            disconnect(reading)
    _check(part, source)


def _check(part: Path, source: Path) -> None:
    connection = connect(part, write=False)
    try:
        with told(source):
            if not is_sound(connection):
                raise damaged(source)
    finally:
        disconnect(connection)


def is_sound(connection: sqlite3.Connection) -> bool:
    """Whether SQLite finds nothing wrong with the file as a whole."""
    return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")


def _is_good(file: Path) -> bool:
    """Whether a backup is sound and of a review; one that cannot even be opened is not."""
    try:
        connection = connect(file, write=False)
    except (OSError, sqlite3.Error):
        return False
    try:
        return is_sound(connection) and _content(file) is not None
    except sqlite3.Error:
        return False
    finally:
        disconnect(connection)


def _read_name(file: Path) -> Backup | None:
    stamp, _mark, label = file.name.removesuffix(SUFFIX).partition(".schema")
    try:
        at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
        return Backup(file, at, int(label) if label else None)
    except ValueError:  # not a name of ours
        return None


def _read_places(file: Path) -> list[str]:
    try:
        told_of = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # lost or torn: written anew with the next backup
        return []
    return (
        [place for place in told_of if isinstance(place, str)] if isinstance(told_of, list) else []
    )


def _note_place(folder: Path, path: Path) -> None:
    place, file = str(path.absolute()), folder / _PLACES
    known = _read_places(file)
    if known[:1] != [place]:
        known = [place, *(one for one in known if one != place)][:_PLACES_KEPT]
        file.write_text(json.dumps(known), encoding="utf-8")
