"""The first hundred bytes of a file, read without SQLite before anything else is done with it.

They tell a foreign file from one of ours, and a newer, a cut or an overwritten one from a sound
one. What they cannot tell is left to `quick_check` and the hashes.
"""

import struct
import time
from pathlib import Path

from appraisal.store.connection import APPLICATION_ID, PAGE_SIZE, journal_of, refuse_connected
from appraisal.store.faults import Damaged, NotOurs, TooNew, damaged, told
from resources.i18n import _

MAGIC = b"SQLite format 3\0"
SIZE = 100
_OUR_SCHEMA = b"CREATE TABLE entry(seq INTEGER PRIMARY KEY, id TEXT"
_NEWEST_BELIEVED = 999  # a schema above this is not a newer program's but an overwritten number
_TRIES = 3  # another program may be in the midst of a write

_KINDS = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP, Word, Excel"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\xd0\xcf\x11\xe0", "Word 97, Excel 97"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"{\\rtf", "RTF"),
    (b"<?xml", "XML"),
    (b"<!DOCTYPE html", "HTML"),
    (b"<html", "HTML"),
    (b"TY  -", "RIS"),
    (b"@article", "BibTeX"),
)


def check_header(path: Path, *, newest: int) -> int:
    """Tell the schema of a review's file from its first bytes.

    Raises
    ------
    NotOurs, TooNew, Damaged, Unreachable
        When it should not be opened; the file was only read.
    """
    refuse_connected(path)
    with told(path):
        for _turn in range(_TRIES - 1):
            try:
                return _check(path, newest)
            except Damaged:
                time.sleep(0.05)
        return _check(path, newest)


def _check(path: Path, newest: int) -> int:
    with path.open("rb") as file:
        page = file.read(PAGE_SIZE)
        length = file.seek(0, 2)
    if not page.startswith(MAGIC) or len(page) < SIZE:
        raise damaged(path) if _was_ours(path, page, length) else _not_ours(_kind(page))
    application: int = struct.unpack_from(">I", page, 68)[0]
    schema: int = struct.unpack_from(">I", page, 60)[0]
    if application != APPLICATION_ID:
        if _OUR_SCHEMA in page:
            raise damaged(path)
        raise _not_ours(_("a database of another program"))
    if newest < schema <= _NEWEST_BELIEVED:
        raise _too_new(schema, newest)
    if not 1 <= schema <= newest or not (_is_whole(page, length) or _has_journal(path)):
        raise damaged(path)
    return schema


def _is_whole(page: bytes, length: int) -> bool:
    """Whether page size times page count is the file's length."""
    size, pages = struct.unpack_from(">H", page, 16)[0], struct.unpack_from(">I", page, 28)[0]
    return bool(size == PAGE_SIZE and pages * size == length)


def _has_journal(path: Path) -> bool:
    """Whether SQLite will first put something right that a killed program left half done."""
    try:
        return journal_of(path).stat().st_size > 0
    except FileNotFoundError:
        return False


def _was_ours(path: Path, page: bytes, length: int) -> bool:
    """Whether a file without SQLite's first bytes is a review that lost them."""
    if _OUR_SCHEMA in page:
        return True
    zeroed = length >= PAGE_SIZE and not any(page[:SIZE])
    return zeroed and _holds_tables(path)


def _holds_tables(path: Path) -> bool:
    """Whether the first pages look like SQLite's: the type of a page is its first byte."""
    with path.open("rb") as file:
        pages = [file.read(PAGE_SIZE) for _n in range(8)][1:]
    return (
        bool(pages) and sum(page[:1] in {b"\x02", b"\x05", b"\x0a", b"\x0d"} for page in pages) > 1
    )


def _kind(page: bytes) -> str:
    start = page.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        return _("an empty file")
    for mark, name in _KINDS:
        if start[: len(mark)].lower() == mark.lower():
            return name
    if b"\0" in page:
        return _("a file of another program")
    try:
        page[: -4 if len(page) == PAGE_SIZE else None].decode()  # a character may be cut at the end
    except UnicodeDecodeError:
        return _("a file of another program")
    return _("a text")


def _not_ours(kind: str) -> NotOurs:
    return NotOurs(
        _("This is not an Evenhand review (it looks like: {kind}).").format(kind=kind),
        remedy=_("Choose a file that Evenhand made, or import from it in an open review."),
    )


def _too_new(schema: int, newest: int) -> TooNew:
    return TooNew(
        _("Made by a newer Evenhand (schema {theirs}; this one knows {ours}).").format(
            theirs=schema, ours=newest
        ),
        remedy=_("Update Evenhand to open it. The file was left as it is."),
    )
