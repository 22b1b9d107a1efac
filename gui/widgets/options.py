"""Option buttons: one answer each, drawn whole; `answers` puts them together.

The whole width of an option presses it. Arrow keys are left to the page, where they go from item to
item: an arrow never changes an answer.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget

from gui.theme import px, theme
from gui.widgets.stars import paint_star
from resources.i18n import ngettext

Shape = Literal["full", "compact", "short"]  # a line of its own, in a row, only its letters
HEIGHT, TALL, LOW, RING, PADDING, SHORT = 36, 48, 32, 20, 12, 44
LEFT_TO_PAGE = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)


# What is mixed in asks the button it is mixed into; at run time Qt's class stands beside it.
if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose: its code, its words, a second line, the stars it earns.

    `key` stands in the ring in place of the code, where another key chooses the answer; `hint` is
    such a key beside a code that has to be seen too. One that is `bare` has no ring.
    """

    code: str
    text: str
    detail: str = ""
    stars: int = 0
    key: str = ""
    hint: str = ""
    bare: bool = False

    @property
    def letter(self) -> str:
        """What stands in the ring."""
        return self.key or self.code


@dataclass(slots=True)
class _Look:
    """How an option button is to be drawn."""

    choice: Choice
    square: bool
    shape: Shape
    sealed: bool = False


class _Option(_Button):
    """What both kinds of option have in common: how they are pressed, sized and drawn."""

    look: _Look

    def hitButton(self, pos: QPoint) -> bool:
        """Take a press anywhere."""
        return self.rect().contains(pos) and not self.look.sealed

    def nextCheckState(self) -> None:
        """Choose, but not when sealed."""
        if not self.look.sealed:
            super().nextCheckState()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        if _is_ours(event, self.look):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Want this much room."""
        return _size(self.look)

    def minimumSizeHint(self) -> QSize:
        """Need at least this much room."""
        return _least(self.look)

    def hasHeightForWidth(self) -> bool:
        """Say that words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Need this much height at a width."""
        return _height(self.look, width)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        _paint(self, self.look)


class OptionButton(_Option, QRadioButton):
    """One answer of several that exclude each other."""

    def __init__(
        self, choice: Choice, question: str = "", *, shape: Shape = "full",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.look = _Look(choice, square=False, shape=shape)
        _prepare(self, self.look, question)


class TickButton(_Option, QCheckBox):
    """One answer of several that may stand together: its letter is in a square."""

    def __init__(
        self, choice: Choice, question: str = "", *, shape: Shape = "full",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.look = _Look(choice, square=True, shape=shape)
        _prepare(self, self.look, question)


def _prepare(button: QAbstractButton, look: _Look, question: str) -> None:
    choice = look.choice
    button.setText(choice.text)
    stars = ngettext("{n} star", "{n} stars", choice.stars).format(n=choice.stars)
    same = choice.code.casefold() == choice.text.casefold()
    words = choice.text if same or choice.bare else f"{choice.letter} {choice.text}"
    parts = [question, words, stars if choice.stars else ""]
    button.setAccessibleName(", ".join(part for part in parts if part))
    button.setAccessibleDescription(choice.detail)
    wide = QSizePolicy.Policy.Fixed if look.shape != "full" else QSizePolicy.Policy.Expanding
    policy = QSizePolicy(wide, QSizePolicy.Policy.Fixed)
    policy.setHeightForWidth(look.shape == "full")
    button.setSizePolicy(policy)
    button.setAttribute(Qt.WidgetAttribute.WA_Hover)
    if look.shape == "short" and choice.text != choice.code:
        button.setToolTip(choice.text)


def _is_ours(event: QKeyEvent, look: _Look) -> bool:
    """Whether a key may act on the button; the others go on to the page."""
    mine = event.key() not in LEFT_TO_PAGE and not (look.sealed and event.key() == Qt.Key.Key_Space)
    if not mine:
        event.ignore()
    return mine


def _margins(look: _Look) -> tuple[int, int]:
    """What lies left and right of the words."""
    stars = look.choice.stars * px(16) + px(8) if look.choice.stars else 0
    edge = _edge(look)
    stars += _hint_width(look)
    return (2 * edge + _ring(look) if _has_letter(look) else edge), edge + stars


def _has_letter(look: _Look) -> bool:
    """Whether the code stands in a ring: not where it is the answer's own word, such as Yes."""
    same = look.choice.letter.casefold() == look.choice.text.casefold()
    return not same and not look.choice.bare


def _hint_width(look: _Look) -> int:
    """How much room the key takes that stands at the end."""
    if not look.choice.hint:
        return 0
    return QFontMetrics(theme().font("small")).horizontalAdvance(look.choice.hint) + px(8)


def _ring(look: _Look) -> int:
    """How wide the ring is: a circle, or longer where the code has several letters."""
    metrics = QFontMetrics(theme().font("small", 600))
    return max(px(RING), metrics.horizontalAdvance(look.choice.letter) + px(10))


def _edge(look: _Look) -> int:
    return px(PADDING if look.shape == "full" else 8)


def _wrapped(text: str, width: int, *, small: bool) -> int:
    metrics = QFontMetrics(theme().font("small") if small else theme().font("body", 500))
    flags = int(Qt.TextFlag.TextWordWrap)
    return metrics.boundingRect(QRect(0, 0, max(1, width), 10000), flags, text).height()


def _height(look: _Look, width: int) -> int:
    if look.shape != "full":
        return px(LOW)
    left, right = _margins(look)
    words = _wrapped(look.choice.text, width - left - right, small=False)
    if look.choice.detail:
        words += _wrapped(look.choice.detail, width - left - right, small=True) + px(2)
    return max(_least(look).height(), words + px(14))


def _least(look: _Look) -> QSize:
    high = px(TALL if look.choice.detail else HEIGHT)
    return QSize(px(120), high) if look.shape == "full" else _size(look)


def _size(look: _Look) -> QSize:
    metrics = QFontMetrics(theme().font("body", 600))
    if look.shape == "short":
        words = metrics.horizontalAdvance(look.choice.code)
        return QSize(max(px(SHORT), words + px(24)), px(LOW))
    left, right = _margins(look)
    width = left + right + metrics.horizontalAdvance(look.choice.text) + 2
    return QSize(width, _height(look, width))


def _paint(button: QAbstractButton, look: _Look) -> None:
    token = theme().token
    chosen, sealed, focus = button.isChecked(), look.sealed, button.hasFocus()
    hovered = button.underMouse() and not sealed and button.isEnabled()
    painter = QPainter(button)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = "tint" if chosen else "window" if sealed else "hover" if hovered else "surface"
    strong = "control" if hovered or look.shape == "short" else "scroll" if sealed else "line"
    edge = "accent" if chosen or focus else strong
    pen = QPen(token(edge), 2 if focus else 1)
    if sealed and not focus:
        pen.setDashPattern([2, 2])
    inset = pen.widthF() / 2
    painter.setPen(pen)
    painter.setBrush(token(ground))
    frame = QRectF(button.rect()).adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(frame, 6, 6)
    if look.shape == "short":
        painter.setFont(theme().font("body", 600 if chosen else 500))
        painter.setPen(token("text"))
        painter.drawText(button.rect(), Qt.AlignmentFlag.AlignCenter, look.choice.code)
        return
    if _has_letter(look):
        _paint_letter(painter, button, look)
    _paint_words(painter, button, look)
    _paint_hint(painter, button, look)
    for place in range(look.choice.stars):
        across = button.width() - _edge(look) - px(8) - place * px(18)
        ink = token("accent") if chosen else token("control")
        spot = QPointF(across, button.height() / 2)
        paint_star(painter, spot, px(16), earned=chosen, ink=ink)


def _paint_letter(painter: QPainter, button: QAbstractButton, look: _Look) -> None:
    token = theme().token
    side = px(RING)
    left = _edge(look)
    ring = QRectF(left, round((button.height() - side) / 2), _ring(look), side)
    chosen = button.isChecked()
    painter.setPen(QPen(token("fill" if chosen else "control"), 1))
    painter.setBrush(token("fill") if chosen else token("surface"))
    radius = 4 if look.square else side / 2
    painter.drawRoundedRect(ring.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.setFont(theme().font("small", 600))
    painter.setPen(token("on" if chosen else "text2"))
    painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, look.choice.letter)


def _paint_hint(painter: QPainter, button: QAbstractButton, look: _Look) -> None:
    if look.choice.hint and not look.sealed:
        end = _margins(look)[1] - _hint_width(look)
        painter.setFont(theme().font("small"))
        painter.setPen(theme().token("text3"))
        flags = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(button.rect().adjusted(0, 0, -end, 0), flags, look.choice.hint)


def _paint_words(painter: QPainter, button: QAbstractButton, look: _Look) -> None:
    left, right = _margins(look)
    room = button.rect().adjusted(left, 0, -right + 2, 0)
    font = theme().font("body", 500 if button.isChecked() else 400)
    painter.setFont(font)
    painter.setPen(theme().token("text2" if look.sealed and not button.isChecked() else "text"))
    flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter)
    if look.choice.detail:
        words = _wrapped(look.choice.text, room.width(), small=False)
        both = words + px(2) + _wrapped(look.choice.detail, room.width(), small=True)
        top = (button.height() - both) // 2
        painter.drawText(QRect(room.left(), top, room.width(), words), flags, look.choice.text)
        painter.setFont(theme().font("small"))
        painter.setPen(theme().token("text2"))
        below = QRect(room.left(), top + words + px(2), room.width(), both - words - px(2))
        painter.drawText(below, flags, look.choice.detail)
    else:
        painter.drawText(room, flags, look.choice.text)
