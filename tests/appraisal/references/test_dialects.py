"""The same report read from every database's own file says the same."""

from pathlib import Path

import pytest

from appraisal.references.reading import Understood, read_references
from appraisal.references.reference import Decision
from tests.appraisal.references.samples import TEXTS

DOI = "10.1191/1352458504ms1023oa"
ENGLISH = "immunoglobulin after birth in relapsing multiple sclerosis: a first report"


def read(tmp_path: Path, name: str, encoding: str = "utf-8") -> Understood:
    path = tmp_path / name
    path.write_bytes(TEXTS[name].encode(encoding))
    return read_references(path)


@pytest.mark.parametrize(
    ("name", "database", "records"),
    [
        ("pubmed.nbib", "PubMed", 2),
        ("embase.ris", "EMBASE", 1),
        ("ovid.ris", "MEDLINE", 1),
        ("scopus.ris", "Scopus", 1),
        ("wos.ciw", "Web of Science", 1),
        ("scielo.ris", "SciELO", 1),
        ("lilacs.ris", "LILACS", 1),
        ("scholar.enw", "Google Scholar", 1),
        ("library.bib", "", 2),
        ("library.xml", "", 1),
        ("pubmed.csv", "PubMed", 1),
        ("excel.csv", "", 1),
        ("rayyan.ris", "", 1),
    ],
)
def test_each_file_gives_its_records_and_names_its_database(
    tmp_path: Path, name: str, database: str, records: int
) -> None:
    found = read(tmp_path, name)
    assert (found.database, len(found.references)) == (database, records)


@pytest.mark.parametrize(
    "name",
    [
        "pubmed.nbib", "embase.ris", "ovid.ris", "scopus.ris", "wos.ciw", "scholar.enw",
        "library.bib", "library.xml", "pubmed.csv",
    ],
)  # fmt: skip
def test_title_year_and_authors_are_those_of_the_report(tmp_path: Path, name: str) -> None:
    one = read(tmp_path, name).references[0]
    assert one.title.casefold().rstrip(".") == ENGLISH
    assert one.year == 2004
    assert len(one.authors) == 2
    assert one.authors[0].replace("\u00fc", "u").startswith("Muller")


@pytest.mark.parametrize(
    "name",
    [
        "pubmed.nbib", "embase.ris", "ovid.ris", "scopus.ris", "wos.ciw", "library.bib",
        "library.xml", "pubmed.csv",
    ],
)  # fmt: skip
def test_doi_is_bare_and_small(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, name).references[0].doi == DOI


@pytest.mark.parametrize(
    "name",
    ["pubmed.nbib", "embase.ris", "ovid.ris", "scopus.ris", "wos.ciw", "library.xml", "pubmed.csv"],
)
def test_pubmed_number_is_found_where_each_database_keeps_it(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, name).references[0].pmid == "15096393"


@pytest.mark.parametrize("name", ["embase.ris", "ovid.ris", "scopus.ris", "wos.ciw", "library.bib"])
def test_pages_are_one_text(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, name).references[0].pages == "284-287"


def test_an_abstract_that_goes_on_is_one_text(tmp_path: Path) -> None:
    for name in ("pubmed.nbib", "wos.ciw"):
        one = read(tmp_path, name).references[0]
        assert one.abstract == "Relapses are frequent after birth. We followed 108 women."


def test_html_letters_become_letters(tmp_path: Path) -> None:
    assert "\N{COPYRIGHT SIGN} 2004" in read(tmp_path, "scopus.ris").references[0].abstract


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("name", ["embase.ris", "wos.ciw", "scielo.ris", "excel.csv"])
def test_every_encoding_keeps_the_accents(tmp_path: Path, name: str, encoding: str) -> None:
    assert read(tmp_path, name, encoding).references == read(tmp_path, name).references


def test_a_guessed_encoding_is_said(tmp_path: Path) -> None:
    assert "Windows-1252" in read(tmp_path, "scielo.ris", "latin-1").notice


def test_a_broken_bibtex_entry_is_named_with_its_line(tmp_path: Path) -> None:
    found = read(tmp_path, "library.bib")
    assert [one.title for one in found.references][1] == "A second report"
    assert [(one.line, one.lost) for one in found.oddities] == [(9, True)]


def test_and_others_is_nobody_in_bibtex(tmp_path: Path) -> None:
    path = tmp_path / "scholar.bib"
    path.write_text("@article{a, title={One}, author={Doe, J and Roe, K and others}}", "utf-8")
    assert read_references(path).references[0].authors == ("Doe, J", "Roe, K")


def test_decisions_of_rayyan_come_in_with_who_and_why(tmp_path: Path) -> None:
    assert read(tmp_path, "rayyan.ris").references[0].decisions == (
        Decision("Rayyan", "include", "Ana"),
        Decision("Rayyan", "exclude", "Bob", "wrong population"),
    )


COVIDENCE = (
    "Title,Authors,Abstract,Published Year,Published Month,Journal,Volume,Issue,Pages,"
    "Accession Number,DOI,Ref,Covidence #,Study,Notes,Tags\n"
    '"One","Doe, J.; Roe, K.",Text,1990,,J,26,4,136-140,1075,,6535,#12,Doe 1990,"{note}",SRH\n'
)


@pytest.mark.parametrize(
    ("name", "note", "said"),
    [
        ("review_7_excluded_csv_20240101.csv", "Exclusion reason: Wrong study design; ",
         (Decision("Covidence", "exclude", "", "Wrong study design"),)),
        ("renamed.csv", "Exclusion reason: Wrong study design; Ana Lima: no controls",
         (Decision("Covidence", "exclude", "", "Wrong study design"),)),
        ("review_7_irrelevant_csv_20240101.csv", "", (Decision("Covidence", "exclude"),)),
        ("review_7_select_csv_20240101.csv", "", (Decision("Covidence", "include"),)),
        ("review_7_included_csv_20240101.csv", "", (Decision("Covidence", "include"),)),
        ("review_7_screen_csv_20240101.csv", "", ()),
    ],
)  # fmt: skip
def test_decisions_of_covidence_stand_in_its_notes_and_the_name_of_its_file(
    tmp_path: Path, name: str, note: str, said: tuple[Decision, ...]
) -> None:
    path = tmp_path / name
    path.write_text(COVIDENCE.format(note=note), encoding="utf-8")
    (found,) = read_references(path).references
    assert (found.authors, found.year, found.decisions) == (("Doe, J.", "Roe, K."), 1990, said)


def test_decimal_commas_stay_in_an_abstract(tmp_path: Path) -> None:
    assert read(tmp_path, "excel.csv", "cp1252").references[0].abstract == "Dose de 0,4 g/kg"


def test_a_map_said_before_is_used_for_heads_we_do_not_know(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Nome do artigo;Quando\nUm relato;2004\n", encoding="utf-8")
    found = read_references(path, known=[{"Nome do artigo": "title", "Quando": "year"}])
    assert (found.references[0].title, found.references[0].year) == ("Um relato", 2004)


def test_tags_that_nobody_keeps_are_counted(tmp_path: Path) -> None:
    found = read(tmp_path, "pubmed.nbib")
    assert ("SO", 1, 2) in [(one.tag, one.times, one.line) for one in found.unknown]
