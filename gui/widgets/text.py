"""Words on a page: text of the five sizes, key caps, icons, and text that may be cut short.

A label that shows a state never gets an accessible name: it would hide the state from a screen
reader.
"""

import re
from typing import Final, Literal

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gui.icons import pixmap
from gui.theme import px, set_class

TextLook = Literal[
    "", "title", "heading", "strong", "name", "quiet", "small", "small_strong", "caption",
    "label", "figure", "bad", "warn",
]  # fmt: skip


BREAK: Final = "\N{ZERO WIDTH SPACE}"
_LONG: Final = re.compile(r"[^\s/]{21,}")  # letters; lines break at a slash without help
_PIECE: Final = 10
LEAST: Final = 96  # px; words that wrap can do with a narrow column


class Text(QLabel):
    """Plain words in one of the looks; they wrap if told to, and can be selected if told to.

    Where they wrap, a word too long for a line is broken: else it would push what is beside it out
    of sight. Words that can be selected are left as they are, since they can be copied.
    """

    def __init__(
        self,
        text: str = "",
        look: TextLook = "",
        *,
        wrap: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self._breaks = wrap and not selectable
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_class(self, look)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Say this."""
        self._said = text
        plain = self.textFormat() == Qt.TextFormat.PlainText
        super().setText(_LONG.sub(_broken, text) if self._breaks and plain else text)

    def text(self) -> str:
        """Give what is said."""
        return self._said

    def minimumSizeHint(self) -> QSize:
        """Need at least this much room."""
        least = super().minimumSizeHint()
        return least.boundedTo(QSize(px(LEAST), least.height())) if self._breaks else least


def _broken(word: re.Match[str]) -> str:
    letters = word.group()
    return BREAK.join(letters[n : n + _PIECE] for n in range(0, len(letters), _PIECE))


class Elided(QLabel):
    """One line that gives way: cut short, it has its whole text in the tooltip."""

    def __init__(
        self, text: str = "", look: TextLook = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        set_class(self, look)

    def minimumSizeHint(self) -> QSize:
        """Need at least this much room."""
        return QSize(px(32), super().minimumSizeHint().height())

    def setText(self, text: str) -> None:
        """Say this; a tooltip of the words before would be told of these."""
        super().setText(text)
        self._tell_whole()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit to the new size."""
        super().resizeEvent(event)
        self._tell_whole()

    def _tell_whole(self) -> None:
        fits = self.fontMetrics().horizontalAdvance(self.text()) <= self.width()
        self.setToolTip("" if fits else self.text())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width()
        )
        painter.drawText(self.rect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, shown)


class KeyCap(QLabel):
    """A key as it is printed on the keyboard."""

    def __init__(self, key: str | QKeySequence, *, parent: QWidget | None = None) -> None:
        super().__init__(key_text(key), parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumWidth(px(18))
        set_class(self, "key")


def key_text(key: str | QKeySequence) -> str:
    """Write a key as the person's system does, such as `Ctrl Z`."""
    sequence = QKeySequence(key) if isinstance(key, str) else key
    text = sequence.toString(QKeySequence.SequenceFormat.NativeText)
    return text.replace("+", " ").replace("Return", "↵").replace("Enter", "↵") or str(key)


class IconLabel(QLabel):
    """An icon that stands beside words and says nothing a screen reader would miss."""

    def __init__(
        self, name: str, token: str = "text2", size: int = 16, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._token, self._size = name, token, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, name: str, token: str | None = None) -> None:
        """Show another icon, or the same in another colour."""
        self._name, self._token = name, token or self._token
        self.update()

    def sizeHint(self) -> QSize:
        """Want this much room."""
        return QSize(px(self._size), px(self._size))

    def minimumSizeHint(self) -> QSize:
        """Need at least this much room."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        picture = pixmap(self._name, self._token, px(self._size), self.devicePixelRatioF())
        corner = QPointF((self.width() - px(self._size)) / 2, (self.height() - px(self._size)) / 2)
        QPainter(self).drawPixmap(corner.toPoint(), picture)
