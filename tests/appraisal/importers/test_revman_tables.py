"""RevMan Web's data package and RevMan 5's analysis CSV, as people have them."""

import io
import zipfile
from pathlib import Path

import pytest

from appraisal import incoming
from appraisal.errors import UnreadableImport
from appraisal.importers import revman_csv, revman_web
from appraisal.revman.parity import certify
from appraisal.unzipping import members
from tests.appraisal import revman_files as files

SETTINGS = """\
Analysis group,Analysis number,Analysis name,Analysis group name,Data type,\
Experimental group label,Control group label,Statistical method,Effect measure,Analysis model,\
Subgroup estimates,Overall estimates,Study CI,Estimate CI,Mean,CI start,CI end,\
Heterogeneity Tau²,Heterogeneity Chi²
1,1,Pain,Drug or placebo,Dichotomous,Drug,Placebo,MH,Risk Ratio,Fixed effect,true,true,95%,95%,\
0.4741,,,,
1,2,Time,Drug or placebo,Generic inverse variance,Drug,Placebo,IV,Hazard Ratio,Random effects,\
true,true,95%,95%,0.6065,,,0,
"""
ROWS = """\
Analysis group,Analysis number,Analysis name,Subgroup,Applicability,Study,Study year,GIV Mean,\
GIV SE,Experimental cases,Experimental N,Control cases,Control N,Mean,CI start,CI end,Footnotes
1,1,Pain,,SUBGROUP_AND_OVERALL,Ann,2001,0.0,0.0,5,50,11,50,0.4545,0.1703,1.2133,
1,1,Pain,,SUBGROUP_AND_OVERALL,Brüno,2004,0.0,0.0,6,61,12,60,0.4918,0.1974,1.2253,see text
1,2,Time,,SUBGROUP_AND_OVERALL,Ann,2001,-0.5,0.2,0,0,0,0,0.6065,0.4098,0.8976,
"""
RISK = """\
Study,Domain (judgement): Allocation concealment,Domain (support): Allocation concealment
Ann,Low risk,sealed
Brüno,Not applicable,
"""
REFERENCES = "TY  - JOUR\nNS  - Ann\nAU  - Ann A\nTI  - A trial\nDO  - 10.1000/xyz\nER  - \n"
TOLD = "Study,Year,Char: Methods\nAnn,2001,parallel\nBrüno,2004,\n"
PACKAGE = {
    "1-data-rows.csv": ROWS,
    "1-overall-estimates-and-settings.csv": SETTINGS,
    "1-subgroup-estimates.csv": "Analysis group,Analysis number,Subgroup\n",
    "1-risk-of-bias.csv": RISK,
    "1-included.ris": REFERENCES,
    "1-study-information.csv": TOLD,
}


def packed(path: Path, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(f"1-analysis-data/{name}", text.encode("utf-8-sig"))
    return path


def test_a_package_is_read_whole(tmp_path: Path) -> None:
    content = revman_web.read(packed(tmp_path / "data.zip", PACKAGE))
    ann, bruno = content.studies
    assert (ann.references[0].doi, ann.facts) == ("10.1000/xyz", (("Methods", "parallel"),))
    assert bruno.name == "Brüno"
    pain, time = (outcome for _one, outcome in content.outcomes())
    assert (pain.rows[1].footnote, pain.arms) == ("see text", ("Drug", "Placebo"))
    assert (time.kind, time.rows[0].cells, time.random) == ("inverse", (-0.5, 0.2), True)
    assert [one.level for one in content.entries[0].judgements] == ["low"]
    assert "not applicable" in content.notices[0]


def test_its_few_digits_are_matched_as_far_as_they_go(tmp_path: Path) -> None:
    found = certify(revman_web.read(packed(tmp_path / "data.zip", PACKAGE)))
    assert [line.verdict for line in found.lines] == ["same", "same"]
    wrong = {**PACKAGE, "1-data-rows.csv": ROWS.replace("0.4545", "0.4555")}
    line = certify(revman_web.read(packed(tmp_path / "wrong.zip", wrong))).lines[0]
    assert [pair.name for pair in line.pairs if not pair.is_same] == ["effect"]


def test_the_folder_is_read_as_the_zip_is(tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    folder.mkdir()
    for name, text in PACKAGE.items():
        (folder / name).write_text(text, encoding="utf-8-sig")
    zipped = revman_web.read(packed(tmp_path / "data.zip", PACKAGE))
    assert revman_web.read(folder).comparisons == zipped.comparisons
    known = incoming.importer_of(folder)
    assert known is not None
    assert known.key == "revman_web"


def test_a_package_that_swells_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1-data-rows.csv", b"0" * 60_000_000)
    with pytest.raises(UnreadableImport, match="500 MB"):
        revman_web.read(path)


@pytest.mark.parametrize("cut", [10, 200, 700])
def test_a_damaged_package_is_refused(tmp_path: Path, cut: int) -> None:
    path = packed(tmp_path / "data.zip", PACKAGE)
    content = bytearray(path.read_bytes())
    content[cut : cut + 60] = b"\xff" * 60
    with pytest.raises(UnreadableImport):
        members(bytes(content), name="data.zip", ending=(".csv", ".ris"))


def test_a_plain_zip_is_no_package(tmp_path: Path) -> None:
    path = packed(tmp_path / "other.zip", {"notes.txt": "hello"})
    assert incoming.importer_of(path) is None


CSV = """\
Comparison Number,Outcome Number,Subgroup Number,Name,Data Type,Statistical Method,Effect Measure,\
Analysis Model,Events 1,Total 1,Events 2,Total 2,Effect Estimate,SE,CI Start,CI End,Weight,Q,\
I²(Q),Tau²,df,Group Label 1,Group Label 2
1,0,0,Drug or placebo,,,,,,,,,,,,,,,,,,,
1,1,0,Dor,DIC,MH,RR,Fixed,11,111,23,110,0.474,,,,100,,,,1,Droga,Placebo
1,1,1,Homens,,,,,5,50,11,50,0.4545,,0.1703,1.2133,,0,0,0,0,,
1,1,1,Ana 2001,,,,,5,50,11,50,0.4545,0.5009,0.1703,1.2133,47.6,,,,,,
1,1,2,Mulheres,,,,,6,61,12,60,0.4918,,0.1974,1.2253,,0,0,0,0,,
1,1,2,Brúnò 2004,,,,,6,61,12,60,0.4918,0.4658,0.1974,1.2253,52.4,,,,,,
"""


def semicolons(text: str) -> str:
    """The same as a Brazilian spreadsheet saves it."""
    return text.replace(".", "\0").replace(",", ";").replace("\0", ",")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("brazilian", [False, True])
def test_analysis_data_comes_in_right(encoding: str, brazilian: bool) -> None:
    text = semicolons(CSV) if brazilian else CSV
    content = revman_csv.understand(text.encode(encoding), name="data.csv")
    _comparison, outcome = next(content.outcomes())
    assert [group.name for group in outcome.subgroups] == ["Homens", "Mulheres"]
    row = outcome.subgroups[1].rows[0]
    assert (row.study, row.cells) == ("Brúnò 2004", (6, 61, 12, 60))
    found = certify(content)
    assert [line.subgroup for line in found.lines] == ["", "Homens", "Mulheres"]
    assert found.count("differs") == 0
    assert outcome.stored.figure("effect") is not None
    assert found.lines[0].ours is not None
    assert found.lines[0].ours.effect == pytest.approx(0.474, abs=5e-4)


@pytest.mark.parametrize(
    ("name", "compared"),
    [("revman_web/921923100913455418-data.zip", 1), ("revman_web/unpacked", 1),
     ("revman5_csv/Fleiss1993_CR.csv", 2)],
)  # fmt: skip
def test_real_files_come_in_whole(name: str, compared: int) -> None:
    path = files.real(name)
    known = incoming.importer_of(path)
    assert known is not None
    content = {"revman_web": revman_web, "revman_csv": revman_csv}[known.key].read(path)
    found = certify(content)
    assert (len(content.studies), content.rows) == (12, 12)
    assert (found.count("same"), found.count("differs")) == (compared, 0)


def test_an_excel_workbook_is_no_package() -> None:
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    book.save(out)
    assert not revman_web.looks_like(Path("gone"), b"<?xml")
    with pytest.raises(UnreadableImport):
        revman_web.understand({}, name="book.xlsx")
