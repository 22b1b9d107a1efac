"""An output on the list of the report: its name, and its group's above the first of each."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui.delegates.ground import paint_ground
from gui.models.rows import ROW_ROLE
from gui.theme import px, theme

if TYPE_CHECKING:
    from appraisal.views.outputs import Output

HEIGHT, GROUP, EDGE, OUTSIDE = 33, 30, 12, 8
LINES = 3

Index = QModelIndex | QPersistentModelIndex


class OutputsDelegate(QStyledItemDelegate):
    """Paints `Output`s."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give a long name more lines, and the first of a group room for the group's name."""
        output: Output = index.data(ROW_ROLE)
        font = theme().font("body", 600)
        list_ = self.parent()
        room = list_.viewport().width() if isinstance(list_, QListView) else option.rect.width()
        lines = _lines(_words(output), font, room - 2 * px(OUTSIDE) - 2 * px(EDGE))
        more = (len(lines) - 1) * round(QFontMetricsF(font).lineSpacing())
        head = _head_height(output, room - 2 * px(OUTSIDE) - px(EDGE)) if _begins(index) else 0
        return QSize(px(120), px(HEIGHT) + more + head)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw it."""
        output: Output = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(px(OUTSIDE), 0, -px(OUTSIDE), 0)
        if _begins(index):
            wide = box.width() - px(EDGE)
            high = _head_height(output, wide)
            head = QRectF(box.left() + px(EDGE), box.top(), wide, high)
            painter.setFont(theme().font("small"))
            painter.setPen(theme().token("text2"))
            said = "\n".join(_lines(output.group, theme().font("small"), wide))
            painter.drawText(head, int(Qt.AlignmentFlag.AlignVCenter), said)
            box.setTop(box.top() + high)
        paint_ground(painter, option.state, box, bar=6)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        font = theme().font("body", 600 if chosen else 400)
        room = box.adjusted(px(EDGE), 0, -px(EDGE), 0)
        words = "\n".join(_lines(_words(output), theme().font("body", 600), room.width()))
        painter.setFont(font)
        painter.setPen(theme().token("text"))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)
        painter.restore()


def _words(output: "Output") -> str:
    return output.short or output.title


def _lines(words: str, font: QFont, room: float) -> list[str]:
    """A name in as many lines as it takes, three at most; what does not fit is cut in the last."""
    found, metrics = [""], QFontMetricsF(font)
    for word in words.split(" "):
        longer = f"{found[-1]} {word}".strip()
        if len(found) == LINES or not found[-1] or metrics.horizontalAdvance(longer) <= room:
            found[-1] = longer
        else:
            found.append(word)
    middle = Qt.TextElideMode.ElideMiddle  # names that begin alike differ at their end
    return [metrics.elidedText(line, middle, room) for line in found]


def _head_height(output: "Output", room: float) -> int:
    """How much the name of a group takes, which may be that of an outcome."""
    font = theme().font("small")
    more = len(_lines(output.group, font, room)) - 1
    return px(GROUP) + more * round(QFontMetricsF(font).lineSpacing())


def _begins(index: Index) -> bool:
    """Whether the row is the first of its group."""
    before = index.sibling(index.row() - 1, 0)
    output: Output = index.data(ROW_ROLE)
    former: Output | None = before.data(ROW_ROLE) if before.isValid() else None
    return former is None or former.group != output.group
