"""What both said alike, accepted in all forms: one change, and nothing of it when it is stopped."""

from pathlib import Path

import pytest

from appraisal import desk
from appraisal.accepting import accept_alike
from appraisal.review import Review
from appraisal.settled import Rank, settled
from appraisal.views.reconcile import alike_claims
from tests.appraisal import desks
from tests.appraisal.test_exchange_jobs import Report, stopped_everywhere


@pytest.fixture
def review(tmp_path: Path) -> Review:
    """Two studies, both open; one answer of the second differs."""
    made = desks.begun(tmp_path / "review")
    for person in ("ann", "bob"):
        for study in ("s1", "s2"):
            desks.answer(made, study, person, O2="b" if (person, study) == ("bob", "s2") else "a")
            desks.submit(made, study, person)
    return made


def test_all_forms_are_accepted_as_one_change_that_can_be_undone(review: Review) -> None:
    before = desks.content(review)
    drawn = accept_alike(review.store.path, review.state, "ann")
    change = review.adopt(drawn)
    assert len(change.entries) == 2 * len(desks.ANSWERS) - 1
    assert {one.change for one in change.entries} == {change.entries[0].change}
    ranks = settled(review.state, desks.form("s2")).ranks
    assert ranks["item/selection/S1"] == Rank.AGREED
    assert ranks.get("item/outcome/O2") is None
    assert not alike_claims(review.state, "ann")
    again = desk.open_review(review.store.path, read_only=True)
    assert again.state.fields(f"{desks.form('s1')}/agreed")
    again.close()
    assert review.undo(change) is not None
    assert not review.state.fields(f"{desks.form('s1')}/agreed")
    assert desks.content(review) > before
    review.close()


def test_stopped_at_any_report_it_leaves_nothing(review: Review) -> None:
    def work(report: Report) -> None:
        accept_alike(review.store.path, review.state, "ann", report=report)

    turns = stopped_everywhere(work, lambda: desks.content(review))
    assert turns >= 5  # studies, forms, and the writing
    review.close()


def test_who_is_no_party_accepts_nothing(review: Review) -> None:
    for person in ("carol", ""):
        assert not accept_alike(review.store.path, review.state, person).rows
    review.close()
