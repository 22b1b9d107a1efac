"""A program killed in the midst of its work, and what its file is worth afterwards.

The work is done in forked children, which start in a millisecond; the parent kills them after a
random time and opens the file as the program would.
"""

import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from appraisal.errors import StorageError
from appraisal.hashes import row_holds
from appraisal.store.migrations import PLAN, Plan
from appraisal.store.sqlite import SqliteStore, create, open_store
from tests.faults.rows import Writer

Found = TypeVar("Found")
Say = Callable[[str], object]


@dataclass(slots=True)
class Score:
    """What a run of trials came to."""

    trials: int = 0
    damaged: int = 0
    lost: int = 0
    acknowledged: int = 0
    midway: int = 0  # trials in which the kill met the work half done

    @property
    def clean(self) -> bool:
        return self.damaged == 0 and self.lost == 0


def while_answering(folder: Path, *, trials: int, least: int = 0, seed: int = 1) -> Score:
    """Kill a writer again and again; every id it said was saved must be there.

    A slow machine saves less before each kill: there, it goes on until `least` answers were saved.
    """
    path = _new(folder, "answers")
    score, chance, said = Score(), random.Random(seed), set[str]()
    while score.trials < trials or len(said) < least:
        said |= _killed(lambda say: _answer(path, say), chance.uniform(0.002, 0.06))
        score.trials += 1
        score.midway += path.with_name(path.name + "-journal").exists()
        _judge(path, score, said)
    score.acknowledged = len(said)
    return score


def while_copying(folder: Path, *, trials: int, seed: int = 2) -> Score:
    """Kill a desk that saves copies over a former copy: there is a whole one, old or new."""
    path = _new(folder, "original", entries=400)
    target = folder / "copy.evenhand"
    score, chance = Score(), random.Random(seed)
    with_store(path, lambda store: store.copy_to(target))
    for _n in range(trials):
        _killed(lambda say: _copy(path, target, say), chance.uniform(0.0, 0.06))
        score.trials += 1
        score.midway += any(folder.glob(".copy.evenhand.*"))
        for left in folder.glob(".copy.evenhand.*"):
            left.unlink()
        _judge(path, score, set())
        _judge(target, score, set())
    return score


def while_migrating(folder: Path, *, trials: int, plan: Plan, seed: int = 3) -> Score:
    """Kill a desk that brings a file up to date: it opens again, with all its entries."""
    score, chance = Score(), random.Random(seed)
    path = _new(folder, "old", entries=100)
    former = path.read_bytes()
    ids = with_store(path, SqliteStore.ids)
    for _n in range(trials):
        for left in folder.iterdir():
            left.unlink()
        path.write_bytes(former)
        _killed(lambda say: _migrate(path, plan, say), chance.uniform(0.0, 0.04))
        score.trials += 1
        schema = _schema(path)
        score.midway += schema < plan.newest
        _judge(path, score, ids, plan=plan)
    return score


def with_store(path: Path, use: Callable[[SqliteStore], Found], *, plan: Plan = PLAN) -> Found:
    store = open_store(path, plan=plan)
    try:
        return use(store)
    finally:
        store.close()


def verify(store: SqliteStore) -> set[str]:
    """The ids of a store in which every hash holds."""
    rows = list(store.entries())
    assert all(map(row_holds, rows))
    return {row.id for row in rows}


def _judge(path: Path, score: Score, said: set[str], *, plan: Plan = PLAN) -> None:
    try:
        here = with_store(path, verify, plan=plan)
    except (StorageError, sqlite3.Error, AssertionError):
        score.damaged += 1
        return
    score.lost += len(said - here)


def _killed(work: Callable[[Say], None], seconds: float) -> set[str]:
    """Run work in a child, kill it after a time, give what it said until then."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            work(lambda text: os.write(writing, f"{text}\n".encode()))
        finally:
            os._exit(0)
    os.close(writing)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        return {line.decode().strip() for line in pipe if line.endswith(b"\n")}


def _answer(path: Path, say: Say) -> None:
    store, writer = open_store(path), Writer(os.getpid())
    assert store.read_only is None
    while True:
        row = writer.row()
        store.append([row])
        say(row.id)


def _copy(path: Path, target: Path, say: Say) -> None:
    store, writer = open_store(path), Writer(os.getpid())
    while True:
        store.append([writer.row()])
        store.copy_to(target)
        say("copied")


def _migrate(path: Path, plan: Plan, say: Say) -> None:
    open_store(path, plan=plan)
    say("migrated")


def _new(folder: Path, name: str, *, entries: int = 20) -> Path:
    store = create(folder / name, "trial00000000000")
    try:
        store.append(list(Writer().rows(entries)))
        return store.path
    finally:
        store.close()


def _schema(path: Path) -> int:
    with path.open("rb") as file:
        return int.from_bytes(file.read(64)[60:], "big")
