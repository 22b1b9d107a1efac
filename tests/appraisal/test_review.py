from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appraisal import desk, drafts
from appraisal.errors import InvalidClaim, StorageError
from appraisal.hashes import row_holds
from appraisal.keys import is_signed, key_from_seed
from appraisal.ledger import Claim, Quote
from appraisal.review import NOTHING, Change, Review
from appraisal.review_instruments import instrument_of_study
from appraisal.settled import Rank, differing, settled
from appraisal.store.memory import MemoryStore
from appraisal.store.sqlite import create, open_store
from appraisal.subjects import (
    REVIEW,
    appraisal_form,
    appraisal_subject,
    extraction_subject,
    in_seat,
    study_subject,
)

COHORT = "nos-cohort@1"
FORM = appraisal_form("s1", COHORT)
ANN, BOB = in_seat(FORM, "ann"), in_seat(FORM, "bob")
KEY = key_from_seed("a test")
ANSWERS = {
    "selection/S1": "a", "selection/S2": "a", "selection/S3": "a", "selection/S4": "a",
    "comparability/C1": ["a", "b"], "outcome/O1": "a", "outcome/O2": "a", "outcome/O3": "a",
}  # fmt: skip


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    made = Review(create(tmp_path / "review", "r1"))
    made.author = "ann"
    for person in ("ann", "bob"):
        draft, _id = drafts.add_person({"name": person.title(), "roles": ["reviewer"]}, id=person)
        made.commit(draft)
    draft, _id = drafts.add_study({"label": "Achiron 2004", "design": "cohort"}, id="s1")
    made.commit(draft)
    made.commit(drafts.edit_review({"design/cohort": "nos-cohort", "readers": 2}))
    yield made
    made.close()


def answer_all(review: Review, person: str, **other: object) -> None:
    subject = in_seat(FORM, person)
    for address, value in ANSWERS.items():
        item = address.partition("/")[2]
        claim = Claim(other.get(item, value), f"{person} on {item}")  # type: ignore[arg-type]
        review.commit(drafts.answer(subject, address, claim), author=person)


def submit(review: Review, person: str) -> Change:
    subject = in_seat(FORM, person)
    return review.commit(drafts.seal(review.state, subject, key=KEY), author=person)


def test_answer_is_there_when_the_file_is_opened_again(review: Review) -> None:
    claim = Claim("b", "from the chart", (Quote("confirmed from the records", "", "2"),))
    review.commit(drafts.answer(ANN, "outcome/O1", claim))
    path = review.store.path
    review.close()
    again = Review(open_store(path))
    assert again.state.claim(ANN, "item/outcome/O1") == claim
    again.close()


def test_every_entry_holds_its_hash(review: Review) -> None:
    answer_all(review, "ann")
    assert all(row_holds(row) for row in review.store.entries())


def test_first_answer_carries_the_instrument_into_the_review(review: Review) -> None:
    review.commit(drafts.answer(ANN, "outcome/O1", Claim("a")))
    carried = review.state.value(REVIEW, f"instrument/{COHORT}")
    assert isinstance(carried, dict)
    assert "nos-cohort" in review.store.blob(carried["en"])


def test_answer_the_item_does_not_have_is_refused(review: Review) -> None:
    with pytest.raises(InvalidClaim, match="z"):
        review.commit(drafts.answer(ANN, "outcome/O1", Claim("z")))
    with pytest.raises(InvalidClaim, match="no item"):
        review.commit(drafts.answer(ANN, "outcome/O9", Claim("a")))


def test_claim_that_stands_already_leaves_no_entry(review: Review) -> None:
    review.commit(drafts.answer(ANN, "outcome/O1", Claim("a")))
    before = len(review.store.ids())
    assert review.commit(drafts.answer(ANN, "outcome/O1", Claim("a"))) is NOTHING
    assert len(review.store.ids()) == before


def test_nobody_writes_in_anothers_seat(review: Review) -> None:
    with pytest.raises(InvalidClaim, match="Only its reviewer"):
        review.commit(drafts.answer(BOB, "outcome/O1", Claim("a")), author="ann")


def test_submitted_form_takes_no_answer_until_it_is_reopened(review: Review) -> None:
    answer_all(review, "ann")
    submit(review, "ann")
    with pytest.raises(InvalidClaim, match="submitted"):
        review.commit(drafts.answer(ANN, "outcome/O1", Claim("b")))
    with pytest.raises(InvalidClaim, match="why"):
        review.commit(drafts.reopen(ANN, " "))
    review.commit(drafts.reopen(ANN, "a page was missing"))
    review.commit(drafts.answer(ANN, "outcome/O1", Claim("b")))
    assert review.state.value(ANN, "item/outcome/O1") == "b"


def test_open_form_is_frozen_for_ever(review: Review) -> None:
    for person in ("ann", "bob"):
        answer_all(review, person)
        submit(review, person)
    for draft in (drafts.reopen(ANN, "late"), drafts.answer(ANN, "outcome/O1", Claim("b"))):
        with pytest.raises(InvalidClaim):
            review.commit(draft)


def test_agreed_answer_waits_until_all_have_submitted(review: Review) -> None:
    answer_all(review, "ann")
    submit(review, "ann")
    agree = drafts.agree(FORM, "item/outcome/O1", Claim("a", "both"))
    with pytest.raises(InvalidClaim, match="not all submitted"):
        review.commit(agree)
    answer_all(review, "bob")
    submit(review, "bob")
    review.commit(agree)
    assert settled(review.state, FORM).ranks["item/outcome/O1"] == Rank.AGREED


def test_agreed_answer_is_for_a_party_or_the_adjudicator(review: Review) -> None:
    for person in ("ann", "bob"):
        answer_all(review, person)
        submit(review, person)
    for person, roles in (("cat", ["coordinator"]), ("dan", ["adjudicator"])):
        draft, _id = drafts.add_person({"name": person, "roles": roles}, id=person)
        review.commit(draft)
    agree = drafts.agree(FORM, "item/outcome/O1", Claim("b", "third view"))
    with pytest.raises(InvalidClaim, match="adjudicator"):
        review.commit(agree, author="cat")
    review.commit(agree, author="dan")


def test_seal_names_and_signs_what_stands(review: Review) -> None:
    answer_all(review, "ann")
    digest, count = review.state.seal_of(ANN)
    submit(review, "ann")
    seal = review.state.value(ANN, "sealed")
    assert isinstance(seal, dict)
    assert (seal["digest"], seal["count"]) == (digest, count)
    assert is_signed(f"{ANN}:{digest}", seal["signature"], KEY.public)
    assert not is_signed(f"{BOB}:{digest}", seal["signature"], KEY.public)


def test_seal_of_something_else_is_refused(review: Review) -> None:
    answer_all(review, "ann")
    seal = drafts.seal(review.state, ANN, key=KEY)
    review.commit(drafts.answer(ANN, "outcome/O1", Claim("d")))
    with pytest.raises(InvalidClaim, match="changed while"):
        review.commit(seal)


def test_settled_value_is_that_both_gave_until_it_is_agreed(review: Review) -> None:
    answer_all(review, "ann")
    answer_all(review, "bob", O2="b")
    assert settled(review.state.seen_by("ann"), FORM).rank == Rank.MINE
    assert settled(review.state.seen_by(None), FORM).rank == Rank.NOTHING
    submit(review, "ann")
    submit(review, "bob")
    form = settled(review.state.seen_by(None), FORM)
    assert form.ranks["item/outcome/O1"] == Rank.ALIKE
    assert "item/outcome/O2" not in form.claims
    assert differing(review.state, FORM) == ("item/outcome/O2",)


def test_single_reader_review_settles_on_the_submitted_seat(review: Review) -> None:
    review.commit(drafts.edit_review({"readers": 1}))
    answer_all(review, "ann")
    submit(review, "ann")
    assert settled(review.state.seen_by(None), FORM).rank == Rank.SINGLE


def test_undo_puts_the_former_claim_back_and_redo_the_later(review: Review) -> None:
    review.commit(drafts.answer(ANN, "outcome/O1", Claim("a", "first")))
    change = review.commit(drafts.answer(ANN, "outcome/O1", Claim("b", "second")))
    undone = review.undo(change)
    assert review.state.claim(ANN, "item/outcome/O1") == Claim("a", "first")
    assert undone is not None
    review.undo(undone)
    assert review.state.claim(ANN, "item/outcome/O1") == Claim("b", "second")


def test_undo_leaves_alone_what_changed_since(review: Review) -> None:
    change = review.commit(drafts.answer(ANN, "outcome/O1", Claim("a")))
    review.commit(drafts.answer(ANN, "outcome/O1", Claim("c")))
    assert review.undo(change) is None
    assert review.state.value(ANN, "item/outcome/O1") == "c"


def test_undo_of_a_first_answer_withdraws_it(review: Review) -> None:
    change = review.commit(drafts.answer(ANN, "outcome/O1", Claim("a")))
    review.undo(change)
    assert review.state.claim(ANN, "item/outcome/O1") is None


def test_undo_of_removing_a_study_brings_it_back(review: Review) -> None:
    change = review.commit(drafts.remove_studies(["s1"]))
    assert review.state.ids("study") == ()
    review.undo(change)
    assert review.state.ids("study") == ("s1",)
    assert review.state.text(study_subject("s1"), "label") == "Achiron 2004"


def test_field_the_kind_does_not_have_is_refused(review: Review) -> None:
    for field, value in (("colour", "red"), ("year", "1999"), ("year", True), ("design", "x")):
        with pytest.raises(InvalidClaim):
            review.commit(drafts.edit_study("s1", field, value))


def test_count_is_a_whole_number_of_people(review: Review) -> None:
    subject = extraction_subject("s1", "o1", "ann")
    for value in (-1, 1.5, "3", 10**9 + 1):
        with pytest.raises(InvalidClaim):
            review.commit(drafts.Draft("", (drafts.write(subject, "e1", value),)))


def test_review_open_for_reading_takes_nothing(review: Review) -> None:
    path = review.store.path
    beside = Review(open_store(path, read_only=True))
    beside.author = "ann"
    with pytest.raises(StorageError):
        beside.commit(drafts.edit_study("s1", "year", 2004))
    with pytest.raises(StorageError):
        beside.draw_up([drafts.edit_study("s1", "year", 2004)])
    beside.close()


def test_long_text_is_refused_with_its_length(review: Review) -> None:
    with pytest.raises(InvalidClaim, match="20001"):
        review.commit(drafts.answer(ANN, "outcome/O1", Claim("a", "x" * 20_001)))


def test_listeners_hear_what_was_touched(review: Review) -> None:
    heard: list[Change] = []
    end = review.subscribe(heard.append)
    review.commit(drafts.edit_study("s1", "year", 2004))
    end()
    review.commit(drafts.edit_study("s1", "year", 2005))
    assert [change.subjects for change in heard] == [frozenset({"study/s1"})]


values = st.sampled_from(["a", "b", "c", "d"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(["O1", "S1"]), values), min_size=1, max_size=8))
def test_undoing_everything_restores_the_content(steps: list[tuple[str, str]]) -> None:
    review = Review(MemoryStore("r1"))
    review.author = "ann"
    domain = {"O1": "outcome", "S1": "selection"}
    seen = []
    changes = []
    for item, value in steps:
        seen.append(dict(review.state.fields(ANN)))
        draft = drafts.answer(ANN, f"{domain[item]}/{item}", Claim(value))
        changes.append(review.commit(draft))
    for before, change in zip(reversed(seen), reversed(changes), strict=True):
        if change is not NOTHING:
            review.undo(change)
        assert dict(review.state.fields(ANN)) == before


def test_appraisal_subject_reads_as_the_contract_says() -> None:
    assert appraisal_subject("s1", "-", COHORT, "ann") == ANN == "appraisal/s1/-/nos-cohort@1/ann"


def test_new_review_knows_the_usual_instrument_of_each_design(tmp_path: Path) -> None:
    made, person = desk.new_review(tmp_path / "new", title="A review", name="Ann Lee")
    draft, study = drafts.add_study({"label": "A", "design": "case-series"})
    made.commit(draft, author=person)
    assert instrument_of_study(made.state, study) == "nih-case-series@1"
    assert made.state.text(f"person/{person}", "initials") == "A"
    made.close()


def test_open_form_takes_no_new_reviewer(review: Review) -> None:
    for person in ("ann", "bob"):
        answer_all(review, person)
        submit(review, person)
    with pytest.raises(InvalidClaim, match="no new reviewer"):
        review.commit(drafts.answer(f"{FORM}/cat", "outcome/O1", Claim("a")), author="cat")
    assert review.state.is_open(ANN)
