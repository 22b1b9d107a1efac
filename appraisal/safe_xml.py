"""XML that others wrote, as a tree: no entity is expanded, nothing is fetched, nothing explodes.

Depth, number of elements and length of a text have limits; pictures that lie in the text are not
kept. What is no XML is told in one sentence.
"""

import codecs
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from appraisal.errors import UnreadableImport
from resources.i18n import _

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DEPTH: Final = 100
ELEMENTS: Final = 300_000
LONGEST: Final = 1_000_000
CHUNK: Final = 1 << 16

Report = Callable[[int, int], None]


def read_xml(
    source: Path | bytes,
    *,
    name: str,
    skip: frozenset[str] = frozenset(),
    report: Report | None = None,
) -> "Element":
    """Read a document, piece by piece; the content of elements named in `skip` is left out.

    A document that names no encoding and is no UTF-8 is read as Windows-1252.

    Raises
    ------
    UnreadableImport
        When it is no XML, or more than anyone sends.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException

    try:
        return _read(source, _encoding(source), name, skip, report)
    except DefusedXmlException as fault:
        raise UnreadableImport(
            _("{name} defines entities of its own, which may do harm; it is not read.").format(
                name=name
            )
        ) from fault
    except (ParseError, LookupError, ValueError) as fault:
        raise UnreadableImport(
            _("{name} is damaged: {why}.").format(name=name, why=fault)
        ) from fault


def _pieces(source: Path | bytes) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield from (source[start : start + CHUNK] for start in range(0, len(source), CHUNK))
        return
    with source.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def _encoding(source: Path | bytes) -> str | None:
    """The encoding to read with; None where the document says it, or is UTF-8 or UTF-16."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for place, piece in enumerate(_pieces(source)):
        said = piece[:2] in (b"\xff\xfe", b"\xfe\xff") or b"encoding" in piece[:200]
        if not place and said:
            return None
        try:
            decoder.decode(piece)
        except UnicodeDecodeError:
            return "windows-1252"
    return None


def _read(
    source: Path | bytes,
    encoding: str | None,
    name: str,
    skip: frozenset[str],
    report: Report | None,
) -> "Element":
    from defusedxml.ElementTree import XMLParser

    parser = XMLParser(
        target=_guarded(name, skip),
        encoding=encoding,
        forbid_dtd=False,
        forbid_entities=True,
        forbid_external=True,
    )
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    for done, piece in enumerate(_pieces(source)):
        parser.feed(piece)
        if report is not None:
            report(done * CHUNK, size)
    root: Element = parser.close()
    return root


def _guarded(name: str, skip: frozenset[str]) -> object:
    """A builder of trees that counts what it builds."""
    from xml.etree.ElementTree import TreeBuilder

    too_much = UnreadableImport(
        _("{name} holds more, or deeper, than any review does; it is not read.").format(name=name)
    )

    class Guard(TreeBuilder):
        depth = elements = length = skipping = 0

        def start(self, tag: str, attrs: dict[str, str]) -> "Element":
            self.depth += 1
            self.elements += 1
            self.length = 0
            if self.depth > DEPTH or self.elements > ELEMENTS:
                raise too_much
            if sum(map(len, attrs.values())) > LONGEST:
                raise too_much
            if tag in skip:
                self.skipping += 1
            return super().start(tag, attrs)

        def data(self, data: str) -> None:
            if self.skipping:
                return
            self.length += len(data)
            if self.length > LONGEST:
                raise too_much
            super().data(data)

        def end(self, tag: str) -> "Element":
            self.depth -= 1
            self.length = 0
            if tag in skip:
                self.skipping -= 1
            return super().end(tag)

    return Guard()
