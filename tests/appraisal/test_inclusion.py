"""Included reports become studies; records go out as RIS, BibTeX and CSV; PDFs are matched."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal import desk, inclusion, own_key, records, screening
from appraisal.exporters.csv_files import table_text, write_table
from appraisal.exporters.references import (
    decisions_table,
    references_table,
    write_bibtex,
    write_ris,
)
from appraisal.pdf_matching import match
from appraisal.references.reading import read_references
from appraisal.references.reference import Reference
from appraisal.review import Review
from appraisal.subjects import study_subject
from tests.appraisal.references.samples import TEXTS

TRIAL = Reference(
    title="Immunoglobulin after birth: a randomised trial (NCT01234567)",
    authors=("Haas, J.", "M\u00fcller, Anna"),
    year=2007,
    journal="Mult Scler & Co",
    volume="13",
    issue="7",
    pages="900-908",
    doi="10.1177/1352458507075412",
    pmid="17468440",
    abstract="100% of the women were {followed}; $5 each.",
    keywords=("relapse", "birth"),
)


@pytest.mark.parametrize(
    ("title", "design", "words"),
    [
        ("A randomized, placebo-controlled trial of immunoglobulin", "rct", "randomized"),
        ("A cluster-randomised trial in clinics", "cluster-rct", "cluster-randomised"),
        ("Relapses after birth: a retrospective cohort study", "cohort", "retrospective"),
        ("Estudo caso-controle sobre recidivas", "case-control", "caso-controle"),
        ("Survey of 73 women", "cross-sectional", "Survey"),
        ("A systematic review of randomised trials", "review", "systematic review"),
        ("Immunoglobulin in rats", "animal", "rats"),
        ("Relapses after birth", "", ""),
    ],
)
def test_a_design_is_proposed_from_words_one_can_see(title: str, design: str, words: str) -> None:
    assert inclusion.design_in(Reference(title=title)) == (design, words)


@pytest.mark.parametrize(
    ("author", "label"),
    [("Haas, J.", "Haas 2007"), ("Haas J", "Haas 2007"), ("da Silva, J.", "da Silva 2007")],
)
def test_a_study_is_called_by_first_author_and_year(author: str, label: str) -> None:
    assert inclusion.label_of(replace(TRIAL, authors=(author,))) == label


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    made, person = desk.new_review(tmp_path / "one.evenhand", title="One", name="Ann", readers=1)
    made.author = person
    path = tmp_path / "search.ris"
    second = replace(TRIAL, title="Long-term results of NCT01234567", doi="", pmid="", year=2010)
    other = replace(TRIAL, title="Another cohort", authors=("Doe, J.",), doi="", pmid="")
    write_ris([TRIAL, second, other], path)
    files = [records.chosen_of(read_references(path))]
    for draft in records.drafts_of(records.fresh(made.state, files), files):
        made.commit(draft)
    key = own_key.key_for(person)
    for stage in (screening.ABSTRACT, screening.FULL_TEXT):
        for record in records.record_ids(made.state):
            made.commit(screening.decide(record, stage, person, "include"))
        made.commit(
            screening.submit(made.state, records.record_ids(made.state), stage, person, key=key)
        )
    yield made
    made.close()


def test_reports_of_one_trial_are_grouped_and_become_one_study(review: Review) -> None:
    first, second, other = inclusion.proposals(review.state)
    assert (first.group, second.group, other.group) == (first.record, first.record, other.record)
    review.commit(
        inclusion.make_studies(
            review.state,
            [((first.record, second.record), "rct"), ((other.record,), "cohort")],
            after=0,
        )
    )
    studies = review.state.ids("study")
    assert [review.state.text(study_subject(one), "label") for one in studies] == [
        "Haas 2007", "Doe 2007",
    ]  # fmt: skip
    assert review.state.text(study_subject(studies[0]), "doi") == TRIAL.doi
    assert [one.study for one in inclusion.proposals(review.state)] == [
        studies[0], studies[0], studies[1],
    ]  # fmt: skip


def test_ris_goes_out_and_comes_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "out.ris"
    write_ris([TRIAL], path)
    again = read_references(path).references[0]
    assert replace(again, notes=(), kind="") == TRIAL


def test_bibtex_goes_out_and_comes_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "out.bib"
    write_bibtex([TRIAL, TRIAL], path)
    found = read_references(path)
    assert (len(found.references), found.lost) == (2, 0)
    again = found.references[0]
    assert (again.title, again.authors, again.pages) == (TRIAL.title, TRIAL.authors, TRIAL.pages)
    assert (again.doi, again.year, again.journal) == (TRIAL.doi, TRIAL.year, TRIAL.journal)


@given(
    title=st.text(min_size=1, max_size=80).filter(lambda text: text.strip()),
    journal=st.text(max_size=40),
)
def test_no_text_breaks_a_ris_record(
    tmp_path_factory: pytest.TempPathFactory, title: str, journal: str
) -> None:
    from appraisal.references.reference import tidy

    made = Reference(title=tidy(title) or "x", journal=tidy(journal))
    path = tmp_path_factory.mktemp("ris") / "out.ris"
    write_ris([made, TRIAL], path)
    assert len(read_references(path).references) == 2


def test_csv_comes_back_and_runs_no_formula(review: Review, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_table(references_table(review.state, records.record_ids(review.state)), path)
    found = read_references(path).references
    assert [one.doi for one in found] == [TRIAL.doi, "", ""]
    assert found[0].authors == TRIAL.authors


def test_decisions_go_out_with_who_and_why(review: Review) -> None:
    text = table_text(decisions_table(review.state))
    assert text.count(",Ann,") == 6
    assert "Full texts" in text


def test_pdfs_are_matched_by_doi_or_author_and_year(tmp_path: Path) -> None:
    other = replace(TRIAL, authors=("Doe, J.",), doi="", year=1999)
    names = ("10.1177_1352458507075412.pdf", "Doe 1999 relapse.pdf", "notes.pdf")
    files = [tmp_path / name for name in names]
    for path in files:
        path.write_bytes(b"%PDF-1.4\n")
    assert match(files, {"a": TRIAL, "b": other}) == {"a": files[0], "b": files[1]}
    twice = [*files, tmp_path / "Doe 1999 copy.pdf"]
    assert "b" not in match(twice, {"a": TRIAL, "b": other})


def test_copies_of_one_report_all_get_its_pdf(tmp_path: Path) -> None:
    by_doi = replace(TRIAL, title="Another title")
    no_doi = replace(TRIAL, doi="", title=TRIAL.title.upper())
    other = replace(TRIAL, doi="10.9/else", title="Later results")
    unlike = replace(TRIAL, doi="", title="A protocol")
    everyone = {"a": TRIAL, "b": by_doi, "c": no_doi, "d": other, "e": unlike}
    named = tmp_path / f"{TRIAL.doi.replace('/', '_')}.pdf"
    named.write_bytes(b"%PDF-1.4\n")
    assert match([named], everyone) == dict.fromkeys("abc", named)
    author = TRIAL.authors[0].split(",")[0]
    by_author = tmp_path / f"{author} {TRIAL.year}.pdf"
    by_author.write_bytes(b"%PDF-1.4\n")
    assert match([by_author], {"a": TRIAL, "c": no_doi}) == dict.fromkeys("ac", by_author)
    assert match([by_author], everyone) == {}, "several reports fit"


def test_decisions_that_came_along_are_taken_into_ones_own_seat(tmp_path: Path) -> None:
    from appraisal.views.records import came_along, screen_lines

    made, person = desk.new_review(tmp_path / "two.evenhand", title="Two", name="Ann", readers=1)
    made.author = person
    path = tmp_path / "rayyan.ris"
    path.write_text(TEXTS["rayyan.ris"], encoding="utf-8")
    files = [records.chosen_of(read_references(path))]
    for draft in records.drafts_of(records.fresh(made.state, files), files):
        made.commit(draft)
    pool = screening.pool(made.state, "abstract")
    said = came_along(screen_lines(made.state, pool, "abstract", person))
    assert set(said) == {"Ana · Rayyan", "Bob · Rayyan"}
    made.commit(screening.decide_all(said["Bob · Rayyan"], "abstract", person))
    assert screening.decision_of(made.state, pool[0], "abstract", person)[:2] == (
        "exclude", "wrong population",
    )  # fmt: skip
    made.close()
