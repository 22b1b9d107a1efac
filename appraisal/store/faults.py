"""What SQLite and the disk can answer, in sentences a person can act on.

Each fault has a class of its own, so that the window and the tests can tell them apart; `offers`
names what the window can do about it. What was to be written stays with the caller.
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from appraisal.errors import StorageError
from resources.i18n import _, moment_text


class NotOurs(StorageError):
    """A file of another kind."""


class TooNew(StorageError):
    """A file of a newer program."""


class NotUpgraded(StorageError):
    """A file of an older program that could not be brought up to date; it is as it was."""


class Damaged(StorageError):
    """A file of ours that is cut, zeroed or altered."""


class NoRoom(StorageError):
    """The disk is full."""


class ReadOnly(StorageError):
    """The file, its folder or its medium cannot be written."""


class NoCopy(StorageError):
    """The private copy of another file cannot be made or read."""


class Unreachable(StorageError):
    """The file is not there, or the medium is gone."""


class Moved(StorageError):
    """The file was replaced, renamed or deleted while it was open."""


class Busy(StorageError):
    """Another program holds the file for longer than we wait."""


class NameTaken(StorageError):
    """There is a file of this name already."""


def damaged(path: Path) -> Damaged:
    """The fault of a file that cannot be read in full."""
    return Damaged(
        _("Part of this file is damaged: {name}").format(name=path.name),
        remedy=_("Rescue what can be read into a new file. This one is left alone."),
        offers=("rescue",),
    )


def damaged_with_backup(path: Path, made: datetime) -> Damaged:
    """The same where a backup was made."""
    return Damaged(
        damaged(path).message,
        remedy=_("Restore the backup of {moment}, or rescue what can be read.").format(
            moment=moment_text(made)
        ),
        offers=("restore", "rescue"),
    )


def read_only(path: Path) -> ReadOnly:
    """The fault of a file that cannot be written."""
    return ReadOnly(
        _("{name} can be read but not written.").format(name=path.name),
        remedy=_("Save it under another name, or work on a copy."),
        offers=("retry", "save_as", "work_on_copy"),
    )


def unreachable(path: Path) -> Unreachable:
    """The fault of a file that is not there."""
    return Unreachable(
        _("The file cannot be reached: {name}").format(name=path.name),
        remedy=_("Connect its disk or network again, or save under another name."),
        offers=("retry", "save_as"),
    )


def no_room(*, writing: bool) -> NoRoom:
    """The fault of a full disk; `writing` says that an answer was on its way."""
    said = (
        _("No room on this disk: the last answer is not saved yet.")
        if writing
        else _("No room on this disk.")
    )
    return NoRoom(
        said,
        remedy=_("Make room and try again, or save elsewhere."),
        offers=("retry", "save_as"),
    )


def no_copy(of: Path) -> NoCopy:
    """The fault of a private copy of another file that is gone or has no room."""
    return NoCopy(
        _("The temporary copy of {name} could not be made or read; nothing was written.").format(
            name=of.name
        ),
        remedy=_("Make room on the disk for temporary files, then receive it again."),
    )


def moved(path: Path) -> Moved:
    """The fault of a file that is no longer where it was opened."""
    return Moved(
        _("{name} was moved, replaced or deleted while it was open.").format(name=path.name),
        remedy=_("Save under another name, then merge with the file that lies there now."),
        offers=("save_as", "merge"),
    )


def lost(path: Path, device: int | None) -> StorageError:
    """The fault of a file that is not where it was opened: it alone went, or all it lay on.

    `device` is what its folder was on; a mount point whose medium is gone is on another.
    """
    try:
        there = path.parent.stat().st_dev
    except OSError:
        return unreachable(path)
    return moved(path) if device in (None, there) else unreachable(path)


def name_taken(path: Path) -> NameTaken:
    """The fault of a name under which something lies already."""
    return NameTaken(
        _("There is a file of this name already: {name}").format(name=path.name),
        remedy=_("Choose another name."),
        offers=("save_as",),
    )


def open_here(path: Path) -> NameTaken:
    """The fault of writing over a file that is open in this very program."""
    return NameTaken(
        _("{name} is open in this window.").format(name=path.name),
        remedy=_("Close it first, or choose another name."),
        offers=("save_as",),
    )


def busy(path: Path) -> Busy:
    """The fault of a file another program holds."""
    return Busy(
        _("Another program is using {name}; nothing was written.").format(name=path.name),
        remedy=_("Try again in a moment."),
        offers=("retry",),
    )


@contextmanager
def told(path: Path, *, writing: bool = False, device: int | None = None) -> Iterator[None]:
    """Turn what SQLite or the system raises within into a `StorageError` with its sentence.

    `device` is what the file lay on when it was opened, where that is known.
    """
    try:
        yield
    except sqlite3.DatabaseError as fault:
        found = _of_sqlite(fault, path, writing=writing, device=device)
        if found is None:
            raise
        raise found from fault
    except OSError as fault:
        raise of_system(fault, path, writing=writing) from fault


@contextmanager
def told_of_copy(of: Path) -> Iterator[None]:
    """The same of the private copy of another file; a text in it that is none came with that."""
    try:
        yield
    except sqlite3.DatabaseError as fault:
        found = _of_sqlite(fault, of, writing=False, device=None)
        if found is None:
            raise
        is_the_copy = getattr(fault, "sqlite_errorname", "")  # empty: as in `_of_sqlite`
        raise no_copy(of) if is_the_copy else found from fault
    except OSError as fault:
        raise no_copy(of) from fault


def of_system(fault: OSError, path: Path, *, writing: bool = False) -> StorageError:
    """The sentence for a fault the operating system names."""
    if fault.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return no_room(writing=writing)
    if fault.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return read_only(path)
    return unreachable(path)


def _of_sqlite(
    fault: sqlite3.Error, path: Path, *, writing: bool, device: int | None
) -> StorageError | None:
    name = getattr(fault, "sqlite_errorname", "")  # empty where the module itself complains
    if name == "SQLITE_READONLY_DBMOVED":
        return lost(path, device)
    kind = name.removeprefix("SQLITE_").partition("_")[0]
    if kind == "FULL":
        return no_room(writing=writing)
    # Our statements are fixed: an error in one, or a text that is no text, is an altered file.
    altered = kind in {"", "ERROR"} and isinstance(fault, sqlite3.OperationalError)
    if altered or kind in {"CORRUPT", "NOTADB", "FORMAT"}:
        return damaged(path)
    if kind in {"READONLY", "PERM", "AUTH"}:
        return read_only(path)
    if kind in {"IOERR", "CANTOPEN"}:
        return lost(path, device) if writing and not path.exists() else unreachable(path)
    if kind in {"BUSY", "LOCKED", "PROTOCOL"}:
        return busy(path)
    return None
