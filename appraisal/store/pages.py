"""Rows read straight from the pages of a SQLite file, for when SQLite itself finds no way to them.

Every page is taken as if it were a leaf of a table; what can be decoded is given, and nothing is
believed: `rescue` keeps only what its hash proves. The format is that of SQLite's own page on its
files, sections 1.6 and 2.1.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from appraisal.store.connection import PAGE_SIZE

_LONGEST = 200_000  # bytes of one row; a claim has at most 64 KB
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_LOCAL_MOST = PAGE_SIZE - 35
_LOCAL_LEAST = (PAGE_SIZE - 12) * 32 // 255 - 23


@dataclass(frozen=True, slots=True)
class Record:
    """A decoded row with its rowid."""

    rowid: int
    values: tuple[object, ...]


def records(data: bytes) -> Iterator[Record]:
    """Every row that can be decoded from a file's bytes, page by page."""
    for start in range(0, len(data) - PAGE_SIZE + 1, PAGE_SIZE):
        top = start + (100 if start == 0 else 0)
        count = struct.unpack_from(">H", data, top + 3)[0]
        if not 0 < count <= PAGE_SIZE // 4:
            continue
        for pointer in struct.unpack_from(f">{count}H", data, top + 8):  # they end within the page
            found = _record(data, start, pointer) if pointer < PAGE_SIZE - 4 else None
            if found is not None:
                yield found


def _record(data: bytes, start: int, pointer: int) -> Record | None:
    try:
        size, place = _varint(data, start + pointer)
        rowid, place = _varint(data, place)
        if not 0 < size <= _LONGEST:
            return None
        values = _values(_payload(data, start, place, size))
    except (IndexError, struct.error, UnicodeDecodeError, ValueError):  # not a row, or a broken one
        return None
    return Record(rowid, values)


def _payload(data: bytes, start: int, place: int, size: int) -> bytes:
    """A row's bytes, gathered from the pages it runs over to."""
    if size <= _LOCAL_MOST:
        return _within(data, place, size, start + PAGE_SIZE)
    local = _LOCAL_LEAST + (size - _LOCAL_LEAST) % (PAGE_SIZE - 4)
    if local > _LOCAL_MOST:
        local = _LOCAL_LEAST
    found = bytearray(_within(data, place, local, start + PAGE_SIZE))
    page: int = struct.unpack_from(">I", data, place + local)[0]
    while len(found) < size:
        top = (page - 1) * PAGE_SIZE
        if page < 1 or top + PAGE_SIZE > len(data):
            raise ValueError("the row runs over to a page that is not there")
        found += data[top + 4 : top + min(PAGE_SIZE, 4 + size - len(found))]
        page = struct.unpack_from(">I", data, top)[0]
    return bytes(found)


def _within(data: bytes, place: int, size: int, end: int) -> bytes:
    if place + size > end:
        raise ValueError("the row runs over the end of its page")
    return data[place : place + size]


def _values(payload: bytes) -> tuple[object, ...]:
    top, place = _varint(payload, 0)
    kinds = []
    while place < top:
        kind, place = _varint(payload, place)
        kinds.append(kind)
    values: list[object] = []
    place = top
    for kind in kinds:
        size = _INTEGERS.get(kind, 0) if kind < 12 else (kind - 12) // 2
        raw = _within(payload, place, size, len(payload))
        values.append(_value(kind, raw))
        place += size
    return tuple(values)


def _value(kind: int, raw: bytes) -> object:
    if kind == 0:
        return None
    if kind in {8, 9}:
        return kind - 8
    if kind in _INTEGERS:
        return int.from_bytes(raw, "big", signed=True)
    if kind < 12:
        raise ValueError("none of our columns holds this type")
    return raw.decode() if kind % 2 else raw


def _varint(data: bytes, place: int) -> tuple[int, int]:
    number = 0
    for turn in range(9):
        byte = data[place + turn]
        if turn == 8:
            return number << 8 | byte, place + 9
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            return number, place + turn + 1
    raise AssertionError("a ninth byte always ends it")
