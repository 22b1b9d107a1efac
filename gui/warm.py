"""What is slow to import is imported beside the window, before anyone asks for it.

The statistics rest on numpy and scipy, which take a third of a second. Nothing is computed here.
"""

import importlib
import threading
from typing import Final

HEAVY: Final = (
    "stats.pool",
    "stats.measures",
    "stats.nnt",
    "stats.sensitivity",
    "stats.figures.forest",
    "appraisal.figures.forest",
    "appraisal.figures.sensitivity",
)


def import_heavy() -> None:
    """Import what the first plot will need."""
    for name in HEAVY:
        importlib.import_module(name)


def heavy_thread() -> threading.Thread:
    """The thread that imports it, not yet started; join it before the program ends."""
    return threading.Thread(target=import_heavy, name="warm-up", daemon=True)
