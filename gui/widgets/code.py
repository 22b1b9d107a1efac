"""A script as it is written: letters of one width, to be read and copied, not changed."""

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gui.theme import theme


class CodeView(QPlainTextEdit):
    """Shows one script; long lines go on to the right."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(True)
        theme().changed.connect(self._take_font)
        self._take_font()

    def _take_font(self) -> None:
        """Take the machine's own font for code, as large as other text."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(theme().font("small").pixelSize())
        self.setFont(font)
