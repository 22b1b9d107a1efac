"""What the program says by itself: the banner that stays until its cause is gone, and the toast."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QEnterEvent,
    QHideEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from gui.theme import hold, px, set_class, space
from gui.widgets.buttons import Button
from gui.widgets.text import IconLabel, KeyCap, Text
from resources.i18n import _

BannerKind = Literal["info", "warn", "bad"]
WORST = {"bad": 0, "warn": 1, "info": 2}
BANNER_ICONS = {"info": ("info", "accent"), "warn": ("triangle-alert", "warn"),
                "bad": ("circle-alert", "bad")}  # fmt: skip
ABOVE = 28  # px from the lower edge of the window to a toast
TOAST_MS = 6000
ABOVE = 28  # px from the foot of the window
Deed = tuple[str, Callable[[], None]]  # a button's words and what it does


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for the banner."""

    text: str
    kind: BannerKind = "info"
    deeds: Sequence[Deed] = ()
    icon: str = ""


class Banner(QFrame):
    """Under the top bar: one sentence with small buttons. Of several the worst shows."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._messages: dict[str, Message] = {}
        self._icon = IconLabel("info", parent=self)
        self._words = Text("", "name", wrap=True, parent=self)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self)
        space(self._row, (28, 6, 16, 6), 8)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._words, 1)
        self._buttons: list[Button] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def put(self, cause: str, message: Message) -> None:
        """Say something for as long as its cause lasts."""
        self._messages[cause] = message
        self._show_worst()
        announce(self, message.text)

    def take(self, cause: str) -> None:
        """Say no more about a cause."""
        if self._messages.pop(cause, None) is not None:
            self._show_worst()

    def take_all(self) -> None:
        """Say nothing any more."""
        self._messages.clear()
        self._show_worst()

    def text(self) -> str:
        """Give the sentence that shows."""
        return self._words.text() if self._messages else ""

    def _show_worst(self) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        self.setVisible(bool(self._messages))
        if not self._messages:
            return
        message = min(self._messages.values(), key=lambda each: WORST[each.kind])
        set_class(self, "banner", kind=message.kind)
        icon, token = BANNER_ICONS[message.kind]
        self._icon.set_icon(message.icon or icon, token)
        self._words.setText(message.text)
        for words, deed in message.deeds:
            button = Button(words, "small", parent=self)
            button.clicked.connect(lambda _checked=False, deed=deed: deed())
            self._row.addWidget(button)
            button.show()
            self._buttons.append(button)


class Toast(QFrame):
    """Good news that goes by itself, with a way back. Never for errors."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        set_class(self, "toast")
        hold(self, height=40)
        self._window = window
        self._undo: Callable[[], None] | None = None
        self._icon = IconLabel("check", "toast_text", parent=self)
        self._words = Text(parent=self)
        self._button = Button(_("Undo"), "link", parent=self)
        self._key = KeyCap(QKeySequence(QKeySequence.StandardKey.Undo), parent=self)
        row = QHBoxLayout(self)
        space(row, (16, 0, 12, 0), 8)
        for widget in (self._icon, self._words, self._button, self._key):
            row.addWidget(widget)
        self._button.clicked.connect(self._on_undo)
        self._timer = QTimer(self, singleShot=True, interval=TOAST_MS)
        self._timer.timeout.connect(self._on_time)
        window.installEventFilter(self)
        self.hide()

    def say(self, text: str, *, undo: Callable[[], None] | None = None) -> None:
        """Say one sentence, and offer to undo it if it can be."""
        self._undo = undo
        self._words.setText(text)
        self._button.setVisible(undo is not None)
        self._button.setAccessibleName(_("Undo: {deed}").format(deed=text))
        self._key.setVisible(undo is not None)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, text)

    def withdraw(self) -> None:
        """Offer the way back no longer: it would lead back from something else by now."""
        if self._undo is not None:
            self._undo = None
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch what happens to another."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Notice the pointer."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Notice that the pointer left."""
        self._timer.start()
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """End."""
        self._timer.stop()
        super().hideEvent(event)

    def _place(self) -> None:
        self.adjustSize()
        width = min(self.sizeHint().width(), self._window.width() - 2 * px(16))
        left = (self._window.width() - width) // 2
        top = self._window.height() - px(ABOVE) - px(16) - self.height()
        self.setGeometry(left, top, width, self.height())

    def _on_time(self) -> None:
        if self._button.hasFocus():
            self._timer.start()
        else:
            self.hide()

    def _on_undo(self) -> None:
        undo, self._undo = self._undo, None
        self.hide()
        if undo is not None:
            undo()


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say something."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
