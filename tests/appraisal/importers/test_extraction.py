"""Numbers from tables: spreadsheets by their columns, Covidence by person, pickles never."""

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from appraisal import cli, desk, incoming
from appraisal.errors import UnreadableImport
from appraisal.importers import extraction
from appraisal.incoming import Choices, Incoming
from appraisal.material import Material, gather
from appraisal.review import Change, Review
from appraisal.settled import Rank
from appraisal.settling import Way, settling
from tests.appraisal import revman_files as files

COUNTS = "Study,Year,Events intervention,Total intervention,Events control,Total control\n"
ROWS = COUNTS + "Ann,2001,5,50,11,50\nBruno,2004,6,61,12,60\n"
COVIDENCE = (
    "Covidence #,Study ID,Reviewer Name,Intervention events,Intervention N,Control events,"
    "Control N,Country\n"
    "1,Ann 2001,Maria,5,50,11,50,BR\n"
    "1,Ann 2001,John,5,50,10,50,BR\n"
    "1,Ann 2001,Consensus,5,50,11,50,BR\n"
    "2,Bruno 2004,Maria,6,61,12,60,BR\n"
    "2,Bruno 2004,John,6,61,12,60,BR\n"
)


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def taken(folder: Path, found: Incoming, readers: int = 1) -> tuple[Review, str, Change]:
    review, person = desk.new_review(folder / "r", title="R", name="Ana", readers=readers)
    made = incoming.take(review, found, Choices(outcome="Pain"), reader=person)
    change = review.commit(made.draft)
    assert not incoming.finish(review, made)
    return review, person, change


def material(review: Review, reader: str | None) -> Material:
    return gather(review, reader=reader, lang="en")


def test_a_table_becomes_an_outcome_with_its_numbers(tmp_path: Path) -> None:
    found = incoming.read(written(tmp_path / "t.csv", ROWS))
    review, person, change = taken(tmp_path, found)
    analysis = material(review, person).analyses[0]
    assert (analysis.dataset.outcome.name, analysis.totals()) == ("Pain", (11, 111, 23, 110))
    assert [row.year for row in analysis.dataset.rows] == [2001, 2004]
    assert review.undo(change) is not None
    assert not material(review, person).analyses
    review.close()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_brazilian_means_come_in_with_their_commas(tmp_path: Path, encoding: str) -> None:
    text = (
        "Estudo;Média intervenção;DP intervenção;N intervenção;Média controle;DP controle;"
        "N controle\nBrandão;5,2;1,25;20;6,5;1,5;21\n"
    )
    table = extraction.read(written(tmp_path / "m.csv", text, encoding))
    assert (table.kind, table.rows[0].study) == ("means", "Brandão")
    assert table.rows[0].fields == {
        "m1": 5.2,
        "sd1": 1.25,
        "n1": 20,
        "m2": 6.5,
        "sd2": 1.5,
        "n2": 21,
    }


def test_what_is_no_number_is_named_with_its_row(tmp_path: Path) -> None:
    text = COUNTS + "Ann,2001,5,1.234,11,50\nBruno,2004,2-Mar,61,12,60\nCleo,2005,1_0,9,0x1F,9\n"
    found = extraction.read(written(tmp_path / "t.csv", text))
    assert found.rows[0].fields == {"e1": 5, "e2": 11, "n2": 50}
    assert [one.partition(",")[0] for one in found.faults] == ["Row 2", "Row 3", "Row 4", "Row 4"]
    assert "1.234 or 1234" in found.faults[0]


def test_a_mark_that_could_be_thousands_is_told(tmp_path: Path) -> None:
    text = "Study,Mean 1,SD 1,N 1,Mean 2,SD 2,N 2\nA,1.234,1.5,20,2.345,1.25,20\n"
    faults = extraction.read(written(tmp_path / "t.csv", text)).faults
    assert [one.partition(":")[0] for one in faults] == ["Mean 1", "Mean 2"]


def test_reviewers_become_seats_and_the_consensus_what_was_agreed(tmp_path: Path) -> None:
    found = incoming.read(written(tmp_path / "covidence.csv", COVIDENCE))
    assert any("Maria, John" in one for one in found.said)
    review, _person, _change = taken(tmp_path, found, readers=2)
    state = review.state
    forms = {state.text(f"study/{form.split('/')[1]}", "label"): form
             for form in state.forms("extraction")}  # fmt: skip
    ann = forms["Ann 2001"]
    names = [state.text(f"person/{seat}", "name") for seat in state.seats(ann)]
    assert names == ["Maria (imported)", "John (imported)"]
    said = [state.value(f"{ann}/{seat}", "e2") for seat in (*state.seats(ann), "agreed")]
    assert said == [11, 10, 11]
    settled = settling(state, ann, "e2")
    assert settled is not None
    assert settled.way is Way.TOGETHER  # the file says it was their consensus
    analysis = material(review, None).analyses[0]
    assert [row.rank for row in analysis.dataset.rows] == [Rank.AGREED, Rank.ALIKE]
    assert analysis.totals() == (11, 111, 23, 110)
    review.close()


def test_undo_takes_the_seats_of_others_out_of_sight(tmp_path: Path) -> None:
    found = incoming.read(written(tmp_path / "covidence.csv", COVIDENCE))
    review, _person, change = taken(tmp_path, found, readers=2)
    assert review.undo(change) is not None
    assert not material(review, None).analyses
    assert not review.state.ids("study")
    assert len(review.state.ids("person")) == 1
    review.close()


def test_nobody_can_speak_for_those_who_were_brought_in(tmp_path: Path) -> None:
    from appraisal.keys import has_key
    from appraisal.store import places

    found = incoming.read(written(tmp_path / "covidence.csv", COVIDENCE))
    review, person, _change = taken(tmp_path, found, readers=2)
    others = [one for one in review.state.ids("person") if one != person]
    assert all(review.state.value(f"person/{one}", "left") is True for one in others)
    assert not any(has_key(one, places.keys_dir()) for one in others)
    review.close()


def test_a_workbook_is_read_by_the_sheet_that_is_understood(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["Read me first"])
    sheet = book.create_sheet("Data")
    sheet.append(["Study", "e1", "n1", "e2", "n2"])
    sheet.append(["Ann", 5, 50, 11, 50])
    path = tmp_path / "data.xlsx"
    book.save(path)
    found = incoming.read(path)
    assert found.table is not None
    assert found.table.rows[0].fields == {"e1": 5, "n1": 50, "e2": 11, "n2": 50}


def test_the_terminal_takes_a_map_for_names_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVENHAND_HOME", str(tmp_path / "home"))
    review, _person = desk.new_review(tmp_path / "r", title="R", name="Ana", readers=1)
    path = review.store.path
    review.close()
    odd = written(tmp_path / "odd.csv", "Trial,Dead A,All A,Dead B,All B\nAnn,5,50,11,50\n")
    known = written(
        tmp_path / "map.json",
        json.dumps(
            {"Trial": "study", "Dead A": "e1", "All A": "n1", "Dead B": "e2", "All B": "n2"}
        ),
    )
    assert cli.main(["import", str(path), str(odd)]) == 1
    wanted = ["import", str(path), str(odd), "--map", str(known), "--outcome", "Death", "--submit"]
    assert cli.main(wanted) == 0
    again = desk.open_review(path, read_only=True)
    analysis = material(again, None).analyses[0]
    assert (analysis.dataset.outcome.name, analysis.totals()) == ("Death", (5, 50, 11, 50))
    again.close()
    wrong = written(tmp_path / "wrong.json", '{"Trial": "nonsense"}')
    assert cli.main(["import", str(path), str(odd), "--map", str(wrong)]) == 1


@pytest.mark.parametrize(
    "content",
    [b"\x80\x02}q\x00.", b"(dp0\ncopy_reg\n_reconstructor\n.", b"cos\nsystem\nma_dataset"],
)
def test_pickles_are_never_opened(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "data.oma"
    path.write_bytes(content)
    with pytest.raises(UnreadableImport, match="as CSV"):
        incoming.read(path)


def test_real_openmeta_file_is_refused_and_its_csv_taken() -> None:
    with pytest.raises(UnreadableImport, match="OpenMeta"):
        incoming.read(files.real("openmeta/continuous.oma"))
    table = extraction.read(files.real("openmeta/bcg.csv"))
    assert (table.kind, len(table.rows)) == ("counts", 13)
    assert (table.rows[0].study, table.rows[0].year) == ("Aronson", 1948)
    assert table.rows[0].fields == {"e1": 4, "n1": 123, "e2": 11, "n2": 139}


def test_a_table_that_r_wrote_has_blanks_and_numbered_rows(tmp_path: Path) -> None:
    text = '"author" "tpos" "tneg" "cpos" "cneg"\n"1" "Ann & Bo" 4 119 11 128\n'
    table = extraction.read(written(tmp_path / "r.csv", text))
    assert table.rows[0].study == "Ann & Bo"
    assert table.rows[0].fields == {"e1": 4, "n1": 123, "e2": 11, "n2": 139}


def test_a_table_of_studies_is_not_taken_for_numbers(tmp_path: Path) -> None:
    assert (
        incoming.importer_of(written(tmp_path / "s.csv", "Study,Year,Country\nA,2001,BR\n")) is None
    )


def test_a_study_that_stands_twice_is_taken_once(tmp_path: Path) -> None:
    review, person = desk.new_review(tmp_path / "r", title="R", name="Ana", readers=1)
    found = incoming.read(written(tmp_path / "t.csv", ROWS + "Ann,2001,9,50,9,50\n"))
    made = incoming.take(review, found, Choices(), reader=person)
    assert any("twice" in one for one in made.left)
    review.commit(made.draft)
    assert not list(review.state.conflicts())
    assert material(review, person).analyses[0].totals() == (11, 111, 23, 110)
    review.close()


def test_the_map_is_remembered_for_the_same_columns(tmp_path: Path) -> None:
    from appraisal.extraction_table import mapped
    from appraisal.extraction_writing import incoming_of, remembered

    table = extraction.read(
        written(tmp_path / "o.csv", "Trial,Dead,All,Dead B,All B\nAnn,5,50,9,50\n")
    )
    assert table.lacks
    review, person = desk.new_review(tmp_path / "r", title="R", name="Ana", readers=1)
    chosen = mapped(table, ("study", "e1", "n1", "e2", "n2"))
    review.commit(incoming.take(review, incoming_of(chosen), Choices(), reader=person).draft)
    again = remembered(table, review.state)
    assert (again.columns, again.lacks) == (chosen.columns, "")
    review.close()


# -- several outcomes of one table -----------------------------------------------------------------

WIDE = (
    "Study,Relapse events intervention,Relapse events control,Total intervention,Total control,"
    "Disability mean intervention,Disability sd intervention,Disability mean control,"
    "Disability sd control,Death events intervention,Death events control\n"
    "Ann,5,11,50,50,5.2,1.1,6.5,1.2,0,1\n"
    "Bruno,6,12,61,60,,,,,1,2\n"
)


def test_outcomes_side_by_side_are_outcomes_each(tmp_path: Path) -> None:
    found = incoming.read(written(tmp_path / "wide.csv", WIDE))
    assert any("3 outcomes: Relapse (Counts in two groups)" in one for one in found.said)
    review, person, change = taken(tmp_path, found)
    analyses = {one.dataset.outcome.name: one for one in material(review, person).analyses}
    assert set(analyses) == {"Relapse", "Disability", "Death"}
    assert analyses["Relapse"].totals() == (11, 111, 23, 110)
    assert analyses["Death"].totals() == (1, 111, 3, 110)
    assert len(analyses["Disability"].dataset.rows) == 1
    state = review.state
    data = {state.text(f"outcome/{one}", "name"): state.text(f"outcome/{one}", "data")
            for one in state.ids("outcome")}  # fmt: skip
    assert data == {"Relapse": "counts", "Disability": "means", "Death": "counts"}
    assert review.undo(change) is not None
    assert not material(review, person).analyses
    review.close()


def test_studies_of_one_name_are_told_apart_by_their_years(tmp_path: Path) -> None:
    text = "author,year,tpos,tneg,cpos,cneg\nComstock,1974,5,45,11,39\nComstock,1976,6,54,12,48\n"
    table = extraction.read(written(tmp_path / "bcg.csv", text))
    assert [row.study for row in table.rows] == ["Comstock 1974", "Comstock 1976"]


def test_a_column_of_outcomes_may_hold_two_kinds_of_data(tmp_path: Path) -> None:
    text = (
        "Study,Outcome,e1,n1,e2,n2,m1,sd1,m2,sd2\n"
        "Ann,Pain,,50,,50,5.2,1.1,6.5,1.2\nAnn,Relapse,5,50,11,50,,,,\n"
    )
    table = extraction.read(written(tmp_path / "long.csv", text))
    assert {row.outcome: (row.kind, dict(row.fields)) for row in table.rows} == {
        "Relapse": ("counts", {"e1": 5, "n1": 50, "e2": 11, "n2": 50}),
        "Pain": ("means", {"m1": 5.2, "sd1": 1.1, "n1": 50, "m2": 6.5, "sd2": 1.2, "n2": 50}),
    }


def test_a_field_for_two_columns_makes_two_outcomes(tmp_path: Path) -> None:
    from appraisal.extraction_table import mapped

    table = extraction.read(written(tmp_path / "o.csv", "T,A,B,C,D,E,F\nAnn,5,50,9,50,1,2\n"))
    chosen = mapped(table, ("study", "e1", "n1", "e2", "n2", "e1", "e2"))
    assert [(row.outcome, dict(row.fields)) for row in chosen.rows] == [
        ("Outcome 1", {"e1": 5, "n1": 50, "e2": 9, "n2": 50}),
        ("Outcome 2", {"e1": 1, "n1": 50, "e2": 2, "n2": 50}),
    ]
    estimates = mapped(table, ("study", "estimate", "lower", "upper", "estimate", "lower", "upper"))
    assert [dict(row.fields) for row in estimates.rows] == [
        {"estimate": 5, "lower": 50, "upper": 9}, {"estimate": 50, "lower": 1, "upper": 2}
    ]  # fmt: skip
    assert mapped(table, ("study", "study", "n1", "e2", "n2", "e1", "e2")).lacks


def test_an_estimate_beside_the_numbers_stands_in_their_form(tmp_path: Path) -> None:
    text = "Study,e1,n1,e2,n2,OR,Lower,Upper\nAnn,5,50,11,50,0.39,0.13,1.2\n"
    found = incoming.read(written(tmp_path / "t.csv", text))
    review, person, _change = taken(tmp_path, found)
    (form,) = review.state.forms("extraction")
    said = {name: review.state.value(f"{form}/{person}", name) for name in ("e1", "estimate")}
    assert said == {"e1": 5, "estimate": 0.39}
    assert material(review, person).analyses[0].totals() == (5, 50, 11, 50)
    review.close()


# -- further arms ----------------------------------------------------------------------------------

ARMS = COUNTS.rstrip() + ",Arm 3,Arm 3 side,Events 3,Total 3,Group 4,Side 4,e4,n4\n"


def of_arms(review: Review, person: str) -> list[dict[str, object]]:
    """The facts of the further arms of each study, by their field."""
    state = review.state
    (outcome,) = state.ids("outcome")
    return [
        {
            name: state.value(f"extraction/{study}/{outcome}/{person}", name)
            for name in state.field_names(f"extraction/{study}/{outcome}/{person}")
            if name.startswith("arm/")
        }
        for study in state.ids("study")
    ]


def test_further_arms_come_in_with_their_study_and_are_pooled(tmp_path: Path) -> None:
    text = (
        ARMS
        + "Ann,2001,5,50,11,50,High dose,Drug,4,40,Sham,2,6,30\nBruno,2004,6,61,12,60,,,,,,,,\n"
    )
    found = incoming.read(written(tmp_path / "t.csv", text))
    assert "2 further arms of studies." in found.said
    review, person = desk.new_review(tmp_path / "r", title="R", name="Ana", readers=1)
    choices = Choices(outcome="Pain", arm1="Drug", arm2="Placebo")
    made = incoming.take(review, found, choices, reader=person)
    review.commit(made.draft)
    assert not made.left
    assert of_arms(review, person) == [
        {
            "arm/high-dose/name": "High dose",
            "arm/high-dose/side": "arm1",
            "arm/high-dose/e": 4,
            "arm/high-dose/n": 40,
            "arm/sham/name": "Sham",
            "arm/sham/side": "arm2",
            "arm/sham/e": 6,
            "arm/sham/n": 30,
        },
        {},
    ]
    assert material(review, person).analyses[0].totals() == (15, 151, 29, 140)
    review.close()


def test_side_that_is_not_understood_is_told_and_left_open(tmp_path: Path) -> None:
    text = ARMS + "Ann,2001,5,50,11,50,High dose,Tablets,4,40,,,6,30\n"
    found = incoming.read(written(tmp_path / "t.csv", text))
    assert any("group 4 has numbers and no name" in one for one in found.left)
    review, person = desk.new_review(tmp_path / "r", title="R", name="Ana", readers=1)
    choices = Choices(outcome="Pain", arm1="Drug", arm2="Placebo")
    made = incoming.take(review, found, choices, reader=person)
    review.commit(made.draft)
    assert made.left == (
        "Ann, High dose: “Tablets” is neither arm of the outcome. Extract asks for its side.",
    )
    assert "arm/high-dose/side" not in of_arms(review, person)[0]
    assert not material(review, person).analyses[0].dataset.used  # an arm with a gap
    review.close()


def test_columns_of_months_are_no_arms(tmp_path: Path) -> None:
    text = COUNTS.rstrip() + ",Pain at 3 months,Time at risk 3\nAnn,2001,5,50,11,50,7,8\n"
    table = extraction.read(written(tmp_path / "t.csv", text))
    assert table.columns[-2:] == ("", "")
    assert not table.rows[0].arms
