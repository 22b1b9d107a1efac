"""The shell: ways in, pages, palette, language, text size, undo and leaving."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from appraisal import desk
from gui.dialogs import Dialog
from gui.pages.start import Tile
from gui.settings import Settings
from gui.widgets.palette import Palette
from gui.widgets.rail import Rail
from gui.widgets.table import Table
from resources import i18n
from tests.gui.conftest import Opener
from tests.gui.hands import (
    CONTROL,
    LEFT,
    click,
    edit,
    go,
    in_dialog,
    keys,
    named,
    press,
    shown,
    type_words,
)

PAGES = (
    "overview",
    "records",
    "studies",
    "appraise",
    "extract",
    "reconcile",
    "synthesis",
    "report",
    "history",
    "settings",
)


def choose_file(monkeypatch: pytest.MonkeyPatch, verb: str, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, verb, staticmethod(lambda *_a, **_k: (str(path), "")))


# -- ways in ---------------------------------------------------------------------------------------


def fill_in_new(dialog: Dialog) -> None:
    title = named(dialog, QLineEdit, "Title of the review")
    title.setFocus()
    type_words("Statins after stroke")
    keys(Qt.Key.Key_Tab)
    type_words("Ann Lee")
    assert dialog.buttons["yes"].isEnabled()
    press(dialog.buttons["yes"])


def test_new_review_is_made_where_it_was_wanted(
    open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    choose_file(monkeypatch, "getSaveFileName", tmp_path / "statins")
    in_dialog(window, fill_in_new)
    press(named(window, Tile, "New review"))
    assert window.page == "overview"
    assert window.windowTitle() == "Statins after stroke – Evenhand"
    assert (tmp_path / "statins.evenhand").is_file()
    assert window.session.name_of(window.session.reader) == "Ann Lee"


def test_new_review_waits_for_a_title_and_a_name(open_window: Opener) -> None:
    window = open_window()
    seen: list[bool] = []
    in_dialog(window, lambda dialog: seen.append(dialog.buttons["yes"].isEnabled()))
    keys(Qt.Key.Key_N, held=CONTROL)
    assert seen == [False]
    assert not window.session.is_open


def test_open_asks_for_a_file_and_opens_it(
    open_window: Opener, new_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    choose_file(monkeypatch, "getOpenFileName", new_file)
    keys(Qt.Key.Key_O, held=CONTROL)
    assert window.session.title == "A review"


def test_file_that_is_no_review_is_refused_in_words(
    open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    wrong = tmp_path / "letter.evenhand"
    wrong.write_text("Dear colleague, this is no review. " * 30)
    choose_file(monkeypatch, "getOpenFileName", wrong)
    said: list[str] = []
    in_dialog(window, lambda dialog: said.append(dialog.windowTitle()))
    keys(Qt.Key.Key_O, held=CONTROL)
    assert said
    assert said[0]
    assert not window.session.is_open
    assert wrong.read_text().startswith("Dear colleague")


# -- pages -----------------------------------------------------------------------------------------


def test_every_page_comes_by_press_and_by_key(open_window: Opener, sample_file: Path) -> None:
    window = open_window(sample_file)
    rail = window.findChildren(Rail)[-1]
    assert tuple(rail.items) == PAGES
    for page in PAGES:
        assert go(window, page).isVisible()
        assert window.page == page
    for number, page in enumerate(PAGES[:-1], start=1):
        keys(Qt.Key(Qt.Key.Key_0 + number), held=CONTROL)
        assert window.page == page


def test_focus_begins_in_the_page_and_not_in_the_bar(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)
    focused = window.focusWidget()
    assert focused is not None
    assert shown(window).isAncestorOf(focused)


def test_help_explains_the_page_that_shows(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)
    go(window, "studies")
    said: list[str] = []
    in_dialog(window, lambda dialog: said.append(dialog.windowTitle()))
    keys(Qt.Key.Key_F1)
    assert said == ["Studies"]


def test_palette_goes_to_a_page_and_runs_an_action(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)
    keys(Qt.Key.Key_K, held=CONTROL)
    assert window.findChild(Palette) is not None
    type_words("history")
    keys(Qt.Key.Key_Return)
    assert window.page == "history"
    keys(Qt.Key.Key_K, held=CONTROL)
    type_words("larger")
    keys(Qt.Key.Key_Return)
    assert window.session.settings.text_zoom == 1.1


def test_palette_finds_a_study_and_opens_it(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)
    keys(Qt.Key.Key_K, held=CONTROL)
    type_words("@haas")
    keys(Qt.Key.Key_Return)
    assert window.page == "appraise"
    assert named(window, QWidget, "Appraise").isVisible()
    assert window._pages["appraise"]._shown.label == "Haas 2007"  # type: ignore[attr-defined]


def test_escape_closes_the_palette_and_gives_the_focus_back(
    open_window: Opener, new_file: Path
) -> None:
    window = open_window(new_file)
    before = window.focusWidget()
    keys(Qt.Key.Key_K, held=CONTROL)
    keys(Qt.Key.Key_Escape)
    assert window.focusWidget() is before


# -- words and size --------------------------------------------------------------------------------


def test_language_changes_every_page_at_once(
    open_window: Opener, sample_file: Path, qtbot: QtBot
) -> None:
    window = open_window(sample_file)
    settings = go(window, "settings")
    field = settings._language  # type: ignore[attr-defined]
    field.setFocus()
    keys(Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: shown(window) is not settings)
    assert i18n.language() == "pt_BR"
    rail = window.findChildren(Rail)[-1]
    assert [item.text() for item in rail.items.values()][:3] == [
        "Visão geral",
        "Registros",
        "Estudos",
    ]
    for page in PAGES:
        assert go(window, page).isVisible()
    go(window, "studies")
    assert named(window, QAbstractButton, "Adicionar estudo").isVisible()


def test_keys_change_the_size_of_the_text(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)
    before = window.fontMetrics().height()
    keys(Qt.Key.Key_Plus, held=CONTROL)
    keys(Qt.Key.Key_Plus, held=CONTROL)
    assert window.session.settings.text_zoom == 1.25
    assert window.fontMetrics().height() > before
    keys(Qt.Key.Key_0, held=CONTROL)
    assert window.fontMetrics().height() == before


# -- undo, saving, leaving -------------------------------------------------------------------------


def test_undo_and_redo_go_through_what_was_done(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)
    table = go(window, "studies").findChild(Table)
    assert table is not None
    edit(table, 0, 0, "Achiron 2005")
    assert window.session.state.text("study/s1", "label") == "Achiron 2005"
    press(window._top.undo)
    assert window.session.state.text("study/s1", "label") == "Achiron 2004"
    assert window._toast._words.text() == "Undone: Achiron 2005, Edit study"
    keys(Qt.Key.Key_Z, held=CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert window.session.state.text("study/s1", "label") == "Achiron 2005"
    assert window._toast._words.text() == "Done again: Achiron 2004, Edit study"


def test_save_says_that_all_is_saved(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)
    keys(Qt.Key.Key_S, held=CONTROL)
    assert window._toast.isVisible()
    assert window._toast._words.text() == "Everything is saved."


def test_text_being_typed_is_kept_when_the_window_closes(
    open_window: Opener, new_file: Path
) -> None:
    window = open_window(new_file)
    page = go(window, "appraise")
    keys(Qt.Key.Key_B, Qt.Key.Key_W)
    type_words("as the methods say")
    reader = window.session.reader
    assert isinstance(window.focusWidget(), QPlainTextEdit)
    assert page.isVisible()
    window.close()
    review = desk.open_review(new_file)
    claim = review.state.claim(f"appraisal/s1/-/nos-cohort@1/{reader}", "item/selection/S1")
    review.close()
    assert claim is not None
    assert (claim.value, claim.why) == ("b", "as the methods say")


def test_quit_and_start_again_finds_everything(open_window: Opener, new_file: Path) -> None:
    first = open_window(new_file)
    table = go(first, "studies").findChild(Table)
    assert table is not None
    edit(table, 1, 7, "ask the authors")
    keys(Qt.Key.Key_Q, held=CONTROL)
    assert not first.isVisible()
    second = open_window(settings=first.session.settings)
    row = second.session.settings.recents[0]
    click(shown(second), row.title)
    assert second.session.state.text("study/s2", "notes") == "ask the authors"


def test_window_is_never_smaller_than_its_pages_need(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file, Settings(theme="light", language="en"))
    window.resize(960, 600)
    for page in PAGES:
        go(window, page)
        assert window.size().toTuple() == (960, 600), page


@pytest.mark.qt_log_ignore("plugin does not support")
def test_menu_of_the_review_closes_it(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)
    press(window._top.name)
    menu = window._top.name._menu
    assert menu is not None
    assert menu.isVisible()
    entry = next(one for one in menu.actions() if one.text() == "Close the review")
    QTest.mouseClick(menu, LEFT, pos=QPoint(menu.actionGeometry(entry).center()))
    assert window.page == "start"
    assert not window.session.is_open
