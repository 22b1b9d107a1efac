"""What a power cut can leave of a file, and whether the program makes its way from there.

Of everything written since a file was last synced, each sector of 512 bytes may have reached the
disk or not; a deletion may come back unless the folder was synced. From a recording of real saving,
images are made at random moments and opened as the program opens a file.
"""

import random
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from appraisal.errors import StorageError
from appraisal.store.sqlite import create, open_store
from tests.faults.kills import Score, verify
from tests.faults.recording import Op, recording
from tests.faults.rows import Writer

SECTOR = 512
SAVES = 60


@dataclass(slots=True)
class _Disk:
    """One file: what is surely on the disk, and what is under way."""

    sure: bytearray
    pending: list[Op] = field(default_factory=list)
    exists: bool = True
    may_return: bool = False  # deleted, but the folder was not synced


def trial(folder: Path, *, images: int, synchronous: str = "EXTRA", seed: int = 42) -> Score:
    """Record some saving, cut the power at random moments, and open what is left."""
    chance = random.Random(seed)
    start, ops = _record(folder, synchronous, seed)
    score = Score()
    for number in range(images):
        cut = _cut(ops, chance)
        place = folder / f"image-{number}"
        place.mkdir()
        for name, content in _image(start, ops[:cut], chance).items():
            (place / Path(name).name).write_bytes(content)
        said = {op.name for op in ops[:cut] if op.kind == "saved"}
        score.trials += 1
        score.acknowledged += len(said)
        _judge(place / "cut.evenhand", score, said)
        for left in place.iterdir():
            left.unlink()
    return score


def _cut(ops: Sequence[Op], chance: random.Random) -> int:
    """Any moment, or, each other time, the one just after the program said "saved"."""
    said = [number for number, op in enumerate(ops, 1) if op.kind == "saved"]
    return chance.choice(said) if chance.random() < 0.5 else chance.randint(1, len(ops))


def _record(folder: Path, synchronous: str, seed: int) -> tuple[dict[str, bytes], list[Op]]:
    writer = Writer(seed)
    store = create(folder / "cut", "trial00000000000")
    store.append(list(writer.rows(40)))
    store.close()
    start = {str(store.path.absolute()): store.path.read_bytes()}
    with recording() as recorder:
        store = open_store(store.path)
        store._connection.execute(f"PRAGMA synchronous={synchronous}")
        for row in writer.rows(SAVES):
            store.append([row])
            recorder.saved(row.id)
        store.close()
    own = [op for op in recorder.ops if op.kind == "saved" or Path(op.name).parent == folder]
    return start, own


def _image(start: dict[str, bytes], ops: Sequence[Op], chance: random.Random) -> dict[str, bytes]:
    disks = {name: _Disk(bytearray(content)) for name, content in start.items()}
    for op in ops:
        _step(disks, op)
    return {name: _left(disk, chance) for name, disk in disks.items() if _is_there(disk, chance)}


def _step(disks: dict[str, _Disk], op: Op) -> None:
    disk = disks.setdefault(op.name, _Disk(bytearray())) if op.kind != "saved" else None
    if disk is None:
        return
    if op.kind == "open" and not disk.exists:
        disks[op.name] = _Disk(bytearray())
    elif op.kind in {"write", "truncate"}:
        disk.pending.append(op)
    elif op.kind == "sync":
        for done in disk.pending:
            _apply(disk.sure, done)
        disk.pending.clear()
    elif op.kind == "delete":
        disk.exists, disk.may_return = False, op.offset == 0


def _is_there(disk: _Disk, chance: random.Random) -> bool:
    return disk.exists or (disk.may_return and chance.random() < 0.5)


def _left(disk: _Disk, chance: random.Random) -> bytes:
    """The file with some, none or all of the sectors that were under way."""
    content = bytearray(disk.sure)
    for op in disk.pending:
        if op.kind == "truncate":
            if chance.random() < 0.5:
                _apply(content, op)
            continue
        share = chance.choice([0.0, 0.5, 1.0])
        for at in range(0, len(op.data), SECTOR):
            if chance.random() < share:
                part = op.data[at : at + SECTOR]
                _apply(content, op._replace(offset=op.offset + at, data=part))
    return bytes(content)


def _apply(content: bytearray, op: Op) -> None:
    if op.kind == "truncate":
        del content[op.offset :]
        return
    end = op.offset + len(op.data)
    content.extend(bytes(max(0, end - len(content))))
    content[op.offset : end] = op.data


def _judge(path: Path, score: Score, said: set[str]) -> None:
    try:
        store = open_store(path)
        try:
            score.lost += bool(said - verify(store))
        finally:
            store.close()
    except (StorageError, sqlite3.Error, AssertionError):
        score.damaged += 1
