"""Rows and reviews for tests of the core: short to write, made by the real parts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

from appraisal.hashes import write_entry
from appraisal.ledger import Claim, Row, Slot, Value, at_text, row_of

START = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
_numbers = count()


def row(
    subject: str,
    field: str,
    value: Value,
    *,
    author: str = "ann",
    replaces: tuple[Row, ...] = (),
    why: str = "",
) -> Row:
    """A row that puts a value in a slot."""
    number = next(_numbers)
    entry = write_entry(
        Slot(subject, field),
        Claim(value, why),
        id=f"{number:016d}",
        change=f"{number:016d}",
        at=at_text(START + timedelta(seconds=number)),
        author=author,
        replaces=[earlier.id for earlier in replaces],
    )
    return row_of(entry, number + 1)


def ticking() -> Iterator[datetime]:
    """Moments a second apart."""
    return (START + timedelta(seconds=number) for number in count())
