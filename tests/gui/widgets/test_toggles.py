"""A screen reader toggles what it cannot press: the deed is the same, and done once."""

from pytestqt.qtbot import QtBot

from gui.widgets.answers import OptionList
from gui.widgets.options import Choice
from gui.widgets.rail import Rail
from gui.widgets.switches import Segmented, Tabs

LETTERS = [Choice("a", "Secure record", stars=1), Choice("b", "Interview"), Choice("c", "None")]


def answers_of(options: OptionList) -> list[object]:
    said: list[object] = []
    options.answered.connect(said.append)
    return said


def test_toggled_option_is_answered_once(qtbot: QtBot) -> None:
    options = OptionList(LETTERS, "S3")
    qtbot.addWidget(options)
    said = answers_of(options)
    options.buttons["a"].toggle()
    options.buttons["b"].toggle()
    options.buttons["b"].toggle()  # one of several that exclude each other stays
    assert said == ["a", "b"]


def test_pressed_option_is_answered_once(qtbot: QtBot) -> None:
    options = OptionList(LETTERS, "S3")
    qtbot.addWidget(options)
    said = answers_of(options)
    options.buttons["a"].click()
    options.buttons["c"].click()
    assert said == ["a", "c"]


def test_toggled_ticks_stand_together_and_none_clears_them(qtbot: QtBot) -> None:
    options = OptionList(LETTERS, "C1", multi=True, none="Neither")
    qtbot.addWidget(options)
    said = answers_of(options)
    options.buttons["a"].toggle()
    options.buttons["b"].toggle()
    assert options._none is not None
    options._none.toggle()
    options.buttons["c"].toggle()
    options.buttons["c"].toggle()
    assert said == [["a"], ["a", "b"], [], ["c"], None]


def test_sealed_answer_is_not_toggled(qtbot: QtBot) -> None:
    options = OptionList(LETTERS, "S3")
    qtbot.addWidget(options)
    options.set_value("a")
    options.set_sealed(sealed=True)
    said = answers_of(options)
    options.buttons["b"].toggle()
    assert said == []
    assert options.value() == "a"
    assert [code for code, one in options.buttons.items() if one.isChecked()] == ["a"]


def test_what_code_shows_says_nothing(qtbot: QtBot) -> None:
    options = OptionList(LETTERS, "C1", multi=True, none="Neither")
    tray = Segmented([("fixed", "Fixed"), ("random", "Random")])
    for widget in (options, tray):
        qtbot.addWidget(widget)
    said = answers_of(options)
    tray.picked.connect(said.append)
    options.set_value(["a", "c"])
    options.set_value([])
    tray.set_key("random")
    assert said == []


def test_toggled_piece_tab_and_page_are_picked(qtbot: QtBot) -> None:
    tray = Segmented([("fixed", "Fixed"), ("random", "Random")])
    tabs = Tabs([("forest", "Forest"), ("small", "Small studies")])
    rail = Rail("Pages")
    rail.add("studies", "book-open", "Studies")
    rail.add("appraise", "clipboard-check", "Appraise")
    rail.set_key("studies")
    said: list[str] = []
    for widget in (tray, tabs, rail):
        qtbot.addWidget(widget)
        widget.picked.connect(said.append)
    tray.pieces["random"].toggle()
    tabs.tabs["small"].toggle()
    rail.items["appraise"].toggle()
    assert said == ["random", "small", "appraise"]
    assert (tray.key(), tabs.key(), rail.key()) == ("random", "small", "appraise")
