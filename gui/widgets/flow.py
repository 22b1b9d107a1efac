"""A row that goes on in the next line where there is no more room, so that nothing is clipped."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from gui.theme import px


class FlowLayout(QLayout):
    """Widgets from the left, line after line. It is a widget's own: see `Flow` for within a row."""

    def __init__(
        self, parent: QWidget | None = None, *, gap: int = 8, by_middle: bool = False
    ) -> None:
        super().__init__(parent)
        self._gap = gap
        self._by_middle = by_middle
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}  # by width, until a widget asks for other room
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take another."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The one at a place."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Let go of the one at a place."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Take no more room than is needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Be higher where it is narrower."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines at a width."""
        known = self._heights.get(width)
        if known is None:
            known = self._heights[width] = self._place(QRect(0, 0, width, 0), is_trial=True)
        return known

    def invalidate(self) -> None:
        """Forget what was worked out."""
        self._heights.clear()
        super().invalidate()

    def sizeHint(self) -> QSize:
        """Want one line."""
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        gaps = max(0, len(sizes) - 1) * px(self._gap)
        wide = sum(size.width() for size in sizes) + gaps
        return QSize(wide, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """Need the widest alone."""
        sizes = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def setGeometry(self, rect: QRect) -> None:
        """Lay the lines out."""
        super().setGeometry(rect)
        self._place(rect, is_trial=False)

    def _place(self, rect: QRect, *, is_trial: bool) -> int:
        x, y, high, gap = rect.x(), rect.y(), 0, px(self._gap)
        line: list[tuple[QLayoutItem, QRect]] = []
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().expandedTo(item.minimumSize())
            if high and x + size.width() > rect.right() + 1:
                self._settle(line, high, is_trial=is_trial)
                x, y, high, line = rect.x(), y + high + gap // 2, 0, []
            wide = min(size.width(), rect.width())
            line.append((item, QRect(QPoint(x, y), QSize(wide, size.height()))))
            x += size.width() + gap
            high = max(high, size.height())
        self._settle(line, high, is_trial=is_trial)
        return y + high - rect.y()

    def _settle(self, line: list[tuple[QLayoutItem, QRect]], high: int, *, is_trial: bool) -> None:
        """Set a line down, its pieces by their tops, or by their middles."""
        if not is_trial:
            for item, place in line:
                drop = (high - place.height()) // 2 if self._by_middle else 0
                item.setGeometry(place.translated(0, drop))


class Flow(QWidget):
    """Widgets line after line, as a part of another layout.

    A `FlowLayout` put into a layout would outlive its items: Qt deletes those with the widget that
    holds them, and does not tell a layout written in Python.
    """

    def __init__(
        self, *, gap: int = 8, by_middle: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._lines = FlowLayout(self, gap=gap, by_middle=by_middle)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Put a widget at the end."""
        self._lines.addWidget(widget)
