"""One point to agree on: both sides, the answer they agree on, and the way back from it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from appraisal.errors import InvalidClaim
from appraisal.ledger import Claim, Value
from appraisal.option_words import keys_of
from appraisal.views.extraction import read_value
from appraisal.views.reconcile import By, Point, Side
from appraisal.views.reconcile_numbers import value_words
from gui.panes.keyed_choice import keyed_choice
from gui.theme import hold, set_class, space
from gui.widgets.answers import NONE_KEY, OptionList
from gui.widgets.buttons import Button
from gui.widgets.card import Card
from gui.widgets.fields import LineField
from gui.widgets.flow import Flow
from gui.widgets.quotation import Quotation
from gui.widgets.reason import GrowingText
from gui.widgets.stars import StarStrip
from gui.widgets.states import Reviewer, StateLabel
from gui.widgets.text import KeyCap, Text
from resources.i18n import _


class PointCard(Card):
    """A `Point` to decide. Keys: 1, 2 … take a side, letters choose, Ctrl+Enter agrees."""

    agreed = Signal(str, object)  # field, Claim
    reopened = Signal(str)  # field
    quote_opened = Signal(str, object)  # field, Quote
    confirmed = Signal(str, object)  # field, the value that was agreed on
    referred = Signal(str, str, bool)  # field, the question, whether to hand over or take back

    def __init__(self, point: Point, why_off: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.point = point
        self._why_off = why_off
        self._value: Value = point.agreed.value if point.agreed is not None else None
        self._fault = ""
        self._filled = ""  # the reason of the side that was taken
        self._takes: list[Button] = []
        self._lay_out(point)
        if not point.is_settled:
            self._show_choice()

    def focus(self) -> None:
        """Put the focus on the first way to decide."""
        first = self._takes[0] if self._takes else self._back
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide by keys, but not while a reason is typed."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key, letter = event.key(), event.text().casefold()
        if self.point.is_settled or self._why_off:
            super().keyPressEvent(event)
        elif control and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._agree()
        elif letter.isdecimal() and 0 < int(letter) <= len(self.point.sides):
            self._take(self.point.sides[int(letter) - 1])
        elif letter == "w":
            self._why.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif (chosen := self._keyed(letter)) and not control:
            self._options.choose(chosen)
        else:
            super().keyPressEvent(event)

    def _keyed(self, letter: str) -> str:
        """The option of a key; empty for none. The first digits take a side."""
        if letter == NONE_KEY and self.point.is_multi:
            return NONE_KEY
        keys = self._keys()
        return next((code for code, key in keys.items() if key and key.casefold() == letter), "")

    def _keys(self) -> dict[str, str]:
        return keys_of([one.code for one in self.point.options], first=len(self.point.sides) + 1)

    # -- choosing --------------------------------------------------------------------------------

    def _take(self, side: Side) -> None:
        self._value = side.value
        self._fault = ""
        if self._why.toPlainText().strip() in ("", self._filled):  # what was typed stays
            self._why.set_text(side.why)
            self._why.moveCursor(QTextCursor.MoveOperation.End)  # one who types goes on from there
            self._filled = side.why.strip()
        if self.point.typed:
            self._other.set_text("" if side.value is None else value_words(side.value))
        self._show_choice()

    def _on_answered(self, value: object) -> None:
        self._value = value  # type: ignore[assignment] # a code, a list of codes, or None
        self._show_choice()

    def _on_typed(self, text: str) -> None:
        try:
            self._value, self._fault = read_value(self.point.typed, text), ""
        except InvalidClaim as fault:
            self._value, self._fault = None, f"{fault.message} {fault.remedy}".strip()
        self._show_choice()

    def _show_choice(self) -> None:
        if not self.point.typed:
            self._options.set_value(self._value)
        for side, button in zip(self.point.sides, self._takes, strict=True):
            taken = self._value is not None and side.value == self._value
            button.set_kind("primary" if taken else "")
            button.set_off(self._why_off)
        self._said.setText(self._fault)
        self._said.setVisible(bool(self._fault))
        self._button.set_off(self._why_off or self._missing())

    def _missing(self) -> str:
        """What still lacks before this can be agreed."""
        if self._value is None:
            return _("Choose an answer first")
        is_third = all(side.value != self._value for side in self.point.sides)
        if is_third and not self._why.toPlainText().strip():
            return _("Say why it is neither answer")
        return ""

    def _agree(self) -> None:
        if self._why_off or self._missing():
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
            by = point.by.name if point.by is not None else ""
            said = _("Agreed by {name}").format(name=by) if by else _("Agreed")
            head.addWidget(StateLabel("agreed", said, parent=self))
        elif point.referred is not None:
            head.addWidget(StateLabel("differ", _("With the adjudicator"), parent=self))
        self.add(head)
        if point.ask:
            self.add(Text(point.ask, "quiet", wrap=True, parent=self))
        if point.referred is not None and point.referred.why and not point.is_settled:
            asked = _("Asked: {question}").format(question=point.referred.why)
            self.add(Text(asked, "small", wrap=True, parent=self))
        sides = QHBoxLayout()
        space(sides, gap=12)
        for place, side in enumerate(point.sides):
            effect = point.effects[place] if point.effects else ""
            sides.addWidget(self._side(side, effect, first=place == 0), 1)
        self.add(sides)
        self.add(self._settled(point) if point.is_settled else self._decision(point))
        if point.by is not None and point.by.lacking:
            self.add(self._unconfirmed(point, point.by))

    def _side(self, side: Side, effect: str, *, first: bool) -> QFrame:
        box = QFrame(self)
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
        if effect:
            pooled = _("Pooled with this: {estimate}").format(estimate=effect)
            column.addWidget(Text(pooled, "small", wrap=True, parent=box))
        if side.why:
            column.addWidget(Text(side.why, "quiet", wrap=True, parent=box))
        for quote in side.quotes:
            place = _("Page {page}").format(page=quote.page) if quote.page else ""
            shown = Quotation(quote.text, place, parent=box)
            shown.opened.connect(
                lambda quote=quote: self.quote_opened.emit(self.point.field, quote)
            )
            column.addWidget(shown)
        column.addStretch(1)
        return box

    def _settled(self, point: Point) -> QWidget:
        """The agreed answer as it stands, and the way to open it again."""
        box = QWidget(self)
        row = QHBoxLayout(box)
        space(row, gap=8)
        assert point.agreed is not None
        row.addWidget(Text(_("Agreed answer"), "strong", parent=box))
        row.addWidget(Text(_agreed_words(point), "name", parent=box))
        row.addWidget(Text(point.agreed.why, "quiet", wrap=True, parent=box), 1)
        self._back = Button(_("Reopen"), icon="lock-open", parent=box)
        self._back.setAccessibleName(
            _("{item}: reopen the agreed answer").format(item=point.id or point.title)
        )
        self._back.set_off(self._why_off)
        self._back.clicked.connect(lambda: self.reopened.emit(point.field))
        row.addWidget(self._back)
        return box

    def _unconfirmed(self, point: Point, by: By) -> QWidget:
        """Who has not confirmed what was agreed, and the button of one who has not."""
        box = QWidget(self)
        row = QHBoxLayout(box)
        space(row, gap=8)
        said = _("Not confirmed by {names}.").format(names=by.lacking)
        row.addWidget(Text(said, "small", wrap=True, parent=box), 1)
        if by.may_confirm:
            button = Button(_("Confirm"), icon="check", parent=box)
            button.setAccessibleName(
                _("{item}: confirm the agreed answer").format(item=point.id or point.title)
            )
            button.set_off(self._why_off)
            value = point.agreed.value if point.agreed is not None else None
            button.clicked.connect(lambda: self.confirmed.emit(point.field, value))
            row.addWidget(button)
        return box

    def _decision(self, point: Point) -> QWidget:
        box = QWidget(self)
        column = QVBoxLayout(box)
        space(column, gap=8)
        column.addLayout(self._ways(point, box))
        name = _("Agreed answer, {item}").format(item=point.id or point.title)
        column.addWidget(self._typed(name, box) if point.typed else self._choices(name, box))
        self._said = Text("", "bad", wrap=True, parent=box)
        self._said.hide()
        column.addWidget(self._said)
        last = QHBoxLayout()
        space(last, gap=8)
        label = Text(_("Why"), "strong", parent=box)
        self._why = GrowingText(_("{name}: why").format(name=name), _("A short reason"), parent=box)
        self._why.textChanged.connect(self._show_choice)
        self._why.left.connect(self.focus)
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

    def _ways(self, point: Point, box: QWidget) -> QHBoxLayout:
        """A button for each side, and the one that asks the adjudicator."""
        row = QHBoxLayout()
        space(row, gap=8)
        ways = Flow(by_middle=True, parent=box)  # in large type they take a second line
        ways.add(Text(_("Agreed answer"), "strong", parent=ways))
        for place, side in enumerate(point.sides):
            button = Button(_("Take {letter}").format(letter=side.letter), parent=ways)
            button.setAccessibleName(
                _("{item}: take the answer of {name}").format(
                    item=point.id or point.title, name=side.name
                )
            )
            button.clicked.connect(lambda _checked=False, side=side: self._take(side))
            ways.add(button)
            ways.add(KeyCap(str(place + 1), parent=ways))
            self._takes.append(button)
        row.addWidget(ways, 1)
        if point.differs:
            is_asked = point.referred is not None
            words = _("Take back") if is_asked else _("Ask the adjudicator")
            ask = Button(words, "link", parent=box)
            ask.setAccessibleName(f"{point.id or point.title}: {words}")
            ask.set_off(self._why_off)
            ask.clicked.connect(
                lambda: self.referred.emit(
                    point.field, self._why.toPlainText().strip(), not is_asked
                )
            )
            row.addWidget(ask)
        return row

    def _choices(self, name: str, box: QWidget) -> QWidget:
        point = self.point
        short = all(len(option.text) <= 16 for option in point.options)
        self._options = OptionList(
            [keyed_choice(one, self._keys()[one.code]) for one in point.options],
            name,
            multi=point.is_multi,
            none=_("None of these") if point.is_multi else "",
            shape="compact" if short else "full",
            parent=box,
        )
        self._options.answered.connect(self._on_answered)
        return self._options

    def _typed(self, name: str, box: QWidget) -> QWidget:
        line = QWidget(box)
        row = QHBoxLayout(line)
        space(row, gap=8)
        self._other = LineField("", placeholder=_("Another"), name=name, parent=line)
        hold(self._other, width=160)
        self._other.textEdited.connect(self._on_typed)
        row.addWidget(self._other)
        row.addStretch(1)
        return line


def _agreed_words(point: Point) -> str:
    assert point.agreed is not None
    value = point.agreed.value
    if point.typed:
        return value_words(value)
    named = {option.code: option.text for option in point.options}
    codes = value if isinstance(value, list) else [value]
    said = [named.get(str(code), "") for code in codes]
    words = [
        f"{code}  {text}" if point.id and text != str(code) else text or str(code)
        for code, text in zip(codes, said, strict=True)
    ]
    return ", ".join(words) or _("None of these")
