"""Collect garbage on the main thread alone.

Python collects cycles on whichever thread happens to allocate. On the thread of a job that may be a
widget's: Qt then takes it down holding its lock of signals and waits for Python, while the main
thread holds Python and waits for that lock, and the window never answers again. So the automatic
collection is off while the program runs, and a timer does its work here, by the same thresholds.

Only the walk through everything waits longer than Python's own would: a report of two hundred
studies is a third of a second of it. It waits for jobs to end, and takes a fiftieth of the time at
the most.
"""

import gc
from collections.abc import Callable
from time import perf_counter
from typing import Final

from PySide6.QtCore import QObject, QTimer

EVERY: Final = 250  # ms
WHOLE: Final = 2  # the oldest generation: with it, everything is walked through
REST: Final = 50  # so many times as long as a whole walk took, there is no other
PATIENCE: Final = 20  # so many times over its threshold, it waits for no job


class Collector(QObject):
    """Does what Python's own collector would, between the person's events."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._is_busy = _never
        self._not_before = 0.0
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def wait_for(self, is_busy: Callable[[], bool]) -> None:
        """Walk through everything only while this says no."""
        self._is_busy = is_busy

    def stop(self) -> None:
        """Give the work back to Python."""
        self._timer.stop()
        gc.enable()

    def _collect(self) -> None:
        """Collect the oldest generation that is due, and with it the younger ones."""
        counts, limits = gc.get_count(), gc.get_threshold()
        due = [one for one in range(WHOLE + 1) if limits[one] and counts[one] > limits[one]]
        if WHOLE in due and not self._may_walk(counts[WHOLE] > PATIENCE * limits[WHOLE]):
            due.remove(WHOLE)
        if not due:
            return
        began = perf_counter()
        gc.collect(due[-1])
        if due[-1] == WHOLE:
            now = perf_counter()
            self._not_before = now + REST * (now - began)

    def _may_walk(self, is_overdue: bool) -> bool:
        return is_overdue or (perf_counter() >= self._not_before and not self._is_busy())


def _never() -> bool:
    return False
