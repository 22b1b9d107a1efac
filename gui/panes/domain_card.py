"""A domain of a checklist as a card: its items, of which one is open, and its judgements.

A card is made in two steps, because a long checklist has to be there at once: first its head, then,
when it is looked at or there is time, what is in it.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from appraisal.option_words import answer_words
from appraisal.views.checklist_rows import DomainView, ItemView
from gui.panes.checklist_head import worth_of
from gui.panes.item_editor import ItemEditor
from gui.panes.judging import DomainJudging
from gui.theme import space
from gui.widgets.card import Card, Rule
from gui.widgets.items import FoldedItem, FoldHead, Worth
from gui.widgets.text import Text
from resources.i18n import _


class ItemSlot(QWidget):
    """An item's place in its card: folded, or open with its editor."""

    asked = Signal(str)  # address: the person wants it open

    def __init__(self, item: ItemView, parent: QWidget) -> None:
        super().__init__(parent)
        self.item = item
        self.editor: ItemEditor | None = None
        self._folded = FoldedItem(item.id, item.title, parent=self)
        self._folded.clicked.connect(lambda: self.asked.emit(self.item.address))
        self._column = QVBoxLayout(self)
        space(self._column)
        self._column.addWidget(self._folded)

    def show_item(self, item: ItemView, *, sealed: bool) -> None:
        """Show what the item holds now."""
        self.item = item
        self._folded.set_item(item.id, item.title, _answer_words(item), worth=_worth(item))
        if self.editor is not None:
            self.editor.set_item(item, sealed=sealed)
        self.setVisible(item.is_asked)

    def open(self, *, sealed: bool) -> ItemEditor:
        """Give its editor, made on first use."""
        if self.editor is None:
            self.editor = ItemEditor(self.item, self)
            self._column.addWidget(self.editor)
        self.editor.set_item(self.item, sealed=sealed)
        self._folded.hide()
        self.editor.show()
        return self.editor

    def fold(self) -> None:
        """Fold it away; what is typed is said first."""
        if self.editor is not None:
            self.editor.flush()
            self.editor.hide()
        self._folded.show()


class DomainCard(Card):
    """A domain: its head, its items, and its judgement where the assessor makes one."""

    asked = Signal(str)  # the address of an item that the person wants open
    judged = Signal(str, object)  # field, Claim
    commented = Signal(str, str)  # domain, text
    walked = Signal(str)  # the field of the judgement that the person is at now

    def __init__(self, domain: DomainView, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.domain = domain
        self.slots: list[ItemSlot] = []
        self.judging: DomainJudging | None = None
        self._sealed: bool | None = None  # nothing is shown yet
        self.fold = FoldHead(domain.title, parent=self)
        self.fold.toggled.connect(lambda checked: self.set_folded(folded=not checked))
        self.add_edge(self.fold)
        self._body = QWidget(self)
        self._line = Rule(parent=self._body)
        self._shared = QWidget(self._body)
        self._shared_words = Text("", "caption", wrap=True, parent=self._shared)
        row = QHBoxLayout(self._shared)
        space(row, (16, 0, 16, 10))
        row.addWidget(self._shared_words)
        self.add_edge(self._body)

    @property
    def is_whole(self) -> bool:
        """Whether its items are there; a card further down is made when there is time."""
        return self.judging is not None

    def make_whole(self, *, sealed: bool) -> None:
        """Make the items and the judgements."""
        if self.judging is not None:
            return
        column = QVBoxLayout(self._body)
        space(column)
        column.addWidget(self._shared)
        for item in self.domain.items:
            column.addWidget(Rule(parent=self._body))
            slot = ItemSlot(item, self._body)
            slot.asked.connect(self.asked)
            column.addWidget(slot)
            self.slots.append(slot)
        column.addWidget(self._line)
        self.judging = DomainJudging(self.domain, self._body)
        self.judging.judged.connect(self.judged)
        self.judging.commented.connect(self.commented)
        for stop in self.judging.stops:
            stop.options.answered.connect(lambda _value, stop=stop: self.walked.emit(stop.field))
        column.addWidget(self.judging)
        self.show_domain(self.domain, sealed=sealed)

    def begin_anew(self) -> None:
        """Forget what was open and typed: another study comes."""
        self._sealed = None
        self.set_folded(folded=False)
        for slot in self.slots:
            slot.fold()
            if slot.editor is not None:
                slot.editor.begin_anew()

    def addresses(self) -> list[str]:
        """The items that are asked and the judgements, in the order they are walked."""
        found = [item.address for item in self.domain.items if item.is_asked]
        return [*found, *(one.field for one in self.domain.judgements)]

    def set_folded(self, *, folded: bool) -> None:
        """Fold the items away, or bring them back."""
        self.fold.setChecked(not folded)
        self._body.setVisible(not folded)

    @property
    def is_folded(self) -> bool:
        """Whether its items are away."""
        return not self.fold.isChecked()

    def shows(self, domain: DomainView, *, sealed: bool) -> bool:
        """Whether it shows this already."""
        return self._sealed is sealed and self.domain == domain

    def show_domain(self, domain: DomainView, *, sealed: bool) -> None:
        """Show what the domain holds now."""
        self.domain, self._sealed = domain, sealed
        self.fold.set_head(domain.title, _domain_worth(domain))
        if self.judging is None:
            return
        self._shared_words.setText(domain.shared)
        self._shared.setVisible(bool(domain.shared))
        is_off = sealed or domain.is_locked
        for slot, item in zip(self.slots, domain.items, strict=True):
            slot.show_item(item, sealed=is_off)
        self.judging.show_domain(domain, sealed=is_off)
        self._line.setVisible(not self.judging.isHidden())


def _domain_worth(domain: DomainView) -> Worth:
    """What the head of a domain says: stars, or its judgement, or how far it is."""
    level = domain.level
    if level is not None and not domain.max:
        word = level.label
        if domain.is_provisional:
            word = _("{level}, provisional").format(level=word)
        note = "" if domain.is_complete else worth_of(domain)
        return Worth(note=note, quotes=domain.quotes, mark=level.role, mark_word=word)
    note = "" if domain.is_complete and (domain.max or not domain.asked) else worth_of(domain)
    return Worth(
        note=note, quotes=domain.quotes, earned=domain.score or 0,
        stars=domain.max if domain.is_complete else 0,
    )  # fmt: skip


def _answer_words(item: ItemView) -> str:
    """The answer on the folded item's second line."""
    if item.type == "text":
        return str(item.value or "")
    if item.value == []:
        return _("None of these")
    return "   ".join(answer_words(option.code, option.text) for option in item.chosen)


def _worth(item: ItemView) -> Worth:
    if not item.is_answered:
        return Worth(quotes=len(item.quotes))
    return Worth(quotes=len(item.quotes), earned=item.score or 0, stars=item.max)
