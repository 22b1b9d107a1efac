"""Overview: how far everyone is, what waits, and the protocol with its settings."""

from functools import partial
from itertools import groupby

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from appraisal import drafts
from appraisal.calibration import pending
from appraisal.review import Change
from appraisal.subjects import REVIEW
from appraisal.views.protocol import (
    SettingRow,
    design_rows,
    needs_settings,
    setting_rows,
    setting_text,
)
from appraisal.views.seats import (
    ProgressRow,
    SeatState,
    WorkRow,
    progress,
    reviewers,
    worklist,
)
from appraisal.views.under import to_confirm
from gui.delegates.cells import Cell
from gui.models.rows import Column, RowsModel
from gui.pages import PageSpec
from gui.panes.conflicts import ConflictsCard
from gui.panes.design_form import ask_instruments
from gui.panes.exchange import ExchangeCard
from gui.panes.protocol import ask_protocol
from gui.panes.records_card import RecordsCard
from gui.panes.same_studies import SameStudiesCard
from gui.panes.setting_form import ask_settings
from gui.panes.team import TeamCard
from gui.panes.versions import Versions
from gui.session import Session
from gui.theme import hold, px, space
from gui.widgets.buttons import Button, LineButton
from gui.widgets.card import Card, Note, Rule
from gui.widgets.emptying import empty
from gui.widgets.page import PageHead, Scroll
from gui.widgets.table import Table
from gui.widgets.text import Text
from gui.words import LOOK, share_done, state_word
from resources.i18n import NOTHING, _, ngettext

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
        self._model: RowsModel[ProgressRow] | None = None
        self._columns_key: tuple[tuple[str, ...], str] = ((), "")
        self._head = PageHead(_("Overview"), "", parent=self)
        self._go_on = Button(
            _("Continue scoring"), "primary", icon="arrow-right", icon_after=True, parent=self
        )
        self._leads_to = "appraise"
        self._go_on.clicked.connect(lambda: session.go(self._leads_to))
        self._settings_note = Note("", "", "warn", parent=self)
        self._choose = Button(_("Choose settings"), "small", parent=self)
        self._choose.clicked.connect(self._ask_settings)
        self._table = Table(_("Progress"), short=True, parent=self)
        self._table.opened.connect(self._on_opened)
        self._waiting = Card(_("Waiting for you"), parent=self)
        self._protocol = Card(_("Protocol"), parent=self)
        self._flow = RecordsCard(session, self)
        self._team = TeamCard(session, self)
        self._exchange = ExchangeCard(session, self)
        self._conflicts = ConflictsCard(session, self)
        self._same = SameStudiesCard(session, self)
        self._lay_out()
        self.setFocusProxy(self._table)
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
        self._show_table(rows)
        hidden = _("Answers stay hidden until both reviewers have submitted.")
        alone = session.state.readers_needed() < 2 and len(reviewers(session.state)) < 2
        self._progress.set_title(_("Progress"), "" if alone else hidden)
        self._show_missing()
        self._fill(self._waiting_body, self._waiting_lines(rows))
        self._fill(self._protocol_body, self._protocol_lines())
        self._flow.refresh()
        self._versions.refresh()
        self._team.refresh()
        self._exchange.refresh()
        self._conflicts.refresh()
        self._same.refresh()
        off = _("This review is open for reading only") if session.read_only else ""
        for button in (self._edit, self._choose, self._settings, self._designs):
            button.set_off(off)

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

    def _show_table(self, rows: tuple[ProgressRow, ...]) -> None:
        people = reviewers(self._session.state)
        key = (people, self._session.reader)
        if self._model is None or self._columns_key != key:
            self._columns_key = key
            self._model = RowsModel(
                self._columns_for(people), identity=lambda row: row.study, parent=self
            )
            self._table.setModel(self._model)
            seat, agreed, last = (124, 124, 120) if len(people) < 3 else (118, 110, 100)
            widths = [170, 160, *([seat] * len(people)), agreed, last]
            self._table.set_columns(widths, stretch=(0,))
        self._model.set_rows(rows)

    def _columns_for(self, people: tuple[str, ...]) -> list[Column[ProgressRow]]:
        session = self._session

        def seat(place: int) -> Column[ProgressRow]:
            name = session.name_of(people[place])
            if people[place] == session.reader:
                name = _("{name} (you)").format(name=name)
            return Column(
                people[place],
                lambda: name,
                lambda row: state_word(row.seats[place]),
                cell=lambda row: Cell(
                    state_word(row.seats[place]),
                    "state",
                    state=LOOK[row.seats[place].state],
                    part=share_done(row.seats[place]),
                    rule=place == 0,
                ),
            )

        return [
            Column(
                "label",
                lambda: _("Study"),
                lambda row: row.label,
                cell=lambda row: Cell(row.label, "name"),
            ),
            Column(
                "instrument",
                lambda: _("Instrument"),
                lambda row: row.short or NOTHING,
                cell=lambda row: Cell(row.short, "chip") if row.short else Cell(NOTHING, "quiet"),
            ),
            *(seat(place) for place in range(len(people))),
            Column(
                "agreed",
                lambda: _("Agreed"),
                lambda row: state_word(row.agreed),
                cell=lambda row: Cell(
                    state_word(row.agreed), "state", state=LOOK[row.agreed.state], rule=True
                ),
            ),
            Column("result", lambda: _("Result"), _result_text, is_figure=True, cell=_result_cell),
        ]

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
        todo += [
            (_("Reconcile {study}").format(study=row.label), "reconcile", row.study)
            for row in _differing(rows)
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

    def _protocol_lines(self) -> list[QWidget]:
        state = self._session.state
        question = state.text(REVIEW, "question")
        lines: list[QWidget] = [
            Text(
                question or _("No question yet. Say what the review asks."),
                "" if question else "quiet",
                wrap=True,
                parent=self,
            )
        ]
        rows = [row for row in setting_rows(state, self._session.instrument) if row.is_chosen]
        for short, group in groupby(rows, key=lambda row: row.instrument.short):
            lines.append(Text(short, "small_strong", parent=self))
            lines.extend(self._setting_line(row) for row in group)
        return lines

    def _setting_line(self, row: SettingRow) -> QWidget:
        line = QWidget(self)
        inner = QHBoxLayout(line)
        space(inner, gap=12)
        name = Text(row.setting.label, "caption", wrap=True, parent=line)
        value = Text(setting_text(row.setting, row.value), "small", wrap=True, parent=line)
        inner.addWidget(name, 1, Qt.AlignmentFlag.AlignTop)
        inner.addWidget(value, 1, Qt.AlignmentFlag.AlignTop)
        return line

    # -- verbs -----------------------------------------------------------------------------------

    def _on_opened(self, index: QModelIndex) -> None:
        row = self._model.row(index) if self._model is not None else None
        if row is not None:
            self._session.go("appraise", study=row.study)

    def _edit_protocol(self) -> None:
        fields = ask_protocol(self.window(), self._session.state)
        if fields:
            self._session.do(drafts.edit_review(fields))

    def _ask_settings(self) -> None:
        session = self._session
        rows = setting_rows(session.state, session.instrument)
        fields, why = ask_settings(self.window(), rows)
        if fields:
            session.do(drafts.edit_review(fields, why=why, label=_("Choose settings")))

    def _ask_designs(self) -> None:
        fields = ask_instruments(self.window(), design_rows(self._session.state))
        if fields:
            label = _("Choose instruments")
            self._session.do(drafts.edit_review(fields, label=label))

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
        card = self._progress = Card(_("Progress"), parent=self)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        card.add_edge(self._table)
        self._edit = Button(_("Edit"), "link", icon="pencil", parent=self)
        self._edit.setAccessibleName(_("Edit the protocol"))
        self._edit.clicked.connect(self._edit_protocol)
        self._protocol.add_to_head(self._edit)
        self._settings = Button(_("Settings before rating"), "link", parent=self)
        self._settings.clicked.connect(self._ask_settings)
        self._waiting_body, self._protocol_body = QVBoxLayout(), QVBoxLayout()
        for target, body, gap in (
            (self._waiting, self._waiting_body, 2),
            (self._protocol, self._protocol_body, 8),
        ):
            space(body, gap=gap)
            target.add(body)
        self._protocol.add(Rule(parent=self._protocol))
        self._designs = Button(_("Instrument for each design"), "link", parent=self)
        self._designs.clicked.connect(self._ask_designs)
        workshop = Button(_("Instrument workshop"), "link", parent=self)
        workshop.clicked.connect(lambda: self._session.go("action:workshop"))
        self._versions = Versions(self._session, self)
        self._protocol.add(self._versions)
        for button in (self._settings, self._designs, workshop):
            row = QHBoxLayout()
            space(row)
            row.addWidget(button)
            row.addStretch(1)
            self._protocol.add(row)
        left = QVBoxLayout()
        space(left, gap=12)
        left.addWidget(self._missing)
        left.addWidget(self._conflicts)
        left.addWidget(self._same)
        left.addWidget(card)
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


def _result_text(row: ProgressRow) -> str:
    rating = row.rating
    if rating is None or not rating.answered:
        return NOTHING
    if rating.max:
        return f"{rating.total}/{rating.max}" if rating.is_complete else NOTHING
    return rating.word or NOTHING


def _result_cell(row: ProgressRow) -> Cell:
    rating = row.rating
    text = _result_text(row)
    if rating is not None and not rating.max and rating.role:
        return Cell(text, "mark", mark=rating.role)
    return Cell(text, "number", strong=text != NOTHING, off=text == NOTHING)


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
