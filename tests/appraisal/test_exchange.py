import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal import drafts
from appraisal.errors import StorageError, UserError
from appraisal.exchange import look, merge, plan_store, take
from appraisal.exchange_words import sentences
from appraisal.hashes import entry_hash, row_holds
from appraisal.ledger import Claim, Row, Value
from appraisal.review import Review
from appraisal.sources import source_of
from appraisal.state import state_of
from appraisal.store.memory import MemoryStore
from appraisal.store.sqlite import create
from appraisal.subjects import in_seat
from tests.appraisal import desks
from tests.appraisal.ledgers import row

FORM = desks.form("s1")
ANN, BOB = in_seat(FORM, "ann"), in_seat(FORM, "bob")

# -- laws ------------------------------------------------------------------------------------------


def chain() -> list[Row]:
    """A ledger of two people: facts changed in turn, seats, seals, one replaced by two."""
    rows = [row("study/s1", "year", 1999), row("study/s2", "label", "B")]
    rows.append(row("study/s1", "year", 2001, replaces=(rows[0],), author="bob"))
    rows.append(row("study/s1", "year", 2002, replaces=(rows[0],)))
    rows += [row(ANN, "comment/outcome", "a"), row(BOB, "comment/outcome", "b", author="bob")]
    rows.append(row(ANN, "comment/outcome", "c", replaces=(rows[4],)))
    rows.append(row(ANN, "sealed", seal_over(rows[6])))
    rows.append(row("study/s1", "year", 2003, replaces=(rows[2], rows[3])))
    return rows


def seal_over(standing: Row) -> Value:
    return drafts.seal(state_of([standing]), ANN, key=desks.key("ann")).writes[-1].claim.value


ROWS = chain()
parts = st.lists(st.integers(0, len(ROWS) - 1), unique=True)


def holding(places: list[int]) -> Review:
    review = Review(MemoryStore("r1"))
    review.store.append([ROWS[place] for place in places])
    review.refresh()
    return review


def picture(review: Review) -> object:
    return (
        {(one.id, bytes(one.hash)) for one in review.store.entries()},
        {one.id for one in review.store.heads()},
        {s: dict(review.state.fields(s)) for s in ("study/s1", "study/s2", ANN, BOB)},
        {one.slot for one in review.state.conflicts()},
    )


@settings(max_examples=200)
@given(parts, parts)
def test_merge_commutes(one: list[int], two: list[int]) -> None:
    left, right = holding(one), holding(two)
    merge(left, holding(two).store)
    merge(right, holding(one).store)
    assert picture(left) == picture(right)


@settings(max_examples=200)
@given(parts, parts, parts)
def test_merge_associates(one: list[int], two: list[int], three: list[int]) -> None:
    left, right, middle = holding(one), holding(one), holding(two)
    merge(left, holding(two).store, holding(three).store)
    merge(middle, holding(three).store)
    merge(right, middle.store)
    assert picture(left) == picture(right)


@settings(max_examples=200)
@given(parts, parts)
def test_merge_again_brings_nothing(one: list[int], two: list[int]) -> None:
    review = holding(one)
    merge(review, holding(two).store)
    before = picture(review)
    assert merge(review, holding(two).store).is_nothing
    assert merge(review, review.store).is_nothing
    assert picture(review) == before


@settings(max_examples=200)
@given(parts, parts)
def test_merge_keeps_every_id(one: list[int], two: list[int]) -> None:
    review = holding(one)
    merge(review, holding(two).store)
    assert review.store.ids() == {ROWS[place].id for place in {*one, *two}}


# -- files -----------------------------------------------------------------------------------------


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Review, Review]]:
    ann = desks.begun(tmp_path / "ann" / "review")
    bob = desks.copied(ann, tmp_path / "bob" / "review.evenhand", "bob")
    yield ann, bob
    ann.close()
    bob.close()


Pair = tuple[Review, Review]


def test_arriving_entry_that_is_replaced_already_does_not_stand(pair: Pair) -> None:
    ann, bob = pair
    ann.commit(drafts.edit_study("s1", "year", 1999))
    merge(bob, ann.store)
    bob.commit(drafts.edit_study("s1", "year", 2004))
    merge(ann, bob.store)
    assert ann.state.value("study/s1", "year") == 2004
    assert list(ann.state.conflicts()) == []


def test_facts_changed_on_both_sides_are_counted_and_listed(pair: Pair) -> None:
    ann, bob = pair
    ann.commit(drafts.edit_study("s1", "year", 1999))
    bob.commit(drafts.edit_study("s1", "year", 2004))
    report = merge(ann, bob.store)
    assert [found.slot.field for found in report.conflicts] == ["year"]
    assert sentences(report)[-1] == "1 fact now stands in two versions: it is to be decided."
    ann.commit(drafts.edit_study("s1", "year", 2004, why="the paper"))
    assert list(ann.state.conflicts()) == []


def test_same_id_with_other_content_is_set_aside_once(pair: Pair) -> None:
    ann, bob = pair
    ours = row("study/s1", "year", 1999)
    theirs = row("study/s1", "year", 2004)._replace(id=ours.id)
    made = entry_hash(*theirs[1:8], theirs.replaces)
    ann.store.append([ours])
    bob.store.append([theirs._replace(hash=made)])
    ann.refresh()
    report = merge(ann, bob.store)
    assert ann.state.value("study/s1", "year") == 1999
    assert [one.id for one in ann.store.rejected()] == [ours.id]
    assert "ours was kept, theirs set aside" in sentences(report)[-1]
    assert merge(ann, bob.store).is_nothing


def test_altered_entry_is_set_aside(pair: Pair) -> None:
    ann, bob = pair
    bob.store.append([row("study/s1", "year", 1999)._replace(body='{"value":2004}')])
    report = merge(ann, bob.store)
    assert (report.new, report.altered) == (0, 1)
    assert ann.state.value("study/s1", "year") is None


def test_entry_in_anothers_seat_is_set_aside(pair: Pair) -> None:
    ann, bob = pair
    bob.store.append([row(ANN, "comment/outcome", "in your name", author="bob")])
    assert merge(ann, bob.store).aside == 1
    assert ann.state.value(ANN, "comment/outcome") is None


def test_entry_erased_from_another_slot_before_it_came_is_said(pair: Pair) -> None:
    ann, bob = pair
    fact = row("study/s1", "year", 1999)
    merge(ann, holding_rows(row("study/s2", "notes", "x", author="bob", replaces=(fact,))))
    bob.store.append([fact])
    assert merge(ann, bob.store).aside == 1
    assert [one.id for one in ann.store.rejected()] == [fact.id]


def test_entry_erased_from_another_slot_by_the_same_file_is_said(pair: Pair) -> None:
    ann, bob = pair
    fact = row("study/s1", "year", 1999)
    eraser = row("study/s2", "notes", "x", author="bob", replaces=(fact,))
    assert merge(ann, holding_rows(eraser, fact)).aside == 1
    assert [one.id for one in ann.store.rejected()] == [fact.id]
    assert merge(bob, holding_rows(fact, eraser)).aside == 1
    assert [one.id for one in bob.store.rejected()] == [eraser.id]
    assert bob.state.value("study/s1", "year") == 1999


def holding_rows(*rows: Row) -> MemoryStore:
    store = MemoryStore("review0000000001")
    store.append(rows)
    return store


def test_another_review_is_refused_and_nothing_changes(pair: Pair, tmp_path: Path) -> None:
    ann, _bob = pair
    other = Review(create(tmp_path / "other", "r2"))
    other.store.append([row("study/s9", "label", "X")])
    before = desks.content(ann)
    with pytest.raises(UserError, match="belongs to another review"):
        merge(ann, other.store)
    assert desks.content(ann) == before
    other.close()


def test_newer_file_is_refused_whole(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    newer = tmp_path / "newer.evenhand"
    bob.store.copy_to(newer)
    connection = sqlite3.connect(newer)
    connection.execute("PRAGMA user_version=9")
    connection.close()
    before = desks.content(ann)
    with pytest.raises(StorageError, match="schema 9"):
        merge(ann, newer)
    assert desks.content(ann) == before


def test_colleagues_working_file_warns_and_marks_courtesy(pair: Pair) -> None:
    ann, bob = pair
    desks.answer(bob, "s1", "bob")
    incoming = plan_store(ann, source_of(bob.store, "bob"))
    assert incoming.warning == (
        "This file shows Reviewer B's unfinished answers. "
        "1 form will be reported as blind by courtesy."
    )
    assert ann.state.entries_of(BOB) == ()  # looking writes nothing
    take(ann, incoming)
    assert [(one.kind, one.form) for one in ann.store.records()] == [("courtesy", FORM)]
    assert ann.state.seen_by("ann").fields(BOB) == {}


def test_unfinished_answers_of_a_third_are_courtesy_though_two_had_opened(
    pair: Pair, tmp_path: Path
) -> None:
    ann, bob = pair
    for review, person in ((ann, "ann"), (bob, "bob")):
        desks.answer(review, "s1", person)
        desks.submit(review, "s1", person)
    merge(ann, bob.store)
    cat = desks.begun(tmp_path / "cat" / "review")
    desks.answer(cat, "s1", "cat")
    assert ann.state.is_open(FORM)
    assert plan_store(ann, source_of(cat.store)).courtesy == (FORM,)
    cat.close()


def test_own_second_machine_is_no_courtesy(pair: Pair, tmp_path: Path) -> None:
    ann, _bob = pair
    twin = desks.copied(ann, tmp_path / "twin.evenhand", "ann")
    desks.answer(twin, "s1", "ann")
    assert plan_store(ann, source_of(twin.store)).warning == ""
    twin.close()


def test_two_machines_of_one_person_keep_one_box_and_key(pair: Pair, tmp_path: Path) -> None:
    ann, _bob = pair
    desks.answer(ann, "s1", "ann")
    desks.submit(ann, "s1", "ann")
    boxes = desks.sent(ann, "ann", tmp_path).boxes
    twin = desks.begun(tmp_path / "twin")
    merge(twin, ann.store)
    assert desks.sent(twin, "ann", tmp_path).boxes == boxes
    twin.close()


def test_look_at_a_file_open_elsewhere_changes_neither(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    bob.commit(drafts.extract("s1", "o1", "bob", {"e1": Claim(3)}))
    copy = tmp_path / "copy.evenhand"
    bob.store.copy_to(copy)
    before = copy.read_bytes()
    assert look(ann, copy).arrival.rows
    assert copy.read_bytes() == before


# -- hashes ----------------------------------------------------------------------------------------

said = st.text(max_size=12) | st.integers() | st.booleans() | st.none() | st.lists(st.text())


@given(said, st.text(max_size=12), st.booleans())
def test_quick_look_at_a_hash_says_what_the_careful_one_says(
    value: Value, why: str, replaced: bool
) -> None:
    former = (row("study/s1", "notes", "x"),) if replaced else ()
    made = row("study/s1", "notes", value, why=why, replaces=former)
    assert row_holds(made)
    assert not row_holds(made._replace(author="bob"))
    assert not row_holds(made._replace(replaces=("another",)))
    assert not row_holds(made._replace(body=made.body[:-2] + '!"}'))


def test_names_that_would_break_out_of_their_place_hold_nothing() -> None:
    made = row("study/s1", "notes", "x")
    hidden = made._replace(
        subject='study/s1","value":"y', body='{"quotes":[],"value":"x","why":""}'
    )
    assert not row_holds(hidden)
    assert not row_holds(made._replace(replaces=('a","b',)))
