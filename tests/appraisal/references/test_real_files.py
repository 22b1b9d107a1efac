"""The real exports that developers have beside the project, and a second opinion on their tags."""

from pathlib import Path

import pytest
import rispy

from appraisal.references.reading import read_references
from appraisal.references.sniffing import lines_of, look
from appraisal.references.tagged import Block, blocks

FOLDERS = [parent / "shared" / "data" / "formats" for parent in Path(__file__).resolve().parents]
FORMATS = next((folder for folder in FOLDERS if folder.is_dir()), None)
needs_files = pytest.mark.skipif(FORMATS is None, reason="the real files are not here")


def file(name: str) -> Path:
    assert FORMATS is not None
    return FORMATS / "references" / name


@needs_files
@pytest.mark.parametrize(
    ("name", "kind", "records"),
    [
        ("Ovid_ris_example.ris", "ris", 4),
        ("Scopus_bib_example.bib", "bibtex", 3),
        ("WoS_ciw_example.ciw", "ciw", 5),
        ("asreview_tag-notes_labels.ris", "ris", 32),
        ("pubmed_zotero.ris", "ris", 6),
        ("restoration_pubmed_first25.nbib", "nbib", 25),
        ("rispy_example_bom.ris", "ris", 1),
        ("rispy_example_extraneous_data.ris", "ris", 2),
        ("rispy_example_full.ris", "ris", 2),
        ("rispy_example_multiline.ris", "ris", 3),
        ("rispy_example_utf_chars.ris", "ris", 1),
        ("rispy_example_wos.ris", "ciw", 2),
        ("zotero_endnote_xml_first12.xml", "endnote-xml", 12),
    ],
)
def test_every_record_of_a_real_file_comes_in(name: str, kind: str, records: int) -> None:
    found = read_references(file(name))
    assert (found.kind, len(found.references), found.lost) == (kind, records, 0)


@needs_files
def test_asreview_labels_are_decisions() -> None:
    found = read_references(file("asreview_tag-notes_labels.ris")).references
    said = [one.decisions[0].decision if one.decisions else "" for one in found]
    titles = ['"relevant"' in one.title for one in found]
    assert [word == "include" for word in said] == titles
    assert said.count("exclude") == sum('"irrelevant"' in one.title for one in found)


@needs_files
@pytest.mark.parametrize(
    "name", ["Ovid_ris_example.ris", "pubmed_zotero.ris", "rispy_example_full.ris"]
)
def test_rispy_finds_the_same_values(name: str) -> None:
    source = look(file(name))
    ours = [one.tags for one in blocks(lines_of(source), "ris") if isinstance(one, Block)]
    theirs = rispy.loads(file(name).read_text(encoding=source.encoding))
    assert len(ours) == len(theirs)
    for mine, other in zip(ours, theirs, strict=True):
        assert mine.get("AU", mine.get("A1")) == other.get("authors", other.get("first_authors"))
        assert mine.get("KW") == other.get("keywords")
        assert (mine.get("TI") or mine["T1"])[0] == other.get("title", other.get("primary_title"))
        assert mine["DO"][0] == other["doi"] if "DO" in mine else "doi" not in other


@needs_files
def test_rispy_finds_the_same_values_of_web_of_science() -> None:
    source = look(file("rispy_example_wos.ris"))
    ours = [one.tags for one in blocks(lines_of(source), "ciw") if isinstance(one, Block)]
    with file("rispy_example_wos.ris").open(encoding="utf-8") as lines:
        theirs = rispy.load(lines, implementation=rispy.WokParser)
    assert [one["AU"] for one in ours] == [one["authors"] for one in theirs]
    assert [one["UT"][0] for one in ours] == [one["accession_number"] for one in theirs]
