"""Extracted numbers from a spreadsheet, or from Covidence's export of extraction.

In a workbook the first sheet whose columns are understood is taken, else the first.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from appraisal.decoding import decode, read_bytes
from appraisal.errors import UnreadableImport
from appraisal.extraction_table import FIELDS, Table, heads_in, understand
from appraisal.extraction_writing import incoming_of
from appraisal.incoming import Importer, Incoming, begins_with
from appraisal.sheet_reader import Sheet, read_sheets
from appraisal.unzipping import names_in
from resources.i18n import _

Report = Callable[[int, int], None]


def looks_like(path: Path, head: bytes) -> bool:
    """Whether a file holds a table of numbers by whose names the columns are known."""
    if head.startswith(b"PK"):
        if path.is_dir() or "xl/workbook.xml" not in names_in(read_bytes(path)):
            return False
        return any(heads_in(sheet.rows) is not None for sheet in read_sheets(path))
    return begins_with(head, lambda rows: heads_in(rows) is not None)


def read(
    path: Path, *, known: Mapping[str, str] | None = None, report: Report | None = None
) -> Table:
    """Read a table; `known` maps the names of columns to fields, else they are guessed.

    Raises
    ------
    UnreadableImport
        When it is no table.
    StorageError
        When it cannot be reached.
    """
    if report is not None:
        report(0, 1)
    sheets = read_sheets(path)
    if not sheets:
        raise UnreadableImport(_("There are no rows in it."))
    chosen: Sheet = next((one for one in sheets if heads_in(one.rows) is not None), sheets[0])
    return understand(chosen.rows, source=path.name, known=known)


def known_map(path: Path) -> Mapping[str, str]:
    """A map of columns from a JSON file.

    Raises
    ------
    UnreadableImport
        When it is none.
    StorageError
        When it cannot be reached.
    """
    try:
        found = json.loads(decode(read_bytes(path)).text)
    except ValueError as fault:
        raise UnreadableImport(_("{name} is no JSON.").format(name=path.name)) from fault
    if not isinstance(found, dict) or not set(map(str, found.values())) <= {"", *FIELDS}:
        raise UnreadableImport(
            _("{name} does not map names of columns to fields.").format(name=path.name),
            remedy=_("The fields are: {fields}.").format(fields=", ".join(FIELDS)),
        )
    return {str(head): str(field) for head, field in found.items()}


def _incoming(path: Path, report: Report | None) -> Incoming:
    return incoming_of(read(path, report=report))


IMPORTER = Importer(
    "extraction",
    50,
    lambda: _("tables of extracted numbers (Excel, CSV, Covidence)"),
    looks_like,
    _incoming,
)
