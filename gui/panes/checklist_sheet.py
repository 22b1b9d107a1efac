"""What scrolls in a checklist: the item in focus stays where it is when heights change above it."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from gui.theme import px

SHORT = 760  # px of room below which domains that are done fold


class ChecklistSheet(QScrollArea):
    """A scrolling sheet; the keys are the checklist's, whose items they walk."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave each key to the pane."""
        event.ignore()

    @property
    def is_short(self) -> bool:
        """Whether there is little room."""
        return self.viewport().height() < px(SHORT)

    def top_of(self, widget: QWidget) -> int:
        """Where a widget of the sheet begins, from the top of what is seen."""
        return widget.mapTo(self.viewport(), QPoint(0, 0)).y()

    def bring(self, widget: QWidget, *, card: QWidget | None = None) -> None:
        """Scroll until a widget is seen whole, or from its beginning on where it is too high.

        The head of its `card`, where it is the first there, is seen whole or not at all.
        """
        bar = self.verticalScrollBar()
        top, height = self.top_of(widget), widget.height()
        room = self.viewport().height()
        if top < 0:
            bar.setValue(bar.value() + top - px(12))
        elif top + height > room:
            by = min(top - px(12), top + height - room + px(12))
            if card is not None and self.top_of(card) < by < top:  # it would be cut
                by = top
            bar.setValue(bar.value() + by)

    def keep_place(self, widget: QWidget | None, change: Callable[[], None]) -> None:
        """Make a change of heights without moving a widget on the screen."""
        body = self.widget()
        if widget is None or body is None:
            change()
            return
        before = self.top_of(widget)
        change()
        layout, room = body.layout(), self.viewport().size()
        if layout is not None:  # at the width it has: another would be worked out for nothing
            layout.activate()
            high = layout.totalHeightForWidth(room.width())
            body.resize(room.width(), max(high, layout.totalMinimumSize().height(), room.height()))
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.top_of(widget) - before)
