"""The real window on a file it may not write: what it shows, and the way out that it offers.

`python -m tests.faults.window_protected FILE COPY` opens FILE offscreen, prints what is seen, and
takes the banner's way to a copy.
"""

import json
import os
import sys
from pathlib import Path


def main() -> int:
    path, copy = map(Path, sys.argv[1:3])
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.stdout.write(json.dumps(_seen(path, copy)))
    return 0


def _seen(path: Path, copy: Path) -> dict[str, object]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel

    from appraisal import drafts
    from gui import look
    from gui.session import Session
    from gui.settings import Settings
    from gui.widgets.bars import StatusLine
    from gui.widgets.notices import Banner
    from gui.window import Window

    app = QApplication([])
    settings = Settings(theme="light", language="en")
    look.apply_settings(settings)
    window = Window(Session(settings))
    window.show()
    window.session.open(path)
    banner = window.findChildren(Banner)[-1]
    line = window.findChildren(StatusLine)[-1]
    buttons = {b.text(): b for b in banner.findChildren(QAbstractButton) if b.isVisible()}
    seen: dict[str, object] = {
        "banner": banner.text(),
        "buttons": list(buttons),
        "status": " ".join(label.text() for label in line.findChildren(QLabel)),
        "written": window.session.do(drafts.edit_study("s1", "label", "Achiron 2005")),
    }
    QFileDialog.getSaveFileName = lambda *_given: (str(copy), "")  # type: ignore[method-assign] # cannot be pressed
    QTest.mouseClick(buttons["Work on a copy"], Qt.MouseButton.LeftButton)
    seen["open"] = str(window.session.review.store.path) if window.session.review else ""
    seen["written there"] = window.session.do(drafts.edit_study("s1", "label", "Achiron 2005"))
    seen["left"] = window.findChildren(Banner)[-1].text()
    while window.session.jobs.running:
        QTest.qWait(10)
    window.close()
    window.deleteLater()
    app.processEvents()
    return seen


if __name__ == "__main__":
    sys.exit(main())
