"""Draws the cells of tables and grids, and gives them their field for typing.

No zebra: a line under each row, a tint under the chosen one, a ring round the current cell. A cell
in error has an edge of its own and says in words, in its tooltip, what to do.
"""

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.delegates.cells import CELL, Cell
from gui.icons import paint_icon
from gui.theme import px, set_class, theme
from gui.widgets.chip import paint_chip
from gui.widgets.marks import paint_mark
from gui.widgets.stars import paint_stars, stars_width
from gui.widgets.states import paint_state

Index = QModelIndex | QPersistentModelIndex
ROW, EDGE, PADDING, STAR, MARK, CORNER = 36, 16, 12, 12, 16, 9


class TableDelegate(QStyledItemDelegate):
    """Draws `Cell`s. A model without them is drawn from its words and alignment."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Want this much room."""
        cell = cell_at(index)
        font = theme().font("body", 600)
        width = QFontMetricsF(font).horizontalAdvance(cell.text) + 2 * px(PADDING)
        width += px(24) if cell.kind in ("chip", "state", "mark", "icon") else 0
        width += stars_width(cell.stars, px(STAR)) + px(8) if cell.stars else 0
        return QSize(round(width) + 2 + (px(EDGE - PADDING) if _is_first(index) else 0), px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw it."""
        cell = cell_at(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        is_under = index.row() == self._view.property("hovered_row")  # the option knows no row
        self._paint_ground(painter, option, box, cell, is_under=is_under)
        inside = box.adjusted(px(EDGE if _is_first(index) else PADDING), 0, -px(PADDING), -1)
        if _is_last(index):
            inside.setRight(box.right() - px(EDGE))
        paint_cell(painter, inside, cell)
        self._paint_edges(painter, option, box, index)
        painter.restore()

    def _paint_ground(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        box: QRectF,
        cell: Cell,
        *,
        is_under: bool,
    ) -> None:
        token = theme().token
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = is_under or bool(state & QStyle.StateFlag.State_MouseOver)
        if cell.fault == "bad":
            painter.fillRect(box, token("bad_tint"))
        elif selected:
            painter.fillRect(box, token("tint"))
        elif hovered:
            painter.fillRect(box, token("hover"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), token("line"))
        if cell.rule:
            painter.fillRect(QRectF(box.left(), box.top(), 1, box.height()), token("line"))

    def _paint_edges(
        self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF, index: Index
    ) -> None:
        token = theme().token
        cell = cell_at(index)
        current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if cell.fault == "warn":
            side = px(CORNER)
            corner = box.topRight()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(token("warn"))
            painter.drawPolygon(
                QPolygonF([corner, corner - QPointF(side, 0), corner + QPointF(0, side)])
            )
            painter.setBrush(Qt.BrushStyle.NoBrush)
        if cell.fault == "bad":
            width = 2 if current else 1
            painter.setPen(QPen(token("bad"), width))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -2), 2, 2)
        elif current:
            painter.setPen(QPen(token("accent"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -2), 2, 2)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Give the field for typing."""
        field = QLineEdit(parent)
        set_class(field, "cell")
        header = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        field.setAccessibleName(str(header or ""))
        if cell_at(index).kind == "number":
            field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            field.setFont(theme().font("body", tabular=True))
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Put the value into the field."""
        if isinstance(editor, QLineEdit):
            value = index.data(Qt.ItemDataRole.EditRole)
            editor.setText("" if value is None else str(value))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Take the value from the field."""
        if isinstance(editor, QLineEdit):
            place = model.index(index.row(), index.column())
            model.setData(place, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        """Lay the field over its cell."""
        editor.setGeometry(option.rect.adjusted(0, 0, 0, -1))


def cell_at(index: Index) -> Cell:
    """Give what a model has for a cell."""
    cell = index.data(CELL)
    if isinstance(cell, Cell):
        return cell
    aligned = index.data(Qt.ItemDataRole.TextAlignmentRole)
    right = bool(int(aligned) & int(Qt.AlignmentFlag.AlignRight)) if aligned is not None else False
    return Cell(str(index.data() or ""), "number" if right else "text")


def paint_cell(painter: QPainter, inside: QRectF, cell: Cell) -> None:
    """Draw what a cell holds between its paddings."""
    if cell.kind == "chip":
        if cell.text:
            paint_chip(painter, inside, cell.text, kind=cell.chip, icon=cell.icon)
    elif cell.kind == "state":
        paint_state(painter, inside, cell.state, cell.text, part=cell.part)
    elif cell.kind == "mark":
        _paint_mark_cell(painter, inside, cell)
    elif cell.kind == "stars":
        _paint_stars_cell(painter, inside, cell)
    else:
        if cell.icon:
            side = px(16)
            spot = QRectF(inside.left(), round(inside.center().y() - side / 2), side, side)
            ink = "accent" if cell.link else "text2"
            paint_icon(painter, spot, cell.icon, theme().token("text3" if cell.off else ink))
            inside = inside.adjusted(side + px(6), 0, 0, 0)
        _paint_words(painter, inside, cell)


def _paint_words(painter: QPainter, room: QRectF, cell: Cell) -> None:
    bad = cell.fault == "bad"
    weight = 600 if cell.strong or bad else 500 if cell.kind == "name" else 400
    font = theme().font("body", weight, tabular=cell.kind == "number")
    token = "text" if cell.kind in ("name", "number") or cell.strong else "text2"
    token = "bad" if bad else "text3" if cell.off else "accent" if cell.link else token
    painter.setFont(font)
    painter.setPen(theme().token(token))
    side = Qt.AlignmentFlag.AlignRight if cell.kind == "number" else Qt.AlignmentFlag.AlignLeft
    words = " ".join(cell.text.split("\n"))
    shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, room.width() + 1)
    painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), shown)


def _paint_mark_cell(painter: QPainter, room: QRectF, cell: Cell) -> None:
    """Draw a word, and its mark at the right; a mark alone stands in the middle."""
    size = px(MARK)
    if not cell.text:
        paint_mark(painter, room.center(), cell.mark, size)
        return
    if cell.mark:
        paint_mark(painter, QPointF(room.right() - size / 2, room.center().y()), cell.mark, size)
    words = room.adjusted(0, 0, -size - px(8), 0)
    font = theme().font("body", 500, tabular=True)
    painter.setFont(font)
    painter.setPen(theme().token("text"))
    aligned = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    end = Qt.TextElideMode.ElideRight
    shown = QFontMetricsF(font).elidedText(cell.text, end, words.width() + 1)
    painter.drawText(words, aligned, shown)


def _paint_stars_cell(painter: QPainter, room: QRectF, cell: Cell) -> None:
    """Draw stars with their figure; without stars to draw, the figure and one star."""
    if cell.stars:
        middle = QPointF(room.left(), room.center().y())
        drawn = paint_stars(painter, middle, cell.earned, cell.stars, size=px(STAR))
        _paint_words(painter, room.adjusted(drawn + px(8), 0, 0, 0), cell)
        return
    size = px(MARK)
    spot = QPointF(room.right() - size, room.center().y())
    paint_stars(painter, spot, 1, 1, size=size)
    painter.setFont(theme().font("body", 500, tabular=True))
    painter.setPen(theme().token("text"))
    aligned = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    painter.drawText(room.adjusted(0, 0, -size - px(8), 0), aligned, cell.text)


def _is_first(index: Index) -> bool:
    return index.column() == 0


def _is_last(index: Index) -> bool:
    return index.column() == index.model().columnCount() - 1
