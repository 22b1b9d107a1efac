"""Where each form stands between two desks, as the window says it at every step."""

from pathlib import Path

from appraisal import desk, drafts
from appraisal.blindness import Blind, blindness, blindness_sentence
from appraisal.exchange import merge
from appraisal.ledger import Claim, Value
from appraisal.parcel_reading import is_parcel
from appraisal.review import Review
from appraisal.sample import make
from appraisal.views.exchange import Stage, standing, summary, unshared, unsubmitted
from appraisal.views.seats import SeatState, worklist
from tests.appraisal import desks
from tests.appraisal.conftest import Pair


def stage(review: Review, person: str) -> Stage:
    lines = standing(review.state.seen_by(person), review.store.records(), person)
    return {line.form: line.stage for line in lines}[desks.form("s1")]


def words(review: Review, person: str) -> str:
    lines = standing(review.state.seen_by(person), review.store.records(), person)
    return {line.form: line.words for line in lines}[desks.form("s1")]


def test_window_says_where_a_form_stands_at_every_step(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    desks.answer(ann, "s1", "ann")
    assert stage(ann, "ann") is Stage.WRITING
    desks.submit(ann, "s1", "ann")
    assert words(ann, "ann") == "submitted by you; not shared yet"
    merge(bob, desks.send(ann, "ann", tmp_path))
    assert words(ann, "ann") == "submitted by you; waiting for Reviewer B"
    assert words(bob, "bob") == "submitted by Reviewer A; waiting for you"
    desks.answer(bob, "s1", "bob")
    desks.submit(bob, "s1", "bob")
    merge(ann, desks.send(bob, "bob", tmp_path))
    assert stage(bob, "bob") is Stage.SENT
    assert words(bob, "bob") == "submitted by all; waiting for one more parcel from Reviewer A"
    assert words(ann, "ann") == "open here; share once more to open for Reviewer B too"
    merge(bob, desks.send(ann, "ann", tmp_path))
    assert words(ann, "ann") == words(bob, "bob") == "all have submitted"


def test_parcels_that_crossed_ask_both_to_share_once_more(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    desks.both_submit(ann, bob)
    from_ann = desks.send(ann, "ann", tmp_path)
    from_bob = desks.send(bob, "bob", tmp_path)
    merge(ann, from_bob)
    merge(bob, from_ann)
    assert words(ann, "ann") == "submitted by all; share once more, then receive from Reviewer B"
    assert words(bob, "bob") == "submitted by all; share once more, then receive from Reviewer A"


def test_who_has_the_others_closed_answers_is_told_to_share(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    desks.both_submit(ann, bob)
    merge(bob, desks.send(ann, "ann", tmp_path))
    assert words(bob, "bob") == "submitted by all; not shared by you yet"


def test_what_was_settled_at_the_other_desk_is_open_there(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    desks.both_submit(ann, bob)
    merge(bob, desks.send(ann, "ann", tmp_path))
    merge(ann, desks.send(bob, "bob", tmp_path))
    merge(bob, desks.send(ann, "ann", tmp_path))
    bob.commit(drafts.agree(desks.form("s1"), "item/selection/S1", Claim("a")), author="bob")
    merge(ann, desks.send(bob, "bob", tmp_path))
    assert words(ann, "ann") == "all have submitted"


def test_two_at_one_desk_read_nothing_of_parcels(tmp_path: Path) -> None:
    review = desks.begun(tmp_path / "review")
    desks.answer(review, "s2", "bob")
    desks.answer(review, "s1", "ann")
    desks.submit(review, "s1", "ann")
    assert words(review, "ann") == "submitted by you; waiting for Reviewer B"
    assert words(review, "bob") == "submitted by Reviewer A; waiting for you"
    review.close()


def test_adjudicator_reads_where_every_form_stands(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    ann.commit(drafts.add_person({"name": "Cleo", "roles": ["adjudicator"]}, id="cleo")[0])
    assert summed(ann, "cleo") == ["2 appraisals: not submitted by all yet"]
    desks.both_submit(ann, bob)
    merge(bob, desks.send(ann, "ann", tmp_path))
    merge(ann, desks.send(bob, "bob", tmp_path))
    assert summed(ann, "cleo") == [
        "1 appraisal: all have submitted",
        "1 appraisal: not submitted by all yet",
    ]


def test_changes_since_the_last_parcel_are_counted(pair: Pair, tmp_path: Path) -> None:
    ann, _bob = pair

    def fresh() -> int:
        store = ann.store
        return unshared(store.records(), lambda seq: store.entries(since=seq), "ann")

    assert fresh() == 0  # no parcel yet: all of it is new
    desks.send(ann, "ann", tmp_path)
    assert fresh() == 0
    ann.commit(drafts.edit_study("s1", "year", 2001), author="ann")
    ann.commit(drafts.edit_study("s2", "year", 2002), author="bob")  # another's is not hers
    desks.answer(ann, "s1", "ann")  # nor do answers that are not open go along
    assert fresh() == 1
    desks.send(ann, "ann", tmp_path)
    assert fresh() == 0


def test_forms_exchanged_by_parcel_are_told_from_those_of_courtesy(
    pair: Pair, tmp_path: Path
) -> None:
    ann, bob = pair
    for study in ("s1", "s2"):
        for review, person in ((ann, "ann"), (bob, "bob")):
            desks.answer(review, study, person)
    merge(ann, bob.store)  # a working file: s1 and s2 are seen early
    assert blindness(ann.state, ann.store.records()) == {}
    for review, person in ((ann, "ann"), (bob, "bob")):
        desks.submit(review, "s1", person)
    merge(bob, desks.send(ann, "ann", tmp_path))
    merge(ann, desks.send(bob, "bob", tmp_path))
    merge(bob, desks.send(ann, "ann", tmp_path))
    form = desks.form("s1")
    assert blindness(ann.state, ann.store.records())[form] is Blind.COURTESY
    assert blindness(bob.state, bob.store.records())[form] is Blind.COURTESY  # it travels along


def test_form_exchanged_by_parcel_alone_is_blind_by_parcel(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    desks.both_submit(ann, bob)
    merge(bob, desks.send(ann, "ann", tmp_path))
    merge(ann, desks.send(bob, "bob", tmp_path))
    merge(bob, desks.send(ann, "ann", tmp_path))
    for review in pair:
        found = blindness(review.state, review.store.records())
        assert found == {desks.form("s1"): Blind.PARCELS}
    assert blindness_sentence(found).startswith("For 1 form, each reviewer's answers")


def test_two_seats_in_one_file_are_courtesy(tmp_path: Path) -> None:
    make(tmp_path / "sample.evenhand", "ivig")
    review = desk.open_review(tmp_path / "sample.evenhand", read_only=True)
    found = blindness(review.state, review.store.records())
    assert set(found.values()) == {Blind.COURTESY}
    review.close()


def test_adjudicator_reads_both_after_the_keys_came(tmp_path: Path) -> None:
    people = {"ann": "Reviewer A", "bob": "Reviewer B"}
    ann = desks.begun(tmp_path / "a" / "review", people=people)
    ann.commit(drafts.add_person({"name": "C", "roles": ["adjudicator"]}, id="cleo")[0])
    bob = desks.copied(ann, tmp_path / "b.evenhand", "bob")
    cleo = desks.copied(ann, tmp_path / "c.evenhand", "cleo")
    desks.both_submit(ann, bob)
    one = desks.send(ann, "ann", tmp_path)
    merge(bob, one)
    two = desks.send(bob, "bob", tmp_path)
    merge(cleo, two, one)
    form = desks.form("s1")
    assert not cleo.state.is_open(f"{form}/ann")
    merge(ann, two)
    merge(cleo, desks.send(ann, "ann", tmp_path))
    assert cleo.state.is_open(f"{form}/ann")
    for review in (ann, bob, cleo):
        review.close()


def summed(review: Review, person: str) -> list[str]:
    state = review.state.seen_by(person)
    return summary(standing(state, review.store.records(), person))


def test_nobody_is_named_where_one_reviewer_scores(tmp_path: Path) -> None:
    review = desks.begun(tmp_path / "review", people={"ann": "Reviewer A"})
    review.commit(drafts.edit_review({"readers": 1}))
    desks.answer(review, "s1", "ann")
    assert summed(review, "ann") == ["2 appraisals: not submitted by you yet"]
    review.close()


def test_appraisals_and_sets_of_numbers_are_counted_apart(tmp_path: Path) -> None:
    review = desks.begun(tmp_path / "review", people={"ann": "Reviewer A"})
    review.commit(drafts.edit_review({"readers": 1}))
    facts: dict[str, Value] = {"name": "Relapse", "data": "counts", "arm1": "T", "arm2": "C"}
    review.commit(drafts.add_outcome({**facts, "event_is": "bad"}, id="o1")[0])
    review.commit(drafts.extract("s1", "o1", "ann", {"e1": Claim(3)}))
    said = "2 appraisals and 1 set of numbers: not submitted by you yet"
    assert summed(review, "ann") == [said]
    review.close()


def test_second_reviewer_who_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    review = desks.begun(tmp_path / "review", people={"ann": "Reviewer A"}, studies=1)
    desks.answer(review, "s1", "ann")
    desks.submit(review, "s1", "ann")
    desks.send(review, "ann", tmp_path)
    assert summed(review, "ann") == ["1 appraisal: submitted by you; waiting for another reviewer"]
    review.close()


def test_forms_wait_as_the_table_of_studies_counts_them(pair: Pair) -> None:
    ann, _bob = pair
    desks.answer(ann, "s1", "ann")
    ann.commit(drafts.edit_study("s1", "instrument", "robins-i-2016@1"))
    state = ann.state.seen_by("ann")
    listed = [row for row in worklist(state, "ann", ann.instrument)
              if row.cell.state is not SeatState.SUBMITTED]  # fmt: skip
    assert unsubmitted(state, ann.store.records(), "ann") == len(listed) == 2


def test_parcel_gets_its_suffix_after_another(pair: Pair, tmp_path: Path) -> None:
    ann, _bob = pair
    path, _going = desk.share_parcel(ann, "ann", tmp_path / "ana.parcel")
    assert path.name == "ana.parcel.ehparcel"
    assert is_parcel(path)
