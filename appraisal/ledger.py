"""The ledger's words: quotations, claims, entries, and the hash that guards them.

An entry is written once and never altered. What stands in a slot is what nobody has replaced; that
is worked out in `state`. Where entries are kept is `store`'s business.
"""

import json
import math
import secrets
import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from appraisal.errors import InvalidClaim
from resources.i18n import _

Value = None | bool | int | float | str | list[Any] | dict[str, Any]  # Any: JSON nests

TEXT_LIMIT = 20_000
CLAIM_LIMIT = 65_536
_decoded = json.JSONDecoder().raw_decode


def _finite(text: str) -> float:
    """A number as JSON has it: our own canonical text never holds another."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


_decoded_strictly = json.JSONDecoder(parse_float=_finite, parse_constant=_finite).raw_decode
_ENCODER = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
)
_ALPHABET = string.ascii_lowercase + string.digits
_LETTERS = bytes(ord(_ALPHABET[byte % 36]) for byte in range(256))
_TOO_HIGH = bytes(range(252, 256))  # 252 is seven times 36: every letter is as likely as another


@dataclass(frozen=True, slots=True)
class Quote:
    """Words taken from a source, with the place they stand."""

    text: str
    source: str = ""
    page: str | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A value with its reason and quotations. A value of None withdraws."""

    value: Value
    why: str = ""
    quotes: tuple[Quote, ...] = ()


class Slot(NamedTuple):
    """Where a claim stands."""

    subject: str
    field: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger."""

    id: str
    change: str
    at: str
    author: str
    subject: str
    field: str
    claim: Claim
    replaces: tuple[str, ...]
    hash: bytes

    @property
    def slot(self) -> Slot:
        """Where its claim stands."""
        return Slot(self.subject, self.field)


class Row(NamedTuple):
    """An entry as the store keeps it; `body` is JSON text of value, why and quotes."""

    seq: int
    id: str
    change: str
    at: str
    author: str
    subject: str
    field: str
    body: str
    hash: bytes
    replaces: tuple[str, ...] = ()


Clock = Callable[[], datetime]
NewId = Callable[[], str]


def new_id() -> str:
    """Sixteen random lower-case letters and digits."""
    while True:
        drawn = secrets.token_bytes(24).translate(_LETTERS, _TOO_HIGH)
        if len(drawn) >= 16:
            return drawn[:16].decode()


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def at_text(moment: datetime) -> str:
    """A moment as the ledger writes it: UTC, milliseconds."""
    return (
        moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
    )


def moment_of(at: str) -> datetime | None:
    """The moment an entry says it was made; None where a foreign one says none."""
    try:
        return datetime.fromisoformat(at).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def canonical(value: object) -> str:
    """JSON with one spelling for one content: sorted keys, no blanks, UTF-8, no NaN."""
    return _ENCODER.encode(value)


def body_text(claim: Claim) -> str:
    """A claim as the store keeps it."""
    return canonical({"value": claim.value, "why": claim.why, "quotes": _quotes_json(claim.quotes)})


def claim_from(body: str) -> Claim:
    """The claim of a stored body."""
    read = json.loads(body)
    quotes = read.get("quotes") or ()
    return Claim(
        read.get("value"),
        read.get("why") or "",
        tuple(_quote_from(quote) for quote in quotes) if quotes else (),
    )


def value_from(body: str) -> Value:
    """The value alone of a stored body, cheaper than the whole claim."""
    # Canonical bodies have nothing before the brace. `loads` looks for it: three times the time.
    said = _decoded(body)[0] if body.startswith("{") else json.loads(body)
    value: Value = said.get("value")
    return value


def value_of_claim(body: str) -> Value:
    """The value of a body that came from elsewhere, where the whole of it can be read as a claim.

    Raises
    ------
    ValueError
        When something in it would stop its reader one day.
    """
    try:
        said, end = _decoded_strictly(body)
        if end != len(body) or not isinstance(said.get("why") or "", str):
            raise ValueError(body)
        if said.get("quotes"):
            claim_from(body)
        value: Value = said.get("value")
    except (TypeError, AttributeError, IndexError, RecursionError) as fault:
        raise ValueError(body) from fault
    return value


def row_of(entry: Entry, seq: int = 0) -> Row:
    """An entry as a row for the store."""
    return Row(
        seq,
        entry.id,
        entry.change,
        entry.at,
        entry.author,
        entry.subject,
        entry.field,
        body_text(entry.claim),
        entry.hash,
        entry.replaces,
    )


def entry_of(row: Row) -> Entry:
    """A stored row as an entry."""
    return Entry(
        row.id,
        row.change,
        row.at,
        row.author,
        row.subject,
        row.field,
        claim_from(row.body),
        tuple(row.replaces),
        bytes(row.hash),
    )


def checked_body(claim: Claim) -> str:
    """A claim as the store keeps it; refused where no desk and no server would take it."""
    texts = [claim.why, *(quote.text for quote in claim.quotes)]
    if isinstance(claim.value, str):
        texts.append(claim.value)
    longest = max(map(len, texts))
    if longest > TEXT_LIMIT:
        raise InvalidClaim(
            _("This text has {n} characters; {limit} fit.").format(n=longest, limit=TEXT_LIMIT),
            remedy=_("Shorten it, or attach the source as a PDF."),
        )
    try:
        body = body_text(claim)
    except ValueError as fault:
        raise InvalidClaim(
            _("An answer cannot hold this value: {why}").format(why=fault)
        ) from fault
    size = len(body) if body.isascii() else len(body.encode())
    if size > CLAIM_LIMIT:
        raise InvalidClaim(
            _("This answer with its quotations takes {n} kB; 64 kB fit.").format(n=size // 1024),
            remedy=_("Shorten the reason or take off a quotation."),
        )
    return body


def seal_digest(hashes: Iterable[bytes]) -> str:
    """What a seal names: SHA-256 over the sorted hashes of the entries it closes."""
    return sha256(b"".join(sorted(hashes))).hexdigest()


def text_digest(text: str) -> str:
    """The SHA-256 of a text in hex: the name under which a review carries it."""
    return sha256(text.encode()).hexdigest()


def _quotes_json(quotes: Sequence[Quote]) -> list[dict[str, Any]]:  # Any: JSON
    return [
        {
            "text": quote.text,
            "source": quote.source,
            "page": quote.page,
            "box": list(quote.box) if quote.box is not None else None,
        }
        for quote in quotes
    ]


def _quote_from(read: Mapping[str, Any]) -> Quote:  # Any: JSON
    box = read.get("box")
    return Quote(
        read.get("text") or "",
        read.get("source") or "",
        read.get("page"),
        (box[0], box[1], box[2], box[3]) if box else None,
    )
