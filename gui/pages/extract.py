"""Extract: the numbers of an outcome, study by study, each checked as it is typed."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from appraisal.further_arms import combined
from appraisal.ledger import Quote
from appraisal.measuring import row_effect
from appraisal.review import Change
from appraisal.subjects import ARM, outcome_subject
from appraisal.views.extraction import Grid, GridRow, grid
from appraisal.views.seats import SeatState
from gui import questions
from gui.pages import PageSpec
from gui.panes import reopening
from gui.panes.arm_form import remove_arm, write_arm
from gui.panes.arm_notes import arm_cell_words
from gui.panes.attaching import Attaching, source_of
from gui.panes.cell_writing import CellWriting
from gui.panes.evidence import PDF, EvidencePane
from gui.panes.number_grid import NumberGrid, cell_words
from gui.panes.number_notes import NumberNotes
from gui.panes.outcome_form import add_outcome, edit_outcome
from gui.panes.outcome_row import OutcomeRow
from gui.panes.working_form import can_work_out, work_out
from gui.panes.wrong_note import WrongNote
from gui.session import Session
from gui.submitting import submit
from gui.theme import px, space
from gui.widgets.buttons import Button
from gui.widgets.card import Card, Note
from gui.widgets.page import EmptyPage, Hints, PageHead, Splitter
from resources.i18n import _

READING = 420  # px at which a page of a report can be read
LEAST = 560  # px of the grid's side

Effect = tuple[float, float, float] | None


class ExtractPage(QWidget):
    """Each reviewer's own numbers."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: Grid | None = None
        self._effects: dict[str, tuple[GridRow, str, Effect]] = {}  # of each row, worked out once
        self._arm_cell = ""  # the field of a further arm that is chosen in place of the grid's
        self._row = OutcomeRow(self)
        self._row.picked.connect(self._refresh)
        self._row.edit_asked.connect(self._edit_outcome)
        self._grid = NumberGrid(self._effect, self)
        self._notes = NumberNotes(self)
        self._evidence = EvidencePane(self._notes, _("Numbers"), self)
        self._writing = CellWriting(
            session, self._grid, shown=lambda: self._shown, current=self._current
        )
        self._submit_button = Button(_("Submit"), parent=self)
        self._submit_button.clicked.connect(self._submit)
        self._adds = (
            Button(_("Add outcome"), icon="plus", parent=self),
            Button(_("Add outcome"), "primary", icon="plus", parent=self),
        )
        self._about = Note("", "", "", parent=self)
        self._wrong = WrongNote(self)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self.first = self._grid
        self._connect()
        self._refresh()

    def show_target(
        self, study: str = "", outcome: str = "", field: str = "", quoted: str = "",
        source: str = "", at_page: str = "",
    ) -> None:  # fmt: skip
        """Show an outcome's study, a cell of it, and words of its report."""
        if outcome:
            self._row.choose(outcome)
            self._refresh()
        if study:
            self._grid.select(study, field)
        if field.startswith(ARM):
            self._on_arm_cell(field)
        if quoted:
            quote = Quote(quoted, source, at_page or None)
            QTimer.singleShot(0, self, partial(self._open_quote, quote))  # once laid out

    def act(self, key: str) -> None:
        """Carry out an action of this page."""
        {"add_outcome": self._add_outcome, "submit_extraction": self._submit}[key]()

    def search_report(self) -> bool:
        """Search the report, where it shows."""
        return self._evidence.search_report()

    # -- showing ---------------------------------------------------------------------------------

    def _on_changed(self, change: Change) -> None:
        if change.concerns("extraction", "study", "outcome", "plan", "review"):
            self._refresh()

    def _refresh(self) -> None:
        state = self._session.state
        outcomes = state.ids("outcome")
        chosen = self._row.outcome
        chosen = chosen if chosen in outcomes else next(iter(outcomes), "")
        names = [(one, state.text(outcome_subject(one), "name")) for one in outcomes]
        self._row.offer(names, chosen)
        off = self._session.why_fixed
        for add in self._adds:
            add.set_off(off)
        self._stack.setCurrentIndex(1 if not outcomes else 2 if not state.ids("study") else 0)
        if not chosen:
            return
        self._shown = grid(state, chosen, self._session.reader, self._row.part)
        self._notes.say_hidden(shown=state.readers_needed() > 1)
        self._row.show_grid(self._shown, why_off=off)
        self._grid.show_grid(self._shown, read_only=bool(self._session.read_only))
        self._show_cell(*self._current())
        self._about.set(self._shown.note)
        self._about.setVisible(bool(self._shown.note))
        self._offer_submitting(off)
        self._fit_row()

    def _offer_submitting(self, off: str) -> None:
        assert self._shown is not None
        ready = [row for row in self._shown.rows if row.cell.state == SeatState.READY]
        has_errors = any(row.errors for row in self._shown.rows)
        self._submit_button.set_off(off or ("" if ready else _("No study is complete yet")))
        self._submit_button.set_kind("primary" if ready and not has_errors else "")

    def _effect(self, row: GridRow) -> Effect:
        if self._shown is None or row.errors:
            return None
        if row.arms and row.report is None and not self._shown.combines:
            return None  # several comparisons, each with an estimate of its own
        measure, data = self._shown.measure, self._shown.data
        known = self._effects.get(row.study)
        if known is None or known[0] is not row or known[1] != measure:
            found = row_effect(measure, data, combined(data, row.numbers, row.arms), row.report)
            known = self._effects[row.study] = (row, measure, found)
        return known[2]

    def _on_entered(self, row: GridRow, field: str) -> None:
        if self._shown is not None:
            self._notes.flush()
            self._arm_cell = ""
            self._show_cell(row, field)

    def _on_pressed(self) -> None:
        """The cell of the grid that was current all along is meant again."""
        if self._arm_cell:
            self._on_entered(*self._grid.current())  # type: ignore[arg-type] # a cell is pressed

    def _on_arm_cell(self, field: str) -> None:
        """Show the reason and the quotations of a number of a further arm."""
        self._notes.flush()
        self._arm_cell = field
        self._show_cell(*self._current())

    def _current(self) -> tuple[GridRow | None, str]:
        """The study, and the number of it whose reason and quotations show."""
        row, field = self._grid.current()
        if row is None or row.cell_of((), self._arm_cell) is None:
            self._arm_cell = ""
        return row, self._arm_cell or field

    def _show_cell(self, row: GridRow | None, field: str) -> None:
        """Show what a number rests on: its notes, and the report with its quotations marked."""
        assert self._shown is not None
        self._wrong.show_rows(self._shown.rows, row.study if row is not None else "")
        can_work = can_work_out(self._session, self._shown, row, field)
        fixed = bool(self._session.read_only)
        self._notes.show_cell(self._shown, row, field, can_work=can_work, read_only=fixed)
        if row is not None and row.is_sealed:
            self._notes.say_reopening(reopening.why_not_reopen(self._session, row.subject))
        source = None if row is None else source_of(self._session, row.study)
        self._evidence.show_source(source, keep_tab=True)
        if row is None:
            return
        words = arm_cell_words(row, field) or cell_words(self._shown, field)
        self._evidence.show_item(words or row.label)
        cells = (*zip(self._shown.fields, row.cells, strict=True), *row.arm_cells)
        self._evidence.mark(
            [(quote, name == field) for name, cell in cells for quote in cell.quotes]
        )

    def _on_tab(self, key: str) -> None:
        """Give a report the width it is read at."""
        left, right = self._columns.sizes()
        if key == PDF and right < px(READING):
            self._columns.setSizes([left + right - px(READING), px(READING)])
            self._fit_row()

    def _open_quote(self, quote: Quote) -> None:
        if self._evidence.open_quote(quote):
            self._on_tab(PDF)
        else:
            self._session.say(_("The report is not here, so its page cannot be shown."))

    def _on_asked_quote(self) -> None:
        """Quote what is selected in the report; ask for typed words where nothing is."""
        row, field = self._current()
        if row is None or not field or row.is_sealed or self._session.read_only:
            return
        quote = self._evidence.take_selection()
        if quote is not None:
            self._writing.quote(quote)
        else:
            self._evidence.show_notes()
            self._notes.ask_quote()

    # -- verbs -----------------------------------------------------------------------------------

    def _work_out(self) -> None:
        row, field = self._grid.current()
        if self._shown is not None and can_work_out(self._session, self._shown, row, field):
            assert row is not None
            work_out(self.window(), self._session, self._shown, row, field=field)

    def _ask_arm(self, arm: str) -> None:
        row, _field = self._grid.current()
        if self._shown is not None and row is not None and not row.is_sealed:
            write_arm(self.window(), self._session, self._shown, row, arm)

    def _remove_arm(self, arm: str) -> None:
        row, _field = self._grid.current()
        if self._shown is not None and row is not None and not row.is_sealed:
            remove_arm(self._session, self._shown, row, arm)

    def _submit(self) -> None:
        self._notes.flush()
        if self._shown is None:
            return
        ready = [row for row in self._shown.rows if row.cell.state == SeatState.READY]
        if not ready or self._session.read_only:
            return
        if not questions.ask_submit_numbers(self.window(), ready, self._session.state):
            return
        for row in ready:
            submit(self._session, row.subject)

    def _reopen(self) -> None:
        row, _field = self._current()
        if row is not None and row.is_sealed:
            reopening.reopen(self._session, self.window(), row.subject, row.label)

    def _on_exchanged(self) -> None:
        """What has left this desk cannot be reopened from now on."""
        if self._shown is not None:
            self._show_cell(*self._current())

    def _add_outcome(self) -> None:
        outcome = add_outcome(self.window(), self._session)
        if outcome:
            self._row.choose(outcome)
            self._refresh()

    def _edit_outcome(self) -> None:
        if self._shown is not None and not self._session.read_only:
            edit_outcome(self.window(), self._session, self._shown)

    def _current_study(self) -> str:
        row, _field = self._grid.current()
        return row.study if row is not None else ""

    # -- layout ----------------------------------------------------------------------------------

    def _connect(self) -> None:
        session, writing = self._session, self._writing
        session.changed.connect(self._on_changed)
        session.reader_changed.connect(self._refresh)
        self._grid.typed.connect(writing.type_value)
        self._grid.entered.connect(self._on_entered)
        self._notes.reasoned.connect(writing.reason)
        self._notes.quoted.connect(writing.quote)
        self._notes.unquoted.connect(writing.unquote)
        self._notes.dismissed.connect(writing.dismiss)
        self._notes.reopened.connect(self._reopen)
        self._session.exchanged.connect(self._on_exchanged)
        self._notes.opened.connect(self._open_quote)
        self._grid.quote_asked.connect(self._on_pressed)
        self._grid.quote_asked.connect(self._on_asked_quote)
        self._grid.work_asked.connect(self._work_out)
        self._notes.work_asked.connect(self._work_out)
        arms = self._notes.arms
        arms.asked.connect(self._ask_arm)
        arms.removed.connect(self._remove_arm)
        arms.picked.connect(self._on_arm_cell)
        arms.quote_asked.connect(self._on_asked_quote)
        self._grid.pressed.connect(lambda _index: self._on_pressed())
        self._evidence.quoted.connect(writing.quote)
        self._evidence.left.connect(self._grid.setFocus)
        self._evidence.tab_picked.connect(self._on_tab)
        Attaching(session, self._evidence, self._current_study)
        for keys, verb in (
            (QKeySequence(QKeySequence.StandardKey.Paste), writing.paste),
            (QKeySequence(Qt.Key.Key_Delete), writing.clear),
        ):
            QShortcut(keys, self._grid, verb, context=Qt.ShortcutContext.WidgetShortcut)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what the grid says itself, where the row over it is short."""
        super().resizeEvent(event)
        self._fit_row()

    def _fit_row(self) -> None:
        self._row.fit(self._columns.sizes()[0])

    def _lay_out(self) -> None:
        head = PageHead(_("Extract"), _("Your numbers, one grid an outcome."), parent=self)
        for add in self._adds:
            add.clicked.connect(self._add_outcome)
        head.add(self._adds[0])
        head.add(self._submit_button)
        card = Card(parent=self)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        card.add_edge(self._grid)
        hints = [
            (_("Edit"), "F2"),
            (_("Paste from Excel"), "Ctrl+V"),
            (_("Next cell"), "Tab"),
            (_("Leave the grid"), "Esc"),
            (_("Quote"), "Q"),
            (_("Work it out"), "C"),
            (_("0,5 and 0.5 both work"), ""),
        ]
        card.add(Hints(hints, parent=card))
        left = QWidget(self)
        inner = QVBoxLayout(left)
        space(inner)
        inner.addWidget(head)
        inner.addWidget(self._row)
        sheet = QVBoxLayout()
        space(sheet, (24, 0, 24, 24), 12)
        sheet.addWidget(self._about)
        sheet.addWidget(card)
        sheet.addWidget(self._wrong)  # below: the grid stays where it is
        sheet.addStretch(1)
        inner.addLayout(sheet, 1)
        columns = self._columns = Splitter(parent=self)
        columns.addWidget(left)
        columns.addWidget(self._evidence)
        columns.splitterMoved.connect(lambda _place, _handle: self._fit_row())
        left.setMinimumWidth(px(LEAST))
        self._evidence.setMinimumWidth(px(240))
        columns.setSizes([px(896), px(304)])
        columns.setStretchFactor(0, 1)
        self._stack.addWidget(columns)
        self._stack.addWidget(self._no_outcome())
        self._stack.addWidget(self._no_study())
        column = QVBoxLayout(self)
        space(column)
        column.addWidget(self._stack)

    def _no_outcome(self) -> EmptyPage:
        return EmptyPage(
            _("No outcome yet"),
            _("An outcome is what you pool: events counted, means, or estimates as reported."),
            self._adds[1],
            parent=self,
        )

    def _no_study(self) -> EmptyPage:
        add = Button(_("Go to Studies"), "primary", icon="arrow-right", icon_after=True)
        add.clicked.connect(lambda: self._session.go("studies"))
        return EmptyPage(
            _("No studies yet"), _("Add the studies whose numbers you extract."), add, parent=self
        )


def _waiting(session: Session) -> int:
    """Studies begun and not submitted, over all outcomes."""
    state = session.state
    return sum(
        row.cell.state in (SeatState.STARTED, SeatState.READY)
        for outcome in state.ids("outcome")
        for row in grid(state, outcome, session.reader, compared=False).rows
    )


PAGE = PageSpec(
    key="extract",
    title=lambda: _("Extract"),
    icon="table-2",
    order=50,
    build=ExtractPage,
    about=lambda: _(
        "Type the numbers of each study; each cell is checked as it is typed. Both 0.5 and 0,5 "
        "work; thousands marks do not. A number may hold its reason and the words it was read "
        "from. Submit what is complete; the other reviewer's numbers show once both have."
    ),
    waiting=_waiting,
)
