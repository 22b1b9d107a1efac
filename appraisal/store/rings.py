"""Entries that replace each other in a ring, of which none would stand: a foreign file's forgery.

Who writes an entry names what stood then, so an honest one replaces only what was there before it.
A hash binds ids, not other hashes, so two entries can be made that each replace the other, or one
that replaces itself, and what stood in their place would be gone without anything in its stead.
"""

import sqlite3
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

from appraisal.errors import UserError
from appraisal.store.protocol import Mark
from resources.i18n import _

# Of a ring the row that was written last is new, and is replaced by one that was there before it:
# by a note that came with what is new, or by one that awaited it.
_BACKWARD = """SELECT r.earlier FROM replaced AS r CROSS JOIN entry AS e ON e.id = r.earlier
CROSS JOIN entry AS l ON l.id = r.later WHERE r.rowid > ? AND l.seq <= e.seq"""
_AWAITED = """SELECT e.id FROM entry AS e WHERE e.seq > ? AND EXISTS
(SELECT 1 FROM replaced AS r WHERE r.earlier = e.id AND r.rowid <= ?)"""
_LATER = "SELECT later FROM replaced WHERE earlier = ?"


def ring_in(pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The ids of a ring among what was replaced and by what; empty where there is none."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for earlier, later in pairs:
        sorter.add(later, earlier)
    try:
        sorter.prepare()
    except CycleError as found:
        return tuple(dict.fromkeys(found.args[1]))
    return ()


def refuse_a_ring(pairs: Iterable[tuple[str, str]]) -> None:
    """Refuse what would leave nothing standing where something stood.

    Raises
    ------
    UserError
        When entries replace each other in a ring.
    """
    if ring_in(pairs):
        raise UserError(
            _("Entries in it replace each other in a circle, so that no answer would stand."),
            remedy=_("No program writes such. Nothing of it was taken in: ask who sent it."),
        )


def refuse_rings_since(
    connection: sqlite3.Connection, mark: Mark, begun: Iterable[str] | None = None
) -> None:
    """Refuse what was written after a mark where it closes a ring; call within the transaction.

    `begun` are the new rows that something written before them replaces, where the caller knows.

    Raises
    ------
    UserError
        As `refuse_a_ring`.
    """
    if begun is None:
        begun = [one for (one,) in connection.execute(_BACKWARD, mark[1:])]
        begun += [one for (one,) in connection.execute(_AWAITED, mark)]
    refuse_a_ring(_above(connection, begun))


def _above(connection: sqlite3.Connection, begun: Iterable[str]) -> list[tuple[str, str]]:
    """What replaced some rows, and what replaced that, all the way up."""
    waiting, seen = list(begun), set(begun)
    pairs: list[tuple[str, str]] = []
    while waiting:
        earlier = waiting.pop()
        for (later,) in connection.execute(_LATER, (earlier,)):
            pairs.append((earlier, later))
            if later not in seen:
                seen.add(later)
                waiting.append(later)
    return pairs
