"""The workbook: a sheet a table, real numbers, text that stays text, and nothing that can run.

openpyxl takes a text that begins with `=` for a formula and cuts one over 32,767 characters without
a word; here every text is written as text, and a longer one goes on in the row below.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from appraisal.tables import Table
from appraisal.whole_file import write_whole
from appraisal.workbook.saving import book_bytes
from appraisal.workbook.sheet import SheetWriter, clean
from appraisal.zipped import restamp
from resources.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

_BAD_NAME = re.compile(r"[\[\]:*?/\\]")

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
        SheetWriter(book.create_sheet(_sheet_name(table.name, names)), table).fill()
    stamp = at.replace(tzinfo=None, microsecond=0)
    book.properties.creator = "Evenhand"
    book.properties.created = stamp
    book.properties.modified = stamp

    def told() -> None:
        if report is not None:
            report(len(tables) - 1, len(tables))

    content = book_bytes(book, told)

    def save(draft: Path) -> None:
        draft.write_bytes(content)
        restamp(draft, stamp)

    write_whole(path, save)
    if report is not None:
        report(len(tables), len(tables))


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """A name Excel allows, told apart from those before."""
    base = _BAD_NAME.sub(" ", clean(wanted)).strip(" '")[:31].strip(" '") or _("Sheet")
    name, number = base, 2
    while name.casefold() in taken:
        end = f" {number}"
        name, number = base[: 31 - len(end)] + end, number + 1
    taken.add(name.casefold())
    return name
