"""Beside the grid: what is wrong with a study's numbers, why each stands, and where."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from appraisal.checks import Finding
from appraisal.ledger import Quote
from appraisal.views.extraction import Grid, GridRow
from gui.panes.arm_notes import ArmNotes, arm_cell_words, can_have_arms
from gui.panes.number_grid import cell_text, cell_words
from gui.theme import hold, space
from gui.widgets.buttons import Button
from gui.widgets.card import Note
from gui.widgets.emptying import empty
from gui.widgets.page import Pane, Scroll
from gui.widgets.quotation import Quotation
from gui.widgets.reason import ReasonField
from gui.widgets.text import Text
from resources.i18n import _


class NumberNotes(Pane):
    """The side panel of Extract."""

    reasoned = Signal(str)
    quoted = Signal(object)  # Quote
    unquoted = Signal(object)
    opened = Signal(object)  # Quote
    dismissed = Signal(str)  # code of a warning
    work_asked = Signal()
    reopened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._row: GridRow | None = None
        self._field = ""
        self._title = Text("", "heading", wrap=True, parent=self)
        self._cell = Text("", "small", wrap=True, parent=self)
        self._findings = QVBoxLayout()
        space(self._findings, gap=8)
        self._reason = ReasonField(
            _("Why"), name=_("Why this number"), placeholder=_("How it was read"), parent=self
        )
        self._reason.edited.connect(self.reasoned)
        self._work = Button(_("Work it out from other numbers"), "link", parent=self)
        self._work.clicked.connect(self.work_asked)
        self._reopen = Button(_("Reopen"), "small", icon="lock-open", parent=self)
        self._reopen.clicked.connect(self.reopened)
        self.arms = ArmNotes(self)
        self._quotes = QVBoxLayout()
        space(self._quotes, gap=4)
        self._entry = self._quote_entry()
        self._hidden = Text(
            _("The other reviewer's numbers stay hidden until both of you have submitted."),
            "caption",
            wrap=True,
            parent=self,
        )
        self._lay_out()

    def show_cell(
        self,
        grid: Grid,
        row: GridRow | None,
        field: str,
        *,
        can_work: bool = False,
        read_only: bool = False,
    ) -> None:
        """Show what is known of one cell; `can_work`: it can be worked out from other numbers."""
        self._row, self._field = row, field
        self._work.setVisible(can_work)
        self._reopen.setVisible(row is not None and row.is_sealed)
        empty(self._findings)
        empty(self._quotes)
        for widget in (self._reason, self._entry):
            widget.setVisible(row is not None and bool(field))
        if row is None:
            self.arms.hide()
            self._title.setText(_("Choose a cell"))
            self._cell.setText(_("Its reason and its quotation stand here."))
            return
        self._title.setText(row.label)
        self.arms.setVisible(can_have_arms(grid, row))
        if can_have_arms(grid, row):
            fixed = row.is_sealed or read_only
            self.arms.show_arms(grid, row, fixed=fixed, current=field)
        for finding in (*row.errors, *row.warnings):
            self._findings.addWidget(self._finding(finding, sealed=row.is_sealed))
        self._cell.setVisible(bool(field))
        if not field:
            return
        cell = row.cell_of(grid.fields, field)
        if cell is None:
            return
        name = arm_cell_words(row, field) or cell_words(grid, field)
        said = _("{cell}: {value}").format(
            cell=name, value=cell_text(cell.value, field) or _("empty")
        )
        self._cell.setText(said)
        if not self._reason.field.hasFocus():
            self._reason.set_text(cell.why)
        self._reason.set_sealed(sealed=row.is_sealed)
        self._entry.setVisible(not row.is_sealed)
        for quote in dict.fromkeys(cell.quotes):
            self._quotes.addWidget(self._quotation(quote, sealed=row.is_sealed))

    def say_reopening(self, why_off: str) -> None:
        """Say at *Reopen* why submitted numbers stay as they are; nothing where they need not."""
        self._reopen.set_off(why_off)

    def ask_quote(self) -> None:
        """Put the focus into the field for a quotation."""
        if self._entry.isVisible():
            self._words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def say_hidden(self, *, shown: bool) -> None:
        """Say that another reviewer's numbers are hidden, where there is another."""
        self._hidden.setVisible(shown)

    def flush(self) -> None:
        """Say what is typed and not yet said."""
        self._reason.flush()

    def _finding(self, finding: Finding, *, sealed: bool) -> QWidget:
        kind = "bad" if finding.kind == "error" else "warn"
        note = Note(finding.title, finding.remedy, kind, parent=self)  # type: ignore[arg-type] # one of the kinds
        if finding.kind == "error" or sealed:
            return note
        box = QWidget(self)
        column = QVBoxLayout(box)
        space(column, gap=4)
        column.addWidget(note)
        button = Button(_("It is right as it is"), "link", parent=box)
        button.clicked.connect(lambda: self.dismissed.emit(finding.code))
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def _quotation(self, quote: Quote, *, sealed: bool) -> Quotation:
        place = _("Page {page}").format(page=quote.page) if quote.page else ""
        shown = Quotation(quote.text, place, current=True, removable=not sealed, parent=self)
        shown.removed.connect(lambda: self.unquoted.emit(quote))
        shown.opened.connect(lambda: self.opened.emit(quote))
        return shown

    def _quote_entry(self) -> QWidget:
        entry = QWidget(self)
        self._words = QLineEdit(entry)
        self._words.setPlaceholderText(_("Words of the report"))
        self._words.setAccessibleName(_("Quotation for this number"))
        self._page = QLineEdit(entry)
        self._page.setPlaceholderText(_("Page"))
        self._page.setAccessibleName(_("Page of the quotation"))
        hold(self._page, width=60)
        add = Button(_("Add"), "small", parent=entry)
        add.setAccessibleName(_("Add the quotation"))
        add.clicked.connect(self._on_quoted)
        for field in (self._words, self._page):
            field.returnPressed.connect(self._on_quoted)
        row = QHBoxLayout(entry)
        space(row, gap=8)
        row.addWidget(self._words, 1)
        row.addWidget(self._page)
        row.addWidget(add)
        return entry

    def _on_quoted(self) -> None:
        text = self._words.text().strip().strip('“”"')
        if text:
            page = self._page.text().strip() or None
            self._words.clear()
            self._page.clear()
            self.quoted.emit(Quote(text, "", page))

    def _lay_out(self) -> None:
        body = QWidget()
        inner = QVBoxLayout(body)
        space(inner, (16, 14, 16, 16), 10)
        inner.addWidget(self._title)
        inner.addLayout(self._findings)
        inner.addWidget(self._cell)
        inner.addWidget(self._reopen, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addWidget(self._work, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addWidget(self._reason)
        inner.addWidget(self._entry)
        inner.addLayout(self._quotes)
        inner.addWidget(self.arms)
        inner.addStretch(1)
        inner.addWidget(self._hidden)
        self.column.addWidget(Scroll(body, parent=self))
