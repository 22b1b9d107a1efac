"""A third arm of a study: added beside the grid, pooled as the plan says, undone and removed."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit

from appraisal.ledger import Claim
from gui.dialogs import Dialog
from gui.pages.extract import ExtractPage
from gui.pages.synthesis import SynthesisPage
from gui.panes.attaching import attach
from gui.widgets.quotation import Quotation
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
from tests.gui.pages.test_evidence import write_pdf

EFFECT = 5
ARM = ("name", "side", "e", "n")


@pytest.fixture
def window(open_window: Opener, new_file: Path) -> Window:
    made = open_window(new_file)
    go(made, "extract")
    for column, number in enumerate(("6", "20", "10", "40"), start=1):
        edit(page(made)._grid, 0, column, number)
    cell(page(made)._grid, 0, 1)
    return made


def page(window: Window) -> ExtractPage:
    return page_of(window, ExtractPage)


def stored(window: Window, arm: str = "high-dose") -> list[object]:
    state, reader = window.session.state, window.session.reader
    return [state.value(f"extraction/s1/o1/{reader}", f"arm/{arm}/{fact}") for fact in ARM]


def fill(dialog: Dialog, **said: str) -> None:
    for name, words in said.items():
        field = named(dialog, QLineEdit, name.replace("_", " "))
        field.setFocus()
        field.selectAll()
        type_words(words)


def add(window: Window, events: str = "3") -> None:
    def act(dialog: Dialog) -> None:
        assert not dialog.buttons["yes"].isEnabled() or dialog.buttons["yes"].toolTip()
        fill(dialog, Name_of_the_arm="High dose", Events=events, n="30")
        keys(Qt.Key.Key_Return)

    in_dialog(window, act)
    click(page(window)._notes, "Add an arm")


def side(window: Window) -> str:
    labels = page(window)._notes.findChildren(QLabel)
    return " ".join(label.text() for label in labels if label.isVisible())


def arm_cells(window: Window) -> list[str]:
    return [button.text() for button in page(window)._notes.arms.cells.values()]


def test_arm_is_added_by_keys_combined_and_undone(window: Window) -> None:
    grid = page(window)._grid
    assert seen(grid, 0, EFFECT) == "1.29"
    add(window)
    assert stored(window) == ["High dose", "arm1", 3, 30]
    assert "High dose (Treated)" in side(window)
    assert arm_cells(window) == ["Events 3", "Total 30"]
    assert seen(grid, 0, EFFECT) == "0.66"  # 9/50 against 10/40
    window.session.undo()
    assert stored(window) == [None] * 4
    assert seen(grid, 0, EFFECT) == "1.29"


def test_arm_that_contradicts_itself_is_not_kept(window: Window) -> None:
    said: list[str] = []

    def act(dialog: Dialog) -> None:
        fill(dialog, Name_of_the_arm="High dose", Events="31", n="30")
        said.extend(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
        press(dialog.buttons["yes"])
        assert dialog.isVisible(), "it was kept"

    in_dialog(window, act)
    click(page(window)._notes, "Add an arm")
    assert any("31 of only 30" in one for one in said)
    assert stored(window) == [None] * 4


def test_arm_is_edited_and_removed(window: Window) -> None:
    add(window)

    def act(dialog: Dialog) -> None:
        fill(dialog, Name_of_the_arm="Highest", Events="4")
        click(dialog, "Untreated")
        press(dialog.buttons["yes"])

    in_dialog(window, act)
    click(page(window)._notes, "High dose: edit")
    assert stored(window) == [None] * 4
    assert stored(window, "highest") == ["Highest", "arm2", 4, 30]
    click(page(window)._notes, "Highest: remove")
    assert stored(window, "highest") == [None] * 4
    assert "Further arms" not in side(window)


def test_plan_takes_comparisons_one_by_one(window: Window) -> None:
    add(window)
    shown = go(window, "synthesis")
    assert isinstance(shown, SynthesisPage)
    finer = shown.model.finer
    press(finer.head)
    arms = finer.fields["arms"]
    arms.setFocus()
    keys(Qt.Key.Key_Down)
    assert shown.plan.arms == "split"
    assert shown.analysis is not None
    rows = shown.analysis.dataset.rows
    assert [row.label for row in rows] == ["Achiron 2004: Treated", "Achiron 2004: High dose"]
    shown._switch(rows[1].study)
    assert not shown.analysis.dataset.used


# -- a number of an arm, as any other --------------------------------------------------------------

EVENTS = "arm/high-dose/e"


def claim(window: Window, field: str = EVENTS) -> Claim:
    subject = f"extraction/s1/o1/{window.session.reader}"
    found = window.session.state.standing(subject, field)
    assert found is not None
    return found


def test_number_of_an_arm_is_quoted_from_the_report_and_leads_back(
    window: Window, tmp_path: Path
) -> None:
    attach(window.session, "s1", write_pdf(tmp_path / "Achiron 2004.pdf", pages=6))
    add(window)
    click(page(window)._notes, "High dose, Events 3")
    click(window, "PDF")
    evidence = page(window)._evidence
    assert evidence.view.pages is not None
    evidence.view.select(next(s for s in evidence.view.pages.found("each quarter") if s.page == 4))
    QTest.keyClick(evidence.view, Qt.Key.Key_Q)
    (quote,) = claim(window).quotes
    assert (quote.text, quote.page) == ("each quarter", "5")
    assert quote.source == window.session.state.text("study/s1", "pdf")
    assert quote.box is not None
    assert claim(window).value == 3
    assert [(mark.page, mark.current) for mark in evidence.view._marks] == [(4, True)]
    evidence.view.go_to(0)
    evidence.show_notes()
    press(page(window)._notes.findChildren(Quotation)[-1])
    assert evidence.view.page == 4
    assert not window.session.state.standing(
        f"extraction/s1/o1/{window.session.reader}", "e1"
    ).quotes  # type: ignore[union-attr] # typed before


def test_number_of_an_arm_takes_typed_words_and_a_reason_by_keys(window: Window) -> None:
    add(window)
    page(window)._notes.arms.cells[EVENTS].setFocus()
    keys(Qt.Key.Key_Q)
    type_words("three of thirty")
    keys(Qt.Key.Key_Return)
    assert [quote.text for quote in claim(window).quotes] == ["three of thirty"]
    reason = named(page(window), QPlainTextEdit, "Why this number")
    reason.setFocus()
    type_words("table 2")
    cell(page(window)._grid, 0, 1)  # the grid's number again
    assert claim(window).why == "table 2"
    assert "Treated, Events: 6" in side(window)


def test_editing_an_arm_keeps_the_quotations_of_its_numbers(window: Window) -> None:
    add(window)
    page(window)._notes.arms.cells[EVENTS].setFocus()
    keys(Qt.Key.Key_Q)
    type_words("three of thirty")
    keys(Qt.Key.Key_Return)

    def act(dialog: Dialog) -> None:
        fill(dialog, Name_of_the_arm="Highest", n="31")
        press(dialog.buttons["yes"])

    in_dialog(window, act)
    click(page(window)._notes, "High dose: edit")
    assert stored(window, "highest") == ["Highest", "arm1", 3, 31]
    assert [quote.text for quote in claim(window, "arm/highest/e").quotes] == ["three of thirty"]


# -- from a spreadsheet ----------------------------------------------------------------------------


def paste(window: Window, text: str) -> None:
    cell(page(window)._grid, 0, 1)
    QGuiApplication.clipboard().setText(text)
    page(window)._grid.setFocus()
    keys(Qt.Key.Key_V, held=CONTROL)


def test_arms_are_pasted_behind_the_numbers_and_undone_at_once(window: Window) -> None:
    paste(
        window,
        "6\t20\t10\t40\tHigh dose\tTreated\t3\t30\tSham\t2\t4\t25\n5\t21\t9\t41\t\t\t\t\t\t\t\t",
    )
    assert stored(window) == ["High dose", "arm1", 3, 30]
    assert stored(window, "sham") == ["Sham", "arm2", 4, 25]
    assert arm_cells(window) == ["Events 3", "Total 30", "Events 4", "Total 25"]
    assert seen(page(window)._grid, 1, 1) == "5"
    window.session.undo()
    assert stored(window) == [None] * 4


def test_arm_of_neither_side_is_not_pasted_and_says_where(window: Window) -> None:
    said: list[str] = []
    in_dialog(window, lambda dialog: said.append(dialog.accessibleName()))
    paste(window, "7\t20\t10\t40\tHigh dose\tPlacebo\t3\t30")
    assert said == ["Row 1, column 5: “Placebo” is neither arm of the outcome."]
    assert stored(window) == [None] * 4
    assert seen(page(window)._grid, 0, 1) == "6"
