"""The workbook: what is written in it is what was said, and nothing in it can run."""

import errno
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from appraisal.bundle import last_change, tables_of
from appraisal.errors import StorageError
from appraisal.exporters.xlsx import write_workbook
from appraisal.material import Material
from appraisal.tables import Column, Level, Table
from appraisal.workbook.sheet import LONGEST, lines_of
from tests.appraisal.materials import sample_material, ugly_material

AT = datetime(2026, 3, 1, tzinfo=UTC)
HEADS = 3


@pytest.fixture(scope="module")
def material() -> Material:
    return sample_material()


def table(*rows: tuple[str | float | Level | None, ...]) -> Table:
    columns = (Column("Study"), Column("Value", "number"))
    return Table("t", "T", "A table", columns, rows)


def written(path: Path, *tables: Table) -> Worksheet:
    write_workbook(tables, path, at=AT)
    return load_workbook(path).worksheets[0]


@pytest.mark.parametrize("text", ["=Cmd", "+49", "-1", "@x", "=1+1"])
def test_text_stays_text(tmp_path: Path, text: str) -> None:
    cell = written(tmp_path / "b.xlsx", table((text, 1.5))).cell(HEADS + 1, 1)
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix


def test_nothing_of_an_ugly_review_is_a_formula(tmp_path: Path) -> None:
    ugly = ugly_material()
    write_workbook(tables_of(ugly), tmp_path / "b.xlsx", at=AT)
    cells = [
        cell
        for sheet in load_workbook(tmp_path / "b.xlsx").worksheets
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert any(str(cell.value).startswith("=Cmd") for cell in cells)
    assert all(cell.data_type in ("s", "n") for cell in cells)


def test_numbers_are_numbers_and_what_is_none_leaves_a_gap(tmp_path: Path) -> None:
    sheet = written(tmp_path / "b.xlsx", table(("a", 0.25), ("b", float("nan")), ("c", None)))
    assert [sheet.cell(HEADS + 1 + i, 2).value for i in range(3)] == [0.25, None, None]
    assert "not defined" in str(sheet.cell(HEADS + 5, 1).value)


def test_long_text_goes_on_in_the_row_below_and_is_said(tmp_path: Path) -> None:
    sheet = written(tmp_path / "b.xlsx", table(("x" * (LONGEST + 5), 1.0), ("next", 2.0)))
    assert [sheet.cell(HEADS + 1 + i, 1).value for i in range(3)] == [
        "x" * LONGEST,
        "xxxxx",
        "next",
    ]
    assert "goes on in the row below" in str(sheet.cell(HEADS + 5, 1).value)


def test_control_characters_are_replaced(tmp_path: Path) -> None:
    sheet = written(tmp_path / "b.xlsx", table(("a\x00b\x1fc\nd", 1.0)))
    assert sheet.cell(HEADS + 1, 1).value == "a\ufffdb\ufffdc\nd"


def test_judgement_cells_have_letter_and_colour(tmp_path: Path) -> None:
    sheet = written(tmp_path / "b.xlsx", table((Level("H", "High risk", "poor"), 1.0)))
    cell = sheet.cell(HEADS + 1, 1)
    assert cell.value == "H  High risk"
    assert cell.fill.fgColor.rgb == "00BF0000"


def test_heads_stay_and_print_and_filter_cover_the_table(tmp_path: Path) -> None:
    sheet = written(tmp_path / "b.xlsx", table(("a", 1.0), ("b", 2.0)))
    assert sheet.freeze_panes == "B4"
    assert sheet.auto_filter.ref == "A3:B5"
    assert sheet.print_area == "'T'!$A$1:$B$5"
    assert sheet.print_title_rows == "$3:$3"


def test_wide_sheet_prints_on_pages_side_by_side_with_its_first_column(tmp_path: Path) -> None:
    columns = tuple(Column(f"C{place}", width=30) for place in range(16))
    wide = Table("t", "T", "A table", columns, (("a",) * 16,), notes=("A note.",))
    sheet = written(tmp_path / "b.xlsx", wide)
    assert sheet.page_setup.fitToWidth == 3
    assert sheet.print_title_cols == "$A:$A"
    assert all(merged.max_col <= 215 / 30 for merged in sheet.merged_cells.ranges)
    loose = written(tmp_path / "d.xlsx", replace(wide, fixed=0))
    assert not loose.print_title_cols
    slim = written(tmp_path / "c.xlsx", table(("a", 1.0)))
    assert slim.page_setup.fitToWidth == 1
    assert not slim.print_title_cols


def test_rows_are_as_high_as_their_longest_text(tmp_path: Path) -> None:
    sheet = written(tmp_path / "b.xlsx", table(("word " * 40, 1.0), ("a", 2.0)))
    high, low = (sheet.row_dimensions[HEADS + 1 + i].height for i in range(2))
    assert low is None  # a row of one line has the height of the whole sheet
    assert sheet.sheet_format.customHeight
    assert high is not None
    assert high >= 14 * sheet.sheet_format.defaultRowHeight - 28
    assert lines_of("王小明" * 10, 14) > lines_of("abc" * 10, 14)


def test_same_review_gives_the_same_bytes(material: Material, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tables_of(material), tmp_path / name, at=last_change(material))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_sheets_of_reasons_say_what_nature_they_have(material: Material, tmp_path: Path) -> None:
    write_workbook(tables_of(material), tmp_path / "b.xlsx", at=AT)
    book = load_workbook(tmp_path / "b.xlsx")
    for name in ("Reasons", "Reviewers", "Extraction", "History"):
        assert "illustrative" in str(book[name].cell(2, 1).value), name


def test_answers_stand_with_their_stars(material: Material, tmp_path: Path) -> None:
    write_workbook(tables_of(material), tmp_path / "b.xlsx", at=AT)
    rows = list(
        load_workbook(tmp_path / "b.xlsx")["NOS cohort"].iter_rows(min_row=3, values_only=True)
    )
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["Study"], first["C1"], first["C1 stars"]) == ("Achiron 1996", "a+b", 2)
    stars = [value for head, value in first.items() if str(head).endswith(" stars")]
    assert sum(int(str(value)) for value in stars) == first["Total"] == 7


def test_answer_that_is_its_judgement_stands_once() -> None:
    sheet = next(t for t in tables_of(sample_material("bcg")) if t.key == "answers-rob1-2011")
    titles = [column.title for column in sheet.columns]
    assert len(titles) == 1 + 7 + 2  # study, the seven entries, overall, whose word
    assert all(isinstance(cell, Level) for cell in sheet.rows[0][1:8])


def test_target_in_use_leaves_the_former_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "team.xlsx"
    written(path, table(("first", 1.0)))
    before = path.read_bytes()

    def refuse(_draft: object, _target: object) -> None:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(StorageError) as refused:
        write_workbook((table(("second", 2.0)),), path, at=AT)
    assert refused.value.remedy == "Close team.xlsx, or save under another name."
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["team.xlsx"]


def test_full_disk_is_said_and_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_draft: object, _target: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(StorageError, match=r"[Nn]o room|full|space"):
        write_workbook((table(("a", 1.0)),), tmp_path / "b.xlsx", at=AT)
    assert list(tmp_path.iterdir()) == []
