"""Two programs that write to one file all the same."""

import multiprocessing
import time
from pathlib import Path

from appraisal.ledger import Row
from appraisal.store.faults import Busy
from appraisal.store.sqlite import SqliteStore, create, open_store
from tests.faults.kills import verify
from tests.faults.rows import Writer

BREATH = 0.001  # a desk that writes without one can keep the other waiting for seconds


def trial(folder: Path, *, answers: int) -> int:
    """How many of the answers of two programs are not there in the end."""
    store = create(folder / "shared", "trial00000000000")
    store.close()
    fresh = multiprocessing.get_context("spawn")
    with fresh.Pool(2) as desks:
        said = desks.starmap(_write, [(store.path, answers, seed) for seed in (1, 2)])
    store = open_store(store.path)
    try:
        return len((said[0] | said[1]) - verify(store))
    finally:
        store.close()


def _save(store: SqliteStore, row: Row) -> None:
    """Save as a person does who is told to try again in a moment."""
    while True:
        try:
            return store.append([row])
        except Busy:
            continue


def _write(path: Path, answers: int, seed: int) -> set[str]:
    store, said = open_store(path, take_over=True), set[str]()
    for row in Writer(seed).rows(answers):
        _save(store, row)
        said.add(row.id)
        time.sleep(BREATH)
    store.close()
    assert len(said) == answers
    return said
