"""Parcels: what may leave a desk while forms are apart, signed by who sends it.

A parcel holds the sender's own entries alone: of shared subjects, of the agreed answers, and of own
forms that are open. Of a submitted form that is not open yet it holds a box, and the box's key only
once this desk holds everybody else's box of the group. What is not submitted never leaves. Taking a
parcel in is the business of `exchange`.
"""

import json
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from appraisal import drafts
from appraisal.boxes import Box, box_from, pack, row_json
from appraisal.errors import UserError
from appraisal.keys import SigningKey
from appraisal.ledger import Row, at_text, canonical, now, text_digest
from appraisal.review import Review
from appraisal.state import State
from appraisal.store.migrations import SCHEMA
from appraisal.store.protocol import Arrival, Record, Report, unheard
from appraisal.subjects import AGREED, in_seat, parse, person_subject, study_subject
from appraisal.whole_file import write_whole
from resources.i18n import _

SUFFIX: Final = ".ehparcel"
FORMAT: Final = 1
HEAD, SIGNATURE = "parcel.json", "signature"
_CHUNK = 1 << 20
_REPORT_EACH = 5_000  # rows


def with_suffix(path: Path) -> Path:
    """The path itself, or with a parcel's suffix added where it has another or none."""
    is_named = path.suffix.lower() == SUFFIX
    return path if is_named else path.with_name(path.name + SUFFIX)


def parcel_name(stem: str, person: str) -> str:
    """What a person's parcel is called; a name may hold what no file's name may."""
    kept = ("-" if one in '\\/:*?"<>|' or not one.isprintable() else one for one in person)
    return f"{stem} - {''.join(kept).strip(' .')[:60] or '-'}{SUFFIX}"


@dataclass(frozen=True, slots=True)
class Key:
    """What opens the box of a form."""

    form: str
    author: str
    commitment: str
    key: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a parcel is going to hold: own entries, boxes, keys; and which boxes are new."""

    rows: tuple[Row, ...]
    boxes: tuple[Box, ...]
    keys: tuple[Key, ...]
    made: tuple[Record, ...]
    withheld: int  # forms begun and not submitted: nothing of them goes along


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
        _write(draft, head, key.sign(signed_text(head)), members, told_of)
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


def signed_text(head: str) -> str:
    """What a parcel's signature is of."""
    return f"evenhand parcel\n{text_digest(head)}"
