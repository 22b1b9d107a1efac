"""A part of the window that reads the review only while somebody looks at it."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget


class ReadWhenShown(QWidget):
    """What changed while another page or pane was in front is read when this one comes back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_stale = True

    def refresh(self) -> None:
        """Read again: now where this shows, else when it does."""
        self.is_stale = True
        if self.isVisible():
            self._catch_up()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        if self.is_stale:
            self._catch_up()

    def read(self) -> None:
        """Show what the review holds now."""
        raise NotImplementedError

    def _catch_up(self) -> None:
        self.is_stale = False
        self.read()
