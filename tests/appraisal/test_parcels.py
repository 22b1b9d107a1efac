import base64
import hashlib
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from appraisal import drafts
from appraisal.boxes import BadBox, Box, pack, row_json, unpack
from appraisal.errors import AppraisalError, InvalidClaim, UnreadableImport, UserError
from appraisal.exchange import look, merge, take
from appraisal.exchange_words import sentences
from appraisal.keys import key_from_seed
from appraisal.ledger import Row, canonical, text_digest
from appraisal.parcel_reading import is_parcel
from appraisal.parcels import HEAD, SIGNATURE, share, signed_text
from appraisal.review import Review
from appraisal.state import state_of
from appraisal.store.faults import TooNew
from appraisal.store.sqlite import create
from appraisal.subjects import in_seat
from tests.appraisal import desks
from tests.appraisal.conftest import Pair
from tests.appraisal.ledgers import row

Alter = Callable[[dict[str, Any], dict[str, str]], None]


def rewritten(path: Path, change: Alter, *, signer: str = "") -> Path:
    """A parcel with members changed; signed anew where a signer is named."""
    with zipfile.ZipFile(path) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    head = json.loads(texts.pop(HEAD))
    signature = texts.pop(SIGNATURE)
    change(head, texts)
    if signer:
        head["members"] = {name: text_digest(text) for name, text in texts.items()}
        signature = desks.key(signer).sign(signed_text(canonical(head)))
    made = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {HEAD: canonical(head), SIGNATURE: signature, **texts}.items():
            archive.writestr(name, text)
    return made


def test_three_parcels_open_a_form_on_both_desks(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    desks.both_submit(*pair, bobs_o1="b")
    first = merge(bob, desks.send(ann, "ann", tmp_path))
    assert first.boxes == (desks.form("s1"),)
    assert not bob.state.is_open(desks.form("s1") + "/ann")
    second = merge(ann, desks.send(bob, "bob", tmp_path))
    assert second.opened == (desks.form("s1"),)
    assert ann.state.is_open(desks.form("s1") + "/bob")
    assert not bob.state.is_open(desks.form("s1") + "/ann")
    third = merge(bob, desks.send(ann, "ann", tmp_path))
    assert third.opened == (desks.form("s1"),)
    seen = bob.state.seen_by("bob")
    assert seen.value(in_seat(desks.form("s1"), "ann"), "item/outcome/O1") == "a"
    merge(ann, desks.send(bob, "bob", tmp_path))
    assert desks.content(ann) == desks.content(bob)


def test_keys_leave_only_when_the_others_box_is_here(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    desks.both_submit(*pair, bobs_o1="b")
    assert desks.sent(ann, "ann", tmp_path).keys == ()
    assert desks.sent(bob, "bob", tmp_path).keys == ()
    merge(bob, desks.send(ann, "ann", tmp_path))
    assert [key.form for key in desks.sent(bob, "bob", tmp_path).keys] == [desks.form("s1")]


def test_lost_order_and_twice_come_to_the_same(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    desks.both_submit(*pair, bobs_o1="b")
    one = desks.send(ann, "ann", tmp_path)
    merge(bob, one)
    two = desks.send(bob, "bob", tmp_path)
    merge(ann, two)
    three = desks.send(ann, "ann", tmp_path)
    other = desks.copied(bob, tmp_path / "third.evenhand", "bob")
    merge(other, three, one, three)
    merge(bob, three)
    assert desks.content(other) == desks.content(bob)
    assert merge(bob, one).is_nothing
    assert sentences(merge(bob, three)) == ["Nothing new."]
    other.close()


def test_no_unopened_claim_is_in_any_byte_that_leaves(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    marker = "PLANTED-4711"
    desks.answer(ann, "s1", "ann", marker=marker)
    desks.submit(ann, "s1", "ann")
    desks.answer(ann, "s2", "ann", marker=marker)  # never submitted
    path = desks.send(ann, "ann", tmp_path)
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    merge(bob, path)
    parts += [path.read_bytes(), desks.send(bob, "bob", tmp_path).read_bytes()]
    bob.close()
    parts.append(bob.store.path.read_bytes())
    assert not [part for part in parts if marker.encode() in part]


def test_unsubmitted_forms_stay_at_home(pair: Pair, tmp_path: Path) -> None:
    ann, _bob = pair
    desks.answer(ann, "s1", "ann")
    going = desks.sent(ann, "ann", tmp_path)
    assert going.withheld == 1
    assert not any("/nos-cohort@1/" in row.subject for row in going.rows)


def test_shared_form_cannot_be_reopened(pair: Pair, tmp_path: Path) -> None:
    ann, _bob = pair
    desks.answer(ann, "s1", "ann")
    desks.submit(ann, "s1", "ann")
    desks.sent(ann, "ann", tmp_path)
    with pytest.raises(InvalidClaim, match="it can no longer be changed"):
        ann.commit(drafts.reopen(in_seat(desks.form("s1"), "ann"), "a second thought"))


def test_form_is_boxed_once_however_often_it_is_shared(pair: Pair, tmp_path: Path) -> None:
    ann, _bob = pair
    desks.answer(ann, "s1", "ann")
    desks.submit(ann, "s1", "ann")
    assert desks.sent(ann, "ann", tmp_path).boxes == desks.sent(ann, "ann", tmp_path).boxes


def test_second_box_of_a_form_is_refused_and_said(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    desks.both_submit(*pair, bobs_o1="b")
    merge(bob, desks.send(ann, "ann", tmp_path))
    twin = desks.copied(ann, tmp_path / "twin.evenhand", "ann")
    box, key = pack("review0000000001", desks.form("s1"), "ann", [])

    def swap(_head: object, texts: dict[str, str]) -> None:
        texts["boxes.jsonl"] = box.text() + "\n"
        texts["keys.jsonl"] = canonical([box.form, "ann", box.commitment, key]) + "\n"

    report = merge(bob, rewritten(desks.send(twin, "ann", tmp_path), swap, signer="ann"))
    assert report.refused[0].startswith("Reviewer A's parcel has another answer sheet for Study 1")
    assert report.opened == ()
    twin.close()


def test_key_that_does_not_open_its_box_is_refused_and_said(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    desks.both_submit(*pair, bobs_o1="b")
    merge(ann, desks.send(bob, "bob", tmp_path))

    def wrong(_head: object, texts: dict[str, str]) -> None:
        form, author, commitment, _key = json.loads(texts["keys.jsonl"])
        texts["keys.jsonl"] = canonical([form, author, commitment, "00" * 32]) + "\n"

    report = merge(bob, rewritten(desks.send(ann, "ann", tmp_path), wrong, signer="ann"))
    assert "cannot be opened" in report.refused[0]
    assert not bob.state.is_open(desks.form("s1") + "/ann")


def test_box_that_holds_other_answers_than_were_sealed_is_refused(
    pair: Pair, tmp_path: Path
) -> None:
    ann, bob = pair
    desks.both_submit(*pair, bobs_o1="b")
    merge(ann, desks.send(bob, "bob", tmp_path))
    subject = in_seat(desks.form("s1"), "ann")
    kept = [one for one in desks.seat_rows(ann, subject) if one.field != "item/outcome/O1"]
    other = row(subject, "item/outcome/O1", "d")
    box, key = pack("review0000000001", desks.form("s1"), "ann", [*kept, other])

    def swap(_head: object, texts: dict[str, str]) -> None:
        texts["boxes.jsonl"] = box.text() + "\n"
        texts["keys.jsonl"] = canonical([box.form, "ann", box.commitment, key]) + "\n"

    report = merge(bob, rewritten(desks.send(ann, "ann", tmp_path), swap, signer="ann"))
    assert "something else than was sealed" in report.refused[0]
    assert bob.state.value(subject, "item/outcome/O1") is None


def test_relabelled_box_does_not_open() -> None:
    box, key = pack("r1", "extraction/s1/o1", "ann", [])
    assert unpack("r1", box, key) == ()
    for other in (replace(box, author="bob"), replace(box, form="extraction/s2/o1")):
        with pytest.raises(UserError):
            unpack("r1", other, key)
    with pytest.raises(UserError):
        unpack("r2", box, key)


def test_second_seal_after_sharing_never_counts(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    desks.both_submit(*pair, bobs_o1="b")
    merge(bob, desks.send(ann, "ann", tmp_path))
    merge(ann, desks.send(bob, "bob", tmp_path))
    subject = in_seat(desks.form("s1"), "ann")
    standing = ann.state.seal_rows(subject)[0]
    changed = row(
        subject, "item/outcome/O1", "d", replaces=(ann.state.heads(subject, "item/outcome/O1")[0],)
    )
    heads = [h for f in ann.state.fields(subject) for h in ann.state.heads(subject, f)]
    said = state_of([h for h in heads if h.field not in ("sealed", "item/outcome/O1")] + [changed])
    value = drafts.seal(said, subject, key=desks.key("ann")).writes[-1].claim.value
    second = row(subject, "sealed", value, replaces=(standing,))

    def add(_head: object, texts: dict[str, str]) -> None:
        texts["entries.jsonl"] += "".join(
            canonical(row_json(one)) + "\n" for one in (changed, second)
        )

    report = merge(bob, rewritten(desks.send(ann, "ann", tmp_path), add, signer="ann"))
    assert "another answer sheet for Study 1" in report.refused[0]
    assert bob.state.value(subject, "item/outcome/O1") == "a"
    assert second.id in {one.id for one in bob.store.rejected()}


def test_parcel_that_speaks_for_another_is_refused_whole(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    for forged in (
        row("study/s1", "year", 1999, author="bob"),
        row(in_seat(desks.form("s1"), "bob"), "comment/outcome", "x", author="ann"),
        row("person/bob", "key", "00", author="ann"),
    ):

        def add(_head: object, texts: dict[str, str], made: Row = forged) -> None:
            texts["entries.jsonl"] += canonical(row_json(made)) + "\n"

        before = desks.content(bob)
        with pytest.raises(UserError, match="speaks for Reviewer B"):
            merge(bob, rewritten(desks.send(ann, "ann", tmp_path), add, signer="ann"))
        assert desks.content(bob) == before


def test_entry_cannot_replace_one_of_another_slot(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    desks.answer(bob, "s1", "bob")
    victim = bob.state.heads(in_seat(desks.form("s1"), "bob"), "item/outcome/O1")[0]
    eraser = row("study/s1", "notes", "x", author="ann", replaces=(victim,))

    def add(_head: object, texts: dict[str, str]) -> None:
        texts["entries.jsonl"] += canonical(row_json(eraser)) + "\n"

    report = merge(bob, rewritten(desks.send(ann, "ann", tmp_path), add, signer="ann"))
    assert report.aside == 1
    assert bob.state.value(victim.subject, victim.field) == "a"


def test_parcel_of_another_key_is_refused(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    merge(bob, desks.send(ann, "ann", tmp_path))

    def other_key(head: dict[str, object], _texts: object) -> None:
        head["key"] = desks.key("mallory").public

    forged = rewritten(desks.send(ann, "ann", tmp_path), other_key, signer="mallory")
    with pytest.raises(UserError, match="not signed by Reviewer A"):
        merge(bob, forged)


@pytest.mark.parametrize("member", ["entries.jsonl", "boxes.jsonl", "courtesy.jsonl"])
def test_altered_parcel_is_refused(pair: Pair, tmp_path: Path, member: str) -> None:
    ann, bob = pair

    def alter(_head: object, texts: dict[str, str]) -> None:
        texts[member] += "[]\n"

    with pytest.raises(UnreadableImport, match="altered after it was signed"):
        merge(bob, rewritten(desks.send(ann, "ann", tmp_path), alter))


@pytest.mark.parametrize("what", ["members", "at", "sender", "signature"])
def test_parcel_whose_signature_is_not_of_what_it_says_is_refused(
    pair: Pair, tmp_path: Path, what: str
) -> None:
    """All digests fit, and yet nobody signed it so."""
    ann, bob = pair
    ann.commit(drafts.edit_study("s1", "year", 1999))

    def change(head: dict[str, Any], texts: dict[str, str]) -> None:
        if what == "members":
            texts["courtesy.jsonl"] += canonical(desks.form("s1")) + "\n"
            head["members"] = {name: text_digest(text) for name, text in texts.items()}
        elif what != "signature":
            head[what] = {"at": "2001-01-01T00:00:00.000Z", "sender": "bob"}[what]

    path = rewritten(desks.send(ann, "ann", tmp_path), change)
    if what == "signature":
        with zipfile.ZipFile(path) as archive:
            texts = {name: archive.read(name) for name in archive.namelist()}
        texts[SIGNATURE] = desks.key("bob").sign(signed_text(texts[HEAD].decode())).encode()
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in texts.items():
                archive.writestr(name, text)
    before = desks.content(bob)
    with pytest.raises(UnreadableImport, match="altered after it was signed"):
        merge(bob, path)
    assert desks.content(bob) == before


def test_cut_parcel_is_refused_at_every_length(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    path = desks.send(ann, "ann", tmp_path)
    whole = path.read_bytes()
    before = desks.content(bob)
    for part in range(0, len(whole) - 1, max(1, len(whole) // 40)):
        path.write_bytes(whole[:part])
        with pytest.raises(AppraisalError):
            merge(bob, path)
    assert desks.content(bob) == before


def test_parcel_of_another_review_or_a_newer_program_is_refused(pair: Pair, tmp_path: Path) -> None:
    ann, _bob = pair
    path = desks.send(ann, "ann", tmp_path)
    other = Review(create(tmp_path / "other", "r2"))
    with pytest.raises(UserError, match="belongs to another review"):
        merge(other, path)
    other.close()

    def newer(head: dict[str, object], _texts: object) -> None:
        head["schema"] = 9

    with pytest.raises(TooNew, match="schema 9"):
        merge(ann, rewritten(path, newer, signer="ann"))


def test_parcel_is_known_by_its_content(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    path = desks.send(ann, "ann", tmp_path)
    renamed = path.rename(tmp_path / "holiday.jpg")
    assert is_parcel(renamed)
    assert take(bob, look(bob, renamed)).new > 0
    assert not is_parcel(bob.store.path)


def test_sharing_with_another_key_than_the_known_one_is_refused(pair: Pair, tmp_path: Path) -> None:
    ann, _bob = pair
    desks.sent(ann, "ann", tmp_path)
    with pytest.raises(UserError, match="does not have the signing key of Reviewer A"):
        share(ann, "ann", tmp_path / "p", key=key_from_seed("another"))


def test_submitting_without_the_known_key_is_refused(pair: Pair, tmp_path: Path) -> None:
    """On a new computer: else the form were submitted, and no other desk would ever take it."""
    ann, bob = pair
    desks.send(ann, "ann", tmp_path)  # Ann's key is known from now on
    desks.answer(ann, "s1", "ann")
    seat = in_seat(desks.form("s1"), "ann")
    with pytest.raises(InvalidClaim, match="does not have the signing key of Reviewer A"):
        ann.commit(drafts.seal(ann.state, seat, key=desks.key("another computer")))
    assert not ann.state.is_sealed(seat)
    desks.submit(ann, "s1", "ann")
    merge(bob, desks.send(ann, "ann", tmp_path))


def test_seal_that_its_holder_did_not_sign_is_refused(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    desks.answer(ann, "s1", "ann")
    subject = in_seat(desks.form("s1"), "ann")
    ann.commit(drafts.seal(ann.state, subject, key=desks.key("mallory")), author="ann")

    def claim_key(head: dict[str, Any], texts: dict[str, str]) -> None:
        head["key"] = desks.key("ann").public
        own = row("person/ann", "key", desks.key("ann").public)
        lines = [one for one in texts["entries.jsonl"].splitlines() if '"key"' not in one]
        texts["entries.jsonl"] = "\n".join([*lines, canonical(row_json(own))]) + "\n"

    path = tmp_path / "p.ehparcel"
    share(ann, "ann", path, key=desks.key("mallory"))
    with pytest.raises(UserError, match="a seal that is not signed"):
        merge(bob, rewritten(path, claim_key, signer="ann"))


def forged_box(content: object, *, commitment: str = "") -> tuple[Box, str]:
    """A box made by hand, labelled as Ann's, with whatever in it."""
    plain = canonical(content).encode()
    named = commitment or hashlib.sha256(plain).hexdigest()
    form = "extraction/s1/o1"
    header = canonical({"review": "r1", "form": form, "author": "ann", "commitment": named})
    data = AESGCM(bytes(32)).encrypt(bytes(12), plain, header.encode())
    return Box(form, "ann", named, bytes(12).hex(), base64.b64encode(data).decode()), "00" * 32


def test_box_with_anothers_answers_in_it_does_not_open() -> None:
    content = {"salt": "", "form": "extraction/s1/o1", "author": "ann", "entries": []}
    assert unpack("r1", *forged_box(content)) == ()
    for other in ({"author": "bob"}, {"form": "extraction/s2/o1"}):
        with pytest.raises(BadBox, match="label"):
            unpack("r1", *forged_box({**content, **other}))


def test_box_that_opens_to_another_text_than_it_committed_to_is_refused() -> None:
    content = {"salt": "", "form": "extraction/s1/o1", "author": "ann", "entries": []}
    with pytest.raises(BadBox, match="commitment"):
        unpack("r1", *forged_box(content, commitment="ab" * 32))
