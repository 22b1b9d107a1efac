"""Collect garbage on the main thread alone.

Python collects cycles on whichever thread happens to allocate. On the thread of a job that may be a
widget's: Qt then takes it down holding its lock of signals and waits for Python, while the main
thread holds Python and waits for that lock, and the window never answers again. So the automatic
collection is off while the program runs, and a timer does its work here, by the same thresholds.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

EVERY: Final = 250  # ms


class Collector(QObject):
    """Does what Python's own collector would, between the person's events."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(collect)
        self._timer.start()

    def stop(self) -> None:
        """Give the work back to Python."""
        self._timer.stop()
        gc.enable()


def collect() -> None:
    """Collect the oldest generation that is due, and with it the younger ones."""
    due = [
        generation
        for generation, (count, limit) in enumerate(
            zip(gc.get_count(), gc.get_threshold(), strict=True)
        )
        if limit and count > limit
    ]
    if due:
        gc.collect(max(due))
