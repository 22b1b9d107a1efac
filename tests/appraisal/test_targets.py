"""A study may carry several assessments: they open together, and one of them stands for it."""

import pytest

from appraisal import drafts
from appraisal.keys import key_from_seed
from appraisal.ledger import Claim, Value
from appraisal.ratings import assessments, rate, settings_of
from appraisal.review import Review
from appraisal.shipped import shipped_instrument
from appraisal.store.memory import MemoryStore
from appraisal.subjects import appraisal_form, appraisal_subject
from appraisal.targets import assessed, kinds_for, shown_target
from appraisal.views.assessments import earlier, offers, starts_apart
from appraisal.views.checklist import checklist
from appraisal.views.reconcile import comparison, reconcile_rows
from appraisal.views.seats import SeatState, progress, worklist

ROB2 = "rob2@1"
PEOPLE = ("ann", "ben")
LOW = {"1.1": "Y", "1.2": "Y", "1.3": "N"}


@pytest.fixture
def review() -> Review:
    made = Review(MemoryStore("r1"))
    for person in PEOPLE:
        made.commit(drafts.add_person({"name": person}, id=person)[0], author=person)
    made.author = "ann"
    made.commit(drafts.edit_review({"design/rct": "rob2", "setting/rob2/aim": "assignment"}))
    made.commit(drafts.add_study({"label": "Achiron", "design": "rct"}, id="s1")[0])
    return made


def add(review: Review, target: str, **facts: Value) -> None:
    draft, _id = drafts.add_target("s1", {"kind": "result", "name": target, **facts}, id=target)
    review.commit(draft)


def answer(review: Review, target: str, person: str, key: str = ROB2, **more: str) -> None:
    subject = appraisal_subject("s1", target, key, person)
    for item, code in {**LOW, **more}.items():
        review.commit(drafts.answer(subject, f"D1/{item}", Claim(code)), author=person)


def seal(review: Review, target: str, person: str) -> None:
    subject = appraisal_subject("s1", target, ROB2, person)
    key = key_from_seed(f"desk of {person}")
    review.commit(drafts.seal(review.state, subject, key=key), author=person)


def test_a_study_is_itself_assessed_until_something_of_it_is_named(review: Review) -> None:
    assert assessed(review.state, "s1", ROB2) == ("-",)
    add(review, "t1")
    add(review, "t2")
    assert assessed(review.state, "s1", ROB2) == ("t1", "t2")
    rows = worklist(review.state.seen_by("ann"), "ann", review.instrument)
    assert [(row.key, row.place) for row in rows] == [("s1/t1", "t1"), ("s1/t2", "t2")]
    review.commit(drafts.remove_target("t2", "a slip"))
    assert assessed(review.state, "s1", ROB2) == ("t1",)


def test_what_was_said_of_the_whole_study_stays_listed(review: Review) -> None:
    answer(review, "-", "ann")
    add(review, "t1")
    assert assessed(review.state, "s1", ROB2) == ("-", "t1")


def test_all_that_is_listed_opens_together(review: Review) -> None:
    add(review, "t1")
    add(review, "t2")
    for person in PEOPLE:
        answer(review, "t1", person)
        seal(review, "t1", person)
    form = appraisal_form("s1", ROB2, "t1")
    assert not review.state.is_open(form)  # t2 is still to come
    for person in PEOPLE:
        answer(review, "t2", person)
        seal(review, "t2", person)
    assert review.state.is_open(form)
    assert review.state.is_open(appraisal_form("s1", ROB2, "t2"))
    assert starts_apart(review.state, "s1")


def test_what_is_added_after_opening_stands_alone(review: Review) -> None:
    add(review, "t1")
    for person in PEOPLE:
        answer(review, "t1", person)
        seal(review, "t1", person)
    add(review, "t2", apart=True)
    answer(review, "t2", "ann")
    assert review.state.is_open(appraisal_form("s1", ROB2, "t1"))
    late = appraisal_form("s1", ROB2, "t2")
    assert not review.state.is_open(late)
    assert review.state.seen_by("ben").fields(f"{late}/ann") == {}


def test_a_result_has_settings_of_its_own(review: Review) -> None:
    add(review, "t1", **{"setting/rob2/aim": "adhering"})
    rob2 = shipped_instrument("rob2")
    assert settings_of(review.state, rob2, "t1")["aim"] == "adhering"
    assert settings_of(review.state, rob2)["aim"] == "assignment"
    shown = checklist(review.state.seen_by("ann"), "s1", "ann", review.instrument, "t1")
    assert shown is not None
    assert [domain.id for domain in shown.domains] == ["D1", "D2b", "D3", "D4", "D5"]


def test_figures_show_the_chosen_the_outcomes_or_the_first_and_never_the_worst(
    review: Review,
) -> None:
    review.commit(drafts.add_outcome({"name": "Relapse", "data": "counts"}, id="o1")[0])
    add(review, "t1", order=0)
    add(review, "t2", order=1, outcome="o1")
    add(review, "t3", order=2)
    rob2 = shipped_instrument("rob2")
    answer(review, "t3", "ann", **{"1.2": "N"})  # high
    found = shown_target(review.state, "s1", rob2)
    assert (found.target, found.rule, found.of) == ("t1", "first", 3)
    found = shown_target(review.state, "s1", rob2, "o1")
    assert (found.target, found.rule) == ("t2", "outcome")
    review.commit(drafts.show_in_figures("s1", "rob2", "t3"))
    found = shown_target(review.state, "s1", rob2)
    assert (found.target, found.rule) == ("t3", "chosen")
    state = review.state.seen_by("ann")
    rating = rate(state, "s1", review.instrument)
    assert rating is not None
    assert (rating.target, rating.rule, rating.domains[0].level) == ("t3", "chosen", "high")
    every = assessments(state, "s1", review.instrument)
    assert [one.place for one in every] == ["t1", "t2", "t3"]


def test_each_assessment_is_reconciled_by_itself(review: Review) -> None:
    add(review, "t1")
    add(review, "t2")
    for target in ("t1", "t2"):
        for person in PEOPLE:
            code = "N" if (target, person) == ("t2", "ben") else "Y"
            answer(review, target, person, **{"1.2": code})
            seal(review, target, person)
    state = review.state.seen_by("ann")
    rows = reconcile_rows(state, review.instrument)
    assert {row.target: row.waiting for row in rows} == {"t2": 1, "t1": 0}
    shown = comparison(state, "s1", review.instrument, "t2")
    assert shown is not None
    assert [point.field for point in shown.waiting] == ["item/D1/1.2"]
    assert shown.label == "Achiron, t2"
    row = progress(state, review.instrument)[0]
    assert (row.agreed.state, row.agreed.done) == (SeatState.DIFFER, 1)
    assert row.seats[0].state == SeatState.SUBMITTED


def test_answers_are_offered_and_not_taken(review: Review) -> None:
    answer(review, "-", "ann")
    answer(review, "-", "ben", **{"1.1": "N"})
    add(review, "t1")
    state = review.state.seen_by("ann")
    found = offers(state, "s1", "t1", "ann", review.instrument)
    assert [one.field for one in found[0].answers] == [f"item/D1/{item}" for item in LOW]
    assert found[0].answers[0].words == "Y Yes"  # one's own, not Ben's
    subject = appraisal_subject("s1", "t1", ROB2, "ann")
    assert not review.state.fields(subject)
    claims = {one.field: one.claim for one in found[0].answers[:2]}
    review.commit(drafts.carry_over(subject, claims))
    left = offers(review.state.seen_by("ann"), "s1", "t1", "ann", review.instrument)
    assert [one.field for one in left[0].answers] == ["item/D1/1.3"]


def test_another_instrument_keeps_the_earlier_assessment_and_offers_what_means_the_same(
    review: Review,
) -> None:
    review.commit(drafts.edit_study("s1", "instrument", "nih-cohort"))
    cohort = "nih-cohort@1"
    item = next(shipped_instrument("nih-cohort").items())
    subject = appraisal_subject("s1", "-", cohort, "ann")
    review.commit(drafts.answer(subject, item.address, Claim("Yes", "stated in the abstract")))
    review.commit(drafts.edit_study("s1", "instrument", "rob2", why="it is a trial"))
    state = review.state.seen_by("ann")
    kept = earlier(state, "s1", "ann", review.instrument)
    assert [(one.form.split("/")[3], one.answers) for one in kept] == [(cohort, 1)]
    assert offers(state, "s1", "-", "ann", review.instrument) == ()  # nothing means the same
    shown = checklist(state, "s1", "ann", review.instrument, "-", archived=cohort)
    assert shown is not None
    assert shown.is_archived
    assert shown.rating.answered == 1
    assert earlier(review.state.seen_by("ben"), "s1", "ben", review.instrument) == ()
    review.commit(drafts.edit_study("s1", "instrument", "nih-case-control"))
    same = offers(review.state.seen_by("ann"), "s1", "-", "ann", review.instrument)
    assert all(one.words == "Yes" for offer in same for one in offer.answers)


def test_the_kinds_an_instrument_is_made_for_come_first() -> None:
    assert kinds_for(shipped_instrument("rob2"))[0] == "result"
    assert kinds_for(shipped_instrument("rob1-2011"))[0] == "outcome-group"
    assert kinds_for(shipped_instrument("quadas2"))[0] == "index-test"
    assert set(kinds_for(shipped_instrument("nos-cohort"))) == {
        "result", "outcome-group", "index-test", "contrast",
    }  # fmt: skip
