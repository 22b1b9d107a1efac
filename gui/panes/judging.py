"""What the assessor judges: a domain, a block of it, or the whole, the suggestion beside a reason.

Below stand the direction of the bias, where the instrument asks for it, and a comment.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from appraisal.ledger import Claim
from appraisal.option_words import keys_of
from appraisal.views.checklist_rows import Checklist, DirectionView, DomainView, JudgementView
from gui.theme import set_class, space
from gui.widgets.answers import OptionList
from gui.widgets.buttons import Button
from gui.widgets.card import Card
from gui.widgets.fields import Field, ListField
from gui.widgets.marks import MarkLine
from gui.widgets.options import Choice
from gui.widgets.reason import ReasonField
from gui.widgets.text import Text
from resources.i18n import NOTHING, _

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Judging(QWidget):
    """Levels to choose from and a reason, for one field. Keys: digits choose, W writes why."""

    judged = Signal(str, object)  # field, Claim

    def __init__(
        self, shown: JudgementView, head: str, about: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = shown.field
        self._claim = Claim(None)
        self._lacks_why = False
        name = _("{judgement}, {domain}").format(judgement=head, domain=about)
        self._suggested = MarkLine("na", "", parent=self)
        self._state = Text("", "caption", wrap=True, parent=self)
        self._labels = {level.label: level.id for level in shown.levels}
        self._keys = keys_of([*self._labels])
        self.options = OptionList(
            [Choice(label, label, key=key) for label, key in self._keys.items()],
            name,
            shape="compact",
            parent=self,
        )
        self.options.answered.connect(self._on_answered)
        self.reason = ReasonField(
            _("Why"), key="W", name=_("Why, {item}").format(item=name), parent=self
        )
        self.reason.edited.connect(self._on_reasoned)
        self.reason.left.connect(self.options.focus_option)
        self._needed = Text(_("A reason is needed"), "bad", parent=self.reason)
        self.reason.add_to_head(self._needed)
        column = QVBoxLayout(self)
        space(column, gap=6)
        column.addWidget(Text(head, "strong", wrap=True, parent=self))
        for words, look in ((shown.ask, "quiet"), (shown.help, "small")):
            if words:
                column.addWidget(Text(words, look, wrap=True, parent=self))  # type: ignore[arg-type]  # two looks
        row = QHBoxLayout()
        space(row, gap=12)
        row.addWidget(self._suggested)
        row.addWidget(self._state, 1, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row)
        column.addWidget(self.options)
        column.addWidget(self.reason)
        self.setFocusProxy(self.options)

    def show_judgement(self, shown: JudgementView, *, sealed: bool) -> None:
        """Show what was judged, and what the rules suggest."""
        self._claim = shown.claim or Claim(None)
        level = shown.suggested
        self._suggested.setVisible(level is not None)
        if level is not None:
            said = _("Suggested: {level}").format(level=level.label)
            self._suggested.set_level(level.role, said)
        self._state.setText(_state_words(shown))
        self._state.setVisible(bool(self._state.text()))
        labels = {level.id: level.label for level in shown.levels}
        self.options.set_value(labels.get(shown.chosen))
        self.options.set_sealed(sealed=sealed)
        if not self.reason.field.hasFocus() or sealed:
            self.reason.set_text(self._claim.why)
        self.reason.set_sealed(sealed=sealed)
        lacks = self._lacks_why = shown.lacks_why and not sealed
        self._needed.setVisible(lacks)
        asks = _("Say why you depart from the suggestion") if shown.departs else ""
        self.reason.field.setPlaceholderText(asks)
        set_class(self.reason.field, "", state="error" if lacks else "")

    def focus(self) -> None:
        """Put the focus on the levels."""
        self.options.focus_option()

    def flush(self) -> None:
        """Say what is typed and not yet said."""
        self.reason.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here; the others walk the checklist.

        Enter goes to the reason first, where one is needed and not given.
        """
        letter = event.text().casefold()
        chosen = [label for label, key in self._keys.items() if letter and key.casefold() == letter]
        typing = self.reason.field.hasFocus()
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if typing or not plain:
            super().keyPressEvent(event)
        elif chosen:
            if not any(one.look.sealed for one in self.options.buttons.values()):
                self.options.choose(chosen[0])
        elif letter == "w" or (self._lacks_why and event.key() in ENTER):
            self.reason.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().keyPressEvent(event)

    def _on_answered(self, value: object) -> None:
        level = self._labels.get(value) if isinstance(value, str) else None
        self._claim = Claim(level, self.reason.text(), self._claim.quotes)
        self.judged.emit(self.field, self._claim)

    def _on_reasoned(self, text: str) -> None:
        self._claim = Claim(self._claim.value, text, self._claim.quotes)
        self.judged.emit(self.field, self._claim)


class Direction(QWidget):
    """Which way a bias would go."""

    judged = Signal(str, object)

    def __init__(self, shown: DirectionView, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = shown.field
        pairs = [("", NOTHING), *((one.code, one.text) for one in shown.options)]
        self._list = ListField(pairs, parent=self)
        self._list.picked.connect(self._on_picked)
        column = QVBoxLayout(self)
        space(column)
        row = QHBoxLayout()
        space(row)
        field = Field(_("Direction of bias"), self._list, parent=self)
        field.label.setToolTip(about)
        self._list.setAccessibleDescription(about)
        row.addWidget(field)
        row.addStretch(1)
        column.addLayout(row)

    def show_direction(self, shown: DirectionView, *, sealed: bool) -> None:
        """Show what was said of it."""
        self._list.set_key(str(shown.claim.value or "") if shown.claim is not None else "")
        self._list.setEnabled(not sealed)

    def _on_picked(self, key: str) -> None:
        self.judged.emit(self._field, Claim(key or None))


class DomainJudging(QWidget):
    """The judgements of one domain, its direction, and a comment."""

    judged = Signal(str, object)
    commented = Signal(str, str)  # domain, text

    def __init__(self, domain: DomainView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._domain = domain.id
        self._sealed = False
        column = QVBoxLayout(self)
        space(column, (16, 12, 16, 14), 12)
        self.stops = _judgings(domain.judgements, domain.title, self)
        for one in self.stops:
            one.judged.connect(self.judged)
            column.addWidget(one)
        self._direction = (
            Direction(domain.direction, domain.title, self) if domain.direction else None
        )
        if self._direction is not None:
            self._direction.judged.connect(self.judged)
            column.addWidget(self._direction)
        self._ask = Button(_("Add a comment"), "link", icon="pencil", parent=self)
        self._ask.setAccessibleName(_("Add a comment on {domain}").format(domain=domain.title))
        self._ask.clicked.connect(self._open_comment)
        column.addWidget(self._ask, 0, Qt.AlignmentFlag.AlignLeft)
        self._title = domain.title
        self._column = column
        self._comment: ReasonField | None = None  # made when there is one

    def flush(self) -> None:
        """Say what is typed and not yet said."""
        if self._comment is not None:
            self._comment.flush()
        for one in self.stops:
            one.flush()

    def show_domain(self, domain: DomainView, *, sealed: bool) -> None:
        """Show what the domain holds."""
        self._sealed = sealed
        for one, shown in zip(self.stops, domain.judgements, strict=True):
            one.show_judgement(shown, sealed=sealed)
        if self._direction is not None and domain.direction is not None:
            self._direction.show_direction(domain.direction, sealed=sealed)
        typing = self._comment is not None and self._comment.field.hasFocus()
        is_open = typing or bool(domain.comment)
        if is_open or self._comment is not None:
            field = self._comment_field()
            if not typing:
                field.set_text(domain.comment)
            field.set_sealed(sealed=sealed)
            field.setVisible(is_open)
        self._ask.setVisible(not is_open and not sealed)
        # a domain without judgements, direction and comment has nothing to show once sealed
        self.setVisible(bool(self.stops) or self._direction is not None or is_open or not sealed)

    def _open_comment(self) -> None:
        self._ask.hide()
        field = self._comment_field()
        field.show()
        field.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _comment_field(self) -> ReasonField:
        if self._comment is None:
            name = _("Comment, {domain}").format(domain=self._title)
            self._comment = ReasonField(_("Comment"), name=name, parent=self)
            self._comment.edited.connect(lambda text: self.commented.emit(self._domain, text))
            self._column.addWidget(self._comment)
        return self._comment


class OverallJudging(Card):
    """The judgement of the whole and its blocks, on a card below the domains."""

    judged = Signal(str, object)

    def __init__(self, shown: Checklist, parent: QWidget | None = None) -> None:
        title = shown.instrument.overall.title or _("Overall")
        super().__init__(title, parent=parent)
        self.stops = _judgings(shown.overall, title, self)
        for one in self.stops:
            one.judged.connect(self.judged)
            self.add(one)
        self._direction = Direction(shown.direction, title, self) if shown.direction else None
        if self._direction is not None:
            self._direction.judged.connect(self.judged)
            self.add(self._direction)

    def flush(self) -> None:
        """Say what is typed and not yet said."""
        for one in self.stops:
            one.flush()

    def show_overall(self, shown: Checklist, *, sealed: bool) -> None:
        """Show what was judged of the whole."""
        for one, judgement in zip(self.stops, shown.overall, strict=True):
            one.show_judgement(judgement, sealed=sealed)
        if self._direction is not None and shown.direction is not None:
            self._direction.show_direction(shown.direction, sealed=sealed)


def _judgings(shown: Sequence[JudgementView], about: str, parent: QWidget) -> tuple[Judging, ...]:
    made = []
    for one in shown:
        is_block = one.field.count("/") == 2
        head = one.title if is_block else _("Judgement")
        made.append(Judging(one, head, about, parent))
    return tuple(made)


def _state_words(shown: JudgementView) -> str:
    said = []
    if shown.is_provisional and (shown.suggested is not None or shown.chosen):
        said.append(_("Provisional: questions are still open."))
    if shown.departs:
        said.append(_("Your judgement departs from the suggestion."))
    elif shown.offers:
        names = ", ".join(level.label for level in shown.offers)
        said.append(
            _("Where the concerns add up you may raise it to {level}, with a reason.").format(
                level=names
            )
        )
    return " ".join(said)
