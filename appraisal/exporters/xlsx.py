"""The workbook: a sheet a table, real numbers, text that stays text, and nothing that can run.

openpyxl takes a text that begins with `=` for a formula and cuts one over 32,767 characters without
a word; here every text is written as text, and a longer one goes on in the row below.
"""

import math
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appraisal.tables import Cell, Column, Level, Table
from appraisal.whole_file import write_whole
from resources import read_toml
from resources.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

    from openpyxl.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST = 32_767
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BAD_NAME = re.compile(r"[\[\]:*?/\\]")
_TOP = 3  # title, an empty row, the heads

Report = Callable[[int, int], None]


def write_workbook(
    tables: Sequence[Table], path: Path, *, at: "datetime", report: Report | None = None
) -> None:
    """Write tables as sheets of one workbook.

    Parameters
    ----------
    tables
        In the order of the sheets.
    path
        The file.
    at
        The moment the workbook is stamped with: that of the review's last entry, so that the same
        review gives the same file.
    report
        Called with sheets done and sheets in all; what it raises ends the work.

    Raises
    ------
    StorageError
        When it cannot be written; a former file is left as it was.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    names: set[str] = set()
    for place, table in enumerate(tables):
        if report is not None:
            report(place, len(tables))
        _Sheet(book.create_sheet(_sheet_name(table.name, names)), table).fill()
    stamp = at.replace(tzinfo=None, microsecond=0)
    book.properties.creator = "Evenhand"
    book.properties.created = stamp
    book.properties.modified = stamp
    write_whole(path, lambda draft: _save(book, draft, stamp))
    if report is not None:
        report(len(tables), len(tables))


class _Sheet:
    """One sheet under the pen."""

    def __init__(self, sheet: "Worksheet", table: Table) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self._sheet = sheet
        self._table = table
        self._marks = read_toml("theme", "print.toml")["marks"]["cochrane"]
        self._bold = Font(bold=True)
        self._title = Font(bold=True, size=14)
        self._quiet = Font(color="595959", size=9)
        self._head = PatternFill("solid", fgColor="EFEFEF")
        self._below = Border(bottom=Side(style="thin", color="767676"))
        self._wrapped = Alignment(wrap_text=True, vertical="top")
        self._top = Alignment(vertical="top")
        self._centre = Alignment(horizontal="center", vertical="top")

    def fill(self) -> None:
        """Write the whole sheet."""
        table, sheet = self._table, self._sheet
        self._text(1, 1, table.title).font = self._title
        for place, column in enumerate(table.columns, 1):
            self._head_cell(place, column)
        row = _TOP
        for cells in table.rows:
            row = self._row(row + 1, cells)
        last = row
        for note in table.notes:
            row += 1 if row > last else 2
            self._text(row, 1, note).font = self._quiet
        self._arrange(last)
        sheet.sheet_view.showGridLines = False

    def _head_cell(self, place: int, column: Column) -> None:
        from openpyxl.utils import get_column_letter

        cell = self._text(_TOP, place, column.title)
        cell.font, cell.fill, cell.border = self._bold, self._head, self._below
        cell.alignment = self._wrapped
        self._sheet.column_dimensions[get_column_letter(place)].width = column.width

    def _row(self, row: int, cells: Sequence[Cell]) -> int:
        """Write a row, and below it what is too long for one; gives the last row used."""
        rests: list[tuple[int, str]] = []
        for place, (cell, column) in enumerate(zip(cells, self._table.columns, strict=True), 1):
            rest = self._cell(row, place, cell, column)
            if rest:
                rests.append((place, rest))
        while rests:
            row += 1
            going = rests
            rests = []
            for place, text in going:
                self._text(row, place, text[:LONGEST]).alignment = self._wrapped
                if text[LONGEST:]:
                    rests.append((place, text[LONGEST:]))
        return row

    def _cell(self, row: int, place: int, cell: Cell, column: Column) -> str:
        if isinstance(cell, Level):
            self._level(row, place, cell)
        elif isinstance(cell, str):
            text = clean(cell)
            if text:
                made = self._text(row, place, text[:LONGEST])
                made.alignment = self._wrapped if column.kind == "long" else self._top
            return text[LONGEST:]
        elif cell is not None and math.isfinite(cell):
            made = self._sheet.cell(row, place, value=cell)
            made.number_format = _format(column)
            made.alignment = self._top
        return ""

    def _level(self, row: int, place: int, level: Level) -> None:
        from openpyxl.styles import Font, PatternFill

        text = f"{level.letter}  {level.word}" if level.word != level.letter else level.letter
        made = self._text(row, place, text)
        ink = self._marks.get(level.role)
        if ink is not None:
            made.fill = PatternFill("solid", fgColor=ink["fill"].lstrip("#"))
            made.font = Font(bold=True, color=ink["glyph"].lstrip("#"))
        made.alignment = self._centre

    def _text(self, row: int, place: int, text: str) -> "SheetCell":
        from openpyxl.cell import MergedCell

        made = self._sheet.cell(row, place)
        assert not isinstance(made, MergedCell)  # nothing is merged here
        made.value = clean(text)
        made.data_type = "s"  # a text that begins with = is no formula
        return made

    def _arrange(self, last: int) -> None:
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.properties import PageSetupProperties

        sheet, table = self._sheet, self._table
        right = get_column_letter(len(table.columns))
        sheet.freeze_panes = f"{get_column_letter(table.fixed + 1)}{_TOP + 1}"
        if table.rows:
            sheet.auto_filter.ref = f"A{_TOP}:{right}{last}"
        sheet.print_area = f"A1:{right}{max(sheet.max_row, last)}"
        sheet.print_title_rows = f"{_TOP}:{_TOP}"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def clean(text: str) -> str:
    """A text without the characters a workbook cannot hold."""
    return _CONTROL.sub(REPLACEMENT, text)


def _format(column: Column) -> str:
    if column.kind == "count":
        return "0"
    if column.kind == "number":
        return "0." + "0" * column.digits if column.digits else "0"
    return "General"


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """A name Excel allows, told apart from those before."""
    base = _BAD_NAME.sub(" ", wanted).strip()[:31] or _("Sheet")
    name, number = base, 2
    while name.casefold() in taken:
        end = f" {number}"
        name, number = base[: 31 - len(end)] + end, number + 1
    taken.add(name.casefold())
    return name


def _save(book: Any, draft: Path, stamp: "datetime") -> None:  # Any: openpyxl's Workbook
    book.save(draft)
    _restamp(draft, stamp)


def _restamp(path: Path, stamp: "datetime") -> None:
    """Give every member of the archive one time, and the workbook the time it was given."""
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    moment = stamp.isoformat() + "Z"
    with ZipFile(path) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in members:
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + moment.encode(), content
                )
            info = ZipInfo(name, date_time=_zip_time(stamp))
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, content)


def _zip_time(stamp: "datetime") -> tuple[int, int, int, int, int, int]:
    return (max(stamp.year, 1980), stamp.month, stamp.day, stamp.hour, stamp.minute, stamp.second)
