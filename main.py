"""Start the window, or a verb of the terminal; which of the two is all that is decided here."""

import os
import sys
from pathlib import Path

# Kept here, and checked against the terminal's own table, because a window should not wait for it.
VERBS = frozenset(
    {"sample", "report", "check", "share", "merge", "import", "agreement", "judge", "instruments"}
)


def main(arguments: list[str]) -> int:
    """Do what the command line asks and return the exit status."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # arrays of studies are small: one is faster
    first = arguments[0] if arguments else ""
    if first in VERBS or first.startswith("-"):
        from appraisal import cli

        return cli.main(arguments)
    if first and not Path(first).exists():  # a verb mistyped, or a file that is not there
        from appraisal import cli

        return cli.no_such(first)
    if not has_screen():
        from appraisal import cli

        return cli.without_screen(first or None)
    from gui import app

    return app.main(arguments)


def has_screen() -> bool:
    """Say whether Qt can open a window: without a display it would end the process."""
    places = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in places)


if __name__ == "__main__":
    if getattr(sys, "frozen", False):  # packed, a second process that draws figures begins here
        from multiprocessing import freeze_support

        freeze_support()
    sys.exit(main(sys.argv[1:]))
