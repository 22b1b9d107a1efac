"""Undo and Redo as the window does them: at once, or in a job where thousands of rows go back.

While such a job runs the window waits, with a bar and Cancel: the step is done whole or not at all,
and before any other. What is said meanwhile, a text that was being typed, is written after it.
"""

from PySide6.QtWidgets import QWidget

from appraisal import undo_jobs
from appraisal.errors import StorageError, UserError
from gui.commands import LedgerCommand
from gui.session import Session
from gui.waiting import TurnedBack, wait_for
from resources.i18n import _


def undo(window: QWidget, session: Session) -> None:
    """Take back the last thing done here."""
    _turn(window, session, redo=False)


def redo(window: QWidget, session: Session) -> None:
    """Do again what was taken back last."""
    _turn(window, session, redo=True)


def _turn(window: QWidget, session: Session, *, redo: bool) -> None:
    if session.is_held:
        return  # the step that runs is done first
    if _long(session, redo=redo) is not None and session.unsaved and not session.retry():
        return
    command = _long(session, redo=redo)  # what had waited is the last thing done now
    try:
        if command is not None:
            _turn_beside(window, session, command, redo=redo)
        else:
            (session.redo if redo else session.undo)()
    except TurnedBack:
        session.say(_("Stopped: everything stands as it stood."))
    except (UserError, StorageError) as fault:
        session.fail(fault)


def _turn_beside(window: QWidget, session: Session, command: LedgerCommand, *, redo: bool) -> None:
    name = _("Redo: {what}") if redo else _("Undo: {what}")
    with session.held() as review:
        place, state, author = review.store.path, review.state, review.author
        eyes = session.eyes()
        turn = session.redo if redo else session.undo
        try:
            written = wait_for(
                window,
                session,
                name.format(what=command.text()),
                lambda report: undo_jobs.put_back(
                    place, state, command.change, author, eyes=eyes, report=report
                ),
            )
        except UserError:  # it may no longer be turned: the step goes
            command.go_on_with(None)
            turn()
            raise
        command.go_on_with(written)
        turn()


def _long(session: Session, *, redo: bool) -> LedgerCommand | None:
    command = session.undo_stack.to_turn(redo=redo)
    return command if command is not None and undo_jobs.is_long(command.change) else None
