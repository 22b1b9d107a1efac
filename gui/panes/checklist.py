"""A checklist as cards: domains that fold, items of which one is open, and the keys that walk it.

It shows a `Checklist` and says what the person did. The item in focus keeps its place on the screen
when what is above it grows or folds.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from appraisal.views.checklist import Checklist, DomainView, ItemView
from gui.panes.answered_under import AnsweredUnder
from gui.panes.checklist_head import ChecklistHead, worth_of
from gui.panes.form_bar import FormBar
from gui.panes.item_editor import ItemEditor
from gui.panes.judging import DomainJudging, Judging, OverallJudging
from gui.theme import px, set_class, space
from gui.widgets.card import Card, Rule
from gui.widgets.items import FoldedItem, FoldHead, Worth
from resources.i18n import _

if TYPE_CHECKING:
    from appraisal.ledger import Quote
    from appraisal.views.guidance import PastDecision

BELOW_HEAD = 96  # the next item is brought to here at most


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

    folded = Signal(str, bool)

    def __init__(self, domain: DomainView, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.domain = domain
        self._sealed: bool | None = None  # nothing is shown yet
        self.fold = FoldHead(domain.title, parent=self)
        self.fold.toggled.connect(lambda checked: self.set_folded(folded=not checked))
        self.add_edge(self.fold)
        self._body = QWidget(self)
        column = QVBoxLayout(self._body)
        space(column)
        self.slots: list[ItemSlot] = []
        for item in domain.items:
            column.addWidget(Rule(parent=self._body))
            slot = ItemSlot(item, self._body)
            column.addWidget(slot)
            self.slots.append(slot)
        self._line = Rule(parent=self._body)
        column.addWidget(self._line)
        self.judging = DomainJudging(domain, self._body)
        column.addWidget(self.judging)
        self.add_edge(self._body)

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
        for slot, item in zip(self.slots, domain.items, strict=True):
            slot.show_item(item, sealed=sealed)
        self.judging.show_domain(domain, sealed=sealed)
        self._line.setVisible(not self.judging.isHidden())


class _Sheet(QScrollArea):
    """What scrolls; the keys are the checklist's, whose items they walk."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave each key to the pane."""
        event.ignore()


class ChecklistPane(QWidget):
    """The middle of Appraise."""

    answered = Signal(object, object)  # ItemView, value
    reasoned = Signal(object, str)
    quoted = Signal(object, object)  # ItemView, Quote
    unquoted = Signal(object, object)
    quote_opened = Signal(object)
    judged = Signal(str, object)  # field, Claim
    commented = Signal(str, str)  # domain, text
    rule_asked = Signal(object)  # ItemView
    submitted = Signal()
    reopened = Signal()
    stepped = Signal(int)  # another study
    focused = Signal(object)  # ItemView

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = ChecklistHead(self)
        self.head.submitted.connect(self.submitted)
        self.head.reopened.connect(self.reopened)
        self.under = AnsweredUnder(self)
        self.take_selection: Callable[[], Quote | None] = lambda: None
        self.past: Callable[[str], tuple[PastDecision, ...]] = lambda _address: ()
        self._scroll = _Sheet(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._shown: Checklist | None = None
        self._cards: list[DomainCard] = []
        self._overall: OverallJudging | None = None
        self._current = ""
        column = QVBoxLayout(self)
        space(column)
        self.bar = FormBar(self)
        column.addWidget(self.head)
        column.addWidget(self.bar)
        column.addWidget(self.under)
        column.addWidget(self._scroll, 1)

    # -- showing ---------------------------------------------------------------------------------

    def show_checklist(
        self, shown: Checklist, *, why_off: str = "", at: str = "", offered: int = 0
    ) -> None:
        """Show a form; `at` is the item to open when it is another form than before.

        `offered` answers of other assessments could be carried over into it.
        """
        is_other = self._shown is None or _frame(self._shown) != _frame(shown)
        if not is_other and self._shown is not None and _words(self._shown) != _words(shown):
            is_other, at = True, at or self._current  # a setting changed what is asked
        self._shown = shown
        self._sealed = shown.is_sealed or bool(why_off)
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        if is_other:
            self._build(shown)
        self.head.show_checklist(shown, why_off=why_off)
        self.bar.show_form(shown, offered=offered, locked=self._sealed)
        self._keep_place(lambda: self._refresh(shown))
        if is_other:
            self.go_to(at or self._first_open(shown), focus=had_focus)
        elif at:
            self.go_to(at)

    def go_to(self, address: str, *, focus: bool = True) -> None:
        """Open an item, or go to a judgement, and bring it into view."""
        stop = self._stop(address)
        if stop is not None:
            self._go_to_stop(stop, focus=focus)
            return
        slot = self._slot(address)
        if slot is None or not slot.item.is_asked:
            return
        self._keep_place(lambda: self._open_only(slot))
        self.focused.emit(slot.item)
        QTimer.singleShot(0, self, lambda: self._bring(slot, focus=focus))

    @property
    def current(self) -> str:
        """The address of the item in focus."""
        return self._current

    def flush(self) -> None:
        """Say what is typed and not yet said."""
        editor = self._editor()
        if editor is not None:
            editor.flush()
        for card in self._cards:
            card.judging.flush()
        if self._overall is not None:
            self._overall.flush()

    # -- keys ------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to the answers of the open item."""
        super().focusInEvent(event)
        editor = self._editor()
        if editor is not None:
            editor.focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the items and answer them; letters never fire while text is typed."""
        if not self._take(event):
            super().keyPressEvent(event)

    def _take(self, event: QKeyEvent) -> bool:
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control:
            return self._take_control(key)
        if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.stepped.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.step(1)
        elif key == Qt.Key.Key_Up:
            self.step(-1)
        else:
            return self._take_letter(event.text().casefold())
        return True

    def _take_control(self, key: int) -> bool:
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.flush()
            self.submitted.emit()
        else:
            return False
        return True

    def _take_letter(self, letter: str) -> bool:
        editor, slot = self._editor(), self._slot(self._current)
        if editor is None or slot is None or not letter:
            return False
        codes = [option.code for option in slot.item.options]
        named = [code for code in codes if code.casefold() == letter]
        if letter.isdigit() and not named and 0 < int(letter) <= len(codes):
            named = [codes[int(letter) - 1]]
        if named and not self._sealed:
            editor.options.choose(named[0])
        elif letter == "w":
            editor.focus_reason()
        elif letter == "q":
            self._quote(slot, editor)
        elif letter == "g":
            self._keep_place(editor.toggle_guidance)
        else:
            return False
        return True

    def _quote(self, slot: ItemSlot, editor: ItemEditor) -> None:
        """Quote what is selected in the report; ask for typed words where nothing is."""
        quote = None if self._sealed else self.take_selection()
        if quote is not None:
            self.quoted.emit(slot.item, quote)
        else:
            editor.ask_quote()

    def step(self, by: int) -> None:
        """Go to the next or the former item, or to the judgement that comes between."""
        stops = self._stops()
        if self._current in stops:
            place = stops.index(self._current) + by
            if 0 <= place < len(stops):
                self.go_to(stops[place])

    def _stops(self) -> list[str]:
        """The items that are asked and the judgements, in the order they are walked."""
        found: list[str] = []
        for card in self._cards:
            found += [slot.item.address for slot in card.slots if slot.item.is_asked]
            found += [stop.field for stop in card.judging.stops]
        if self._overall is not None:
            found += [stop.field for stop in self._overall.stops]
        return found

    def _stop(self, field: str) -> Judging | None:
        stops = [stop for card in self._cards for stop in card.judging.stops]
        stops += self._overall.stops if self._overall is not None else ()
        return next((stop for stop in stops if stop.field == field), None)

    def _go_to_stop(self, stop: Judging, *, focus: bool) -> None:
        former = self._slot(self._current)
        if former is not None and former.editor is not None:
            former.editor.flush()
        self._current = stop.field
        for card in self._cards:
            if stop in card.judging.stops:
                card.set_folded(folded=False)
        QTimer.singleShot(0, self, lambda: self._bring_stop(stop, focus=focus))

    def _bring_stop(self, stop: Judging, *, focus: bool) -> None:
        if self._stop(self._current) is stop:
            self._scroll_to(stop)
            if focus:
                stop.focus()

    # -- within ----------------------------------------------------------------------------------

    def _build(self, shown: Checklist) -> None:
        self._current = ""
        body = QWidget()
        set_class(body, "ground")
        column = QVBoxLayout(body)
        space(column, (16, 12, 16, 24), 12)
        self._cards = []
        for domain in shown.domains:
            card = DomainCard(domain, body)
            self._cards.append(card)
            column.addWidget(card)
            for slot in card.slots:
                slot.asked.connect(self.go_to)
            card.judging.judged.connect(self.judged)
            card.judging.commented.connect(self.commented)
            for stop in card.judging.stops:
                stop.options.answered.connect(lambda _value, stop=stop: self._be_at(stop))
        self._overall = None
        if shown.overall:
            self._overall = OverallJudging(shown, body)
            self._overall.judged.connect(self.judged)
            column.addWidget(self._overall)
        column.addStretch(1)
        self._scroll.setWidget(body)

    def _refresh(self, shown: Checklist) -> None:
        here = self._slot(self._current)
        for card, domain in zip(self._cards, shown.domains, strict=True):
            if here in card.slots or not card.shows(domain, sealed=self._sealed):
                card.show_domain(domain, sealed=self._sealed)
        if self._overall is not None:
            self._overall.show_overall(shown, sealed=self._sealed)

    def _open_only(self, slot: ItemSlot) -> None:
        short = self._scroll.viewport().height() < px(760)
        for card in self._cards:
            mine = slot in card.slots
            for other in card.slots:
                if other is not slot:
                    other.fold()
            if mine:
                card.set_folded(folded=False)
            elif short and card.domain.is_complete and not card.is_folded:
                card.set_folded(folded=True)
        is_new = slot.editor is None
        editor = slot.open(sealed=self._sealed)
        if is_new:
            self._connect(slot, editor)
        self._current = slot.item.address

    def _be_at(self, stop: Judging) -> None:
        """Walk on from where the person has judged."""
        self._current = stop.field

    def _connect(self, slot: ItemSlot, editor: ItemEditor) -> None:
        editor.past = self.past
        editor.rule_asked.connect(lambda: self.rule_asked.emit(slot.item))
        editor.answered.connect(lambda value: self.answered.emit(slot.item, value))
        editor.reasoned.connect(lambda text: self.reasoned.emit(slot.item, text))
        editor.quoted.connect(lambda quote: self.quoted.emit(slot.item, quote))
        editor.unquoted.connect(lambda quote: self.unquoted.emit(slot.item, quote))
        editor.opened.connect(self.quote_opened)

    def _keep_place(self, change: Callable[[], None]) -> None:
        """Make a change of heights without moving the item in focus on the screen."""
        slot = self._slot(self._current)
        body = self._scroll.widget()
        if slot is None or body is None:
            change()
            return
        before = self._top(slot)
        change()
        layout = body.layout()
        if layout is not None:
            layout.activate()
        body.adjustSize()
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + self._top(slot) - before)

    def _bring(self, slot: ItemSlot, *, focus: bool) -> None:
        editor = slot.editor
        if editor is None or self._slot(self._current) is not slot:
            return  # another item, or another form, came in the meantime
        self._scroll_to(slot)
        if focus:
            editor.focus()

    def _scroll_to(self, widget: QWidget) -> None:
        bar = self._scroll.verticalScrollBar()
        top, height = self._top(widget), widget.height()
        room = self._scroll.viewport().height()
        if top < 0:
            bar.setValue(bar.value() + top - px(12))
        elif top + height > room:
            bar.setValue(bar.value() + min(top - px(12), top + height - room + px(12)))

    def _top(self, slot: QWidget) -> int:
        return slot.mapTo(self._scroll.viewport(), QPoint(0, 0)).y()

    def _slot(self, address: str) -> ItemSlot | None:
        return next(
            (slot for card in self._cards for slot in card.slots if slot.item.address == address),
            None,
        )

    def _editor(self) -> ItemEditor | None:
        slot = self._slot(self._current)
        return slot.editor if slot is not None else None

    @staticmethod
    def _first_open(shown: Checklist) -> str:
        items = shown.items()
        waiting = [item.address for item in items if not item.is_answered]
        return (waiting or [item.address for item in items] or [""])[0]


def _frame(shown: Checklist) -> tuple[object, ...]:
    """What the cards are built for; another of it is built anew."""
    return (shown.subject, shown.instrument, tuple(domain.id for domain in shown.domains))


def _words(shown: Checklist) -> tuple[object, ...]:
    """What a form asks, without the answers: the same words keep their widgets."""
    return tuple(
        (domain.id, item.address, item.ask, item.help,
         *((option.text, option.stars) for option in item.options))
        for domain in shown.domains
        for item in domain.items
    )  # fmt: skip


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
    return "   ".join(f"{option.code}  {option.text}" for option in item.chosen)


def _worth(item: ItemView) -> Worth:
    if not item.is_answered:
        return Worth(quotes=len(item.quotes))
    return Worth(quotes=len(item.quotes), earned=item.score or 0, stars=item.max)
