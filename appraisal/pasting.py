"""A block of a spreadsheet, laid over the grid of an outcome, with further arms behind it.

To the right of the grid's numbers a block may hold further arms of the study: for each its name,
the arm it belongs to, and its numbers. Nothing of a block is taken while anything in it is wrong.
"""

import re
from collections.abc import Sequence

from appraisal.arm_blocks import arm_writes, width_of_arm
from appraisal.errors import InvalidClaim
from appraisal.subjects import ARM_CELLS
from appraisal.views.extraction import Grid, GridRow, read_value
from resources.i18n import _

Pasted = tuple[str, str, float | str | None]  # study, field, value


def paste(shown: Grid, study: str, field: str, text: str) -> list[Pasted]:
    """The numbers of a block, from one cell of the grid on: study, field and value of each.

    Raises
    ------
    InvalidClaim
        With the row and column of what is no number; nothing of the block is then taken.
    """
    lines = [re.split(r"\t", line) for line in text.replace("\r\n", "\n").rstrip("\n").split("\n")]
    studies = [row.study for row in shown.rows]
    first, left = studies.index(study), shown.fields.index(field)
    room = len(shown.fields) - left
    _check_size(shown, lines, rows=len(studies) - first, columns=room)
    found: list[Pasted] = []
    for down, line in enumerate(lines):
        row = shown.rows[first + down]
        if row.is_sealed:
            raise InvalidClaim(_("{study} is submitted.").format(study=row.label))
        for across, typed in enumerate(line[:room]):
            name = shown.fields[left + across]
            try:
                found.append((row.study, name, read_value(name, typed)))
            except InvalidClaim as fault:
                raise _at(fault, down + 1, across + 1) from fault
        found += _arms(shown, row, line[room:], down=down + 1, across=room)
    return found


def _check_size(shown: Grid, lines: Sequence[Sequence[str]], *, rows: int, columns: int) -> None:
    widest = max(map(len, lines))
    takes_arms = shown.data in ARM_CELLS and "n1" in shown.fields
    if len(lines) <= rows and (widest <= columns or takes_arms):
        return
    raise InvalidClaim(
        _("The block has {rows} rows and {columns} columns, which is more than fits here.").format(
            rows=len(lines), columns=widest
        ),
        remedy=_("Begin further up or left, or copy fewer cells."),
    )


def _arms(
    shown: Grid, row: GridRow, cells: Sequence[str], *, down: int, across: int
) -> list[Pasted]:
    """The further arms that stand behind the numbers of a study."""
    if not any(cell.strip() for cell in cells):
        return []
    wide = width_of_arm(shown.data)
    found: list[Pasted] = []
    names = (shown.arm1, shown.arm2)
    for start in range(0, len(cells), wide):
        said = [cell.strip() for cell in cells[start : start + wide]]
        if not any(said):
            continue
        try:
            arm = arm_writes(shown.data, said, names)
        except InvalidClaim as fault:
            raise _at(fault, down, across + start + 1) from fault
        found += [(row.study, field, value) for field, value in arm.items()]
    return found


def _at(fault: InvalidClaim, down: int, across: int) -> InvalidClaim:
    said = _("Row {row}, column {column}: {why}").format(row=down, column=across, why=fault.message)
    return InvalidClaim(said, remedy=fault.remedy)
