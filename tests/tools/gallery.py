"""Draw every piece of the look, light and dark, into pictures: `python -m tests.tools.gallery OUT`.

What a person judges by eye stands here; what a test can judge stands in `tests/gui`.
"""

import argparse
import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QApplication,
)

from gui import theme
from tests.tools.frames import asking, finding, shell
from tests.tools.pieces import components, floating, rows


def main() -> None:
    """Draw all sheets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--family", default="Inter")
    parser.add_argument("--px", type=int, default=13)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    family = asked.family if asked.family in QFontDatabase.families() else None
    for mode in ("light", "dark"):
        theme.apply(app, mode, text_zoom=asked.px / theme.system_px(), family=family)
        for name, sheet in SHEETS.items():
            window = sheet()
            window.ensurePolished()
            window.show()
            app.processEvents()
            app.processEvents()
            window.grab().save(str(asked.out / f"{name}-{mode}.png"))
            window.close()
            window.deleteLater()


SHEETS = {
    "components": components, "shell": shell, "dialog": asking, "palette": finding,
    "rows": rows, "floating": floating,
}  # fmt: skip

if __name__ == "__main__":
    main()
