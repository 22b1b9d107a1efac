"""What is kept between changes is what would be worked out anew."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appraisal import drafts, sample
from appraisal.assigned import reviewers
from appraisal.drafts import Draft
from appraisal.errors import InvalidClaim
from appraisal.kept import EVERYWHERE, Kept
from appraisal.ledger import Claim
from appraisal.living import Living
from appraisal.own_fields import own_fields
from appraisal.review import Review
from appraisal.state import State, state_of
from appraisal.store.memory import MemoryStore
from appraisal.store.sqlite import open_reader
from appraisal.subjects import (
    AGREED,
    ITSELF,
    appraisal_subject,
    parse,
    person_subject,
    plan_subject,
)
from appraisal.views.exchange import standing
from appraisal.views.extraction import grid
from appraisal.views.reconcile import reconcile_rows
from appraisal.views.reconcile_numbers import number_rows
from appraisal.views.seats import progress, worklist

Make = Callable[[State, int], Draft]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kept") / "s.evenhand"
    sample.make(path, "ivig")
    return path


def _review(path: Path) -> Review:
    """The sample, where every example of a law may change it."""
    read = open_reader(path)
    store = MemoryStore("kept000000000000")
    store.append(list(read.entries()))
    for digest in read.blobs():
        store.put_blob(read.blob(digest))
    read.close()
    review = Review(store)
    review.author = reviewers(review.state)[0]
    return review


def _subject(state: State, turn: int, seat: str = "") -> tuple[str, str]:
    names = state.ids("study")
    form = next(form for form in state.forms("appraisal", names[turn % len(names)]))
    return f"{form}/{seat or reviewers(state)[0]}", form


def _agree(state: State, turn: int) -> Draft:
    subject, form = _subject(state, turn, AGREED)
    seat = f"{form}/{reviewers(state)[turn % 2]}"
    field = next(field for field in state.fields(seat) if field.startswith("item/"))
    value = state.value(seat, field)
    return drafts.answer(subject, field.removeprefix("item/"), Claim(value, f"Said {turn}."))


def _label(state: State, turn: int) -> Draft:
    names = state.ids("study")
    return drafts.edit_study(names[turn % len(names)], "label", f"Another {turn}")


def _design(state: State, turn: int) -> Draft:
    names = state.ids("study")
    designs = ("cohort", "case-control", None)
    return drafts.edit_study(names[turn % len(names)], "design", designs[turn % 3])


def _readers(_state: State, turn: int) -> Draft:
    return drafts.edit_review({"readers": 1 + turn % 3})


def _title(_state: State, turn: int) -> Draft:
    return drafts.edit_review({"title": f"Title {turn}"})


def _key(state: State, turn: int) -> Draft:
    person = reviewers(state)[turn % 2]
    return Draft("", (drafts.write(person_subject(person), "key", f"{turn:064x}"),))


def _plan(state: State, turn: int) -> Draft:
    outcomes = state.ids("outcome")
    subject = plan_subject(outcomes[turn % len(outcomes)])
    field, values = (("measure", ("OR", "RR", "RD")), ("subgroup", ("design", "field/dose")))[
        turn // 2 % 2
    ]
    return Draft("", (drafts.write(subject, field, values[turn % len(values)]),))


def _remove(state: State, turn: int) -> Draft:
    names = state.ids("study")
    return (
        drafts.remove_studies([names[turn % len(names)]]) if len(names) > 3 else _label(state, turn)
    )


def _shown(state: State, review: Review) -> tuple[object, ...]:
    people = reviewers(state)
    lookup = partial(review.instrument, lang="en")
    return (
        progress(state, lookup),
        [worklist(state, person, lookup) for person in people],
        reconcile_rows(state, lookup),
        [grid(state, outcome, people[0]) for outcome in state.ids("outcome")],
        [Living(lookup).unsorted(state, outcome) for outcome in state.ids("outcome")],
        number_rows(state),
        own_fields(state),
        [standing(state, (), person) for person in people],
    )


@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.sampled_from([_agree, _label, _design, _readers, _remove, _title, _key, _plan]),
            st.integers(0, 40),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_views_after_changes_are_those_of_a_fresh_reading(
    path: Path, steps: list[tuple[Make, int]]
) -> None:
    review = _review(path)
    reader = review.author
    _shown(review.state.seen_by(reader), review)
    for make, turn in steps:
        with suppress(InvalidClaim):  # a step may be refused where it stands
            review.commit(make(review.state, turn))
        fresh = state_of(review.store.heads())
        for eyes in (reader, None):
            assert _shown(review.state.seen_by(eyes), review) == _shown(fresh.seen_by(eyes), review)


def test_what_one_reader_may_see_is_not_kept_for_another(path: Path) -> None:
    review = _review(path)
    state = review.state
    seen = [
        state.seen_by(reader).kept("s", "name", None, lambda reader=reader: reader)  # type: ignore[misc] # a default
        for reader in ("ann", "ben", None)
    ]
    assert seen == ["ann", "ben", None]


def test_change_of_a_study_leaves_the_others() -> None:
    kept = Kept()
    for study in ("a", "b", EVERYWHERE):
        kept.get(study, "n", None, lambda: 1)
    answered = kept.after([parse(appraisal_subject("a", ITSELF, "nos-cohort@1", "ann"))])
    renamed = kept.after([parse("study/a")])

    assert [answered.get(s, "n", None, lambda: 2) for s in ("a", "b", EVERYWHERE)] == [2, 1, 1]
    assert [renamed.get(s, "n", None, lambda: 2) for s in ("a", "b", EVERYWHERE)] == [2, 1, 2]


def test_change_of_a_plan_leaves_every_study() -> None:
    kept = Kept()
    for study in ("a", EVERYWHERE):
        kept.get(study, "n", None, lambda: 1)
    planned = kept.after([parse("plan/o")])
    assert [planned.get(s, "n", None, lambda: 2) for s in ("a", EVERYWHERE)] == [1, 2]


@pytest.mark.parametrize("make", [_title, _key, _plan])
def test_what_no_study_rests_on_costs_no_study(path: Path, make: Make) -> None:
    """At a thousand studies it would else take the window two seconds."""
    review = _review(path)
    (study, *_others) = review.state.ids("study")
    review.state.kept(study, "n", None, lambda: 1)
    review.commit(make(review.state, 1))
    assert review.state.kept(study, "n", None, lambda: 2) == 1


def test_change_of_the_protocol_leaves_nothing() -> None:
    kept = Kept()
    kept.get("a", "n", None, lambda: 1)
    assert kept.after([parse("review/-")]).get("a", "n", None, lambda: 2) == 2
