"""Studies are added, named, given a design, filtered, sorted, removed, and brought back."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from appraisal import desk, drafts
from appraisal.drafts import Draft
from gui.delegates.cells import CELL
from gui.pages.studies import StudiesPage
from gui.panes.attaching import source_of
from gui.widgets.table import Table
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import (
    CONTROL,
    LEFT,
    cell,
    click,
    edit,
    go,
    in_dialog,
    keys,
    named,
    page_of,
    press,
    seen,
    type_words,
)

LABEL, DESIGN, INSTRUMENT, AUTHORS, YEAR, COUNTRY, PDF, NOTES = range(8)
KEY = Qt.Key


@pytest.fixture
def window(open_window: Opener, new_file: Path) -> Window:
    made = open_window(new_file)
    go(made, "studies")
    return made


def page(window: Window) -> StudiesPage:
    return page_of(window, StudiesPage)


def table(window: Window) -> Table:
    return page(window)._table


def labels(window: Window) -> list[str]:
    return [seen(table(window), row, LABEL) for row in range(table(window).model().rowCount())]


def choose(window: Window, row: int, column: int, words: str) -> None:
    """Choose from the list of a cell, by the keys that a person uses."""
    cell(table(window), row, column)
    keys(KEY.Key_F2)
    box = table(window).findChild(QComboBox)
    assert box is not None
    box.setCurrentIndex(box.findText(words))
    box.activated.emit(box.currentIndex())
    QTest.keyClick(box, KEY.Key_Return)


@pytest.mark.qt_log_ignore("plugin does not support")
def test_study_is_added_named_and_given_a_design(window: Window) -> None:
    click(page(window), "Add study")
    keys(KEY.Key_A, held=CONTROL)
    type_words("Orvieto 1999")
    keys(KEY.Key_Return)
    assert labels(window) == ["Achiron 2004", "Haas 2007", "Orvieto 1999"]
    choose(window, 2, DESIGN, "Cohort")
    assert seen(table(window), 2, DESIGN) == "Cohort"
    assert seen(table(window), 2, INSTRUMENT) == "NOS cohort"


@pytest.mark.qt_log_ignore("plugin does not support")
def test_typing_the_design_finds_it_whole(window: Window, qtbot: QtBot) -> None:
    cell(table(window), 1, DESIGN)
    QTest.keyClicks(table(window), "ca")
    box = table(window).findChild(QComboBox)
    assert box is not None
    QTest.keyClicks(box, "se-con")
    qtbot.waitUntil(lambda: box.view().isVisible())
    QTest.keyClick(box.view(), KEY.Key_Return)
    qtbot.waitUntil(lambda: seen(table(window), 1, DESIGN) == "Case-control")


def test_typing_into_a_cell_replaces_it_and_keeps_the_other_cells(window: Window) -> None:
    edit(table(window), 0, AUTHORS, "Achiron A")
    edit(table(window), 0, YEAR, "2004")
    assert window.session.state.text("study/s1", "authors") == "Achiron A"
    assert window.session.state.value("study/s1", "year") == 2004
    assert labels(window)[0] == "Achiron 2004"


def test_study_keeps_its_name_when_the_new_one_is_empty(window: Window) -> None:
    cell(table(window), 0, LABEL)
    keys(KEY.Key_F2)
    keys(KEY.Key_A, held=CONTROL)
    keys(KEY.Key_Delete, KEY.Key_Return)
    assert labels(window)[0] == "Achiron 2004"
    assert "needs a name" in window._toast._words.text()


def test_removed_study_comes_back_with_undo(window: Window) -> None:
    cell(table(window), 0, LABEL)
    keys(KEY.Key_Delete)
    assert labels(window) == ["Haas 2007"]
    click(window._toast, "Undo: Achiron 2004 removed.")
    assert labels(window) == ["Achiron 2004", "Haas 2007"]
    keys(KEY.Key_Z, held=CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert labels(window) == ["Haas 2007"]


def test_toast_offers_undo_only_for_its_own_deed(window: Window) -> None:
    cell(table(window), 0, LABEL)
    keys(KEY.Key_Delete)
    toast = window._toast
    assert toast._button.isVisible()
    edit(table(window), 0, LABEL, "Haas 2008")  # said in no toast, and now the last thing done
    assert not toast._button.isVisible()
    press(window._top.undo)
    press(window._top.undo)
    assert labels(window) == ["Achiron 2004", "Haas 2007"]
    assert not toast._button.isVisible()


def test_remove_is_off_until_a_study_is_chosen(window: Window) -> None:
    button = named(page(window), QAbstractButton, "Remove")
    assert not button.isEnabled()
    assert button.toolTip() == "Choose the studies to remove"
    cell(table(window), 1, LABEL)
    assert button.isEnabled()


def test_filter_shows_what_matches_and_counts_it(window: Window) -> None:
    named(page(window), QLineEdit, "Filter studies").setFocus()
    type_words("haas")
    assert labels(window) == ["Haas 2007"]
    assert page(window)._filter.shown.text() == "1 of 2 studies"
    keys(KEY.Key_Escape)
    assert len(labels(window)) == 2
    page(window)._filter.design.setFocus()
    keys(KEY.Key_Down)
    assert len(labels(window)) == 1


def test_press_on_a_head_sorts_and_again_turns_it_round(window: Window) -> None:
    head = table(window).horizontalHeader()
    place = QPoint(head.sectionViewportPosition(LABEL) + 20, head.height() // 2)
    QTest.mouseClick(head.viewport(), LEFT, pos=place)
    first = labels(window)
    QTest.mouseClick(head.viewport(), LEFT, pos=place)
    assert labels(window) == first[::-1]
    assert sorted(first) in (first, first[::-1])


def test_studies_of_no_year_stand_at_one_end(window: Window) -> None:
    edit(table(window), 1, YEAR, "2007")
    table(window).sortByColumn(YEAR, Qt.SortOrder.AscendingOrder)
    assert labels(window) == ["Haas 2007", "Achiron 2004"]


def test_notes_of_several_lines_show_on_one(window: Window) -> None:
    from gui.delegates.table import cell_at

    window.session.do(_notes("first\nsecond"))
    index = table(window).model().index(0, NOTES)
    assert "first" in cell_at(index).text
    before = table(window).grab().toImage()
    window.session.do(_notes("first second"))
    assert table(window).grab().toImage() == before


def _notes(text: str) -> Draft:
    return drafts.edit_study("s1", "notes", text)


def test_empty_review_leads_to_its_first_study(open_window: Opener, tmp_path: Path) -> None:
    window = open_window()
    window.session.create(tmp_path / "empty.evenhand", title="Empty", name="Ann Lee")
    go(window, "studies")
    click(page(window), "Add the first study")
    type_words("Hellwig 2008")
    keys(KEY.Key_Return)
    assert labels(window) == ["Hellwig 2008"]


def test_pasted_rows_are_shown_in_words_before_they_come_in(window: Window) -> None:
    QGuiApplication.clipboard().setText("Study\tYear\tDesign\nJones 2012\t2012\tRCT\n")
    shown: list[str] = []
    in_dialog(window, lambda one: shown.extend(each.text() for each in one.findChildren(QLabel)))
    cell(table(window), 0, 0)
    keys(KEY.Key_V, held=CONTROL)
    assert "Jones 2012   Randomised trial · 2012" in shown


def test_rows_are_pasted_where_there_is_no_study_yet(open_window: Opener, tmp_path: Path) -> None:
    desk.new_review(tmp_path / "none.evenhand", title="None yet", name="Ann Lee")[0].close()
    window = open_window(tmp_path / "none.evenhand")
    go(window, "studies")
    QGuiApplication.clipboard().setText("Study\tDesign\nJones 2012\tRCT\n")
    in_dialog(window, lambda one: click(one, "Import 1 study"))
    keys(KEY.Key_V, held=CONTROL)
    (study,) = window.session.state.ids("study")
    assert window.session.state.text(f"study/{study}", "label") == "Jones 2012"


def drop(window: Window, row: int, path: Path) -> None:
    """Let a file fall on a row, as the pointer does."""
    shown = page(window)
    view = table(window)
    place = view.visualRect(view.model().index(row, LABEL)).center()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    shown.dropEvent(
        QDropEvent(
            QPointF(view.viewport().mapTo(shown, place)),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_pdf_dropped_on_a_row_is_that_study_s(window: Window, tmp_path: Path) -> None:
    paper = tmp_path / "Haas.pdf"
    paper.write_bytes(b"%PDF-1.7 a report")
    drop(window, 1, paper)
    state = window.session.state
    assert state.text("study/s2", "pdf_name") == "Haas.pdf"
    assert state.text("study/s1", "pdf_name") == ""
    assert seen(table(window), 1, PDF) == "Haas.pdf"
    cell_shown = table(window).model().index(1, PDF).data(CELL)
    assert (cell_shown.icon, cell_shown.off) == ("paperclip", False)
    source_of(window.session, "s2").path.unlink()  # type: ignore[union-attr] # it was attached
    assert table(window).model().index(1, PDF).data(CELL).off
