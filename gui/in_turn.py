"""Many drafts written one after the other, with the window alive between them.

Only the session writes, and it writes on the main thread: an import of 100,000 records is a hundred
drafts, one a turn of the event loop, and one step of Undo. Stopping leaves what was written; the
same import again adds the rest.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from appraisal.errors import StorageError, UserError
from gui.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from appraisal.drafts import Draft


class InTurn(QObject):
    """Writes drafts until there are no more, one a turn."""

    progressed = Signal(int)
    ended = Signal(bool)  # whether all were written

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._drafts: Iterator[Draft] = iter(())
        self._done = 0
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._on_turn)
        session.opened.connect(self.stop)

    @property
    def is_running(self) -> bool:
        """Whether drafts are still waiting."""
        return self._timer.isActive()

    def start(self, drafts: "Iterable[Draft]", label: str) -> None:
        """Begin to write."""
        self._drafts = iter(drafts)
        self._done = 0
        self._session.undo_stack.beginMacro(label)
        self._timer.start()

    def stop(self) -> None:
        """Write no more."""
        if self.is_running:
            self._end(whole=False)

    def _on_turn(self) -> None:
        try:
            draft = next(self._drafts)
            self._session.attempt(draft)
        except StopIteration:
            self._end(whole=True)
        except UserError as fault:
            self._end(whole=False)
            self._session.refused.emit(fault)
        except StorageError as fault:
            self._end(whole=False)
            self._session.faulted.emit(fault)
        else:
            self._done += 1
            self.progressed.emit(self._done)

    def _end(self, *, whole: bool) -> None:
        self._timer.stop()
        self._session.undo_stack.endMacro()
        self.ended.emit(whole)
