"""The field for a reason: it grows with what is written, and says when it is time to save.

It saves nothing itself. `edited(text)` comes after two seconds of rest and on leaving, and only
when the text differs from what was last shown or said.
"""

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from gui.theme import px, set_class, space
from gui.widgets.text import KeyCap, Text

REST_MS = 2000
LINES = 6
LONGEST = 20_000  # characters a text of a claim may have


class GrowingText(QPlainTextEdit):
    """Plain text that is as high as its lines, up to six, and then scrolls."""

    edited = Signal(str)
    left = Signal()  # Escape

    def __init__(
        self, name: str, placeholder: str = "", *, lines: int = 1, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._least = lines
        self._told = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(px(4))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.flush)
        self.textChanged.connect(self._on_text_changed)
        self._fit()

    def set_text(self, text: str) -> None:
        """Show a text without saying that the person wrote it; the cursor stays where it can."""
        self._told = text
        self._rest.stop()
        if text != self.toPlainText():
            place = min(self.textCursor().position(), len(text))
            self.setPlainText(text)
            cursor = self.textCursor()
            cursor.setPosition(place)
            self.setTextCursor(cursor)
        self._rest.stop()

    def flush(self) -> None:
        """Say what is written, if it has not been said."""
        self._rest.stop()
        text = self.toPlainText()[:LONGEST]
        if text != self._told:
            self._told = text
            self.edited.emit(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away, and keep what was typed."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        """End."""
        self.flush()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.flush()
            self.left.emit()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.flush()
            event.ignore()  # the page submits
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit to the new size."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the type."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.document().setDocumentMargin(px(4))
            self._fit()

    def _on_text_changed(self) -> None:
        self._fit()
        if self.toPlainText() == self._told:
            self._rest.stop()
        else:
            self._rest.start()

    def _placeholder_lines(self) -> int:
        room = QRect(0, 0, max(1, self.viewport().width() - px(8)), 10000)
        wrap = int(Qt.TextFlag.TextWordWrap)
        metrics = self.fontMetrics()
        words = metrics.boundingRect(room, wrap, self.placeholderText()).height()
        return max(1, round(words / metrics.lineSpacing()))

    def _fit(self) -> None:
        lines = round(self.document().size().height())  # a plain document counts in lines
        if not self.toPlainText():
            lines = self._placeholder_lines()
        shown = max(self._least, min(LINES, lines))
        height = round(shown * self.fontMetrics().lineSpacing()) + 2 * px(8) + 2
        always = Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(
            always if lines > LINES else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        if height != self.height() or height != self.minimumHeight():
            self.setFixedHeight(height)


class ReasonField(QWidget):
    """A reason with its label and key; `add_to_head` puts something at the right of the label."""

    edited = Signal(str)
    left = Signal()

    def __init__(
        self,
        label: str,
        *,
        key: str = "",
        name: str = "",
        placeholder: str = "",
        lines: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.field = GrowingText(name or label, placeholder, lines=lines, parent=self)
        self.field.edited.connect(self.edited)
        self.field.left.connect(self.left)
        words = Text(label, "strong", parent=self)
        words.setBuddy(self.field)
        self._head = QHBoxLayout()
        space(self._head, gap=8)
        self._head.addWidget(words)
        if key:
            self._head.addWidget(KeyCap(key, parent=self))
        self._head.addStretch(1)
        column = QVBoxLayout(self)
        space(column, gap=4)
        column.addLayout(self._head)
        column.addWidget(self.field)
        self.setFocusProxy(self.field)

    def add_to_head(self, widget: QWidget) -> None:
        """Put a widget at the right of the label."""
        self._head.addWidget(widget)

    def text(self) -> str:
        """Give what is written."""
        return self.field.toPlainText()

    def set_text(self, text: str) -> None:
        """Show a reason."""
        self.field.set_text(text)

    def flush(self) -> None:
        """Say what is written, if it has not been said."""
        self.field.flush()

    def set_sealed(self, *, sealed: bool) -> None:
        """Keep the reason from being changed; it can still be read and copied."""
        self.field.setReadOnly(sealed)
        set_class(self.field, "")
