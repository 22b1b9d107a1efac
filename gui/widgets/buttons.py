"""Buttons to press: with words, with an icon alone, and links. Choosing is in `options`."""

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from gui.icons import icon as themed
from gui.theme import px, set_class, theme
from gui.widgets.text import key_text

ButtonKind = Literal["", "primary", "quiet", "small", "link"]
ICON_TOKENS = {"primary": "on", "link": "accent"}


class Button(QPushButton):
    """A verb to press. Off, it says why in its tooltip; the one primary of a page leads on."""

    def __init__(
        self,
        text: str,
        kind: ButtonKind = "",
        *,
        icon: str = "",
        icon_after: bool = False,
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_plain(text), parent)
        self._kind = kind
        self._hint = _hint("", key)
        self.setToolTip(self._hint)
        self.setAutoDefault(False)
        if icon:
            self.setIcon(themed(icon, ICON_TOKENS.get(kind, "text"), after=icon_after))
        if icon_after:
            self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        set_class(self, kind)
        self._fit()

    def set_text(self, text: str) -> None:
        """Change the words."""
        self.setText(_plain(text))

    def set_kind(self, kind: ButtonKind) -> None:
        """Change the kind."""
        self._kind = kind
        set_class(self, kind)

    def set_off(self, reason: str) -> None:
        """Switch off with a reason, which the tooltip says; with an empty one, switch on."""
        self.setEnabled(not reason)
        self.setToolTip(reason or self._hint)
        self.setAccessibleDescription(reason)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the type."""
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        super().paintEvent(event)
        if self._kind == "primary" and self.hasFocus():  # the accent would not show on the fill
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme().token("on"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 4, 4)

    def _fit(self) -> None:
        self.setIconSize(QSize(px(16 + 2), px(16)))  # wider than high: a gap before the words


class LineButton(Button):
    """A verb with a name that may be long: it gives way, and ends in dots where it is cut."""

    def __init__(
        self,
        text: str,
        *,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._whole = _plain(text)
        super().__init__(text, "quiet", icon=icon, icon_after=True, parent=parent)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        """Want room for all its words."""
        hint = super().sizeHint()
        return QSize(
            hint.width() + self._wide(self._whole) - self._wide(self.text()), hint.height()
        )

    def minimumSizeHint(self) -> QSize:
        """Need room for a few words."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), px(120)), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for; the tooltip has the rest."""
        super().resizeEvent(event)
        lacks, end = self.sizeHint().width() - self.width(), Qt.TextElideMode.ElideRight
        room = max(0, self._wide(self._whole) - lacks)
        shown = self.fontMetrics().elidedText(self._whole, end, room) if lacks > 0 else self._whole
        if shown != self.text():
            self.setText(shown)
        self.setToolTip("" if shown == self._whole else self.accessibleName())

    def _wide(self, words: str) -> int:
        return self.fontMetrics().horizontalAdvance(words)


class ToolButton(QToolButton):
    """An icon alone, 28 square; its tooltip has the word and the key."""

    def __init__(
        self, icon: str, word: str, *, key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._word, self._key = word, key
        self.setIcon(themed(icon))
        self.setAccessibleName(word)
        self.setToolTip(_hint(word, key))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._fit()

    def set_icon(self, icon: str, word: str) -> None:
        """Show another icon with its word."""
        self._word = word
        self.setIcon(themed(icon))
        self.setAccessibleName(word)
        self.setToolTip(_hint(word, self._key))

    def set_off(self, reason: str) -> None:
        """Switch off with a reason, which the tooltip says; with an empty one, switch on."""
        self.setEnabled(not reason)
        self.setToolTip(reason or _hint(self._word, self._key))

    def sizeHint(self) -> QSize:
        """Want this much room."""
        return QSize(px(28), px(28))

    def minimumSizeHint(self) -> QSize:
        """Need at least this much room."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the type."""
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        self.setIconSize(QSize(px(16), px(16)))


def _plain(text: str) -> str:
    return text.replace("&", "&&")  # names may hold one; keys are the actions' affair


def _hint(word: str, key: str) -> str:
    shown = key_text(QKeySequence(key)) if key else ""
    return f"{word}  {shown}".strip()
