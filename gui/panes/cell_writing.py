"""What is done to a cell of Extract, written as claims: typed, pasted, reasoned, quoted, dismissed.

A number keeps its reason and its quotations when it is typed anew, and they keep it. The page says
which study and which number are at hand; here nothing is shown.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from appraisal import drafts
from appraisal.errors import UserError
from appraisal.ledger import Claim, Quote
from appraisal.pasting import paste
from appraisal.views.extraction import CellView, Grid, GridRow, read_value
from gui import questions
from gui.panes.number_grid import NumberGrid
from gui.session import Session
from resources.i18n import _, ngettext

ABOUT_ARM = ("/name", "/side")  # what a pasted arm has besides its numbers


class CellWriting(QObject):
    """Writes to the reader's own numbers.

    `shown` gives what the grid shows; `current` the study, and the number of it whose reason and
    quotations show: one of the grid, or of a further arm.
    """

    def __init__(
        self,
        session: Session,
        grid: NumberGrid,
        *,
        shown: Callable[[], Grid | None],
        current: Callable[[], tuple[GridRow | None, str]],
    ) -> None:
        super().__init__(grid)
        self._session, self._grid = session, grid
        self._shown, self._current = shown, current

    def type_value(self, row: GridRow, field: str, typed: str) -> None:
        """Take what was typed in a cell; what is no such number is refused."""
        try:
            value = read_value(field, typed)
        except UserError as fault:
            self._session.refused.emit(fault)
            return
        cell = self._cell(row, field)
        self._write(row, {field: Claim(value, cell.why, cell.quotes)})

    def clear(self) -> None:
        """Empty the cell at hand."""
        row, field = self._grid.current()
        if row is not None and field and not row.is_sealed and not self._session.read_only:
            self.type_value(row, field, "")

    def paste(self) -> None:
        """Take a block of a spreadsheet, from the cell at hand on."""
        row, field = self._grid.current()
        shown = self._shown()
        if row is None or not field or shown is None or self._session.read_only:
            return
        try:
            block = paste(shown, row.study, field, QGuiApplication.clipboard().text())
        except UserError as fault:
            self._session.refused.emit(fault)
            return
        if self._session.do(drafts.paste(shown.outcome, self._session.reader, block)):
            n = sum(not field.endswith(ABOUT_ARM) for _study, field, _value in block)
            said = ngettext("{n} number pasted.", "{n} numbers pasted.", n)
            self._session.say(said.format(n=n), undo=True)

    def reason(self, text: str) -> None:
        """Give the number at hand its reason."""
        row, field = self._current()
        if row is not None and field:
            cell = self._cell(row, field)
            self._write(row, {field: Claim(cell.value, text, cell.quotes)})

    def quote(self, quote: Quote) -> None:
        """Give the number at hand a quotation."""
        row, field = self._current()
        if row is not None and field and not row.is_sealed:
            cell = self._cell(row, field)
            self._write(row, {field: Claim(cell.value, cell.why, (*cell.quotes, quote))})

    def unquote(self, quote: Quote) -> None:
        """Take a quotation off the number at hand."""
        row, field = self._current()
        if row is not None and field:
            cell = self._cell(row, field)
            kept = tuple(one for one in cell.quotes if one != quote)
            self._write(row, {field: Claim(cell.value, cell.why, kept)})
            self._session.say(_("Quotation taken off."), undo=True)

    def dismiss(self, code: str) -> None:
        """Say why a number is right as it is, where a warning stands at it."""
        row, _field = self._grid.current()
        if row is None:
            return
        why = questions.ask_reason(
            self._grid.window(),
            _("Why is it right as it is?"),
            _("The warning goes, and the reason is kept with the numbers."),
            _("Keep the numbers"),
        )
        if why:
            self._write(row, {f"warning/{code}": Claim(why, why)})

    def _write(self, row: GridRow, cells: dict[str, Claim]) -> None:
        shown = self._shown()
        if shown is not None:
            self._session.do(drafts.extract(row.study, shown.outcome, self._session.reader, cells))

    def _cell(self, row: GridRow, field: str) -> CellView:
        """The cell as it stands by now: the row at hand may be of before."""
        shown = self._shown()
        assert shown is not None
        now = next((one for one in shown.rows if one.study == row.study), row)
        return now.cell_of(shown.fields, field) or CellView(None, "", ())
