"""Reconcile: both reviewers side by side, differences first; decide each, with a reason.

Answers and extracted numbers stand on one list. How far the reviewers agreed before they talked,
and the calibration rounds, stand behind a second tab.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from appraisal import drafts
from appraisal.accepting import accept_alike
from appraisal.errors import StorageError, UserError
from appraisal.ledger import Claim
from appraisal.review import Change
from appraisal.settling import of_all
from appraisal.subjects import ITSELF
from appraisal.views.reconcile import Comparison, ReconcileRow, comparison, reconcile_rows
from appraisal.views.reconcile_numbers import NUMBERS, number_rows, numbers_compared
from appraisal.views.seats import SeatCell, SeatState, WorkRow, work_key
from gui.pages import PageSpec
from gui.panes import card_focus, deciding
from gui.panes.agreement import AgreementPane
from gui.panes.agreement_strip import AgreementStrip
from gui.panes.agreement_work import AgreementWork
from gui.panes.alike_card import alike_card
from gui.panes.nothing_yet import NothingYet
from gui.panes.screening_differs import ScreeningDiffers, entries
from gui.panes.worklist import Worklist
from gui.session import Session
from gui.theme import px, space
from gui.waiting import TurnedBack, wait_for
from gui.widgets.buttons import Button
from gui.widgets.emptying import empty
from gui.widgets.page import PageHead, Scroll, Splitter
from gui.widgets.switches import Segmented, Tabs
from gui.widgets.text import Text
from resources.i18n import _, ngettext

if TYPE_CHECKING:
    from gui.panes.point_card import PointCard


class ReconcilePage(QWidget):
    """Open forms, compared and agreed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: Comparison | None = None
        self._cards: list[PointCard] = []
        self._opened: set[str] = set()  # fields alike that are looked at one by one
        self._tabs = Tabs(
            [("forms", _("Answers and numbers")), ("agreement", _("Agreement"))],
            name=_("Reconcile"),
            parent=self,
        )
        self._tabs.picked.connect(self._on_tab)
        self._screening = ScreeningDiffers(session, self)
        self._queue = Segmented(
            [("all", _("All")), ("referred", _("For the adjudicator"))],
            "all",
            name=_("Which forms"),
            parent=self,
        )
        self._queue.picked.connect(lambda _key: self._refresh())
        self._list = Worklist(_("To reconcile"), self, counts_agreed=True)
        self._list.chosen.connect(self._show)
        self._list.take_key = self._take_key
        self._head = PageHead("", "", parent=self)
        self._accept = Button(_("Accept what both said alike"), parent=self)
        self._accept.clicked.connect(self._accept_alike)
        self._accept_all = Button(_("In all forms"), parent=self)
        self._accept_all.setAccessibleName(_("Accept what both said alike in all forms"))
        self._accept_all.clicked.connect(self._accept_everywhere)
        self._sentence = Text("", "quiet", wrap=True, parent=self)
        self._next = Button(_("Next study"), icon="arrow-right", icon_after=True, parent=self)
        self._next.clicked.connect(self._go_on)
        self._strip = AgreementStrip(self)
        self._figures = AgreementWork(session, self._strip)
        self._body = QVBoxLayout()
        space(self._body, gap=12)
        self._scroll = Scroll(parent=self)
        self._stack = QStackedWidget(self)
        self._nothing = NothingYet(session, self)
        self._agreement: AgreementPane | None = None
        self._lay_out()
        self.first = self._list  # its keys go to the first card that waits
        session.changed.connect(self._on_changed)
        session.reader_changed.connect(self._on_reader_changed)
        self._show_nothing()
        self._refresh()

    def show_target(self, study: str = "") -> None:
        """Show a study: the first of its forms."""
        self._tabs.set_key("forms")
        self._on_tab("forms")
        rows = [row for row in self._rows() if row.study == study]
        if rows:
            self._list.select(work_key(rows[0].study, rows[0].target))

    # -- showing ---------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Work the figures out once the page is painted."""
        super().showEvent(event)
        self._nothing.refresh()  # a closed parcel that came in changed no answer
        self._figures.ask()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave figures that nobody sees."""
        super().hideEvent(event)
        self._figures.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give what no button and no card took to the first card that waits."""
        focused = QApplication.focusWidget()
        is_in_card = focused is not None and any(one.isAncestorOf(focused) for one in self._cards)
        taken = not is_in_card and self._tabs.key() == "forms" and self._take_key(event)
        if not taken:
            super().keyPressEvent(event)

    def _on_tab(self, key: str) -> None:
        if key == "agreement":
            if self._agreement is None:
                self._agreement = AgreementPane(self._session, self)
                self._stack.addWidget(self._agreement)
            self._stack.setCurrentWidget(self._agreement)
            self._agreement.refresh()
        else:
            has_rows = bool(self._rows())
            self._stack.setCurrentIndex(0 if has_rows else 1)
            if not has_rows:
                self._nothing.refresh()

    def _on_changed(self, change: Change) -> None:
        concerned = ("appraisal", "extraction", "study", "review", "person", "target", "outcome",
                     "rule")  # fmt: skip
        if change.concerns(*concerned):
            self._refresh()
            if self._shown is not None:
                self._show(work_key(self._shown.study, self._shown.target))

    def _on_reader_changed(self) -> None:
        self._refresh()
        if self._shown is not None:  # who sits here now may decide more, or less
            self._show(work_key(self._shown.study, self._shown.target))

    def _rows(self) -> list[ReconcileRow]:
        session = self._session
        rows = [*reconcile_rows(session.state, session.instrument), *number_rows(session.state)]
        rows.sort(key=lambda row: not row.waiting)
        return rows

    def _refresh(self) -> None:
        rows = self._rows()
        referred = [row for row in rows if row.referred]
        self._queue.setVisible(bool(referred))
        if referred and self._queue.key() == "referred":
            rows = referred
        self._list.set_rows([_work_row(row) for row in rows])
        self._on_tab(self._tabs.key())
        if self.isVisible():
            self._figures.ask()  # the list is painted before the figures are worked out
        alone = bool(rows) and all(row.is_single for row in rows)
        none = _("One reviewer alone: there is nothing to compare") if alone else ""
        self._accept_all.set_off(deciding.why_off(self._session, "") or none)
        if rows and not self._list.current():  # the first have come, or the one chosen has gone
            self._list.select_first_open()

    def _show(self, key: str) -> None:
        session = self._session
        study, _between, target = key.partition("/")
        now = self._shown
        is_other = now is None or work_key(now.study, now.target) != key
        if target.startswith(NUMBERS):
            outcome = target.removeprefix(NUMBERS)
            self._shown = numbers_compared(session.state, study, outcome, session.instrument)
        else:
            self._shown = comparison(session.state, study, session.instrument, target or ITSELF)
        if self._shown is None:
            self._show_nothing()
            return
        self._strip.want(not target.startswith(NUMBERS))
        if is_other:
            self._opened.clear()
        shown = self._shown
        self._next.set_off("")
        n = len(shown.waiting)
        said = (
            _("one reviewer alone; press an answer to change it, with a reason")
            if shown.is_single
            else ngettext("{n} point differs", "{n} points differ", n).format(n=n)
            if n
            else _("All points are settled")
        )
        mine = sum(one.by is not None and one.by.may_confirm for one in shown.settled)
        if mine:
            more = ngettext("{n} for you to confirm", "{n} for you to confirm", mine)
            said = f"{said} · {more.format(n=mine)}"
        self._head.set_words(shown.label, f"{shown.short} · {said}")
        self._sentence.setText(shown.sentence)
        self._sentence.setVisible(bool(shown.sentence))
        off = deciding.why_off(self._session, shown.form)
        new = [point for point in shown.alike if not point.is_settled]
        none = (
            _("One reviewer alone: there is nothing to compare")
            if shown.is_single
            else _("All of them are accepted")
        )
        self._accept.set_off(off or ("" if new and not shown.is_single else none))
        self._fill(shown)
        if is_other:
            self._scroll.verticalScrollBar().setValue(0)

    def _show_nothing(self) -> None:
        """Show no study, and say at the verbs of a study why they are off."""
        empty(self._body)
        self._cards = []
        self._head.set_words("", "")
        self._sentence.hide()
        for button in (self._accept, self._next):
            button.set_off(_("Choose a study first"))

    def _fill(self, shown: Comparison) -> None:
        held = card_focus.park(self._scroll, self._cards)
        empty(self._body)
        self._cards = []
        off = deciding.why_off(self._session, shown.form)
        single = tuple(point for point in shown.alike if point.field in self._opened)
        for point in (*shown.waiting, *shown.settled, *single):
            card = deciding.point_card(self._session, self.window(), shown.form, point, off)
            card.agreed.connect(self._agree)
            self._body.addWidget(card)
            self._cards.append(card)
        alike = tuple(point for point in shown.alike if point.field not in self._opened)
        if alike:
            folded = bool(self._cards)
            self._body.addWidget(alike_card(alike, folded=folded, opened=self._open_one))
        if held:  # once the new cards are laid out
            QTimer.singleShot(0, self, lambda: self._focus_card(held))

    def _open_one(self, field: str) -> None:
        """Look at what both said alike one by one: the agreed answer may still be another."""
        self._opened.add(field)
        if self._shown is not None:
            self._fill(self._shown)
            card = next(one for one in self._cards if one.point.field == field)
            card.focus()
            self._scroll.bring(card)

    # -- verbs -----------------------------------------------------------------------------------

    def _agree(self, field: str, claim: Claim) -> None:
        shown = self._shown
        if shown is None:
            return
        if deciding.say(self._session, shown.form, drafts.agree(shown.form, field, claim)):
            item = _item_name(shown, field)
            said = _("{study}, {item}: agreed answer saved.")
            self._session.say(said.format(study=shown.label, item=item), undo=True)
            QTimer.singleShot(0, self, lambda: self._focus_card(field))

    def _accept_alike(self) -> None:
        shown = self._shown
        if shown is None:
            return
        claims = {
            point.field: of_all([(side.name, side.claim) for side in point.sides if side.claim])
            for point in shown.alike
            if not point.is_settled and point.sides[0].claim is not None
        }
        if (
            not deciding.why_off(self._session, shown.form)
            and claims
            and deciding.say(self._session, shown.form, drafts.agree_all(shown.form, claims))
        ):
            said = ngettext("{n} item accepted.", "{n} items accepted.", len(claims))
            self._session.say(said.format(n=len(claims)), undo=True)

    def _accept_everywhere(self) -> None:
        session = self._session
        if session.review is None or (session.unsaved and not session.retry()):
            return
        try:
            with session.held() as review:
                place, state, reader = review.store.path, review.state, session.reader
                eyes = session.eyes()
                drawn = wait_for(
                    self.window(),
                    session,
                    _("Accepting what both said alike"),
                    lambda report: accept_alike(place, state, reader, eyes=eyes, report=report),
                )
                session.adopt(drawn)
        except TurnedBack:
            session.say(_("Stopped: nothing was accepted."))
        except (UserError, StorageError) as fault:
            session.fail(fault)
        else:
            n = len(drawn.rows)
            said = ngettext("{n} item accepted.", "{n} items accepted.", n)
            session.say(said.format(n=n) if n else _("All of them are accepted"), undo=n > 0)

    def _focus_card(self, field: str) -> None:
        """Stay at the card of a field while it waits; else go to the next, else to the way on."""
        if not card_focus.give_back(self._scroll, self._cards, field):
            self._next.setFocus()

    def _take_key(self, event: QKeyEvent) -> bool:
        """Take a key pressed on the list: the first card that waits has it, and the focus."""
        card = next((card for card in self._cards if not card.point.is_settled), None)
        if card is None:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._focus_card(card.point.field)
            return True
        card.keyPressEvent(event)
        focused = QApplication.focusWidget()  # a reason that was asked for has it already
        if event.isAccepted() and (focused is None or not card.isAncestorOf(focused)):
            self._focus_card(card.point.field)
        return event.isAccepted()

    def _go_on(self) -> None:
        self._list.step(1)

    # -- layout ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._head.add(self._accept)
        self._head.add(self._accept_all)
        self._head.add(self._next)
        ground = QWidget()
        inner = QVBoxLayout(ground)
        space(inner, (24, 0, 24, 24), 12)
        inner.addWidget(self._strip)
        inner.addWidget(self._sentence)
        inner.addLayout(self._body)
        inner.addStretch(1)
        self._scroll.set_content(ground)
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        space(column)
        column.addWidget(self._head)
        column.addWidget(self._scroll, 1)
        columns = Splitter(parent=self)
        columns.addWidget(self._list)
        columns.addWidget(middle)
        self._list.setMinimumWidth(px(200))
        below = QVBoxLayout()
        space(below, (12, 6, 12, 10))
        below.addWidget(self._queue)
        self._list.column.addLayout(below)
        columns.setSizes([px(236), px(964)])
        columns.setStretchFactor(1, 1)
        self._stack.addWidget(columns)
        self._stack.addWidget(self._nothing)
        whole = QVBoxLayout(self)
        space(whole)
        whole.addWidget(self._tabs)
        whole.addWidget(self._screening)
        whole.addWidget(self._stack, 1)


def _work_row(row: ReconcileRow) -> WorkRow:
    waiting = SeatCell(SeatState.DIFFER, row.waiting)
    done = SeatState.SUBMITTED if row.is_single else SeatState.AGREED
    cell = waiting if row.waiting else SeatCell(done)
    return WorkRow(
        row.study, row.label, "", "", row.short, cell, is_open=True, target=row.target,
        place=row.place,
    )  # fmt: skip


def _item_name(shown: Comparison, field: str) -> str:
    """What a point is called in a sentence: its number, or its title."""
    point = next((one for one in shown.points if one.field == field), None)
    return (point.id or point.title) if point is not None else field


def _waiting(session: Session) -> int:
    rows = (*reconcile_rows(session.state, session.instrument), *number_rows(session.state))
    return sum(row.waiting > 0 for row in rows) + entries(session)


PAGE = PageSpec(
    key="reconcile",
    title=lambda: _("Reconcile"),
    icon="scale",
    order=60,
    build=ReconcilePage,
    about=lambda: _(
        "Studies that all have submitted, differences first. 1 takes the first reviewer's answer, "
        "2 the second's, the key at an option chooses that; W writes the reason, Ctrl+Enter "
        "agrees and goes to the next. Agreement figures rest on the answers before consensus."
    ),
    waiting=_waiting,
)
