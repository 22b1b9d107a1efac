import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.buttons import Button
from gui.widgets.marks import ROLES

TEXTS = [
    ("text", "surface"), ("text", "window"), ("text", "tint"), ("text2", "surface"),
    ("text2", "window"), ("text2", "tint"), ("text2", "sunken"), ("text3", "surface"),
    ("text3", "window"), ("text3", "tint"), ("accent", "surface"), ("accent", "tint"),
    ("on", "fill"), ("on", "fill_hover"), ("bad", "bad_tint"), ("warn", "warn_tint"),
    ("ok", "ok_tint"), ("toast_text", "toast"), ("toast_link", "toast"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    theme.apply(qapp, "light")


def contrast(one: QColor, other: QColor) -> float:
    def light_of(colour: QColor) -> float:
        parts = [colour.redF(), colour.greenF(), colour.blueF()]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light_of(one), light_of(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_text_can_be_read(name: str, ink: str, ground: str) -> None:
    tokens = theme.inks(name).tokens
    assert contrast(tokens[ink], tokens[ground]) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("ground", ["surface", "window", "tint"])
def test_control_edges_and_marks_can_be_seen(name: str, ground: str) -> None:
    colours = theme.inks(name)
    assert contrast(colours.tokens["control"], colours.tokens[ground]) >= 3
    for chosen, roles in colours.marks.items():
        for role in set(ROLES) - {"na"}:
            seen = contrast(roles[role].edge, colours.tokens[ground])
            assert seen >= 4, (chosen, role)


@pytest.mark.parametrize("name", ["light", "dark", "print"])
def test_glyphs_of_marks_can_be_read(name: str) -> None:
    for roles in theme.inks(name).marks.values():
        for role in set(ROLES) - {"na"}:
            assert contrast(roles[role].glyph, roles[role].fill) >= 4.5, role


def test_light_and_dark_name_the_same_colours() -> None:
    assert theme.inks("light").tokens.keys() == theme.inks("dark").tokens.keys()


def test_stylesheet_is_filled_in_entirely() -> None:
    text = theme.stylesheet(theme.inks("dark"))
    assert not re.search(r"[$~]", text.split("*/", 1)[1])
    assert "#1F2023" in text.upper()


def test_lengths_follow_the_zoom(qapp: QApplication) -> None:
    normal = theme.px(100)
    theme.apply(qapp, "light", text_zoom=1.5)
    assert theme.px(100) == pytest.approx(normal * 1.5, abs=4)
    assert qapp.font().pixelSize() == theme.theme().body_px


def test_held_sizes_and_spaces_follow_the_zoom(qapp: QApplication, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    layout = QHBoxLayout(widget)
    theme.space(layout, (16, 0, 16, 0), 8)
    theme.hold(widget, width=260)
    theme.apply(qapp, "light", text_zoom=2.0)
    assert widget.width() == theme.px(260)
    assert layout.contentsMargins().left() == theme.px(16)
    assert layout.spacing() == theme.px(8)


def test_change_is_told_once(qapp: QApplication, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.theme().changed):
        theme.apply(qapp, "dark")
    assert theme.theme().token("surface") == QColor("#1F2023")


def test_system_mode_follows_the_system(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "system")
    with qtbot.waitSignal(theme.theme().changed):
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.theme().dark
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert not theme.theme().dark


def test_chosen_mode_ignores_the_system(qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert not theme.theme().dark
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Unknown)


def test_type_follows_the_system_when_a_person_comes_back(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    larger = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
    larger.setPixelSize(26)
    monkeypatch.setattr(QFontDatabase, "systemFont", lambda _which: larger)
    with qtbot.waitSignal(theme.theme().changed):
        qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert theme.px(13) == 26


def test_tabular_font_asks_for_tabular_figures(qapp: QApplication) -> None:
    font = theme.theme().font("body", 500, tabular=True)
    assert font.featureValue(QFont.Tag("tnum")) == 1
    assert not theme.theme().font("body", 500).isFeatureSet(QFont.Tag("tnum"))


def test_button_is_as_high_as_designed_at_rest_and_in_focus(qtbot: QtBot) -> None:
    button = Button("Export")
    qtbot.addWidget(button)
    button.show()
    resting = button.sizeHint()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    assert button.sizeHint() == resting
    assert resting.height() == theme.px(32)


def test_heads_of_a_file_dialog_stand_in_the_middle(qtbot: QtBot, tmp_path: Path) -> None:
    """Qt's own dialog, where the system has none: the model puts its heads at the top."""
    dialog = QFileDialog(None, "Open", str(tmp_path))
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setViewMode(QFileDialog.ViewMode.Detail)
    dialog.show()
    QApplication.processEvents()
    tree = dialog.findChild(QTreeView)
    assert tree is not None
    head = tree.header()
    drawn = head.grab(QRect(0, 0, 90, head.height() - 2)).toImage()  # the first head's words
    ground = drawn.pixel(0, 0)
    rows = [
        y
        for y in range(drawn.height())
        if any(drawn.pixel(x, y) != ground for x in range(drawn.width()))
    ]
    assert rows
    assert abs((rows[0] + rows[-1]) / 2 - head.height() / 2) <= 3
