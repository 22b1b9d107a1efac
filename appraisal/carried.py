"""What another file notes of boxes and keys: believed only where it can be seen to hold.

A note without its proof could stop a form from ever being shared or opened here, and would have the
methods text claim a blindness that was not. A box that does not open yet is left where it lies: its
author's own parcel brings it, signed.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, replace

from appraisal import seals
from appraisal.arrivals import is_forged_seal, is_sayable
from appraisal.boxes import BadBox, Box, box_from, unpack
from appraisal.hashes import row_holds
from appraisal.ledger import Row, canonical
from appraisal.review import Review
from appraisal.state import state_of
from appraisal.store.protocol import Record
from appraisal.subjects import in_seat, is_form

Place = tuple[str, str, str]


def believed(review: Review, records: Sequence[Record], keys: Mapping[str, str]) -> list[Record]:
    """The notes of another file that are new here and hold.

    `keys` are the public keys of people. A box its own author closed is noted so only at the
    author's own desk; at another's it is one that came and was opened.
    """
    known = {_place(one) for one in review.store.records()}
    found: dict[Place, Record] = {}
    for one in _proven(review, records, keys):
        place = _place(one)
        if place not in known:
            found.setdefault(place, one)
    return list(found.values())


def contents(review: str, box: Box, key: str, seal: str = "") -> tuple[tuple[Row, ...], Row]:
    """What a box holds, and its seal: the one of this id, or the one that stands.

    Raises
    ------
    BadBox
        When the key does not open it, or it does not hold, to the letter, what its seal names.
    """
    rows = unpack(review, box, key)
    subject = in_seat(box.form, box.author)
    for row in rows:
        is_theirs = (row.subject, row.author) == (subject, box.author)
        if not (is_theirs and row_holds(row) and is_sayable(row)):
            raise BadBox("entries")
    replaced = {earlier for row in rows for earlier in row.replaces}
    heads = (row for row in rows if row.id not in replaced)
    standing = state_of(heads, entries_of=lambda _subject: rows)
    wanted = seal or next((row.id for row in standing.seal_rows(subject)), "")
    named = next((row for row in rows if row.id == wanted), None)
    said = None if named is None else seals.seal_in(named)
    if named is None or said is None or standing.seal_of(subject) != (said.digest, said.count):
        raise BadBox("seal")
    return rows, named


def _proven(review: Review, records: Sequence[Record], keys: Mapping[str, str]) -> Iterator[Record]:
    """The notes that hold, each as it counts at this desk; a box before what was opened of it."""
    boxes: dict[tuple[str, str], Record] = {}
    for one in records:
        if not (all(isinstance(text, str) for text in astuple(one)) and is_form(one.form)):
            continue
        if one.kind in ("courtesy", "refused"):
            yield replace(one, body="{}")
        elif one.kind == "box":
            boxes.setdefault((one.form, one.author), one)
        elif one.kind == "opened" and (box := boxes.get((one.form, one.author))) is not None:
            yield from _opened(review, box, one, keys)
        elif one.kind == "made":
            opened = tuple(_opened(review, one, one, keys))
            is_own = review.author in ("", one.author)
            yield from (one,) if is_own and opened else opened


def _opened(review: Review, box: Record, key: Record, keys: Mapping[str, str]) -> Iterator[Record]:
    """The notes of a box that came and was opened; none where it does not hold what was sealed."""
    try:
        read, said = box_from(box.body), json.loads(key.body)["key"]
        if (read.form, read.author) != (box.form, box.author):
            return
        wanted = json.loads(box.body).get("seal", "")
        _rows, seal = contents(review.store.meta()["review"], read, said, wanted)
    except (BadBox, ValueError, KeyError, TypeError, RecursionError):
        return
    if not is_forged_seal(seal, keys):
        body = canonical({**json.loads(read.text()), "seal": seal.id})
        yield Record("box", box.form, box.author, box.at, body)
        yield Record("opened", box.form, box.author, key.at, canonical({"key": said}))


def _place(one: Record) -> Place:
    return one.kind, one.form, one.author
