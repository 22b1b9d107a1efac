"""Print the texts that the window's forest plot of a review draws, as JSON.

    QT_QPA_PLATFORM=offscreen python -m tests.tools.window_texts FILE

A window of its own opens the file and shows Synthesis; what the canvas paints is what is printed.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from stats.figures.scene import Text

TURNS, PAUSE_MS = 400, 50


def main() -> int:
    """Open the window, read its canvas, close it."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["EVENHAND_HOME"] = home
        texts = drawn(Path(sys.argv[1]))
    sys.stdout.write(json.dumps(texts))
    return 0 if texts else 1


def drawn(review: Path) -> list[str]:
    """The texts of the first figure that Synthesis shows."""
    from gui import look
    from gui.session import Session
    from gui.settings import Settings
    from gui.widgets.canvas import Canvas
    from gui.window import Window

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    settings = Settings(theme="light", language="en")
    look.apply_settings(settings)
    window = Window(Session(settings))
    window.resize(1920, 1080)
    window.show()
    window.session.open(review)
    window.show_page("synthesis")
    texts: list[str] = []
    for _turn in range(TURNS):
        QTest.qWait(PAUSE_MS)
        shown = [one for one in window.findChildren(Canvas) if one.isVisible()]
        marks = [mark for one in shown for mark in one.scene().marks]
        texts = [mark.text for mark in marks if isinstance(mark, Text)]
        if texts:
            break
    window.close()
    return texts


if __name__ == "__main__":
    sys.exit(main())
