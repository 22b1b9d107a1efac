"""Paints the parts of an instrument in a list: indented under their domain, faults marked."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from gui.delegates.ground import paint_ground
from gui.icons import paint_icon
from gui.models.rows import ROW_ROLE
from gui.theme import px, theme

HEIGHT, EDGE, INDENT = 30, 12, 16


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A line of the list: its key, its words, its depth, how many faults it has."""

    key: str
    title: str
    depth: int
    faults: int


class NodeDelegate(QStyledItemDelegate):
    """Paints `NodeRow`s."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Each row is one line."""
        return QSize(px(120), px(HEIGHT))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw it."""
        row: NodeRow = index.data(ROW_ROLE)
        token = theme().token
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(px(8), 1, -px(8), -1)
        paint_ground(painter, option.state, box)
        room = box.adjusted(px(EDGE + INDENT * row.depth), 0, -px(8), 0)
        if row.faults:
            side = px(14)
            spot = QRectF(room.right() - side, box.center().y() - side / 2, side, side)
            paint_icon(painter, spot, "circle-alert", token("bad"))
            room.setRight(spot.left() - px(6))
        font = theme().font("body" if row.depth == 0 else "small", 500 if row.depth == 0 else 400)
        painter.setFont(font)
        painter.setPen(token("text" if row.depth == 0 else "text2"))
        words = QFontMetricsF(font).elidedText(row.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)
        painter.restore()
