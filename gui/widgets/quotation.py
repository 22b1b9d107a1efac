"""What an answer rests on: quotations that lead to their place, and the team's rule."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from gui.theme import set_class, space, theme
from gui.widgets.buttons import Button
from gui.widgets.text import IconLabel, Text
from resources.i18n import _


class Quotation(QFrame):
    """Quoted words. Enter or a click goes to their place, Delete takes them off."""

    opened = Signal()
    removed = Signal()

    def __init__(
        self,
        text: str,
        place: str = "",
        *,
        current: bool = False,
        removable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._current, self._removable, self._place = current, removable, place
        self._words = Text(_("“{quotation}”").format(quotation=text), wrap=True, parent=self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        space(row, (14, 5, 12, 5), 12)
        row.addWidget(self._words, 1)
        if place:
            link = Button(place, "link", icon="file-text", parent=self)
            link.setAccessibleName(f"{place}: {self._words.text()}")
            link.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the quotation itself takes Enter
            link.clicked.connect(self.opened)
            row.addWidget(link)
        self.setAccessibleName(_("Quotation"))
        self.setAccessibleDescription(f"{self._words.text()} {place}".strip())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if place or removable else
                            Qt.FocusPolicy.NoFocus)  # fmt: skip
        if place:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a press."""
        if event.button() == Qt.MouseButton.LeftButton and self._place:
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._place:
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Delete and self._removable:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        token = theme().token
        painter = QPainter(self)
        painter.fillRect(self.rect(), token("tint" if self._current else "sunken"))
        painter.fillRect(0, 0, 3, self.height(), token("accent" if self._current else "control"))
        if self.hasFocus():
            painter.setPen(QPen(token("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


class TeamRule(QFrame):
    """What the team has agreed on for this item; always shown, so that both apply the same."""

    def __init__(self, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_class(self, "well")
        row = QHBoxLayout(self)
        space(row, (10, 5, 10, 5), 8)
        row.addWidget(IconLabel("users", size=14, parent=self), 0, Qt.AlignmentFlag.AlignTop)
        self._label = Text(_("Team rule:"), "small_strong", parent=self)
        row.addWidget(self._label, 0, Qt.AlignmentFlag.AlignTop)
        self._text = Text(text, "small", wrap=True, parent=self)
        row.addWidget(self._text, 1)

    def set_text(self, text: str, version: int = 0) -> None:
        """Show another rule, and which version of it this is once there are several."""
        numbered = _("Team rule, version {n}:").format(n=version)
        self._label.setText(numbered if version > 1 else _("Team rule:"))
        self._text.setText(text)
