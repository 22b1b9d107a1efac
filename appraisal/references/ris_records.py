"""RIS a record at a step: most are as databases write them, and need no look at each line.

What stands between two `ER` and begins with `TY` is taken apart by one pattern. Whatever else a
file holds goes to the reader of lines, which knows what may be wrong; both give the same blocks.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from appraisal.references.tagged import Block, LineReader, Oddity, Tags

_BEGIN: Final = "TY  -"
_END: Final = "\nER  -"
_LONG: Final = 100_000  # characters of a record that is looked at as a whole
_PLAIN: Final = 15_000  # characters: a record that fits a claim, whatever its letters
_PRINTED: Final = b"\n" + bytes(range(32, 127))
_PAIR = re.compile(r"^([A-Z][A-Z0-9])  -(.*(?:\n(?![A-Z][A-Z0-9]  -).*)*)", re.MULTILINE)


def ris_blocks(texts: Iterable[str]) -> Iterator[Block | Oddity]:
    """The records of RIS given in texts of whole lines, and what was not understood."""
    reader = LineReader("ris")
    number = 1  # the line that `held` begins at
    held = ""
    marked = False  # whether an `ER  -` stood before `held`
    for text in texts:
        *records, held = (held + text).split(_END)
        for record in records:
            yield from _taken(reader, record, number, marked=marked)
            number += record.count("\n") + 1
            marked = True
        if len(held) > _LONG:
            reader.take_all(number, _lines(held.removesuffix("\n"), marked=marked))
            yield from reader.told()
            number += held.count("\n")
            held, marked = "", False
    reader.take_all(number, _lines(held, marked=marked))
    reader.finish()
    yield from reader.told()


def _taken(
    reader: LineReader, record: str, number: int, *, marked: bool
) -> Iterator[Block | Oddity]:
    """What stands between two `ER`."""
    begin = 0 if record.startswith(_BEGIN) and not marked else record.find(f"\n{_BEGIN}") + 1
    if begin or not marked:
        before = record[:begin]
        if marked and before.partition("\n")[2].isspace() and not reader.is_loose:
            reader.end()  # nearly always: blank lines
        elif before:
            reader.take_all(number, _lines(before[:-1], marked=marked))
        block = None
        if reader.tags is None and not reader.is_loose:
            block = _at_once(record[begin:], number + before.count("\n"))
        if block is not None:
            yield from reader.told()
            yield block
            return
        reader.take_all(number + before.count("\n"), record[begin:].split("\n"))
    else:
        reader.take_all(number, _lines(record, marked=True))
    yield from reader.told()


def _lines(text: str, *, marked: bool) -> list[str]:
    return f"ER  -{text}".split("\n") if marked else text.split("\n")


def _at_once(text: str, number: int) -> Block | None:
    """A record of tags alone; None where anything in it asks for a closer look."""
    if not text.startswith(_BEGIN) or len(text) > _LONG:
        return None
    pairs = _PAIR.findall(text)
    tags: Tags = {}
    is_whole = True
    for tag, said in pairs:
        value = said.strip()
        if "\n" in said:
            joined = _joined(said)
            if joined is None:
                return None
            value, is_whole = joined, False
        values = tags.get(tag)
        if values is None:
            tags[tag] = [value]
        else:
            values.append(value)
    if len(tags["TY"]) > 1:
        return None
    return Block(number, tags, plain=is_whole and _is_plain(text, len(pairs)))


def _joined(said: str) -> str | None:
    """A value that goes on in further lines; None where one may be a tag after all."""
    first, *more = said.split("\n")
    parts = [first.strip()]
    for line in more:
        content = line.strip()
        if line[2:5] == "  -" or content.startswith("TY"):
            return None
        if content:
            parts.append(content)
    return "\n".join(parts)


def _is_plain(text: str, pairs: int) -> bool:
    """Whether no value has anything to be tidied: the only double blanks are those of the tags."""
    if len(text) > _PLAIN or "&" in text or text.count("  ") != pairs:
        return False
    if text.isascii():
        return not text.encode().translate(None, _PRINTED)
    return text.replace("\n", "").isprintable()
