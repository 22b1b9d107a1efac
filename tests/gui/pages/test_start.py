"""The first page: ways to begin, and the recent reviews with what became of them."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from gui.pages.start import RecentRow, Tile
from gui.settings import Recent, Settings
from tests.gui.conftest import Opener
from tests.gui.hands import click, in_dialog, keys, named, press, shown


def remembering(*recents: Recent) -> Settings:
    return Settings(theme="light", language="en", recents=list(recents))


def test_first_way_has_the_focus(open_window: Opener) -> None:
    window = open_window()
    assert named(window, Tile, "New review").hasFocus()
    keys(Qt.Key.Key_Tab)
    assert named(window, Tile, "Open a review").hasFocus()


def test_sample_is_copied_to_where_it_was_wanted(
    open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "mine.evenhand"
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", staticmethod(lambda *_a, **_k: (str(target), ""))
    )
    window = open_window()
    in_dialog(window, lambda dialog: press(dialog.buttons["ivig"]))
    click(shown(window), "Explore the sample review")
    assert target.is_file()
    assert window.page == "overview"
    assert len(window.session.state.ids("study")) == 11


def test_recent_review_says_how_far_it_is_and_opens(open_window: Opener, new_file: Path) -> None:
    recent = Recent(str(new_file), "A review", 1, 2, "2026-03-01T10:00:00.000Z")
    window = open_window(settings=remembering(recent))
    row = named(window, RecentRow, "A review")
    said = [label.text() for label in row.findChildren(QLabel)]
    assert "1 of 2 appraised" in said
    press(row)
    assert window.session.title == "A review"


def test_missing_review_is_located_or_forgotten(
    open_window: Opener, new_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "moved away.evenhand"
    window = open_window(settings=remembering(Recent(str(gone), "Moved")))
    assert "Not found at" in named(window, RecentRow, "Moved").accessibleDescription()
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", staticmethod(lambda *_a, **_k: (str(new_file), ""))
    )
    click(shown(window), "Locate Moved")
    assert window.session.title == "A review"


def test_missing_reviews_are_cleared(open_window: Opener, tmp_path: Path, new_file: Path) -> None:
    recents = (Recent(str(tmp_path / "gone.evenhand"), "Gone"), Recent(str(new_file), "Here"))
    window = open_window(settings=remembering(*recents))
    click(shown(window), "Clear missing")
    assert [row.accessibleName() for row in window.findChildren(RecentRow) if row.isVisible()] == [
        "Here"
    ]
