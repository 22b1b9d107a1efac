"""A third arm of a study: added beside the grid, pooled as the plan says, undone and removed."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from gui.dialogs import Dialog
from gui.pages.extract import ExtractPage
from gui.pages.synthesis import SynthesisPage
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import cell, click, edit, go, in_dialog, keys, named, press, seen, type_words

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
    found = window._pages["extract"]
    assert isinstance(found, ExtractPage)
    return found


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


def test_arm_is_added_by_keys_combined_and_undone(window: Window) -> None:
    grid = page(window)._grid
    assert seen(grid, 0, EFFECT) == "1.29"
    add(window)
    assert stored(window) == ["High dose", "arm1", 3, 30]
    assert "High dose (Treated): 3/30" in side(window)
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
