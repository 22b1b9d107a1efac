"""Who settled a difference is told as it is on record, and no further."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from appraisal import drafts
from appraisal.errors import InvalidClaim
from appraisal.ledger import Claim, Value
from appraisal.material import gather
from appraisal.methods import methods_text
from appraisal.review import Review
from appraisal.settling import Way, settled_words, settling
from appraisal.sheets import side_by_side
from appraisal.subjects import extraction_form, in_seat
from appraisal.views.reconcile import comparison
from tests.appraisal import desks

ALONE = "1 difference was settled by one of its reviewers (Reviewer A) and confirmed by no other"
FORM, FIELD = desks.form("s1"), "item/selection/S1"


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    """A study on one item of which the two differ: Ann says a, Bob says b; Cat adjudicates."""
    people = {**desks.PEOPLE, "cat": "Third Person"}
    made = desks.begun(tmp_path / "review", studies=1, people=people)
    made.commit(drafts.edit_person("cat", {"roles": ["adjudicator"]}))
    for person, said in (("ann", "a"), ("bob", "b")):
        desks.answer(made, "s1", person, S1=said)
        desks.submit(made, "s1", person)
    yield made
    made.close()


def agree(review: Review, author: str, value: str) -> None:
    review.commit(drafts.agree(FORM, FIELD, Claim(value, "as talked over")), author=author)


def told(review: Review) -> tuple[str, str]:
    """What the methods say of the one difference, and the workbook."""
    material = gather(review, reader=None, lang="en")
    (sheet,) = side_by_side.make(material)
    place = [one.title for one in sheet.columns].index("Settled by")
    (row,) = (row for row in sheet.rows if str(row[2]).startswith("S1"))
    sentences = methods_text(material).split(". ")
    return next(one for one in sentences if "settled" in one).rstrip("."), str(row[place])


@pytest.mark.parametrize(
    ("author", "value", "sentence", "who"),
    [
        ("bob", "a", "1 difference was settled by consensus of its reviewers", "all its reviewers"),
        (
            "ann",
            "a",
            ALONE,
            "Reviewer A alone",
        ),
        (
            "ann",
            "c",
            ALONE,
            "Reviewer A alone",
        ),
        (
            "cat",
            "c",
            "1 difference was settled by an adjudicator (Third Person)",
            "Third Person, adjudicator",
        ),
    ],
)
def test_methods_and_workbook_say_who_settled(
    review: Review, author: str, value: str, sentence: str, who: str
) -> None:
    agree(review, author, value)
    assert told(review) == (sentence, who)


def test_one_who_confirms_makes_it_a_consensus_until_it_is_taken_back(review: Review) -> None:
    agree(review, "ann", "c")
    made = settling(review.state, FORM, FIELD)
    assert made is not None
    assert (made.way, made.lacking) == (Way.ALONE, ("bob",))
    change = review.commit(drafts.confirm_agreed(FORM, FIELD, "bob", "c"), author="bob")
    assert told(review)[1] == "all its reviewers"
    review.undo(change, author="bob")
    assert settled_words(review.state, FORM, FIELD) == "Reviewer A alone"


def test_what_was_confirmed_is_not_the_answer_agreed_on_afterwards(review: Review) -> None:
    agree(review, "ann", "c")
    review.commit(drafts.confirm_agreed(FORM, FIELD, "bob", "c"), author="bob")
    agree(review, "ann", "a")
    assert settled_words(review.state, FORM, FIELD) == "Reviewer A alone"


def test_nobody_confirms_in_the_name_of_another(review: Review) -> None:
    agree(review, "ann", "c")
    with pytest.raises(InvalidClaim, match="in their name"):
        review.commit(drafts.confirm_agreed(FORM, FIELD, "bob", "c"), author="ann")


def test_numbers_of_a_further_arm_are_handed_over_and_confirmed_too(review: Review) -> None:
    form = extraction_form("s1", "o1")
    facts: dict[str, Value] = {"name": "Relapse", "data": "counts", "arm1": "T", "arm2": "C"}
    review.commit(drafts.add_outcome(facts, id="o1")[0])
    for person, events in (("ann", 3), ("bob", 4)):
        arm = {"high": {"name": Claim("High"), "side": Claim("arm1"), "e": Claim(events)}}
        review.commit(drafts.write_arm("s1", "o1", person, arm), author=person)
        seat = in_seat(form, person)
        review.commit(drafts.seal(review.state, seat, key=desks.key(person)), author=person)
    field = "arm/high/e"
    review.commit(drafts.refer(form, field, "table 2 or page 4?"), author="ann")
    review.commit(drafts.agree(form, field, Claim(4)), author="bob")
    assert settled_words(review.state, form, field) == "Reviewer B alone"
    review.commit(drafts.confirm_agreed(form, field, "ann", 4), author="ann")
    assert settled_words(review.state, form, field) == "all its reviewers"


def test_the_page_offers_confirming_to_those_who_have_not(review: Review) -> None:
    agree(review, "ann", "c")
    review.commit(drafts.confirm_agreed(FORM, FIELD, "bob", "x"), author="bob")  # another answer
    for reader, may in (("ann", False), ("bob", True), ("cat", False)):
        shown = comparison(review.state.seen_by(reader), "s1", review.instrument)
        assert shown is not None
        (point,) = shown.settled
        assert point.by is not None
        assert (point.by.lacking, point.by.may_confirm) == ("Reviewer B", may)
        assert {one.field for one in shown.points} == {
            FIELD, *(f"item/{at}" for at in desks.ANSWERS)
        }  # fmt: skip
