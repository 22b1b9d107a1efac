"""The rail of pages at the window's left: an icon over a word, and how much work waits for me."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from gui.icons import paint_icon
from gui.theme import px, set_class, space, theme
from gui.widgets.toggles import show_checked
from resources.i18n import ngettext

WIDTH, NARROW, HEIGHT, ICON, PILL = 80, 48, 56, 20, 16


class RailItem(QToolButton):
    """One page. Current: tinted, with a bar at the window's edge."""

    def __init__(self, icon: str, word: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._count = 0
        self._narrow = False
        self.setText(word)
        self.setAccessibleName(word)
        self.setCheckable(True)
        self.setAutoExclusive(True)  # one of several, to a screen reader too
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_count(self, count: int) -> None:
        """Say how much waits for the person; 0 says nothing."""
        self._count = count
        said = ngettext("{n} waits for you", "{n} wait for you", count).format(n=count)
        self.setAccessibleDescription(said if count else "")
        self._hint()
        self.update()

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the icon alone."""
        self._narrow = narrow
        self._hint()
        self.updateGeometry()

    def _hint(self) -> None:
        parts = [self.text() if self._narrow else "", self.accessibleDescription()]
        self.setToolTip(", ".join(part for part in parts if part))

    def sizeHint(self) -> QSize:
        """Want this much room."""
        width, height = (NARROW, NARROW) if self._narrow else (WIDTH, HEIGHT)
        return QSize(px(width) - 1, px(height))  # the rail's edge is the last pixel

    def minimumSizeHint(self) -> QSize:
        """Need at least this much room."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        token = theme().token
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = self.isChecked()
        plate = QRectF(self.rect()).adjusted(px(6), 0, -px(6), 0)
        if current or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(token("tint" if current else "hover"))
            painter.drawRoundedRect(plate, 8, 8)
        if current:
            painter.setBrush(token("accent"))
            painter.drawRoundedRect(QRectF(-3, px(14), 6, self.height() - px(28)), 2, 2)
        if self.hasFocus():
            painter.setPen(QPen(token("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(plate.adjusted(1, 1, -1, -1), 7, 7)
        side = px(ICON)
        top = (self.height() - side) / 2 if self._narrow else px(9)
        spot = QRectF(round((self.width() - side) / 2), round(top), side, side)
        paint_icon(painter, spot, self._icon, token("accent" if current else "text2"))
        if not self._narrow:
            font = theme().font("small", 600 if current else 400)
            painter.setFont(font)
            painter.setPen(token("text" if current else "text2"))
            room = QRectF(0, px(33), self.width(), px(16))
            word = QFontMetricsF(font).elidedText(
                self.text(), Qt.TextElideMode.ElideRight, self.width() - 2
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, word)
        if self._count:
            self._paint_count(painter, spot.topRight())

    def _paint_count(self, painter: QPainter, corner: QPointF) -> None:
        font = theme().font("key", 600)
        figures = str(self._count) if self._count < 1000 else "999+"
        height = px(PILL)
        width = max(height, QFontMetricsF(font).horizontalAdvance(figures) + px(8))
        left = min(corner.x() - px(6), self.width() - width - 2)  # whole in the narrow rail too
        pill = QRectF(left, corner.y() - px(5), width, height)
        painter.setPen(QPen(theme().token("tint" if self.isChecked() else "window"), 1.5))
        painter.setBrush(theme().token("text2"))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(theme().token("surface"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, figures)


class Rail(QFrame):
    """All pages; `picked(key)` comes from the person alone. Up and Down go along it."""

    picked = Signal(str)

    def __init__(self, name: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_class(self, "rail")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._column = QVBoxLayout(self)
        space(self._column, (0, 8, 0, 8), 4)
        self._column.addStretch(1)
        self._group = QButtonGroup(self)
        self.items: dict[str, RailItem] = {}

    def add(self, key: str, icon: str, word: str, *, at_bottom: bool = False) -> None:
        """Add a page, at the top or among those at the bottom."""
        item = RailItem(icon, word, parent=self)
        at_top = [each for each in self.items.values() if each.property("top")]
        item.setProperty("top", not at_bottom)
        self.items[key] = item
        self._group.addButton(item)
        self._column.insertWidget(self._column.count() if at_bottom else len(at_top), item)
        item.toggled.connect(lambda on, key=key: self.picked.emit(key) if on else None)

    def key(self) -> str:
        """Give the key of the current page."""
        return next((key for key, item in self.items.items() if item.isChecked()), "")

    def set_key(self, key: str) -> None:
        """Mark a page as current; none of them while one shows that is not on the rail."""
        if key in self.items:
            show_checked(self.items[key], on=True)
            return
        self._group.setExclusive(False)
        for item in self.items.values():
            show_checked(item, on=False)
        self._group.setExclusive(True)

    def set_count(self, key: str, count: int) -> None:
        """Say how much waits on a page."""
        if key in self.items:
            self.items[key].set_count(count)

    def set_narrow(self, *, narrow: bool) -> None:
        """Show icons alone, in 48."""
        for item in self.items.values():
            item.set_narrow(narrow=narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        items = [*self.items.values()]
        focused = [place for place, item in enumerate(items) if item.hasFocus()]
        if step is None or not focused:
            super().keyPressEvent(event)
        else:
            items[(focused[0] + step) % len(items)].setFocus(Qt.FocusReason.TabFocusReason)
