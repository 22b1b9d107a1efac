"""The slider of a limit: what it lets through is coloured, and each study stands over its place.

The part in use lies right of the knob ("at least"). It changes while it is dragged; arrows go by
one, Home and End to the ends.
"""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from gui.theme import px, theme

KNOB, RING, TRACK, SQUARE, EDGE = 16, 22, 4, 9, 12
MOST = 4  # squares on top of each other; more are told by a figure


class LimitSlider(QSlider):
    """A slider with figures under it. `valueChanged` comes while it is dragged."""

    def __init__(
        self, name: str, least: int, most: int, value: int, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setAccessibleName(name)
        self.setRange(least, most)
        self.setSingleStep(1)
        self.setPageStep(1)
        self.setValue(value)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._studies: list[int] = []

    def set_studies(self, values: Sequence[int]) -> None:
        """Put one small square over the value of each study."""
        self._studies = sorted(values)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Want this much room."""
        return QSize(px(200), self._above() + px(RING + 2) + px(18))

    def minimumSizeHint(self) -> QSize:
        """Need at least this much room."""
        return QSize(px(140), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        steps = {
            Qt.Key.Key_Left: self.value() - 1, Qt.Key.Key_Down: self.value() - 1,
            Qt.Key.Key_Right: self.value() + 1, Qt.Key.Key_Up: self.value() + 1,
            Qt.Key.Key_Home: self.minimum(), Qt.Key.Key_End: self.maximum(),
        }  # fmt: skip
        if Qt.Key(event.key()) in steps:
            self.setValue(steps[Qt.Key(event.key())])
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a press."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._go_to(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if self.isSliderDown():
            self._go_to(event)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Take the end of a press."""
        self.setSliderDown(False)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self._above() + px(RING + 2) / 2
        self._paint_studies(painter)
        self._paint_track(painter, middle)
        self._paint_figures(painter, middle)

    def _above(self) -> int:
        """Give the height of the squares."""
        if not self._studies:
            return 0
        highest = max(Counter(self._studies).values())
        return min(highest, MOST) * px(SQUARE + 5) + px(8)

    def _x(self, value: int) -> float:
        span = max(1, self.maximum() - self.minimum())
        room = self.width() - 2 * px(EDGE)
        return px(EDGE) + room * (value - self.minimum()) / span

    def _go_to(self, event: QMouseEvent) -> None:
        span = self.maximum() - self.minimum()
        room = max(1, self.width() - 2 * px(EDGE))
        self.setValue(self.minimum() + round((event.position().x() - px(EDGE)) / room * span))

    def _paint_studies(self, painter: QPainter) -> None:
        token = theme().token
        base = self._above() - px(6)
        side = px(SQUARE)
        for value in sorted(set(self._studies)):
            used = value >= self.value()
            painter.setPen(QPen(token("text" if used else "text3"), 1))
            painter.setBrush(token("text") if used else Qt.BrushStyle.NoBrush)
            count = self._studies.count(value)
            for place in range(min(count, MOST)):
                top = base - (place + 1) * px(SQUARE + 5) + px(2)
                left = round(self._x(value) - side / 2)
                painter.drawRect(QRectF(left + 0.5, top + 0.5, side - 1, side - 1))
            if count > MOST:
                painter.setFont(theme().font("key", 600))
                spot = QRectF(self._x(value) + side, base - px(14), px(24), px(12))
                painter.drawText(spot, Qt.AlignmentFlag.AlignVCenter, str(count))
        if self._studies:
            painter.fillRect(QRectF(0, base + px(2), self.width(), 1), token("line"))

    def _paint_track(self, painter: QPainter, middle: float) -> None:
        token = theme().token
        knob, thick = self._x(self.value()), px(TRACK)
        left, right = self._x(self.minimum()), self._x(self.maximum())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(token("control"))
        painter.drawRoundedRect(QRectF(left, middle - thick / 2, knob - left, thick), 2, 2)
        painter.setBrush(token("accent"))
        painter.drawRoundedRect(QRectF(knob, middle - thick / 2, right - knob, thick), 2, 2)
        centre = QPointF(knob, middle)
        painter.setPen(QPen(token("accent"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(token("surface"))
        painter.drawEllipse(centre, px(RING) / 2 - 1, px(RING) / 2 - 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(token("fill" if self.isEnabled() else "scroll"))
        painter.drawEllipse(centre, px(KNOB) / 2, px(KNOB) / 2)

    def _paint_figures(self, painter: QPainter, middle: float) -> None:
        token = theme().token
        widest = QFontMetrics(theme().font("small", 600)).horizontalAdvance(str(self.maximum()))
        room = (self.width() - 2 * px(EDGE)) / max(1, self.maximum() - self.minimum())
        every = max(1, -(-(widest + px(6)) // max(1, int(room))))
        top = middle + px(RING) / 2
        for value in range(self.minimum(), self.maximum() + 1):
            here = value == self.value()
            if (value - self.minimum()) % every and not here:
                continue
            x = self._x(value)
            if not here:
                painter.setPen(QPen(token("control"), 1))
                painter.drawLine(QPointF(x, top - px(2)), QPointF(x, top + px(1)))
            painter.setFont(theme().font("small", 600 if here else 400, tabular=True))
            painter.setPen(token("text" if here else "text2"))
            spot = QRectF(x - px(20), top + px(1), px(40), px(16))
            painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, str(value))
