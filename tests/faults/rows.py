"""Entries as a review writes them, for trials."""

import random
from collections.abc import Iterator

from appraisal.hashes import write_entry
from appraisal.ledger import Claim, Quote, Row, Slot, new_id, row_of

SLOTS = 60
AUTHOR = "alice00000000000"


class Writer:
    """Makes answers to the same few slots over and over, each replacing the one before."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)
        self._heads: dict[Slot, tuple[str, ...]] = {}
        self._count = 0

    def row(self, *, words: int | None = None) -> Row:
        self._count += 1
        slot = self._slot()
        said = self._random.randint(0, 60) if words is None else words
        entry = write_entry(
            slot,
            Claim("a", "Página 3, τ². " * said, (Quote("As they wrote. " * said),)),
            id=new_id(),
            change=new_id(),
            at="2026-05-03T10:00:00.000Z",
            author=AUTHOR,
            replaces=self._heads.get(slot, ()),
        )
        self._heads[slot] = (entry.id,)
        return row_of(entry)

    def rows(self, n: int) -> Iterator[Row]:
        return (self.row() for _n in range(n))

    def _slot(self) -> Slot:
        number = self._random.randrange(SLOTS)
        study = f"study{number // 20:011d}"
        return Slot(f"appraisal/{study}/-/nos-cohort@1/{AUTHOR}", f"item/S/{number % 20}")
