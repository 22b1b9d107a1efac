"""What feeds a pool is said: agreed where it exists, and otherwise which forms are not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from appraisal import drafts
from appraisal.dataset import dataset
from appraisal.ledger import Claim, Value
from appraisal.plan import plan_of
from appraisal.ratings import rate
from appraisal.review import Review
from appraisal.subjects import extraction_form, in_seat
from appraisal.synthesis import analyse
from appraisal.synthesis_text import remarks, unsettled
from tests.appraisal import desks


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    made = desks.begun(tmp_path / "review", studies=3)
    facts: dict[str, Value] = {"name": "Relapse", "data": "counts", "arm1": "T", "arm2": "C"}
    made.commit(drafts.add_outcome(facts, id="o1")[0])
    yield made
    made.close()


def extract(review: Review, study: str, person: str, numbers: tuple[int, ...]) -> None:
    cells = dict(zip(("e1", "n1", "e2", "n2"), map(Claim, numbers), strict=True))
    review.commit(drafts.extract(study, "o1", person, cells), author=person)


def seal(review: Review, study: str, person: str) -> None:
    subject = in_seat(extraction_form(study, "o1"), person)
    review.commit(drafts.seal(review.state, subject, key=desks.key(person)), author=person)


def said(review: Review, reader: str | None = None) -> tuple[str, ...]:
    state = review.state.seen_by(reader)
    data = dataset(
        state,
        "o1",
        plan_of(state, "o1"),
        ratings=lambda one: rate(state, one, review.instrument),
    )
    made = analyse(data)
    assert set(unsettled(made)) <= set(remarks(made))  # the footer has what the banner has
    return tuple(one.replace("\N{NO-BREAK SPACE}", " ") for one in unsettled(made))


def test_what_differs_and_what_waits_is_named(review: Review) -> None:
    for study, second in (("s1", (1, 10, 5, 12)), ("s2", (2, 10, 5, 12))):
        for person, numbers in (("ann", (1, 10, 5, 12)), ("bob", second)):
            extract(review, study, person, numbers)
            seal(review, study, person)
    extract(review, "s3", "ann", (1, 9, 2, 9))
    assert said(review) == (
        "Numbers not reconciled: Study 2.",
        "No settled numbers yet: Study 3.",
    )
    assert said(review, "ann")[0] == "1 study rests on your own numbers, not final."
    form = extraction_form("s2", "o1")
    review.commit(drafts.agree(form, "e1", Claim(2, "table 2")), author="ann")
    assert said(review) == ("No settled numbers yet: Study 3.",)


def test_unreconciled_appraisal_of_a_pooled_study_is_named(review: Review) -> None:
    for person in ("ann", "bob"):
        extract(review, "s1", person, (1, 10, 5, 12))
        seal(review, "s1", person)
        desks.answer(review, "s1", person, S1="b" if person == "bob" else "a")
        desks.submit(review, "s1", person)
    assert said(review) == ("Appraisal not reconciled: Study 1.",)


def test_single_reader_is_said(review: Review) -> None:
    review.commit(drafts.edit_review({"readers": 1}))
    for study in ("s1", "s2"):
        extract(review, study, "ann", (1, 10, 5, 12))
        seal(review, study, "ann")
    assert said(review) == ("Every study rests on one reviewer alone.",)


def test_a_rating_that_its_reader_has_not_submitted_is_said_to_be_theirs(review: Review) -> None:
    for person in ("ann", "bob"):
        extract(review, "s1", person, (1, 10, 5, 12))
        seal(review, "s1", person)
    desks.answer(review, "s1", "ann")
    assert said(review, "ann") == ("1 study is rated by your own answers, not final.",)
    assert said(review, "bob") == said(review) == ()  # nothing of it shows there
    desks.submit(review, "s1", "ann")
    desks.answer(review, "s1", "bob")
    desks.submit(review, "s1", "bob")
    assert said(review, "ann") == ()
