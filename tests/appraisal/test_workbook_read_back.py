"""The workbook read back cell by cell: by openpyxl always, by LibreOffice where it is installed."""

import math
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from appraisal.bundle import last_change, tables_of
from appraisal.exporters.xlsx import write_workbook
from appraisal.material import Material
from appraisal.tables import Cell, Column, Level, Table
from appraisal.workbook.sheet import LONGEST, TOP, clean, level_text
from tests.appraisal.materials import sample_material, ugly_material

MATERIALS = ("ivig", "bcg", "ugly")
FORMATS = {"number": r"0\.0+|0", "p": r"0\.0+|.*", "count": r"0|General"}
LIBRE = shutil.which("soffice")
PATIENCE = 240


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[tuple[Table, ...], Path]]:
    folder = tmp_path_factory.mktemp("books")
    made = {}
    for which in MATERIALS:
        material = material_of(which)
        tables = tables_of(material)
        path = folder / f"{which}.xlsx"
        write_workbook(tables, path, at=last_change(material))
        made[which] = (tables, path)
    return made


def material_of(which: str) -> Material:
    return ugly_material(16) if which == "ugly" else sample_material(which)


def expected(cell: Cell) -> object:
    """What the cell must hold: a text, a number, or nothing."""
    if isinstance(cell, Level):
        return level_text(cell) or None
    if isinstance(cell, str):
        return clean(cell)[:LONGEST] or None
    if isinstance(cell, float) and not math.isfinite(cell):
        return None
    return cell


def compare(tables: tuple[Table, ...], book: Any, *, exact: bool = True) -> int:  # Any: openpyxl
    """Compare every cell; give how many there were."""
    count = 0
    assert len(book.sheetnames) == len(tables)
    for table, sheet in zip(tables, book.worksheets, strict=True):
        heads = [sheet.cell(TOP, place).value for place in range(1, len(table.columns) + 1)]
        assert heads == [column.title for column in table.columns], sheet.title
        if any(isinstance(c, str) and len(c) > LONGEST for row in table.rows for c in row):
            continue  # goes on in the row below: told in test_xlsx
        for number, row in enumerate(table.rows, TOP + 1):
            for place, cell in enumerate(row, 1):
                found = sheet.cell(number, place).value
                wanted = expected(cell)
                count += 1
                at = (sheet.title, number, place)
                if isinstance(wanted, int | float) and not isinstance(wanted, bool):
                    assert found == pytest.approx(wanted, rel=1e-14 if exact else 1e-12), at
                elif isinstance(wanted, str) and not exact:
                    assert str(found).splitlines() == wanted.splitlines(), at
                else:
                    assert found == wanted, at
    return count


@pytest.mark.parametrize("which", MATERIALS)
def test_every_cell_is_what_the_table_says(
    books: dict[str, tuple[tuple[Table, ...], Path]], which: str
) -> None:
    tables, path = books[which]
    assert compare(tables, load_workbook(path)) > 100


@pytest.mark.parametrize("which", MATERIALS)
def test_no_cell_is_a_formula_and_every_sheet_is_ready_to_print(
    books: dict[str, tuple[tuple[Table, ...], Path]], which: str
) -> None:
    tables, path = books[which]
    book = load_workbook(path)
    for table, sheet in zip(tables, book.worksheets, strict=True):
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
        assert sheet.freeze_panes
        assert sheet.print_area
        assert sheet.print_title_rows == f"${TOP}:${TOP}"
        wide = sum(column.width for column in table.columns)
        across = sheet.page_setup.fitToWidth or 0
        assert wide <= 215 * across  # type that can be read
        assert across == 1 or wide > 215
        if table.rows and table.has_filter:
            assert sheet.auto_filter.ref.startswith(f"A{TOP}:")
        for place, column in enumerate(table.columns, 1):
            check_format(sheet, table, place, column)


def check_format(sheet: Any, table: Table, place: int, column: Column) -> None:  # Any: openpyxl
    wanted = FORMATS.get(column.kind)
    for number, row in enumerate(table.rows, TOP + 1):
        if wanted and isinstance(row[place - 1], int | float):
            found = sheet.cell(number, place).number_format
            assert re.fullmatch(wanted, found), (sheet.title, column.title, found)


@pytest.mark.parametrize("which", ["ivig", "bcg"])
def test_pooled_sheet_has_the_figures_of_the_window(
    books: dict[str, tuple[tuple[Table, ...], Path]], which: str
) -> None:
    _tables, path = books[which]
    material = material_of(which)
    numbers = {
        round(cell, 9)
        for sheet in load_workbook(path).worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if isinstance(cell, float)
    }
    (analysis,) = material.analyses
    assert analysis.pooled is not None
    shown = analysis.pooled.shown
    for value in (shown.value, shown.lower, shown.upper, analysis.pooled.heterogeneity.q):
        assert round(float(value), 9) in numbers


def libre(path: Path, kind: str, folder: Path) -> Path:
    """What LibreOffice makes of a file, in a profile of its own."""
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [str(LIBRE), f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind,
         "--outdir", str(folder), str(path)],
        check=True, capture_output=True, timeout=PATIENCE,
    )  # fmt: skip
    return folder / f"{path.stem}.{kind}"


@pytest.mark.skipif(LIBRE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("which", MATERIALS)
def test_libreoffice_reads_every_cell_alike(
    books: dict[str, tuple[tuple[Table, ...], Path]], which: str, tmp_path: Path
) -> None:
    tables, path = books[which]
    assert compare(tables, load_workbook(libre(path, "xlsx", tmp_path)), exact=False) > 100


@pytest.mark.skipif(
    LIBRE is None or not shutil.which("pdftotext"), reason="LibreOffice or poppler is missing"
)
def test_no_text_is_cut_on_libreoffice_s_pages(
    books: dict[str, tuple[tuple[Table, ...], Path]], tmp_path: Path
) -> None:
    tables, path = books["ivig"]
    page = libre(path, "pdf", tmp_path)
    text = subprocess.run(
        ["pdftotext", str(page), "-"], check=True, capture_output=True
    ).stdout.decode("utf-8")  # fmt: skip
    printed = set(re.findall(r"\w+", text))
    lost = [
        word
        for table in tables
        for row in table.rows
        for cell in row
        if isinstance(cell, str)
        for word in re.findall(r"[^\W\d_]{2,14}\b", cell)
        if word not in printed and not any(word in one for one in printed)
    ]
    assert lost == []
