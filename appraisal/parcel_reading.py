"""Reading a parcel: whole, signed, and no larger than anybody sends; nothing is believed yet.

Whose it is, and what its sender may say, is the business of `receiving`.
"""

import json
import lzma
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from appraisal.boxes import Box, rows_from, sound_box
from appraisal.errors import UnreadableImport
from appraisal.keys import is_signed
from appraisal.ledger import Row, canonical, text_digest
from appraisal.parcels import FORMAT, HEAD, SIGNATURE, Key, signed_text
from appraisal.store.connection import is_connected
from appraisal.store.faults import TooNew, told
from appraisal.store.migrations import SCHEMA
from appraisal.subjects import is_form
from appraisal.unzipping import RATIO, RATIO_FROM
from resources.i18n import _

MEMBERS_LIMIT: Final = 20
UNPACKED_LIMIT: Final = 500_000_000
_CHUNK = 1 << 20
_LOCAL_HEAD = 30  # bytes before the first name in a zip
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError, KeyError, TypeError,
    RuntimeError,
)  # fmt: skip

T = TypeVar("T", Box, Key)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel, read and found to be signed by the key it names."""

    name: str
    review: str
    sender: str
    public: str
    at: str
    rows: tuple[Row, ...]
    boxes: tuple[Box, ...]
    keys: tuple[Key, ...]
    texts: tuple[str, ...]
    courtesy: tuple[str, ...]


def is_parcel(path: Path) -> bool:
    """Whether a file is a parcel, by its content; one that is connected is not looked at."""
    if is_connected(path):  # opening it here and closing it would drop SQLite's locks
        return False
    with told(path):
        if not zipfile.is_zipfile(path):
            return _begins_as_parcel(path)
        try:
            with zipfile.ZipFile(path) as archive:
                return HEAD in archive.namelist()
        except zipfile.BadZipFile:
            return False


def _begins_as_parcel(path: Path) -> bool:
    """Whether a file was a parcel before its end was lost: the head is the first thing written."""
    with path.open("rb") as file:
        start = file.read(_LOCAL_HEAD + len(HEAD))
    return start[:4] == b"PK\x03\x04" and start[_LOCAL_HEAD:] == HEAD.encode()


def read_parcel(path: Path) -> Parcel:
    """Read a parcel and check its signature.

    Raises
    ------
    UnreadableImport
        When it is cut, altered, or not signed by the key it names.
    TooNew
        When a newer program made it.
    """
    with told(path):
        try:
            with zipfile.ZipFile(path) as archive:
                texts = _unpacked(archive, path)
            head = json.loads(texts[HEAD])
            _check_age(head)
            _check_signed(head, texts, path)
            return _parcel(path, head, texts)
        except _UNREADABLE as fault:
            raise _damaged(path) from fault


def _unpacked(archive: zipfile.ZipFile, path: Path) -> dict[str, str]:
    """The members as texts; what a header says of their size is not believed."""
    members = archive.infolist()
    if len(members) > MEMBERS_LIMIT or len({one.filename for one in members}) != len(members):
        raise _damaged(path)
    left = UNPACKED_LIMIT
    texts: dict[str, str] = {}
    for one in members:
        parts: list[bytes] = []
        size = 0
        with archive.open(one) as member:
            while part := member.read(min(_CHUNK, left + 1)):
                size += len(part)
                left -= len(part)
                swells = size > RATIO_FROM and size > RATIO * max(one.compress_size, 1)
                if left < 0 or swells:
                    raise UnreadableImport(
                        _("{name} unpacks to more than 500 MB.").format(name=path.name)
                    )
                parts.append(part)
        texts[one.filename] = b"".join(parts).decode()
    return texts


def _check_age(head: dict[str, Any]) -> None:
    if head["evenhand_parcel"] > FORMAT or head["schema"] > SCHEMA:
        raise TooNew(
            _("Made by a newer Evenhand (schema {theirs}; this one knows {ours}).").format(
                theirs=head["schema"], ours=SCHEMA
            ),
            remedy=_("Update Evenhand to receive it. Nothing was changed."),
        )


def _check_signed(head: dict[str, Any], texts: dict[str, str], path: Path) -> None:
    members = {name: text for name, text in texts.items() if name not in (HEAD, SIGNATURE)}
    whole = head["members"] == {name: text_digest(text) for name, text in members.items()}
    if not whole or not is_signed(signed_text(texts[HEAD]), texts[SIGNATURE], head["key"]):
        raise _damaged(path)


def _parcel(path: Path, head: dict[str, Any], texts: dict[str, str]) -> Parcel:
    def lines(name: str) -> list[Any]:
        return [json.loads(line) for line in texts[name].split("\n") if line]

    return Parcel(
        path.name,
        str(head["review"]),
        str(head["sender"]),
        str(head["key"]),
        str(head["at"]),
        rows_from(lines("entries.jsonl")),
        tuple(_of_form(sound_box(canonical(one))) for one in lines("boxes.jsonl")),
        tuple(_of_form(Key(*map(str, one))) for one in lines("keys.jsonl")),
        tuple(map(_encodable, lines("texts.jsonl"))),
        tuple(one for one in map(str, lines("courtesy.jsonl")) if is_form(one)),
    )


def _of_form(one: T) -> T:
    """A box or a key, where what it says it is of is a form."""
    if not is_form(one.form):
        raise ValueError(one.form)
    return one


def _encodable(text: object) -> str:
    if not isinstance(text, str):
        raise TypeError("not a text")
    text.encode()  # half a letter alone is no text: ValueError
    return text


def _damaged(path: Path) -> UnreadableImport:
    return UnreadableImport(
        _("{name} is cut short or was altered after it was signed.").format(name=path.name),
        remedy=_("Ask for it again. Nothing of it was taken in."),
    )
