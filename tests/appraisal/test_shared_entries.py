"""Entries judged once a study stand in the form of every outcome group, and count once."""

import pytest

from appraisal import drafts
from appraisal.blind_answers import blind_answers, blind_items
from appraisal.errors import InvalidClaim
from appraisal.keys import key_from_seed
from appraisal.ledger import Claim, Value
from appraisal.review import Review
from appraisal.shared_entries import begun_with, domains_of_study, everywhere, siblings
from appraisal.shipped import shipped_instrument
from appraisal.store.memory import MemoryStore
from appraisal.subjects import ITSELF, appraisal_subject
from appraisal.views.checklist import checklist

ROB1 = "rob1-2011@1"
TOOL = shipped_instrument("rob1-2011")
ALL_LOW = {f"D{n}/{n}": "low" for n in range(1, 8)}


@pytest.fixture
def review() -> Review:
    """A trial with two outcome groups and a result, for two reviewers."""
    made = Review(MemoryStore("shared0000000000"))
    for name in ("Ana", "Ben"):
        draft, person = drafts.add_person({"name": name, "roles": ["reviewer"]}, id=name.lower())
        made.commit(draft, author=person)
    made.commit(
        drafts.edit_review({"title": "T", "readers": 2, "design/rct": "rob1-2011"}), author="ana"
    )
    made.commit(drafts.add_study({"label": "Haas", "design": "rct"}, id="s1")[0], author="ana")
    for order, (name, kind) in enumerate(
        (("hard", "outcome-group"), ("soft", "outcome-group"), ("other", "result"))
    ):
        facts: dict[str, Value] = {"name": name, "kind": kind, "order": order}
        made.commit(drafts.add_target("s1", facts, id=name)[0], author="ana")
    return made


def seat(target: str, person: str = "ana") -> str:
    return appraisal_subject("s1", target, ROB1, person)


def say(review: Review, target: str, address: str, value: str, person: str = "ana") -> None:
    draft = drafts.answer(seat(target, person), address, Claim(value, "As said."))
    review.commit(everywhere(review.state, TOOL, draft, author=person), author=person)


def submit(review: Review, target: str, person: str) -> None:
    draft = drafts.seal(review.state, seat(target, person), key=key_from_seed(person))
    review.commit(draft, author=person)


def test_which_entries_are_the_studys() -> None:
    assert domains_of_study(TOOL) == {"D1", "D2", "D6", "D7"}
    assert domains_of_study(shipped_instrument("rob1-2008")) == {"D1", "D2", "D5", "D6"}
    assert domains_of_study(shipped_instrument("quadas2")) == {"D1", "D3", "D4"}
    assert not domains_of_study(shipped_instrument("rob2"))
    assert not domains_of_study(shipped_instrument("nos-cohort"))


def test_an_entry_of_the_study_is_said_in_each_group_and_one_of_a_group_is_not(
    review: Review,
) -> None:
    say(review, "hard", "D2/2", "high")
    say(review, "hard", "D4/4", "unclear")
    state = review.state
    assert state.claim(seat("soft"), "item/D2/2") == Claim("high", "As said.")
    assert state.value(seat("soft"), "item/D4/4") is None
    assert state.value(seat("other"), "item/D2/2") is None, "a result is no group"
    assert state.value(seat("soft", "ben"), "item/D2/2") is None, "a seat is its holder's"
    say(review, "soft", "D2/2", "low")
    assert review.state.value(seat("hard"), "item/D2/2") == "low"


def test_what_is_submitted_stays_as_it_was(review: Review) -> None:
    for address, value in ALL_LOW.items():
        say(review, "hard", address, value)
    submit(review, "hard", "ana")
    say(review, "soft", "D1/1", "high")
    assert review.state.value(seat("hard"), "item/D1/1") == "low"
    assert review.state.value(seat("soft"), "item/D1/1") == "high"
    with pytest.raises(InvalidClaim):
        review.commit(drafts.answer(seat("hard"), "D1/1", Claim("high")), author="ana")


def test_a_form_says_where_its_entries_stand_too_and_where_they_differ(review: Review) -> None:
    def shared(target: str) -> tuple[str, bool]:
        shown = checklist(review.state, "s1", "ana", review.instrument, target)
        assert shown is not None
        return shown.domains[0].shared, shown.domains[0].is_locked

    assert shared("hard") == ("Judged once for the study: the same in soft.", False)
    draft = drafts.answer(seat("hard"), "D1/1", Claim("low"))
    review.commit(draft, author="ana")  # as a file of before has it
    assert shared("soft")[0].endswith("Not the same yet in hard.")
    assert shared("other") == ("", False)
    say(review, "soft", "D1/1", "low")
    for address, value in ALL_LOW.items():
        say(review, "hard", address, value)
    submit(review, "hard", "ana")
    assert shared("soft") == (
        "Judged once for the study: the same in hard. It is submitted with hard.", True,
    )  # fmt: skip


def test_a_new_group_begins_with_the_entries_of_the_study(review: Review) -> None:
    say(review, "hard", "D1/1", "low")
    say(review, "hard", "D3/3", "high")
    draft, target = drafts.add_target("s1", {"name": "third", "kind": "outcome-group"}, id="third")
    writes = begun_with(review.state, "s1", target, TOOL, "ana")
    review.commit(drafts.Draft(draft.label, (*draft.writes, *writes)), author="ana")
    assert review.state.value(seat("third"), "item/D1/1") == "low"
    assert review.state.value(seat("third"), "item/D3/3") is None
    assert len(siblings(review.state, seat("third"), TOOL)) == 2


def test_a_form_of_the_study_itself_shares_them_once_it_is_begun(review: Review) -> None:
    assert ITSELF not in {one.split("/")[2] for one in siblings(review.state, seat("hard"), TOOL)}
    review.commit(drafts.answer(seat(ITSELF), "D3/3", Claim("low")), author="ana")
    say(review, "hard", "D1/1", "high")
    assert review.state.value(seat(ITSELF), "item/D1/1") == "high"


def test_agreement_counts_an_entry_of_the_study_once(review: Review) -> None:
    for person in ("ana", "ben"):
        for target in ("hard", "soft", "other"):
            for address, value in ALL_LOW.items():
                if review.state.value(seat(target, person), f"item/{address}") is None:
                    say(review, target, address, value, person)
        for target in ("hard", "soft", "other"):
            submit(review, target, person)
    items = blind_items(review.state, review.instrument)
    counted = [one.place for one in items]
    assert counted.count("D1/1") == 2  # the groups together, and the result
    assert counted.count("D3/3") == 3
    judged = blind_answers(review.state, review.instrument)
    assert [one for one in judged if one.what == "item"] == list(items)
    assert [one.place for one in judged if one.what == "domain"].count("D1") == 2


def test_what_is_agreed_is_agreed_in_each_group(review: Review) -> None:
    for person, level in (("ana", "low"), ("ben", "high")):
        for target in ("hard", "soft", "other"):
            for address in ALL_LOW:
                if review.state.value(seat(target, person), f"item/{address}") is None:
                    say(review, target, address, level, person)
        for target in ("hard", "soft", "other"):
            submit(review, target, person)
    form = f"appraisal/s1/hard/{ROB1}"
    draft = drafts.agree(form, "item/D1/1", Claim("low", "Central allocation."))
    review.commit(everywhere(review.state, TOOL, draft, author="ben"), author="ben")
    assert review.state.value(seat("soft", "agreed"), "item/D1/1") == "low"
