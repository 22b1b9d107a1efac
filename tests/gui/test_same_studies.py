"""Two studies that share a DOI or PMID are offered as one; the team says which it is."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from appraisal import drafts
from appraisal.exchange import merge
from appraisal.ledger import Value
from appraisal.review import Review
from appraisal.store.memory import MemoryStore
from appraisal.views.same_studies import same_studies
from gui.pages.overview import OverviewPage
from gui.panes.same_studies import SameStudiesCard
from gui.window import Window
from tests.appraisal import desks
from tests.gui.conftest import Opener
from tests.gui.hands import click, go

DOI = "10.1000/Relapse.7"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Ann's file after Bob's, who typed in the same paper under a name of his own, came in."""
    review = desks.begun(tmp_path / "ann.evenhand")
    other = desks.copied(review, tmp_path / "bob.evenhand", "bob")
    for desk, study, label, doi in (
        (review, "s8", "Haas 2007", DOI),
        (other, "s9", "Haas et al. 2007", f"https://doi.org/{DOI.lower()}"),
    ):
        facts: dict[str, Value] = {"label": label, "doi": doi, "year": 2007, "design": "cohort"}
        desk.commit(drafts.add_study(facts, id=study)[0])
    desks.answer(other, "s9", "bob")
    merge(review, other.store)
    other.close()
    review.close()
    return tmp_path / "ann.evenhand"


@pytest.fixture
def window(open_window: Opener, file: Path) -> Window:
    made = open_window(file)
    made.session.sign_in("ann")
    return made


def card(window: Window) -> SameStudiesCard:
    page = go(window, "overview")
    assert isinstance(page, OverviewPage)
    return page.findChildren(SameStudiesCard)[0]


def words(inside: SameStudiesCard) -> list[str]:
    return [one.text() for one in inside.findChildren(QLabel) if one.isVisible()]


def studies(window: Window) -> tuple[str, ...]:
    return window.session.state.ids("study")


def test_both_are_shown_and_one_is_kept(window: Window) -> None:
    shown = words(card(window))
    assert {"Haas 2007", "Haas et al. 2007"} <= {*shown}
    assert "8 answers and numbers" in shown
    click(card(window), "Keep Haas 2007, 1 of 2")
    assert studies(window) == ("s1", "s2", "s8")
    assert window.session.state.value("study/s9", "merged_into") == "s8"
    assert not card(window).isVisible()
    window.session.undo()
    assert {*studies(window)} == {"s1", "s2", "s8", "s9"}
    assert card(window).isVisible()


def test_two_studies_of_one_paper_stay_two(window: Window) -> None:
    click(card(window), "They are two studies")
    assert not card(window).isVisible()
    assert {*studies(window)} == {"s1", "s2", "s8", "s9"}


def test_of_a_ring_made_on_two_desks_one_study_stays() -> None:
    review = Review(MemoryStore("r1"))
    review.author = "ann"
    for study in ("s1", "s2", "s3"):
        facts: dict[str, Value] = {"label": study, "pmid": "123"}
        review.commit(drafts.add_study(facts, id=study)[0])
    assert len(same_studies(review.state)) == 3
    review.commit(drafts.merge_study("s1", "s2"))
    review.commit(drafts.merge_study("s2", "s1"))
    review.commit(drafts.merge_study("s3", "s2"))
    assert review.state.ids("study") == ("s1",)
