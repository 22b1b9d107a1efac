"""A fact changed on two computers: both claims stand in Overview until one is taken."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from appraisal import drafts
from appraisal.exchange import merge
from appraisal.views.conflicts import conflicts
from gui.window import Window
from tests.appraisal import desks
from tests.gui.conftest import Opener
from tests.gui.hands import click, go


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Ann's file, into which Bob's came: a year, an outcome's arm and who scores a study differ."""
    ann = desks.begun(tmp_path / "ann" / "review.evenhand")
    ann.commit(drafts.add_outcome({"name": "Relapse", "data": "counts"}, id="o1")[0])
    bob = desks.copied(ann, tmp_path / "bob.evenhand", "bob")
    for review, year, arm, people in ((ann, 1999, "Drug", ["ann"]), (bob, 2004, "IVIG", ["bob"])):
        review.commit(drafts.edit_study("s1", "year", year, why="as printed"))
        review.commit(drafts.edit_outcome("o1", {"arm1": arm}))
        review.commit(drafts.assign({"s2": people}))
    merge(ann, bob.store)
    ann.close()
    bob.close()
    return tmp_path / "ann" / "review.evenhand"


def words(window: Window) -> str:
    return "\n".join(one.text() for one in window.findChildren(QLabel) if one.isVisible())


def test_both_claims_stand_with_who_and_when(open_window: Opener, file: Path) -> None:
    window = open_window(file)
    found = conflicts(window.session.state)
    assert [(one.about, one.what) for one in found] == [
        ("Outcome: Relapse", "Arm 1"),
        ("Study 1", "Year"),
        ("Study 2", "Reviewers"),
    ]
    assert [version.words for version in found[2].versions] == ["Reviewer A", "Reviewer B"]
    go(window, "overview")
    said = words(window)
    assert "3 facts were changed on two computers." in said
    for part in ("Study 1: Year", "1999", "2004", "as printed", "Reviewer A, ", "Reviewer B, "):
        assert part in said


def test_taking_one_ends_the_conflict_and_can_be_undone(open_window: Opener, file: Path) -> None:
    window = open_window(file)
    go(window, "overview")
    before = window.session.state.number("study/s1", "year")
    click(window, "Study 1: Year: take 2004")
    assert window.session.state.number("study/s1", "year") == 2004
    assert len(window.session.state.heads("study/s1", "year")) == 1
    assert "2 facts were changed on two computers." in words(window)
    window.session.undo()
    assert window.session.state.number("study/s1", "year") == before
    window.session.redo()
    QApplication.processEvents()
    assert window.session.state.number("study/s1", "year") == 2004
    for what in ("Outcome: Relapse: Arm 1: take IVIG", "Study 2: Reviewers: take Reviewer A"):
        click(window, what)
    assert not conflicts(window.session.state)
    assert "changed on two computers" not in words(window)
