"""Run the real program with a review, rest, and print what the first checklist of the run takes.

Printed are seconds by the clock and seconds of processor. How long the program rests before, with
the review open, is the second argument in milliseconds; 0 asks for the checklist at once.
"""

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from gui import app
from gui.window import Window

LOOK_MS = 5


def main(path: str, rest_ms: int) -> None:
    """Open the review as a person does, and measure when it is there and has rested."""
    program = QApplication(["evenhand"])
    look = QTimer(interval=LOOK_MS)

    def wait() -> None:
        found = [one for one in program.topLevelWidgets() if isinstance(one, Window)]
        if found and found[0].page == "overview":
            look.stop()
            QTimer.singleShot(rest_ms, found[0], lambda: _measure(found[0]))

    look.timeout.connect(wait)
    look.start()
    app.main([path])


def _measure(window: Window) -> None:
    clock, processor = time.perf_counter(), time.process_time()
    window.show_page("appraise")
    QApplication.processEvents()
    took = time.perf_counter() - clock, time.process_time() - processor
    print(*took)
    window.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
