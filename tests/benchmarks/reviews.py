"""A review on disk: opening it, and writing one answer, by the size of its ledger."""

import atexit
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path

from appraisal import desk, drafts
from appraisal.hashes import write_entry
from appraisal.ledger import Claim, Row, Slot, at_text, row_of
from appraisal.store.sqlite import create
from appraisal.subjects import appraisal_form, in_seat, study_subject
from tests.benchmarks.benchmark import Benchmark

ITEMS, SEATS, REVISIONS = 30, 2, 3
AT = at_text(datetime(2026, 3, 3, 9, tzinfo=UTC))


@cache
def _folder() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="evenhand-reviews-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


@cache
def _review(entries: int) -> Path:
    """A review of so many entries: answers of two seats, each revised twice."""
    path = _folder() / f"{entries}.evenhand"
    store = create(path, "benchmark0000000")
    try:
        store.append(list(rows(entries // (ITEMS * SEATS * REVISIONS))))
    finally:
        store.close()
    return path


def rows(studies: int, *, seed: str = "") -> Iterator[Row]:
    """The entries of so many studies, each answer revised; `seed` sets their ids apart."""
    numbers = count()
    for study in range(studies):
        name = f"study{study:011d}"
        yield _row(
            next(numbers), Slot(study_subject(name), "label"), f"Study {study}", before=(),
            person="person0000000000", seed=seed,
        )  # fmt: skip
        for seat in range(SEATS):
            person = f"person{seat:010d}"
            form = appraisal_form(name, "nos-cohort@1")
            for item in range(ITEMS):
                slot = Slot(in_seat(form, person), f"item/D{item // 5}/{item}")
                before: tuple[str, ...] = ()
                for revision in range(REVISIONS):
                    row = _row(
                        next(numbers), slot, f"{revision}", before=before, person=person, seed=seed
                    )
                    before = (row.id,)
                    yield row


def _row(
    number: int, slot: Slot, value: str, *, before: tuple[str, ...], person: str, seed: str
) -> Row:
    claim = Claim(value, "As the methods say: consecutive women, one centre.")
    entry = write_entry(
        slot,
        claim,
        id=f"{seed}{number:0{16 - len(seed)}d}",
        change=f"{number:016d}",
        at=AT,
        author=person,
        replaces=before,
    )
    return row_of(entry, number + 1)


def _open(entries: int) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        path = _review(entries)
        return lambda: desk.open_review(path).close()

    return prepare


def _commit(entries: int) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        review = desk.open_review(_review(entries))
        atexit.register(review.close)
        review.author = "person0000000000"
        years = count(1900)
        return lambda: review.commit(
            drafts.edit_study("study00000000000", "year", 1900 + next(years) % 120)
        )

    return prepare


BENCHMARKS = [
    Benchmark("open a review", 3_600, None, _open(3_600)),
    Benchmark("open a review", 36_000, 0.3, _open(36_000)),
    Benchmark("open a review", 450_000, 2.5, _open(450_000), repeats=3),
    Benchmark("one change committed and synced (no window)", 3_600, 20e-3, _commit(3_600)),
    Benchmark("one change committed and synced (no window)", 36_000, 20e-3, _commit(36_000)),
    Benchmark("one change committed and synced (no window)", 450_000, 20e-3, _commit(450_000)),
]
