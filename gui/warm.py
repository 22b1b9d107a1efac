"""What is slow to import is imported when the window is painted, before anyone asks for it.

The pages need a tenth of a second or two: they come one at a time between the person's own events,
because they make classes of Qt's. Then, once a review is open, comes the page that will be asked
for first, so that its first visit takes no longer than the next. The statistics rest on numpy and
scipy, which take a third of a second: they come in a thread. Nothing is computed here.
"""

import importlib
import threading
from collections.abc import Iterator
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

import gui.pages

if TYPE_CHECKING:
    from gui.window import Window

BETWEEN: Final = 150  # ms between two steps of building, in which the person comes first
VERBS: Final = ("gui.banners", "gui.exchange_verbs", "gui.palette", "appraisal.desk")
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
    """Imports verbs and pages, one whenever nothing else is to be done, and builds pages ahead."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self._rest = _names()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._step)
        window.session.opened.connect(self.start)
        window.session.language_changed.connect(self.start)

    def start(self) -> None:
        """Begin, when the window is painted, or there is another review or language."""
        self._timer.start()

    def _step(self) -> None:
        name = next(self._rest, None)
        if name is not None:
            importlib.import_module(name)
        elif self._timer.interval() < BETWEEN:
            self._timer.setInterval(BETWEEN)
        elif not self._window.build_ahead():
            self._timer.stop()


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
