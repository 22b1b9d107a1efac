"""A table from CSV, Excel or the clipboard, as rows of text and numbers.

Separators are found by counting, not by locale; Excel's number cells are taken as numbers. What is
no table is refused in a sentence.
"""

import csv
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from appraisal.decoding import decode, read_bytes
from appraisal.errors import UnreadableImport
from resources.i18n import _

SEPARATORS = ("\t", ";", ",", "|")
_SPACED = re.compile(r'"[^"]*"( "[^"]*")+')
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
LONGEST_LINE = 5_000_000  # bytes
LONGEST_FIELD = 1_000_000
MOST_ROWS = 200_000
UNPACKED = 500_000_000
RATIO, RATIO_OVER = 200, 10_000_000  # times its packed size, for what unpacks to more than that
MEMBERS = 2_000
SHEETS = 50

Value = str | int | float


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of one width; the first may be heads."""

    name: str
    rows: tuple[tuple[Value, ...], ...]
    notice: str = ""

    @property
    def width(self) -> int:
        """How many columns."""
        return len(self.rows[0]) if self.rows else 0


def read_sheet(path: Path) -> Sheet:
    """Read a file as a table.

    Raises
    ------
    UnreadableImport
        When it is empty, too large, or no table.
    StorageError
        When it cannot be reached.
    """
    content = read_bytes(path)
    if content.startswith(b"PK"):
        return _excel(content, path.name)
    return _plain_table(content, path.name)


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """Read every worksheet of a workbook that holds anything; of another table, the one.

    Raises
    ------
    UnreadableImport, StorageError
        As `read_sheet` does.
    """
    content = read_bytes(path)
    if content.startswith(b"PK"):
        return tuple(_worksheets(content, path.name))
    return (_plain_table(content, path.name),)


def _plain_table(content: bytes, name: str) -> Sheet:
    if content.startswith((b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise UnreadableImport(
            _("{name} is no CSV or Excel workbook.").format(name=name),
            remedy=_("Save it as .xlsx or .csv and try again."),
        )
    _refuse_long_lines(content, name)
    decoded = decode(content)
    if decoded.text.lstrip()[:100].lower().startswith(("<!doctype", "<html")):
        raise UnreadableImport(_("{name} is a web page, not a table.").format(name=name))
    notice = (
        _("The encoding is not said in the file; it was read as Windows-1252. Look at accents.")
        if decoded.guessed
        else ""
    )
    return Sheet(name, read_text(decoded.text).rows, notice)


def read_text(text: str) -> Sheet:
    """Read copied cells, or the text of a CSV file.

    Raises
    ------
    UnreadableImport
        When there is nothing in it, or a row is too long.
    """
    if "\0" in text:
        raise UnreadableImport(_("This is no text: it holds NUL characters."))
    separator = " " if _is_spaced(text) else separator_of(text)
    csv.field_size_limit(LONGEST_FIELD)
    rows: list[tuple[str, ...]] = []
    reader = csv.reader((found[0] for found in _LINE.finditer(text)), delimiter=separator)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(tuple(cell.strip() for cell in row))
            if len(rows) > MOST_ROWS:
                raise UnreadableImport(_("More than {n} rows; split the file.").format(n=MOST_ROWS))
    except csv.Error as fault:
        raise UnreadableImport(
            _("Line {n}: {why}.").format(n=reader.line_num, why=fault),
            remedy=_("A quotation mark may be left open there."),
        ) from fault
    if separator == " " and {len(row) for row in rows[1:]} == {len(rows[0]) + 1}:
        rows = [rows[0], *(row[1:] for row in rows[1:])]  # R numbers its rows and names no column
    return Sheet("", _even(rows))


def _refuse_long_lines(content: bytes, name: str) -> None:
    """Refuse what has a line no table has, before it is decoded: it may be hundreds of MB."""
    begun = 0
    while begun < len(content):
        end = content.find(b"\n", begun, begun + LONGEST_LINE)
        if end < 0:
            if len(content) - begun > LONGEST_LINE:
                raise UnreadableImport(
                    _("{name} has a line that is longer than any row of a table.").format(name=name)
                )
            return
        begun = end + 1


def _is_spaced(text: str) -> bool:
    """Whether a table has blanks between its cells and its names in quotation marks, as of R."""
    first = next((line for line in text[:LONGEST_FIELD].splitlines() if line.strip()), "").strip()
    return bool(_SPACED.fullmatch(first))


def separator_of(text: str) -> str:
    """The mark that splits most lines into the same number of cells, more than one."""
    lines = [line for line in text[:LONGEST_FIELD].splitlines()[:50] if line.strip()]
    best, score = "\t", 0
    for separator in SEPARATORS:
        counts = Counter(line.count(separator) for line in lines)
        number, times = counts.most_common(1)[0] if counts else (0, 0)
        if number and times * number > score:
            best, score = separator, times * number
    return best


def _excel(content: bytes, name: str) -> Sheet:
    first = next(_worksheets(content, name, most=1), None)
    return Sheet(name, _even(list(first.rows) if first is not None else []))


def _worksheets(content: bytes, name: str, *, most: int = SHEETS) -> Iterator[Sheet]:
    """The worksheets that hold anything, by their names; a damaged workbook is told as one."""
    from xml.etree.ElementTree import ParseError

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    _look_inside(content, name)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets[:most]:
            rows = [
                tuple(_plain(cell) for cell in row)
                for _n, row in zip(
                    range(MOST_ROWS), sheet.iter_rows(values_only=True), strict=False
                )
            ]
            kept = [row for row in rows if any(str(cell).strip() for cell in row)]
            if kept:
                yield Sheet(sheet.title, _even(kept))
    except (
        InvalidFileException, KeyError, ValueError, zipfile.BadZipFile, ParseError, zlib.error,
        EOFError, TypeError, AttributeError, IndexError,
    ) as fault:  # fmt: skip # what the library stumbles over in a damaged workbook
        raise UnreadableImport(
            _("{name} cannot be read as an Excel workbook.").format(name=name),
            remedy=_("Open it in Excel and save it as .xlsx, or as CSV."),
        ) from fault


def _look_inside(content: bytes, name: str) -> None:
    """Refuse an archive that would unpack to more than anyone sends."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as fault:
        raise UnreadableImport(_("{name} is damaged.").format(name=name)) from fault
    unpacked = sum(one.file_size for one in members)
    if len(members) > MEMBERS or unpacked > UNPACKED:
        raise UnreadableImport(_("{name} unpacks to more than 500 MB.").format(name=name))
    if unpacked > max(RATIO_OVER, RATIO * len(content)):
        raise UnreadableImport(
            _("{name} unpacks to more than {n} times its size.").format(name=name, n=RATIO)
        )


def _plain(cell: object) -> Value:
    if cell is None:
        return ""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return str(cell).strip()
    return int(cell) if float(cell).is_integer() else cell


def _even(rows: list[tuple[Value, ...]] | list[tuple[str, ...]]) -> tuple[tuple[Value, ...], ...]:
    if not rows:
        raise UnreadableImport(_("There are no rows in it."))
    width = max(map(len, rows))
    return tuple((*row, *("",) * (width - len(row))) for row in rows)
