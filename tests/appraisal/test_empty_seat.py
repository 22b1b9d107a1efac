"""A seat whose answers were all taken back holds nobody up."""

from pathlib import Path

from appraisal import drafts
from appraisal.keys import key_of
from appraisal.ledger import Claim
from appraisal.permission import why_not_agree
from appraisal.review import Review
from appraisal.store.memory import MemoryStore


def test_seat_taken_back_whole_is_not_waited_for(tmp_path: Path) -> None:
    review = Review(MemoryStore("r1"))
    review.commit(drafts.add_study({"label": "S"}, id="s1")[0], author="ann")
    slip = review.commit(_answer("cat"), author="cat")
    for person in ("ann", "bob"):
        review.commit(_answer(person), author=person)
        key = key_of(person, tmp_path)
        review.commit(drafts.seal(review.state, _seat(person), key=key), author=person)
    assert not review.state.is_open(_seat("ann"))
    review.undo(slip, author="cat")
    assert review.state.is_open(_seat("ann"))


def _seat(person: str) -> str:
    return f"appraisal/s1/-/nos-cohort@1/{person}"


def _answer(person: str) -> drafts.Draft:
    return drafts.answer(_seat(person), "selection/S1", Claim("a"))


def test_what_somebody_who_left_had_begun_stays_theirs(tmp_path: Path) -> None:
    review = Review(MemoryStore("r1"))
    review.commit(drafts.add_study({"label": "S"}, id="s1")[0], author="ann")
    for person in ("ann", "bob", "cat"):
        review.commit(drafts.add_person({"name": person}, id=person)[0], author=person)
        review.commit(_answer(person), author=person)
    for person in ("ann", "bob"):
        key = key_of(person, tmp_path)
        review.commit(drafts.seal(review.state, _seat(person), key=key), author=person)
    assert not review.state.is_open(_seat("ann"))
    review.commit(drafts.edit_person("cat", {"left": True}), author="ann")
    assert review.state.is_open(_seat("ann"))
    for reader in ("ann", "bob", None):
        seen = review.state.seen_by(reader)
        assert seen.value(_seat("bob"), "item/selection/S1") == "a"
        assert not seen.shows(_seat("cat"))
        assert seen.fields(_seat("cat")) == {}
    form = _seat("cat").rpartition("/")[0]
    assert why_not_agree(review.state, form, "cat").startswith("Only its reviewers")
    assert why_not_agree(review.state, form, "bob") == ""
    assert review.state.seen_by("cat").value(_seat("cat"), "item/selection/S1") == "a"
