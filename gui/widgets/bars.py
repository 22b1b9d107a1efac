"""What frames every page: the bar at the top, the line at the bottom."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QSizePolicy,
    QStatusBar,
    QWidget,
)

from gui.icons import paint_icon, paint_sign
from gui.theme import hold, px, set_class, space, theme
from gui.widgets.buttons import Button, ToolButton
from gui.widgets.chip import Chip
from gui.widgets.states import Reviewer
from gui.widgets.text import IconLabel, key_text
from resources.i18n import _

NAME_MOST = 480  # px for the review's name: the search field keeps its room
SaveState = Literal["ok", "warn", "bad", "lock", "info"]
SAVE_LOOKS: dict[str, tuple[str, str]] = {  # icon and its token
    "ok": ("check", "ok"),
    "warn": ("triangle-alert", "warn"),
    "bad": ("circle-alert", "bad"),
    "lock": ("lock", "warn"),
    "info": ("info", "text2"),
}


class TopBar(QFrame):
    """The review's name and menu, its nature, the way to search, undo, help, who is signed in."""

    searched = Signal()
    undone = Signal()
    helped = Signal()
    who_asked = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_class(self, "topbar")
        hold(self, height=48)
        self.name = NameButton(parent=self)
        self.chip = Chip("", icon="info", parent=self)
        self.chip.hide()
        self.search = SearchButton(_("Search actions and studies"), "Ctrl+K", parent=self)
        self.undo = ToolButton("undo-2", _("Undo"), key="Ctrl+Z", parent=self)
        self.help = ToolButton("circle-help", _("Help"), key="F1", parent=self)
        self.person = PersonButton(parent=self)
        self.search.clicked.connect(self.searched)
        self.undo.clicked.connect(self.undone)
        self.help.clicked.connect(self.helped)
        self.person.clicked.connect(self.who_asked)
        row = QHBoxLayout(self)
        space(row, (28, 0, 16, 0), 8)
        row.addWidget(_Sign(self))
        row.addWidget(self.name)
        row.addWidget(self.chip)
        row.addStretch(1)
        row.addWidget(self.search)
        row.addSpacing(px(8))
        for widget in (self.undo, self.help, self.person):
            row.addWidget(widget)

    def set_review(self, name: str, nature: str = "") -> None:
        """Show the review's name, and in a chip what kind of thing it is."""
        self.name.set_name(name)
        self.chip.set_chip(nature, icon="info")
        self.chip.setVisible(bool(nature))

    def set_person(self, name: str, letter: str, *, filled: bool = True) -> None:
        """Show who is signed in; no letter shows nobody."""
        self.person.set_person(name, letter, filled=filled)
        self.person.setVisible(bool(letter))


class NameButton(QAbstractButton):
    """The review's name; pressed, it opens the review's menu."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._menu: QMenu | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    def set_name(self, name: str) -> None:
        """Show a name."""
        self.setText(name)
        self.setToolTip(name)
        self.setAccessibleName(_("{name}: menu of the review").format(name=name))
        self.updateGeometry()

    def set_menu(self, menu: QMenu) -> None:
        """Open this menu when pressed."""
        self._menu = menu

    def _on_clicked(self) -> None:
        if self._menu is not None:
            self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def sizeHint(self) -> QSize:
        """Want this much room."""
        words = QFontMetrics(theme().font("body", 600)).horizontalAdvance(self.text())
        return QSize(min(words + px(12 + 22), px(NAME_MOST)), px(28))

    def minimumSizeHint(self) -> QSize:
        """Need at least this much room."""
        return QSize(px(96), px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(theme().token("accent"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(theme().token("hover") if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 6, 6)
        font = theme().font("body", 600)
        painter.setFont(font)
        painter.setPen(theme().token("text"))
        room = frame.adjusted(px(7), 0, -px(22), 0)
        shown = QFontMetrics(font).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(room.width()) + 1
        )
        painter.drawText(room.adjusted(0, 0, 2, 0), Qt.AlignmentFlag.AlignVCenter, shown)
        side = px(12)
        top = round((self.height() - side) / 2)
        spot = QRectF(self.width() - side - px(6), top, side, side)
        paint_icon(painter, spot, "chevron-down", theme().token("text2"))


class PersonButton(QAbstractButton):
    """Who is signed in; pressed, somebody else can be."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._who = Reviewer("", "", parent=self)
        self._who.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        space(row, (6, 3, 6, 3))
        row.addWidget(self._who)

    def set_person(self, name: str, letter: str, *, filled: bool) -> None:
        """Show someone."""
        self._who.set_reviewer(name, letter, filled=filled)
        self.setText(name)
        said = _("{name} is at the desk: sign in as somebody else").format(name=name)
        self.setToolTip(said)
        self._who.setToolTip(said)
        self.setAccessibleName(said)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground under the name."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(theme().token("accent"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(theme().token("hover") if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 6, 6)


class SearchButton(QAbstractButton):
    """Looks like a field and opens the palette."""

    def __init__(self, words: str, key: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key_text(key)
        self.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(self._key)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Want this much room."""
        return QSize(px(288), px(32))

    def minimumSizeHint(self) -> QSize:
        """Need at least this much room."""
        return QSize(px(120), px(32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        token = theme().token
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = 2 if self.hasFocus() else 1
        painter.setPen(QPen(token("accent" if self.hasFocus() else "line"), ring))
        painter.setBrush(token("hover" if self.underMouse() else "surface"))
        frame = QRectF(self.rect()).adjusted(ring / 2, ring / 2, -ring / 2, -ring / 2)
        painter.drawRoundedRect(frame, 6, 6)
        side = px(16)
        spot = QRectF(px(9), round((self.height() - side) / 2), side, side)
        paint_icon(painter, spot, "search", token("text2"))
        cap = self._cap()
        font = theme().font()
        painter.setFont(font)
        painter.setPen(token("text3"))
        room = QRectF(px(36), 0, cap.left() - px(44), self.height())
        shown = QFontMetrics(font).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        paint_key(painter, cap, self._key)

    def _cap(self) -> QRectF:
        width = key_width(self._key)
        return QRectF(
            self.width() - width - px(7), round((self.height() - px(18)) / 2), width, px(18)
        )


def key_width(key: str) -> int:
    """Give the width of a key cap."""
    return max(px(18), QFontMetrics(theme().font("key", 500)).horizontalAdvance(key) + px(12))


def paint_key(painter: QPainter, box: QRectF, key: str) -> None:
    """Draw a key cap into a box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme().token("line"), 1))
    painter.setBrush(theme().token("sunken"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setFont(theme().font("key", 500))
    painter.setPen(theme().token("text2"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
    painter.restore()


class StatusLine(QStatusBar):
    """Left whether all is saved; right work going on, and progress."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._icon = IconLabel("check", "ok", 14, parent=self)
        self.saved = QLabel(parent=self)
        self.progress = QLabel(parent=self)
        self._job = QLabel(parent=self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        hold(self._bar, width=120)
        self._cancel = Button(_("Cancel"), "link", parent=self)
        self._stop: Callable[[], None] | None = None
        self._cancel.clicked.connect(self._on_cancel)
        left, right = QWidget(self), QWidget(self)
        row = QHBoxLayout(left)
        space(row, (14, 0, 0, 0), 6)
        row.addWidget(self._icon)
        row.addWidget(self.saved)
        row.addStretch(1)
        row = QHBoxLayout(right)
        space(row, (0, 0, 14, 0), 8)
        parts: tuple[QWidget, ...] = (self._job, self._bar, self._cancel, self.progress)
        for part in parts:
            row.addWidget(part)
        self.addWidget(left, 1)
        self.addPermanentWidget(right)
        self.hide_job()

    def set_saved(self, words: str, state: SaveState = "ok") -> None:
        """Say how saving stands."""
        self._icon.set_icon(*SAVE_LOOKS[state])
        self.saved.setText(words)

    def set_progress(self, words: str) -> None:
        """Say how far the review is."""
        self.progress.setText(words)

    def show_job(
        self, words: str, done: int, total: int, cancel: Callable[[], None] | None = None
    ) -> None:
        """Show work that takes its time; a total of 0 is not known."""
        self._job.setText(words)
        self._bar.setAccessibleName(words)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._stop = cancel
        self._job.show()
        self._bar.show()
        self._cancel.setVisible(cancel is not None)

    def hide_job(self) -> None:
        """Say no more about work."""
        self._job.hide()
        self._bar.hide()
        self._cancel.hide()

    def _on_cancel(self) -> None:
        if self._stop is not None:
            self._stop()


class _Sign(QWidget):
    """The sign of the program, over the rail's middle."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        hold(self, width=24, height=24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        paint_sign(QPainter(self), QRectF(self.rect()))
