from pathlib import Path

import pytest

from appraisal import drafts
from appraisal.keys import key_from_seed
from appraisal.ledger import Claim, Row, Slot, row_of, write_entry
from appraisal.review import Review
from appraisal.seals import seal_in
from appraisal.state import State, state_of
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
