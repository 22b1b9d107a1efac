"""One's own fields of studies: added, typed in, grouped by in Synthesis, hidden, and removed."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from appraisal import drafts
from appraisal.ledger import Value
from gui.dialogs import Dialog
from gui.pages.studies import StudiesPage
from gui.pages.synthesis import SynthesisPage
from gui.settings import Settings
from gui.widgets.table import Table
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
    page_of,
    seen,
    type_words,
)

KEY = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("plugin does not support")


@pytest.fixture
def window(open_window: Opener, sample_file: Path) -> Window:
    made = open_window(sample_file)
    go(made, "studies")
    return made


def page(window: Window) -> StudiesPage:
    return page_of(window, StudiesPage)


def table(window: Window) -> Table:
    return page(window)._table


def heads(window: Window) -> list[str]:
    """The titles of the columns that show."""
    model = table(window).model()
    return [
        str(model.headerData(place, Qt.Orientation.Horizontal))
        for place in range(model.columnCount())
        if not table(window).isColumnHidden(place)
    ]


def column(window: Window, title: str) -> int:
    model = table(window).model()
    found = range(model.columnCount())
    return next(n for n in found if model.headerData(n, Qt.Orientation.Horizontal) == title)


def choose(window: Window, *wanted: str) -> None:
    """Open the menu of columns by its button, go to an entry by the arrows, and take it."""
    click(page(window), "Columns")
    menu: QMenu | None = page(window)._columns.menu_of_columns
    for place, words in enumerate(wanted):
        assert menu is not None
        entry = _under(menu, words)
        inner = entry.menu()
        QTest.keyClick(menu, KEY.Key_Right if isinstance(inner, QMenu) else KEY.Key_Return)
        menu = inner if isinstance(inner, QMenu) and place + 1 < len(wanted) else None


def _under(menu: QMenu, words: str) -> QAction:
    for _step in menu.actions():
        current = menu.activeAction()
        if current is not None and current.text() == words:
            return current
        QTest.keyClick(menu, KEY.Key_Down)
    current = menu.activeAction()
    assert current is not None
    assert current.text() == words, [one.text() for one in menu.actions()]
    return current


def add_field(window: Window, name: str) -> None:
    def say(dialog: Dialog) -> None:
        type_words(name)
        keys(KEY.Key_Return)

    in_dialog(window, say)
    choose(window, "Add a field")


def groupings(window: Window) -> list[str]:
    """What “Subgroups by” offers; it is not there while nothing divides the studies."""
    shown = go(window, "synthesis")
    assert isinstance(shown, SynthesisPage)
    field = shown.model.subgroup
    return [field.itemText(place) for place in range(field.count())] if field.isVisible() else []


def test_field_is_added_filled_and_offered_as_a_subgroup(window: Window, qtbot: QtBot) -> None:
    assert "Region" not in groupings(window)
    go(window, "studies")
    add_field(window, "region")
    assert heads(window)[-3:] == ["Region", "PDF", "Notes"]
    at = table(window).currentIndex()
    assert (at.row(), at.column()) == (0, column(window, "Region"))  # ready to be typed in
    for letter in "North":  # the first opens the cell, which takes the others
        type_words(letter)
    keys(KEY.Key_Return)
    for row in range(1, table(window).model().rowCount()):
        edit(table(window), row, column(window, "Region"), "South" if row % 2 else "North")
    assert seen(table(window), 0, column(window, "Region")) == "North"
    qtbot.waitUntil(lambda: "Region" in groupings(window))


def test_two_typed_values_are_facts_of_their_studies(window: Window) -> None:
    add_field(window, "dose")
    dose = column(window, "Dose")
    edit(table(window), 0, dose, "2,5")
    edit(table(window), 1, dose, "10")
    state = window.session.state
    first, second = state.ids("study")[:2]
    assert state.value(f"study/{first}", "field/dose") == 2.5
    assert state.value(f"study/{second}", "field/dose") == 10
    assert [seen(table(window), row, dose) for row in range(3)] == ["2.5", "10", ""]
    table(window).sortByColumn(dose, Qt.SortOrder.DescendingOrder)
    shown = [seen(table(window), row, dose) for row in range(table(window).model().rowCount())]
    assert shown.index("10") < shown.index("2.5")  # as numbers, not as words


def test_same_name_adds_no_second_field(window: Window) -> None:
    add_field(window, "Region")
    before = heads(window)
    add_field(window, "region ")
    assert heads(window) == before
    assert "already" in window._toast._words.text()


def test_removed_field_comes_back_whole_with_undo(window: Window) -> None:
    add_field(window, "region")
    edit(table(window), 0, column(window, "Region"), "North")
    choose(window, "Remove a field", "Region")
    assert "Region" not in heads(window)
    study = window.session.state.ids("study")[0]
    assert window.session.state.value(f"study/{study}", "field/region") is None
    keys(KEY.Key_Z, held=CONTROL)
    assert "Region" in heads(window)
    assert seen(table(window), 0, column(window, "Region")) == "North"


def test_subgroups_of_an_import_are_folded_until_asked_for(window: Window) -> None:
    for number in range(1, 5):
        name = f"1.{number} symptoms after treatment"
        study = window.session.state.ids("study")[0]
        window.session.attempt(drafts.edit_study(study, f"field/{name}", "With fever"))
        made, outcome = drafts.add_outcome({"name": name})
        window.session.attempt(made)
        divided: dict[str, Value] = {"subgroup": f"field/{name}"}
        window.session.attempt(drafts.keep_plan(outcome, divided, why="as imported"))
    assert not any("symptoms" in head for head in heads(window))
    choose(window, "1.2 symptoms after treatment")
    assert [head for head in heads(window) if "symptoms" in head] == [
        "1.2 symptoms after treatment"
    ]
    place = column(window, "1.2 symptoms after treatment")
    tip = (
        table(window)
        .model()
        .headerData(place, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    )
    assert tip == "1.2 symptoms after treatment"


def test_columns_shown_are_remembered(
    open_window: Opener, sample_file: Path, tmp_path: Path
) -> None:
    from gui.settings import read_settings

    kept = tmp_path / "settings.toml"
    window = open_window(sample_file, Settings(kept, theme="light", language="en"))
    go(window, "studies")
    choose(window, "Country")
    assert "Country" not in heads(window)
    assert read_settings(kept).hidden == {"studies": ["country"]}
    window.session.close()
    again = open_window(sample_file, read_settings(kept))
    go(again, "studies")
    assert "Country" not in heads(again)
    choose(again, "Country")
    assert "Country" in heads(again)
    cell(table(again), 0, 0)
