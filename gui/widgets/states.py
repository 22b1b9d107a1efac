"""Where work stands, and whose it is: the progress states and the reviewers' discs.

Each is an icon with its word; the painters serve the table cells, the labels the pages.
"""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gui.icons import paint_icon
from gui.theme import px, theme

State = Literal[
    "not_started", "started", "ready", "submitted", "differ", "agreed", "impossible",
    "complete", "warn", "bad",
]  # fmt: skip
ICON, GAP = 16, 6
LOOKS: dict[str, tuple[str, str, str, int]] = {  # icon, its token, the word's token and weight
    "not_started": ("circle-dashed", "text3", "text3", 400),
    "started": ("", "accent", "text", 400),
    "ready": ("circle-check", "accent", "text", 400),
    "submitted": ("lock", "text3", "text2", 400),
    "differ": ("git-compare", "accent", "accent", 600),
    "agreed": ("check-check", "text2", "text2", 400),
    "impossible": ("", "text3", "text3", 400),
    "complete": ("check", "ok", "text2", 400),
    "warn": ("triangle-alert", "warn", "warn", 500),
    "bad": ("circle-alert", "bad", "bad", 600),
}


def paint_state_icon(painter: QPainter, box: QRectF, state: str, part: float = 0.0) -> None:
    """Draw the icon of a state into a square; `part` is the share done, shown as a pie."""
    name, token, _word, _weight = LOOKS[state]
    if state == "started":
        _paint_pie(painter, box, part)
    elif name:
        paint_icon(painter, box, name, theme().token(token))


def paint_state(
    painter: QPainter, box: QRectF, state: str, word: str, *, part: float = 0.0
) -> None:
    """Draw a state at the left of a box: its icon and its word."""
    _name, _token, ink, weight = LOOKS[state]
    side = px(ICON)
    left = box.left()
    if state != "impossible":
        spot = QRectF(left, round(box.center().y() - side / 2), side, side)
        paint_state_icon(painter, spot, state, part)
        left += side + px(GAP)
    font = theme().font("body", weight)
    painter.setFont(font)
    painter.setPen(theme().token(ink))
    room = QRectF(left, box.top(), box.right() - left, box.height())
    shown = QFontMetricsF(font).elidedText(word, Qt.TextElideMode.ElideRight, room.width() + 1)
    painter.drawText(room.adjusted(0, 0, 2, 0), Qt.AlignmentFlag.AlignVCenter, shown)


def state_width(state: str, word: str) -> int:
    """Give the width of a state's icon and word."""
    weight = LOOKS[state][3]
    words = QFontMetricsF(theme().font("body", weight)).horizontalAdvance(word)
    return round(words) + (px(ICON) + px(GAP) if state != "impossible" else 0) + 2


def paint_disc(
    painter: QPainter, centre: QPointF, letter: str, size: float, *, filled: bool
) -> None:
    """Draw a reviewer's disc: A filled, B outlined, in the same ink."""
    ink = theme().token("text2")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, 1.4))
    painter.setBrush(ink if filled else Qt.BrushStyle.NoBrush)
    reach = size / 2 - 0.7
    painter.drawEllipse(centre, reach, reach)
    font = theme().font("small", 600)
    font.setPixelSize(round(size * 0.54))
    painter.setFont(font)
    painter.setPen(theme().token("surface") if filled else ink)
    box = QRectF(centre.x() - size / 2, centre.y() - size / 2, size, size)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
    painter.restore()


class StateLabel(QLabel):
    """A state on a page. Its text is the word."""

    def __init__(
        self, state: State, word: str, *, part: float = 0.0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_state(state, word, part=part)

    def set_state(self, state: State, word: str, *, part: float = 0.0) -> None:
        """Show another state."""
        self._state, self._part = state, part
        self.setText(word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Want this much room."""
        return QSize(state_width(self._state, self.text()), px(20))

    def minimumSizeHint(self) -> QSize:
        """Need at least this much room."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        box = QRectF(self.rect())
        paint_state(QPainter(self), box, self._state, self.text(), part=self._part)


class Reviewer(QLabel):
    """A reviewer's disc and name; with `agreed`, the double tick."""

    def __init__(
        self,
        name: str,
        letter: str = "A",
        *,
        filled: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self._letter, self._filled = letter, filled
        self.setToolTip(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_reviewer(self, name: str, letter: str, *, filled: bool) -> None:
        """Show someone else."""
        self._letter, self._filled = letter, filled
        self.setText(name)
        self.setToolTip(name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Want this much room."""
        words = QFontMetricsF(theme().font("body", 500)).horizontalAdvance(self.text())
        return QSize(px(24) + (px(6) + round(words) + 2 if self.text() else 0), px(24))

    def minimumSizeHint(self) -> QSize:
        """Need at least this much room."""
        return QSize(px(24), px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        middle = self.height() / 2
        paint_disc(painter, QPointF(px(12), middle), self._letter, px(22), filled=self._filled)
        font = theme().font("body", 500)
        painter.setFont(font)
        painter.setPen(theme().token("text"))
        room = QRectF(self.rect()).adjusted(px(30), 0, 2, 0)
        if room.width() < px(24):
            return  # the disc alone; the tooltip has the name
        shown = QFontMetricsF(font).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


def _paint_pie(painter: QPainter, box: QRectF, part: float) -> None:
    ink = theme().token("accent")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, box.width() / 11))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = box.width() * 0.1
    painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    inset = box.width() * 0.22
    whole = 360 * 16
    painter.drawPie(box.adjusted(inset, inset, -inset, -inset), 90 * 16, -round(part * whole))
    painter.restore()
