"""One sheet of the workbook: cells that are what they say, and rows high enough to be read.

Spreadsheets do not make a row higher for a text that wraps when a file says nothing of its height,
so heights are worked out here, a little too high rather than too low.
"""

import math
import re
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from appraisal.tables import Cell, Column, Level, Table
from appraisal.workbook.looks import Kind, Look, Looks
from resources.i18n import _

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST = 32_767
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
HIGHEST = 409.0  # points; no row may be higher
LINE = 15.0  # points a line of 11 point type takes
FIRST = 0.8  # of a page: what of the first is surely filled
PAGE = 215  # characters across a page on its side, in type of more than 6 points
TITLE = 1.4  # how much larger a title's type is
SAID = Look("said")
TOP = 3  # title, lead, heads
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@")
_HEADS: dict[str, Kind] = {
    "mark": "head-centre",
    "level": "head-centre",
    "count": "head-right",
    "number": "head-right",
    "p": "head-right",
}
_NUMBERS = {"count": "0", "p": "[<0.0001]0.0E+00;0.0000"}


def clean(text: str) -> str:
    """A text without the characters a workbook cannot hold."""
    return _CONTROL.sub(REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))


def level_text(level: Level) -> str:
    """A judgement in a cell: letter and word, the word alone where the letter is a sign."""
    if level.letter == level.word or not level.letter[:1].isalpha():
        return level.word
    return f"{level.letter}  {level.word}"


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column so many characters wide."""
    room = max(1.0, width * 0.92 - 1)  # indented; words do not fill a line; fonts differ
    if 2 * len(text) <= room and "\n" not in text:  # most cells: short whatever the script
        return 1
    return sum(max(1, math.ceil(_wide(line) / room)) for line in text.split("\n"))


def _wide(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


class SheetWriter:
    """One sheet under the pen."""

    def __init__(self, sheet: "Worksheet", table: Table) -> None:
        self._sheet = sheet
        self._table = table
        self._looks = Looks(sheet)
        self._is_continued = False
        self._has_gap = False

    def fill(self) -> None:
        """Write the whole sheet."""
        table, sheet = self._table, self._sheet
        sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = LINE + 2, True
        self._across(1, table.title, Look("title"))
        if table.lead:
            self._across(2, table.lead)
        for place, column in enumerate(table.columns, 1):
            self._head_cell(place, column)
        heads = max(lines_of(column.title, column.width) for column in table.columns)
        sheet.row_dimensions[TOP].height = LINE * heads + 4
        row = TOP
        for cells in table.rows:
            row = self._row(row + 1, cells)
        last = row
        for note in (*table.notes, *self._own_notes()):
            row += 1 if row > last else 2
            self._across(row, note)
        self._arrange(last, row)
        sheet.sheet_view.showGridLines = False

    def _own_notes(self) -> list[str]:
        said = []
        if self._is_continued:
            said.append(_("A text too long for one cell goes on in the row below."))
        if self._has_gap:
            said.append(_("A number that is not defined, or is infinite, leaves its cell empty."))
        return said

    def _head_cell(self, place: int, column: Column) -> None:
        from openpyxl.utils import get_column_letter

        self._text(TOP, place, column.title, Look(_HEADS.get(column.kind, "head")))
        self._sheet.column_dimensions[get_column_letter(place)].width = column.width

    def _across(self, row: int, text: str, look: Look = SAID) -> None:
        """Write a sentence over the whole width of the table."""
        self._text(row, 1, text[:LONGEST], look)
        width = self._reach()
        if width > 1:
            self._sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
        wide = sum(column.width for column in self._table.columns[:width])
        scale = 1.0 if look == SAID else TITLE
        high = scale * LINE * lines_of(text, wide / scale)
        self._sheet.row_dimensions[row].height = min(HIGHEST, high)

    def _pages(self) -> int:
        """How many pages side by side the columns need to be read."""
        return max(1, math.ceil(sum(column.width for column in self._table.columns) / PAGE))

    def _reach(self) -> int:
        """How many columns a sentence runs over: those of the first page."""
        columns = self._table.columns
        if self._pages() == 1:
            return len(columns)
        ends = accumulate(column.width for column in columns)
        return max(1, sum(end <= PAGE * FIRST for end in ends))

    def _row(self, row: int, cells: Sequence[Cell]) -> int:
        """Write a row, and below it what is too long for one; gives the last row used."""
        rests: list[tuple[int, str]] = []
        height = 1
        for place, (cell, column) in enumerate(zip(cells, self._table.columns, strict=True), 1):
            said = self._cell(row, place, cell, column)
            height = max(height, lines_of(said[:LONGEST], column.width))
            if said[LONGEST:]:
                rests.append((place, said[LONGEST:]))
        if height > 1:  # of one line are most, and the sheet's own height is theirs
            self._sheet.row_dimensions[row].height = min(HIGHEST, LINE * height + 2)
        while rests:
            self._is_continued = True
            row += 1
            for place, text in rests:
                self._text(row, place, text[:LONGEST], Look("text"))
            self._sheet.row_dimensions[row].height = HIGHEST
            rests = [(place, text[LONGEST:]) for place, text in rests if text[LONGEST:]]
        return row

    def _cell(self, row: int, place: int, cell: Cell, column: Column) -> str:
        """Write one cell; gives its text in full."""
        if isinstance(cell, Level):
            text = level_text(cell)
            self._text(row, place, text, Look("level", role=cell.role))
            return text
        if isinstance(cell, str):
            text = clean(cell)
            self._text(
                row, place, text[:LONGEST], Look("mark" if column.kind == "mark" else "text")
            )
            return text
        if cell is not None and not math.isfinite(cell):
            self._has_gap = True
            cell = None
        made: Any = self._sheet.cell(row, place, value=cell)  # Any: as in `_text`
        self._looks.give(made, Look("number", _format(column)))
        return ""

    def _text(self, row: int, place: int, text: str, look: Look) -> None:
        # Any: the stubs allow for a merged cell; only what is right of a sentence is merged
        made: Any = self._sheet.cell(row, place)
        quoted = text.startswith(_FORMULA)
        self._looks.give(made, look._replace(quoted=True) if quoted else look)
        if text:
            made.value = clean(text)
            made.data_type = "s"  # a text that begins with = is no formula

    def _arrange(self, last: int, end: int) -> None:
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.properties import PageSetupProperties

        sheet, table = self._sheet, self._table
        right = get_column_letter(len(table.columns))
        sheet.freeze_panes = f"{get_column_letter(table.fixed + 1)}{TOP + 1}"
        if table.rows and table.has_filter:
            sheet.auto_filter.ref = f"A{TOP}:{right}{last}"
        sheet.print_area = f"A1:{right}{end}"
        sheet.print_title_rows = f"{TOP}:{TOP}"
        if self._pages() > 1 and table.fixed:
            sheet.print_title_cols = f"A:{get_column_letter(table.fixed)}"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = self._pages(), 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _format(column: Column) -> str:
    if column.kind == "number":
        return "0." + "0" * column.digits if column.digits else "0"
    return _NUMBERS.get(column.kind, "General")
