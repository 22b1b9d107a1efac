"""Ways to have a form open before its time, or to pass off what came late as blind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from appraisal import cli, drafts
from appraisal.blindness import Blind, blindness
from appraisal.boxes import row_json
from appraisal.errors import InvalidClaim
from appraisal.exchange import look, merge, take
from appraisal.exchange_words import sentences
from appraisal.ledger import Claim, Row, canonical
from appraisal.review import Review
from appraisal.subjects import appraisal_form, in_seat
from tests.appraisal import desks
from tests.appraisal.ledgers import row
from tests.appraisal.test_parcels import rewritten

FORM = desks.form("s1")
PEOPLE = {**desks.PEOPLE, "cat": "Third"}


@pytest.fixture
def three(tmp_path: Path) -> Iterator[tuple[Review, Review, Review]]:
    """Three who score, where two are enough; Ann leads, and has submitted the study."""
    ann = desks.begun(tmp_path / "ann" / "review", people=PEOPLE)
    roles: list[str] = ["reviewer", "coordinator"]
    ann.commit(drafts.edit_person("ann", {"roles": [*roles]}))
    others = [
        desks.copied(ann, tmp_path / person / "review.evenhand", person)
        for person in ("bob", "cat")
    ]
    desks.answer(ann, "s1", "ann")
    desks.submit(ann, "s1", "ann")
    yield ann, others[0], others[1]
    for review in (ann, *others):
        review.close()


def test_only_a_coordinator_says_how_many_score(three: tuple[Review, Review, Review]) -> None:
    _ann, bob, _cat = three
    with pytest.raises(InvalidClaim, match="Only a coordinator"):
        bob.commit(drafts.edit_review({"readers": 1}))


@pytest.mark.parametrize("way", ["parcel", "file", "large file"])
def test_lowering_how_many_score_is_said_before_it_comes_in(
    three: tuple[Review, Review, Review],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    way: str,
) -> None:
    """One reviewer fewer, and Ann's own parcel would carry her answers open to Bob."""
    ann, bob, _cat = three
    monkeypatch.setattr("appraisal.large_file.LARGE", 0 if way == "large file" else 1 << 60)
    standing = ann.state.row("review/-", "readers")
    assert standing is not None
    lower = row("review/-", "readers", 1, author="bob", replaces=(standing,))

    def add(_head: object, texts: dict[str, str]) -> None:
        texts["entries.jsonl"] += canonical(row_json(lower)) + "\n"

    if way == "parcel":
        path = rewritten(desks.send(bob, "bob", tmp_path), add, signer="bob")
    else:
        bob.store.append([lower])
        path = bob.store.path
        bob.close()
    incoming = look(ann, path)
    assert "scored by 1; so far it was 2" in incoming.caution
    assert not ann.state.is_open(FORM)
    ours = ann.store.path
    ann.close()
    assert cli.main(["merge", str(ours), str(path)]) == 0
    assert "scored by 1; so far it was 2" in capsys.readouterr().out


def test_an_honest_parcel_has_no_caution(
    three: tuple[Review, Review, Review], tmp_path: Path
) -> None:
    ann, bob, _cat = three
    bob.commit(drafts.edit_study("s1", "year", 1999))
    assert look(ann, desks.send(bob, "bob", tmp_path)).caution == ""


def opened(ann: Review, bob: Review, folder: Path) -> None:
    desks.answer(bob, "s1", "bob")
    desks.submit(bob, "s1", "bob")
    for _turn in range(2):
        merge(ann, desks.send(bob, "bob", folder))
        merge(bob, desks.send(ann, "ann", folder))
    merge(ann, desks.send(bob, "bob", folder))


def test_answers_that_came_when_a_form_was_open_are_not_called_blind(
    three: tuple[Review, Review, Review], tmp_path: Path
) -> None:
    """Ann's and Bob's keys were on their way by then: Cat may have read their answers."""
    ann, bob, cat = three
    opened(ann, bob, tmp_path)
    assert blindness(ann.state, ann.store.records()) == {FORM: Blind.PARCELS}
    desks.answer(cat, "s1", "cat")
    desks.submit(cat, "s1", "cat")
    report = merge(ann, desks.send(cat, "cat", tmp_path))
    assert report.courtesy == (FORM,)
    assert "1 form will be reported as blind by courtesy." in sentences(report)
    merge(cat, desks.send(ann, "ann", tmp_path))
    merge(cat, desks.send(bob, "bob", tmp_path))
    merge(ann, desks.send(cat, "cat", tmp_path))
    assert ann.state.is_open(FORM)
    assert blindness(ann.state, ann.store.records()) == {FORM: Blind.COURTESY}


def test_seal_without_its_answers_does_not_shut_what_all_have_open(
    three: tuple[Review, Review, Review], tmp_path: Path
) -> None:
    ann, bob, cat = three
    opened(ann, bob, tmp_path)
    desks.answer(cat, "s1", "cat")
    desks.submit(cat, "s1", "cat")

    def without(_head: object, texts: dict[str, str]) -> None:
        texts["boxes.jsonl"] = ""

    path = rewritten(desks.send(cat, "cat", tmp_path), without, signer="cat")
    incoming = look(ann, path)
    assert [one.subject for one in incoming.arrival.aside] == [in_seat(FORM, "cat")]
    take(ann, incoming)
    assert ann.state.is_open(FORM)


def test_key_waits_for_everyone_the_study_names(
    three: tuple[Review, Review, Review], tmp_path: Path
) -> None:
    """Two are enough in this review; but this study is for three, and Cat has not submitted."""
    ann, bob, cat = three
    ann.commit(drafts.edit_study("s1", "reviewers", ["ann", "bob", "cat"]))
    desks.answer(bob, "s1", "bob")
    desks.submit(bob, "s1", "bob")
    merge(ann, desks.send(bob, "bob", tmp_path))
    assert not desks.sent(ann, "ann", tmp_path).keys
    desks.answer(cat, "s1", "cat")
    desks.submit(cat, "s1", "cat")
    merge(ann, desks.send(cat, "cat", tmp_path))
    assert [one.form for one in desks.sent(ann, "ann", tmp_path).keys] == [FORM]


def test_key_does_not_wait_for_who_left_without_submitting(
    three: tuple[Review, Review, Review], tmp_path: Path
) -> None:
    ann, bob, _cat = three
    ann.commit(drafts.edit_study("s1", "reviewers", ["ann", "bob", "cat"]))
    ann.commit(drafts.edit_person("cat", {"left": True}))
    desks.answer(bob, "s1", "bob")
    desks.submit(bob, "s1", "bob")
    merge(ann, desks.send(bob, "bob", tmp_path))
    assert [one.form for one in desks.sent(ann, "ann", tmp_path).keys] == [FORM]


def test_key_does_not_leave_for_answers_that_are_here_unsubmitted(
    three: tuple[Review, Review, Review], tmp_path: Path
) -> None:
    """Bob's working file shows what he has begun: that binds him to nothing."""
    ann, bob, _cat = three
    desks.answer(bob, "s1", "bob")
    merge(ann, bob.store)
    assert ann.state.entries_of(in_seat(FORM, "bob"))
    assert not desks.sent(ann, "ann", tmp_path).keys


def test_keys_of_a_study_leave_together(
    three: tuple[Review, Review, Review], tmp_path: Path
) -> None:
    """Answers repeat across the results of a study: one opened early would show the other."""
    ann, bob, _cat = three
    both = [appraisal_form("s3", desks.COHORT, target) for target in ("t1", "t2")]
    ann.commit(drafts.add_study({"label": "Third", "design": "cohort"}, id="s3")[0])
    merge(bob, desks.send(ann, "ann", tmp_path))
    for review, person, forms in ((ann, "ann", both), (bob, "bob", both[:1])):
        for form in forms:
            seat = in_seat(form, person)
            review.commit(drafts.answer(seat, "outcome/O1", Claim("a")), author=person)
            review.commit(drafts.seal(review.state, seat, key=desks.key(person)), author=person)
    merge(ann, desks.send(bob, "bob", tmp_path))
    assert {one.form for one in desks.sent(ann, "ann", tmp_path).boxes} >= {*both}
    assert not {one.form for one in desks.sent(ann, "ann", tmp_path).keys} & {*both}
    seat = in_seat(both[1], "bob")
    bob.commit(drafts.answer(seat, "outcome/O1", Claim("b")), author="bob")
    bob.commit(drafts.seal(bob.state, seat, key=desks.key("bob")), author="bob")
    merge(ann, desks.send(bob, "bob", tmp_path))
    assert {one.form for one in desks.sent(ann, "ann", tmp_path).keys} >= {*both}


def test_settling_by_one_who_may_not_is_said_before_it_comes_in(
    three: tuple[Review, Review, Review], tmp_path: Path
) -> None:
    ann, bob, cat = three
    opened(ann, bob, tmp_path)
    agreed = row(in_seat(FORM, "agreed"), "item/outcome/O1", "d", author="cat")
    cat.store.append([agreed])
    cat.refresh()
    said = look(ann, desks.send(cat, "cat", tmp_path)).caution
    assert said == (
        "Third settles answers of 1 form without having scored it or being the adjudicator."
    )
    for person in ("dan", "cat"):  # another's role is not theirs, and Ann coordinates, not Cat
        cat.store.append([row(f"person/{person}", "roles", ["adjudicator"], author="cat")])
        cat.refresh()
        assert look(ann, desks.send(cat, "cat", tmp_path)).caution == said
    ann.commit(drafts.edit_person("cat", {"roles": ["adjudicator"]}))
    assert look(ann, desks.send(cat, "cat", tmp_path)).caution == ""


@pytest.mark.parametrize("limit", [0, 1 << 60])
def test_settling_by_one_who_may_not_is_said_of_a_whole_file_too(
    three: tuple[Review, Review, Review],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    limit: int,
) -> None:
    ann, bob, cat = three
    monkeypatch.setattr("appraisal.large_file.LARGE", limit)
    opened(ann, bob, tmp_path)
    merge(cat, desks.send(ann, "ann", tmp_path), desks.send(bob, "bob", tmp_path))
    agreed = in_seat(FORM, "agreed")

    def caution(added: Row) -> str:
        cat.store.append([added])
        cat.store.copy_to(tmp_path / "whole.evenhand")
        return look(ann, tmp_path / "whole.evenhand").caution

    said = "Third settles answers of 1 form without having scored it or being the adjudicator."
    assert "settles" not in caution(row(agreed, "item/outcome/O1", "d", author="bob"))
    assert said in caution(row(agreed, "item/outcome/O2", "d", author="cat"))
    assert said in caution(row("person/cat", "roles", ["adjudicator"], author="cat"))
    assert said not in caution(row("person/cat", "roles", ["adjudicator"], author="ann"))


def test_adjudicator_of_a_team_without_coordinator_says_so_alone(tmp_path: Path) -> None:
    ann = desks.begun(tmp_path / "ann" / "review", people=PEOPLE)
    bob, cat = (desks.copied(ann, tmp_path / f"{one}.evenhand", one) for one in ("bob", "cat"))
    desks.answer(ann, "s1", "ann")
    desks.submit(ann, "s1", "ann")
    opened(ann, bob, tmp_path)
    cat.store.append([row(in_seat(FORM, "agreed"), "item/outcome/O1", "d", author="cat")])
    cat.store.append([row("person/dan", "roles", ["adjudicator"], author="cat")])
    cat.refresh()
    assert "without having scored it" in look(ann, desks.send(cat, "cat", tmp_path)).caution
    cat.store.append([row("person/cat", "roles", ["adjudicator"], author="cat")])
    cat.refresh()
    assert look(ann, desks.send(cat, "cat", tmp_path)).caution == ""
    for review in (ann, bob, cat):
        review.close()


def test_settling_by_a_party_needs_no_word(
    three: tuple[Review, Review, Review], tmp_path: Path
) -> None:
    ann, bob, _cat = three
    opened(ann, bob, tmp_path)
    bob.commit(drafts.agree(FORM, "item/outcome/O1", Claim("a", "agreed")), author="bob")
    assert look(ann, desks.send(bob, "bob", tmp_path)).caution == ""

    def without_seals(_head: object, texts: dict[str, str]) -> None:  # known here from before
        lines = texts["entries.jsonl"].splitlines(keepends=True)
        texts["entries.jsonl"] = "".join(one for one in lines if '"sealed"' not in one)

    short = rewritten(desks.send(bob, "bob", tmp_path), without_seals, signer="bob")
    assert look(ann, short).caution == ""
