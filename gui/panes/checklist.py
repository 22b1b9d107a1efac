"""A checklist as cards: domains that fold, items of which one is open, and the keys that walk it.

It shows a `Checklist` and says what the person did. The item in focus keeps its place on the screen
when what is above it grows or folds.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from appraisal.option_words import code_of
from appraisal.views.checklist_rows import Checklist
from gui.panes.answered_under import AnsweredUnder
from gui.panes.checklist_head import ChecklistHead
from gui.panes.checklist_sheet import ChecklistSheet
from gui.panes.domain_card import DomainCard, ItemSlot
from gui.panes.form_bar import FormBar
from gui.panes.item_editor import ItemEditor
from gui.panes.judging import Judging, OverallJudging
from gui.theme import set_class, space
from gui.widgets.answers import NONE_KEY
from gui.widgets.tab_walk import beside, stops

if TYPE_CHECKING:
    from appraisal.ledger import Quote
    from appraisal.views.guidance import PastDecision

REST_MS = 10  # what is looked at is painted first


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
        self._scroll = ChecklistSheet(self)
        self._shown: Checklist | None = None
        self._cards: list[DomainCard] = []
        self._overall: OverallJudging | None = None
        self._rest = QTimer(self, interval=REST_MS)  # makes the cards not looked at yet
        self._rest.timeout.connect(self._make_next)
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
        former = self._shown
        is_other = former is None or former.subject != shown.subject
        is_alike = former is not None and former.frame() == shown.frame()
        if not is_other and not is_alike:
            is_other, at = True, at or self._current  # a setting changed what is asked
        self._shown = shown
        self._sealed = shown.is_sealed or bool(why_off)
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        if not is_alike:
            self._build(shown)
        elif is_other:
            self._use_again()
        self.head.show_checklist(shown, why_off=why_off)
        self.bar.show_form(shown, offered=offered, locked=self._sealed)
        self._keep_place(lambda: self._refresh(shown))
        if is_other:
            self.go_to(at or shown.first_open(), focus=had_focus)
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
        judged = (card.judging for card in self._cards)
        for one in (self._editor(), *judged, self._overall):
            if one is not None:
                one.flush()

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

    def take_key(self, event: QKeyEvent) -> bool:
        """Take a key pressed on the list of studies: Enter goes to the open item, others answer."""
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not control:
            self.go_to(self._current)
            return True
        if control:
            return enter and self._take_control(key)
        stop = self._stop(self._current)
        if stop is not None:
            stop.keyPressEvent(event)
            return event.isAccepted()
        return self._take_letter(event.text().casefold())

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab in the order that is read; from the head it goes to the open item's answers."""
        focused, walk = QApplication.focusWidget(), stops(self)
        if focused not in walk:
            return super().focusNextPrevChild(next)
        place = walk.index(focused) + (1 if next else -1)
        wanted = walk[place] if 0 <= place < len(walk) else beside(self, forward=next)
        body, editor = self._scroll.widget(), self._editor()
        if next and body is not None and wanted is not None and editor is not None:
            enters = body.isAncestorOf(wanted) and not body.isAncestorOf(focused)
            if enters and editor.isVisible():
                editor.focus()
                return True
        if wanted is not None:
            reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
            wanted.setFocus(reason)
        return wanted is not None

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
        named = code_of(letter, [option.code for option in slot.item.options])
        if not named and letter == NONE_KEY and slot.item.type == "multi":
            named = NONE_KEY
        if named and not self._is_off(slot):
            editor.options.choose(named)
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
        quote = None if self._is_off(slot) else self.take_selection()
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
        found = [address for card in self._cards for address in card.addresses()]
        if self._shown is not None:
            found += [one.field for one in self._shown.overall]
        return found

    def _stop(self, field: str) -> Judging | None:
        """The widget of a judgement, made where it is not there yet."""
        for card in self._cards:
            if any(one.field == field for one in card.domain.judgements):
                self._make_whole(card)
                assert card.judging is not None
                return next(stop for stop in card.judging.stops if stop.field == field)
        if self._shown is not None and any(one.field == field for one in self._shown.overall):
            self._make_overall()
        stops = self._overall.stops if self._overall is not None else ()
        return next((stop for stop in stops if stop.field == field), None)

    def _go_to_stop(self, stop: Judging, *, focus: bool) -> None:
        former = self._slot(self._current)
        if former is not None and former.editor is not None:
            former.editor.flush()
        self._current = stop.field
        for card in self._cards:
            if card.judging is not None and stop in card.judging.stops:
                card.set_folded(folded=False)
        QTimer.singleShot(0, self, lambda: self._bring_stop(stop, focus=focus))

    def _bring_stop(self, stop: Judging, *, focus: bool) -> None:
        if self._stop(self._current) is stop:
            self._scroll.bring(stop)
            if focus:
                stop.focus()

    # -- within ----------------------------------------------------------------------------------

    def _build(self, shown: Checklist) -> None:
        self._current = ""
        body = QWidget()
        set_class(body, "ground")
        self._column = QVBoxLayout(body)
        space(self._column, (16, 12, 16, 24), 12)
        self._cards = []
        for place, domain in enumerate(shown.domains):
            self._add_waiting(shown, place, body)
            card = DomainCard(domain, body)
            card.asked.connect(self.go_to)
            card.judged.connect(self.judged)
            card.commented.connect(self.commented)
            card.walked.connect(self._be_at)
            self._cards.append(card)
            self._column.addWidget(card)
        self._add_waiting(shown, len(shown.domains), body)
        self._overall = None
        self._column.addStretch(1)
        self._scroll.setWidget(body)
        self._rest.start()

    def _add_waiting(self, shown: Checklist, place: int, body: QWidget) -> None:
        """Say where a domain will stand that waits for a setting."""
        for one in shown.waits:
            if one.place == place:
                self._column.addWidget(self.bar.prompt_for(one, body, locked=self._sealed))

    def _use_again(self) -> None:
        """Take the cards for another study that is asked the same: to make them takes longer."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            focused.clearFocus()  # a field in focus would keep its words
        self._current = ""
        for card in self._cards:
            card.begin_anew()
        self._scroll.verticalScrollBar().setValue(0)

    def _make_whole(self, card: DomainCard) -> None:
        if not card.is_whole:
            card.make_whole(sealed=self._sealed)

    def _make_overall(self) -> None:
        shown, body = self._shown, self._scroll.widget()
        if self._overall is None and shown is not None and shown.overall and body is not None:
            self._overall = OverallJudging(shown, body)
            self._overall.judged.connect(self.judged)
            self._overall.show_overall(shown, sealed=self._sealed)
            self._column.insertWidget(self._column.count() - 1, self._overall)

    def _make_next(self) -> None:
        """Make one more card, those below what is looked at first."""
        here = next((n for n, c in enumerate(self._cards) if self._holds_current(c)), 0)
        waiting = [card for card in self._cards[here:] if not card.is_whole]
        waiting += [card for card in self._cards[:here] if not card.is_whole]
        if waiting:
            self._keep_place(lambda: self._make_whole(waiting[0]))
        else:
            self._make_overall()
            self._rest.stop()

    def _holds_current(self, card: DomainCard) -> bool:
        return self._current in card.addresses()

    def _refresh(self, shown: Checklist) -> None:
        for card, domain in zip(self._cards, shown.domains, strict=True):
            if self._holds_current(card) or not card.shows(domain, sealed=self._sealed):
                card.show_domain(domain, sealed=self._sealed)
        if self._overall is not None:
            self._overall.show_overall(shown, sealed=self._sealed)

    def _open_only(self, slot: ItemSlot) -> None:
        short = self._scroll.is_short
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
        editor = slot.open(sealed=self._is_off(slot))
        if is_new:
            self._connect(slot, editor)
        self._current = slot.item.address

    def _is_off(self, slot: ItemSlot) -> bool:
        """Whether an item can only be read: the form is sealed, or its entry is elsewhere."""
        return self._sealed or any(c.domain.is_locked for c in self._cards if slot in c.slots)

    def _be_at(self, field: str) -> None:
        """Walk on from where the person has judged."""
        self._current = field

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
        self._scroll.keep_place(self._slot(self._current), change)

    def _bring(self, slot: ItemSlot, *, focus: bool) -> None:
        editor = slot.editor
        if editor is None or self._slot(self._current) is not slot:
            return  # another item, or another form, came in the meantime
        begun = next((card for card in self._cards if card.slots[:1] == [slot]), None)
        self._scroll.bring(slot, card=begun)
        if focus:
            editor.focus()

    def _slot(self, address: str) -> ItemSlot | None:
        """The place of an item, made where it is not there yet."""
        for card in self._cards:
            if any(item.address == address for item in card.domain.items):
                self._make_whole(card)
                return next(slot for slot in card.slots if slot.item.address == address)
        return None

    def _editor(self) -> ItemEditor | None:
        slot = self._slot(self._current)
        return slot.editor if slot is not None else None
