"""Tagged text as blocks: RIS, PubMed, Web of Science, EndNote. One record, its tags, its line.

Where a record begins and ends, and what no one understood, is decided here, with line numbers:
a file is never emptied in silence. What the tags mean is `dialects`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from resources.i18n import _

Kind = Literal["ris", "nbib", "ciw", "endnote"]
Tags = dict[str, list[str]]

MOST_IN_RECORD: Final = 2_000_000  # characters
_HEADING = re.compile(
    r"\d+\.?|record #?\d+( of \d+)?.*|(provider|content|database|source|search|export\w*):.*"
    r"|link to the .*|end of (file|document)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Block:
    """The tags of one record, each with its values in order, and the line it begins at."""

    line: int
    tags: Tags
    plain: bool = False  # nothing in its values is to be tidied


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something in a file that is not as it should be; `lost` where it did not come in."""

    line: int
    what: str
    lost: bool = True


TagOf = Callable[[str], tuple[str, str]]  # a line's tag, or none, and what follows it


@dataclass(frozen=True, slots=True)
class _Grammar:
    """How a format marks its records."""

    tag_of: TagOf
    start: str
    end: str = ""
    starts_too: frozenset[str] = frozenset()  # tags that begin a record whose start is missing
    lists: frozenset[str] = frozenset()  # tags whose further lines are values of their own
    headings: frozenset[str] = frozenset()  # tags that stand outside records


def blocks(lines: Iterable[str], kind: Kind) -> Iterator[Block | Oddity]:
    """The records of a tagged text, and between them what was not understood."""
    reader = LineReader(kind)
    for number, line in enumerate(lines, 1):
        reader.take(number, line)
        if reader.found:
            yield from reader.told()
    reader.finish()
    yield from reader.told()


class LineReader:
    """Takes a text line by line; what it has finished with lies in `found`."""

    def __init__(self, kind: Kind) -> None:
        self.found: list[Block | Oddity] = []
        self.is_loose = False
        self.tags: Tags | None = None  # of the record that is open
        self._grammar = _GRAMMARS[kind]
        self._may_be_loose = kind == "ris"
        self._begun = self._size = 0
        self._last = ""
        self._goes_on = False

    def told(self) -> list[Block | Oddity]:
        """What was finished since this was asked last."""
        found, self.found = self.found, []
        return found

    def take_all(self, number: int, lines: Iterable[str]) -> None:
        """Take lines of which the first has this number."""
        for at, line in enumerate(lines, number):
            self.take(at, line)

    def take(self, number: int, line: str) -> None:
        """Take the next line."""
        grammar = self._grammar
        tag, content = grammar.tag_of(line)
        if not tag and self._may_be_loose:
            tag, content = self._loosely(number, line, content)
        if tag == grammar.start or (self.tags is None and tag in grammar.starts_too):
            self._begin(number, tag, content)
        elif tag and tag == grammar.end:
            self.end()
        elif self.tags is None:
            self._outside(number, tag, content)
        else:
            self._inside(tag, content, len(line))

    def end(self) -> None:
        """End the record that is open."""
        if self.tags is not None:
            self.found.append(_block(self._begun, self.tags, goes_on=self._goes_on))
        self.tags = None

    def finish(self) -> None:
        """Take the end of the text."""
        if self.tags is not None and self._grammar.end:
            self.found.append(_endless(self._begun))
        self.end()

    def _begin(self, number: int, tag: str, content: str) -> None:
        self.finish()
        if tag != self._grammar.start:
            self.found.append(Oddity(number, _("The record has no type (TY)."), lost=False))
        self.tags = {tag: [content]}
        self._begun, self._size, self._last = number, len(content), tag
        self._goes_on = False

    def _outside(self, number: int, tag: str, content: str) -> None:
        if content and tag not in self._grammar.headings and not _HEADING.fullmatch(content):
            said = _("Outside any record: “{text}”").format(text=_cut(content))
            self.found.append(Oddity(number, said))

    def _inside(self, tag: str, content: str, size: int) -> None:
        assert self.tags is not None
        if tag:
            self.tags.setdefault(tag, []).append(content)
            self._last = tag
        elif content:
            mark = "" if self._last in self._grammar.lists else "\n"
            self.tags.setdefault(self._last, []).append(f"{mark}{content}")
            self._goes_on = True
        self._size += size
        if self._size > MOST_IN_RECORD:
            self.found.append(Oddity(self._begun, _("The record is longer than any real one.")))
            self.tags = None

    def _loosely(self, number: int, line: str, content: str) -> tuple[str, str]:
        """A tag with one blank for two, or none: believed once a record was begun by one."""
        if not self.is_loose and not content.startswith("TY"):
            return "", content
        found = _LOOSE.match(line)
        if found is None:
            return "", content
        if not self.is_loose:
            self.is_loose = True
            said = _("Its tags are not spaced as in RIS.")
            self.found.append(Oddity(number, said, lost=False))
        return found[1], found[2].strip()


def _endless(line: int) -> Oddity:
    return Oddity(line, _("The record has no end (ER)."), lost=False)


def _block(line: int, tags: Tags, *, goes_on: bool) -> Block:
    """A block with the lines that went on put behind the value they belong to."""
    if not goes_on:
        return Block(line, tags)
    for tag, values in tags.items():
        if len(values) > 1 and any(value.startswith("\n") for value in values):
            joined: list[list[str]] = []
            for value in values:
                if value.startswith("\n") and joined:
                    joined[-1].append(value)
                else:
                    joined.append([value])
            tags[tag] = ["".join(parts) for parts in joined]
    return Block(line, tags)


_LOOSE = re.compile(r"\s*([A-Z][A-Z0-9])[ \t]{0,4}-(?![\w-])(.*)", re.DOTALL)
_NBIB = re.compile(r"([A-Z]{2,4}) {0,2}- ?(.*)", re.DOTALL)
_ENDNOTE = re.compile(r"(%[0-9A-Z@!#$&()*+,?>~^<\[\]]) ?(.*)", re.DOTALL)


def _ris_tag(line: str) -> tuple[str, str]:
    if line[2:5] == "  -" and line[:2].isalnum() and line[:2].isupper():
        return line[:2], line[5:].strip()
    return "", line.strip()


def _ciw_tag(line: str) -> tuple[str, str]:
    tag = line[:2]
    if tag.isalnum() and tag.isupper() and line[2:3] in ("", " ", "\n"):
        return tag, line[3:].strip()
    return "", line.strip()


def _by(pattern: re.Pattern[str]) -> TagOf:
    def tag_of(line: str) -> tuple[str, str]:
        found = pattern.match(line)
        return ("", line.strip()) if found is None else (found[1], found[2].strip())

    return tag_of


_GRAMMARS: Final[Mapping[Kind, _Grammar]] = {
    "ris": _Grammar(
        _ris_tag, "TY", "ER", frozenset({"TI", "T1", "AU", "A1", "ID", "DO", "PY", "N1", "AB"})
    ),
    "nbib": _Grammar(_by(_NBIB), "PMID"),
    "ciw": _Grammar(
        _ciw_tag,
        "PT",
        "ER",
        lists=frozenset({"AU", "AF", "CA", "ED", "BE", "C1", "CR"}),
        headings=frozenset({"FN", "VR", "EF"}),
    ),
    "endnote": _Grammar(_by(_ENDNOTE), "%0", "", frozenset({"%T", "%A"})),
}


def _cut(text: str) -> str:
    plain = "".join(mark if mark.isprintable() else " " for mark in text[:60])
    return plain if len(text) <= 60 else f"{plain}..."
