"""An instrument is found by its name in a study's list, and columns are as wide as their words."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from appraisal import drafts
from gui.delegates.choice import best_match
from gui.pages.studies import StudiesPage
from gui.theme import theme
from gui.widgets.page import Hints
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import cell, go, keys, page_of
from tests.gui.pages.test_studies import DESIGN, INSTRUMENT

KEY = Qt.Key


@pytest.fixture
def window(open_window: Opener, new_file: Path) -> Window:
    made = open_window(new_file)
    made.resize(1280, 800)
    made.session.do(drafts.edit_study("s1", "design", "rct"))
    go(made, "studies")
    return made


def page(window: Window) -> StudiesPage:
    return page_of(window, StudiesPage)


def opened(window: Window) -> QComboBox:
    cell(page(window)._table, 0, INSTRUMENT)
    keys(KEY.Key_F2)
    box = page(window)._table.findChild(QComboBox)
    assert box is not None
    return box


@pytest.mark.qt_log_ignore("plugin does not support")
def test_exact_name_wins_over_a_longer_one(window: Window) -> None:
    box = opened(window)
    QTest.keyClicks(box.view(), "RoB 1")
    QTest.keyClick(box.view(), KEY.Key_Return)
    QApplication.processEvents()
    assert window.session.state.text("study/s1", "instrument") == "rob1-2011@1"


@pytest.mark.qt_log_ignore("plugin does not support")
def test_apt_instruments_come_first_with_full_names(window: Window) -> None:
    box = opened(window)
    words = [box.itemText(row) for row in range(box.count())]
    assert words[0] == "As the design says"
    assert words[1] == "RoB 2, individually randomised parallel-group trials"
    apt = [place for place, each in enumerate(words) if each.startswith("RoB")]
    assert max(apt) < words.index(next(each for each in words if each.startswith("NOS")))
    assert "RoB 1 (2008) · Cochrane risk-of-bias tool for randomised trials (2008)" in words


def test_best_match_takes_the_exact_name_wherever_it_stands() -> None:
    words = ("RoB 1 (2008) · Older", "RoB 1 · Newer", "RoB 2, trials")
    assert [best_match(words, each) for each in ("rob 1", "rob 1 (", "rob 2", "rob", "x", "")] == [
        *(1, 0, 2, 0, -1, -1),
    ]


def test_design_is_whole_where_there_is_room(window: Window) -> None:
    table = page(window)._table
    words = str(table.model().index(0, DESIGN).data())
    assert words == "Randomised trial"
    window.session.do(drafts.edit_study("s1", "design", "before-after"))
    words = str(table.model().index(0, DESIGN).data())
    room = QFontMetrics(theme().font("body")).horizontalAdvance(words)
    assert table.columnWidth(DESIGN) >= room + 24


def test_column_that_the_person_drew_keeps_its_width(window: Window) -> None:
    table = page(window)._table
    table.setColumnWidth(DESIGN, 90)
    window.session.do(drafts.edit_study("s1", "design", "before-after"))
    assert table.columnWidth(DESIGN) == 90


def test_hints_stand_on_one_line(window: Window) -> None:
    (hints,) = [one for one in page(window).findChildren(Hints) if one.isVisible()]
    pieces = [one for one in hints.children() if isinstance(one, QWidget)]
    middles = [one.y() + one.height() / 2 for one in pieces]
    assert max(middles) - min(middles) <= 1
