"""What is slow to import is imported when the window is painted, before anyone asks for it.

The pages need a tenth of a second or two: they come one at a time between the person's own events,
because they make classes of Qt's. The statistics rest on numpy and scipy, which take a third of a
second: they come in a thread. Nothing is computed here.
"""

import importlib
import threading
from collections.abc import Iterator
from pkgutil import iter_modules
from typing import Final

from PySide6.QtCore import QObject, QTimer

import gui.pages

VERBS: Final = ("gui.file_verbs", "gui.faults", "gui.palette", "appraisal.desk")
HEAVY: Final = (
    "stats.pool",
    "stats.measures",
    "stats.nnt",
    "stats.sensitivity",
    "stats.figures.forest",
    "appraisal.figures.forest",
    "appraisal.figures.sensitivity",
)


class Pages(QObject):
    """Imports the verbs and the pages, one module whenever nothing else is to be done."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rest = _names()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._step)

    def start(self) -> None:
        """Begin, when the window is painted."""
        self._timer.start()

    def _step(self) -> None:
        name = next(self._rest, None)
        if name is None:
            self._timer.stop()
        else:
            importlib.import_module(name)


def _names() -> Iterator[str]:
    yield from VERBS
    for found in iter_modules(gui.pages.__path__):
        yield f"gui.pages.{found.name}"


def import_heavy() -> None:
    """Import what the first plot will need."""
    for name in HEAVY:
        importlib.import_module(name)


def heavy_thread() -> threading.Thread:
    """The thread that imports it, not yet started; join it before the program ends."""
    return threading.Thread(target=import_heavy, name="warm-up", daemon=True)
