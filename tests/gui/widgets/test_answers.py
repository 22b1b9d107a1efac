import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.answers import OptionList
from gui.widgets.options import Choice, OptionButton

LEFT = Qt.MouseButton.LeftButton
CHOICES = [Choice("a", "Independent blind assessment", stars=1), Choice("b", "Record linkage"),
           Choice("c", "Self-report")]  # fmt: skip


def shown(qtbot: QtBot, answers: QWidget) -> QWidget:
    page = QWidget()
    QVBoxLayout(page).addWidget(answers)
    qtbot.addWidget(page)
    page.resize(480, 300)
    page.show()
    page.activateWindow()
    return page


def test_whole_width_presses_an_option(qtbot: QtBot) -> None:
    answers = OptionList(CHOICES, "O1")
    _page = shown(qtbot, answers)
    button = answers.buttons["b"]
    with qtbot.waitSignal(answers.answered) as told:
        QTest.mouseClick(button, LEFT, pos=QPoint(button.width() - 3, button.height() - 3))
    assert told.args == ["b"]


def test_only_one_answer_stands(qtbot: QtBot) -> None:
    answers = OptionList(CHOICES, "O1")
    _page = shown(qtbot, answers)
    for code in "abc":
        QTest.mouseClick(answers.buttons[code], LEFT)
    assert [code for code, each in answers.buttons.items() if each.isChecked()] == ["c"]


def test_same_answer_twice_is_told_once(qtbot: QtBot) -> None:
    answers = OptionList(CHOICES, "O1")
    _page = shown(qtbot, answers)
    told: list[object] = []
    answers.answered.connect(told.append)
    QTest.mouseClick(answers.buttons["a"], LEFT)
    QTest.mouseClick(answers.buttons["a"], LEFT)
    assert told == ["a"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right])
def test_arrows_never_change_an_answer(qtbot: QtBot, key: Qt.Key) -> None:
    answers = OptionList(CHOICES, "O1")
    answers.set_value("b")
    _page = shown(qtbot, answers)
    answers.focus_option()
    qtbot.waitUntil(answers.buttons["b"].hasFocus)
    QTest.keyClick(answers.buttons["b"], key)
    assert answers.value() == "b"
    assert answers.buttons["b"].isChecked()


def test_space_chooses(qtbot: QtBot) -> None:
    answers = OptionList(CHOICES, "O1")
    _page = shown(qtbot, answers)
    with qtbot.waitSignal(answers.answered) as told:
        QTest.keyClick(answers.buttons["c"], Qt.Key.Key_Space)
    assert told.args == ["c"]


def test_delete_takes_an_answer_back(qtbot: QtBot) -> None:
    answers = OptionList(CHOICES, "O1")
    answers.set_value("b")
    _page = shown(qtbot, answers)
    with qtbot.waitSignal(answers.answered) as told:
        QTest.keyClick(answers.buttons["b"], Qt.Key.Key_Delete)
    assert told.args == [None]
    assert not answers.buttons["b"].isChecked()


def test_showing_an_answer_tells_nothing(qtbot: QtBot) -> None:
    answers = OptionList(CHOICES, "O1")
    _page = shown(qtbot, answers)
    with qtbot.assertNotEmitted(answers.answered):
        answers.set_value("a")
    assert answers.buttons["a"].isChecked()


def test_sealed_answers_cannot_be_changed(qtbot: QtBot) -> None:
    answers = OptionList(CHOICES, "O1")
    answers.set_value("b")
    answers.set_sealed(sealed=True)
    _page = shown(qtbot, answers)
    with qtbot.assertNotEmitted(answers.answered):
        QTest.mouseClick(answers.buttons["a"], LEFT)
        QTest.keyClick(answers.buttons["a"], Qt.Key.Key_Space)
        QTest.keyClick(answers.buttons["b"], Qt.Key.Key_Delete)
        answers.choose("a")
    assert answers.buttons["b"].isChecked()
    assert not answers.buttons["a"].isChecked()


def test_several_can_be_ticked_in_their_order(qtbot: QtBot) -> None:
    answers = OptionList(CHOICES, "C1", multi=True)
    _page = shown(qtbot, answers)
    QTest.mouseClick(answers.buttons["c"], LEFT)
    QTest.mouseClick(answers.buttons["a"], LEFT)
    assert answers.value() == ["a", "c"]


def test_none_of_these_is_an_answer_of_its_own(qtbot: QtBot) -> None:
    answers = OptionList(CHOICES, "C1", multi=True, none="Neither factor")
    _page = shown(qtbot, answers)
    told: list[object] = []
    answers.answered.connect(told.append)
    QTest.mouseClick(answers.buttons["a"], LEFT)
    row = next(each for each in answers.findChildren(type(answers.buttons["a"]))
               if each.text() == "Neither factor")  # fmt: skip
    QTest.mouseClick(row, LEFT)
    QTest.mouseClick(answers.buttons["b"], LEFT)
    assert told == [["a"], [], ["b"]]
    assert not row.isChecked()


def test_taking_all_ticks_away_is_no_answer(qtbot: QtBot) -> None:
    answers = OptionList(CHOICES, "C1", multi=True)
    answers.set_value(["a"])
    _page = shown(qtbot, answers)
    with qtbot.waitSignal(answers.answered) as told:
        QTest.mouseClick(answers.buttons["a"], LEFT)
    assert told.args == [None]


def test_option_names_its_question_letter_and_star() -> None:
    button = OptionButton(CHOICES[0], "O1 Assessment of outcome")
    name = button.accessibleName()
    assert name == "O1 Assessment of outcome, a Independent blind assessment, 1 star"


def test_long_option_wraps_instead_of_being_cut() -> None:
    button = OptionButton(Choice("a", "a long text that says much " * 6))
    assert button.heightForWidth(300) > button.heightForWidth(1600)


def test_short_answers_are_at_least_44_wide(qtbot: QtBot) -> None:
    from gui.theme import px

    answers = OptionList([Choice("Y", "Yes"), Choice("PY", "Probably yes")], "1.1", shape="short")
    _page = shown(qtbot, answers)
    assert answers.buttons["Y"].width() == px(44)
    assert answers.buttons["Y"].toolTip() == "Yes"
    QTest.mouseClick(answers.buttons["PY"], LEFT)
    assert answers.value() == "PY"
