"""Files as they get broken: cut, doubled, with bytes flipped or put in.

`python -m tests.appraisal.references.mutate TIMES` breaks each sample that often and reads it.
"""

import contextlib
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from appraisal.errors import UnreadableImport
from appraisal.references.reading import read_references
from tests.appraisal.references.samples import TEXTS

_PIECES = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\n", b"\r", b'"', b"{", b"}", b"<", b"&lol;", b"TY  - ",
    b"ER  - ", b"PMID- ", b"@article{", b"%0 ", b";" * 40, b"PT J\n", b"\xf0\x9f\x98\x80", b"  ",
    b"<!ENTITY a 'b'>", b"\\" * 9, b"10.1000/", b"-" * 99,
)  # fmt: skip


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The content with one to eight things done to it."""
    made = bytearray(content)
    for _n in range(chance.randint(1, 8)):
        place = chance.randrange(len(made) + 1)
        other = chance.randrange(len(made) + 1)
        low, high = sorted((place, other))
        what = chance.randrange(6)
        if what == 0 and made:
            made[place % len(made)] = chance.randrange(256)
        elif what == 1:
            del made[low : min(high, low + 200)]
        elif what == 2:
            made[place:place] = chance.choice(_PIECES)
        elif what == 3:
            made[place:place] = made[low : min(high, low + 500)]
        elif what == 4:
            del made[place:]
        else:
            made[place:place] = bytes(chance.randrange(256) for _m in range(chance.randrange(12)))
    return bytes(made)


def broken(name: str, times: int, seed: int = 8) -> Iterator[bytes]:
    """A sample, broken in so many ways."""
    chance = random.Random(f"{name} {seed}")
    encodings = ("utf-8", "utf-16", "cp1252")
    for number in range(times):
        yield mutated(TEXTS[name].encode(encodings[number % 3], "replace"), chance)


def read_broken(folder: Path, name: str, times: int, seed: int = 8) -> int:
    """Read a sample broken in so many ways; gives how many still held records."""
    held = 0
    for content in broken(name, times, seed):
        path = folder / name
        path.write_bytes(content)
        with contextlib.suppress(UnreadableImport):
            held += bool(read_references(path).references)
    return held


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        for one in TEXTS:
            count = read_broken(Path(place), one, int(sys.argv[1]), seed=random.randrange(10**9))
            sys.stdout.write(f"{one}: {count} of {sys.argv[1]} still held records\n")
