"""Sharing and receiving as a person does it: by terminal, on two computers, to the end."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal import cli, desk, drafts, own_key
from appraisal.blindness import Blind, blindness, blindness_sentence
from appraisal.bundle import write_report
from appraisal.errors import UserError
from appraisal.exchange import merge
from appraisal.keys import keep_key, key_from_seed
from appraisal.ledger import Claim, Value
from appraisal.material import gather
from appraisal.parcel_reading import is_parcel
from appraisal.parcels import share
from appraisal.review import Review
from appraisal.sample import make, reader_keys
from appraisal.store import places
from appraisal.store.memory import MemoryStore
from appraisal.views.exchange import Stage, standing, summary, unshared, unsubmitted
from appraisal.views.seats import SeatState, worklist
from tests.appraisal import desks

Pair = tuple[Review, Review]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    ann = desks.begun(tmp_path / "ann" / "review")
    bob = desks.copied(ann, tmp_path / "bob" / "review.evenhand", "bob")
    yield ann, bob
    ann.close()
    bob.close()


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
    for review, person in ((ann, "ann"), (bob, "bob")):
        desks.answer(review, "s1", person)
        desks.submit(review, "s1", person)
    from_ann = desks.send(ann, "ann", tmp_path)
    from_bob = desks.send(bob, "bob", tmp_path)
    merge(ann, from_bob)
    merge(bob, from_ann)
    assert words(ann, "ann") == "submitted by all; share once more, then receive from Reviewer B"
    assert words(bob, "bob") == "submitted by all; share once more, then receive from Reviewer A"


def test_who_has_the_others_closed_answers_is_told_to_share(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    for review, person in ((ann, "ann"), (bob, "bob")):
        desks.answer(review, "s1", person)
        desks.submit(review, "s1", person)
    merge(bob, desks.send(ann, "ann", tmp_path))
    assert words(bob, "bob") == "submitted by all; not shared by you yet"


def test_what_was_settled_at_the_other_desk_is_open_there(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    for review, person in ((ann, "ann"), (bob, "bob")):
        desks.answer(review, "s1", person)
        desks.submit(review, "s1", person)
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
    for review, person in ((ann, "ann"), (bob, "bob")):
        desks.answer(review, "s1", person)
        desks.submit(review, "s1", person)
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
    for review, person in ((ann, "ann"), (bob, "bob")):
        desks.answer(review, "s1", person)
        desks.submit(review, "s1", person)
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
    for review, person in ((ann, "ann"), (bob, "bob")):
        desks.answer(review, "s1", person)
        desks.submit(review, "s1", person)
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


# -- the terminal ----------------------------------------------------------------------------------


def test_whole_review_goes_between_two_computers_by_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two homes, two files, three parcels; the answers are those of the sample's reviewers."""

    def at(home: str) -> Path:
        monkeypatch.setenv("EVENHAND_HOME", str(tmp_path / home))
        return tmp_path / home

    def run(*arguments: object) -> str:
        assert cli.main([str(one) for one in arguments]) == 0, capsys.readouterr().err
        return capsys.readouterr().out

    folder = at("ann")
    ann = desks.begun(folder / "review", studies=11)
    keep_key(desks.key("ann"), "ann", places.keys_dir())
    for number in range(1, 12):
        desks.answer(ann, f"s{number}", "ann", O2="b" if number % 3 else "a")
        desks.submit(ann, f"s{number}", "ann")
    ann.close()
    run("share", ann.store.path, "--as", "Reviewer A", "--out", tmp_path / "one")
    at("bob")
    keep_key(desks.key("bob"), "bob", places.keys_dir())
    file = tmp_path / "bob" / "mine.evenhand"
    run("merge", file, tmp_path / "one.ehparcel")  # begun from the parcel
    bob = desk.open_review(file)
    bob.author = "bob"
    for number in range(1, 12):
        desks.answer(bob, f"s{number}", "bob")
        desks.submit(bob, f"s{number}", "bob")
    bob.close()
    said = run("share", file, "--as", "Reviewer B", "--out", tmp_path / "two.ehparcel")
    assert "11 submitted forms go along closed" in said
    at("ann")
    assert "11 answer sheets were opened" in run(
        "merge", ann.store.path, tmp_path / "two.ehparcel", "--as", "Reviewer A"
    )
    run("share", ann.store.path, "--as", "Reviewer A", "--out", tmp_path / "three.ehparcel")
    at("bob")
    run("merge", file, tmp_path / "three.ehparcel", tmp_path / "one.ehparcel")
    run("share", file, "--as", "Reviewer B", "--out", tmp_path / "four.ehparcel")
    at("ann")
    run("merge", ann.store.path, tmp_path / "four.ehparcel")
    assert "Nothing new." in run("merge", ann.store.path, tmp_path / "four.ehparcel")
    both = [desk.open_review(one, read_only=True) for one in (ann.store.path, file)]
    assert desks.content(both[0]) == desks.content(both[1])
    assert all(review.state.is_open(f"{desks.form('s11')}/ann") for review in both)
    assert len(blindness(both[1].state, both[1].store.records())) == 11
    for review in both:
        review.close()
    assert "nothing wrong" in run("check", file)


def test_share_names_who_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(tmp_path / "s.evenhand", "ivig")
    out = tmp_path / "p"
    assert cli.main(["share", str(tmp_path / "s.evenhand"), "--as", "Zoe", "--out", str(out)]) == 1
    assert "Nobody here is called Zoe" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.ehparcel"))


def test_share_does_not_guess_between_two_of_one_name(
    pair: Pair, capsys: pytest.CaptureFixture[str]
) -> None:
    ann, _bob = pair
    ann.commit(drafts.add_person({"name": "Reviewer A", "roles": ["reviewer"]}, id="zed")[0])
    ann.commit(drafts.edit_person("bob", {"name": "Jos\u00e9"}))
    file, out = str(ann.store.path), str(ann.store.path.parent / "p")
    ann.close()
    assert cli.main(["share", file, "--as", "Reviewer A", "--out", out]) == 1
    assert "Several here are called Reviewer A." in capsys.readouterr().err
    assert not Path(out).exists()
    assert cli.main(["share", file, "--as", "Jose\u0301", "--out", out]) == 0


def test_sample_is_not_signed_for_without_its_key(tmp_path: Path) -> None:
    make(tmp_path / "s.evenhand", "ivig")
    review = desk.open_review(tmp_path / "s.evenhand")
    person = next(iter(reader_keys("ivig")))
    with pytest.raises(UserError, match="does not have the signing key"):
        desk.share_parcel(review, person, tmp_path / "p")
    assert not list(places.keys_dir().glob("*"))
    own_key.keep_sample_keys("ivig")
    path, _going = desk.share_parcel(review, person, tmp_path / "p")
    assert is_parcel(path)
    review.close()


def test_sample_made_in_the_terminal_is_shared_merged_and_compared_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    review, parcel, table = tmp_path / "s.evenhand", tmp_path / "a.ehparcel", tmp_path / "a.csv"
    assert cli.main(["sample", str(review)]) == 0
    assert cli.main(["share", str(review), "--as", "Reviewer A", "--out", str(parcel)]) == 0
    assert is_parcel(parcel)
    capsys.readouterr()
    assert cli.main(["merge", str(tmp_path / "new.evenhand"), str(parcel)]) == 0
    assert "changes came in" in capsys.readouterr().out
    assert cli.main(["merge", str(review), str(parcel)]) == 0
    assert "Nothing new" in capsys.readouterr().out
    assert cli.main(["agreement", str(review), "--csv", str(table)]) == 0
    assert "Cohen's κ" in capsys.readouterr().out
    assert table.read_text("utf-8-sig").count("\n") > 50


def test_second_key_for_a_known_person_is_refused(tmp_path: Path) -> None:
    ann = desks.begun(tmp_path / "review")
    desks.sent(ann, "ann", tmp_path)
    twin = desks.begun(tmp_path / "twin")
    share(twin, "ann", tmp_path / "t.ehparcel", key=key_from_seed("mallory"))
    with pytest.raises(UserError, match="not signed by Reviewer A"):
        merge(ann, tmp_path / "t.ehparcel")
    ann.close()
    twin.close()


# -- the veil --------------------------------------------------------------------------------------

deeds = st.lists(
    st.tuples(
        st.sampled_from(["ann", "bob"]),
        st.sampled_from(["s1", "s2"]),
        st.sampled_from(["write", "seal", "send"]),
    ),
    max_size=16,
)


@settings(max_examples=100)
@given(deeds)
def test_no_parcel_shows_a_claim_before_both_have_submitted(
    taken: list[tuple[str, str, str]],
) -> None:
    """Planted markers are searched in every byte that left, packed and unpacked."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        files = {person: Review(MemoryStore("r1")) for person in ("ann", "bob")}
        sealed: set[tuple[str, str]] = set()
        written: set[tuple[str, str]] = set()
        for person, study, deed in taken:
            review, place = files[person], (person, study)
            subject = f"extraction/{study}/o1/{person}"
            if deed == "write" and place not in sealed:
                claim = Claim(f"MARK-{person}-{study}")
                draft = drafts.extract(study, "o1", person, {"note": claim})
                review.commit(draft, author=person)
                written.add(place)
            elif deed == "seal" and place in written - sealed:
                draft = drafts.seal(review.state, subject, key=desks.key(person))
                review.commit(draft, author=person)
                sealed.add(place)
            elif deed == "send":
                path = desks.send(review, person, folder)
                seen = path.read_bytes() + unpacked(path)
                other = "bob" if person == "ann" else "ann"
                for one in ("s1", "s2"):
                    assert f"MARK-{other}-{one}".encode() not in seen
                    if not {("ann", one), ("bob", one)} <= sealed:
                        assert f"MARK-{person}-{one}".encode() not in seen
                        assert not review.state.is_open(f"extraction/{one}/o1")
                merge(files[other], path)


def unpacked(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_no_export_shows_an_unopened_claim(tmp_path: Path) -> None:
    ann = desks.begun(tmp_path / "review")
    for person in ("ann", "bob"):
        desks.answer(ann, "s1", person, marker=f"PLANTED-{person}")
    for reader, hidden in (("ann", "PLANTED-bob"), ("bob", "PLANTED-ann")):
        out = tmp_path / reader
        written = write_report(gather(ann, reader=reader, lang="en"), out)
        for path in written.paths:
            data = path.read_bytes()
            if zipfile.is_zipfile(path):
                data += unpacked(path)
            assert hidden.encode() not in data
    ann.close()


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
