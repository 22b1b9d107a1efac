"""Records in the ledger: the same file twice adds nothing, and every database keeps its count."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from appraisal import cli, desk, drafts, exchange, exchange_words, own_key, records, screening
from appraisal.errors import InvalidClaim
from appraisal.records import Chosen, chosen_of, fresh, record_ids
from appraisal.references.reading import read_references
from appraisal.review import Review
from appraisal.subjects import person_subject
from tests.appraisal.references.samples import TEXTS


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    made, _person = desk.new_review(tmp_path / "one.evenhand", title="One", name="Ann")
    yield made
    made.close()


def file(tmp_path: Path, name: str) -> Chosen:
    path = tmp_path / name
    path.write_text(TEXTS[name], encoding="utf-8")
    return chosen_of(read_references(path))


def take(review: Review, *files: Chosen) -> records.Fresh:
    found = fresh(review.state, files)
    review.commit_all(records.drafts_of(found, files))
    return found


def test_a_record_is_one_claim_and_says_all_of_it(review: Review, tmp_path: Path) -> None:
    one = file(tmp_path, "embase.ris")
    take(review, one)
    (record,) = record_ids(review.state)
    assert review.state.field_names(f"record/{record}") == ("imported",)
    assert records.reference_at(review.state, record) == one.understood.references[0]
    assert records.database_of(review.state, record) == "EMBASE"


def test_the_same_file_again_adds_nothing(review: Review, tmp_path: Path) -> None:
    one = file(tmp_path, "pubmed.nbib")
    take(review, one)
    last = len(review.store.ids())
    again = take(review, one)
    assert (again.new, again.known) == ((0,), (2,))
    assert len(review.store.ids()) == last


def test_a_record_twice_in_a_file_is_two_records(review: Review, tmp_path: Path) -> None:
    path = tmp_path / "twice.ris"
    path.write_text(TEXTS["embase.ris"] * 2, encoding="utf-8")
    one = chosen_of(read_references(path))
    assert take(review, one).new == (2,)
    assert take(review, one).new == (0,)


def test_two_desks_give_a_record_one_id(tmp_path: Path) -> None:
    one = file(tmp_path, "wos.ciw")
    first, _p = desk.new_review(tmp_path / "a.evenhand", title="A", name="Ann")
    second, _p = desk.new_review(tmp_path / "b.evenhand", title="B", name="Bob")
    take(first, one)
    take(second, one)
    assert record_ids(first.state) == record_ids(second.state)
    first.close()
    second.close()


def test_each_database_keeps_its_count_after_a_merge(review: Review, tmp_path: Path) -> None:
    take(review, file(tmp_path, "embase.ris"), file(tmp_path, "wos.ciw"))
    one, other = record_ids(review.state)
    change = review.commit(records.merge([(other, one, "doi")]))
    assert records.keeper_of(review.state, other) == one
    said = Counter(records.database_of(review.state, record) for record in record_ids(review.state))
    assert said == {"EMBASE": 1, "Web of Science": 1}
    review.undo(change)
    assert records.keeper_of(review.state, other) == other


def test_a_merge_taken_back_says_so(review: Review, tmp_path: Path) -> None:
    take(review, file(tmp_path, "embase.ris"), file(tmp_path, "wos.ciw"))
    one, other = record_ids(review.state)
    review.commit(records.merge([(other, one, "title")]))
    review.commit(records.split(other, why="Another trial"))
    assert records.keeper_of(review.state, other) == other


def test_an_import_can_be_taken_back_and_made_again(review: Review, tmp_path: Path) -> None:
    one = file(tmp_path, "pubmed.nbib")
    found = fresh(review.state, [one])
    changes = [review.commit(draft) for draft in records.drafts_of(found)]
    for change in reversed(changes):
        review.undo(change)
    assert record_ids(review.state) == ()
    assert take(review, one).new == (2,)
    assert len(record_ids(review.state)) == 2


def test_many_records_are_folded_in_one_go(review: Review, tmp_path: Path) -> None:
    path = tmp_path / "many.ris"
    path.write_text(
        "".join(f"TY  - JOUR\nTI  - Study {n} of many\nER  - \n" for n in range(2_500)),
        encoding="utf-8",
    )
    seen: list[int] = []
    one = chosen_of(read_references(path, report=lambda done, _total: seen.append(done)))
    assert seen == [1000, 2000]
    assert take(review, one).new == (2_500,)
    assert len(record_ids(review.state)) == 2_500


def test_two_desks_screen_blind_and_meet_in_parcels(
    review: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVENHAND_HOME", str(tmp_path / "home"))
    ann, bob = review.author, "b" * 16
    review.commit(drafts.add_person({"name": "Bob", "roles": ["reviewer"]}, id=bob)[0])
    take(review, file(tmp_path, "embase.ris"))
    (record,) = record_ids(review.state)
    review.commit(screening.decide(record, "abstract", ann, "include"))
    key = own_key.key_for(ann)
    review.commit(screening.submit(review.state, [record], "abstract", ann, key=key))
    parcel, _out = desk.share_parcel(review, ann, tmp_path / "ann")
    other, _came = desk.begin_from_parcel(tmp_path / "bob.evenhand", parcel)
    other.author = bob
    assert screening.decision_of(other.state.seen_by(bob), record, "abstract", ann)[0] == ""
    other.commit(screening.decide(record, "abstract", bob, "exclude"))
    key = own_key.key_for(bob)
    other.commit(screening.submit(other.state, [record], "abstract", bob, key=key))
    back, _out = desk.share_parcel(other, bob, tmp_path / "bob")
    exchange.take(review, exchange.look(review, back))
    assert screening.outcome(review.state, record, "abstract").standing == "conflict"
    assert exchange_words.form_name(review.state, f"screening/{record}/abstract").startswith(
        "Immunoglobulin"
    )
    other.close()


# -- the terminal ----------------------------------------------------------------------------------


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_import_takes_files_in_and_says_what_they_hold(
    review: Review, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = review.store.path
    review.close()
    for name in ("pubmed.nbib", "embase.ris"):
        file(tmp_path, name)
    given = [str(tmp_path / name) for name in ("pubmed.nbib", "embase.ris")]
    assert cli.main(["import", str(path), *given, "--dry-run"]) == cli.DONE
    assert "2 records from PubMed (PubMed), 2 new" in said(capsys)
    assert cli.main(["import", str(path), *given]) == cli.DONE
    assert cli.main(["import", str(path), *given]) == cli.DONE
    assert "2 records from PubMed (PubMed), 0 new, 2 here already" in said(capsys)
    opened = desk.open_review(path, read_only=True)
    assert len(record_ids(opened.state)) == 3
    assert [one.records for one in records.searches(opened.state)] == [2, 1]
    opened.close()


def test_import_asks_who_where_there_are_several(
    review: Review, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    review.commit(drafts.add_person({"name": "Bob"}, id="bob")[0])
    path = review.store.path
    review.close()
    file(tmp_path, "embase.ris")
    given = ["import", str(path), str(tmp_path / "embase.ris")]
    assert cli.main(given) == cli.ACT
    assert cli.main([*given, "--as", "Bob", "--database", "Ovid EMBASE"]) == cli.DONE
    opened = desk.open_review(path, read_only=True)
    (record,) = record_ids(opened.state)
    assert records.database_of(opened.state, record) == "Ovid EMBASE"
    row = opened.state.row(f"record/{record}", "imported")
    assert row is not None
    assert opened.state.text(person_subject(row.author), "name") == "Bob"
    opened.close()


def test_import_reads_columns_by_a_map_and_remembers_it(
    review: Review, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = review.store.path
    review.close()
    table, given = tmp_path / "own.csv", tmp_path / "map.toml"
    table.write_text("Nome do artigo;Quando\nUm relato;2004\n", encoding="utf-8")
    given.write_text('"Nome do artigo" = "title"\nQuando = "year"\n', encoding="utf-8")
    assert cli.main(["import", str(path), str(table)]) == cli.ACT
    assert cli.main(["import", str(path), str(table), "--map", str(given)]) == cli.DONE
    table.write_text("Nome do artigo;Quando\nOutro relato;2005\n", encoding="utf-8")
    assert cli.main(["import", str(path), str(table)]) == cli.DONE
    opened = desk.open_review(path, read_only=True)
    assert len(record_ids(opened.state)) == 2
    opened.close()


def test_import_of_a_web_page_changes_nothing(
    review: Review, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, last = review.store.path, len(review.store.ids())
    review.close()
    page = tmp_path / "search.ris"
    page.write_text("<!DOCTYPE html><html></html>", encoding="utf-8")
    assert cli.main(["import", str(path), str(page)]) == cli.ACT
    assert "web page" in capsys.readouterr().err
    opened = desk.open_review(path, read_only=True)
    assert len(opened.store.ids()) == last
    opened.close()


# -- written all at once ---------------------------------------------------------------------------


def test_many_drafts_are_one_change_or_none(review: Review, tmp_path: Path) -> None:
    one = file(tmp_path, "embase.ris")
    waiting = list(records.drafts_of(fresh(review.state, [one]), [one]))
    before = [entry.id for entry in review.history()]

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        review.commit_all(waiting, report=stop)
    assert [entry.id for entry in review.history()] == before
    assert record_ids(review.state) == ()

    change = review.commit_all(waiting)
    assert len({entry.change for entry in change.entries}) == 1
    assert [entry.id for entry in review.history()] == [*before, *(e.id for e in change.entries)]
    kept = record_ids(review.state)
    assert kept
    review.refresh()
    assert record_ids(review.state) == kept


def test_many_drafts_are_checked_like_one(review: Review) -> None:
    wrong = drafts.Draft("", (drafts.write("record/aaaaaaaaaaaaaaaa", "labels", 3),))
    with pytest.raises(InvalidClaim):
        review.commit_all([wrong])
