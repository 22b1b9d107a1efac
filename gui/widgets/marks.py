"""Judgements: one mark for each role, told by shape, glyph, colour and edge alike.

`paint_mark` is the one painter of marks on the screen: delegates, canvas and icons all use it.
Which level has which role, and its letter and word, comes from the instrument.
"""

from collections.abc import Mapping
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from gui.theme import MarkInk, px, space, theme
from gui.widgets.text import Text, TextLook

ROLES = ("good", "fair", "poor", "grave", "unknown", "na")


def paint_mark(
    painter: QPainter,
    centre: QPointF,
    level: str,
    size: float,
    palette: Mapping[str, MarkInk] | None = None,
) -> None:
    """Draw the mark of a role (`good fair poor grave unknown na`) about a point."""
    ink = (palette or theme().marks())[level]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(centre)
    ring = level in ("unknown", "na")
    pen = QPen(ink.edge, (2 if level == "unknown" else 1.2) * max(1.0, size / 18))
    if level == "na":
        pen.setDashPattern([0.1, 2.2])
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    inset = size / 2 - pen.widthF() / 2 if ring else size / 2
    painter.setPen(pen)
    painter.setBrush(ink.fill)
    painter.drawPath(_shape(level, inset))
    stroke = QPen(ink.glyph, max(1.5, size * 0.11))
    stroke.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(stroke)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _paint_glyph(painter, level, size)
    painter.restore()


class Mark(QLabel):
    """A mark alone; its word, which a screen reader says, is its text and its tooltip."""

    def __init__(
        self, level: str = "na", word: str = "", size: int = 16, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_level(level, word)

    def set_level(self, level: str, word: str) -> None:
        """Show another judgement."""
        self._level = level
        self.setText(word)
        self.setToolTip(word)
        self.update()

    def sizeHint(self) -> QSize:
        """Want this much room."""
        return QSize(px(self._size) + 3, px(self._size) + 3)

    def minimumSizeHint(self) -> QSize:
        """Need at least this much room."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        paint_mark(QPainter(self), QRectF(self.rect()).center(), self._level, px(self._size))


class MarkLine(QWidget):
    """A mark with its letter, if asked for, and its word."""

    def __init__(
        self,
        level: str,
        word: str,
        letter: str = "",
        *,
        look: TextLook = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._mark = Mark(level, "", 18, parent=self)
        self._letter = Text(letter, "strong", parent=self)
        self._word = Text(word, look, parent=self)
        row = QHBoxLayout(self)
        space(row, gap=8)
        for widget in (self._mark, self._letter, self._word):
            row.addWidget(widget)
        row.addStretch(1)
        self.set_level(level, word, letter)

    def set_level(self, level: str, word: str, letter: str = "") -> None:
        """Show another judgement."""
        self._mark.set_level(level, "")
        self._mark.setToolTip(word)
        self._letter.setText(letter)
        self._letter.setVisible(bool(letter))
        self._letter.setMinimumWidth(px(12))
        self._word.setText(word)


def _shape(level: str, radius: float) -> QPainterPath:
    shape = QPainterPath()
    if level == "fair":
        reach = radius * 1.14
        points = [QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0)]
        shape.addPolygon(QPolygonF([*points, points[0]]))
    elif level == "poor":
        side = radius * 0.92
        shape.addRoundedRect(QRectF(-side, -side, 2 * side, 2 * side), 2, 2)
    elif level == "grave":
        turns = [pi / 8 + pi / 4 * step for step in range(9)]
        reach = radius * 1.04
        shape.addPolygon(QPolygonF([QPointF(reach * cos(t), reach * sin(t)) for t in turns]))
    else:
        shape.addEllipse(QPointF(0, 0), radius, radius)
    return shape


def _paint_glyph(painter: QPainter, level: str, size: float) -> None:
    if level == "good":
        painter.drawLine(QPointF(-0.23 * size, 0), QPointF(0.23 * size, 0))
        painter.drawLine(QPointF(0, -0.23 * size), QPointF(0, 0.23 * size))
    elif level == "fair":
        painter.drawLine(QPointF(-0.23 * size, 0), QPointF(0.23 * size, 0))
    elif level == "poor":
        reach = 0.18 * size
        painter.drawLine(QPointF(-reach, -reach), QPointF(reach, reach))
        painter.drawLine(QPointF(-reach, reach), QPointF(reach, -reach))
    elif level == "grave":
        painter.drawLine(QPointF(0, -0.25 * size), QPointF(0, 0.05 * size))
        painter.drawPoint(QPointF(0, 0.26 * size))
    elif level == "unknown":
        hook = QPainterPath()
        bow = 0.135 * size
        box = QRectF(-bow, -0.28 * size, 2 * bow, 2 * bow)
        hook.arcMoveTo(box, 170)
        hook.arcTo(box, 170, -215)
        hook.quadTo(QPointF(0, 0.02 * size), QPointF(0, 0.1 * size))
        painter.drawPath(hook)
        painter.drawPoint(QPointF(0, 0.27 * size))
