"""CSV files: no cell that a spreadsheet would run, accents that it can read."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.bundle import tables_of
from appraisal.exporters.csv_files import table_text, write_table
from appraisal.tables import Column, Level, Table, safe
from tests.appraisal.materials import ugly_material

COLUMNS = (Column("Study"), Column("Value", "number"))


@pytest.mark.parametrize("text", ["=Cmd", "+49", "-1", "@x", "\tx", "\rx"])
def test_formula_gets_an_apostrophe(text: str) -> None:
    assert safe(text) == "'" + text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_never_do(value: float) -> None:
    assert safe(value) == value


def test_file_has_a_mark_and_reads_back(tmp_path: Path) -> None:
    rows = (("Żółć 2015", 0.5), ("a\nb", -1.0), (Level("H", "High", "poor"), None))
    write_table(Table("t", "T", "T", COLUMNS, rows), tmp_path / "t.csv")
    content = (tmp_path / "t.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert read == [["Study", "Value"], ["Żółć 2015", "0.5"], ["a\nb", "-1.0"], ["High", ""]]


def test_no_text_of_an_ugly_review_can_run() -> None:
    for table in tables_of(ugly_material()):
        for row in csv.reader(io.StringIO(table_text(table))):
            for cell in row:
                assert not cell.startswith(("=", "@", "\t", "\r")), cell
                if cell.startswith(("+", "-")):
                    float(cell)  # a number, or this fails
