"""Stars are ink: earned ones filled, the others in outline, always with the figure nearby."""

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gui.theme import px, theme
from resources.i18n import _, ngettext

INNER = 0.44  # radius of the inner points, of the outer one
GAP = 1.5
_UNIT = [
    QPointF(sin(pi / 5 * step), -cos(pi / 5 * step)) * (INNER if step % 2 else 1.0)
    for step in range(10)
]


def stars_width(of: int, size: float) -> float:
    """Give the width of so many stars of a size."""
    return of * size + max(0, of - 1) * GAP * size / 14


def paint_star(
    painter: QPainter, centre: QPointF, size: float, *, earned: bool, ink: QColor
) -> None:
    """Draw one star about a point."""
    radius = size / 2 - (0 if earned else 0.5)
    star = QPolygonF([centre + QPointF(0, size * 0.04) + point * radius for point in _UNIT])
    painter.setPen(
        QPen(
            ink,
            1.1 if not earned else 0.4,
            j=Qt.PenJoinStyle.RoundJoin,
            s=Qt.PenStyle.SolidLine,
            c=Qt.PenCapStyle.RoundCap,
        )
    )
    painter.setBrush(ink if earned else Qt.BrushStyle.NoBrush)
    painter.drawPolygon(star)


def paint_stars(painter: QPainter, left: QPointF, earned: int, of: int, *, size: float) -> float:
    """Draw a strip of stars to the right of a point, and give its width."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    step = size + GAP * size / 14
    for place in range(of):
        paint_star(
            painter,
            QPointF(left.x() + size / 2 + place * step, left.y()),
            size,
            earned=place < earned,
            ink=theme().token("text" if place < earned else "control"),
        )
    painter.restore()
    return stars_width(of, size)


def stars_text(earned: int, of: int) -> str:
    """Say so many stars in words."""
    said = ngettext("{n} of {total} star", "{n} of {total} stars", of)
    return said.format(n=earned, total=of)


class StarStrip(QLabel):
    """Stars with their figure. A screen reader says "3 of 4 stars"."""

    def __init__(
        self,
        earned: int = 0,
        of: int = 1,
        *,
        size: int = 14,
        figure: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._size, self._figure = size, figure
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_stars(earned, of)

    def set_stars(self, earned: int, of: int) -> None:
        """Show another number of stars."""
        self._earned, self._of = earned, of
        self.setText(stars_text(earned, of))
        self.setToolTip(self.text())
        self.updateGeometry()
        self.update()

    def _words(self) -> str:
        return _("{n}/{total}").format(n=self._earned, total=self._of) if self._figure else ""

    def sizeHint(self) -> QSize:
        """Want this much room."""
        font = theme().font("body", 600, tabular=True)
        words = QFontMetricsF(font).horizontalAdvance(self._words())
        strip = stars_width(self._of, px(self._size))
        return QSize(round(strip + (px(8) + words if words else 0)) + 1, px(20))

    def minimumSizeHint(self) -> QSize:
        """Need at least this much room."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        middle = QPointF(0, self.height() / 2)
        width = paint_stars(painter, middle, self._earned, self._of, size=px(self._size))
        painter.setPen(theme().token("text"))
        painter.setFont(theme().font("body", 600, tabular=True))
        place = QRectF(self.rect()).adjusted(width + px(8), 0, 2, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._words())
