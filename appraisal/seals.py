"""What a seal closes: a sealed seat consists of exactly the entries its seal names.

A seal names them by their ids, and by a digest over their hashes. What else lies in the seat, from
another machine or another program, is kept in the ledger and never counts. While the entries of a
seal have not all arrived the seat is sealed but not whole, and opens nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from appraisal.keys import is_signed
from appraisal.ledger import Row, Value, seal_digest, value_from

SEALED: Final = "sealed"

Heads = tuple[Row, ...]
Fields = dict[str, Heads]
EntriesOf = Callable[[str], Iterable[Row]]  # every entry of a subject, replaced or not


@dataclass(frozen=True, slots=True)
class Seal:
    """What a seal says; `entries` is empty in seals of the first program versions."""

    digest: str
    count: int
    entries: tuple[str, ...]
    signature: str


class SeatProgress(NamedTuple):
    """What everyone may know of a seat: how many fields hold a claim, and whether it is sealed."""

    claims: int
    sealed: bool
    at: str


def seal_in(row: Row) -> Seal | None:
    """The seal a row holds; None where it reopens."""
    return _seal_in(row.body)


def standing_seal(heads: Heads) -> Row | None:
    """Of the seals that stand in a seat, the one received first."""
    seals = [row for row in heads if seal_in(row) is not None]
    return min(seals, key=lambda row: row.seq) if seals else None


def is_whole(fields: Mapping[str, Heads], seal: Seal) -> bool:
    """Whether everything a seal names is there, as it was when it was sealed."""
    rows = contents(fields)
    if not seal.entries:
        return len(rows) >= seal.count
    here = {row.id: bytes(row.hash) for row in rows}
    if not here.keys() >= set(seal.entries):
        return False
    return seal_digest(here[one] for one in seal.entries) == seal.digest


def closed(fields: Fields, more: Iterable[Row]) -> Fields | None:
    """The seat as its seal closes it; None where it stands so already, or is not sealed.

    `more` are entries of the seat that others replaced: a seal may name one that was replaced
    after it.
    """
    row = standing_seal(fields.get(SEALED, ()))
    seal = None if row is None else seal_in(row)
    if row is None or seal is None:
        return None
    heads = contents(fields)
    if not seal.entries:
        return _closed_unnamed(fields, row, seal, more)
    named = set(seal.entries)
    if {head.id for head in heads} == named:
        return None
    known = {one.id: one for one in (*more, *heads)}
    return _fields([known[one] for one in seal.entries if one in known], fields)


def note_closed(
    seats: dict[str, Fields],
    subject: str,
    fields: Fields,
    known: Iterable[Row],
    entries_of: EntriesOf | None = None,
) -> None:
    """Note what a sealed seat consists of where that is not simply what stands in it."""
    made = closed(fields, known)
    if entries_of is not None and (made is not None or not is_all_there(fields)):
        made = closed(fields, entries_of(subject))
    if made is None:
        seats.pop(subject, None)
    else:
        seats[subject] = made


def progress_of(fields: Mapping[str, Heads]) -> SeatProgress:
    """How far a seat is, opened or not."""
    claims = sum(
        1
        for field, heads in fields.items()
        if field != SEALED and value_from(heads[0].body) is not None
    )
    row = standing_seal(fields.get(SEALED, ()))
    seal = None if row is None else seal_in(row)
    if row is None or seal is None:
        return SeatProgress(claims, sealed=False, at="")
    return SeatProgress(claims or seal.count, sealed=True, at=row.at)


def says_anything(fields: Mapping[str, Heads]) -> bool:
    """Whether anything stands in a seat that was not taken back."""
    return any(
        field != SEALED and value_from(heads[0].body) is not None for field, heads in fields.items()
    )


def is_all_there(fields: Mapping[str, Heads]) -> bool:
    """Whether a seat's standing seal, if it has one, finds what it names among what stands."""
    row = standing_seal(fields.get(SEALED, ()))
    seal = None if row is None else seal_in(row)
    if seal is None:
        return True
    return is_whole(fields, seal) if seal.entries else is_exact(fields, seal)


def is_exact(fields: Mapping[str, Heads], seal: Seal) -> bool:
    """Whether what stands is, to the letter, what was sealed."""
    rows = contents(fields)
    return (seal_digest(bytes(row.hash) for row in rows), len(rows)) == (seal.digest, seal.count)


def without(seats: Mapping[str, Fields], gone: AbstractSet[str]) -> dict[str, Fields]:
    """The seats where something stood that was replaced, as they are without it."""
    if not gone:
        return {}
    return {
        subject: {
            field: tuple(one for one in heads if one.id not in gone)
            for field, heads in fields.items()
        }
        for subject, fields in seats.items()
        if any(one.id in gone for heads in fields.values() for one in heads)
    }


def contents(fields: Mapping[str, Heads]) -> list[Row]:
    """The rows of a seat, its seals left out."""
    return [row for field, heads in fields.items() if field != SEALED for row in heads]


def seal_holds(subject: str, seal: Seal, public: str) -> bool:
    """Whether a seal of a seat was signed by the holder of a key."""
    return is_signed(f"{subject}:{seal.digest}", seal.signature, public)


def _closed_unnamed(fields: Fields, row: Row, seal: Seal, more: Iterable[Row]) -> Fields | None:
    """A seal without names: leave out what was written after it, if its digest then holds."""
    heads = contents(fields)
    if len(heads) == seal.count and is_exact(fields, seal):
        return None
    before = {one.id: one for one in (*more, *heads) if one.at <= row.at and one.field != SEALED}
    replaced = {earlier for one in before.values() for earlier in one.replaces}
    made = _fields([one for one in before.values() if one.id not in replaced], fields)
    return made if is_exact(made, seal) else None


def _fields(rows: Iterable[Row], former: Fields) -> Fields:
    made: Fields = {}
    for row in rows:
        made[row.field] = (*made.get(row.field, ()), row)
    made[SEALED] = former[SEALED]
    return made


@lru_cache(maxsize=50_000)
def _seal_in(body: str) -> Seal | None:
    return seal_of_value(value_from(body))


def seal_of_value(value: Value) -> Seal | None:
    """The seal a value is; None where it reopens."""
    if not isinstance(value, dict):
        return None
    count, entries = value.get("count"), value.get("entries")
    return Seal(
        str(value.get("digest", "")),
        count if isinstance(count, int) else 0,
        tuple(sorted(map(str, entries))) if isinstance(entries, list) else (),
        str(value.get("signature", "")),
    )
