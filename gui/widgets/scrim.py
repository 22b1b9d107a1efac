"""The veil over a window while something needs an answer: it takes clicks, keys and focus.

Dialogs and the palette are children of the window, not windows: so they look the same everywhere,
stay where they belong, and need no help from a window manager.
"""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from gui.theme import theme


class Scrim(QWidget):
    """Covers the window of a widget. `pressed()` is a click beside what lies on it."""

    pressed = Signal()

    def __init__(self, of: QWidget) -> None:
        self._window = of.window()
        super().__init__(self._window)
        self._before: QWidget | None = None
        self._window.installEventFilter(self)
        self.hide()

    def cover(self) -> None:
        """Come up."""
        self._before = QApplication.focusWidget()
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()

    def lift(self) -> None:
        """Go away, and give the focus back."""
        self.hide()
        before = self._before
        if before is not None and isValid(before) and before.isVisible():  # a page may have gone
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch what happens to another."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Take what Qt tells."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # the window's keys wait
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the focus inside."""
        return step_focus(self, forward=forward)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Take a press."""
        self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        QPainter(self).fillRect(self.rect(), theme().token("scrim"))


def step_focus(inside: QWidget, *, forward: bool) -> bool:
    """Move the focus to the next field inside a widget, round and round."""
    start = QApplication.focusWidget() or inside
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    other = _next(start, forward=forward)
    while other is not None and other is not start:
        wanted = other.focusPolicy() & Qt.FocusPolicy.TabFocus
        if wanted and inside.isAncestorOf(other) and other.isVisible() and other.isEnabled():
            other.setFocus(reason)
            return True
        other = _next(other, forward=forward)
    return False


def _next(widget: QWidget, *, forward: bool) -> QWidget | None:
    return widget.nextInFocusChain() if forward else widget.previousInFocusChain()
