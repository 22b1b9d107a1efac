"""Corrections for empty cells, in one place for all shapes of data that count events.

The rules are values (`stats.data.Zeros`); what was corrected or left out comes back as notes.
"""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np

from stats.data import Array, Mask, OneGroup, Rates, TwoByTwo, Zeros
from stats.results import Note

Table = TypeVar("Table")


def correct(table: Table, zeros: Zeros) -> tuple[Table, tuple[Note, ...]]:
    """Return the table with its cells corrected, and notes on the rows concerned.

    Tables that count no events come back as they are. Rows dropped by `drop00` become NaN.
    Source: Sweeting, Sutton & Lambert 2004, Stat Med 23:1351; settings as in metafor's escalc.
    """
    if isinstance(table, TwoByTwo):
        cells = [table.a, table.b, table.c, table.d]
        no_events = (table.a == 0) & (table.c == 0)
        all_events = (table.b == 0) & (table.d == 0)
        blank = no_events if zeros.drop00 == "no_events" else no_events | all_events
    elif isinstance(table, Rates):
        cells = [table.x1, table.x2]
        blank = (table.x1 == 0) & (table.x2 == 0)
    elif isinstance(table, OneGroup):
        cells = [table.x, table.n - table.x]
        blank = np.zeros(len(table.x), dtype=bool)
    else:
        return table, ()
    notes: list[Note] = []
    empty = np.any([cell == 0 for cell in cells], axis=0)
    chosen = _rows_to_correct(empty, zeros)
    if zeros.drop00:
        chosen = chosen & ~blank
        notes += note_rows("no_events_left_out", blank)
    if zeros.add and chosen.any():
        notes += note_rows("zero_cells_corrected", chosen)
    dropped = blank & bool(zeros.drop00)
    return _rebuild(table, _amounts(table, zeros, chosen), dropped), tuple(notes)


def note_rows(code: str, rows: Mask) -> list[Note]:
    """Return a note on the marked rows, or none where no row is marked."""
    positions = tuple(int(i) for i in np.flatnonzero(rows))
    return [Note(code, positions)] if positions else []


def _rows_to_correct(empty: Mask, zeros: Zeros) -> Mask:
    if zeros.to == "all" or (zeros.to == "if0all" and empty.any()):
        return np.ones_like(empty)
    return empty if zeros.to == "only0" else np.zeros_like(empty)


def _amounts(table: Any, zeros: Zeros, chosen: Mask) -> tuple[Array, Array]:
    """Return what is added to the cells of group 1 and of group 2."""
    equal = np.where(chosen, zeros.add, 0.0)
    if zeros.share == "equal" or isinstance(table, OneGroup):
        return equal, equal
    size1, size2 = (table.n1, table.n2) if isinstance(table, TwoByTwo) else (table.t1, table.t2)
    total = size1 + size2
    return 2.0 * equal * size1 / total, 2.0 * equal * size2 / total


def _rebuild(table: Any, amounts: tuple[Array, Array], dropped: Mask) -> Any:
    first, second = (np.where(dropped, np.nan, amount) for amount in amounts)
    if isinstance(table, TwoByTwo):
        return TwoByTwo(
            table.a + first, table.b + first, table.c + second, table.d + second, table.labels
        )
    if isinstance(table, Rates):
        return Rates(table.x1 + first, table.t1, table.x2 + second, table.t2, table.labels)
    return OneGroup(table.x + first, table.n + 2.0 * first, table.labels)
