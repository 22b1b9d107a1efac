"""Extract: the numbers of an outcome, study by study, each checked as it is typed."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from appraisal import drafts
from appraisal.cells import data_name
from appraisal.errors import UserError
from appraisal.further_arms import combined
from appraisal.ledger import Claim, Quote
from appraisal.measuring import row_effect
from appraisal.pasting import paste
from appraisal.review import Change
from appraisal.subjects import ARM, outcome_subject
from appraisal.views.extraction import CellView, Grid, GridRow, Part, grid, read_value
from appraisal.views.seats import SeatState
from gui import questions
from gui.pages import PageSpec
from gui.panes.arm_form import remove_arm, write_arm
from gui.panes.arm_notes import arm_cell_words
from gui.panes.attaching import Attaching, source_of
from gui.panes.evidence import PDF, EvidencePane
from gui.panes.number_grid import NumberGrid, cell_words
from gui.panes.number_notes import NumberNotes
from gui.panes.outcome_form import add_outcome, edit_outcome
from gui.panes.working_form import can_work_out, work_out
from gui.session import Session
from gui.theme import px, space
from gui.widgets.buttons import Button
from gui.widgets.card import Card, Note
from gui.widgets.chip import Chip
from gui.widgets.fields import FilterList
from gui.widgets.flow import Flow
from gui.widgets.page import EmptyPage, Hints, PageHead, Splitter
from gui.widgets.switches import Segmented
from gui.widgets.text import Text
from resources.i18n import _, ngettext

READING = 420  # px at which a page of a report can be read
NARROW = 840  # px of the grid's side below which the row over it says less
LEAST = 560  # px of the grid's side
ABOUT_ARM = ("/name", "/side")  # what a pasted arm has besides its numbers


class ExtractPage(QWidget):
    """Each reviewer's own numbers."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: Grid | None = None
        self._arm_cell = ""  # the field of a further arm that is chosen in place of the grid's
        self._outcome = FilterList(_("Outcome"), [], "", parent=self)
        self._outcome.picked.connect(lambda _key: self._refresh())
        self._grid = NumberGrid(self._effect, self)
        self._notes = NumberNotes(self)
        self._evidence = EvidencePane(self._notes, _("Numbers"), self)
        self._submit_button = Button(_("Submit"), parent=self)
        self._submit_button.clicked.connect(self._submit)
        self._adds = (
            Button(_("Add outcome"), icon="plus", parent=self),
            Button(_("Add outcome"), "primary", icon="plus", parent=self),
        )
        self._kind = Chip("", parent=self)
        self._edit = Button(_("Edit outcome"), "quiet", icon="pencil", parent=self)
        self._edit.clicked.connect(self._edit_outcome)
        self._part = Segmented(
            [("numbers", _("Numbers")), ("reported", _("Reported estimates"))],
            "numbers",
            name=_("What is typed"),
            parent=self,
        )
        self._part.picked.connect(lambda _key: self._refresh())
        self._summary = Text("", "caption", parent=self)
        self._about = Note("", "", "", parent=self)
        self._wrong = Note("", "", "bad", parent=self)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self.setFocusProxy(self._grid)
        self._connect()
        self._refresh()

    def show_target(
        self, study: str = "", outcome: str = "", field: str = "", quoted: str = "",
        source: str = "", at_page: str = "",
    ) -> None:  # fmt: skip
        """Show an outcome's study, a cell of it, and words of its report."""
        if outcome:
            self._outcome.set_key(outcome)
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
        chosen = self._outcome.key()
        chosen = chosen if chosen in outcomes else next(iter(outcomes), "")
        names = [(one, state.text(outcome_subject(one), "name")) for one in outcomes]
        self._outcome.set_pairs(names, chosen)
        off = _("This review is open for reading only") if self._session.read_only else ""
        for add in self._adds:
            add.set_off(off)
        self._stack.setCurrentIndex(1 if not outcomes else 2 if not state.ids("study") else 0)
        if not chosen:
            return
        part: Part = "reported" if self._part.key() == "reported" else "numbers"
        self._shown = grid(state, chosen, self._session.reader, part)
        self._part.setVisible(len(self._shown.parts) > 1)
        self._notes.say_hidden(shown=state.readers_needed() > 1)
        self._kind.setText(data_name(self._shown.data))
        self._edit.set_off(off)
        self._grid.show_grid(self._shown, read_only=bool(self._session.read_only))
        self._show_cell(*self._current())
        self._about.set(self._shown.note)
        self._about.setVisible(bool(self._shown.note))
        self._sum_up()
        self._fit_row()

    def _sum_up(self) -> None:
        assert self._shown is not None
        rows = self._shown.rows
        done = sum(row.cell.state in (SeatState.READY, SeatState.SUBMITTED) for row in rows)
        errors = sum(len(row.errors) for row in rows)
        said = [_("{n} of {total} studies complete").format(n=done, total=len(rows))]
        if errors:
            said.append(ngettext("{n} error", "{n} errors", errors).format(n=errors))
        self._summary.setText(" · ".join(said))
        ready = [row for row in rows if row.cell.state == SeatState.READY]
        off = _("This review is open for reading only") if self._session.read_only else ""
        self._submit_button.set_off(off or ("" if ready else _("No study is complete yet")))
        self._submit_button.set_kind("primary" if ready and not errors else "")

    def _effect(self, row: GridRow) -> tuple[float, float, float] | None:
        if self._shown is None or row.errors:
            return None
        if row.arms and row.report is None and not self._shown.combines:
            return None  # several comparisons, each with an estimate of its own
        data = self._shown.data
        return row_effect(
            self._shown.measure, data, combined(data, row.numbers, row.arms), row.report
        )

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
        self._show_wrong(row)
        can_work = can_work_out(self._session, self._shown, row, field)
        fixed = bool(self._session.read_only)
        self._notes.show_cell(self._shown, row, field, can_work=can_work, read_only=fixed)
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

    def _show_wrong(self, row: GridRow | None) -> None:
        """Say under the grid what is wrong in it, in the study at hand before any other."""
        assert self._shown is not None
        rows = sorted(self._shown.rows, key=lambda one: row is None or one.study != row.study)
        wrong = [(one.label, found) for one in rows for found in one.errors]
        self._wrong.setVisible(bool(wrong))
        if not wrong:
            return
        label, found = wrong[0]
        more = ngettext("and {n} more", "and {n} more", len(wrong) - 1).format(n=len(wrong) - 1)
        said = (found.remedy, f"({more})" if len(wrong) > 1 else "")
        self._wrong.set(f"{label}: {found.title}", " ".join(filter(None, said)), "bad")

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
            self._quote(quote)
        else:
            self._evidence.show_notes()
            self._notes.ask_quote()

    # -- verbs -----------------------------------------------------------------------------------

    def _type(self, row: GridRow, field: str, typed: str) -> None:
        try:
            value = read_value(field, typed)
        except UserError as fault:
            self._session.refused.emit(fault)
            return
        cell = self._cell(row, field)
        self._write(row, {field: Claim(value, cell.why, cell.quotes)})

    def _write(self, row: GridRow, cells: dict[str, Claim]) -> None:
        if self._shown is None:
            return
        session = self._session
        draft = drafts.extract(row.study, self._shown.outcome, session.reader, cells)
        session.do(draft)

    def _reason(self, text: str) -> None:
        row, field = self._current()
        if row is not None and field:
            cell = self._cell(row, field)
            self._write(row, {field: Claim(cell.value, text, cell.quotes)})

    def _quote(self, quote: Quote) -> None:
        row, field = self._current()
        if row is not None and field and not row.is_sealed:
            cell = self._cell(row, field)
            self._write(row, {field: Claim(cell.value, cell.why, (*cell.quotes, quote))})

    def _unquote(self, quote: Quote) -> None:
        row, field = self._current()
        if row is not None and field:
            cell = self._cell(row, field)
            kept = tuple(one for one in cell.quotes if one != quote)
            self._write(row, {field: Claim(cell.value, cell.why, kept)})
            self._session.say(_("Quotation taken off."), undo=True)

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

    def _dismiss(self, code: str) -> None:
        row, _field = self._grid.current()
        if row is None:
            return
        why = questions.ask_reason(
            self.window(),
            _("Why is it right as it is?"),
            _("The warning goes, and the reason is kept with the numbers."),
            _("Keep the numbers"),
        )
        if why:
            self._write(row, {f"warning/{code}": Claim(why, why)})

    def _paste(self) -> None:
        row, field = self._grid.current()
        if row is None or not field or self._shown is None or self._session.read_only:
            return
        try:
            block = paste(self._shown, row.study, field, QGuiApplication.clipboard().text())
        except UserError as fault:
            self._session.refused.emit(fault)
            return
        if self._session.do(drafts.paste(self._shown.outcome, self._session.reader, block)):
            n = sum(not field.endswith(ABOUT_ARM) for _study, field, _value in block)
            said = ngettext("{n} number pasted.", "{n} numbers pasted.", n)
            self._session.say(said.format(n=n), undo=True)

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
            self._session.submit(row.subject)

    def _add_outcome(self) -> None:
        outcome = add_outcome(self.window(), self._session)
        if outcome:
            self._outcome.set_key(outcome)
            self._refresh()

    def _edit_outcome(self) -> None:
        if self._shown is not None and not self._session.read_only:
            edit_outcome(self.window(), self._session, self._shown)

    def _current_study(self) -> str:
        row, _field = self._grid.current()
        return row.study if row is not None else ""

    def _cell(self, row: GridRow, field: str) -> CellView:
        assert self._shown is not None
        now = next((one for one in self._shown.rows if one.study == row.study), row)
        return now.cell_of(self._shown.fields, field) or CellView(None, "", ())

    # -- layout ----------------------------------------------------------------------------------

    def _connect(self) -> None:
        session = self._session
        session.changed.connect(self._on_changed)
        session.reader_changed.connect(self._refresh)
        self._grid.typed.connect(self._type)
        self._grid.entered.connect(self._on_entered)
        self._notes.reasoned.connect(self._reason)
        self._notes.quoted.connect(self._quote)
        self._notes.unquoted.connect(self._unquote)
        self._notes.dismissed.connect(self._dismiss)
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
        self._evidence.quoted.connect(self._quote)
        self._evidence.left.connect(self._grid.setFocus)
        self._evidence.tab_picked.connect(self._on_tab)
        Attaching(session, self._evidence, self._current_study)
        for keys, verb in (
            (QKeySequence(QKeySequence.StandardKey.Paste), self._paste),
            (QKeySequence(Qt.Key.Key_Delete), self._clear_cell),
        ):
            QShortcut(keys, self._grid, verb, context=Qt.ShortcutContext.WidgetShortcut)

    def _clear_cell(self) -> None:
        row, field = self._grid.current()
        if row is not None and field and not row.is_sealed and not self._session.read_only:
            self._type(row, field, "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what the grid says itself, where the row over it is short."""
        super().resizeEvent(event)
        self._fit_row()

    def _fit_row(self) -> None:
        wide = self._columns.sizes()[0]
        self._summary.setVisible(wide >= px(NARROW))
        beside = (self._outcome, self._edit, self._part, self._summary)
        taken = sum(one.sizeHint().width() + px(8) for one in beside if not one.isHidden())
        fits = taken + self._kind.sizeHint().width() + 2 * px(24) <= wide
        self._kind.setVisible(wide >= px(NARROW) and fits)  # never in a line of its own

    def _lay_out(self) -> None:
        head = PageHead(_("Extract"), _("Your numbers, one grid an outcome."), parent=self)
        for add in self._adds:
            add.clicked.connect(self._add_outcome)
        head.add(self._adds[0])
        head.add(self._submit_button)
        row = QHBoxLayout()
        space(row, (24, 0, 24, 12), 8)
        choices = Flow(by_middle=True, parent=self)
        for widget in (self._outcome, self._edit, self._part, self._kind):
            choices.add(widget)
        row.addWidget(choices, 1)
        row.addWidget(self._summary)
        card = Card(parent=self)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        card.add_edge(self._grid)
        hints = [
            (_("Edit"), "F2"),
            (_("Paste from Excel"), "Ctrl+V"),
            (_("Next cell"), "Tab"),
            (_("Quote"), "Q"),
            (_("Work it out"), "C"),
            (_("0,5 and 0.5 both work"), ""),
        ]
        card.add(Hints(hints, parent=card))
        left = QWidget(self)
        inner = QVBoxLayout(left)
        space(inner)
        inner.addWidget(head)
        inner.addLayout(row)
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
