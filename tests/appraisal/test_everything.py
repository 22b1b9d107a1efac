"""Export everything: what is in it, that it is the same each time, and what a failure leaves."""

import csv
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
import rispy
from docx import Document

from appraisal.errors import StorageError, UserError
from appraisal.everything import write_archive, write_everything
from appraisal.exporters.ris import authors
from appraisal.exporters.robvis import robvis_tables, write_robvis
from appraisal.exporters.word import _studies
from appraisal.figure_look import FigureLook
from appraisal.material import Material
from appraisal.subjects import study_subject
from resources.i18n import language
from tests.appraisal.materials import sample_material, ugly_material


@pytest.fixture(scope="module")
def bcg() -> Material:
    return sample_material("bcg")


@pytest.fixture(scope="module")
def ivig() -> Material:
    return sample_material("ivig")


@pytest.fixture(scope="module")
def folder(ivig: Material, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("everything")
    write_everything(ivig, made)
    return made


def test_everything_is_there(folder: Path) -> None:
    for name in (
        "appraisal.xlsx", "report.docx", "methods.docx", "methods.txt", "results.json",
        "review.json", "studies.ris", "prisma2020.csv", "robvis/rob1-2011.csv",
        "figures/forest.svg", "figures/flow.pdf", "figures/summary-weighted.png",
        "tables/pooled.csv", "manifest.sha256",
    ):  # fmt: skip
        assert (folder / name).stat().st_size > 0, name


def test_manifest_holds_the_sum_of_every_other_file(folder: Path) -> None:
    lines = (folder / "manifest.sha256").read_text(encoding="utf-8").splitlines()
    sums = {name: found for found, name in (line.split("  ", 1) for line in lines)}
    files = {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}
    assert set(sums) == files - {"manifest.sha256"}
    for name, found in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == found


def test_again_is_the_same_to_the_byte_and_progress_goes_from_none_to_all(
    ivig: Material, folder: Path, tmp_path: Path
) -> None:
    steps: list[tuple[int, int]] = []
    again = write_everything(ivig, tmp_path, report=lambda n, of: steps.append((n, of)))
    names = [path.relative_to(tmp_path) for path in again.paths]
    assert len(names) > 20
    for name in names:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name
    counted = [step for step in steps if step != (0, 0)]  # said while nobody knows how many
    assert [n for n, _of in counted] == sorted(n for n, _of in counted)
    assert {n for n, _of in counted} == set(range(counted[-1][1] + 1))
    assert len({of for _n, of in counted}) == 1


def test_word_file_has_its_parts_its_tables_and_described_pictures(folder: Path) -> None:
    book = docx.Document(str(folder / "report.docx"))
    heads = [one.text for one in book.paragraphs if one.style and one.style.name == "Heading 1"]
    assert heads == [
        "Methods", "Characteristics of the studies", "Appraisal", "Pooled results", "Figures",
    ]  # fmt: skip
    first = book.tables[0]
    assert [cell.text for cell in first.rows[0].cells][:3] == ["Study", "Title", "Design"]
    assert len(first.rows) == 12
    texts = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    assert "0.32 [0.15, 0.67]" in texts
    assert "★★" in texts
    said = "\n".join(one.text for one in book.paragraphs)
    assert "OR 0.32 [0.15, 0.67], z = −3.02, p = 0.003" in said
    assert "Figure 1. " in said
    pictures = [shape._inline.docPr for shape in book.inline_shapes]
    assert all(one.get("descr") for one in pictures)
    assert len(pictures) >= 8


def test_word_table_leaves_out_columns_that_no_study_fills(bcg: Material, tmp_path: Path) -> None:
    book = Document()
    _studies(book, bcg)
    state = bcg.state
    filled = [
        name
        for name, field in (("Title", "title"), ("Country", "country"))
        if any(state.text(study_subject(one), field) for one in state.ids("study"))
    ]
    heads = [cell.text for cell in book.tables[0].rows[0].cells]
    assert len(filled) < 2
    assert heads == ["Study", *filled, "Design", "Year", "Instrument"]


def test_methods_stand_in_both_languages(folder: Path) -> None:
    book = docx.Document(str(folder / "methods.docx"))
    heads = [one.text for one in book.paragraphs if one.style and one.style.name == "Heading 1"]
    assert heads == ["English", "Português (Brasil)"] or len(heads) == 2
    assert any("Newcastle" in one.text for one in book.paragraphs)


def test_robvis_gets_full_words_titles_and_weights(bcg: Material, tmp_path: Path) -> None:
    (table,) = robvis_tables(bcg)
    path = tmp_path / "r.csv"
    write_robvis(table, path)
    head, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    assert head[0] == "Study"
    assert head[-2:] == ["Overall", "Weight"]
    assert head[1].count(".") >= 2  # a title whose blanks are dots
    assert {cell for row in rows for cell in row[1:-2]} <= {"Low", "High", "Unclear",
                                                            "Not applicable"}  # fmt: skip
    assert sum(float(row[-1]) for row in rows) == pytest.approx(100, abs=0.1)


def test_level_without_a_robvis_word_is_named(bcg: Material) -> None:
    from dataclasses import replace

    from appraisal.exporters.robvis import _word

    instrument = bcg.lookup("rob1-2011@1")
    bare = replace(instrument, display=replace(instrument.display, robvis_levels={"low": "Low"}))
    with pytest.raises(UserError, match="high"):
        _word(bare, "high")


def test_references_are_read_back_by_another_program(folder: Path) -> None:
    found = rispy.loads((folder / "studies.ris").read_text(encoding="utf-8"))
    assert len(found) == 11
    first = next(one for one in found if one["label"] == "Achiron 1996")
    assert first["year"] == "1996"
    assert first["type_of_reference"] == "JOUR"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Smith A, Jones BC", ("Smith, A.", "Jones, B.C.")),
        ("de la Fuente y Gutiérrez M; 王小明", ("de la Fuente y Gutiérrez, M.", "王小明")),
        ("Smith, Anna; Jones, B.", ("Smith, Anna", "Jones, B.")),
        ("", ()),
    ],
)
def test_authors_go_out_surname_first(text: str, expected: tuple[str, ...]) -> None:
    assert authors(text) == expected


def test_review_as_json_holds_what_stands_and_how_it_came(folder: Path, ivig: Material) -> None:
    found = json.loads((folder / "review.json").read_text(encoding="utf-8"))
    assert found["standing"]["review/-"]["title"]["value"] == ivig.title
    assert len(found["entries"]) == len(ivig.entries)
    assert {"id", "at", "author", "subject", "field", "value", "replaces", "hash"} <= set(
        found["entries"][0]
    )


def test_nobody_s_json_holds_no_unopened_answer() -> None:
    material = ugly_material(12)
    hidden = [
        subject
        for subject in material.state.subjects("appraisal")
        if not material.state.is_open(subject) and material.state.fields(subject)
    ]
    assert hidden == []


def test_archive_holds_the_same_files(ivig: Material, folder: Path, tmp_path: Path) -> None:
    write_archive(ivig, tmp_path / "one.zip")
    with ZipFile(tmp_path / "one.zip") as archive:
        names = archive.namelist()
        assert names == sorted(names)
        assert {"report.docx", "manifest.sha256"} <= set(names)
        for name in names:
            assert archive.read(name) == (folder / name).read_bytes(), name
        assert {info.date_time[0] for info in archive.infolist()} == {2026}  # its last entry


def test_what_is_chosen_holds_for_every_figure_and_word_and_again_to_the_byte(
    ivig: Material, folder: Path, tmp_path: Path
) -> None:
    look = FigureLook(
        marks="grey", drawing="revman", width_mm=85, dpi=150, lang="pt_BR", sort="label",
        title="Imunoglobulina", titled="forest",
    )  # fmt: skip
    written = write_everything(ivig, tmp_path / "one", look=look)
    figures = {one.stem: one.read_text(encoding="utf-8") for one in tmp_path.glob("one/*/*.svg")}
    assert set(figures) == {one.stem for one in folder.glob("figures/*.svg")}
    assert all('width="240.9' in text for text in figures.values())
    assert not any("#02C100" in text.upper() for text in figures.values())
    assert "#02C100" in (folder / "figures/forest.svg").read_text(encoding="utf-8").upper()
    assert [name for name, text in figures.items() if ">Imunoglobulina<" in text] == ["forest"]
    assert "RevMan 5" in figures["traffic-light-rob1-2011"]
    assert "Estudo" in figures["forest"]
    book = docx.Document(str(tmp_path / "one/report.docx"))
    assert "Características dos estudos" in [one.text for one in book.paragraphs]
    assert language() == "en"
    with ZipFile(write_archive(ivig, tmp_path / "all.zip", look=look).paths[0]) as archive:
        for one in written.paths:
            name = one.relative_to(tmp_path / "one").as_posix()
            assert archive.read(name) == one.read_bytes(), name


class Stopped(Exception):
    pass


def test_cancelling_leaves_whole_files_only(bcg: Material, tmp_path: Path) -> None:
    def report(done: int, total: int) -> None:
        assert done <= total
        if done == 4:
            raise Stopped

    with pytest.raises(Stopped):
        write_everything(bcg, tmp_path / "out", report=report)
    names = [one.name for one in (tmp_path / "out").rglob("*") if one.is_file()]
    assert names
    assert not any(name.startswith(".") for name in names)


def test_file_that_cannot_be_replaced_stays_and_says_what_to_do(
    bcg: Material, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    (tmp_path / "appraisal.xlsx").write_text("former", encoding="utf-8")
    real = os.replace

    def refuse(source: Path, target: Path) -> None:
        if Path(target).name == "appraisal.xlsx":
            raise PermissionError(13, "open elsewhere")
        real(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(StorageError) as fault:
        write_everything(bcg, tmp_path, replace=True)
    assert "appraisal.xlsx" in fault.value.message
    assert fault.value.remedy.startswith("Close appraisal.xlsx")
    assert (tmp_path / "appraisal.xlsx").read_text(encoding="utf-8") == "former"
    assert not list(tmp_path.glob(".*"))


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """A disk on which no file can grow beyond a size; what the system says is that it is full."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [4_000, 120_000, 600_000])
def test_full_disk_leaves_the_former_files_whole_and_says_what_to_do(
    bcg: Material, tmp_path: Path, size: int
) -> None:
    """The workbook, a figure, or the Word file is where it ends."""
    folder, archive = tmp_path / "out", tmp_path / "all.zip"
    for name in ("appraisal.xlsx", "report.docx", "figures/forest.png", "figures/labbe.svg"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("former", encoding="utf-8")
    archive.write_text("former", encoding="utf-8")
    exports: tuple[Callable[[], object], ...] = (
        lambda: write_everything(bcg, folder, replace=True),
        lambda: write_archive(bcg, archive),
    )
    for export in exports:
        with room_for(size), pytest.raises(StorageError) as fault:
            export()
        assert str(fault.value).startswith("No room on this disk. Make room and try again")
    assert archive.read_text(encoding="utf-8") == "former"
    for one in folder.rglob("*"):
        assert not one.name.startswith("."), one
        assert one.is_dir() or one.stat().st_size <= size
    assert (folder / "report.docx").read_text(encoding="utf-8") == "former"


def test_ugly_review_goes_out_whole(tmp_path: Path) -> None:
    written = write_everything(ugly_material(8), tmp_path / "out")
    docx.Document(str(tmp_path / "out" / "report.docx"))
    assert all(path.stat().st_size for path in written.paths)
