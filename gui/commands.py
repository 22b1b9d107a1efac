"""Undo: one command for every verb, because every verb is a draft; and the stack of them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand, QUndoStack

from appraisal.errors import StorageError, UserError
from appraisal.subjects import parse, study_subject
from resources.i18n import _

Fault = StorageError | UserError
Failed = Callable[[Fault], None]

if TYPE_CHECKING:
    from appraisal.review import Change, DrawnUp, Review
    from appraisal.state import State


class LedgerCommand(QUndoCommand):
    """A change that was committed; undone and redone by writing former claims again.

    It becomes obsolete when something else stands there by now: what others wrote is not touched;
    and when it may no longer be turned, as an answer that was submitted meanwhile.
    A fault is handed to `failed`, because nothing may be raised through the stack, which is Qt's.
    """

    def __init__(self, review: "Review", change: "Change", failed: Failed) -> None:
        super().__init__(change.label)
        self._failed = failed
        self._review = review
        self._change = change
        self._is_done = True  # the stack moves over it without a turn
        self._written: tuple[DrawnUp | None, ...] = ()

    @property
    def change(self) -> "Change":
        """What it did last: written, taken back, or done again."""
        return self._change

    def go_on_with(self, written: "DrawnUp | None") -> None:
        """Let the next turn be what a job wrote; None where something else stood there."""
        self._written = (written,)

    @property
    def subjects(self) -> frozenset[str]:
        """What it touches."""
        return self._change.subjects

    def redo(self) -> None:
        """Take back the undoing; the first call, made by the stack, finds it done already."""
        self._turn()

    def undo(self) -> None:
        """Put back what stood before."""
        self._turn()

    def _turn(self) -> None:
        if self._is_done:
            self._is_done = False
            return
        try:
            turned = self._turned()
        except StorageError as fault:
            self._is_done = True  # the stack has moved on, and steps back over it
            self._failed(fault)
            return
        except UserError as fault:
            self.setObsolete(True)
            self._failed(fault)
            return
        if turned is None:
            self.setObsolete(True)
        else:
            self._change = turned

    def _turned(self) -> "Change | None":
        if not self._written:
            return self._review.undo(self._change)
        (written,), self._written = self._written, ()
        return None if written is None else self._review.adopt(written)


class Steps(QUndoStack):
    """What was done here since the review was opened, each step turned back or done again."""

    _fault: Fault | None = None

    def note(self, review: "Review", change: "Change") -> None:
        """Put on top what was just written."""
        self.push(LedgerCommand(review, change, self._on_failed))

    def to_turn(self, *, redo: bool = False) -> LedgerCommand | None:
        """What the next undo, or redo, would turn back; None where there is nothing."""
        place = self.index() - (0 if redo else 1)
        found = self.command(place) if 0 <= place < self.count() else None
        return found if isinstance(found, LedgerCommand) else None

    def turn(self, *, redo: bool) -> tuple[Fault | None, bool]:
        """Undo or redo; where the disk fails, the stack, which has moved on, goes back.

        Gives the fault, and whether it was done: not where it failed, nor where another value
        stands by now.
        """
        step, back = (self.redo, self.undo) if redo else (self.undo, self.redo)
        before = self.count()
        self._fault = None
        step()
        fault = self._fault
        if isinstance(fault, StorageError):
            back()
        return fault, fault is None and self.count() == before

    def _on_failed(self, fault: Fault) -> None:
        self._fault = fault


def told(state: "State", command: LedgerCommand | None) -> str:
    """What a command of the stack did, after the study it was done to."""
    if command is None:
        return ""
    of_study = ("study", "appraisal", "extraction")
    touched = map(parse, command.subjects)
    studies = {one.ids[0] for one in touched if one.kind in of_study}
    label = state.text(study_subject(studies.pop()), "label") if len(studies) == 1 else ""
    if not label:
        return command.text()
    return _("{study}, {deed}").format(study=label, deed=command.text())
