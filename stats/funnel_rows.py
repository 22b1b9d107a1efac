"""What a test of the funnel takes of the studies, when it refuses, and what it must say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stats.data import TwoByTwo
from stats.errors import InvalidData, TooFewStudies
from stats.results import Note

if TYPE_CHECKING:
    from stats.data import Array, Mask
    from stats.effects import Effects

ADVISED_STUDIES = 10
LEAST_STUDIES = 3


def used(
    effects: Effects,
) -> tuple[Array, Array, Mask, tuple[Note, ...]]:
    """The effects and variances that can be tested, which rows they are, and what is to be said."""
    rows = effects.usable
    yi = enough(effects.yi[rows])
    return yi, effects.vi[rows], rows, _advice(effects, len(yi))


def counts(
    effects: Effects,
) -> tuple[TwoByTwo, Mask, tuple[Note, ...]]:
    """The tables of two groups, which rows of them can be tested, and what is to be said.

    Raises
    ------
    InvalidData
        When the studies have no events of two groups.
    """
    if not isinstance(effects.table, TwoByTwo):
        raise InvalidData("This test needs events and people of two groups.")
    rows = effects.usable
    return effects.table, rows, _advice(effects, int(rows.sum()))


def enough(values: Array) -> Array:
    """Refuse fewer studies than a line through the funnel needs.

    Raises
    ------
    TooFewStudies
        When there are fewer than three.
    """
    if len(values) < LEAST_STUDIES:
        raise TooFewStudies(f"A test for small-study effects needs {LEAST_STUDIES} studies.")
    return values


def _advice(effects: Effects, k: int) -> tuple[Note, ...]:
    """Sterne 2011 advises ten studies at least; fewer are computed, and said."""
    short = (Note("fewer_than_ten_studies"),) if k < ADVISED_STUDIES else ()
    return (*effects.notes, *short)
