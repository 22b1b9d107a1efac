"""A number worked out from what a paper gives: asked by key or button, put in with its reason."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from gui.dialogs import Dialog
from gui.widgets.fields import ListField
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import cell, click, edit, go, in_dialog, keys, named, press, type_words
from tests.gui.pages.test_extract_kinds import add, page, values

SD1, N1 = 2, 3


@pytest.fixture
def window(open_window: Opener, new_file: Path) -> Window:
    made = open_window(new_file)
    go(made, "extract")
    add(made, "Means in two groups", "Pain")
    return made


def fill(dialog: Dialog, numbers: dict[str, str]) -> None:
    for name, number in numbers.items():
        field = named(dialog, QLineEdit, name)
        field.setFocus()
        field.selectAll()
        type_words(number)


def said(dialog: Dialog) -> str:
    return " ".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisible())


def test_key_works_a_standard_deviation_out(window: Window) -> None:
    edit(page(window)._grid, 0, N1, "45")
    cell(page(window)._grid, 0, SD1)
    shown: list[str] = []

    def answer(dialog: Dialog) -> None:
        assert named(dialog, QLineEdit, "n").text() == "45"
        fill(dialog, {"Standard error": "1,2"})
        shown.append(said(dialog))
        press(dialog.buttons["yes"])

    in_dialog(window, answer)
    keys(Qt.Key.Key_C)
    assert values(window, ("sd1", "n1")) == [8.04984, 45]
    assert "SD = SE × √n. Source: Cochrane Handbook 6.5, §6.5.2.2" in shown[0]
    assert "Drug, SD: 8.04984" in shown[0]
    subject = f"extraction/s1/{page(window)._row.outcome}/{window.session.reader}"
    claim = window.session.state.standing(subject, "sd1")
    assert claim is not None
    assert claim.why.startswith("Worked out from the paper. From the standard error of the mean")
    window.session.undo_stack.undo()
    assert values(window, ("sd1",)) == [None]


def test_button_gives_mean_and_spread_from_quartiles(window: Window) -> None:
    cell(page(window)._grid, 1, SD1)

    def answer(dialog: Dialog) -> None:
        choice = named(dialog, ListField, "What the paper gives")
        choice.setFocus()
        keys(Qt.Key.Key_Down, Qt.Key.Key_Down)
        assert choice.currentText() == "From median and quartiles"
        fill(dialog, {"Median": "20", "First quartile": "15", "Third quartile": "27"})
        assert not dialog.buttons["yes"].isEnabled()
        fill(dialog, {"n": "45"})
        press(dialog.buttons["yes"])

    in_dialog(window, answer)
    click(page(window), "Work it out from other numbers")
    assert values(window, ("m1", "sd1", "n1"), study="s2") == [
        20.7087,
        9.18133,
        45,
    ]  # 12 / 1.307, Wan 2014, table 2


def test_dialog_says_why_nothing_follows(window: Window) -> None:
    cell(page(window)._grid, 0, SD1)
    shown: list[str] = []

    def answer(dialog: Dialog) -> None:
        fill(dialog, {"Standard error": "0", "n": "45"})
        shown.append(said(dialog))
        fill(dialog, {"Standard error": "1.2.3"})
        shown.append(said(dialog))
        press(dialog.buttons["yes"])

    in_dialog(window, answer)
    keys(Qt.Key.Key_C)
    assert "Nothing follows from these numbers." in shown[0]
    assert "has thousands marks" in shown[1] or "is not a number" in shown[1]
    assert values(window, ("sd1",)) == [None]


def test_groups_are_combined(window: Window) -> None:
    cell(page(window)._grid, 0, N1)

    def answer(dialog: Dialog) -> None:
        fill(dialog, {"n, group 1": "2", "Mean, group 1": "1.5", "SD, group 1": "0.7071"})
        assert not dialog.buttons["yes"].isEnabled()
        fill(dialog, {"n, group 2": "3", "Mean, group 2": "6", "SD, group 2": "1"})
        press(dialog.buttons["yes"])

    in_dialog(window, answer)
    keys(Qt.Key.Key_C)
    assert values(window, ("n1", "m1")) == [5, 4.2]


def test_nothing_is_offered_for_a_cell_that_is_sealed_or_no_number(window: Window) -> None:
    cell(page(window)._grid, 0, 0)
    assert not page(window)._notes._work.isVisible()
    cell(page(window)._grid, 0, SD1)
    assert page(window)._notes._work.isVisible()
