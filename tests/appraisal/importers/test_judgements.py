"""Tables of judgements: robvis templates, the results sheet of the RoB 2 tool, and odd words."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from appraisal import desk, incoming
from appraisal.errors import UnreadableImport
from appraisal.importers import judgements
from appraisal.incoming import Choices
from appraisal.judgement_table import Judgements, understand
from appraisal.material import gather
from appraisal.sheet_reader import read_text
from tests.appraisal import revman_files as files

ROB2 = "Study,D1,D2,D3,D4,D5,Overall,Weight\nA 1,Low,Low,Low,Low,Low,Low,1\n"
LEVELS = "Critical,Serious,Moderate,Low,No information,Low,Low"


def read(text: str) -> Judgements:
    return understand(read_text(text).rows, source="table.csv")


@pytest.mark.parametrize(
    ("head", "row", "instrument"),
    [
        ("D1,D2,D3,D4,D5", "High,Low,Low,Low,Some concerns", "rob2"),
        ("D1,D1b,D2,D3,D4,D5", "High,Low,Low,Low,Low,Some concerns", "rob2"),
        ("D1,D2,D3,D4,D5,D6,D7", LEVELS, "robins-i-2016"),
        ("D1,D2,D3,D4,D5,D6,D7", "Very high,High,Some concerns,Low,Low,Low,Low", "robins-e"),
        ("D1,D2,D3,D4", "High,Some concerns,Low,Low", "quadas2"),
        ("D1,D2,D3,D4,D5,D6", "High,Moderate,Low,Low,Low,Low", "quips"),
        (
            "Random.sequence.generation,Allocation.concealment,Incomplete.outcome.data",
            "High,Unclear,Low",
            "rob1-2011",
        ),
    ],
)
def test_each_template_is_known_by_its_columns(head: str, row: str, instrument: str) -> None:
    found = read(f"Study,{head},Overall\nAnn 2001,{row},High\n")
    assert found.instrument == instrument
    assert len(found.rows[0].levels) >= 3


def test_printed_overall_is_laid_beside_the_worst_domain() -> None:
    found = read(ROB2 + "B 2,Low,High,Low,Low,Low,Some concerns,1\n")
    assert found.differs == ("B 2: printed Some concerns; the worst of its domains is High.",)
    assert read(ROB2).differs == ("Every printed overall judgement is the worst of its domains.",)


def test_signs_and_unknown_words_are_named_not_guessed() -> None:
    found = read(ROB2 + "B 2,?,No information,Fine,Low,Low,Low,1\n")
    assert dict(found.rows[1].levels) == {"D4": "low", "D5": "low"}
    assert any("?" in one and "differently" not in one for one in found.left)
    assert any("Fine" in one for one in found.left)


def test_unclear_stands_for_some_concerns_in_quadas() -> None:
    found = read("Study,D1,D2,D3,D4,Overall\nA,Some concerns,Low,High,Low,High\n")
    assert found.rows[0].levels["D1"] == "unclear"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_portuguese_tables_with_semicolons(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "tabela.csv"
    text = "Estudo;D1;D2;D3;D4;D5;Global\nBrandão 2001;Baixo;Alto;Baixo;Baixo;Baixo;Alto\n"
    path.write_bytes(text.encode(encoding))
    found = judgements.read(path)
    assert (found.rows[0].study, found.rows[0].levels["D2a"]) == ("Brandão 2001", "high")


def results_sheet(path: Path) -> Path:
    """A workbook as the RoB 2 tool has it: sheets before, a title above the names."""
    book = Workbook()
    assert book.active is not None
    book.active.title = "Intro"
    book.active.append(["How to use this tool"])
    sheet = book.create_sheet("Results")
    sheet.append(["RoB 2 results"])
    heads = ["Unique ID", "Study ID", "Outcome", "Weight", "D1", "D2", "D3", "D4", "D5", "Overall"]
    sheet.append(heads)
    sheet.append([1, "Ann 2001", "pain", 1, *["Low"] * 4, "High", "High"])
    sheet.append([2, "Ann 2001", "death", 1, *["Low"] * 5, "Low"])
    book.save(path)
    return path


def test_the_results_sheet_becomes_an_assessment_for_each_result(tmp_path: Path) -> None:
    path = results_sheet(tmp_path / "ROB2.xlsx")
    review, person = desk.new_review(tmp_path / "r", title="R", name="Ana", readers=1)
    found = incoming.read(path)
    assert found.kind == "judgements"
    made = incoming.take(review, found, Choices(), reader=person)
    change = review.commit(made.draft)
    desk.submit_all(review, made.seats, person)
    material = gather(review, reader=None, lang="en")
    overall = [(one.level, {two.id: two.level for two in one.domains}["D5"])
               for one in material.assessments]  # fmt: skip
    assert overall == [("high", "high"), ("low", "low")]
    assert len(change.entries) > 10
    review.close()


def test_judgements_can_be_undone_and_answers_stay(tmp_path: Path) -> None:
    path = tmp_path / "rob2.csv"
    path.write_text(ROB2)
    review, person = desk.new_review(tmp_path / "r", title="R", name="Ana", readers=1)
    made = incoming.take(review, incoming.read(path), Choices(), reader=person)
    change = review.commit(made.draft)
    assert len(review.state.ids("study")) == 1
    review.undo(change)
    assert not review.state.ids("study")
    review.close()


@pytest.mark.parametrize(
    "text",
    [
        "Study,D1,D2,D3,Overall\nA,Low,Low,Low,Low\n",
        "Study,D1,D2,D3,D4,D5,Overall\nA,?,?,?,?,?,?\n",
    ],
)
def test_what_no_instrument_has_is_refused(text: str) -> None:
    with pytest.raises(UnreadableImport, match=r"table\.csv"):
        read(text)


def test_other_tables_are_not_taken_for_judgements(tmp_path: Path) -> None:
    path = tmp_path / "studies.csv"
    path.write_text("Study,Year,Overall\nA,2001,good\n")
    assert incoming.importer_of(path) is None


@pytest.mark.parametrize(
    ("name", "instrument", "studies"),
    [("rob1", "rob1-2011", 9), ("rob2", "rob2", 9), ("quadas", "quadas2", 12)],
)
def test_real_robvis_files_come_in(name: str, instrument: str, studies: int) -> None:
    found = judgements.read(files.real(f"robvis/data_{name}.csv"))
    assert (found.instrument, len(found.rows)) == (instrument, studies)


COVIDENCE = (
    "Covidence #,Study ID,Reviewer Name,Sequence generation judgement,"
    "Sequence generation supporting text,Allocation concealment judgement,"
    "Allocation concealment supporting text,Incomplete outcome data judgement\n"
    "1,Ann 2001,Maria,Low,by computer,Unclear,not said,Low\n"
    "1,Ann 2001,John,Low,random,High,open list,Low\n"
    "1,Ann 2001,Consensus,Low,by computer,High,open list,Low\n"
)


def test_covidence_judgements_become_seats_and_agreed_answers(tmp_path: Path) -> None:
    path = tmp_path / "quality.csv"
    path.write_text(COVIDENCE)
    review, person = desk.new_review(tmp_path / "r", title="R", name="Ana", readers=2)
    found = incoming.read(path)
    assert any("Maria, John" in one for one in found.said)
    made = incoming.take(review, found, Choices(), reader=person)
    change = review.commit(made.draft)
    assert incoming.finish(review, made) == ()
    state = review.state
    form = state.forms("appraisal")[0]
    said = [state.claim(f"{form}/{seat}", "item/D2/2") for seat in (*state.seats(form), "agreed")]
    values = [(claim.value, claim.why) for claim in said if claim is not None]
    assert values == [("unclear", "not said"), ("high", "open list"), ("high", "open list")]
    rating = gather(review, reader=None, lang="en").ratings[state.ids("study")[0]]
    assert {one.id: one.level for one in rating.domains}["D2"] == "high"
    assert review.undo(change) is not None
    assert not review.state.ids("study")
    review.close()


def test_a_study_that_stands_twice_is_taken_once(tmp_path: Path) -> None:
    path = tmp_path / "rob2.csv"
    path.write_text(ROB2 + "A 1,High,Low,Low,Low,Low,High,1\n")
    review, person = desk.new_review(tmp_path / "r", title="R", name="Ana", readers=1)
    made = incoming.take(review, incoming.read(path), Choices(), reader=person)
    assert any("twice" in one for one in made.left)
    review.commit(made.draft)
    assert not list(review.state.conflicts())
    review.close()
