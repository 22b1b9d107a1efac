"""The ground of a row in a list: tinted when chosen or under the pointer, ringed in focus."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle

from gui.theme import px, theme


def paint_ground(
    painter: QPainter, state: QStyle.StateFlag, box: QRectF, *, bar: int | None = None
) -> None:
    """Paint it; with `bar` the chosen row has a bar at its edge, that many px from its ends."""
    token = theme().token
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    painter.setPen(Qt.PenStyle.NoPen)
    if chosen or state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(token("tint" if chosen else "hover"))
        painter.drawRoundedRect(box, 6, 6)
    if chosen and bar is not None:
        painter.setBrush(token("accent"))
        edge = QRectF(box.left(), box.top() + px(bar), 3, box.height() - px(2 * bar))
        painter.drawRoundedRect(edge, 1, 1)
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(token("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
