"""The report beside the grid: a number is quoted from it, and its quotation leads back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from appraisal import drafts
from appraisal.ledger import Claim
from gui.pages.extract import ExtractPage
from gui.panes.attaching import attach
from gui.submitting import submit
from gui.widgets.quotation import Quotation
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import CONTROL, cell, click, go, keys, named, page_of, type_words
from tests.gui.pages.test_evidence import write_pdf

KEY = Qt.Key
E1 = 1  # the first column of figures


@pytest.fixture
def window(open_window: Opener, new_file: Path, tmp_path: Path) -> Window:
    """A window on Extract; the first study has a report."""
    made = open_window(new_file)
    attach(made.session, "s1", write_pdf(tmp_path / "Achiron 2004.pdf", pages=6))
    go(made, "extract")
    return made


def page(window: Window) -> ExtractPage:
    return page_of(window, ExtractPage)


def find(window: Window, words: str) -> None:
    """Search the report from the grid; the first place found is selected."""
    page(window)._grid.setFocus()
    keys(KEY.Key_F, held=CONTROL)
    type_words(words)
    keys(KEY.Key_Return)


def number(window: Window, field: str) -> Claim:
    found = window.session.state.standing(f"extraction/s1/o1/{window.session.reader}", field)
    assert found is not None
    return found


def test_q_in_the_grid_quotes_what_is_selected_for_the_number(window: Window) -> None:
    cell(page(window)._grid, 0, E1)
    type_words("6")
    keys(KEY.Key_Return)
    cell(page(window)._grid, 0, E1)
    click(window, "PDF")
    find(window, "infusion unit")
    keys(KEY.Key_Escape)
    assert page(window)._grid.hasFocus()
    keys(KEY.Key_Q)
    claim = number(window, "e1")
    assert claim.value == 6
    (quote,) = claim.quotes
    assert quote.text == "infusion unit"
    assert quote.source == window.session.state.text("study/s1", "pdf")
    assert quote.page == "1"
    assert quote.box is not None


def test_q_in_the_report_quotes_for_the_number_too(window: Window) -> None:
    cell(page(window)._grid, 0, E1)
    click(window, "PDF")
    find(window, "each quarter")
    keys(KEY.Key_Q)
    assert number(window, "e1").quotes[0].text == "each quarter"


def test_quotation_of_a_number_leads_to_its_place_and_is_marked(window: Window) -> None:
    cell(page(window)._grid, 0, E1)
    click(window, "PDF")
    view = page(window)._evidence.view
    assert view.pages is not None
    view.select(next(span for span in view.pages.found("each quarter") if span.page == 4))
    page(window)._grid.setFocus()
    keys(KEY.Key_Q)
    view.go_to(0)
    page(window)._evidence.show_notes()
    quotation = page(window)._notes.findChildren(Quotation)[-1]
    quotation.setFocus()
    keys(KEY.Key_Return)
    assert view.isVisible()
    assert view.page == 4
    assert [(mark.page, mark.current) for mark in view._marks] == [(4, True)]


def test_q_without_a_selection_takes_typed_words(window: Window) -> None:
    cell(page(window)._grid, 0, E1)
    keys(KEY.Key_Q)
    type_words("six of them relapsed")
    keys(KEY.Key_Return)
    assert number(window, "e1").quotes[0].text == "six of them relapsed"


def test_each_row_has_its_own_report_behind_the_same_tab(window: Window) -> None:
    cell(page(window)._grid, 0, E1)
    click(window, "PDF")
    assert page(window)._evidence.view.pages is not None
    cell(page(window)._grid, 1, E1)
    assert page(window)._evidence.view.pages is None
    assert page(window)._evidence._empty.isVisible()
    cell(page(window)._grid, 0, E1)
    assert page(window)._evidence.view.isVisible()


def test_submitted_number_takes_no_quotation(window: Window) -> None:
    session = window.session
    numbers = {"e1": Claim(1), "n1": Claim(9), "e2": Claim(2), "n2": Claim(9)}
    session.do(drafts.extract("s1", "o1", session.reader, numbers))
    submit(session, f"extraction/s1/o1/{session.reader}")
    cell(page(window)._grid, 0, E1)
    click(window, "PDF")
    find(window, "infusion unit")
    QTest.keyClick(page(window)._evidence.view, KEY.Key_Q)
    page(window)._grid.setFocus()
    keys(KEY.Key_Q)
    assert number(window, "e1").quotes == ()


def test_page_beside_the_grid_can_be_read(window: Window) -> None:
    cell(page(window)._grid, 0, E1)
    click(window, "PDF")
    assert page(window)._evidence.width() >= 380
    assert named(window, ExtractPage, "Extract")


def test_report_beside_the_grid_leaves_every_column_in_view(window: Window) -> None:
    window.resize(1280, 800)
    cell(page(window)._grid, 0, E1)
    click(window, "PDF")
    grid = page(window)._grid
    assert grid.horizontalScrollBar().maximum() == 0
    assert sum(grid.columnWidth(n) for n in range(9)) <= grid.viewport().width()
