"""What both said alike, accepted in all forms: one change, and nothing of it when it is stopped."""

from pathlib import Path

import pytest

from appraisal import desk, drafts
from appraisal.accepting import accept_alike
from appraisal.ledger import Claim, Quote
from appraisal.review import Review
from appraisal.review_instruments import instrument_of_study
from appraisal.settled import Rank, settled
from appraisal.views import reconcile, reconcile_numbers, seats
from appraisal.views.ahead import Eyes
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


def test_reasons_and_quotations_of_all_stay_with_what_is_accepted(tmp_path: Path) -> None:
    made = desks.begun(tmp_path / "reasons", studies=1)
    for person, words in (("ann", "page 4"), ("bob", "table 2")):
        desks.answer(made, "s1", person)
        at = f"{desks.form('s1')}/{person}"
        said = Claim("a", f"{person} saw it", (Quote(words),))
        made.commit(drafts.answer(at, "selection/S1", said), author=person)
        made.commit(drafts.answer(at, "selection/S2", Claim("a", "both saw it")), author=person)
        only = "only bob says why" if person == "bob" else ""
        made.commit(drafts.answer(at, "selection/S3", Claim("a", only)), author=person)
        long = Claim("a", person * 4_000)
        made.commit(drafts.answer(at, "selection/S4", long), author=person)
        desks.submit(made, "s1", person)
    made.adopt(accept_alike(made.store.path, made.state, "bob"))
    agreed = settled(made.state, desks.form("s1")).claims
    first = agreed["item/selection/S1"]
    assert first.why == "Reviewer A: ann saw it\nReviewer B: bob saw it"
    assert [quote.text for quote in first.quotes] == ["page 4", "table 2"]
    assert agreed["item/selection/S2"].why == "both saw it"
    assert agreed["item/selection/S3"].why == "only bob says why"
    assert agreed["item/selection/S4"].why == "ann" * 4_000  # together they have no room
    made.close()


def test_what_is_looked_at_next_is_worked_out(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = {instrument_of_study(review.state, study) for study in ("s1", "s2")}
    eyes = Eyes("ann", {key: review.instrument(key) for key in keys})
    review.adopt(accept_alike(review.store.path, review.state, "ann", eyes=eyes))

    def worked_out(*_given: object) -> None:
        raise AssertionError("It was not worked out ahead.")

    for module, name in (
        (seats, "_progress"), (seats, "_work"), (reconcile, "_rows"), (reconcile_numbers, "_row"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, worked_out)
    seen = review.state.seen_by("ann")
    assert [row.waiting for row in reconcile.reconcile_rows(seen, review.instrument)] == [1, 0]
    assert len(seats.progress(seen, review.instrument)) == 2
    assert len(seats.worklist(seen, "ann", review.instrument)) == 2
    assert not reconcile_numbers.number_rows(seen)


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
