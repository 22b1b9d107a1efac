"""Opening a review, in the one order that neither harms a file nor trusts it too early.

First bytes, place, desk lock, backup, connection and check, migration. What each step may meet has
a sentence of its own. Reading and writing rows is the business of `sqlite`.
"""

import sqlite3
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from appraisal.errors import StorageError
from appraisal.ledger import at_text
from appraisal.store import backups, lock, places
from appraisal.store.connection import (
    connect,
    connect_new,
    disconnect,
    is_connected,
    journal_of,
    transaction,
)
from appraisal.store.faults import (
    Damaged,
    NotUpgraded,
    ReadOnly,
    damaged,
    damaged_with_backup,
    name_taken,
    of_system,
    open_here,
    read_only,
    told,
    unreachable,
)
from appraisal.store.header import check_header
from appraisal.store.lock import Desk, DeskLock, Holder
from appraisal.store.migrations import PLAN, Plan, create_tables, migrate, schema_of
from appraisal.store.protocol import Notice
from resources.i18n import _

AT_ONCE = 50_000_000  # bytes; a larger file is checked and backed up in a job: `soundness`


@dataclass(slots=True)
class Opened:
    """A file on its way to being open: what was taken hold of, and what is to be said."""

    path: Path
    now: datetime
    connection: sqlite3.Connection | None = None
    lock: DeskLock | None = None
    read_only: str | None = None
    notices: list[Notice] = field(default_factory=list)

    def say(self, notice: Notice) -> None:
        """Keep something to be said once the file is open."""
        self.notices.append(notice)

    def give_up(self) -> None:
        """Let go of everything again."""
        if self.connection is not None:
            disconnect(self.connection)
            self.connection = None
        if self.lock is not None:
            self.lock.release()
            self.lock = None


@dataclass(frozen=True, slots=True)
class Wish:
    """How a file is to be opened."""

    desk: Desk
    now: datetime
    read_only: bool = False
    take_over: bool = False
    plan: Plan = PLAN


def make_file(path: Path, review: str, *, now: datetime, replace: bool = False) -> None:
    """Write a new, empty review, whole or not at all.

    Raises
    ------
    StorageError
        When there is a file of this name (unless `replace`), or it cannot be written.
    """
    if path.exists() and not replace:
        raise name_taken(path)
    if is_connected(path):
        raise open_here(path)
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with backups.temporary(path) as part:
            connection = connect_new(part)
            try:
                with transaction(connection):
                    create_tables(connection)
                    connection.executemany(
                        "INSERT INTO meta VALUES (?, ?)",
                        [("review", review), ("made_at", at_text(now))],
                    )
            finally:
                disconnect(connection)
            backups.put_in_place(part, path)


def open_file(path: Path, wish: Wish) -> Opened:
    """Open a review in the decided order.

    Raises
    ------
    StorageError
        When it must not or cannot be opened; nothing was then changed.
    """
    if not path.is_file():
        raise unreachable(path)
    try:
        return _open(path, wish)
    except Damaged as fault:
        kept = backups.newest_good(path)
        raise (damaged_with_backup(path, kept.at) if kept else fault) from fault


def _open(path: Path, wish: Wish) -> Opened:
    # a file this program has open already was looked at then, and must not be read plainly now
    schema = wish.plan.newest
    if not is_connected(path):
        schema = check_header(path, newest=wish.plan.newest)
    opened = Opened(path, wish.now)
    try:
        _look_around(opened)
        if wish.read_only:
            opened.read_only = _("Opened read-only.")
        else:
            _take_lock(opened, wish)
        with told(path):
            _connect_checked(opened, wish, schema=schema)
    except BaseException:
        opened.give_up()
        raise
    return opened


def _look_around(opened: Opened) -> None:
    """Step 2: where the file lies."""
    place = places.place_of(opened.path)
    if place.kind == "network":
        said = _("This review lies on a network share ({name}).").format(name=place.name)
    elif place.kind == "synced":
        said = _("This review lies in a folder that {name} copies around.").format(name=place.name)
    if place.kind != "local":
        advice = _("Work on a copy on this computer; share by parcel or server.")
        opened.say(Notice(place.kind, f"{said} {advice}", ("work_on_copy",)))
    copies = places.conflict_copies(opened.path)
    if copies:
        said = _("Another version of this review lies beside it: {names}").format(
            names=", ".join(copy.name for copy in copies)
        )
        opened.say(Notice("conflict_copies", said, ("merge",), copies))


def _take_lock(opened: Opened, wish: Wish) -> None:
    """Step 3: nobody else has it open, or we only read."""
    before = lock.read_holder(lock.lock_path(opened.path))
    try:
        taken = lock.take(opened.path, wish.desk, now=wish.now, force=wish.take_over)
    except OSError as fault:
        refused = of_system(fault, opened.path)
        if not isinstance(refused, ReadOnly):
            raise refused from fault
        _read_because_protected(opened)
        return
    if isinstance(taken, Holder):
        _read_beside(opened, taken)
        return
    opened.lock = taken
    if before is not None and lock.is_gone(before.desk):
        _say_recovered(opened)


def _read_beside(opened: Opened, holder: Holder) -> None:
    opened.read_only = lock.held_sentence(holder)
    asked = lock.may_be_taken(holder, now=opened.now)
    opened.say(Notice("read_only", opened.read_only, ("take_over",) if asked else ()))


def _read_because_protected(opened: Opened) -> None:
    opened.read_only = _("Read-only: this file or its folder cannot be written.")
    opened.say(Notice("read_only", opened.read_only, ("retry", "save_as", "work_on_copy")))


def _say_recovered(opened: Opened) -> None:
    said = _("The last session ended abruptly; everything answered is here.")
    opened.say(Notice("recovered", said))


def _connect_checked(opened: Opened, wish: Wish, *, schema: int) -> None:
    """Steps 4 to 6: backup, connection and check, migration."""
    was_torn = journal_of(opened.path).exists() and opened.read_only is None
    connection = opened.connection = connect(opened.path, write=opened.read_only is None)
    if opened.read_only is None and not _may_write(connection):
        _read_because_protected(opened)
        if opened.lock is not None:
            opened.lock.release()
            opened.lock = None
    if was_torn and not any(one.kind == "recovered" for one in opened.notices):
        _say_recovered(opened)
    review = _read_review(opened, connection)
    if opened.path.stat().st_size > AT_ONCE:
        opened.say(Notice("unchecked", _("This large review is still being checked.")))
    else:
        if opened.read_only is None and schema == wish.plan.newest:
            _back_up_if_due(opened, connection, review=review)
        if not backups.is_sound(connection):
            raise damaged(opened.path)
    if schema < wish.plan.newest:
        _bring_up_to_date(opened, wish, review=review, schema=schema)


def _may_write(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
        # begun on a protected file that is a reading transaction, without a word; this is refused
        connection.execute("DELETE FROM meta WHERE 0")
    except sqlite3.OperationalError as fault:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if getattr(fault, "sqlite_errorname", "").startswith("SQLITE_READONLY"):
            return False
        if fault.sqlite_errorname.startswith("SQLITE_BUSY"):
            return True  # another desk is writing at this moment, so it can be written
        raise
    connection.execute("ROLLBACK")
    return True


def _read_review(opened: Opened, connection: sqlite3.Connection) -> str:
    row = connection.execute("SELECT value FROM meta WHERE key='review'").fetchone()
    if row is None:
        raise damaged(opened.path)
    return str(row[0])


def _back_up_if_due(opened: Opened, connection: sqlite3.Connection, *, review: str) -> None:
    """Step 4; that no backup could be made keeps nobody from working."""
    try:
        is_blank = connection.execute("SELECT 1 FROM entry LIMIT 1").fetchone() is None
        if not is_blank and backups.is_due(review, now=opened.now):
            backups.keep(opened.path, review, now=opened.now)
    except (StorageError, OSError) as fault:
        said = _("No backup could be made: {why}").format(why=fault)
        opened.say(Notice("no_backup", said))


def _bring_up_to_date(opened: Opened, wish: Wish, *, review: str, schema: int) -> None:
    """Step 6: keep the former file, take the steps, put the former back if one fails."""
    path = opened.path
    if opened.read_only is not None:
        raise read_only(path)
    former = backups.free_name(path.with_name(f"{path.stem}.schema{schema}"))
    try:
        backups.keep(path, review, now=opened.now, schema=schema)
        backups.copy(path, former)
        _migrate(opened, wish.plan)
    except Exception as fault:  # a step may fail in any way; the former file must come back
        _put_back(opened, former, schema)
        raise NotUpgraded(
            _("Could not bring it up to date. Nothing was changed."),
            remedy=str(fault),
        ) from fault
    said = _("Brought up to date. The former file is kept as {name}.").format(name=former.name)
    opened.say(Notice("upgraded", said, (), (former,)))


def _migrate(opened: Opened, plan: Plan) -> None:
    connection = opened.connection
    assert connection is not None
    migrate(connection, plan)
    if not backups.is_sound(connection):
        raise damaged(opened.path)


def _put_back(opened: Opened, former: Path, schema: int) -> None:
    """Undo the steps that were taken before one failed; the last one undid itself."""
    connection = opened.connection
    assert connection is not None
    reached = schema_of(connection)
    disconnect(connection)
    opened.connection = None
    if not former.exists():
        return
    if reached == schema:
        former.unlink()
    else:
        former.replace(opened.path)
        backups.sync_folder(opened.path.parent)
