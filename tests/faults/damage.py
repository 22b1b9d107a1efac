"""Files with flipped bits, zeroed pages, lost headers and cut ends; noticing and rescuing."""

import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from appraisal.errors import StorageError
from appraisal.hashes import row_holds
from appraisal.ledger import Row
from appraisal.store.connection import PAGE_SIZE
from appraisal.store.rescue import salvage
from appraisal.store.sqlite import SqliteStore, create, open_store
from tests.faults.rows import Writer

Damage = Callable[[bytearray, random.Random], None]


@dataclass(slots=True)
class Noticed:
    """Of flips in a file's bytes: how many changed what is read, and how many were noticed."""

    flips: int = 0
    mattered: int = 0
    noticed: int = 0
    crashed: int = 0


@dataclass(slots=True)
class Rescued:
    """Of a damaged file's entries, how many survived in its bytes and how many came back."""

    surviving: int = 0
    found: int = 0
    whole: int = 0


def make(folder: Path, *, entries: int) -> tuple[bytes, dict[str, Row]]:
    """A sound file's bytes and its rows by id."""
    store = create(folder / "sound", "trial00000000000", replace=True)
    store.put_blob("id = 'nos-cohort'\n" * 200)
    store.append(list(Writer(7).rows(entries)))
    rows = {row.id: row for row in store.entries()}
    store.close()
    return store.path.read_bytes(), rows


def noticing(folder: Path, *, flips: int, entries: int = 300, seed: int = 5) -> Noticed:
    """Flip one bit at a time; what is then read differs only if something notices it."""
    sound, rows = make(folder, entries=entries)
    truth, chance, score = sorted(rows.values()), random.Random(seed), Noticed()
    path = folder / "flipped.evenhand"
    for _n in range(flips):
        content = bytearray(sound)
        flip_bit(content, chance)
        path.write_bytes(content)
        score.flips += 1
        noticed, read = _look(path, score)
        score.noticed += noticed
        score.mattered += noticed or read != truth
    return score


def rescuing(folder: Path, damage: Damage, *, entries: int = 2000, seed: int = 6) -> Rescued:
    """Damage a file and bring back what can be read."""
    sound, rows = make(folder, entries=entries)
    content = bytearray(sound)
    damage(content, random.Random(seed))
    path = folder / "broken.evenhand"
    path.write_bytes(content)
    found = {row.id: row for row in salvage(path).rows}
    assert path.read_bytes() == content
    assert all(row._replace(seq=0) == rows[row.id]._replace(seq=0) for row in found.values())
    surviving = [row for row in rows.values() if _is_in(content, row)]
    return Rescued(len(surviving), sum(row.id in found for row in surviving), len(rows))


def flip_bit(content: bytearray, chance: random.Random) -> None:
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def flip_eight(content: bytearray, chance: random.Random) -> None:
    for _n in range(8):
        flip_bit(content, chance)


def zero_page(content: bytearray, chance: random.Random) -> None:
    start = chance.randrange(1, len(content) // PAGE_SIZE) * PAGE_SIZE
    content[start : start + PAGE_SIZE] = bytes(PAGE_SIZE)


def zero_first_page(content: bytearray, _chance: random.Random) -> None:
    content[:PAGE_SIZE] = bytes(PAGE_SIZE)


def lose_header(content: bytearray, _chance: random.Random) -> None:
    content[:100] = bytes(100)


def cut_short(content: bytearray, chance: random.Random) -> None:
    del content[chance.randrange(len(content) // 4, len(content)) :]


DAMAGES: tuple[Damage, ...] = (
    flip_eight,
    zero_page,
    zero_first_page,
    lose_header,
    cut_short,
)


def _look(path: Path, score: Noticed) -> tuple[bool, list[Row]]:
    """Open a file as the program does; whether it was noticed, and what was read."""
    try:
        store = open_store(path)
    except StorageError:
        return True, []
    try:
        return _read(store)
    except StorageError:
        return True, []
    except (sqlite3.Error, ValueError, TypeError):
        score.crashed += 1
        return False, []
    finally:
        store.close()


def _read(store: SqliteStore) -> tuple[bool, list[Row]]:
    rows = sorted(store.entries())
    for digest in store.blobs():
        store.blob(digest)
    return not all(map(row_holds, rows)), rows


def _is_in(content: bytearray, row: Row) -> bool:
    """Whether a row still stands in the file; its hash stands nowhere but in the row itself."""
    start = "".join((row.id, row.change, row.at, row.author, row.subject, row.field)).encode()
    return row.hash in content and start in content
