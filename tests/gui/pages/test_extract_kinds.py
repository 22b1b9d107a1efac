"""Outcomes other than counts: made by the form, typed by keys, pasted with decimal commas."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from gui.dialogs import Dialog
from gui.pages.extract import ExtractPage
from gui.settings import Settings
from gui.widgets.fields import ListField
from gui.window import Window
from resources import i18n
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

MEANS = ("m1", "sd1", "n1", "m2", "sd2", "n2")
EFFECT, STATE = 7, 10


@pytest.fixture
def window(open_window: Opener, new_file: Path) -> Window:
    made = open_window(new_file)
    go(made, "extract")
    add(made, "Means in two groups", "Pain")
    return made


def add(window: Window, kind: str, name: str) -> None:
    def fill_in(dialog: Dialog) -> None:
        kinds = named(dialog, ListField, "Kind of data")
        kinds.setFocus()
        type_words(kind[:5])
        named(dialog, QLineEdit, "Name of the outcome").setFocus()
        type_words(name)
        for group, words in (("First group", "Drug"), ("Second group", "Placebo")):
            fields = [one for one in dialog.findChildren(QLineEdit) if one.isVisible()]
            if group in [one.accessibleName() for one in fields]:
                named(dialog, QLineEdit, group).setFocus()
                type_words(words)
        press(dialog.buttons["yes"])

    in_dialog(window, fill_in)
    click(page(window), "Add outcome")


def page(window: Window) -> ExtractPage:
    return page_of(window, ExtractPage)


def outcome(window: Window) -> str:
    return page(window)._row.outcome


def values(window: Window, fields: tuple[str, ...], study: str = "s1") -> list[object]:
    subject = f"extraction/{study}/{outcome(window)}/{window.session.reader}"
    return [window.session.state.value(subject, field) for field in fields]


def test_means_are_typed_by_keys_with_a_comma_or_a_point(window: Window) -> None:
    grid = page(window)._grid
    cell(grid, 0, 1)
    for number in ("55,5", "47", "155", "75.25", "64", "156"):
        for key in number:
            type_words(key)
        keys(Qt.Key.Key_Tab)
    assert values(window, MEANS) == [55.5, 47.0, 155, 75.25, 64.0, 156]
    assert seen(grid, 0, EFFECT) == "−19.75"
    assert seen(grid, 0, STATE) == "Complete"
    state = window.session.state
    assert state.value(f"outcome/{outcome(window)}", "measure") == "MD"


def test_block_with_decimal_commas_is_pasted(window: Window) -> None:
    cell(page(window)._grid, 0, 1)
    QGuiApplication.clipboard().setText("55,5\t47,0\t155\t75,0\t64,1\t156\r\n27\t7\t31\t29\t4\t32")
    keys(Qt.Key.Key_V, held=CONTROL)
    assert values(window, MEANS) == [55.5, 47.0, 155, 75.0, 64.1, 156]
    assert values(window, MEANS, "s2") == [27, 7, 31, 29, 4, 32]


def test_standard_error_in_place_of_the_deviation_is_warned_of(window: Window) -> None:
    grid = page(window)._grid
    for column, number in enumerate(("10", "0.9", "100", "11", "9", "100"), start=1):
        edit(grid, 0, column, number)
    assert seen(grid, 0, STATE) == "Check"
    assert "standard error" in str(grid.model().index(0, 2).data(Qt.ItemDataRole.ToolTipRole))
    edit(grid, 0, 2, "0")
    assert seen(grid, 0, STATE) == "1 error"


def test_reported_estimate_stands_in_for_the_numbers(window: Window) -> None:
    click(page(window), "Reported estimates")
    grid = page(window)._grid
    fields = grid._fields
    place = {field: column for column, field in enumerate(fields, start=1)}
    for field, number in (("estimate", "-2"), ("lower", "-4,5"), ("upper", "0,5")):
        edit(grid, 0, place[field], number)
    subject = page(window)._grid.model().index(0, place["use"])
    grid.model().setData(subject, "reported")
    assert values(window, ("use", "estimate", "lower", "upper")) == ["reported", -2, -4.5, 0.5]
    assert seen(grid, 0, len(fields) + 1) == "−2.00"
    assert seen(grid, 0, len(fields) + 4) == "Complete"
    edit(grid, 0, place["upper"], "-5")
    assert seen(grid, 0, len(fields) + 4) == "1 error"


def test_outcome_is_edited_and_its_kind_stays_once_numbers_were_typed(window: Window) -> None:
    edit(page(window)._grid, 0, 1, "5")
    seen_kind: list[bool] = []

    def rename(dialog: Dialog) -> None:
        seen_kind.append(named(dialog, ListField, "Kind of data").isEnabled())
        name = named(dialog, QLineEdit, "Name of the outcome")
        name.setFocus()
        keys(Qt.Key.Key_A, held=CONTROL)
        type_words("Ache")
        press(dialog.buttons["yes"])

    in_dialog(window, rename)
    click(page(window), "Edit outcome")
    assert seen_kind == [False]
    assert page(window)._row.outcomes.currentText() == "Ache"
    assert values(window, ("m1",)) == [5]


def test_outcome_is_removed_with_a_reason_and_comes_back_by_undo(window: Window) -> None:
    edit(page(window)._grid, 0, 1, "5")
    removed = outcome(window)

    def reason(dialog: Dialog) -> None:
        type_words("Never measured")
        press(dialog.buttons["yes"])

    def remove(dialog: Dialog) -> None:
        in_dialog(window, reason)
        press(dialog.buttons["remove"])

    in_dialog(window, remove)
    click(page(window), "Edit outcome")
    assert removed not in window.session.state.ids("outcome")
    said = window.session.state.standing(f"outcome/{removed}", "removed")
    assert said is not None
    assert said.why == "Never measured"
    for name in ("overview", "appraise", "reconcile", "synthesis", "report", "extract"):
        go(window, name)
    keys(Qt.Key.Key_Z, held=CONTROL)
    state = window.session.state
    assert removed in state.ids("outcome")
    assert state.value(f"extraction/s1/{removed}/{window.session.reader}", "m1") == 5


@pytest.mark.parametrize(
    ("kind", "typed", "effect"),
    [
        ("Proportion", ("8", "10"), "0.800"),
        ("Correlation", ("0,5", "40"), "0.50"),
        ("Rates", ("9", "413,5", "19", "398"), "0.46"),
    ],
)
def test_other_kinds_give_their_effect(
    window: Window, kind: str, typed: tuple[str, ...], effect: str
) -> None:
    add(window, kind, "Another")
    for column, number in enumerate(typed, start=1):
        edit(page(window)._grid, 0, column, number)
    assert seen(page(window)._grid, 0, len(typed) + 1) == effect


def test_impossible_mean_and_double_row_are_warned_of_and_dismissed(window: Window) -> None:
    def whole(dialog: Dialog) -> None:
        press(named(dialog, QAbstractButton, "A whole number"))
        press(dialog.buttons["yes"])

    in_dialog(window, whole)
    click(page(window), "Edit outcome")
    grid = page(window)._grid
    for row in (0, 1):
        for column, number in enumerate(("5.19", "2", "28", "5.21", "2", "28"), start=1):
            edit(grid, row, column, number)
    cell(grid, 0, 1)
    tip = str(grid.model().index(0, 1).data(Qt.ItemDataRole.ToolTipRole))
    assert "Drug: 28 whole numbers cannot have this mean." in tip
    assert "The same numbers as " in tip

    def reason(dialog: Dialog) -> None:
        type_words("As printed")
        press(dialog.buttons["yes"])

    in_dialog(window, reason)
    click(page(window), "It is right as it is")
    in_dialog(window, reason)
    click(page(window), "It is right as it is")
    assert seen(grid, 0, STATE) == "Complete"
    subject = f"extraction/s1/{outcome(window)}/{window.session.reader}"
    for code in ("grim1", "double"):
        claim = window.session.state.standing(subject, f"warning/{code}")
        assert claim is not None
        assert claim.why == "As printed"
    assert seen(grid, 1, STATE) == "Check"


def test_the_kind_never_stands_in_a_line_of_its_own(open_window: Opener, sample_file: Path) -> None:
    """The words of Portuguese are longer: where they have no room, the grid's heads say it."""
    i18n.set_language("pt_BR")
    window = open_window(sample_file, Settings(theme="light", language="pt_BR"))
    page = go(window, "extract")
    assert isinstance(page, ExtractPage)
    shown = []
    for width in range(1180, 1700, 40):
        window.resize(width, 800)
        QApplication.processEvents()
        kind, beside = page._row.kind, page._row.parts
        shown.append(kind.isVisible())
        if kind.isVisible():
            assert beside.y() < kind.geometry().center().y() < beside.geometry().bottom(), width
    assert shown[-1]
