"""The program with a window: application, look, language, session, window, in that order."""

import sys
from collections.abc import Sequence
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from appraisal import __version__
from appraisal.store import places
from gui import language, look
from gui.collecting import Collector
from gui.icons import sign
from gui.session import Session
from gui.settings import Settings, read_settings
from gui.warm import Pages, heavy_thread
from gui.window import Window

PAGES_AFTER = 30  # ms, when the window is painted
WARM_AFTER = 150


def main(arguments: Sequence[str]) -> int:
    """Open the window, with a review where one is named, and run until it is closed."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["evenhand", *arguments])
    app.setApplicationName("Evenhand")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("evenhand")
    collector = Collector(app)
    settings = read_settings(places.settings_file())
    look.apply_settings(settings)
    app.setWindowIcon(QIcon(sign(64)))
    language.speak(app, settings)
    window = open_window(settings)
    collector.wait_for(lambda: bool(window.session.jobs.running))
    _catch_crashes(window)
    if arguments:
        path = arguments[0]
        QTimer.singleShot(0, window, lambda: window.session.asked_file.emit(path))
    rest = Pages(window)
    QTimer.singleShot(PAGES_AFTER, window, rest.start)
    heavy = heavy_thread()
    QTimer.singleShot(WARM_AFTER, window, heavy.start)
    code = app.exec()
    if heavy.is_alive():
        heavy.join()
    collector.stop()
    return code


def open_window(settings: Settings) -> Window:
    """Make and show the window."""
    window = Window(Session(settings))
    window.show()
    return window


def _catch_crashes(window: Window) -> None:
    """Show a fault of the program in a dialog, and go on: what was answered is on the disk."""

    def caught(
        kind: type[BaseException], fault: BaseException, trace: TracebackType | None
    ) -> None:
        sys.__excepthook__(kind, fault, trace)
        if not issubclass(kind, KeyboardInterrupt):
            from gui import faults

            faults.show_crash(window, kind, fault, trace)

    sys.excepthook = caught
