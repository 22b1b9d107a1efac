"""The chip: a small word of kind or state, not to be pressed; and its painter for tables."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gui.icons import paint_icon
from gui.theme import px, theme

ChipKind = Literal["", "accent", "warn", "bad", "ok"]
HEIGHT, PADDING, ICON, GAP = 20, 8, 14, 4
_COLOURS: dict[str, tuple[str, str, str]] = {  # ground, edge, text
    "": ("sunken", "line", "text2"),
    "accent": ("tint", "tint2", "accent"),
    "warn": ("warn_tint", "warn_line", "warn"),
    "bad": ("bad_tint", "bad_line", "bad"),
    "ok": ("ok_tint", "ok_line", "ok"),
}


def chip_width(text: str, icon: str = "") -> int:
    """Give the width of a chip with this word."""
    words = QFontMetricsF(theme().font("small", 500)).horizontalAdvance(text)
    return round(words) + 2 * px(PADDING) + (px(ICON + GAP) if icon else 0)


def paint_chip(
    painter: QPainter, box: QRectF, text: str, *, kind: ChipKind = "", icon: str = ""
) -> None:
    """Draw a chip at the left of a box, in its middle; a word too long for it is cut short."""
    ground, edge, ink = (theme().token(name) for name in _COLOURS[kind])
    width = min(chip_width(text, icon), box.width())
    frame = QRectF(box.left(), round(box.center().y() - px(HEIGHT) / 2), width, px(HEIGHT))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    inside = frame.adjusted(px(PADDING), 0, -px(PADDING), 0)
    if icon:
        side = px(ICON)
        spot = QRectF(inside.left() - 1, inside.center().y() - side / 2, side, side)
        paint_icon(painter, spot, icon, ink)
        inside.setLeft(inside.left() + px(ICON + GAP))
    font = theme().font("small", 500)
    painter.setFont(font)
    painter.setPen(ink)
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, inside.width() + 1)
    painter.drawText(inside.adjusted(0, 0, 2, 0), Qt.AlignmentFlag.AlignVCenter, shown)
    painter.restore()


class Chip(QLabel):
    """A chip on a page. `Chip(text, kind, icon=...)`; kinds accent, warn, bad, ok."""

    def __init__(
        self, text: str, kind: ChipKind = "", *, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._kind: ChipKind = kind
        self._icon = icon

    def set_chip(self, text: str, kind: ChipKind = "", *, icon: str = "") -> None:
        """Say something else."""
        self._kind, self._icon = kind, icon
        self.setText(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Want this much room."""
        return QSize(chip_width(self.text(), self._icon), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Need at least this much room."""
        return QSize(min(self.sizeHint().width(), px(48)), px(HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit to the new size."""
        super().resizeEvent(event)
        self.setToolTip("" if self.width() >= self.sizeHint().width() else self.text())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        paint_chip(painter, QRectF(self.rect()), self.text(), kind=self._kind, icon=self._icon)
