"""Undo of much at once: beside the window, whole or not at all, and nothing of others touched."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from appraisal import desk, drafts, undo_jobs, undoing
from appraisal.ledger import Claim, Row
from appraisal.review import Change, Review
from appraisal.store.sqlite import SqliteStore
from tests.appraisal import desks
from tests.appraisal.test_exchange_jobs import Report, stopped_everywhere


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    """A review in which Ann has answered two studies."""
    made = desks.begun(tmp_path / "review")
    for study in ("s1", "s2"):
        desks.answer(made, study, "ann", O2="a")
    made.author = "ann"
    yield made
    made.close()


def other_answers(review: Review) -> Change:
    """Ann answers all of both studies otherwise, in one change."""
    claims = [
        drafts.answer(f"{desks.form(study)}/ann", "outcome/O2", Claim("b", "On second thought."))
        for study in ("s1", "s2")
    ]
    more = drafts.edit_study("s1", "country", "Brazil")
    return review.commit(
        drafts.Draft("Answer anew", tuple(w for one in (*claims, more) for w in one.writes))
    )


def put_back(review: Review, change: Change, report: Report | None = None) -> Change | None:
    drawn = undo_jobs.put_back(
        review.store.path, review.state, change, review.author, report=report
    )
    return None if drawn is None else review.adopt(drawn)


def facts(review: Review) -> dict[str, object]:
    subjects = [f"{desks.form(study)}/ann" for study in ("s1", "s2")] + ["study/s1"]
    return {subject: dict(review.state.fields(subject)) for subject in subjects}


def test_it_leads_where_undoing_at_once_leads_and_redo_leads_back(review: Review) -> None:
    before = facts(review)
    change = other_answers(review)
    after = facts(review)
    undone = put_back(review, change)
    assert undone is not None
    assert facts(review) == before
    redone = put_back(review, undone)
    assert facts(review) == after
    assert redone is not None
    review.undo(redone)
    assert facts(review) == before
    again = desk.open_review(review.store.path, read_only=True)
    assert facts(again) == before
    again.close()


def test_stopped_at_any_report_it_leaves_nothing(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "TOLD_EACH", 1)
    change = other_answers(review)

    def work(report: Report) -> None:
        undo_jobs.put_back(review.store.path, review.state, change, "ann", report=report)

    turns = stopped_everywhere(work, lambda: desks.content(review))
    assert turns >= 2 * len(change.rows) + 1  # looked at, drawn up, and the writing


def test_what_others_wrote_since_is_left_alone(review: Review) -> None:
    change = other_answers(review)
    review.commit(drafts.edit_study("s1", "country", "Chile"))
    before = desks.content(review)
    assert put_back(review, change) is None
    assert desks.content(review) == before


def test_former_claims_are_not_looked_up_in_the_file(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = facts(review)
    change = other_answers(review)

    def read(_store: SqliteStore, **_which: object) -> Iterator[Row]:
        raise AssertionError("A look-up reads through every entry that replaces another.")

    monkeypatch.setattr(SqliteStore, "entries", read)
    undone = review.undo(change)
    assert undone is not None
    assert facts(review) == before
    assert put_back(review, undone) is not None


def test_what_was_written_while_it_was_put_back_stays(review: Review) -> None:
    change = other_answers(review)
    drawn = undo_jobs.put_back(review.store.path, review.state, change, "ann")
    review.commit(drafts.edit_study("s2", "country", "Peru"))
    assert drawn is not None
    review.adopt(drawn)
    assert review.state.text("study/s2", "country") == "Peru"
    assert review.state.text("study/s1", "country") == ""
