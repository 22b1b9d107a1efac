"""Studies from tables as people have them: separators, encodings, Excel, and what is no table."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from appraisal.errors import UnreadableImport
from appraisal.importers.studies import OWN, guess, understand
from appraisal.sheet_reader import read_sheet, read_text

TABLE = "Estudo;Ano;Desenho;Notas\nAchiron 2004;2004;Coorte;três grupos\nHaas 2007;2007;RCT;\n"


def studies(path: Path) -> list[dict[str, object]]:
    sheet = read_sheet(path)
    has_heads, columns = guess(sheet)
    return [dict(one) for one in understand(sheet, columns, has_heads=has_heads).studies]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_brazilian_tables_come_in_right_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "estudos.csv"
    path.write_bytes(TABLE.encode(encoding))
    first, second = studies(path)
    assert first["label"] == "Achiron 2004"
    assert (first["year"], first["design"], first["notes"]) == (2004, "cohort", "três grupos")
    assert second["design"] == "rct"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separator_is_found_by_counting(separator: str) -> None:
    text = f"Study{separator}Year\nA 1999{separator}1999\nB 2004{separator}2004\n"
    assert read_text(text).rows[1] == ("A 1999", "1999")


def test_excel_numbers_are_taken_as_numbers(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Study", "Year", "Country"],
        ["Orvieto 1999", 1999.0, "Israel"],
        [None, None, None],
    ):
        sheet.append(row)
    path = tmp_path / "studies.xlsx"
    book.save(path)
    (only,) = studies(path)
    assert (only["label"], only["year"], only["country"]) == ("Orvieto 1999", 1999, "Israel")


def test_row_without_a_name_is_called_by_author_and_year() -> None:
    sheet = read_text("Authors\tYear\nMüller, A; Weiß, B\t2011\n")
    has_heads, columns = guess(sheet)
    (only,) = understand(sheet, columns, has_heads=has_heads).studies
    assert only["label"] == "Müller 2011"


def test_cell_that_cannot_be_taken_is_named_and_the_rest_kept() -> None:
    sheet = read_text("Study\tYear\tDesign\nA\t19x9\tcohort\nB\t2004\tsomething\n")
    has_heads, columns = guess(sheet)
    found = understand(sheet, columns, has_heads=has_heads)
    assert [fault.row for fault in found.faults] == [2, 3]
    assert [study["label"] for study in found.studies] == ["A", "B"]
    assert "year" not in found.studies[0]


def test_table_without_heads_keeps_its_first_row() -> None:
    sheet = read_text("Achiron 1996\tcohort\nHaas 2007\trct\n")
    has_heads, columns = guess(sheet)
    assert not has_heads
    assert len(understand(sheet, columns, has_heads=has_heads).studies) == 2


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b" \n", "is empty"),
        ("page.csv", b"<!DOCTYPE html><html></html>", "web page"),
        ("report.csv", b"%PDF-1.7 x", "no CSV or Excel"),
        ("old.xls", b"\xd0\xcf\x11\xe0" + b"x" * 100, "no CSV or Excel"),
        ("broken.xlsx", b"PK\x03\x04 broken", "damaged"),
        ("nul.csv", b"Study\x00Year\n", "NUL"),
        ("open.csv", b'Study,Year\n"never closed,1999\n' + b"x" * 1_100_000, "Line"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableImport, match=said):
        read_sheet(path)


def test_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(6):
            archive.writestr(f"xl/{number}.xml", b"0" * 100_000_000)
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(packed.getvalue())
    with pytest.raises(UnreadableImport, match="500 MB"):
        read_sheet(path)


@given(st.binary(max_size=400))
def test_whatever_the_bytes_only_our_refusal_leaves(content: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.csv"
        path.write_bytes(content)
        try:
            sheet = read_sheet(path)
        except UnreadableImport:
            return
        has_heads, columns = guess(sheet)
        understand(sheet, columns, has_heads=has_heads)


def test_column_can_be_a_field_of_the_review_s_own() -> None:
    sheet = read_text("Study;Latitude;Region/zone;Dose\nA 1999;44;North;2,5\nB 2004;;South;1.234\n")
    columns = ("label", OWN, OWN, OWN)
    first, second = understand(sheet, columns, has_heads=True).studies
    assert first["field/latitude"] == 44
    assert (first["field/region-zone"], first["field/dose"]) == ("North", 2.5)
    assert "field/latitude" not in second
    assert second["field/dose"] == "1.234"  # decimal or thousands: it stays as it was written
