"""The plot's columns are chosen from a list; plot and rows go onto the clipboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from pytestqt.qtbot import QtBot

from appraisal import sample
from appraisal.plan import plan_of
from gui.pages.synthesis import SynthesisPage
from gui.window import Window
from stats.figures.scene import Text
from tests.gui.conftest import Opener
from tests.gui.hands import click, go, keys, page_of


@pytest.fixture
def window(open_window: Opener, tmp_path: Path) -> Window:
    path = tmp_path / "bcg.evenhand"
    sample.make(path, "bcg")
    made = open_window(path)
    go(made, "synthesis")
    return made


def page(window: Window) -> SynthesisPage:
    return page_of(window, SynthesisPage)


def column(window: Window, words: str) -> QAction:
    menu = page(window).plot.tools.menu
    return next(entry for entry in menu.actions() if entry.text() == words)


def drawn(window: Window) -> list[str]:
    """The words in the plot."""
    scene = page(window).plot.forest.view.canvas.scene()
    return [mark.text for mark in scene.marks if isinstance(mark, Text)]


def test_column_is_taken_away_and_brought_back(window: Window) -> None:
    assert "Weight" in drawn(window)
    column(window, "Weight").trigger()
    assert "Weight" not in drawn(window)
    column(window, "Weight").trigger()
    assert "Weight" in drawn(window)


def test_own_field_of_the_studies_becomes_a_column(window: Window) -> None:
    assert "Latitude" not in drawn(window)
    column(window, "Latitude").trigger()
    assert "Latitude" in drawn(window)
    assert "44" in drawn(window)  # of Aronson 1948
    session = window.session
    outcome = session.state.ids("outcome")[0]
    assert "field/latitude" not in plan_of(session.state, outcome).columns  # tried, not kept
    assert page(window).plan != plan_of(session.state, outcome)


def test_figure_is_copied_by_key_as_it_goes_out(window: Window, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    page(window).plot.forest.view.canvas.setFocus()
    keys(Qt.Key.Key_C, held=Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not QGuiApplication.clipboard().image().isNull(), timeout=30_000)
    picture = QGuiApplication.clipboard().image()
    assert abs(picture.width() - 174 / 25.4 * 300) < 2
    assert picture.pixelColor(2, 2).name() == "#ffffff"


def test_rows_are_copied_for_a_spreadsheet(window: Window) -> None:
    click(window, "Copy the table")
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].startswith("Outcome\tStudy\t")
    assert len(lines) == 1 + 13
    first = dict(zip(lines[0].split("\t"), lines[1].split("\t"), strict=True))
    assert (first["Study"], first["Events 1"], first["Estimate"]) == ("Aronson 1948", "4", "0.4109")
    assert first["Estimate, analysis scale"] == "-0.889311"
    assert "<td align=right>-0.889311</td>" in QGuiApplication.clipboard().mimeData().html()
