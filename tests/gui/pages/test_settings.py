"""Settings take effect at once and are there at the next start."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from gui.pages.settings import SettingsPage
from gui.settings import Settings, read_settings
from gui.theme import theme
from gui.window import Window
from resources import i18n
from tests.gui.conftest import Opener
from tests.gui.hands import click, keys, named, page_of, type_words


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


@pytest.fixture
def window(open_window: Opener, file: Path) -> Window:
    made = open_window(settings=Settings(file, theme="light", language="en"))
    click(made, "Settings")
    return made


def page(window: Window) -> SettingsPage:
    return page_of(window, SettingsPage)


def test_dark_colours_come_at_once_and_stay(window: Window, file: Path) -> None:
    before = theme().token("surface").name()
    click(page(window), "Dark")
    assert theme().token("surface").name() != before
    assert read_settings(file).theme == "dark"


def test_marks_change_their_palette(window: Window, file: Path) -> None:
    click(page(window), "Colour-blind-safe")
    assert read_settings(file).palette == "safe"


def test_size_of_text_is_chosen_from_the_list(window: Window, file: Path) -> None:
    before = window.fontMetrics().height()
    page(window)._zoom.setFocus()
    keys(Qt.Key.Key_End)
    assert read_settings(file).text_zoom == 2.0
    assert window.fontMetrics().height() > 1.5 * before


def test_name_is_kept_for_new_reviews(window: Window, file: Path) -> None:
    named(page(window), QLineEdit, "Your name").setFocus()
    type_words("Ann Lee")
    keys(Qt.Key.Key_Return)
    assert read_settings(file).name == "Ann Lee"


def test_broken_settings_file_takes_the_defaults(file: Path) -> None:
    file.write_text("language = [[[", "utf-8")
    assert read_settings(file) == Settings(file)


def test_the_key_buttons_are_whole_in_a_longer_language(open_window: Opener, file: Path) -> None:
    i18n.set_language("pt_BR")
    made = open_window(settings=Settings(file, theme="light", language="pt_BR"))
    made.resize(1280, 800)
    click(made, "Ajustes")
    for button in (page(made)._export, page(made)._import):
        assert button.width() >= button.sizeHint().width()
