"""Reconcile: both reviewers side by side, differences first; decide each, with a reason."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from appraisal import drafts
from appraisal.agreement import agreement
from appraisal.blind_answers import blind_answers, items
from appraisal.ledger import Claim
from appraisal.review import Change
from appraisal.subjects import ITSELF
from appraisal.views.reconcile import Comparison, Point, comparison, reconcile_rows
from appraisal.views.seats import SeatCell, SeatState, WorkRow, work_key
from gui.pages import PageSpec
from gui.panes.agreement_strip import AgreementStrip
from gui.panes.point_card import PointCard
from gui.panes.worklist import Worklist
from gui.session import Session
from gui.theme import px, space
from gui.widgets.buttons import Button
from gui.widgets.card import Card
from gui.widgets.items import FoldedItem, FoldHead, Worth
from gui.widgets.page import EmptyPage, PageHead, Scroll, Splitter
from resources.i18n import _, ngettext


class ReconcilePage(QWidget):
    """Open forms, compared and agreed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: Comparison | None = None
        self._cards: list[PointCard] = []
        self._list = Worklist(_("To reconcile"), self, counts_agreed=True)
        self._list.chosen.connect(self._show)
        self._head = PageHead("", "", parent=self)
        self._accept = Button(_("Accept what both said alike"), parent=self)
        self._accept.clicked.connect(self._accept_alike)
        self._next = Button(_("Next study"), icon="arrow-right", icon_after=True, parent=self)
        self._next.clicked.connect(self._go_on)
        self._strip = AgreementStrip(self)
        self._body = QVBoxLayout()
        space(self._body, gap=12)
        self._scroll = Scroll(parent=self)
        self._stack = QStackedWidget(self)
        self._lay_out()
        session.changed.connect(self._on_changed)
        session.reader_changed.connect(self._refresh)
        self._refresh()
        self._list.select_first_open()

    def show_target(self, study: str = "") -> None:
        """Show a study."""
        self._list.select(study)

    # -- showing ---------------------------------------------------------------------------------

    def _on_changed(self, change: Change) -> None:
        if change.concerns("appraisal", "study", "review", "person", "target"):
            self._refresh()
            if self._shown is not None:
                self._show(work_key(self._shown.study, self._shown.target))

    def _refresh(self) -> None:
        session = self._session
        rows = reconcile_rows(session.state, session.instrument)
        self._list.set_rows(
            [
                WorkRow(
                    row.study,
                    row.label,
                    "",
                    "",
                    row.short,
                    SeatCell(SeatState.DIFFER, row.waiting)
                    if row.waiting
                    else SeatCell(SeatState.AGREED),
                    True,
                    row.target,
                    row.place,
                )
                for row in rows
            ]
        )
        self._stack.setCurrentIndex(0 if rows else 1)
        self._strip.show_agreement(
            agreement(items(blind_answers(session.state, session.instrument)))
        )

    def _show(self, key: str) -> None:
        session = self._session
        study, _between, target = key.partition("/")
        now = self._shown
        is_other = now is None or work_key(now.study, now.target) != key
        self._shown = comparison(session.state, study, session.instrument, target or ITSELF)
        if self._shown is None:
            return
        shown = self._shown
        n = len(shown.waiting)
        said = (
            ngettext("{n} point differs", "{n} points differ", n).format(n=n)
            if n
            else _("All points are settled")
        )
        self._head.set_words(shown.label, f"{shown.instrument.short} · {said}")
        off = _("This review is open for reading only") if session.read_only else ""
        new = [point for point in shown.alike if not point.is_settled]
        self._accept.set_off(off or ("" if new else _("All of them are accepted")))
        self._fill(shown)
        if is_other:
            self._scroll.verticalScrollBar().setValue(0)

    def _fill(self, shown: Comparison) -> None:
        while self._body.count():
            taken = self._body.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._cards = []
        for point in (*shown.waiting, *shown.settled):
            card = PointCard(point)
            card.setEnabled(not self._session.read_only)
            card.agreed.connect(self._agree)
            self._body.addWidget(card)
            self._cards.append(card)
        if shown.alike:
            self._body.addWidget(_alike_card(shown.alike, folded=bool(self._cards)))

    # -- verbs -----------------------------------------------------------------------------------

    def _agree(self, field: str, claim: Claim) -> None:
        shown = self._shown
        if shown is None:
            return
        if self._session.do(drafts.agree(shown.form, field, claim)):
            item = field.rpartition("/")[2]
            said = _("{study}, {item}: agreed answer saved.")
            self._session.say(said.format(study=shown.label, item=item), undo=True)
            QTimer.singleShot(0, self, self._focus_next)

    def _accept_alike(self) -> None:
        shown = self._shown
        if shown is None:
            return
        claims = {
            point.field: point.sides[0].claim
            for point in shown.alike
            if not point.is_settled and point.sides[0].claim is not None
        }
        if claims and self._session.do(drafts.agree_all(shown.form, claims)):
            said = ngettext("{n} item accepted.", "{n} items accepted.", len(claims))
            self._session.say(said.format(n=len(claims)), undo=True)

    def _focus_next(self) -> None:
        waiting = [card for card in self._cards if not card.point.is_settled]
        if waiting:
            waiting[0].focus()
            self._scroll.bring(waiting[0])

    def _go_on(self) -> None:
        self._list.step(1)

    # -- layout ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._head.add(self._accept)
        self._head.add(self._next)
        ground = QWidget()
        inner = QVBoxLayout(ground)
        space(inner, (24, 0, 24, 24), 12)
        inner.addWidget(self._strip)
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
        columns.setSizes([px(236), px(964)])
        columns.setStretchFactor(1, 1)
        to_appraise = Button(_("Go to Appraise"), "primary", icon="arrow-right", icon_after=True)
        to_appraise.clicked.connect(lambda: self._session.go("appraise"))
        nothing = EmptyPage(
            _("Nothing to reconcile yet"),
            _(
                "A study comes here once all its reviewers have submitted. Until then nobody sees "
                "the other's answers."
            ),
            to_appraise,
            parent=self,
        )
        self._stack.addWidget(columns)
        self._stack.addWidget(nothing)
        row = QHBoxLayout(self)
        space(row)
        row.addWidget(self._stack)


def _alike_card(points: tuple[Point, ...], *, folded: bool) -> Card:
    """What both said the same, folded away."""
    card = Card()
    n = len(points)
    title = ngettext("{n} item alike", "{n} items alike", n).format(n=n)
    head = FoldHead(title, Worth(note=", ".join(point.id for point in points if point.id)))
    card.add_edge(head)
    body = QWidget(card)
    column = QVBoxLayout(body)
    space(column)
    for point in points:
        side = point.sides[0]
        worth = Worth(
            note=_("Agreed") if point.is_settled else "", earned=side.score or 0, stars=side.max
        )
        row = FoldedItem(point.id, point.title, "   ".join(side.words), worth=worth)
        row.setEnabled(False)
        column.addWidget(row)
    card.add_edge(body)
    head.setChecked(not folded)
    body.setVisible(not folded)
    head.toggled.connect(lambda checked: body.setVisible(checked))
    return card


def _waiting(session: Session) -> int:
    return sum(row.waiting > 0 for row in reconcile_rows(session.state, session.instrument))


PAGE = PageSpec(
    key="reconcile",
    title=lambda: _("Reconcile"),
    icon="scale",
    order=60,
    build=ReconcilePage,
    about=lambda: _(
        "Studies that all have submitted, differences first. 1 takes the first reviewer's answer, "
        "2 the second's, a letter chooses any; W writes the reason, Ctrl+Enter agrees and goes to "
        "the next. Agreement figures rest on the answers before consensus."
    ),
    waiting=_waiting,
)
