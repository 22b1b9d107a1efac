"""Bytes of a file as text: by mark, else UTF-16 by its zeros, else UTF-8, else Windows-1252."""

from dataclasses import dataclass
from pathlib import Path

from appraisal.errors import UnreadableImport
from appraisal.store.faults import of_system
from resources.i18n import _

LARGEST = 200_000_000  # bytes
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and whether its encoding had to be guessed."""

    text: str
    guessed: bool


def check_size(path: Path) -> None:
    """Refuse a file that is too large, before it is read; raises as `read_bytes` does."""
    try:
        size = path.stat().st_size
    except OSError as fault:
        raise of_system(fault, path) from fault
    if size > LARGEST:
        raise UnreadableImport(
            _("{name} has {n} MB; 200 MB fit.").format(name=path.name, n=size // 10**6)
        )


def read_bytes(path: Path) -> bytes:
    """The content of a file that is small enough.

    Raises
    ------
    UnreadableImport
        When it is empty or too large.
    StorageError
        When it cannot be reached.
    """
    check_size(path)
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise of_system(fault, path) from fault
    if not content.strip():
        raise UnreadableImport(_("{name} is empty.").format(name=path.name))
    return content


def decode(content: bytes) -> Decoded:
    """Bytes as text."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return Decoded(content.decode(encoding, "replace"), guessed=False)
    head = content[:2000]
    for zeros, encoding in ((head[1::2], "utf-16-le"), (head[0::2], "utf-16-be")):
        if zeros.count(0) > len(head) // 4:
            return Decoded(content.decode(encoding, "replace"), guessed=True)
    try:
        return Decoded(content.decode("utf-8"), guessed=False)
    except UnicodeDecodeError:
        return Decoded(content.decode("cp1252", "replace"), guessed=True)
