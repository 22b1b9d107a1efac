"""A workbook as bytes: made in memory, so that a full disk meets one file, whole or not at all.

The library writes each sheet to a file of its own first. Where the disk is full, that ends in a
fault of its XML and leaves files open; and of a sheet of many rows nobody hears until it is done.
"""

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl import Workbook

EVERY = 500  # rows, between two words to whoever waits


def book_bytes(book: "Workbook", told: Callable[[], None]) -> bytes:
    """Return the file of a workbook; `told` is called every few rows, what it raises ends it."""
    from zipfile import ZIP_DEFLATED, ZipFile

    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    class Rows(WorksheetWriter):  # Any: the stubs leave the XML untyped
        def rows(self) -> list[tuple[int, list[Any]]]:
            """Sort rows, not cells: half a million at once would hold the window up."""
            sheet: Any = self.ws
            found: dict[int, list[Any]] = {row: [] for row in sheet.row_dimensions}
            for (row, _column), cell in sheet._cells.items():  # noqa: SLF001 - as the library
                found.setdefault(row, []).append(cell)  # which are written from left to right
            return sorted(found.items())

        def write_row(self, xf: Any, row: Any, row_idx: int) -> None:
            if row_idx % EVERY == 0:
                told()
            super().write_row(xf, row, row_idx)

    class Book(ExcelWriter):
        def write_worksheet(self, ws: Any) -> None:
            out = BytesIO()
            writer: Any = Rows(ws, out)
            writer.write()
            ws._rels = writer._rels  # noqa: SLF001 - as the library does
            archive.writestr(ws.path[1:], out.getvalue())
            self.manifest.append(ws)

    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        Book(book, archive).write_data()
    return made.getvalue()
