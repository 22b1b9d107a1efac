"""What a hostile or another program's file may hold: refused, set aside or shown; it stops nothing.

Each parcel here is signed by Bob himself, who is in the team: a signature says whose it is, not
that it makes sense.
"""

import json
import zipfile
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from appraisal import desk, drafts
from appraisal.arrivals import is_sayable, is_unreadable_instrument
from appraisal.attachments import path_of
from appraisal.boxes import pack, row_json
from appraisal.bundle import last_change
from appraisal.errors import AppraisalError, UnreadableImport
from appraisal.exchange import merge
from appraisal.fields import FIELDS
from appraisal.hashes import _quick_hash, entry_hash, row_holds
from appraisal.ledger import Row, at_text, canonical, now
from appraisal.material import gather
from appraisal.parcel_reading import read_parcel
from appraisal.review import Review
from appraisal.review_instruments import require_instruments
from appraisal.subjects import in_seat
from appraisal.views.history import history_lines, snapshots, when_mark, when_tip, when_words
from appraisal.views.reconcile import comparison
from resources.i18n import moment_text
from tests.appraisal import desks
from tests.appraisal.conftest import Pair
from tests.appraisal.ledgers import row
from tests.appraisal.test_parcels import rewritten
from tests.appraisal.test_veil import Desk, shown

FORM = desks.form("s1")
ANN, BOB = in_seat(FORM, "ann"), in_seat(FORM, "bob")
AT = "2026-03-03T09:00:00.000Z"
DEEP = "[" * 30_000 + "]" * 30_000
DIGITS = "1" * 20_000
UNREADABLE = (
    '{"quotes":[],"value":no json',
    '{"quotes":[],"value":"a","why":""}, and more',
    f'{{"quotes":[],"value":{DIGITS},"why":""}}',
    f'{{"quotes":[],"value":{DEEP},"why":""}}',
    '{"quotes":[],"value":"\ud800","why":""}',
    '{"quotes":[],"value":NaN,"why":""}',
    "[1]",
)


def raw(subject: str, field: str, body: str, *, at: str = AT, **more: Any) -> Row:
    """A row by Bob with any body, and the hash that belongs to it where there can be one."""
    made = row(subject, field, 1, author="bob")._replace(at=at, body=body, **more)
    try:
        digest = _quick_hash(*made[1:8], made.replaces) or entry_hash(*made[1:8], made.replaces)
    except (ValueError, AttributeError, RecursionError):
        digest = b"\0" * 32
    return made._replace(hash=digest)


def said(value: str) -> str:
    return f'{{"quotes":[],"value":{value},"why":""}}'


@pytest.fixture
def pair(pair: Pair) -> Pair:
    """Ann's and Bob's files; Ann has submitted the study."""
    ann, _bob = pair
    desks.answer(ann, "s1", "ann")
    desks.submit(ann, "s1", "ann")
    return pair


def parcel_with(bob: Review, rows: list[Row], folder: Path) -> Path:
    """Bob's parcel with rows added, signed anew by him."""

    def add(_head: object, texts: dict[str, str]) -> None:
        texts["entries.jsonl"] += "".join(json.dumps(row_json(one)) + "\n" for one in rows)

    return rewritten(desks.send(bob, "bob", folder), add, signer="bob")


def outcome(review: Review, path: Path) -> str:
    """What comes of receiving: refused, or whatever was said."""
    before = desks.content(review)
    try:
        merge(review, path)
    except AppraisalError as fault:
        assert desks.content(review) == before
        return str(fault)
    return ""


@pytest.mark.parametrize("body", UNREADABLE, ids=range(len(UNREADABLE)))
@pytest.mark.parametrize(
    ("subject", "field"), [("study/s1", "year"), ("person/bob", "key"), (BOB, "sealed")]
)
def test_body_that_cannot_be_read_stops_nothing(
    pair: Pair, tmp_path: Path, subject: str, field: str, body: str
) -> None:
    ann, bob = pair
    evil = raw(subject, field, body)
    outcome(ann, parcel_with(bob, [evil], tmp_path))
    assert evil.id not in ann.store.ids()
    if body.isascii():  # no SQLite file holds half a letter
        bob.store.append([evil])
        merge(ann, bob.store)
        assert evil.id not in ann.store.ids()


def test_entry_that_is_not_what_its_hash_was_made_of_refuses_the_parcel(
    pair: Pair, tmp_path: Path
) -> None:
    ann, bob = pair
    evil = raw("study/s1", "year", said("1999"))._replace(body=said("2004"))
    assert "holds an entry that was altered" in outcome(ann, parcel_with(bob, [evil], tmp_path))
    assert evil.id not in ann.store.ids()


def test_half_a_letter_has_no_hash_and_is_no_text_of_a_review(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    assert not row_holds(raw("study/s1", "notes", said('"\ud800"')))

    def add(_head: object, texts: dict[str, str]) -> None:
        texts["texts.jsonl"] += '"\\ud800"\n'

    with pytest.raises(UnreadableImport):
        merge(ann, rewritten(desks.send(bob, "bob", tmp_path), add, signer="bob"))


@pytest.mark.parametrize(
    "at", ["yesterday", "", "9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00", "2026-13-45"]
)
def test_moment_that_is_none_is_shown_as_it_is(pair: Pair, tmp_path: Path, at: str) -> None:
    ann, bob = pair
    assert (
        outcome(ann, parcel_with(bob, [raw("study/s1", "year", said("1999"), at=at)], tmp_path))
        == ""
    )
    lines = history_lines(ann.state.seen_by("ann"), ann.history())
    assert all(isinstance(moment_text(line.at), str) for line in lines)
    assert last_change(gather(ann, reader="ann", lang="en")).year <= 2100


@pytest.mark.parametrize(
    ("hours", "is_marked"), [(-9_000, False), (0, False), (23, False), (25, True), (8_760, True)]
)
def test_clock_that_is_ahead_is_marked_and_decides_nothing(
    pair: Pair, tmp_path: Path, hours: int, is_marked: bool
) -> None:
    """Ann's year stands though Bob's clock is a year ahead: his entry is told from it by a mark."""
    ann, bob = pair
    at = at_text(now() + timedelta(hours=hours))
    first = row("study/s1", "year", 1999)
    ann.store.append([first])
    ann.refresh()
    assert (
        outcome(ann, parcel_with(bob, [raw("study/s1", "year", said("2004"), at=at)], tmp_path))
        == ""
    )
    assert {one.slot.field for one in ann.state.conflicts()} == {"year"}
    ann.commit(drafts.edit_study("s1", "year", 1999, why="the paper"))
    assert ann.state.value("study/s1", "year") == 1999
    assert not list(ann.state.conflicts())
    words = {when_words(one.at) for one in ann.history() if one.at == at}
    assert {one.endswith("(clock wrong)") for one in words} == {is_marked}
    assert bool(when_tip(at)) is is_marked
    assert when_mark(at).startswith("! ") is is_marked
    assert when_words("yesterday") == "yesterday (clock wrong)"


@pytest.mark.parametrize("id", ["x" * 300, "..", "a\\b", "a\0b", "a\u202eb", "\u00e9" * 150])
def test_id_that_no_file_may_bear_is_set_aside(pair: Pair, tmp_path: Path, id: str) -> None:
    ann, bob = pair
    evil = raw(f"person/{id}", "name", said('"Mallory"'))
    assert outcome(ann, parcel_with(bob, [evil], tmp_path)) == ""
    assert [one.id for one in ann.store.rejected()] == [evil.id]
    desk.must_ask(ann.state, "ann")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("item/none/N1", '"a"'),
        ("judgement/none", '"low"'),
        ("judgement/selection", '"none"'),
        ("direction/none", '"up"'),
        ("comment/none", '"x"'),
        ("overall", '"none"'),
        ("item/selection/S1", '{"a":1}'),
        ("item/comparability/C1", "[1]"),
        ("referred/item/none/N1", "true"),
    ],
)
def test_answers_to_another_text_of_the_instrument_are_shown_and_stop_nothing(
    pair: Pair, tmp_path: Path, field: str, value: str
) -> None:
    ann, bob = pair
    bob.store.append([raw(BOB, field, said(value))])
    bob.refresh()
    desks.submit(bob, "s1", "bob")
    for _turn in range(2):
        merge(ann, desks.send(bob, "bob", tmp_path))
        merge(bob, desks.send(ann, "ann", tmp_path))
    assert ann.state.is_open(FORM)
    assert list(shown(Desk(ann), "ann"))
    found = comparison(ann.state.seen_by("ann"), "s1", ann.instrument)
    assert found is not None
    assert (field in {one.field for one in found.points}) != field.startswith(("comm", "referred"))


VALUES = (
    '"x"', "-1", "true", "[]", '["x",1]', "{}", '{"a":{"b":1}}', '"\\u0000"', "1" + "0" * 300,
    "[[[[1]]]]", f'"{"9" * 5000}"', '"../../x"', '"nos-cohort.pt_BR"', '{"studies":5}',
    '{"en":5}', '{"at":5,"entries":"x"}', '[{"a":1}]', '""',
)  # fmt: skip
SHARED = {
    "review": "review/-", "person": "person/bob", "study": "study/s1", "outcome": "outcome/o1",
    "target": "target/t1", "rule": "rule/nos-cohort/selection.S1", "plan": "plan/o1",
}  # fmt: skip


@pytest.mark.parametrize("kind", SHARED)
def test_no_shared_fact_that_may_come_in_stops_a_view(pair: Pair, kind: str) -> None:
    ann, _bob = pair
    ann.commit(drafts.add_outcome({"name": "Relapse", "data": "counts"}, id="o1")[0])
    before = ann.state
    for value, part in product(VALUES, ("x", "1", "9" * 5000)):
        fields = (name.replace("*", part) for name in FIELDS[kind] if part == "x" or "*" in name)
        rows = [
            one
            for field in fields
            if is_sayable(one := raw(SHARED[kind], field, said(value)))
            and not is_unreadable_instrument(ann, one, {})
        ]
        review = Review(ann.store, state=before.with_rows(rows))
        review.author = "ann"
        assert list(shown(Desk(review), "ann")), value
        assert snapshots(review.state) is not None
        require_instruments(review.store, review.state)


def test_attachment_may_not_lie_elsewhere(tmp_path: Path) -> None:
    review = tmp_path / "review.evenhand"
    folder = path_of(review, "0" * 64).parent
    for name in ("../../secret", "..", "a/b", "x" * 300, "a\0b", ""):
        found = path_of(review, name)
        assert found.parent == folder
        assert not found.exists()


def test_instrument_whose_text_is_missing_or_none_is_set_aside(pair: Pair, tmp_path: Path) -> None:
    """Else the review could not be opened any more."""
    ann, bob = pair
    rows = [
        raw("review/-", f"instrument/{name}", said(value))
        for name, value in {
            "x@1": '{"en":"00"}',
            "y@1": "{}",
            "nos-cohort@7": json.dumps(ann.state.value("review/-", "instrument/nos-cohort@1")),
        }.items()
    ]
    assert outcome(ann, parcel_with(bob, rows, tmp_path)) == ""
    assert {one.id for one in ann.store.rejected()} == {one.id for one in rows}
    bob.store.append(rows)
    merge(ann, bob.store)
    path = ann.store.path
    ann.close()
    again = desk.open_review(path)
    assert not {one.id for one in rows} & again.store.ids()
    again.close()


# -- parcels ---------------------------------------------------------------------------------------


def boxed(**changes: str) -> str:
    box, _key = pack("review0000000001", FORM, "bob", ())
    return canonical({**json.loads(box.text()), **changes}) + "\n"


@pytest.mark.parametrize(
    "line",
    [
        boxed(commitment=""),
        boxed(commitment="z" * 64),
        boxed(nonce="00"),
        boxed(data=""),
        boxed(data="AAAA"),
        boxed(form="study/s1"),
        boxed(form="../../x"),
        canonical({"form": FORM, "author": "bob", "nonce": "00", "data": ""}) + "\n",
        "[1]\n",
        DEEP + "\n",
        DIGITS + "\n",
    ],
    ids=range(11),
)
def test_box_that_nothing_could_open_is_refused_at_once(
    pair: Pair, tmp_path: Path, line: str
) -> None:
    """Such a box would have Ann's key sent for nothing."""
    ann, bob = pair
    desks.answer(bob, "s1", "bob")
    desks.submit(bob, "s1", "bob")

    def put(_head: object, texts: dict[str, str]) -> None:
        texts["boxes.jsonl"] = line

    assert "cut short or was altered" in outcome(
        ann, rewritten(desks.send(bob, "bob", tmp_path), put, signer="bob")
    )
    assert not desks.sent(ann, "ann", tmp_path).keys


def test_box_whose_content_cannot_be_read_is_refused_and_said(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob = pair
    desks.answer(bob, "s1", "bob")
    desks.submit(bob, "s1", "bob")
    monkeypatch.setattr("appraisal.boxes.row_json", lambda _row: json.loads("[" * 900 + "]" * 900))
    desks.sent(bob, "bob", tmp_path)
    monkeypatch.undo()
    for _turn in range(2):
        merge(ann, desks.send(bob, "bob", tmp_path))
        merge(bob, desks.send(ann, "ann", tmp_path))
    report = merge(ann, desks.send(bob, "bob", tmp_path))
    assert not ann.state.is_open(FORM)
    assert report.new == 0


def archive(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return path


def test_parcel_that_swells_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    path = archive(tmp_path / "bomb", {"parcel.json": b"{}", "entries.jsonl": b"0" * 30_000_000})
    assert path.stat().st_size < 100_000
    with pytest.raises(UnreadableImport, match="unpacks to more than"):
        read_parcel(path)


@pytest.mark.parametrize(
    "members",
    [
        {"parcel.json": b"[]"},
        {"parcel.json": b"{}"},
        {"parcel.json": DEEP.encode()},
        {"parcel.json": DIGITS.encode()},
        {"parcel.json": b"\xff"},
        {"parcel.json": b'{"evenhand_parcel":"1","schema":[]}'},
        {"parcel.json": b'{"evenhand_parcel":1,"schema":1,"members":{},"key":7}', "signature": b""},
        {"parcel.json": b"{}", "../../../evil": b"x"},
    ],
    ids=range(8),
)
def test_archive_that_is_no_parcel_is_refused_in_a_sentence(
    tmp_path: Path, members: dict[str, bytes]
) -> None:
    with pytest.raises(UnreadableImport, match="cut short or was altered"):
        read_parcel(archive(tmp_path / "evil", members))
    assert [one.name for one in tmp_path.iterdir()] == ["evil"]


def test_archive_packed_in_a_way_that_breaks_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "evil", {"parcel.json": b"{}" * 500}, zipfile.ZIP_LZMA)
    data = bytearray(path.read_bytes())
    data[60:90] = b"\xff" * 30
    path.write_bytes(data)
    with pytest.raises(UnreadableImport):
        read_parcel(path)
