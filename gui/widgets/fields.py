"""Fields to type in and lists to choose from, each with its label as buddy.

A list is named for screen readers by its label alone (its own name would be lost), so one without a
visible label does not exist: `FilterList` writes its label inside and keeps a hidden one.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from gui.icons import paint_icon
from gui.theme import px, set_class, space, theme
from gui.widgets.text import Text

Pair = tuple[str, str]  # key and words
FILTER_MOST = 320  # px; longer words are cut short, the open list shows them whole


class Field(QWidget):
    """A field under its label, which is its buddy; a message of what is wrong goes below."""

    def __init__(self, label: str, field: QWidget, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.label = Text(label, "label", parent=self)
        self.label.setBuddy(field)
        self._message = Text("", "bad", wrap=True, parent=self)
        self._message.hide()
        column = QVBoxLayout(self)
        space(column, gap=4)
        for widget in (self.label, field, self._message):
            column.addWidget(widget)
        self.setFocusProxy(field)
        # What goes on in further lines wants one line: no more than that would hide the others.
        # Nothing here can be less high than it wants without being cut.
        policy = QSizePolicy.Policy
        tall = policy.Minimum if field.hasHeightForWidth() else policy.Fixed
        self.setSizePolicy(policy.Preferred, tall)

    def set_error(self, message: str) -> None:
        """Say what is wrong and what to do; an empty message says that all is well."""
        self._message.setText(message)
        self._message.setVisible(bool(message))
        set_error(self.field, message)


def set_error(field: QWidget, message: str) -> None:
    """Mark a field as in error, or as well; its tooltip and description say what is wrong."""
    field.setToolTip(message)
    field.setAccessibleDescription(message)
    set_class(field, str(field.property("cls") or ""), state="error" if message else "")


class LineField(QLineEdit):
    """One line of text. `edited(text)` comes with Enter or on leaving, if it has changed."""

    edited = Signal(str)

    def __init__(
        self, text: str = "", *, placeholder: str = "", name: str = "", right: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(text, parent)
        self._told = text
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        if right:  # figures
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.editingFinished.connect(self._on_finished)

    def set_text(self, text: str) -> None:
        """Show a text without saying that the person wrote it."""
        self._told = text
        if text != self.text():
            self.setText(text)

    def _on_finished(self) -> None:
        if self.text() != self._told:
            self._told = self.text()
            self.edited.emit(self.text())


class SearchField(QLineEdit):
    """A field that searches or filters as one types; Escape empties it."""

    searched = Signal(str)

    def __init__(self, placeholder: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.textChanged.connect(self.searched)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the type."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        super().paintEvent(event)
        side = px(16)
        spot = QRect(px(9), (self.height() - side) // 2, side, side)
        paint_icon(QPainter(self), spot.toRectF(), "search", theme().token("text2"))

    def _make_room(self) -> None:
        self.setTextMargins(px(24), 0, 0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class ListField(QComboBox):
    """One of a list. `picked(key)` comes from the person alone."""

    picked = Signal(str)

    def __init__(
        self, pairs: Sequence[Pair] = (), key: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setItemDelegate(_Rows(self))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaxVisibleItems(12)
        self.activated.connect(self._on_activated)
        self.set_pairs(pairs, key)

    def set_narrow(self) -> None:
        """Take the width there is; the open list is as wide as its words."""
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)

    def showPopup(self) -> None:
        """Open the list, wide enough for its words."""
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + px(8))
        super().showPopup()

    def set_pairs(self, pairs: Sequence[Pair], key: str = "") -> None:
        """Offer other things."""
        self.clear()
        for each, words in pairs:
            self.addItem(words, each)
        self.set_key(key)

    def key(self) -> str:
        """Give the key of what is chosen."""
        return str(self.currentData() or "")

    def set_key(self, key: str) -> None:
        """Show a choice without saying that the person made it."""
        self.setCurrentIndex(max(0, self.findData(key)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it, with words too long for it cut short."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width() - px(2)
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()  # turning the wheel over a page must not change an answer

    def _on_activated(self) -> None:
        self.picked.emit(self.key())


class FilterList(ListField):
    """A list that says inside what it filters: "Design All"."""

    def __init__(
        self, label: str, pairs: Sequence[Pair], key: str = "", *, parent: QWidget | None = None
    ) -> None:
        self._label = label
        super().__init__(pairs, key, parent=parent)
        self._named = QLabel(label, self)
        self._named.setBuddy(self)
        self._named.hide()

    def sizeHint(self) -> QSize:
        """Want this much room."""
        words = QFontMetrics(theme().font("body", 500))
        widest = max((words.horizontalAdvance(self.itemText(n)) for n in range(self.count())),
                     default=0)  # fmt: skip
        room = words.horizontalAdvance(self._label) + widest
        return QSize(min(room + px(12 + 8 + 8 + 28), px(FILTER_MOST)), px(32))

    def minimumSizeHint(self) -> QSize:
        """Need at least this much room."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        token = theme().token
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = 2 if self.hasFocus() else 1
        painter.setPen(QPen(token("accent" if self.hasFocus() else "control"), ring))
        painter.setBrush(token("hover" if self.underMouse() else "surface"))
        inset = ring / 2
        painter.drawRoundedRect(self.rect().toRectF().adjusted(inset, inset, -inset, -inset), 6, 6)
        side = px(14)
        spot = QRect(self.width() - side - px(8), (self.height() - side) // 2, side, side)
        paint_icon(painter, spot.toRectF(), "chevron-down", token("text2"))
        room = self.rect().adjusted(px(11), 0, -side - px(12), 0)
        painter.setFont(theme().font("body"))
        painter.setPen(token("text2"))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._label)
        room.setLeft(room.left() + QFontMetrics(self.font()).horizontalAdvance(self._label) + px(8))
        painter.setFont(theme().font("body", 500))
        painter.setPen(token("text"))
        shown = QFontMetrics(painter.font()).elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


class _Rows(QStyledItemDelegate):
    """The rows of an open list: 32 high, the current one with a tick."""

    def __init__(self, field: QComboBox) -> None:
        super().__init__(field)
        self._field = field

    def sizeHint(
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Want this much room."""
        words = QFontMetrics(theme().font()).horizontalAdvance(str(index.data() or ""))
        return QSize(words + px(8 + 8 + 32), px(32))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:  # fmt: skip
        """Draw it."""
        token = theme().token
        row: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pointed = state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver)
        if pointed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(token("tint"))
            painter.drawRoundedRect(row, 4, 4)
        chosen = index.row() == self._field.currentIndex()
        painter.setFont(theme().font("body", 500 if chosen else 400))
        painter.setPen(token("text"))
        words = row.adjusted(px(8), 0, -px(32), 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, str(index.data() or ""))
        if chosen:
            side = px(16)
            spot = QRect(row.right() - side - px(8), row.center().y() - side // 2, side, side)
            paint_icon(painter, spot.toRectF(), "check", token("accent"))
        painter.restore()
