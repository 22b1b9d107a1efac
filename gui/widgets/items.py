"""A checklist's rows: a domain's head, an item folded to its answer, a conditional question."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.icons import paint_icon
from gui.theme import Size, px, space, theme
from gui.widgets.marks import paint_mark
from gui.widgets.stars import paint_stars, stars_text, stars_width
from gui.widgets.text import Text
from resources.i18n import _, ngettext

HEAD, ANSWERED, UNANSWERED, EDGE = 40, 44, 36, 16


@dataclass(frozen=True, slots=True)
class Worth:
    """What stands at the right of a row: quotations, stars or a mark, and a word."""

    note: str = ""
    quotes: int = 0
    earned: int = 0
    stars: int = 0  # how many could be earned; 0 shows none
    mark: str = ""  # a role
    mark_word: str = ""

    def said(self) -> str:
        """Say it in words."""
        parts = [self.note, self.mark_word]
        if self.quotes:
            parts.append(
                ngettext("{n} quotation", "{n} quotations", self.quotes).format(n=self.quotes)
            )
        if self.stars:
            parts.append(stars_text(self.earned, self.stars))
        return ", ".join(part for part in parts if part)


class FoldHead(QAbstractButton):
    """The head of a domain: a chevron, its name, and at the right what it has come to."""

    def __init__(
        self, title: str, worth: Worth | None = None, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shown: tuple[str, Worth] | None = None
        self._heights: dict[int, int] = {}  # by width
        self.setCheckable(True)
        self.setChecked(True)
        _be_row(self)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_head(title, worth or Worth())

    def set_head(self, title: str, worth: Worth) -> None:
        """Show another name or worth."""
        if (title, worth) == self._shown:
            return
        self._shown = (title, worth)
        self._heights.clear()
        self.setText(title)
        self._worth = worth
        self.setAccessibleName(title)
        self.setAccessibleDescription(worth.said())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Want this much room."""
        return QSize(px(240), px(HEAD))

    def minimumSizeHint(self) -> QSize:
        """Need at least this much room."""
        return QSize(px(160), px(HEAD))

    def hasHeightForWidth(self) -> bool:
        """Say that a long name wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Need this much height at a width."""
        known = self._heights.get(width)
        if known is None:
            room = QRect(0, 0, max(px(80), self._words_end(width) - px(34)), 10000)
            metrics = QFontMetrics(theme().font("heading", 600))
            words = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), self.text())
            known = self._heights[width] = max(px(HEAD), words.height() + px(16))
        return known

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the type."""
        self._heights.clear()
        super().changeEvent(event)

    def _words_end(self, width: int) -> int:
        return round(width - px(EDGE) - _worth_width(self._worth))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        _press_or_leave(self, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, self)
        side = px(16)
        spot = QRectF(px(12), round((self.height() - side) / 2), side, side)
        chevron = "chevron-down" if self.isChecked() else "chevron-right"
        paint_icon(painter, spot, chevron, theme().token("text2"))
        _paint_worth(painter, self, self._worth)
        painter.setFont(theme().font("heading", 600))
        painter.setPen(theme().token("text"))
        room = QRectF(px(34), 0, self._words_end(self.width()) - px(34), self.height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, int(flags), self.text())


class FoldedItem(QAbstractButton):
    """An item that is not in focus: its number and title and, once answered, the answer."""

    def __init__(
        self,
        code: str,
        title: str,
        answer: str = "",
        *,
        worth: Worth | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shown: tuple[str, str, str, Worth | None] | None = None
        _be_row(self)
        self.set_item(code, title, answer, worth=worth)

    def set_item(
        self, code: str, title: str, answer: str = "", *, worth: Worth | None = None
    ) -> None:
        """Show another answer; an empty one says "To answer"."""
        if (code, title, answer, worth) == self._shown:
            return
        self._shown = (code, title, answer, worth)
        self._code, self._answer = code, answer
        self._worth = worth or Worth()
        if not answer and not self._worth.note:
            self._worth = Worth(note=_("To answer"))
        self.setText(title)
        self.setToolTip(title)
        self.setAccessibleName(f"{code} {title}")
        said = [answer, self._worth.said()]
        self.setAccessibleDescription(", ".join(part for part in said if part))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Want this much room."""
        return QSize(px(240), px(ANSWERED if self._answer else UNANSWERED))

    def minimumSizeHint(self) -> QSize:
        """Need at least this much room."""
        return QSize(px(160), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        _press_or_leave(self, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, self)
        right = _paint_worth(painter, self, self._worth)
        wide = QFontMetrics(theme().font("body", 500)).horizontalAdvance(self._code)
        code = QRectF(px(EDGE), 0, wide + 2, self.height())
        _paint_line(painter, code, self._code, ("body", 500, "text3"))
        left = px(EDGE) + max(px(32), wide + px(8))
        width = right - left
        if not self._answer:
            room = QRectF(left, 0, width, self.height())
            _paint_line(painter, room, self.text(), ("body", 400, "text2"))
            return
        top = self.height() / 2 - px(17)
        _paint_line(painter, QRectF(left, top, width, px(18)), self.text(), ("body", 500, "text"))
        below = QRectF(left, top + px(18), width, px(16))
        _paint_line(painter, below, self._answer, ("small", 400, "text2"))


class Conditional(QWidget):
    """A question asked because of another: indented, with an elbow line and the reason."""

    def __init__(
        self, code: str, because: str, title: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        space(column, (24, 4, 0, 0), 8)
        row = QHBoxLayout()
        space(row, gap=8)
        row.addWidget(Text(code, "strong", parent=self))
        row.addWidget(Text(because, "caption", parent=self), 1)
        column.addLayout(row)
        self._column = column
        if title:
            column.addWidget(Text(title, "name", wrap=True, parent=self))

    def add(self, thing: QWidget | QLayout) -> None:
        """Put the answers, or what else belongs to the question, below."""
        if isinstance(thing, QWidget):
            self._column.addWidget(thing)
        else:
            self._column.addLayout(thing)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setPen(QPen(theme().token("control"), 1))
        across, down = px(6), px(4) + px(16)
        painter.drawLine(across, 0, across, down)
        painter.drawLine(across, down, across + px(9), down)


def _be_row(button: QAbstractButton) -> None:
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setAttribute(Qt.WidgetAttribute.WA_Hover)


def _press_or_leave(button: QAbstractButton, event: QKeyEvent) -> None:
    """Space and Enter press a row; all other keys are the page's."""
    plain = event.modifiers() in (
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.KeypadModifier,
    )
    if plain and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        button.click()
    else:
        event.ignore()


def _paint_ground(painter: QPainter, button: QAbstractButton) -> None:
    if button.underMouse() and button.isEnabled():
        ground = QRectF(button.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().token("hover"))
        painter.drawRoundedRect(ground, 7, 7)
    if button.hasFocus():
        painter.setPen(QPen(theme().token("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(button.rect()).adjusted(2, 2, -2, -2), 6, 6)


def _paint_line(painter: QPainter, room: QRectF, text: str, look: tuple[Size, int, str]) -> None:
    """Draw one line in a size, weight and token, cut short where there is no room."""
    size, weight, token = look
    font = theme().font(size, weight)
    painter.setFont(font)
    painter.setPen(theme().token(token))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


def _paint_worth(painter: QPainter, button: QWidget, worth: Worth) -> float:
    """Draw what stands at the right, from the right, and give where the rest may reach."""
    middle = button.height() / 2
    right = float(button.width() - px(EDGE))
    token = theme().token
    if worth.mark:
        paint_mark(painter, QPointF(right - px(9), middle), worth.mark, px(18))
        right -= px(18 + 8)
    if worth.stars:
        width = stars_width(worth.stars, px(14))
        paint_stars(painter, QPointF(right - width, middle), worth.earned, worth.stars, size=px(14))
        right -= width + px(12)
    if worth.quotes:
        if worth.quotes > 1:
            right = _paint_right(painter, button, right, str(worth.quotes)) - px(4)
        side = px(16)
        spot = QRectF(right - side, round(middle - side / 2), side, side)
        paint_icon(painter, spot, "quote", token("text2"))
        right -= side + px(12)
    if worth.note:
        right = _paint_right(painter, button, right, worth.note) - px(12)
    return right


def _worth_width(worth: Worth) -> float:
    """How much room `_paint_worth` takes at the right, its gap included."""
    metrics = QFontMetrics(theme().font("small"))
    wide = 0.0
    if worth.mark:
        wide += px(18 + 8)
    if worth.stars:
        wide += stars_width(worth.stars, px(14)) + px(12)
    if worth.quotes:
        wide += px(16) + px(12)
        if worth.quotes > 1:
            wide += metrics.horizontalAdvance(str(worth.quotes)) + 1 + px(4)
    if worth.note:
        wide += metrics.horizontalAdvance(worth.note) + 1 + px(12)
    return wide


def _paint_right(painter: QPainter, button: QWidget, right: float, text: str) -> float:
    font = theme().font("small")
    width = QFontMetrics(font).horizontalAdvance(text) + 1
    painter.setFont(font)
    painter.setPen(theme().token("text2"))
    room = QRectF(right - width, 0, width, button.height())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
    return right - width
