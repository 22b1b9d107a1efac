"""Attacks on a blind comparison, each tried with the means its author would have, each refused.

What the owner of a file does to own answers before sharing cannot be seen, and Help says so.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from appraisal import cli, drafts
from appraisal.boxes import BadBox, box_from, row_json, unpack
from appraisal.errors import AppraisalError, InvalidClaim, StorageError, UnreadableImport, UserError
from appraisal.exchange import look, merge
from appraisal.hashes import entry_hash
from appraisal.ledger import Claim, Row, canonical
from appraisal.parcels import draw_up
from appraisal.review import Review
from appraisal.settling import Way, confirmed_field, settling
from appraisal.store.protocol import Arrival
from appraisal.store.sqlite import open_store
from appraisal.subjects import AGREED, in_seat
from tests.appraisal import desks
from tests.appraisal.ledgers import row
from tests.appraisal.test_parcels import rewritten

Pair = tuple[Review, Review]
FORM = desks.form("s1")
ANN, BOB = in_seat(FORM, "ann"), in_seat(FORM, "bob")
ITEM = "item/outcome/O1"


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """Ann's and Bob's files, both with the study submitted, nothing exchanged."""
    ann = desks.begun(tmp_path / "ann" / "review")
    bob = desks.copied(ann, tmp_path / "bob" / "review.evenhand", "bob")
    for review, person in ((ann, "ann"), (bob, "bob")):
        desks.answer(review, "s1", person)
        desks.submit(review, "s1", person)
    yield ann, bob
    ann.close()
    bob.close()


def tampered(review: Review, *, with_hash: bool) -> Review:
    """The file after its owner changed a sealed answer with a SQL tool."""
    path = review.store.path
    victim = review.state.heads(ANN, ITEM)[0]
    review.close()
    body = json.loads(victim.body)
    body["value"] = "d"
    changed = victim._replace(body=canonical(body))
    made = entry_hash(*changed[1:8], changed.replaces) if with_hash else bytes(victim.hash)
    connection = sqlite3.connect(path)
    with connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(
            "UPDATE entry SET body = ?, hash = ? WHERE id = ?", (changed.body, made, victim.id)
        )
    connection.close()
    again = Review(open_store(path))
    again.author = "ann"
    return again


def test_triggers_refuse_what_a_sql_tool_would_change(pair: Pair) -> None:
    ann, _bob = pair
    ann.commit(drafts.edit_study("s1", "year", 1999))
    ann.commit(drafts.edit_study("s1", "year", 2004))
    connection = sqlite3.connect(ann.store.path)
    for statement in ("UPDATE entry SET body = '{}'", "DELETE FROM entry", "DELETE FROM replaced"):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
    connection.close()


def test_sealed_claim_changed_with_a_sql_tool_is_found_and_goes_nowhere(
    pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ann, bob = pair
    path = ann.store.path
    evil = tampered(ann, with_hash=False)
    merge(bob, desks.send(evil, "ann", tmp_path))  # closed in its box, so not seen yet
    merge(evil, desks.send(bob, "bob", tmp_path))
    report = merge(bob, desks.send(evil, "ann", tmp_path))
    assert (
        "cannot be opened: its key does not fit, or it holds something else than was"
        in (report.refused[0])
    )
    assert not bob.state.is_open(FORM)
    assert merge(bob, evil.store).altered == 1  # nor by way of the whole file
    assert bob.state.value(ANN, ITEM) != "d"
    evil.close()
    assert cli.main(["check", str(path)]) == cli.FAULTS
    assert "item/outcome/O1) differs from what was written" in capsys.readouterr().out


def test_sealed_claim_changed_with_its_hash_no_longer_fits_its_seal(pair: Pair) -> None:
    ann, _bob = pair
    assert ann.state.is_whole(ANN)
    evil = tampered(ann, with_hash=True)
    assert not evil.state.is_whole(ANN)
    assert not evil.state.is_open(FORM)
    assert draw_up(evil, "ann").boxes == ()
    evil.close()


def test_nobody_writes_in_anothers_seat(pair: Pair) -> None:
    ann, bob = pair
    for draft in (
        drafts.answer(BOB, "outcome/O1", Claim("d")),
        drafts.reopen(BOB, "because"),
        drafts.agree(FORM, ITEM, Claim("d")),
    ):
        with pytest.raises(InvalidClaim):
            ann.commit(draft, author="ann")
    planted = row(BOB, ITEM, "d", author="ann")
    ann.store.append([planted])
    ann.refresh()
    assert merge(bob, ann.store).aside == 1
    assert bob.state.value(BOB, ITEM) == "a"


@pytest.mark.parametrize("author", ["bob", "mallory"])
def test_forged_author_in_a_parcel_is_refused_whole(
    pair: Pair, tmp_path: Path, author: str
) -> None:
    ann, bob = pair
    forged: Row = row("study/s1", "year", 1999, author=author)

    def add(_head: object, texts: dict[str, str]) -> None:
        texts["entries.jsonl"] += canonical([*forged[1:8], bytes(forged.hash).hex(), []]) + "\n"

    before = desks.content(bob)
    with pytest.raises(UserError, match="speaks for"):
        merge(bob, rewritten(desks.send(ann, "ann", tmp_path), add, signer="ann"))
    assert desks.content(bob) == before


def test_box_does_not_open_without_its_key(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    merge(bob, desks.send(ann, "ann", tmp_path))
    (held,) = (one for one in bob.store.records() if one.kind == "box")
    box = box_from(held.body)
    for key in ("00" * 32, "", "no key", "ff" * 16):
        with pytest.raises(BadBox):
            unpack("review0000000001", box, key)
    assert bob.state.fields(ANN) == {} or not bob.state.is_open(FORM)
    assert "ann on O1" not in bob.store.path.read_bytes().decode("latin-1")


def test_replayed_parcel_brings_nothing_and_takes_nothing_back(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    ann.commit(drafts.edit_study("s1", "year", 1999))
    old = desks.send(ann, "ann", tmp_path)
    merge(bob, old)
    bob.commit(drafts.edit_study("s1", "year", 2004))
    merge(ann, desks.send(bob, "bob", tmp_path))
    merge(bob, desks.send(ann, "ann", tmp_path))
    assert bob.state.is_open(FORM)
    before = desks.content(bob)
    for _time in range(2):
        assert merge(bob, old).is_nothing
    assert desks.content(bob) == before
    assert bob.state.value("study/s1", "year") == 2004
    assert list(bob.state.conflicts()) == []


def test_second_box_with_another_commitment_is_refused_and_said(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    twin = desks.begun(tmp_path / "twin")  # Ann, who starts over with other answers
    merge(bob, desks.send(ann, "ann", tmp_path))
    desks.answer(twin, "s1", "ann", O1="b")
    desks.submit(twin, "s1", "ann")
    report = merge(bob, desks.send(twin, "ann", tmp_path))
    assert "another answer sheet for Study 1 than the one submitted on" in report.refused[0]
    twin.close()


def test_another_reviews_file_and_parcel_are_refused(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair

    def elsewhere(head: dict[str, object], _texts: object) -> None:
        head["review"] = "another-review00"

    before = desks.content(bob)
    with pytest.raises(UserError, match="belongs to another review"):
        merge(bob, rewritten(desks.send(ann, "ann", tmp_path), elsewhere, signer="ann"))
    assert desks.content(bob) == before


def test_file_of_a_newer_schema_is_refused_whole(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    newer = tmp_path / "newer.evenhand"
    ann.store.copy_to(newer)
    connection = sqlite3.connect(newer)
    connection.execute("PRAGMA user_version=9")
    connection.close()

    def later(head: dict[str, object], _texts: object) -> None:
        head["schema"] = 9

    before = desks.content(bob)
    for path in (newer, rewritten(desks.send(ann, "ann", tmp_path), later, signer="ann")):
        with pytest.raises(StorageError, match="schema 9"):
            merge(bob, path)
    assert desks.content(bob) == before


def test_truncated_parcel_is_refused_whole(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    path = desks.send(ann, "ann", tmp_path)
    whole = path.read_bytes()
    before = desks.content(bob)
    for left in (0, 1, 100, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:left])
        with pytest.raises(AppraisalError):
            merge(bob, path)
    path.write_bytes(whole[:-30])
    with pytest.raises((UnreadableImport, StorageError)):
        merge(bob, path)
    assert desks.content(bob) == before


# -- entries that replace each other ---------------------------------------------------------------

YEAR = ("study/s1", "year")


def with_id(made: Row, id: str, *replaces: str) -> Row:
    """A row under another id that replaces what it likes, with the hash that belongs to it."""
    named = made._replace(id=id, replaces=tuple(sorted(replaces)))
    return named._replace(hash=entry_hash(*named[1:8], named.replaces))


def ring(victim: str, *, author: str = "bob") -> tuple[Row, Row]:
    """Two rows that replace each other, the first also what stands."""
    one, two = row(*YEAR, 1901, author=author), row(*YEAR, 1902, author=author)
    return with_id(one, "ring000000000001", victim, "ring000000000002"), with_id(
        two, "ring000000000002", "ring000000000001"
    )


def copy_with(bob: Review, rows: Sequence[Row], folder: Path) -> Path:
    """A copy of Bob's file in which he wrote rows with a tool of his own."""
    bob.store.append(rows)
    path = folder / f"copy-{rows[0].id}.evenhand"
    bob.store.copy_to(path)
    return path


@pytest.mark.parametrize("large", [False, True], ids=["careful", "as a whole"])
@pytest.mark.parametrize("shape", ["ring", "itself"])
def test_rows_that_replace_each_other_in_a_file_blank_nothing(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: str, *, large: bool
) -> None:
    ann, bob = pair
    monkeypatch.setattr("appraisal.large_file.LARGE", 0 if large else 1 << 60)
    ann.commit(drafts.edit_study("s1", "year", 1999))
    standing = ann.state.heads(*YEAR)[0].id
    rows = list(ring(standing))
    if shape == "itself":
        rows = [with_id(rows[0], rows[0].id, standing, rows[0].id)]
    theirs = copy_with(bob, rows, tmp_path)
    before = desks.content(ann)
    with pytest.raises(UserError, match="replace each other in a circle") as refused:
        merge(ann, theirs)
    assert "Nothing of it was taken in" in refused.value.remedy
    assert desks.content(ann) == before
    assert ann.state.value(*YEAR) == 1999
    ann.refresh()
    assert ann.state.value(*YEAR) == 1999


def test_ring_in_a_parcel_is_refused_before_anything_is_asked(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    ann.commit(drafts.edit_study("s1", "year", 1999))
    rows = ring(ann.state.heads(*YEAR)[0].id)

    def add(_head: object, texts: dict[str, str]) -> None:
        texts["entries.jsonl"] += "".join(json.dumps(row_json(one)) + "\n" for one in rows)

    parcel = rewritten(desks.send(bob, "bob", tmp_path), add, signer="bob")
    with pytest.raises(UserError, match="replace each other in a circle"):
        look(ann, parcel)
    assert ann.state.value(*YEAR) == 1999


@pytest.mark.parametrize("large", [False, True], ids=["careful", "as a whole"])
def test_ring_closed_by_two_arrivals_is_refused_with_the_second(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, large: bool
) -> None:
    ann, bob = pair
    monkeypatch.setattr("appraisal.large_file.LARGE", 0 if large else 1 << 60)
    ann.commit(drafts.edit_study("s1", "year", 1999))
    first, second = ring(ann.state.heads(*YEAR)[0].id)
    merge(ann, copy_with(bob, [first], tmp_path))
    assert ann.state.value(*YEAR) == 1901  # a later word on it, like any other
    theirs = copy_with(bob, [second], tmp_path)
    with pytest.raises(UserError, match="replace each other in a circle"):
        merge(ann, theirs)
    ann.refresh()
    assert ann.state.value(*YEAR) == 1901


def test_longer_ring_through_what_is_here_is_refused(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    ids = [f"ring00000000000{n}" for n in range(4)]
    rows = [
        with_id(row(*YEAR, 1900 + n, author="bob"), one, ids[n - 1]) for n, one in enumerate(ids)
    ]
    ann.store.take_in(Arrival(rows[:3]))  # the last is awaited
    ann.refresh()
    assert ann.state.value(*YEAR) == 1902
    theirs = copy_with(bob, rows[3:], tmp_path)
    with pytest.raises(UserError, match="replace each other in a circle"):
        merge(ann, theirs)


def test_entries_that_come_in_the_wrong_order_close_no_ring(pair: Pair) -> None:
    ann, _bob = pair
    ids = [f"line00000000000{n}" for n in range(4)]
    rows = [
        with_id(row(*YEAR, 1900 + n, author="bob"), one, *ids[max(0, n - 1) : n])
        for n, one in enumerate(ids)
    ]
    for one in (rows[3], rows[1], rows[2], rows[0]):
        ann.store.take_in(Arrival([one]))
    ann.refresh()
    assert ann.state.heads(*YEAR)[0].id == ids[3]


def test_nobody_confirms_an_agreed_answer_in_anothers_name(tmp_path: Path) -> None:
    review = desks.begun(tmp_path / "review", studies=1)
    for person, said in (("ann", "a"), ("bob", "b")):
        desks.answer(review, "s1", person, S1=said)
        desks.submit(review, "s1", person)
    field = "item/selection/S1"
    review.commit(drafts.agree(FORM, field, Claim("a", "mine")), author="ann")
    agreed = in_seat(FORM, AGREED)
    review.store.append([row(agreed, confirmed_field(field, "bob"), "a", author="ann")])
    review.refresh()
    found = settling(review.state, FORM, field)
    assert found is not None
    assert (found.way, found.people, found.lacking) == (Way.ALONE, ("ann",), ("bob",))
    review.close()
