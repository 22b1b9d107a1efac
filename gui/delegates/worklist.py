"""A study on a worklist: its state's icon, its name, the instrument, and what waits."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from appraisal.views.seats import SeatState, WorkRow
from gui.delegates.ground import paint_ground
from gui.models.rows import ROW_ROLE
from gui.theme import Size, px, theme
from gui.widgets.states import paint_state_icon
from gui.words import LOOK, share_done, state_word

HEIGHT, EDGE, ICON = 54, 12, 16
NARROW = 260  # below this the lock alone says "submitted"
WAITING = (SeatState.STARTED, SeatState.READY, SeatState.DIFFER)


class WorklistDelegate(QStyledItemDelegate):
    """Paints `WorkRow`s."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Each row is as high as two lines."""
        return QSize(px(120), px(HEIGHT))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw it."""
        row: WorkRow = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(px(8), 1, -px(8), -1)
        paint_ground(painter, option.state, box, bar=8)
        side = px(ICON)
        icon = QRectF(box.left() + px(EDGE), box.top() + px(9), side, side)
        paint_state_icon(painter, icon, LOOK[row.cell.state], share_done(row.cell))
        left = icon.right() + px(8)
        lines = box.adjusted(left - box.left(), px(7), -px(EDGE), -px(7))
        self._paint_words(painter, lines, row, is_narrow=box.width() < px(NARROW - 16))
        painter.restore()

    def _paint_words(
        self, painter: QPainter, lines: QRectF, row: WorkRow, *, is_narrow: bool
    ) -> None:
        top = QRectF(lines.left(), lines.top(), lines.width(), lines.height() / 2)
        low = QRectF(lines.left(), top.bottom(), lines.width(), lines.height() / 2)
        named, second = _names(row, top.width())
        waits = row.cell.state in WAITING
        word = "" if row.cell.state == SeatState.SUBMITTED and is_narrow else state_word(row.cell)
        look = ("small", 600 if waits else 400, "accent" if waits else "text3")
        is_above = goes_above(named, second, word, low.width())
        room = _draw(painter, top if is_above else low, word, look, right=True)
        beside = room + px(8) if word else 0
        above, below = (beside, 0) if is_above else (0, beside)
        _draw(painter, top.adjusted(0, 0, -above, 0), named, ("body", 500, "text"))
        _draw(painter, low.adjusted(0, 0, -below, 0), second, ("small", 400, "text2"))


def _names(row: WorkRow, room: float) -> tuple[str, str]:
    """The two lines of a row; what tells it from its study's others stays in sight."""
    if not row.place:
        return row.label, row.chip
    whole = f"{row.label} · {row.place}"
    if QFontMetricsF(theme().font("body", 500)).horizontalAdvance(whole) <= room:
        return whole, row.chip
    return row.label, row.place


def goes_above(named: str, second: str, word: str, room: float) -> bool:
    """Whether the state stands on the first line: where the second has no room for it."""
    state = _width(word, "small", 600) + px(8)
    is_cut = _width(second, "small", 400) + state > room
    return bool(word) and is_cut and _width(named, "body", 500) + state <= room


def _width(text: str, size: Size, weight: int) -> float:
    return QFontMetricsF(theme().font(size, weight)).horizontalAdvance(text)


def _draw(
    painter: QPainter, room: QRectF, text: str, look: tuple[str, int, str], *, right: bool = False
) -> float:
    """Draw one line, cut short where there is no room, and give its width."""
    size, weight, token = look
    font = theme().font(size, weight)  # type: ignore[arg-type] # one of the sizes, above
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.setFont(font)
    painter.setPen(theme().token(token))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
    return metrics.horizontalAdvance(shown)
