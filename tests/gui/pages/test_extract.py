"""Counts typed into the grid: refused in words, warned of beside their cause, never lost."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from appraisal import drafts, measuring, own_key
from appraisal.parcels import share
from gui.dialogs import Dialog
from gui.pages import extract
from gui.pages.extract import ExtractPage
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import (
    CONTROL,
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

E1, N1, E2, N2, EFFECT, INTERVAL, _QUOTES, STATE = range(1, 9)


@pytest.fixture
def window(open_window: Opener, new_file: Path) -> Window:
    made = open_window(new_file)
    go(made, "extract")
    return made


def page(window: Window) -> ExtractPage:
    return page_of(window, ExtractPage)


def counts(window: Window, study: str = "s1") -> list[object]:
    subject = f"extraction/{study}/o1/{window.session.reader}"
    return [window.session.state.value(subject, field) for field in ("e1", "n1", "e2", "n2")]


def type_row(window: Window, row: int, numbers: tuple[str, ...]) -> None:
    for column, number in zip((E1, N1, E2, N2), numbers, strict=True):
        edit(page(window)._grid, row, column, number)


def side(window: Window) -> str:
    """What stands in the panel beside the grid."""
    labels = page(window)._notes.findChildren(QLabel)
    return " ".join(label.text() for label in labels if label.isVisible())


def test_four_counts_give_the_effect_and_the_state(window: Window) -> None:
    type_row(window, 0, ("6", "41", "13", "39"))
    grid = page(window)._grid
    assert counts(window) == [6, 41, 13, 39]
    assert seen(grid, 0, EFFECT) == "0.34"
    assert seen(grid, 0, INTERVAL) == "[0.12, 1.02]"
    assert seen(grid, 0, STATE) == "Complete"


@pytest.mark.parametrize("typed", ["1,234", "1.5", "1 234", "twelve", "-3"])
def test_what_is_no_count_is_refused_in_words(window: Window, typed: str) -> None:
    edit(page(window)._grid, 0, E1, "6")
    said: list[str] = []
    in_dialog(window, lambda dialog: said.append(dialog.windowTitle()))
    edit(page(window)._grid, 0, E1, typed)
    assert said, "it was taken"
    assert counts(window)[0] == 6


def test_thousands_are_refused_with_both_readings(window: Window) -> None:
    said: list[str] = []
    in_dialog(window, lambda one: said.append(f"{one.windowTitle()} {one.accessibleDescription()}"))
    edit(page(window)._grid, 0, N1, "1.234")
    assert "1.234" in said[0]
    assert "1234" in said[0]


def test_more_events_than_people_is_shown_and_kept(window: Window) -> None:
    type_row(window, 0, ("15", "14", "1", "10"))
    grid = page(window)._grid
    cell(grid, 0, E1)
    assert counts(window) == [15, 14, 1, 10]
    assert seen(grid, 0, STATE) == "1 error"
    assert seen(grid, 0, EFFECT) == "–"
    assert "15" in side(window)
    assert "14" in side(window)
    assert "15" in str(grid.model().index(0, E1).data(Qt.ItemDataRole.ToolTipRole))
    assert "1 error" in page(window)._row.summary.text()
    assert page(window)._wrong.isVisible()  # in place, whatever stands beside the grid
    assert "Achiron 2004: 15 of only 14" in under_grid(window)
    edit(grid, 0, E1, "5")
    assert seen(grid, 0, STATE) == "Complete"
    assert not page(window)._wrong.isVisible()


def under_grid(window: Window) -> str:
    labels = page(window)._wrong.findChildren(QLabel)
    return " ".join(label.text() for label in labels)


def test_enter_goes_down_tab_goes_right_and_escape_restores(window: Window) -> None:
    grid = page(window)._grid
    edit(grid, 0, E1, "6")
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (1, E1)
    cell(grid, 0, E1)
    keys(Qt.Key.Key_7, Qt.Key.Key_Tab)
    assert counts(window)[0] == 7
    assert grid.currentIndex().column() == N1
    cell(grid, 0, E1)
    keys(Qt.Key.Key_9, Qt.Key.Key_Escape)
    assert counts(window)[0] == 7


def test_block_of_a_spreadsheet_is_pasted_and_undone_at_once(window: Window) -> None:
    cell(page(window)._grid, 0, E1)
    QGuiApplication.clipboard().setText("6\t41\t13\t39\n0\t14\t1\t1\n")
    keys(Qt.Key.Key_V, held=CONTROL)
    assert counts(window) == [6, 41, 13, 39]
    assert counts(window, "s2") == [0, 14, 1, 1]
    keys(Qt.Key.Key_Z, held=CONTROL)
    assert counts(window) == counts(window, "s2") == [None] * 4
    keys(Qt.Key.Key_Z, held=CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert counts(window, "s2") == [0, 14, 1, 1]


def test_block_with_a_wrong_cell_is_not_pasted_at_all(window: Window) -> None:
    cell(page(window)._grid, 0, E1)
    QGuiApplication.clipboard().setText("6\t41\n1,5\t14")
    in_dialog(window, lambda dialog: None)
    keys(Qt.Key.Key_V, held=CONTROL)
    assert counts(window) == counts(window, "s2") == [None] * 4


def test_delete_empties_a_cell_and_undo_brings_it_back(window: Window) -> None:
    edit(page(window)._grid, 0, E1, "6")
    cell(page(window)._grid, 0, E1)
    keys(Qt.Key.Key_Delete)
    assert counts(window)[0] is None
    keys(Qt.Key.Key_Z, held=CONTROL)
    assert counts(window)[0] == 6


def test_reason_and_quotation_go_with_the_number(window: Window) -> None:
    edit(page(window)._grid, 0, E1, "6")
    cell(page(window)._grid, 0, E1)
    named(page(window)._notes, QPlainTextEdit, "Why this number").setFocus()
    type_words("from table 2")
    named(page(window)._notes, QLineEdit, "Quotation for this number").setFocus()
    type_words("six relapsed")
    keys(Qt.Key.Key_Return)
    claim = window.session.state.claim(f"extraction/s1/o1/{window.session.reader}", "e1")
    assert claim is not None
    assert (claim.value, claim.why) == (6, "from table 2")
    assert [quote.text for quote in claim.quotes] == ["six relapsed"]


def test_submitted_numbers_do_not_change(window: Window) -> None:
    type_row(window, 0, ("6", "41", "13", "39"))
    in_dialog(window, lambda dialog: press(dialog.buttons["yes"]))
    click(page(window), "Submit")
    assert seen(page(window)._grid, 0, STATE) == "Submitted"
    in_dialog(window, lambda dialog: None)
    edit(page(window)._grid, 0, E1, "7")
    cell(page(window)._grid, 0, E1)
    keys(Qt.Key.Key_Delete)
    assert counts(window)[0] == 6


def test_submitted_numbers_are_reopened_with_a_reason_until_they_are_shared(
    window: Window, tmp_path: Path
) -> None:
    review = window.session.review
    assert review is not None
    person = window.session.reader
    window.session.do(drafts.edit_review({"readers": 2}))
    window.session.do(drafts.add_person({"name": "Bea Fox", "roles": ["reviewer"]}, id="bea")[0])
    type_row(window, 0, ("6", "41", "13", "39"))
    in_dialog(window, lambda dialog: press(dialog.buttons["yes"]))
    click(page(window), "Submit")
    cell(page(window)._grid, 0, E1)

    def say_why(dialog: Dialog) -> None:
        type_words("the wrong table")
        click(dialog, "Reopen")

    in_dialog(window, say_why)
    click(page(window)._notes, "Reopen")
    assert not window.session.state.is_sealed(f"extraction/s1/o1/{person}")
    edit(page(window)._grid, 0, E1, "7")
    assert counts(window)[0] == 7
    in_dialog(window, lambda dialog: press(dialog.buttons["yes"]))
    click(page(window), "Submit")
    cell(page(window)._grid, 0, E1)
    share(review, person, tmp_path / "one.ehparcel", key=own_key.key_for(person))
    window.session.exchanged.emit()
    reopen = page(window)._notes._reopen
    assert not reopen.isEnabled()
    assert reopen.toolTip().startswith("Shared on ")


def test_outcome_is_added_and_comes_up(window: Window) -> None:
    def fill_in(dialog: Dialog) -> None:
        named(dialog, QLineEdit, "Name of the outcome").setFocus()
        type_words("Death")
        keys(Qt.Key.Key_Tab)
        type_words("Statin")
        keys(Qt.Key.Key_Tab)
        type_words("Placebo")
        press(dialog.buttons["yes"])

    in_dialog(window, fill_in)
    click(page(window), "Add outcome")
    assert page(window)._row.outcomes.currentText() == "Death"
    heads = [page(window)._grid.model().headerData(n, Qt.Orientation.Horizontal) for n in (E1, E2)]
    assert heads == ["Statin\nEvents", "Placebo\nEvents"]


def test_portuguese_decimal_mark_is_taken_and_shown(window: Window, qapp: QWidget) -> None:
    from resources import i18n

    i18n.set_language("pt_BR")
    window.rebuild()
    type_row(window, 0, ("6", "41", "13", "39"))
    assert seen(page(window)._grid, 0, EFFECT) == "0,34"
    assert seen(page(window)._grid, 0, INTERVAL) == "[0,12; 1,02]"


def test_one_reviewer_is_not_told_of_another(window: Window) -> None:
    assert "other reviewer" not in side(window)
    window.session.do(drafts.edit_review({"readers": 2}))
    assert "The other reviewer's numbers stay hidden" in side(window)


def test_escape_leaves_the_grid_in_which_tab_walks(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)
    go(window, "extract")
    page = window._pages["extract"]
    assert isinstance(page, ExtractPage)
    page._grid.setFocus()
    keys(Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    assert page._grid.hasFocus()
    keys(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is not None
    assert not page._grid.hasFocus()


def test_effect_of_a_row_is_worked_out_once_however_often_it_is_shown(
    open_window: Opener, sample_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, found = open_window(sample_file), list[object]()
    work = measuring.row_effect

    def noted(*given: object) -> object:
        found.append(given)
        return work(*given)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(extract, "row_effect", noted)
    shown = go(window, "extract")
    assert isinstance(shown, ExtractPage)
    assert shown._shown is not None
    window.resize(1920, 1000)  # the columns are measured anew
    QApplication.processEvents()
    assert 0 < len(found) <= len(shown._shown.rows)
