"""What a file is, by its content and never by its suffix; and its text, a line at a time.

A file is read as a stream: one of 200 MB takes no more room than its longest line may have.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from appraisal.decoding import LARGEST
from appraisal.errors import UnreadableImport
from appraisal.store.faults import of_system
from resources.i18n import _

HEAD: Final = 65_536  # bytes looked at
LONGEST_LINE: Final = 1_000_000  # characters
_PIECE: Final = 500_000  # characters read at a time; less than the longest line
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_TEXT_KINDS = (  # the first to appear in the file is what it is
    ("nbib", re.compile(r"^PMID ?- ?\d", re.M)),
    ("ciw", re.compile(r"^FN [^\n]*\n\s*VR |^PT [A-Z]\s*$", re.M)),
    ("ris", re.compile(r"^\s*TY {0,4}- ?|^(?:TI|T1|AU|A1)  - ", re.M)),
    ("endnote", re.compile(r"^%0 \S", re.M)),
    ("bibtex", re.compile(r"^\s*@\s*[A-Za-z]+\s*[{(]", re.M)),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be read: what it is, and how its letters are written."""

    path: Path
    kind: str  # ris, nbib, ciw, endnote, bibtex, endnote-xml, excel, table
    encoding: str
    guessed: bool
    size: int


def look(path: Path) -> Source:
    """Find out what a file is.

    Raises
    ------
    UnreadableImport
        When it is empty, too large, or holds no references that we can read.
    StorageError
        When it cannot be reached.
    """
    name = path.name
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise UnreadableImport(
                _("{name} has {n} MB; 200 MB fit.").format(name=name, n=size // 10**6)
            )
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as fault:
        raise of_system(fault, path) from fault
    if not head.strip(b"\0 \t\r\n"):
        raise UnreadableImport(_("{name} is empty.").format(name=name))
    kind = _binary_kind(head, name)
    if kind == "excel":
        return Source(path, kind, "", guessed=False, size=size)
    encoding, guessed = _encoding(path, head)
    text = head.decode(encoding, "replace").lstrip("\ufeff")
    if kind == "xml" or text.lstrip()[:5].lower() == "<?xml" or "<records>" in text[:2000]:
        return Source(path, _xml_kind(text, name), encoding, guessed=False, size=size)
    _refuse_other_texts(text, name)
    return Source(path, _text_kind(text), encoding, guessed=guessed, size=size)


def lines_of(source: Source) -> Iterator[str]:
    """The lines of a text, one at a time, without their ends; refuses as `texts_of` does."""
    for text in texts_of(source):
        lines = text.split("\n")
        if not lines[-1]:
            lines.pop()
        yield from lines


def texts_of(source: Source) -> Iterator[str]:
    """A text some hundred lines at a time, each with its end.

    Raises
    ------
    UnreadableImport
        When a line is longer than any real one, or holds NULs.
    StorageError
        When the file cannot be read on.
    """
    number = 0
    begun = ""  # the line that goes on in the next piece
    try:
        with source.path.open(encoding=source.encoding, errors="replace") as file:
            while piece := file.read(_PIECE):
                if "\0" in piece:
                    bad = piece.count("\n", 0, piece.index("\0"))
                    raise _no_text(source, number + bad + 1)
                end = piece.rfind("\n") + 1
                text = begun + piece[:end]
                begun = piece[end:] if end else begun + piece
                if max(text.find("\n"), len(begun)) > LONGEST_LINE:
                    raise _too_long(source, number + 1)
                if end:
                    yield text
                    number += text.count("\n")
    except OSError as fault:
        raise of_system(fault, source.path) from fault
    if begun:
        yield begun


def _too_long(source: Source, number: int) -> UnreadableImport:
    return UnreadableImport(
        _("Line {n} of {name} has more than a million characters.").format(
            n=number, name=source.path.name
        ),
        remedy=_("That is no file of references."),
    )


def _no_text(source: Source, number: int) -> UnreadableImport:
    return UnreadableImport(
        _("Line {n} of {name} is no text: it holds NUL characters.").format(
            n=number, name=source.path.name
        ),
        remedy=_("Export it again from the database."),
    )


def _binary_kind(head: bytes, name: str) -> str:
    if head.startswith(b"PK"):
        if b"[Content_Types]" in head or b"xl/" in head:
            return "excel"
        raise UnreadableImport(
            _("{name} is a ZIP archive.").format(name=name),
            remedy=_("Unpack it and import the files in it."),
        )
    for mark, what in (
        (b"%PDF", _("a PDF")),
        (b"\xd0\xcf\x11\xe0", _("an old Office file")),
        (b"\x89PNG", _("a picture")),
        (b"\xff\xd8\xff", _("a picture")),
        (b"GIF8", _("a picture")),
        (b"\x1f\x8b", _("a packed file")),
        (b"7z\xbc\xaf", _("a packed file")),
        (b"SQLite format 3", _("a database file")),
    ):
        if head[:1024].lstrip().startswith(mark):
            raise UnreadableImport(
                _("{name} holds no references: it is {what}.").format(name=name, what=what),
                remedy=_("Export the search from the database as RIS."),
            )
    return ""


def _xml_kind(text: str, name: str) -> str:
    start = text[:4000].lower()
    if "<html" in start or "<!doctype html" in start:
        _refuse_other_texts("<html", name)
    if "<records" in start or "<record>" in start:
        return "endnote-xml"
    raise UnreadableImport(
        _("{name} is XML, but not of EndNote.").format(name=name),
        remedy=_("Export the search from the database as RIS."),
    )


def _refuse_other_texts(text: str, name: str) -> None:
    start = text.lstrip()[:2000].lower()
    if start.startswith(("<!doctype", "<html", "<head", "<body")):
        raise UnreadableImport(
            _("{name} holds no references: it is a web page.").format(name=name),
            remedy=_("The database may have asked you to sign in. Export the search again."),
        )
    if start.startswith(("{\\rtf", "{", "[{")):
        raise UnreadableImport(
            _("{name} holds no references that we can read.").format(name=name),
            remedy=_("Export the search from the database as RIS."),
        )


def _text_kind(text: str) -> str:
    found = [
        (match.start(), place, kind)
        for place, (kind, pattern) in enumerate(_TEXT_KINDS)
        if (match := pattern.search(text)) is not None
    ]
    return min(found)[2] if found else "table"


def _encoding(path: Path, head: bytes) -> tuple[str, bool]:
    """By mark, else UTF-16 by its zeros, else UTF-8 where all of it is, else Windows-1252."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, False
    part = head[:4000]
    if part[1::2].count(0) > len(part) // 4:
        return "utf-16-le", True
    if part[0::2].count(0) > len(part) // 4:
        return "utf-16-be", True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while piece := file.read(1_000_000):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252", True
    except OSError as fault:
        raise of_system(fault, path) from fault
    return "utf-8", False
