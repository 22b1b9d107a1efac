"""Judgements from a CSV of robvis, or from the results sheet of the RoB 2 Excel tool.

A workbook may have many sheets; the one that holds a row for each study and a column for each
domain is taken, `Results` before others.
"""

from collections.abc import Callable
from pathlib import Path

from appraisal.errors import UnreadableImport
from appraisal.incoming import Importer, Incoming, begins_with
from appraisal.judgement_table import Judgements, find, understand
from appraisal.judgement_writing import incoming_of
from appraisal.sheet_reader import Sheet, read_sheets
from resources.i18n import _

Report = Callable[[int, int], None]


def looks_like(path: Path, head: bytes) -> bool:
    """Whether a file holds a table of judgements."""
    if head.startswith(b"PK"):
        return not path.is_dir() and _is_workbook(path) and _chosen(path) is not None
    return begins_with(head, lambda rows: find(rows) is not None)


def read(path: Path, *, report: Report | None = None) -> Judgements:
    """Read a file.

    Raises
    ------
    UnreadableImport
        When there is no table of judgements in it.
    StorageError
        When it cannot be reached.
    """
    if report is not None:
        report(0, 1)
    sheet = _chosen(path)
    if sheet is None:
        raise UnreadableImport(_("{name} is no table of judgements.").format(name=path.name))
    return understand(sheet.rows, source=path.name)


def _chosen(path: Path) -> Sheet | None:
    """The sheet with judgements; that named after results, where there are several."""
    found = [sheet for sheet in read_sheets(path) if find(sheet.rows) is not None]
    found.sort(key=lambda sheet: "result" not in sheet.name.casefold())
    return found[0] if found else None


def _is_workbook(path: Path) -> bool:
    from appraisal.decoding import read_bytes
    from appraisal.unzipping import names_in

    return "xl/workbook.xml" in names_in(read_bytes(path))


def _incoming(path: Path, report: Report | None) -> Incoming:
    return incoming_of(read(path, report=report), kind="judgements")


IMPORTER = Importer(
    "judgements",
    40,
    lambda: _("judgements by domain (robvis, RoB 2 Excel tool)"),
    looks_like,
    _incoming,
)
