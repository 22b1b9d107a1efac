"""Roles, assignment, leaving: who may change them, and what follows for a form."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from appraisal import drafts
from appraisal.assigned import reviewers
from appraisal.blindness import Blind, blindness, shown_early
from appraisal.errors import InvalidClaim
from appraisal.ledger import Claim
from appraisal.review import Review
from appraisal.settled import differing
from appraisal.views.team import assignments, changed, in_turn, may_lead, members, missing_reviewers
from tests.appraisal import desks

PEOPLE = {**desks.PEOPLE, "cat": "Reviewer C"}


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    made = desks.begun(tmp_path / "review", studies=6, people=PEOPLE)
    yield made
    made.close()


def lead(review: Review, person: str) -> None:
    review.commit(drafts.edit_person(person, {"roles": ["reviewer", "coordinator"]}))


def test_in_turn_gives_every_pair_its_share() -> None:
    found = in_turn([f"s{n}" for n in range(12)], ["a", "b", "c"], 2)
    assert set(Counter(found.values()).values()) == {4}
    load = Counter(person for group in found.values() for person in group)
    assert set(load.values()) == {8}


def test_in_turn_keeps_the_load_even_where_it_cannot_be_equal() -> None:
    found = in_turn([f"s{n}" for n in range(7)], ["a", "b", "c", "d"], 2)
    load = Counter(person for group in found.values() for person in group)
    assert max(load.values()) - min(load.values()) <= 1


def test_assigned_reviewers_alone_score_a_study(review: Review) -> None:
    review.commit(drafts.assign({"s1": ["ann", "cat"]}))
    assert assignments(review.state)[0].reviewers == ("ann", "cat")
    assert changed(assignments(review.state), {"s1": ["cat", "ann"], "s2": ["bob", "cat"]}) == {
        "s2": ("bob", "cat")
    }
    review.commit(drafts.assign({"s1": ["ann"]}))
    assert missing_reviewers(review.state) == ("Study 1",)


def test_only_the_coordinator_assigns_where_there_is_one(review: Review) -> None:
    assert may_lead(review.state, "bob")
    lead(review, "ann")
    assert not may_lead(review.state, "bob")
    for draft in (
        drafts.assign({"s1": ["bob"]}),
        drafts.edit_person("bob", {"roles": ["coordinator"]}),
        drafts.edit_person("ann", {"roles": ["reviewer"]}),
    ):
        with pytest.raises(InvalidClaim, match="Only a coordinator"):
            review.commit(draft, author="bob")
    review.commit(drafts.assign({"s1": ["bob", "cat"]}), author="ann")
    review.commit(drafts.edit_person("bob", {"name": "Bob"}), author="bob")


def test_open_study_keeps_its_reviewers(review: Review) -> None:
    review.commit(drafts.assign({"s1": ["ann", "bob"]}))
    for person in ("ann", "bob"):
        desks.answer(review, "s1", person)
        desks.submit(review, "s1", person)
    with pytest.raises(InvalidClaim, match="can no longer be assigned"):
        review.commit(drafts.assign({"s1": ["cat", "bob"]}))


@pytest.mark.parametrize("way", ["leaves", "is taken off"])
def test_what_somebody_began_and_left_holds_nobody_up_and_shows_to_nobody(
    review: Review, way: str
) -> None:
    desks.answer(review, "s1", "cat", marker="half a thought", S1="b")
    if way == "leaves":
        review.commit(drafts.edit_person("cat", {"left": True}))
        assert reviewers(review.state) == ("ann", "bob")
        assert members(review.state)[-1].has_left
    else:
        review.commit(drafts.assign({"s1": ["ann", "bob"]}))
    for person in ("ann", "bob"):
        desks.answer(review, "s1", person)
        desks.submit(review, "s1", person)
    form = desks.form("s1")
    assert review.state.is_open(form)
    assert review.state.seen_by("ann").fields(f"{form}/cat") == {}
    assert differing(review.state, form) == ()


# -- one desk, two people --------------------------------------------------------------------------


def test_who_sits_down_at_anothers_unopened_answers_is_blind_by_courtesy(review: Review) -> None:
    desks.answer(review, "s1", "ann")
    desks.submit(review, "s1", "ann")
    records = review.store.records()
    assert shown_early(review.state, records, "ann") == ()
    assert shown_early(review.state, records, "bob") == (desks.form("s1"),)
    review.note_courtesy(shown_early(review.state, records, "bob"), "bob")
    assert shown_early(review.state, review.store.records(), "bob") == ()


def test_two_who_shared_from_one_file_were_not_apart(review: Review, tmp_path: Path) -> None:
    review.commit(drafts.assign({"s1": ["ann", "bob"]}))
    for person in ("ann", "bob"):
        desks.answer(review, "s1", person)
    desks.submit(review, "s1", "ann")
    desks.send(review, "ann", tmp_path)
    assert review.state.claim(f"{desks.form('s1')}/bob", "item/selection/S1") == Claim(
        "a", "bob on S1"
    )
    desks.submit(review, "s1", "bob")
    desks.send(review, "bob", tmp_path)
    assert blindness(review.state, review.store.records()) == {desks.form("s1"): Blind.COURTESY}
