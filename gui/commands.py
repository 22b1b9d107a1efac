"""Undo: one command for every verb, because every verb is a draft."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from appraisal.review import Change, Review


class LedgerCommand(QUndoCommand):
    """A change that was committed; undone and redone by writing former claims again.

    It becomes obsolete when something else stands there by now: what others wrote is not touched.
    """

    def __init__(self, review: "Review", change: "Change") -> None:
        super().__init__(change.label)
        self._review = review
        self._change = change
        self._is_new = True

    def redo(self) -> None:
        """Take back the undoing; the first call, made by the stack, finds it done already."""
        if self._is_new:
            self._is_new = False
        else:
            self._turn()

    def undo(self) -> None:
        """Put back what stood before."""
        self._turn()

    def _turn(self) -> None:
        turned = self._review.undo(self._change)
        if turned is None:
            self.setObsolete(True)
        else:
            self._change = turned
