from hypothesis import given
from hypothesis import strategies as st

from appraisal.ledger import Row
from appraisal.state import EMPTY, State, state_of
from tests.appraisal.ledgers import row

ANN = "appraisal/s1/-/nos-cohort@1/ann"
BOB = "appraisal/s1/-/nos-cohort@1/bob"
AGREED = "appraisal/s1/-/nos-cohort@1/agreed"
ITEM = "item/selection/S1"
SEAL = {"digest": "", "count": 1}


def two_seats(*, ann: bool, bob: bool) -> State:
    rows = [row(ANN, ITEM, "a"), row(BOB, ITEM, "b", author="bob")]
    if ann:
        rows.append(row(ANN, "sealed", SEAL))
    if bob:
        rows.append(row(BOB, "sealed", SEAL, author="bob"))
    return state_of(rows)


def test_state_holds_what_nobody_replaced() -> None:
    first = row("study/s1", "year", 1999)
    state = state_of([first]).with_rows([row("study/s1", "year", 2004, replaces=(first,))])
    assert state.value("study/s1", "year") == 2004


def test_folding_leaves_the_former_state_alone() -> None:
    first = row("study/s1", "year", 1999)
    before = state_of([first])
    before.with_rows([row("study/s1", "year", 2004, replaces=(first,))])
    assert before.value("study/s1", "year") == 1999


def test_withdrawn_claim_counts_as_none() -> None:
    first = row(ANN, ITEM, "a")
    state = state_of([first]).with_rows([row(ANN, ITEM, None, replaces=(first,))])
    assert state.claim(ANN, ITEM) is None
    assert state.fields(ANN) == {}
    assert state.progress(ANN).claims == 0


def test_values_of_a_subject_are_those_of_its_fields_and_veiled_alike() -> None:
    year, label = row("study/s1", "year", 1999), row("study/s1", "label", "A 1999")
    gone = row("study/s1", "year", None, replaces=(year,))
    state = state_of([year, label, row(ANN, ITEM, "a")]).with_rows([gone])
    assert state.values("study/s1") == {"label": "A 1999"}
    assert state.seen_by("ann").values(ANN) == {ITEM: "a"}
    assert state.seen_by("bob").values(ANN) == {}


def test_heads_that_differ_are_a_conflict_and_alike_ones_are_not() -> None:
    state = state_of([row("study/s1", "year", 1999), row("study/s1", "year", 2004)])
    assert [found.slot.field for found in state.conflicts()] == ["year"]
    alike = state_of([row("study/s1", "year", 1999), row("study/s1", "year", 1999)])
    assert list(alike.conflicts()) == []


def test_form_opens_only_when_both_have_submitted() -> None:
    assert not two_seats(ann=True, bob=False).is_open(ANN)
    assert not two_seats(ann=False, bob=True).is_open(ANN)
    assert two_seats(ann=True, bob=True).is_open(ANN)


def test_form_of_one_reader_stays_shut_unless_the_review_says_one() -> None:
    rows = [row(ANN, ITEM, "a"), row(ANN, "sealed", SEAL)]
    assert not state_of(rows).is_open(ANN)
    assert state_of([*rows, row("review/-", "readers", 1)]).is_open(ANN)


def test_another_form_of_the_study_still_written_keeps_the_group_shut() -> None:
    state = two_seats(ann=True, bob=True)
    other = "appraisal/s1/-/nih-case-series@1/bob"
    assert not state.with_rows([row(other, ITEM, "Yes", author="bob")]).is_open(ANN)


def test_extraction_does_not_keep_an_appraisal_shut() -> None:
    state = two_seats(ann=True, bob=True)
    assert state.with_rows([row("extraction/s1/o1/bob", "e1", 3, author="bob")]).is_open(ANN)


def test_reader_sees_own_seat_and_not_the_others() -> None:
    seen = two_seats(ann=True, bob=False).seen_by("ann")
    assert seen.value(ANN, ITEM) == "a"
    assert seen.value(BOB, ITEM) is None
    assert BOB not in seen.subjects("appraisal")
    assert seen.fields(BOB) == {}


def test_progress_of_a_hidden_seat_is_known() -> None:
    seen = two_seats(ann=True, bob=False).seen_by("ann")
    assert seen.progress(BOB).claims == 1
    assert not seen.progress(BOB).sealed
    assert seen.seats("appraisal/s1/-/nos-cohort@1") == ("ann", "bob")


def test_open_form_shows_every_seat_to_everyone() -> None:
    for reader in ("ann", "bob", None):
        seen = two_seats(ann=True, bob=True).seen_by(reader)
        assert (seen.value(ANN, ITEM), seen.value(BOB, ITEM)) == ("a", "b")


def test_nobody_sees_no_unopened_claim() -> None:
    seen = two_seats(ann=True, bob=False).seen_by(None)
    assert seen.subjects("appraisal") == ()


def test_removed_studies_are_left_out_until_asked_for() -> None:
    state = state_of(
        [
            row("study/s2", "order", 2),
            row("study/s1", "order", 1),
            row("study/s3", "removed", value=True),
        ]
    )
    assert state.ids("study") == ("s1", "s2")
    assert set(state.ids("study", removed=True)) == {"s1", "s2", "s3"}


def test_seal_names_the_entries_that_stand_whatever_their_order() -> None:
    rows = [row(ANN, ITEM, "a"), row(ANN, "item/selection/S2", "b")]
    assert state_of(rows).seal_of(ANN) == state_of(rows[::-1]).seal_of(ANN)
    assert state_of(rows).seal_of(ANN) != state_of(rows[:1]).seal_of(ANN)
    sealed = state_of(rows).with_rows([row(ANN, "sealed", SEAL)])
    assert sealed.seal_of(ANN) == state_of(rows).seal_of(ANN)


writers = st.sampled_from(["ann", "bob"])
forms = st.sampled_from(["appraisal/s1/-/nos-cohort@1", "extraction/s1/o1", "appraisal/s2/-/x@1"])
steps = st.lists(st.tuples(writers, forms, st.booleans()), max_size=14)


@given(steps)
def test_veil_never_shows_an_unopened_claim(taken: list[tuple[str, str, bool]]) -> None:
    state = EMPTY
    for number, (author, form, seals) in enumerate(taken):
        subject = f"{form}/{author}"
        if seals:
            made = row(subject, "sealed", SEAL, author=author)
        else:
            made = row(subject, f"comment/d{number}", f"marker-{author}", author=author)
        state = state.with_rows([made])
    for reader in ("ann", "bob", None):
        seen = state.seen_by(reader)
        for kind in ("appraisal", "extraction"):
            for subject in seen.subjects(kind):
                holder = subject.rpartition("/")[2]
                assert holder == reader or seen.is_open(subject)
        for other in {"ann", "bob"} - {reader or ""}:
            shut = [f"{f}/{other}" for _w, f, _s in taken if not state.is_open(f"{f}/{other}")]
            assert all(seen.fields(subject) == {} for subject in shut)


@given(st.permutations([0, 1, 2, 3]))
def test_state_is_the_same_whatever_the_order_of_independent_rows(order: list[int]) -> None:
    rows: list[Row] = [
        row("study/s1", "year", 1999),
        row("study/s2", "year", 2004),
        row(ANN, ITEM, "a"),
        row("study/s1", "label", "Achiron"),
    ]
    state = state_of(rows[place] for place in order)
    assert state.text("study/s1", "label") == "Achiron"
    assert {s: dict(state.fields(s)) for s in ("study/s1", "study/s2", ANN)} == {
        s: dict(state_of(rows).fields(s)) for s in ("study/s1", "study/s2", ANN)
    }


def test_form_of_an_instrument_given_up_neither_holds_up_nor_is_shown() -> None:
    old = "appraisal/s1/-/nih-case-series@1/bob"
    state = two_seats(ann=True, bob=True).with_rows(
        [
            row("study/s1", "instrument", "nos-cohort@1"),
            row(old, "item/quality/1", "Yes", author="bob", why="planted marker"),
        ]
    )
    assert state.is_open(ANN)
    assert not state.is_open(old)
    assert state.seen_by("ann").fields(old) == {}


def test_later_outcome_does_not_shut_what_all_have_seen() -> None:
    rows = [
        row("extraction/s1/o1/ann", "e1", 3),
        row("extraction/s1/o1/bob", "e1", 3, author="bob"),
        row("extraction/s1/o1/ann", "sealed", SEAL),
        row("extraction/s1/o1/bob", "sealed", SEAL, author="bob"),
        row("extraction/s1/o2/bob", "e1", 9, author="bob"),
    ]
    state = state_of(rows)
    assert state.is_open("extraction/s1/o1/ann")
    assert not state.is_open("extraction/s1/o2/bob")
    assert state.seen_by("ann").fields("extraction/s1/o2/bob") == {}
