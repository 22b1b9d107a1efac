import hashlib
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal import drafts
from appraisal.exchange import merge
from appraisal.hashes import write_entry
from appraisal.keys import key_from_seed
from appraisal.ledger import Claim, Row, Slot, Value, row_of
from appraisal.review import Review
from appraisal.seals import Seal, seal_holds, seal_in
from appraisal.state import State, state_of
from appraisal.store.memory import MemoryStore
from appraisal.store.sqlite import create, open_store
from appraisal.subjects import in_seat
from tests.appraisal.ledgers import row

FORM = "extraction/s1/o1"
ANN, BOB = in_seat(FORM, "ann"), in_seat(FORM, "bob")
KEY = key_from_seed("a test")


def sealed(subject: str, rows: list[Row], author: str) -> Row:
    draft = drafts.seal(state_of(rows), subject, key=KEY)
    made = draft.writes[-1]
    return row(subject, "sealed", made.claim.value, author=author)


def seat(subject: str, author: str, *, e1: int = 3) -> list[Row]:
    rows = [row(subject, "e1", e1, author=author), row(subject, "n1", 40, author=author)]
    return [*rows, sealed(subject, rows, author)]


def test_late_entry_in_a_sealed_seat_never_counts() -> None:
    rows = [*seat(ANN, "ann"), row(ANN, "note", "later")]
    state = state_of(rows)
    assert set(state.fields(ANN)) == {"e1", "n1", "sealed"}
    assert [late.field for late in state.left_out(ANN)] == ["note"]


def test_entry_replaced_after_the_seal_still_counts() -> None:
    rows = seat(ANN, "ann")
    late = row(ANN, "e1", 30, replaces=(rows[0],))
    heads = [*rows[1:], late]
    state = state_of(heads, entries_of=lambda _subject: [*rows, late])
    assert state.value(ANN, "e1") == 3
    assert state_of(rows).with_rows([late]).value(ANN, "e1") == 3
    assert state.seal_of(ANN) == state_of(rows).seal_of(ANN)


def test_first_versions_seal_without_names_holds_by_its_digest() -> None:
    rows = seat(ANN, "ann")
    value = seal_in(rows[-1])
    assert value is not None
    rows[-1] = row(ANN, "sealed", {"digest": value.digest, "count": value.count})
    late = row(ANN, "e1", 30, replaces=(rows[0],))
    state = state_of([*rows[1:], late], entries_of=lambda _subject: [*rows, late])
    assert state.value(ANN, "e1") == 3


def test_seal_whose_entries_have_not_come_opens_nothing() -> None:
    bob = seat(BOB, "bob")
    state = state_of([*seat(ANN, "ann"), bob[-1]])
    assert state.is_sealed(BOB)
    assert state.progress(BOB).claims == 2
    assert not state.is_open(FORM + "/bob")
    assert state.with_rows(bob[:2]).is_open(BOB)


def test_reopened_seat_takes_in_what_was_left_out() -> None:
    rows = [*seat(ANN, "ann"), row(ANN, "note", "later")]
    reopened = row(ANN, "sealed", value=False, replaces=(rows[2],), why="a slip")
    state = state_of(rows).with_rows([reopened])
    assert state.value(ANN, "note") == "later"
    assert state.left_out(ANN) == ()


def test_of_two_seals_the_one_received_first_counts() -> None:
    rows = seat(ANN, "ann")
    changed = row(ANN, "e1", 30, replaces=(rows[0],))
    second = sealed(ANN, [rows[1], changed], "ann")
    state = state_of([rows[1], rows[2], changed, second], entries_of=lambda _s: [*rows, changed])
    assert [seal.id for seal in state.seal_rows(ANN)] == [rows[2].id, second.id]
    assert state.value(ANN, "e1") == 3


@pytest.fixture
def opened(tmp_path: Path) -> State:
    review = Review(create(tmp_path / "review", "r1"))
    review.author = "ann"
    review.commit(drafts.extract("s1", "o1", "ann", {"e1": Claim(3), "n1": Claim(40)}))
    review.commit(drafts.seal(review.state, ANN, key=KEY))
    (standing,) = review.state.heads(ANN, "e1")
    forged = write_entry(
        Slot(ANN, "e1"), Claim(30), id="forged", change="c", at=standing.at,
        author="ann", replaces=[standing.id],
    )  # fmt: skip
    review.store.append([row_of(forged)])
    review.close()
    again = Review(open_store(tmp_path / "review.evenhand"))
    state = again.state
    again.close()
    return state


def test_entry_slipped_into_the_file_after_the_seal_does_not_count(opened: State) -> None:
    assert opened.value(ANN, "e1") == 3


# -- law -------------------------------------------------------------------------------------------

CELLS = ("e1", "n1", "e2", "n2")
said = st.lists(
    st.tuples(st.sampled_from(CELLS), st.none() | st.integers(0, 99)), min_size=1, max_size=12
)


@dataclass
class Submitted:
    """A seat as it was written, submitted, and written in again on another machine."""

    rows: list[Row]
    standing: list[Row]
    seal: Seal

    @property
    def digest(self) -> str:
        """Worked out here from the hashes alone."""
        hashes = sorted(bytes(one.hash) for one in self.standing)
        return hashlib.sha256(b"".join(hashes)).hexdigest()


def submitted(before: list[tuple[str, Value]], after: list[tuple[str, Value]]) -> Submitted:
    heads: dict[str, Row] = {}
    rows: list[Row] = []

    def say(field: str, value: Value) -> None:
        replaced = (heads[field],) if field in heads else ()
        heads[field] = row(ANN, field, value, replaces=replaced)
        rows.append(heads[field])

    for field, value in before:
        say(field, value)
    standing = list(heads.values())
    rows.append(sealed(ANN, standing, "ann"))
    seal = seal_in(rows[-1])
    assert seal is not None
    for field, value in after:
        say(field, value)
    return Submitted(rows, standing, seal)


def everywhere(rows: list[Row], cut: int) -> list[State]:
    """The same rows read as a file, received one by one, and brought together from two desks."""
    replaced = {earlier for one in rows for earlier in one.replaces}
    heads = [one for one in rows if one.id not in replaced]
    desks = [Review(MemoryStore("r1")), Review(MemoryStore("r1"))]
    for review, part in zip(desks, (rows[:cut], rows[cut:]), strict=True):
        review.store.append(part)
        review.refresh()
    merge(desks[0], desks[1].store)
    merge(desks[1], desks[0].store)
    whole = state_of(heads, entries_of=lambda subject: [o for o in rows if o.subject == subject])
    return [whole, desks[0].state, desks[1].state]


@settings(max_examples=300)
@given(said, said | st.just([]), st.data())
def test_sealed_forms_digest_matches_wherever_and_in_whatever_order_it_came(
    before: list[tuple[str, Value]], after: list[tuple[str, Value]], data: st.DataObject
) -> None:
    made = submitted(before, after)
    rows = data.draw(st.permutations(made.rows))
    for state in everywhere(rows, data.draw(st.integers(0, len(rows)))):
        assert made.seal.digest == made.digest
        assert state.seal_of(ANN) == (made.digest, len(made.standing))
        assert state.is_whole(ANN)
        assert seal_holds(ANN, made.seal, KEY.public)
        assert {
            field: state.row(ANN, field).id  # type: ignore[union-attr] # it stands
            for field in state.field_names(ANN)
            if field != "sealed"
        } == {one.field: one.id for one in made.standing}


@settings(max_examples=300)
@given(said, st.data())
def test_sealed_form_with_one_entry_changed_or_lost_no_longer_matches(
    before: list[tuple[str, Value]], data: st.DataObject
) -> None:
    made = submitted(before, [])
    victim = data.draw(st.sampled_from(made.standing))
    forged = [
        row_of(
            write_entry(
                Slot(ANN, victim.field), Claim(100), id=victim.id, change=victim.change,
                at=victim.at, author="ann", replaces=victim.replaces,
            )
        )
    ]  # fmt: skip
    for instead in (forged, []):
        rows = [one for one in made.rows if one.id != victim.id] + instead
        replaced = {earlier for one in rows for earlier in one.replaces}
        state = state_of(one for one in rows if one.id not in replaced)
        assert state.is_sealed(ANN)
        assert not state.is_whole(ANN)
        assert not state.is_open(ANN)
        assert state.seal_of(ANN)[0] != made.digest
        assert not seal_holds(
            ANN, Seal(state.seal_of(ANN)[0], 0, (), made.seal.signature), KEY.public
        )


def test_nothing_of_an_unopened_seat_is_told_by_any_way_of_reading_it() -> None:
    """Two versions, a late entry, a reason left behind: each is a way to see what is there."""
    twice = [row(ANN, "direction/D1", "one"), row(ANN, "direction/D1", "two")]
    for rows in ([*seat(ANN, "ann"), row(ANN, "note", "later")], twice):
        state = state_of(rows)
        for reader in ("bob", None):
            seen = state.seen_by(reader)
            assert not seen.shows(ANN)
            assert list(seen.conflicts()) == []
            assert seen.left_out(ANN) == ()
            assert seen.field_names(ANN) == ()
            assert (seen.fields(ANN), seen.values(ANN), seen.heads(ANN, "e1")) == ({}, {}, ())
            assert seen.standing(ANN, "note") is None
            assert not seen.says(ANN, "e1")
            assert ANN not in seen.subjects("extraction")
        assert state.seen_by("ann").field_names(ANN)
    assert [one.slot.field for one in state.seen_by("ann").conflicts()] == ["direction/D1"]
    own = state_of([*seat(ANN, "ann"), row(ANN, "note", "later")]).seen_by("ann")
    assert [late.field for late in own.left_out(ANN)] == ["note"]
