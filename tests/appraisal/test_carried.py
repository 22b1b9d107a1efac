"""Whole files, which nobody signed: what they say of seals, boxes and keys must prove itself."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from appraisal import drafts
from appraisal.blindness import Blind, blindness
from appraisal.boxes import BadBox, Box, pack, row_json
from appraisal.carried import contents
from appraisal.errors import UserError
from appraisal.exchange import look, merge
from appraisal.hashes import entry_hash
from appraisal.ledger import Row, canonical
from appraisal.review import Review
from appraisal.seals import seal_in
from appraisal.store.protocol import Arrival, Record
from appraisal.subjects import in_seat
from tests.appraisal import desks
from tests.appraisal.ledgers import row
from tests.appraisal.test_parcels import Alter, rewritten

Pair = tuple[Review, Review]
FORM = desks.form("s1")
ANN, BOB = in_seat(FORM, "ann"), in_seat(FORM, "bob")
ALONE = desks.form("s2")
AT = "2026-03-03T09:00:00.000Z"


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """Ann's and Bob's files; each has submitted a study at home, and Ann another alone."""
    people = {**desks.PEOPLE, "cat": "Third"}
    ann = desks.begun(tmp_path / "ann" / "review", people=people)
    bob = desks.copied(ann, tmp_path / "bob" / "review.evenhand", "bob")
    desks.both_submit(ann, bob)
    desks.answer(ann, "s2", "ann")
    desks.submit(ann, "s2", "ann")
    yield ann, bob
    ann.close()
    bob.close()


def note(review: Review, *records: Record) -> None:
    """Put notes into a file, as its owner can with any tool."""
    review.store.take_in(Arrival(records=records))


def kinds(review: Review) -> set[tuple[str, str]]:
    return {(one.kind, one.author) for one in review.store.records()}


def closed(author: str, form: str = FORM, **more: str) -> str:
    """The body of a box that nobody's seal stands for."""
    box, key = pack("review0000000001", form, author, ())
    return canonical({**json.loads(box.text()), "key": key, **more})


@pytest.mark.parametrize("body", ["", "{}", "[]", "no json", '{"seal":1}', "[" * 30_000])
@pytest.mark.parametrize("kind", ["box", "made", "opened", "unheard"])
def test_note_that_says_nothing_stops_no_later_exchange(
    pair: Pair, tmp_path: Path, kind: str, body: str
) -> None:
    ann, bob = pair
    note(bob, Record(kind, ALONE, "cat", AT, body), Record(kind, ALONE, "ann", AT, body))
    merge(ann, bob.store)
    assert not {(kind, "cat"), (kind, "ann")} & kinds(ann)
    assert desks.sent(ann, "ann", tmp_path).boxes
    assert merge(ann, bob.store).is_nothing


def test_note_of_what_is_no_form_stays_outside(pair: Pair) -> None:
    ann, bob = pair
    note(bob, *(Record("courtesy", form, "bob", AT) for form in ("x", "study/s1", "../../x")))
    merge(ann, bob.store)
    assert {one.form for one in ann.store.records()} == {FORM}


def test_box_from_a_file_does_not_take_the_place_of_its_authors(pair: Pair, tmp_path: Path) -> None:
    """Bob's file would have Cat's own box refused as a second one."""
    ann, bob = pair
    note(bob, Record("box", ALONE, "cat", AT, closed("cat", ALONE, seal="some seal")))
    merge(ann, bob.store)
    cat = desks.begun(tmp_path / "cat" / "review")
    desks.answer(cat, "s2", "cat")
    desks.submit(cat, "s2", "cat")
    report = merge(ann, desks.send(cat, "cat", tmp_path))
    assert report.refused == ()
    assert ("box", "cat") in kinds(ann)
    cat.close()


def test_box_another_made_in_ones_name_is_not_what_leaves(pair: Pair, tmp_path: Path) -> None:
    """Else Ann would send Bob's words instead of her own, and could not reopen hers."""
    ann, bob = pair
    mine = in_seat(ALONE, "ann")
    body = closed("ann", ALONE)
    note(bob, Record("made", ALONE, "ann", AT, body))
    merge(ann, bob.store)
    assert ("made", "ann") not in kinds(ann)
    ann.commit(drafts.reopen(mine, "a second look"))
    desks.submit(ann, "s2", "ann")
    (box,) = (one for one in desks.sent(ann, "ann", tmp_path).boxes if one.form == ALONE)
    assert box.commitment != json.loads(body)["commitment"]


def test_file_does_not_make_a_form_blind_that_was_not(pair: Pair) -> None:
    ann, bob = pair
    notes = [Record(kind, FORM, who, AT, closed(who)) for kind in ("made", "opened")
             for who in ("ann", "bob")]  # fmt: skip
    note(bob, *notes)
    merge(ann, bob.store)
    assert ann.state.is_open(FORM)
    found = blindness(ann.state, ann.store.records())
    assert set(found.values()) == {Blind.COURTESY}


def test_colleagues_file_after_the_parcels_leaves_a_form_as_blind_as_it_was(
    pair: Pair, tmp_path: Path
) -> None:
    ann, bob = pair
    for _turn in range(2):
        merge(bob, desks.send(ann, "ann", tmp_path))
        merge(ann, desks.send(bob, "bob", tmp_path))
    assert set(blindness(ann.state, ann.store.records()).values()) == {Blind.PARCELS}
    merge(ann, bob.store)
    assert set(blindness(ann.state, ann.store.records()).values()) == {Blind.PARCELS}


def test_whole_file_tells_a_third_how_blind_the_forms_were(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    cat = desks.begun(tmp_path / "cat" / "review")
    cat.author = "cat"
    for _turn in range(2):
        merge(bob, desks.send(ann, "ann", tmp_path))
        merge(ann, desks.send(bob, "bob", tmp_path))
    merge(cat, bob.store)
    assert cat.state.is_open(FORM)
    assert not cat.state.is_whole(in_seat(ALONE, "ann"))
    assert kinds(cat) == {("box", "ann"), ("opened", "ann"), ("box", "bob"), ("opened", "bob")}
    assert set(blindness(cat.state, cat.store.records()).values()) == {Blind.PARCELS}
    cat.close()


def test_second_computer_goes_on_with_the_box_of_the_first(pair: Pair, tmp_path: Path) -> None:
    ann, _bob = pair
    boxes = desks.sent(ann, "ann", tmp_path).boxes
    for author in ("ann", ""):
        twin = desks.begun(tmp_path / f"twin{author}")
        twin.author = author
        merge(twin, ann.store)
        assert desks.sent(twin, "ann", tmp_path).boxes == boxes
        twin.close()


def forged_seal(review: Review, key: str) -> str:
    """Fill in and submit Ann's form with another's key; gives the seal's id."""
    desks.answer(review, "s1", "ann", O1="d")
    draft = drafts.seal(review.state, ANN, key=desks.key(key))
    review.commit(draft, author="ann")
    return review.state.seal_rows(ANN)[0].id


def test_file_cannot_submit_in_anothers_name(pair: Pair, tmp_path: Path) -> None:
    """Bob puts answers and a seal of Ann's into his own file; Cat knows Ann's key."""
    ann, bob = pair
    cat = desks.copied(bob, tmp_path / "cat" / "review.evenhand", "cat")
    cat.close()
    cat = desks.begun(tmp_path / "cat2" / "review")
    cat.author = "cat"
    merge(cat, desks.send(ann, "ann", tmp_path))
    evil = desks.begun(tmp_path / "evil" / "review")
    seal = forged_seal(evil, "bob")
    report = merge(cat, evil.store)
    assert report.aside >= 1
    assert seal not in cat.store.ids()
    assert cat.state.seal_rows(ANN)[0].id == ann.state.seal_rows(ANN)[0].id
    assert cat.state.value(ANN, "item/outcome/O1") is None or not cat.state.is_whole(ANN)
    merge(ann, desks.send(bob, "bob", tmp_path))
    merge(cat, desks.send(ann, "ann", tmp_path))
    assert cat.state.is_whole(ANN)
    assert cat.state.value(ANN, "item/outcome/O1") == "a"
    evil.close()
    cat.close()


def test_large_file_cannot_submit_in_anothers_name_either(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, _bob = pair
    monkeypatch.setattr("appraisal.large_file.LARGE", 0)
    cat = desks.begun(tmp_path / "cat" / "review")
    cat.author = "cat"
    merge(cat, desks.send(ann, "ann", tmp_path))
    evil = desks.begun(tmp_path / "evil" / "review")
    seal = forged_seal(evil, "bob")
    path = evil.store.path
    evil.close()
    assert merge(cat, path).aside >= 1
    assert seal not in cat.store.ids()
    cat.close()


def test_seal_of_whom_no_key_is_known_comes_in(pair: Pair, tmp_path: Path) -> None:
    """Files of the first versions hold such; the first key that comes is believed."""
    _ann, bob = pair
    cat = desks.begun(tmp_path / "cat" / "review")
    merge(cat, bob.store)
    assert cat.state.is_whole(BOB)
    assert seal_in(cat.state.seal_rows(BOB)[0]) is not None
    cat.close()


@pytest.mark.parametrize("limit", [0, 1 << 60])
def test_answers_in_ones_own_name_from_a_file_are_said_before_they_come_in(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    """No signature covers what is not submitted: Bob could have written it."""
    ann, bob = pair
    monkeypatch.setattr("appraisal.large_file.LARGE", limit)
    own = in_seat(desks.form("s1"), "ann")
    bob.store.append([row(own, "comment/outcome", "in your name")])
    path = bob.store.path
    bob.close()
    assert "answers in your name that are not here, in 1 form" in look(ann, path).caution
    ann.author = "cat"
    assert look(ann, path).caution == ""


def sealed_box(review: Review, form: str, person: str, *more: Row) -> tuple[Box, str]:
    """A person's own sealed answers in a box, with whatever else is put in."""
    rows = review.store.entries(subject=in_seat(form, person))
    return pack("review0000000001", form, person, [*rows, *more])


@pytest.mark.parametrize("author", ["ann", "bob"])
def test_box_that_holds_a_line_for_anothers_seat_does_not_open(pair: Pair, author: str) -> None:
    """The seal counts the lines of its own seat alone: one more would slip in unseen."""
    _ann, bob = pair
    box, key = sealed_box(bob, FORM, "bob")
    assert contents("review0000000001", box, key)[1].field == "sealed"
    for more in (
        row(in_seat(ALONE, "ann"), "comment/outcome", "in your name", author=author),
        row("study/s1", "year", 1999, author=author),
    ):
        box, key = sealed_box(bob, FORM, "bob", more)
        with pytest.raises(BadBox):
            contents("review0000000001", box, key)


def test_box_of_a_file_with_anothers_seal_is_not_noted(pair: Pair, tmp_path: Path) -> None:
    """The box opens to what its seal names; but Ann, whose key is known, did not sign that."""
    ann, bob = pair
    merge(bob, desks.send(ann, "ann", tmp_path))
    evil = desks.begun(tmp_path / "evil" / "review")
    forged_seal(evil, "bob")
    box, key = sealed_box(evil, FORM, "ann")
    note(evil, Record("made", FORM, "ann", AT, canonical({**json.loads(box.text()), "key": key})))
    before = kinds(bob)
    merge(bob, evil.store)
    assert {one for one in kinds(bob) if one[0] != "courtesy"} == before
    evil.close()


@pytest.mark.parametrize("member", ["boxes.jsonl", "keys.jsonl"])
def test_parcel_does_not_carry_anothers_box_or_key(pair: Pair, tmp_path: Path, member: str) -> None:
    ann, bob = pair
    box, key = sealed_box(ann, FORM, "ann")
    line = {
        "boxes.jsonl": box.text(),
        "keys.jsonl": canonical([FORM, "ann", box.commitment, key]),
    }[member]

    def add(_head: object, texts: dict[str, str]) -> None:
        texts[member] += line + "\n"

    cat = desks.begun(tmp_path / "cat" / "review")
    if member == "keys.jsonl":
        merge(cat, desks.send(ann, "ann", tmp_path))
    before = desks.content(cat), kinds(cat)
    with pytest.raises(UserError, match="speaks for Reviewer A"):
        merge(cat, rewritten(desks.send(bob, "bob", tmp_path), add, signer="bob"))
    assert (desks.content(cat), kinds(cat)) == before
    cat.close()


def test_box_of_another_submission_than_the_one_here_is_refused_and_said(
    pair: Pair, tmp_path: Path
) -> None:
    """Ann submitted on two computers: what was received first counts, and no box of the other."""
    ann, _bob = pair
    twin, cat = (desks.begun(tmp_path / name / "review") for name in ("twin", "cat"))
    desks.answer(twin, "s1", "ann", O1="b")
    desks.submit(twin, "s1", "ann")
    cat.author = "cat"
    merge(cat, twin.store)
    report = merge(cat, desks.send(ann, "ann", tmp_path))
    assert "another answer sheet for Study 1" in report.refused[0]
    assert cat.state.seal_rows(ANN)[0].id == twin.state.seal_rows(ANN)[0].id
    assert FORM not in {one.form for one in cat.store.records() if one.kind == "box"}
    twin.close()
    cat.close()


def test_second_key_in_ones_own_parcel_is_kept_aside(pair: Pair, tmp_path: Path) -> None:
    """Who got hold of Ann's key for a day may not put another in its place for good."""
    ann, bob = pair
    merge(bob, desks.send(ann, "ann", tmp_path))
    known = bob.state.value("person/ann", "key")
    second = row("person/ann", "key", desks.key("mallory").public)

    def add(_head: object, texts: dict[str, str]) -> None:
        texts["entries.jsonl"] += canonical(row_json(second)) + "\n"

    path = rewritten(desks.send(ann, "ann", tmp_path), add, signer="ann")
    assert merge(bob, path).aside == 1
    assert bob.state.value("person/ann", "key") == known
    assert [one.id for one in bob.store.rejected()] == [second.id]


@pytest.mark.parametrize("limit", [0, 1 << 60])
def test_second_submission_in_a_file_does_not_replace_the_box_that_is_here(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    """Ann starts over with her own key, and hands Cat a whole file instead of a parcel."""
    ann, _bob = pair
    monkeypatch.setattr("appraisal.large_file.LARGE", limit)
    twin, cat = (desks.begun(tmp_path / name / "review") for name in ("twin", "cat"))
    cat.author = "cat"
    merge(cat, desks.send(ann, "ann", tmp_path))
    second = forged_seal(twin, "ann")
    path = twin.store.path
    twin.close()
    assert merge(cat, path).aside >= 1
    assert second not in cat.store.ids()
    assert cat.state.seal_rows(ANN)[0].id == ann.state.seal_rows(ANN)[0].id
    cat.close()


def added(line: str, member: str = "entries.jsonl") -> Alter:
    """What adds a line to a member of a parcel."""

    def add(_head: object, texts: dict[str, str]) -> None:
        texts[member] += line + "\n"

    return add


def test_parcel_cannot_reopen_a_form_whose_box_is_here(pair: Pair, tmp_path: Path) -> None:
    """What left a desk stays as it was: a later word that it is open again does not count."""
    ann, bob = pair
    merge(bob, desks.send(ann, "ann", tmp_path))
    (seal,) = bob.state.seal_rows(ANN)
    again = row(ANN, "sealed", False, replaces=(seal,), why="a second thought")
    path = rewritten(
        desks.send(ann, "ann", tmp_path), added(canonical(row_json(again))), signer="ann"
    )
    report = merge(bob, path)
    assert "another answer sheet for Study 1 than the one submitted on" in report.refused[0]
    assert bob.state.seal_rows(ANN) == (seal,)
    assert [one.id for one in bob.store.rejected()] == [again.id]


def test_box_of_a_form_that_its_parcel_reopens_is_refused(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    (seal,) = ann.state.seal_rows(ANN)
    again = row(ANN, "sealed", False, replaces=(seal,), why="a second thought")
    path = rewritten(
        desks.send(ann, "ann", tmp_path), added(canonical(row_json(again))), signer="ann"
    )
    before = desks.content(bob), kinds(bob)
    with pytest.raises(UserError, match="without the seal that names it"):
        merge(bob, path)
    assert (desks.content(bob), kinds(bob)) == before


def test_same_answers_in_another_box_do_not_replace_the_first(pair: Pair, tmp_path: Path) -> None:
    """One box binds: with two, the key could be chosen when the other's answers are known."""
    ann, bob = pair
    merge(bob, desks.send(ann, "ann", tmp_path))
    held = [one for one in bob.store.records() if one.kind == "box"]
    box, _key = sealed_box(ann, FORM, "ann")

    def replace_box(_head: object, texts: dict[str, str]) -> None:
        texts["boxes.jsonl"] = box.text() + "\n"

    report = merge(bob, rewritten(desks.send(ann, "ann", tmp_path), replace_box, signer="ann"))
    assert "another answer sheet for Study 1 than the one submitted on" in report.refused[0]
    assert [one for one in bob.store.records() if one.kind == "box"] == held


def test_key_for_another_box_is_refused_though_it_would_open_this_one(
    pair: Pair, tmp_path: Path
) -> None:
    ann, bob = pair
    merge(bob, desks.send(ann, "ann", tmp_path))
    made = next(one for one in ann.store.records() if (one.kind, one.form) == ("made", FORM))
    key = canonical([FORM, "ann", "0" * 64, json.loads(made.body)["key"]])
    path = rewritten(desks.send(ann, "ann", tmp_path), added(key, "keys.jsonl"), signer="ann")
    report = merge(bob, path)
    assert "another answer sheet for Study 1 than the one submitted on" in report.refused[0]
    assert report.opened == ()
    assert "opened" not in {kind for kind, *_rest in kinds(bob)}


def test_first_parcel_of_a_person_brings_the_key_that_signed_it(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair

    def without_key(_head: object, texts: dict[str, str]) -> None:
        lines = texts["entries.jsonl"].splitlines(keepends=True)
        texts["entries.jsonl"] = "".join(one for one in lines if '"key"' not in one)

    before = desks.content(bob)
    assert not bob.state.value("person/ann", "key")
    with pytest.raises(UserError, match="does not say whose key signed it"):
        merge(bob, rewritten(desks.send(ann, "ann", tmp_path), without_key, signer="ann"))
    assert desks.content(bob) == before


def test_box_that_holds_what_no_field_takes_does_not_open(pair: Pair) -> None:
    """Bob wrote it with a tool of his own, and sealed it with the rest."""
    _ann, bob = pair
    seat = in_seat(ALONE, "bob")
    bob.store.append([row(seat, "colour", "red", author="bob")])
    bob.refresh()
    bob.commit(drafts.seal(bob.state, seat, key=desks.key("bob")), author="bob")
    box, key = sealed_box(bob, ALONE, "bob")
    with pytest.raises(BadBox):
        contents("review0000000001", box, key)


def test_box_with_another_answer_under_a_sealed_name_does_not_open(pair: Pair) -> None:
    """As many lines as were sealed, each with a hash that holds, and one says something else."""
    _ann, bob = pair
    rows = [*bob.store.entries(subject=BOB)]
    place = next(n for n, one in enumerate(rows) if one.field.startswith("item/"))
    body = canonical({**json.loads(rows[place].body), "value": "d"})
    changed = rows[place]._replace(body=body)
    rows[place] = changed._replace(hash=entry_hash(*changed[1:8], changed.replaces))
    box, key = pack("review0000000001", FORM, "bob", rows)
    with pytest.raises(BadBox):
        contents("review0000000001", box, key)


def test_box_of_one_form_is_not_noted_for_another(pair: Pair, tmp_path: Path) -> None:
    """Else a file could have a form called blind whose answers never left closed."""
    ann, bob = pair
    box, key = sealed_box(ann, FORM, "ann")
    evil = desks.begun(tmp_path / "evil" / "review")
    body = canonical({**json.loads(box.text()), "key": key})
    note(evil, Record("made", ALONE, "ann", AT, body), Record("made", FORM, "bob", AT, body))
    before = kinds(bob)
    merge(bob, evil.store)
    assert kinds(bob) == before
    evil.close()


def test_commitment_of_answers_cannot_be_guessed(pair: Pair) -> None:
    """The label of a box is open: made of the answers alone, it would give away a short list."""
    _ann, bob = pair
    boxes = [sealed_box(bob, FORM, "bob") for _time in range(2)]
    assert len({box.commitment for box, _key in boxes}) == 2
    first, second = (contents("review0000000001", box, key)[0] for box, key in boxes)
    assert first == second


def test_two_who_close_theirs_in_one_file_are_not_called_blind(pair: Pair, tmp_path: Path) -> None:
    """Whoever shares second at a file could read the first one's answers there."""
    ann, bob = pair
    merge(bob, desks.send(ann, "ann", tmp_path))
    merge(ann, desks.send(bob, "bob", tmp_path))
    both = [Record("made", FORM, one, AT) for one in ("ann", "bob")]
    assert blindness(ann.state, both)[FORM] is Blind.COURTESY
    apart = [both[0], Record("opened", FORM, "bob", AT)]
    assert blindness(ann.state, apart)[FORM] is Blind.PARCELS
    assert blindness(ann.state, apart[:1])[FORM] is Blind.COURTESY
