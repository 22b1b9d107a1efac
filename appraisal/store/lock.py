"""The desk lock: a small file beside a review that says who has it open.

It keeps two desks from answering side by side without knowing. It guards no data: SQLite's own
locks do, and two programs that write all the same lose nothing.
"""

import getpass
import json
import os
import secrets
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from appraisal.ledger import at_text
from resources.i18n import _, moment_text

ASK_AFTER = timedelta(minutes=2)
_TRIES = 10


@dataclass(frozen=True, slots=True)
class Desk:
    """Who works where: a person at one process of one computer."""

    person: str
    host: str
    process: int


@dataclass(frozen=True, slots=True)
class Holder:
    """What a lock says of the desk that holds it."""

    desk: Desk
    since: str
    token: str
    touched: datetime


@dataclass(frozen=True, slots=True)
class DeskLock:
    """A lock this desk holds."""

    path: Path
    token: str
    text: str

    def touch(self) -> Holder | None:
        """Show that we are still here; gives who took the lock from us, if someone did."""
        holder = read_holder(self.path)
        if holder is None:  # tidied away by someone: put it back
            return None if _make(self.path, self.text) else read_holder(self.path)
        if holder.token != self.token:
            return holder
        os.utime(self.path)
        return None

    def release(self) -> None:
        """Take the lock away, if it is still ours."""
        holder = read_holder(self.path)
        if holder is not None and holder.token == self.token:
            with suppress(OSError):  # the medium may be gone; the lock then grows old by itself
                self.path.unlink()


def this_desk(person: str = "") -> Desk:
    """The desk of this process; without a name it goes by the login."""
    return Desk(person or _login(), socket.gethostname(), os.getpid())


def lock_path(path: Path) -> Path:
    """Where the lock of a review lies."""
    return path.with_name(f".~{path.name}.lock")


def take(path: Path, desk: Desk, *, now: datetime, force: bool = False) -> DeskLock | Holder:
    """Take the lock of a review, or learn who holds it.

    A lock whose process is gone from this computer is taken without asking, and so is one whose
    maker was killed before it could say who it is; `force` takes any.

    Raises
    ------
    OSError
        When the folder cannot be written.
    """
    place = lock_path(path)
    token = secrets.token_hex(8)
    text = _lock_text(desk, now, token)
    if _make(place, text):
        return DeskLock(place, token, text)
    holder = _read_when_written(place)
    if holder is not None and holder.token and not force and not is_gone(holder.desk):
        return holder
    if holder is None or _set_aside(place, holder.token):
        _make(place, text)
    mine = read_holder(place)
    if mine is None:
        raise FileNotFoundError(place)
    return DeskLock(place, token, text) if mine.token == token else mine


def read_holder(place: Path) -> Holder | None:
    """Who holds a lock; None when there is none."""
    try:
        text = place.read_text(encoding="utf-8")
        touched = datetime.fromtimestamp(place.stat().st_mtime).astimezone()
    except FileNotFoundError:
        return None
    try:
        said = json.loads(text)
        desk = Desk(str(said["person"]), str(said["host"]), int(said["process"]))
        return Holder(desk, str(said["since"]), str(said["token"]), touched)
    except (ValueError, KeyError, TypeError):  # torn by a power cut, or being written
        return Holder(Desk("", "", 0), at_text(touched), "", touched)


def _read_when_written(place: Path) -> Holder | None:
    """Who holds a lock, leaving its maker the moment it takes to write that down."""
    holder = read_holder(place)
    for _turn in range(_TRIES):
        if holder is None or holder.token:
            break
        time.sleep(0.02)
        holder = read_holder(place)
    return holder


def may_be_taken(holder: Holder, *, now: datetime) -> bool:
    """Whether a lock was left untouched for so long that people may be asked to take it."""
    return now - holder.touched > ASK_AFTER


def is_gone(desk: Desk) -> bool:
    """Whether the desk's process ended; False when it runs or cannot be told from here."""
    if not desk.host:
        return False
    return desk.host == socket.gethostname() and not _runs(desk.process)


def held_sentence(holder: Holder) -> str:
    """Who has the review open since when."""
    return _("Open since {time} by {person} on {host}. Opened read-only.").format(
        time=_clock(holder.since), person=holder.desk.person, host=holder.desk.host
    )


def taken_sentence(holder: Holder) -> str:
    """Who took the review over from us."""
    return _("Taken over at {time} by {person} on {host}. Read-only from now on.").format(
        time=_clock(holder.since), person=holder.desk.person, host=holder.desk.host
    )


def _clock(at: str) -> str:
    """The time of day where it was today, else with the date."""
    try:
        local = datetime.fromisoformat(at).astimezone()
    except ValueError:
        return at
    same_day = local.date() == datetime.now().astimezone().date()
    return f"{local:%H:%M}" if same_day else moment_text(local)


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without a name
        return str(os.getuid()) if sys.platform != "win32" else "?"


def _lock_text(desk: Desk, now: datetime, token: str) -> str:
    return json.dumps(
        {
            "person": desk.person,
            "user": _login(),
            "host": desk.host,
            "process": desk.process,
            "since": at_text(now),
            "token": token,
        }
    )


def _make(place: Path, text: str) -> bool:
    """Write a lock where there is none; False where there is one."""
    try:
        handle = os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    return True


def _set_aside(place: Path, token: str) -> bool:
    """Remove the lock with this token, and no other that came in its place meanwhile."""
    aside = place.with_name(f"{place.name}.{secrets.token_hex(4)}")
    try:
        place.rename(aside)
    except FileNotFoundError:
        return True
    removed = read_holder(aside)
    if removed is not None and removed.token != token:
        with suppress(FileExistsError):
            os.link(aside, place)
        aside.unlink()
        return False
    aside.unlink()
    return True


def _runs(process: int) -> bool:
    if sys.platform == "win32":
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, 0, process)
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
