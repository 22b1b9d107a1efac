"""A review goes between two computers by the verbs of the terminal, and who signs what."""

from pathlib import Path

import pytest

from appraisal import cli, desk, drafts, own_key
from appraisal.blindness import blindness
from appraisal.errors import UserError
from appraisal.exchange import merge
from appraisal.keys import keep_key, key_from_seed
from appraisal.parcel_reading import is_parcel
from appraisal.parcels import share
from appraisal.sample import make, reader_keys
from appraisal.store import places
from tests.appraisal import desks
from tests.appraisal.conftest import Pair


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
