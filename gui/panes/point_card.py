"""One point on which two reviewers differ: both sides, and the answer they agree on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from appraisal.ledger import Claim, Value
from appraisal.views.reconcile import Point, Side
from gui.theme import set_class, space
from gui.widgets.answers import OptionList
from gui.widgets.buttons import Button
from gui.widgets.card import Card
from gui.widgets.options import Choice
from gui.widgets.quotation import Quotation
from gui.widgets.reason import GrowingText
from gui.widgets.stars import StarStrip
from gui.widgets.states import Reviewer, StateLabel
from gui.widgets.text import KeyCap, Text
from resources.i18n import _


class PointCard(Card):
    """A `Point` to decide. Keys: 1 and 2 take a side, letters choose, Ctrl+Enter agrees."""

    agreed = Signal(str, object)  # field, Claim

    def __init__(self, point: Point, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.point = point
        self._taken: Side | None = None
        self._value: Value = point.agreed.value if point.agreed is not None else None
        self._lay_out(point)
        self._show_choice()

    def focus(self) -> None:
        """Put the focus on the first way to decide."""
        self._takes[0].setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide by keys, but not while a reason is typed."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key, letter = event.key(), event.text().casefold()
        codes = [option.code for option in self.point.options]
        if control and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._agree()
        elif letter in ("1", "2") and int(letter) <= len(self.point.sides):
            self._take(self.point.sides[int(letter) - 1])
        elif letter == "w":
            self._why.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif any(code.casefold() == letter for code in codes) and not control:
            self._options.choose(next(code for code in codes if code.casefold() == letter))
        else:
            super().keyPressEvent(event)

    # -- choosing --------------------------------------------------------------------------------

    def _take(self, side: Side) -> None:
        self._taken = side
        self._value = side.value
        if not self._why.toPlainText().strip():
            self._why.set_text(side.why)
        self._show_choice()

    def _on_answered(self, value: object) -> None:
        self._taken = None
        self._value = value  # type: ignore[assignment] # a code, a list of codes, or None
        self._show_choice()

    def _show_choice(self) -> None:
        self._options.set_value(self._value)
        for side, button in zip(self.point.sides, self._takes, strict=True):
            taken = self._value is not None and side.value == self._value
            button.set_kind("primary" if taken else "")
        self._button.set_off("" if self._value is not None else _("Choose an answer first"))

    def _agree(self) -> None:
        if self._value is None:
            return
        same = [side for side in self.point.sides if side.value == self._value]
        quotes = tuple(dict.fromkeys(quote for side in same for quote in side.quotes))
        self.agreed.emit(
            self.point.field, Claim(self._value, self._why.toPlainText().strip(), quotes)
        )

    # -- layout ----------------------------------------------------------------------------------

    def _lay_out(self, point: Point) -> None:
        head = QHBoxLayout()
        space(head, gap=8)
        if point.id:
            head.addWidget(Text(point.id, "strong", parent=self))
        head.addWidget(Text(point.title, "strong", wrap=True, parent=self), 1)
        if point.is_settled:
            head.addWidget(StateLabel("agreed", _("Agreed"), parent=self))
        self.add(head)
        if point.ask:
            self.add(Text(point.ask, "quiet", wrap=True, parent=self))
        sides = QHBoxLayout()
        space(sides, gap=12)
        for place, side in enumerate(point.sides):
            sides.addWidget(_side(side, first=place == 0, parent=self), 1)
        self.add(sides)
        self.add(self._decision(point))

    def _decision(self, point: Point) -> QWidget:
        box = QWidget(self)
        column = QVBoxLayout(box)
        space(column, gap=8)
        row = QHBoxLayout()
        space(row, gap=8)
        row.addWidget(Text(_("Agreed answer"), "strong", parent=box))
        self._takes: list[Button] = []
        for place, side in enumerate(point.sides):
            button = Button(_("Take {letter}").format(letter=side.letter), parent=box)
            button.setAccessibleName(
                _("{item}: take the answer of {name}").format(item=point.id, name=side.name)
            )
            button.clicked.connect(lambda _checked=False, side=side: self._take(side))
            row.addWidget(button)
            row.addWidget(KeyCap(str(place + 1), parent=box))
            self._takes.append(button)
        row.addStretch(1)
        column.addLayout(row)
        name = _("Agreed answer, {item}").format(item=point.id or point.title)
        short = all(len(option.text) <= 16 for option in point.options)
        self._options = OptionList(
            [Choice(one.code, one.text, stars=one.stars) for one in point.options],
            name,
            multi=point.is_multi,
            none=_("None of these") if point.is_multi else "",
            shape="compact" if short else "full",
            parent=box,
        )
        self._options.answered.connect(self._on_answered)
        column.addWidget(self._options)
        last = QHBoxLayout()
        space(last, gap=8)
        label = Text(_("Why"), "strong", parent=box)
        self._why = GrowingText(_("{name}: why").format(name=name), _("A short reason"), parent=box)
        self._why.set_text(point.agreed.why if point.agreed is not None else "")
        label.setBuddy(self._why)
        self._button = Button(_("Agree"), "primary", icon="check-check", parent=box)
        self._button.setAccessibleName(_("{item}: agree").format(item=point.id or point.title))
        self._button.clicked.connect(self._agree)
        last.addWidget(label)
        last.addWidget(KeyCap("W", parent=box))
        last.addWidget(self._why, 1)
        last.addWidget(self._button)
        last.addWidget(KeyCap("Ctrl+Return", parent=box))
        column.addLayout(last)
        return box


def _side(side: Side, *, first: bool, parent: QWidget) -> QFrame:
    box = QFrame(parent)
    set_class(box, "card")
    column = QVBoxLayout(box)
    space(column, (12, 10, 12, 10), 6)
    head = QHBoxLayout()
    space(head, gap=8)
    head.addWidget(Reviewer(side.name, side.letter, filled=first, parent=box))
    head.addStretch(1)
    if side.max:
        head.addWidget(StarStrip(side.score or 0, side.max, figure=False, parent=box))
    column.addLayout(head)
    for words in side.words or (_("No answer"),):
        column.addWidget(Text(words, "name", wrap=True, parent=box))
    if side.why:
        column.addWidget(Text(side.why, "quiet", wrap=True, parent=box))
    for quote in side.quotes:
        place = _("Page {page}").format(page=quote.page) if quote.page else ""
        column.addWidget(Quotation(quote.text, place, parent=box))
    column.addStretch(1)
    return box
