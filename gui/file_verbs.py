"""What a person does with whole files: open and close, copies, and ways out of faults."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from appraisal import attachments, desk
from appraisal.errors import StorageError, UserError
from appraisal.parcels import SUFFIX
from appraisal.store import places
from gui import dialogs, faults
from gui.jobs import Report
from gui.session import Session
from gui.sign_in import sign_in_on_opening
from gui.waiting import TurnedBack, wait_for
from resources.i18n import _, language

if TYPE_CHECKING:
    from collections.abc import Callable

    from appraisal.opening_jobs import Read
    from appraisal.state import State
    from gui.window import Window

KINDS = f"*{places.SUFFIX}"
OPENED = f"{KINDS} *{SUFFIX}"


def open_one(window: "Window", session: Session) -> None:
    """Ask for a file and open it."""
    chosen, _kind = QFileDialog.getOpenFileName(
        window,
        _("Open a review"),
        _last_folder(session),
        _("Reviews and parcels ({kinds})").format(kinds=OPENED) + ";;" + _("All files (*)"),
    )
    if chosen:
        session.asked_file.emit(chosen)  # a parcel is received, which another verb does


def close(window: "Window", session: Session) -> None:
    """Close the review; ask first where no disk took some answers."""
    session.leaving.emit()
    if not session.unsaved or may_leave(window, session):
        session.close()


def open_path(
    window: "Window",
    session: Session,
    path: Path,
    *,
    reader: str = "",
    read_only: bool = False,
    take_over: bool = False,
) -> bool:
    """Open a file and ask who sits down, or say why it cannot be opened; whether it is open."""
    session.leaving.emit()
    if session.unsaved and not may_leave(window, session):
        return False
    read = _reading(window, session, reader)
    try:
        session.open(
            path, reader=reader, ask=True, read_only=read_only, take_over=take_over, read=read
        )
    except TurnedBack:
        session.say(_("Stopped: {name} was not opened.").format(name=path.name))
        return False
    except (StorageError, UserError) as fault:
        way = faults.show_open_fault(window, fault, str(path))
        return _take_way(window, session, path, way)
    if not reader:
        sign_in_on_opening(window, session)
    return True


def _reading(window: QWidget, session: Session, reader: str) -> "Callable[[Path], Read]":
    """Read a review beside the window, which waits with a bar and Cancel where that takes long."""
    from appraisal.opening_jobs import read_review

    def who(state: "State", review: str) -> str:
        known = session.settings.readers.get(review, "")
        return desk.who_sits_down(state, wanted=reader, known=known, ask=True)

    def read(path: Path) -> "Read":
        found: Read = wait_for(
            window,
            session,
            _("Opening {name}").format(name=path.name),
            lambda report: read_review(path, who, language(), report=report),
        )
        return found

    return read


def save_as(window: "Window", session: Session) -> None:
    """Write a whole copy, and go on working in it."""
    if session.review is None:
        return
    name = f"{session.review.store.path.stem} copy"
    path = ask_save(window, _("Save a copy as"), name)
    if path is not None:
        _copy_and_open(window, session, path)


def save_elsewhere(window: "Window", session: Session, *, was_moved: bool = False) -> None:
    """Write a copy where there is room, and put into it what could not be written here.

    Where the file was moved from under us, what lies in its place by now is offered to be merged.
    """
    waiting, former = list(session.unsaved), session.review
    save_as(window, session)
    if session.review is former:
        return
    if waiting and not session.read_only:
        session.unsaved = waiting
        session.retry()
    if was_moved and former is not None and former.store.path.is_file():
        faults.say_other(window, former.store.path)


def work_on_copy(window: "Window", session: Session) -> None:
    """Write a copy and go on in it, where this file cannot be changed any more."""
    save_elsewhere(window, session)


def open_again(window: "Window", session: Session) -> None:
    """Try once more to open this file for writing."""
    if session.review is not None:
        _open_as(window, session, session.review.store.path, session.reader)


def take_over(window: "Window", session: Session) -> None:
    """Take the file from a desk that was left."""
    if session.review is None:
        return
    sure = dialogs.ask(
        window,
        _("Take this review over?"),
        [_("Do so only if nobody works in it on the other computer any more.")],
        [dialogs.Way("", _("Cancel")), dialogs.Way("yes", _("Take over"), "primary")],
    )
    if sure == "yes":
        open_path(window, session, session.review.store.path, take_over=True)


def retry(window: "Window", session: Session) -> None:
    """Write what could not be written before."""
    if session.retry():
        window.take_banner("fault")
        session.say(_("Everything is saved."))


def may_leave(window: "Window", session: Session) -> bool:
    """Ask before the window closes over answers that no disk has taken."""
    way = dialogs.ask(
        window,
        _("Some answers are not saved yet"),
        [_("The disk would not take them. Leave, and they are lost.")],
        [
            dialogs.Way("leave", _("Leave without them")),
            dialogs.Way("", _("Stay")),
            dialogs.Way("save", _("Save elsewhere"), "primary"),
        ],
    )
    if way == "save":
        save_elsewhere(window, session)
        return not session.unsaved
    return way == "leave"


def _take_way(window: "Window", session: Session, path: Path, way: str) -> bool:
    if way == "retry":
        return open_path(window, session, path)
    if way == "open_read_only":
        return open_path(window, session, path, read_only=True)
    if way == "take_over":
        return open_path(window, session, path, take_over=True)
    if way == "work_on_copy":
        return _open_copy(window, session, path)
    if way in ("restore", "rescue"):
        return _mend(window, session, path, way)
    return False


def _open_copy(window: "Window", session: Session, path: Path) -> bool:
    """Copy a review that cannot be opened where it lies to another place, and open that."""
    target = ask_save(window, _("Save a copy as"), f"{path.stem} copy")
    if target is None:
        return False
    try:
        desk.working_copy(path, target)
    except StorageError as fault:
        way = faults.show_open_fault(window, fault, str(target))
        return way == "work_on_copy" and _open_copy(window, session, path)
    return open_path(window, session, target)


def _mend(
    window: "Window", session: Session, path: Path, way: str, *, rescued: Path | None = None
) -> bool:
    """Restore the last backup, or rescue what can be read, into a new file, and then open that.

    That takes seconds for a large file, so the window goes on; nothing is open when this returns.
    Beside what was `rescued` a backup is opened, and what the former holds can be received in it.
    """
    name = _("{name} backup") if rescued is not None else _("{name} mended")
    title = _("Where should the mended review be saved?")
    target = ask_save(window, title, name.format(name=path.stem))
    if target is None:
        return False

    def work(report: Report) -> tuple[str, str]:
        if way == "restore":
            return desk.restore(path, target), ""
        return desk.rescue(path, target, report=report)

    def done(made: tuple[str, str]) -> None:
        said, backup = made
        ways = [dialogs.Way("", _("Open it") if backup else _("Close"), "primary")]
        if backup:
            ways.insert(
                0, dialogs.Way("backup", _("Open the backup of {moment}").format(moment=backup))
            )
        if dialogs.ask(window, _("A new file was made"), [said, str(target)], ways) == "backup":
            _mend(window, session, path, "restore", rescued=target)
            return
        if open_path(window, session, target) and rescued is not None:
            faults.say_rescued(window, rescued)

    reading = _("Reading what is left of {name}").format(name=path.name)
    session.jobs.run(reading, work, done=done, failed=partial(dialogs.tell_why, window))
    return False


def _copy_and_open(window: "Window", session: Session, path: Path) -> None:
    reader = session.reader
    try:
        copy(window, session, path)
    except TurnedBack:
        session.say(_("Stopped: no copy was written."))
        return
    except StorageError as fault:
        faults.show_open_fault(window, fault, str(path))
        return
    _open_as(window, session, path, reader)


def _open_as(window: "Window", session: Session, path: Path, reader: str) -> None:
    """Open a file for whoever sits here, read beside the window."""
    try:
        session.open(path, reader=reader, read=_reading(window, session, reader))
    except TurnedBack:
        session.say(_("Stopped: {name} was not opened.").format(name=path.name))
    except (StorageError, UserError) as fault:
        faults.show_open_fault(window, fault, str(path))


def copy(window: QWidget, session: Session, path: Path) -> None:
    """Copy the open review with its PDFs, beside the window.

    Raises
    ------
    StorageError
        When it cannot be read or written.
    TurnedBack
        When the person cancelled it; there is no copy then.
    """
    review = session.review
    assert review is not None
    if review.store.is_moved:  # none but the store that holds it can read it any more
        review.store.copy_to(path)
        attachments.move_along(review.store.path, path)
        return
    from appraisal import exchange_jobs  # heavy, and asked for by few

    place = review.store.path
    wait_for(
        window,
        session,
        _("Copying {name}").format(name=place.name),
        lambda report: exchange_jobs.copy_review(place, path, report=report),
    )


def ask_save(window: QWidget, title: str, name: str) -> Path | None:
    """Ask where a review's file should lie."""
    folder = Path.home() / "Documents"
    place = (folder if folder.is_dir() else Path.home()) / f"{name}{places.SUFFIX}"
    chosen, _kind = QFileDialog.getSaveFileName(
        window, title, str(place), _("Reviews ({kinds})").format(kinds=KINDS)
    )
    if not chosen:
        return None
    return settle_place(window, Path(chosen), places.with_suffix(Path(chosen)))


def settle_place(window: QWidget, chosen: Path, path: Path) -> Path | None:
    """The path to write to, once its folder is there and what the system did not ask is asked.

    The system's dialog asks before a file is replaced, but not for a name that gets its suffix
    here; and a folder that was mistyped shall not come to be in silence.
    """
    if path != chosen and path.exists():
        sure = dialogs.ask(
            window,
            _("Replace {name}?").format(name=path.name),
            [_("There is already a file of this name in {folder}.").format(folder=path.parent)],
            [dialogs.Way("", _("Cancel")), dialogs.Way("yes", _("Replace"), "primary")],
        )
        if sure != "yes":
            return None
    if not path.parent.exists():
        sure = dialogs.ask(
            window,
            _("Make a new folder?"),
            [_("There is no folder {folder}.").format(folder=path.parent)],
            [dialogs.Way("", _("Cancel")), dialogs.Way("yes", _("Make it"), "primary")],
        )
        if sure != "yes":
            return None
    return path


def _last_folder(session: Session) -> str:
    recents = session.settings.recents
    return str(Path(recents[0].path).parent) if recents else str(Path.home())


def file_name(title: str) -> str:
    """A title as the name of a file."""
    kept = "".join(letter if letter.isalnum() or letter in " -_" else " " for letter in title)
    return " ".join(kept.split())[:60] or "review"
