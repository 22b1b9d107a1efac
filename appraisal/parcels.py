"""Parcels: what may leave a desk while forms are apart, signed by who sends it.

A parcel holds the sender's own entries alone: of shared subjects, of the agreed answers, and of own
forms that are open. Of a submitted form that is not open yet it holds a box, and the box's key only
once this desk holds everybody else's box of the group. What is not submitted never leaves. Taking a
parcel in is the business of `exchange`.
"""

import json
import lzma
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from appraisal import drafts
from appraisal.boxes import Box, box_from, pack, row_json, rows_from, sound_box
from appraisal.errors import UnreadableImport, UserError
from appraisal.keys import SigningKey, is_signed
from appraisal.ledger import Row, at_text, canonical, now, text_digest
from appraisal.review import Review
from appraisal.state import State
from appraisal.store.connection import is_connected
from appraisal.store.faults import TooNew, told
from appraisal.store.migrations import SCHEMA
from appraisal.store.protocol import Arrival, Record, Report, unheard
from appraisal.subjects import AGREED, in_seat, is_form, parse, person_subject, study_subject
from appraisal.unzipping import RATIO, RATIO_FROM
from appraisal.whole_file import write_whole
from resources.i18n import _

SUFFIX: Final = ".ehparcel"
FORMAT: Final = 1
MEMBERS_LIMIT, UNPACKED_LIMIT = 20, 500_000_000
HEAD, SIGNATURE = "parcel.json", "signature"
_CHUNK = 1 << 20
_REPORT_EACH = 5_000  # rows
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError, KeyError, TypeError,
    RuntimeError,
)  # fmt: skip


def with_suffix(path: Path) -> Path:
    """The path itself, or with a parcel's suffix added where it has another or none."""
    is_named = path.suffix.lower() == SUFFIX
    return path if is_named else path.with_name(path.name + SUFFIX)


@dataclass(frozen=True, slots=True)
class Key:
    """What opens the box of a form."""

    form: str
    author: str
    commitment: str
    key: str


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


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a parcel is going to hold: own entries, boxes, keys; and which boxes are new."""

    rows: tuple[Row, ...]
    boxes: tuple[Box, ...]
    keys: tuple[Key, ...]
    made: tuple[Record, ...]
    withheld: int  # forms begun and not submitted: nothing of them goes along


# -- sending ---------------------------------------------------------------------------------------


def draw_up(review: Review, sender: str, *, report: Report | None = None) -> Outgoing:
    """Work out what the sender's parcel holds now; nothing is written."""
    told_of = report or unheard
    told_of(0, 0)
    state, records = review.state, review.store.records()
    made = {one.form: one for one in records if one.kind == "made" and one.author == sender}
    own: dict[str, list[Row]] = defaultdict(list)
    rows: list[Row] = []
    for number, row in enumerate(review.store.entries()):
        if number % _REPORT_EACH == 0:
            told_of(0, 0)
        if row.author != sender:
            continue
        subject = parse(row.subject)
        if subject.veiled and subject.seat != AGREED:
            own[row.subject].append(row)
        else:
            rows.append(row)
    boxes: list[Box] = []
    keys: list[Key] = []
    fresh: list[Record] = []
    withheld = 0
    for number, (seat, said) in enumerate(own.items()):
        told_of(number, len(own))
        form = parse(seat).form
        known = made.get(form)
        if known is None and state.is_open(form):
            rows += said
            continue
        if known is None and not state.is_whole(seat):
            withheld += 1
            continue
        if known is None:
            known = _made(review, form, sender, said)
            fresh.append(known)
        box, key = box_from(known.body), str(json.loads(known.body)["key"])
        boxes.append(box)
        rows += state.seal_rows(seat)[:1]
        if state.is_open(form) or may_release(state, records, form, sender):
            keys.append(Key(form, sender, box.commitment, key))
    return Outgoing(tuple(rows), tuple(boxes), tuple(keys), tuple(fresh), withheld)


def may_release(state: State, records: Sequence[Record], form: str, sender: str) -> bool:
    """Whether this desk holds everybody else's box of the form's group, or their answers."""
    group = parse(in_seat(form, sender)).group
    kind, study = group.split("/")
    held = {(one.form, one.author) for one in records if one.kind == "box"}
    forms = {form}
    if kind == "appraisal":
        forms |= {*state.opens_with(form), *(f for f, _a in held if f.startswith(f"{group}/"))}
    named = state.value(study_subject(study), "reviewers")
    wanted = [str(who) for who in named] if isinstance(named, list) else []
    needed = state.readers_needed()
    for one in forms:
        here = (seat for seat in state.seats(one) if not state.has_gone(in_seat(one, seat)))
        seats = {*here, *(author for f, author in held if f == one)}
        if sender not in seats or len(seats) < needed:
            return False
        if not seats.issuperset(who for who in wanted if not state.has_gone(in_seat(one, who))):
            return False
        for seat in seats:
            if seat == sender and not state.is_whole(in_seat(one, seat)):
                return False
            if seat != sender and not ((one, seat) in held or state.is_whole(in_seat(one, seat))):
                return False
    return True


def share(review: Review, sender: str, path: Path, *, key: SigningKey) -> Outgoing:
    """Write the sender's parcel; what its boxes hold can no longer be reopened.

    Raises
    ------
    UserError
        When the key is not the sender's.
    StorageError
        When the parcel, or the note in the review that it was made, cannot be written.
    """
    publish_key(review, sender, key)
    return write_parcel(review, sender, path, key=key)


def write_parcel(
    review: Review, sender: str, path: Path, *, key: SigningKey, report: Report | None = None
) -> Outgoing:
    """As `share`, once the sender's key is known in the review: nothing is said there any more.

    What `report` raises leaves no parcel, and no note of one.
    """
    told_of = report or unheard
    going = draw_up(review, sender, report=told_of)
    members = _members(review, going, told_of)
    head = canonical(
        {
            "evenhand_parcel": FORMAT,
            "schema": SCHEMA,
            "review": review.store.meta()["review"],
            "sender": sender,
            "key": key.public,
            "at": at_text(now()),
            "members": {name: text_digest(text) for name, text in members.items()},
        }
    )

    def write(draft: Path) -> None:
        _write(draft, head, key.sign(_signed(head)), members, told_of)
        # noted before the parcel has its name: a box that left stays closed
        if going.made or review.store.read_only is None:
            review.store.take_in(Arrival(records=_notes(review, going, sender)))

    write_whole(path, write)
    return going


def _notes(review: Review, going: Outgoing, sender: str) -> tuple[Record, ...]:
    """What this desk keeps of a parcel: boxes that left, whose keys did, and how far it reached."""
    known = {
        one.form for one in review.store.records() if (one.kind, one.author) == ("given", sender)
    }
    at = at_text(now())
    given = (Record("given", key.form, sender, at) for key in going.keys if key.form not in known)
    seq, _notes_seen = review.store.mark()
    reached = Record("parcel", "", sender, at, canonical({"seq": seq}))
    return (*going.made, *given, reached)


def publish_key(review: Review, sender: str, key: SigningKey) -> None:
    """See to it that the sender's public key is in the review.

    Raises
    ------
    UserError
        When another key is known for the sender.
    """
    known = known_key(review.state, sender)
    if not known:
        review.commit(drafts.edit_person(sender, {"key": key.public}), author=sender)
    elif known != key.public:
        refuse_keyless(review.state, sender)


def refuse_keyless(state: State, person: str) -> None:
    """Refuse to sign for a person whose key is known, and lies on another computer.

    Raises
    ------
    UserError
        When a key of theirs is known.
    """
    if known_key(state, person):
        name = name_of(state, person)
        raise UserError(
            _("This computer does not have the signing key of {name}.").format(name=name),
            remedy=_("Share from the computer where {name} works.").format(name=name),
        )


def known_key(state: State, person: str) -> str:
    """The public key this file knows for a person: of several, the one that came first."""
    heads = state.heads(person_subject(person), "key")
    found = [row for row in heads if json.loads(row.body).get("value")]
    return str(json.loads(min(found, key=lambda r: r.seq).body)["value"]) if found else ""


def name_of(state: State, person: str) -> str:
    """What a person is called."""
    return state.text(person_subject(person), "name") or person


# -- receiving -------------------------------------------------------------------------------------


def is_parcel(path: Path) -> bool:
    """Whether a file is a parcel, by its content; one that is connected is not looked at."""
    if is_connected(path):  # opening it here and closing it would drop SQLite's locks
        return False
    with told(path):
        if not zipfile.is_zipfile(path):
            return False
        try:
            with zipfile.ZipFile(path) as archive:
                return HEAD in archive.namelist()
        except zipfile.BadZipFile:
            return False


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


def _made(review: Review, form: str, sender: str, rows: Sequence[Row]) -> Record:
    box, key = pack(review.store.meta()["review"], form, sender, rows)
    body = canonical({**json.loads(box.text()), "key": key})
    return Record("made", form, sender, at_text(now()), body)


def _members(review: Review, going: Outgoing, report: Report) -> dict[str, str]:
    courtesy = {one.form for one in review.store.records() if one.kind == "courtesy"}

    def entries() -> Iterator[object]:
        for number, row in enumerate(going.rows):
            if number % _REPORT_EACH == 0:
                report(number, 2 * len(going.rows))
            yield row_json(row)

    return {
        "entries.jsonl": _lines(entries()),
        "boxes.jsonl": _lines(json.loads(box.text()) for box in going.boxes),
        "keys.jsonl": _lines([k.form, k.author, k.commitment, k.key] for k in going.keys),
        "texts.jsonl": _lines(review.store.blob(digest) for digest in review.store.blobs()),
        "courtesy.jsonl": _lines(sorted(courtesy)),
    }


def _lines(values: Iterable[Any]) -> str:
    return "".join(f"{canonical(value)}\n" for value in values)


def _write(path: Path, head: str, signature: str, members: dict[str, str], report: Report) -> None:
    total = sum(map(len, members.values()))
    done = total
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {HEAD: head, SIGNATURE: signature, **members}.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(info, "w") as member:
                for start in range(0, len(text), _CHUNK):
                    report(done, 2 * total)
                    part = text[start : start + _CHUNK]
                    member.write(part.encode())
                    done += len(part) if name in members else 0


def _signed(head: str) -> str:
    return f"evenhand parcel\n{text_digest(head)}"


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
    if not whole or not is_signed(_signed(texts[HEAD]), texts[SIGNATURE], head["key"]):
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
