"""How a page is laid out: its head, its columns, what scrolls, and what an empty one says."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QObject,
    QPoint,
    QPropertyAnimation,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QSplitterHandle,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from gui.icons import paint_icon
from gui.theme import hold, px, set_class, space, theme
from gui.widgets.flow import Flow
from gui.widgets.text import IconLabel, KeyCap, Text

SCROLL_MS = 120
LEAST = 96
BLOCK = 432
HEAD_WORDS = 240  # what a head's words have beside its actions, or the actions go below
UNDER_HEAD = 96  # an item brought into view stands at most so far under the head


class PageHead(QWidget):
    """The page's name, one sentence, and its actions at the right, or below if that is narrow."""

    def __init__(self, title: str, sentence: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        space(self._row, (24, 16, 24, 12), 8)
        words = QVBoxLayout()
        space(words, gap=2)
        self.title = Text(title, "title", parent=self)
        self.sentence = Text(sentence, "quiet", wrap=True, parent=self)
        words.addWidget(self.title)
        words.addWidget(self.sentence)
        self._row.addLayout(words, 1)
        self._actions = Flow(parent=self)
        self._row.addWidget(self._actions, 0, Qt.AlignmentFlag.AlignTop)
        self.set_words(title, sentence)

    def set_words(self, title: str, sentence: str = "") -> None:
        """Change what it says."""
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self._place_actions()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit to the new size."""
        super().resizeEvent(event)
        self._place_actions()

    def _place_actions(self) -> None:
        """Put the actions below the words where these would be a narrow column beside them."""
        sides = self._row.contentsMargins()
        room = self.width() - sides.left() - sides.right() - self._row.spacing()
        title, sentence = (
            one.fontMetrics().horizontalAdvance(one.text()) for one in (self.title, self.sentence)
        )
        needed = max(min(title, px(HEAD_WORDS)), min(sentence, px(HEAD_WORDS)))
        is_wide = room - self._actions.sizeHint().width() >= needed
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.LeftToRight if is_wide else ways.TopToBottom)

    def add(self, widget: QWidget) -> None:
        """Put an action at the right end, below the others where there is no more room."""
        self._actions.add(widget)
        self._place_actions()


class EmptyPage(QWidget):
    """What to do where there is nothing yet: a block of 432 at most, a little above the middle."""

    def __init__(
        self,
        title: str,
        sentence: str,
        button: QWidget | None = None,
        *,
        other: str = "",
        figure: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        block = _Block(self)
        column = QVBoxLayout(block)
        space(column, gap=8)
        centre = Qt.AlignmentFlag.AlignHCenter
        if figure is not None:
            column.addWidget(figure, 0, centre)
        self.title = Text(title, "title", wrap=True, parent=block)
        self.sentence = Text(sentence, "quiet", wrap=True, parent=block)
        for words in (self.title, self.sentence):
            words.setAlignment(centre)
            column.addWidget(words)
        if button is not None:
            column.addSpacing(px(4))
            column.addWidget(button, 0, centre)
        if other:
            more = Text(other, "small", wrap=True, parent=block)
            more.setAlignment(centre)
            column.addSpacing(px(4))
            column.addWidget(more)
        whole = QVBoxLayout(self)
        space(whole, (24, 24, 24, 24))
        middle = QHBoxLayout()  # not an alignment: the words would wrap at the page's width
        space(middle)
        middle.addStretch(1)
        middle.addWidget(block)
        middle.addStretch(1)
        whole.addStretch(4)
        whole.addLayout(middle)
        whole.addStretch(6)


class _Block(QWidget):
    """Wants 432, and makes do with less in a narrow column."""

    def sizeHint(self) -> QSize:
        """Want this much room."""
        return QSize(px(BLOCK), super().sizeHint().height())


class Hints(Flow):
    """What keys do, in a line or more: words with their key caps after them, or before."""

    def __init__(
        self,
        hints: Sequence[tuple[str, str]],
        *,
        icon: str = "",
        before: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(gap=14, by_middle=True, parent=parent)
        if icon:
            self.add(IconLabel(icon, size=14, parent=self))
        for words, key in hints:
            hint = QWidget(self)
            row = QHBoxLayout(hint)
            space(row, gap=6)
            names = key.split() if before else [key] if key else []
            caps = [KeyCap(each, parent=hint) for each in names]
            said = Text(words, "small", parent=hint)
            for widget in [*caps, said] if before else [said, *caps]:
                row.addWidget(widget)
            self.add(hint)


class Pane(QFrame):
    """A column of a page on the surface, with a hairline only where the splitter draws it."""

    def __init__(self, *, ground: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_class(self, "ground" if ground else "pane")
        self.column = QVBoxLayout(self)
        space(self.column)


class Scroll(QScrollArea):
    """A page's content that scrolls, and keeps its place when heights change."""

    def __init__(self, content: QWidget | None = None, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._most = 0
        self._fits = False
        self._motion = QPropertyAnimation(self.verticalScrollBar(), b"value", self)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)
        if content is not None:
            self.set_content(content)

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Bring what Tab came to from outside into view; Qt does so only for steps within."""
        content = self.widget()
        if now is None or content is None or not content.isAncestorOf(now):
            return
        if now.visibleRegion().isEmpty() and self.isVisible():
            self.ensureWidgetVisible(now)

    def set_content(self, content: QWidget) -> None:
        """Show this."""
        self.setWidget(content)
        content.setAutoFillBackground(False)

    def take_at_most(self, height: int) -> None:
        """Want this height, in a dialog, and make do with less where the window is low."""
        self._most = height
        self.setMaximumHeight(px(height))
        self.setMinimumHeight(px(min(height, LEAST)))

    def take_content(self) -> None:
        """Want the height of what is shown, in a dialog, and scroll where the window is lower."""
        self._fits = True
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setMinimumHeight(px(LEAST))

    def sizeHint(self) -> QSize:
        """Want this much room."""
        wanted, content = super().sizeHint(), self.widget()
        if self._fits and content is not None:
            high = content.heightForWidth(self.viewport().width())
            return QSize(wanted.width(), high if high > 0 else content.sizeHint().height())
        return QSize(wanted.width(), px(self._most)) if self._most else wanted

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow with what is shown."""
        if self._fits and watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    @contextmanager
    def kept(self, anchor: QWidget) -> Iterator[None]:
        """Keep a widget where it is on the screen while what is around it changes its height."""
        before = self._y(anchor)
        yield
        content = self.widget()
        if content is not None:
            layout = content.layout()
            if layout is not None:
                layout.activate()
            content.resize(content.width(), max(content.sizeHint().height(),
                                                self.viewport().height()))  # fmt: skip
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, (content.height() if content else 0) - self.viewport().height()))
        bar.setValue(bar.value() + self._y(anchor) - before)

    def bring(self, target: QWidget) -> None:
        """Bring a widget into view, at most so far under the top; what is seen well stays."""
        top = self._y(target)
        fits = top >= 0 and top + target.height() <= self.viewport().height()
        if not fits:
            self.go_to(self.verticalScrollBar().value() + top - px(UNDER_HEAD))

    def go_to(self, value: int) -> None:
        """Scroll to a place, in a moment or, where the system asks for less motion, at once."""
        bar = self.verticalScrollBar()
        value = max(bar.minimum(), min(bar.maximum(), value))
        lasts = QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
        self._motion.stop()
        if lasts <= 0 or not self.isVisible():
            bar.setValue(value)
            return
        self._motion.setDuration(SCROLL_MS)
        self._motion.setEndValue(value)
        self._motion.start()

    def _y(self, widget: QWidget) -> int:
        return widget.mapTo(self.viewport(), QPoint(0, 0)).y()


class Splitter(QSplitter):
    """Columns with a hairline between them that can be drawn."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def createHandle(self) -> QSplitterHandle:
        """Make a divider of ours."""
        return _Handle(self.orientation(), self)


class _Handle(QSplitterHandle):
    """One pixel to see, seven to take hold of: Qt widens a handle that is this thin."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        middle = self.rect().center()
        across = self.orientation() == Qt.Orientation.Horizontal
        line = (
            QRect(middle.x(), 0, 1, self.height())
            if across
            else QRect(0, middle.y(), self.width(), 1)
        )
        painter.fillRect(line, theme().token("line"))


class Figure(QWidget):
    """A large quiet icon for an empty page."""

    def __init__(self, icon: str, size: int = 48, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        hold(self, width=size, height=size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        paint_icon(painter, self.rect().toRectF(), self._icon, theme().token("control"))
