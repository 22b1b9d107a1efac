"""A box: one seat's sealed answers, closed by a key that follows later.

AES-256-GCM over canonical JSON with a random salt, padded so that its length says little. GCM alone
does not bind: a box could be made that opens to two texts under two keys. The commitment, a SHA-256
of the plain text that is authenticated with the header, does.
"""

import base64
import hashlib
import json
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from appraisal.errors import UserError
from appraisal.ledger import Row, canonical

BLOCK: Final = 4096
_NONCE, _KEY, _SALT, _TAG = 12, 32, 32, 16
_is_digest = re.compile("[0-9a-f]{64}").fullmatch


class BadBox(UserError):
    """A box that is not what its label says, or a key that does not open it."""


@dataclass(frozen=True, slots=True)
class Box:
    """The closed box with its label."""

    form: str
    author: str
    commitment: str
    nonce: str
    data: str

    def text(self) -> str:
        """As JSON, for a parcel and for the file."""
        return canonical(
            {
                "form": self.form,
                "author": self.author,
                "commitment": self.commitment,
                "nonce": self.nonce,
                "data": self.data,
            }
        )


def box_from(text: str) -> Box:
    """The box of a stored text."""
    read = json.loads(text)
    return Box(*(str(read[name]) for name in ("form", "author", "commitment", "nonce", "data")))


def sound_box(text: str) -> Box:
    """The box of a text from elsewhere.

    Raises
    ------
    ValueError
        When no key could ever open it: such a box binds nobody to anything.
    """
    box = box_from(text)
    size = len(base64.b64decode(box.data, validate=True)) - _TAG
    if not (_is_digest(box.commitment) and len(bytes.fromhex(box.nonce)) == _NONCE):
        raise ValueError("label")
    if size <= 0 or size % BLOCK:
        raise ValueError("data")
    return box


def pack(review: str, form: str, author: str, rows: Sequence[Row]) -> tuple[Box, str]:
    """Close the entries of one seat; gives the box and its key."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    content = canonical(
        {
            "salt": os.urandom(_SALT).hex(),
            "form": form,
            "author": author,
            "entries": [row_json(row) for row in rows],
        }
    ).encode()
    plain = content + b" " * (-len(content) % BLOCK)
    commitment = hashlib.sha256(plain).hexdigest()
    key, nonce = os.urandom(_KEY), os.urandom(_NONCE)
    data = AESGCM(key).encrypt(nonce, plain, _header(review, form, author, commitment))
    box = Box(form, author, commitment, nonce.hex(), base64.b64encode(data).decode())
    return box, key.hex()


def unpack(review: str, box: Box, key: str) -> tuple[Row, ...]:
    """Open a box.

    Raises
    ------
    BadBox
        When the key does not open it, or it holds something else than it was labelled with.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    header = _header(review, box.form, box.author, box.commitment)
    try:
        data = base64.b64decode(box.data, validate=True)
        plain = AESGCM(bytes.fromhex(key)).decrypt(bytes.fromhex(box.nonce), data, header)
    except (InvalidTag, ValueError) as fault:
        raise BadBox("key") from fault
    if hashlib.sha256(plain).hexdigest() != box.commitment:
        raise BadBox("commitment")
    try:
        read = json.loads(plain)
        rows = rows_from(read["entries"])
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise BadBox("content") from fault
    if (read["form"], read["author"]) != (box.form, box.author):
        raise BadBox("label")
    return rows


def row_json(row: Row) -> list[Any]:
    """A row as JSON; its place in this file is left out."""
    return [*row[1:8], bytes(row.hash).hex(), sorted(row.replaces)]


def rows_from(read: Iterable[Any]) -> tuple[Row, ...]:
    """Rows that were JSON; ValueError or TypeError where they were not."""
    rows = []
    for one in read:
        id_, change, at, author, subject, field, body, digest, replaces = one
        texts = (id_, change, at, author, subject, field, body)
        if not all(isinstance(text, str) for text in (*texts, *replaces)):
            raise TypeError("not an entry")
        rows.append(Row(0, *texts, bytes.fromhex(digest), tuple(sorted(replaces))))
    return tuple(rows)


def _header(review: str, form: str, author: str, commitment: str) -> bytes:
    return canonical(
        {"review": review, "form": form, "author": author, "commitment": commitment}
    ).encode()
