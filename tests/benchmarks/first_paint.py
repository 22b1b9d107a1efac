"""Run the real program until its window is painted, print that moment, and end it."""

import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

import main


class _Watch(QObject):
    """Wait for the first paint of a window; the moment counted is when all of it is painted."""

    seen = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            not self.seen
            and event.type() == QEvent.Type.Paint
            and isinstance(watched, QWidget)
            and watched.isWindow()
        ):
            self.seen = True
            QTimer.singleShot(0, self._done)
        return False

    def _done(self) -> None:
        print(time.monotonic())
        QApplication.exit(0)


class _Application(QApplication):
    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._watch = _Watch()
        self.installEventFilter(self._watch)


if __name__ == "__main__":
    import PySide6.QtWidgets

    PySide6.QtWidgets.QApplication = _Application  # type: ignore[assignment,misc]  # the program finds ours
    sys.exit(main.main([]))
