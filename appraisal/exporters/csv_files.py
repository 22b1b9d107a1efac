"""Tables as CSV: UTF-8 with a byte-order mark, so that spreadsheets read accents.

A text that a spreadsheet would take for a formula gets a leading apostrophe; numbers never do.
"""

import csv
import io
from pathlib import Path

from appraisal.tables import Table, safe
from appraisal.whole_file import write_text


def write_table(table: Table, path: Path) -> None:
    """Write one table."""
    write_text(path, table_text(table), encoding="utf-8-sig")


def table_text(table: Table) -> str:
    """A table as CSV text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([safe(column.title) for column in table.columns])
    writer.writerows([[safe(cell) for cell in row] for row in table.rows])
    return out.getvalue()
