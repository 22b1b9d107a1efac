import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.fields import Field, FilterList, LineField, ListField, SearchField
from gui.widgets.rail import Rail, RailItem
from gui.widgets.slider import LimitSlider
from gui.widgets.switches import Segmented, Tabs

LEFT = Qt.MouseButton.LeftButton
PAIRS = [("fixed", "Fixed"), ("random", "Random")]


@pytest.mark.parametrize(
    ("key", "value"),
    [(Qt.Key.Key_Left, 6), (Qt.Key.Key_Right, 8), (Qt.Key.Key_Home, 0), (Qt.Key.Key_End, 9)],
)
def test_slider_takes_arrows_and_ends(qtbot: QtBot, key: Qt.Key, value: int) -> None:
    slider = LimitSlider("Least stars", 0, 9, 7)
    qtbot.addWidget(slider)
    with qtbot.waitSignal(slider.valueChanged):
        QTest.keyClick(slider, key)
    assert slider.value() == value


def test_slider_follows_the_pointer_while_it_is_dragged(qtbot: QtBot) -> None:
    slider = LimitSlider("Least stars", 0, 9, 7)
    qtbot.addWidget(slider)
    slider.resize(224, 60)
    slider.show()
    values: list[int] = []
    slider.valueChanged.connect(values.append)
    QTest.mousePress(slider, LEFT, pos=QPoint(112, 10))
    QTest.mouseMove(slider, QPoint(160, 10))
    QTest.mouseRelease(slider, LEFT, pos=QPoint(160, 10))
    assert values
    assert values[-1] in (6, 7)
    assert not slider.isSliderDown()


def test_slider_makes_room_for_its_studies() -> None:
    slider = LimitSlider("Least stars", 0, 9, 7)
    low = slider.sizeHint().height()
    slider.set_studies([5, 5, 7])
    assert slider.sizeHint().height() > low


def test_segmented_is_picked_by_mouse_and_arrow(qtbot: QtBot) -> None:
    switch = Segmented(PAIRS, name="Model")
    qtbot.addWidget(switch)
    switch.show()
    with qtbot.waitSignal(switch.picked) as told:
        QTest.mouseClick(switch.pieces["random"], LEFT)
    assert told.args == ["random"]
    QTest.keyClick(switch.pieces["random"], Qt.Key.Key_Right)
    assert switch.key() == "fixed"
    assert switch.pieces["fixed"].accessibleName() == "Model, Fixed"


def test_segmented_shown_tells_nothing(qtbot: QtBot) -> None:
    switch = Segmented(PAIRS)
    qtbot.addWidget(switch)
    with qtbot.assertNotEmitted(switch.picked):
        switch.set_key("random")
    assert switch.key() == "random"


def test_tabs_are_picked(qtbot: QtBot) -> None:
    tabs = Tabs([("forest", "Forest"), ("het", "Heterogeneity")])
    qtbot.addWidget(tabs)
    tabs.show()
    with qtbot.waitSignal(tabs.picked) as told:
        QTest.mouseClick(tabs.tabs["het"], LEFT)
    assert told.args == ["het"]


def test_list_tells_what_the_person_picks_alone(qtbot: QtBot) -> None:
    field = ListField(PAIRS, "random")
    qtbot.addWidget(field)
    field.show()
    assert field.key() == "random"
    with qtbot.assertNotEmitted(field.picked):
        field.set_key("fixed")
    with qtbot.waitSignal(field.picked) as told:
        QTest.keyClick(field, Qt.Key.Key_Down)
    assert told.args == ["random"]


def test_wheel_over_a_list_changes_nothing(qtbot: QtBot) -> None:
    field = ListField(PAIRS)
    qtbot.addWidget(field)
    field.show()
    down = QPoint(0, -120)
    none = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase)
    wheel = QWheelEvent(QPointF(4, 4), QPointF(4, 4), down, down, *none, False)
    QApplication.sendEvent(field, wheel)
    assert field.key() == "fixed"


def test_list_is_named_by_its_label(qtbot: QtBot) -> None:
    field = ListField(PAIRS)
    labelled = Field("Model", field)
    qtbot.addWidget(labelled)
    assert labelled.label.buddy() is field
    assert labelled.focusProxy() is field
    filtering = FilterList("Design", PAIRS)
    qtbot.addWidget(filtering)
    assert filtering._named.buddy() is filtering


def test_field_says_what_is_wrong(qtbot: QtBot) -> None:
    field = Field("n", LineField("14"))
    qtbot.addWidget(field)
    field.set_error("15 relapsed of only 14.")
    assert not field._message.isHidden()
    assert field.field.accessibleDescription() == "15 relapsed of only 14."
    assert field.field.property("state") == "error"
    field.set_error("")
    assert field._message.isHidden()
    assert field.field.property("state") == ""


def test_line_is_told_when_it_changed(qtbot: QtBot) -> None:
    field = LineField("14")
    qtbot.addWidget(field)
    field.show()
    with qtbot.assertNotEmitted(field.edited):
        QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClicks(field, "2")
    with qtbot.waitSignal(field.edited) as told:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert told.args == ["142"]


def test_escape_empties_a_search(qtbot: QtBot) -> None:
    field = SearchField("Filter studies")
    qtbot.addWidget(field)
    QTest.keyClicks(field, "ach")
    with qtbot.waitSignal(field.searched) as told:
        QTest.keyClick(field, Qt.Key.Key_Escape)
    assert told.args == [""]


def test_rail_is_picked_and_walked(qtbot: QtBot) -> None:
    rail = Rail("Pages")
    qtbot.addWidget(rail)
    for key in ("studies", "appraise"):
        rail.add(key, "book-open", key.title())
    rail.add("settings", "settings", "Settings", at_bottom=True)
    rail.set_key("studies")
    rail.show()
    with qtbot.waitSignal(rail.picked) as told:
        QTest.mouseClick(rail.items["appraise"], LEFT)
    assert told.args == ["appraise"]
    assert rail.key() == "appraise"
    rail.activateWindow()
    rail.items["appraise"].setFocus()
    qtbot.waitUntil(rail.items["appraise"].hasFocus)
    QTest.keyClick(rail.items["appraise"], Qt.Key.Key_Down)
    qtbot.waitUntil(rail.items["settings"].hasFocus)


@pytest.mark.parametrize("word", ["Reconcile", "Synthesis", "Visão geral", "Relatório"])
def test_rail_words_fit_in_the_widest_common_type(qapp: QApplication, word: str) -> None:
    theme.apply(qapp, "light", family="DejaVu Sans")
    item = RailItem("inbox", word)
    words = QFontMetricsF(theme.theme().font("small", 600)).horizontalAdvance(word)
    assert words <= item.sizeHint().width() - 2


def test_rail_says_what_waits(qtbot: QtBot) -> None:
    rail = Rail()
    qtbot.addWidget(rail)
    rail.add("appraise", "clipboard-check", "Appraise")
    rail.set_count("appraise", 3)
    assert rail.items["appraise"].accessibleDescription() == "3 wait for you"
    rail.set_count("appraise", 0)
    assert rail.items["appraise"].accessibleDescription() == ""
