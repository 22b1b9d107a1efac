"""A new instrument is one file and its overlay: from the checklist to figure, workbook and CSV.

On the way the six different things that an answer may be stay six: no information, not applicable,
unclear, not reported, cannot determine, and not answered.
"""

from pathlib import Path

import pytest

from appraisal import drafts
from appraisal.bundle import figures_of, last_change, tables_of
from appraisal.exporters.csv_files import write_table
from appraisal.exporters.xlsx import write_workbook
from appraisal.instrument_listing import find_instrument, list_instruments
from appraisal.judge import judge_rows
from appraisal.ledger import Claim, Value
from appraisal.library import check_texts, keep, known, own_files, present_key, serving
from appraisal.material import Material, gather
from appraisal.review import Review
from appraisal.store.memory import MemoryStore
from appraisal.store.places import instruments_dir
from appraisal.subjects import appraisal_subject
from appraisal.tables import Table
from appraisal.views.checklist import checklist

OURS = """
schema = 1
id = "ours"
version = "1"
title = "Our checklist for case reports"
short = "Ours"
unit = "study"
designs = ["case-series"]
confidence = "C"

[sets]
usual = ["Yes", "No", "NI", "NA", "Unclear", "NR", "CD"]

[answers]
NI = "No information"
NA = "Not applicable"
NR = "Not reported"
CD = "Cannot determine"

[levels]
order = ["low", "high"]

[[domain]]
id = "A"
title = "Reporting"
rows = [ { when = { "1" = ["No"] }, then = "high" }, { then = "low" } ]

[[item]]
id = "1"
domain = "A"
title = "Stated"
ask = "Is it stated?"
answers = "usual"

[[item]]
id = "2"
domain = "A"
title = "Repeated"
ask = "Is it repeated elsewhere in the report?"
answers = "usual"
ask_if = { "1" = ["Yes"] }

[[item]]
id = "3"
domain = "A"
title = "Checked"
ask = "Was it checked?"
answers = "usual"

[overall]
title = "Overall"
rows = [ { when = { some_domain = ["high"] }, then = "high" }, { then = "low" } ]

[display]
figures = ["item-table"]
"""
OVERLAY = """
instrument = "ours"
title = "Nosso formulário para relatos de caso"
short = "Nosso"

[answers]
NI = "Sem informação"
NA = "Não se aplica"
NR = "Não relatado"
CD = "Impossível determinar"

[domain.A]
title = "Relato"

[item."A/1"]
title = "Declarado"
ask = "Está declarado?"

[item."A/2"]
title = "Repetido"
ask = "É repetido em outro ponto do relato?"

[item."A/3"]
title = "Verificado"
ask = "Foi verificado?"

[overall]
title = "Geral"
"""
SIX = ("NI", "NA", "Unclear", "NR", "CD", None)


@pytest.fixture
def file() -> Path:
    """The one file, with its overlay beside it, where one's own instruments lie."""
    folder = instruments_dir()
    folder.mkdir(parents=True)
    (folder / "ours.pt_BR.toml").write_text(OVERLAY, "utf-8")
    path = folder / "ours.toml"
    path.write_text(OURS, "utf-8")
    return path


@pytest.fixture
def review(file: Path) -> Review:
    """Six studies, one for each thing that item 3 may be; item 1 leads to item 2 in the first."""
    made = Review(MemoryStore("r1"))
    made.commit(drafts.add_person({"name": "Ann"}, id="ann")[0], author="ann")
    made.author = "ann"
    made.commit(drafts.edit_review({"design/case-series": present_key("ours"), "readers": 1}))
    for n, answer in enumerate(SIX):
        facts: dict[str, Value] = {"label": f"Study {n}", "design": "case-series", "order": n}
        made.commit(drafts.add_study(facts, id=f"s{n}")[0])
        seat = appraisal_subject(f"s{n}", "-", "ours@1", "ann")
        made.commit(drafts.answer(seat, "A/1", Claim("Yes")))
        made.commit(drafts.answer(seat, "A/2", Claim("No")))
        if n:  # the path turns away from item 2, whose answer is kept without effect
            made.commit(drafts.answer(seat, "A/1", Claim("No")))
        if answer is not None:
            made.commit(drafts.answer(seat, "A/3", Claim(answer)))
    return made


def gathered(review: Review) -> Material:
    return gather(review, reader="ann", lang="en")


def table(review: Review) -> Table:
    return next(one for one in tables_of(gathered(review)) if one.key == "answers-ours")


def test_it_is_listed_chosen_and_carried(review: Review) -> None:
    assert [one.name for one in own_files()] == ["ours"]
    assert own_files()[0].faults == ()
    assert serving("case-series")[:2] == ("nih-case-series", "ours")
    assert "ours@1" in list_instruments(known())
    assert find_instrument("ours", "pt_BR").title == "Nosso formulário para relatos de caso"
    instruments_dir().joinpath("ours.toml").unlink()  # the review carries it
    assert review.instrument("ours@1").short == "Ours"
    assert review.instrument("ours@1", lang="pt_BR").short == "Nosso"


def test_six_different_things_stay_different_on_the_screen(review: Review) -> None:
    state = review.state.seen_by("ann")
    said = []
    for n in range(len(SIX)):
        shown = checklist(state, f"s{n}", "ann", review.instrument)
        assert shown is not None
        item = shown.item("A/3")
        assert item is not None
        said.append((item.value, item.is_answered, tuple(one.text for one in item.chosen)))
        assert (shown.item("A/2") is None) == (n > 0)  # not asked, and not shown
    assert len(set(said)) == len(SIX)
    assert said[-1] == (None, False, ())


def test_six_different_things_stay_different_in_workbook_and_csv(
    review: Review, tmp_path: Path
) -> None:
    import openpyxl

    made = table(review)
    heads = [column.title for column in made.columns]
    assert heads[:4] == ["Study", "1", "2", "3"]
    cells = [row[3] for row in made.rows]
    assert cells == ["NI", "NA", "Unclear", "NR", "CD", ""]
    assert [row[2] for row in made.rows] == ["No", *["NA"] * 5]  # by path, and not the stale "No"
    assert "An empty cell is a question still open" in made.notes[0]
    book = tmp_path / "book.xlsx"
    material = gathered(review)
    write_workbook(tables_of(material), book, at=last_change(material))
    sheet = openpyxl.load_workbook(book)["Ours"]
    found = {tuple(row[:4]) for row in sheet.iter_rows(values_only=True)}
    assert {row[3] for row in found if str(row[0]).startswith("Study ")} == {
        "NI", "NA", "Unclear", "NR", "CD", None,
    }  # fmt: skip
    file = tmp_path / "table.csv"
    write_table(made, file)
    lines = file.read_text("utf-8-sig").splitlines()
    assert [line.split(",")[3] for line in lines if line.startswith("Study ")] == [
        "NI", "NA", "Unclear", "NR", "CD", "",
    ]  # fmt: skip


def test_six_different_things_stay_different_in_figures(review: Review) -> None:
    scenes = {figure.name: figure.scene for figure in figures_of(gathered(review))}
    rows = [row for row in scenes["item-table-ours"].table if row[0].startswith("Study ")]
    assert [row[3] for row in rows] == ["NI", "NA", "Unclear", "NR", "CD", "…"]
    assert [row[2] for row in rows] == ["No", *["NA"] * 5]
    marks = [row for row in scenes["traffic-light-ours"].table if row[0].startswith("Study ")]
    assert [row[1] for row in marks] == ["Low", *["High"] * 5]


def test_a_stale_answer_is_named_in_the_reasons(review: Review) -> None:
    reasons = next(one for one in tables_of(gathered(review)) if one.key == "appraisals")
    rows = [row for row in reasons.rows if row[2] == "2"]
    assert [str(row[5]).endswith("without effect") for row in rows] == [False, *[True] * 5]


def test_a_spreadsheet_is_judged_with_it(file: Path) -> None:
    header = ["Study", "1", "2", "3"]
    rows = [["A", "Yes", "NR", "CD"], ["B", "No", "", "NI"], ["C", "", "", ""]]
    judged = judge_rows(find_instrument("ours"), header, rows, settings={})
    assert [row[4:6] for row in judged.rows] == [("low", "low"), ("high", "high"), ("", "")]


def test_a_faulty_file_is_left_out_and_named(file: Path) -> None:
    bad = OURS.replace('"ours"', '"bad"').replace('domain = "A"', 'domain = "B"')
    file.with_name("bad.toml").write_text(bad, "utf-8")
    found = next(one for one in own_files() if one.name == "bad")
    assert any("There is no domain “B”" in fault for fault in found.faults)
    assert "bad" not in known()
    assert "ours" in known()


def test_an_id_that_ships_cannot_be_taken(file: Path) -> None:
    texts = {"en": OURS.replace('id = "ours"', 'id = "rob2"')}
    assert check_texts(texts) == ("“id”: an instrument that ships has this id; choose another.",)


def test_it_is_kept_and_replaced_whole(file: Path) -> None:
    path = keep({"en": OURS.replace('version = "1"', 'version = "2"')})
    assert path == file
    assert present_key("ours") == "ours@2"
    assert not file.with_name("ours.pt_BR.toml").exists()
