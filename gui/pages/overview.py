"""Overview: how far everyone is, what waits, and the protocol with its settings."""

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from appraisal.assigned import reviewers
from appraisal.calibration import pending
from appraisal.review import Change
from appraisal.subjects import REVIEW
from appraisal.views.protocol import needs_settings
from appraisal.views.reconcile import ReconcileRow, reconcile_rows
from appraisal.views.reconcile_numbers import number_rows
from appraisal.views.seats import ProgressRow, SeatState, WorkRow, progress, worklist
from appraisal.views.team import adjudicates
from appraisal.views.under import to_confirm
from gui.pages import PageSpec
from gui.panes.conflicts import ConflictsCard
from gui.panes.exchange import ExchangeCard
from gui.panes.progress_card import ProgressCard
from gui.panes.protocol_card import ProtocolCard
from gui.panes.records_card import RecordsCard
from gui.panes.same_studies import SameStudiesCard
from gui.panes.team import TeamCard
from gui.session import Session
from gui.theme import hold, px, space
from gui.widgets.buttons import Button, LineButton
from gui.widgets.card import Card, Note
from gui.widgets.emptying import empty
from gui.widgets.page import PageHead, Scroll
from gui.widgets.text import Text
from resources.i18n import _, ngettext

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
BESIDE = 1200  # effective px from which the side stands beside
WAITING = {
    SeatState.NOT_STARTED: 2,
    SeatState.STARTED: 0,
    SeatState.READY: 1,
}


class OverviewPage(QWidget):
    """The dashboard and the protocol."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._is_stale = False
        self._head = PageHead(_("Overview"), "", parent=self)
        self._go_on = Button(
            _("Continue scoring"), "primary", icon="arrow-right", icon_after=True, parent=self
        )
        self._leads_to = "appraise"
        self._go_on.clicked.connect(lambda: session.go(self._leads_to))
        self._settings_note = Note("", "", "warn", parent=self)
        self._choose = Button(_("Choose settings"), "small", parent=self)
        self._progress = ProgressCard(session, self)
        self._waiting = Card(_("Waiting for you"), parent=self)
        self._flow = RecordsCard(session, self)
        self._team = TeamCard(session, self)
        self._exchange = ExchangeCard(session, self)
        self._conflicts = ConflictsCard(session, self)
        self._same = SameStudiesCard(session, self)
        self._protocol = ProtocolCard(session, self)
        self._choose.clicked.connect(self._protocol.ask_settings)
        self._lay_out()
        self.first: QWidget = self._progress.table
        session.changed.connect(self._on_changed)
        session.reader_changed.connect(self._refresh)
        session.exchanged.connect(self._exchange.refresh)
        self._refresh()

    # -- showing ---------------------------------------------------------------------------------

    def _on_changed(self, change: Change) -> None:
        if change.concerns(
            "appraisal", "extraction", "study", "review", "person", "outcome", "target"
        ):
            self._is_stale = not self.isVisible()
            if not self._is_stale:
                self._refresh()
        elif change.concerns("record", "screening"):
            if self.isVisible():
                self._flow.refresh()
            else:
                self._is_stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while another page was in front."""
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self._refresh()

    def _refresh(self) -> None:
        session = self._session
        rows = progress(session.state, session.instrument)
        self._show_head(rows)
        self._progress.show_rows(rows)
        self._show_missing()
        lines = self._waiting_lines(rows)
        self._fill(self._waiting_body, lines)
        for before, after in pairwise((self._progress.table, *lines)):
            self.setTabOrder(before, after)  # they are made anew
        self.first = self._progress.table if rows else self._go_on
        self._flow.refresh()
        self._team.refresh()
        self._exchange.refresh()
        self._conflicts.refresh()
        self._same.refresh()
        off = session.why_fixed
        self._protocol.refresh(why_off=off)
        self._choose.set_off(off)

    def _show_head(self, rows: tuple[ProgressRow, ...]) -> None:
        instruments = {row.short for row in rows if row.short}
        people = len(reviewers(self._session.state))
        said = [
            ngettext("{n} study", "{n} studies", len(rows)).format(n=len(rows)),
            ngettext("{n} instrument", "{n} instruments", len(instruments)).format(
                n=len(instruments)
            ),
            ngettext("{n} reviewer", "{n} reviewers", people).format(n=people),
        ]
        self._head.set_words(_("Overview"), ", ".join(said))
        if not rows:
            self._leads_to, words = "studies", _("Add studies")
        elif self._asks_who():
            self._leads_to, words = "action:person", _("Sign in")
        elif self._mine() or not _differing(rows):
            self._leads_to, words = "appraise", _("Continue scoring")
        else:
            self._leads_to, words = "reconcile", _("Reconcile")
        self._go_on.set_text(words)

    def _show_missing(self) -> None:
        session = self._session
        missing = needs_settings(session.state, session.instrument)
        self._missing.setVisible(bool(missing))
        if missing:
            wanted: dict[str, list[str]] = {}
            for row in missing:
                wanted.setdefault(row.instrument.short, []).append(row.setting.label)
            said = "; ".join(f"{name}: {', '.join(labels)}" for name, labels in wanted.items())
            self._settings_note.set(
                _("Choose the settings before rating"),
                _("Still to choose – {settings}.").format(settings=said),
                "warn",
            )

    def _asks_who(self) -> bool:
        """Whether nobody is at the desk, where somebody could be."""
        return not self._session.reader and not self._session.read_only

    def _mine(self) -> list[WorkRow]:
        session = self._session
        rows = worklist(session.state, session.reader, session.instrument)
        mine = [row for row in rows if row.instrument and row.cell.state in WAITING]
        first = pending(session.state)
        return sorted(mine, key=lambda row: (row.study not in first, WAITING[row.cell.state]))

    def _to_confirm(self) -> tuple[WorkRow, ...]:
        session, review = self._session, self._session.review
        if review is None or session.read_only:
            return ()
        return to_confirm(
            session.state,
            session.reader,
            session.instrument,
            lambda: review.history(subject=REVIEW),
        )

    def _handed(self) -> dict[str, str]:
        """The studies with a difference that was handed to who sits here, with their names."""
        if not adjudicates(self._session.state, self._session.reader):
            return {}
        return {row.study: row.label for row in self._open_forms() if row.referred}

    def _unconfirmed(self) -> dict[str, str]:
        """The studies of which something was settled that who sits here has not confirmed."""
        return {row.study: row.label for row in self._open_forms() if row.to_confirm}

    def _open_forms(self) -> tuple[ReconcileRow, ...]:
        """What Reconcile lists, of answers and of numbers."""
        state = self._session.state
        return (*reconcile_rows(state, self._session.instrument), *number_rows(state))

    def _waiting_lines(self, rows: tuple[ProgressRow, ...]) -> list[QWidget]:
        session = self._session
        todo: list[tuple[str, str, str]] = []
        for row in self._mine():
            state = row.cell.state
            if state == SeatState.READY:
                words = _("Submit {study}").format(study=row.label)
            elif state == SeatState.STARTED:
                words = _("Finish {study}").format(study=row.label)
            else:
                words = _("Begin {study}").format(study=row.label)
            todo.append((words, "appraise", row.study))
        todo += [
            (_("Confirm {study}: settings changed").format(study=row.label), "appraise", row.study)
            for row in self._to_confirm()
        ]
        handed = self._handed()
        todo += [
            (_("Decide {study}: the two could not").format(study=label), "reconcile", study)
            for study, label in handed.items()
        ]
        todo += [
            (_("Reconcile {study}").format(study=row.label), "reconcile", row.study)
            for row in _differing(rows)
            if row.study not in handed
        ]
        todo += [
            (_("Confirm {study}: settled without you").format(study=label), "reconcile", study)
            for study, label in self._unconfirmed().items()
        ]
        lines: list[QWidget] = []
        for words, page, study in todo[:5]:
            button = LineButton(words, icon="arrow-right", parent=self)
            button.clicked.connect(partial(session.go, page, study=study))
            lines.append(button)
        if len(todo) > 5:
            more = ngettext("and {n} more", "and {n} more", len(todo) - 5)
            lines.append(Text(more.format(n=len(todo) - 5), "caption", parent=self))
        if not session.reader:
            said = _("Nobody is signed in: what waits depends on who you are.")
            lines.insert(0, Text(said, "quiet", wrap=True, parent=self))
        elif not lines:
            said = (
                _("Nothing: you have submitted all you score.")
                if any(row.short for row in rows)
                else _("Nothing yet. Add studies and give each its design.")
            )
            lines.append(Text(said, "quiet", wrap=True, parent=self))
        if len(reviewers(session.state)) < session.state.readers_needed():
            said = _("Two reviewers score each study here. Add the second one.")
            lines.append(Text(said, "small", wrap=True, parent=self))
        return lines

    # -- layout ----------------------------------------------------------------------------------

    def _fill(self, layout: QVBoxLayout, widgets: list[QWidget]) -> None:
        empty(layout)
        for widget in widgets:
            if isinstance(widget, Button):
                # absolute: the icon after the words is had by turning the direction round
                layout.addWidget(widget, 0, LEFT)
            else:
                layout.addWidget(widget)

    def _lay_out(self) -> None:
        self._head.add(self._go_on)
        self._missing = QWidget(self)
        row = QHBoxLayout(self._missing)
        space(row, gap=8)
        row.addWidget(self._settings_note, 1)
        row.addWidget(self._choose)
        self._waiting_body = QVBoxLayout()
        space(self._waiting_body, gap=2)
        self._waiting.add(self._waiting_body)
        left = QVBoxLayout()
        space(left, gap=12)
        left.addWidget(self._missing)
        left.addWidget(self._conflicts)
        left.addWidget(self._same)
        left.addWidget(self._progress)
        left.addWidget(self._flow)
        left.addStretch(1)
        self._side = QWidget(self)
        side = QVBoxLayout(self._side)
        space(side, gap=12)
        side.addWidget(self._waiting)
        side.addWidget(self._team)
        side.addWidget(self._exchange)
        side.addWidget(self._protocol)
        side.addStretch(1)
        hold(self._side, width=336)
        ground = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, ground)
        space(self._columns, (24, 0, 24, 24), 16)
        self._columns.addLayout(left, 1)
        self._columns.addWidget(self._side, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        space(column)
        column.addWidget(self._head)
        column.addWidget(Scroll(ground, parent=self), 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the side below where there is no room beside."""
        super().resizeEvent(event)
        beside = self.width() + px(80) >= px(BESIDE)
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.LeftToRight if beside else direction.TopToBottom)


def _differing(rows: tuple[ProgressRow, ...]) -> list[ProgressRow]:
    return [row for row in rows if row.agreed.state == SeatState.DIFFER]


PAGE = PageSpec(
    key="overview",
    title=lambda: _("Overview"),
    icon="layout-dashboard",
    order=10,
    build=OverviewPage,
    about=lambda: _(
        "The protocol of the review and how far everyone is. Choose the settings an instrument "
        "needs before rating begins; a later change asks for a reason. Enter on a study opens it."
    ),
)
