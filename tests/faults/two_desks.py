"""Two programs that write to one file all the same."""

import multiprocessing
from pathlib import Path

from appraisal.store.sqlite import create, open_store
from tests.faults.kills import verify
from tests.faults.rows import Writer


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


def _write(path: Path, answers: int, seed: int) -> set[str]:
    store, said = open_store(path, take_over=True), set[str]()
    for row in Writer(seed).rows(answers):
        store.append([row])
        said.add(row.id)
    store.close()
    assert len(said) == answers
    return said
