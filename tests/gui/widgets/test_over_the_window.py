from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from appraisal.importers.extraction import read as read_table
from gui.dialogs import Dialog, Missing, Way, ask
from gui.panes.extraction_map import ask_table
from gui.widgets.buttons import Button
from gui.widgets.fields import Field
from gui.widgets.notices import Banner, Message, Toast
from gui.widgets.page import Scroll
from gui.widgets.palette import Entry, Palette
from gui.widgets.reason import GrowingText

LEFT = Qt.MouseButton.LeftButton
WAYS = [Way("submit", "Submit as it is"), Way("answer", "Answer O2", "primary")]
ACTIONS = [
    Entry("submit", "Submit this appraisal", keys="Ctrl+Return"),
    Entry("groups", "Subgroups", "Synthesis"),
    Entry("extract", "Submit extraction", off="Four numbers are missing"),
    Entry("export", "Export everything"),
]


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    window = QWidget()
    window.resize(900, 700)
    QVBoxLayout(window).addWidget(QLineEdit())
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    window.findChildren(QLineEdit)[0].setFocus()
    yield window
    window.close()


def test_dialog_gives_the_way_taken(window: QWidget, qtbot: QtBot) -> None:
    dialog = Dialog(window, "Submit?", ["Two items are still open."], WAYS)
    dialog.open()
    with qtbot.waitSignal(dialog.answered) as told:
        QTest.mouseClick(dialog.buttons["submit"], LEFT)
    assert told.args == ["submit"]


def test_safest_way_has_the_focus_and_enter_takes_it(window: QWidget, qtbot: QtBot) -> None:
    dialog = Dialog(window, "Submit?", [], WAYS)
    dialog.open()
    qtbot.waitUntil(dialog.buttons["answer"].hasFocus)
    with qtbot.waitSignal(dialog.answered) as told:
        QTest.keyClick(dialog.buttons["answer"], Qt.Key.Key_Return)
    assert told.args == ["answer"]


def test_enter_in_a_field_takes_the_primary_way_once_it_is_open(
    window: QWidget, qtbot: QtBot
) -> None:
    dialog = Dialog(window, "New review", [], [Way("", "Cancel"), Way("yes", "Go on", "primary")])
    field = QLineEdit(dialog)
    dialog.add(field)
    dialog.open()
    dialog.buttons["yes"].set_off("Give a title")
    field.setFocus()
    with qtbot.assertNotEmitted(dialog.answered):
        QTest.keyClick(field, Qt.Key.Key_Return)
    dialog.buttons["yes"].set_off("")
    with qtbot.waitSignal(dialog.answered) as told:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert told.args == ["yes"]


@pytest.mark.parametrize("from_field", [True, False])
def test_control_and_enter_take_the_primary_way_from_anywhere(
    window: QWidget, qtbot: QtBot, *, from_field: bool
) -> None:
    dialog = Dialog(window, "New rule", [], [Way("", "Cancel"), Way("yes", "Save", "primary")])
    reason = GrowingText("Reason", parent=dialog)
    dialog.add(reason)
    dialog.open()
    focused = reason if from_field else dialog.buttons[""]
    focused.setFocus()
    with qtbot.waitSignal(dialog.answered) as told:
        QTest.keyClick(focused, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["yes"]


def test_escape_leaves_things_as_they_are(window: QWidget, qtbot: QtBot) -> None:
    before = QApplication.focusWidget()
    dialog = Dialog(window, "Submit?", [], WAYS)
    dialog.open()
    with qtbot.waitSignal(dialog.answered) as told:
        QTest.keyClick(dialog.buttons["answer"], Qt.Key.Key_Escape)
    assert told.args == [""]
    assert QApplication.focusWidget() is before


def test_ask_waits_for_the_answer(window: QWidget, qtbot: QtBot) -> None:
    def press() -> None:
        button = next(b for b in window.findChildren(Button) if b.text() == "Submit as it is")
        QTest.mouseClick(button, LEFT)

    QTimer.singleShot(0, press)
    assert ask(window, "Submit?", ["Two items are still open."], WAYS) == "submit"


def test_missing_item_leads_to_its_place(window: QWidget, qtbot: QtBot) -> None:
    missing = [Missing("Outcome/O2", "O2", "Length of follow-up")]
    dialog = Dialog(window, "Submit?", [], WAYS, missing=missing)
    dialog.open()
    link = next(b for b in dialog.findChildren(Button) if b.text() == "Go there")
    assert link.accessibleName() == "Go to O2 Length of follow-up"
    with qtbot.waitSignal(dialog.answered) as told:
        QTest.mouseClick(link, LEFT)
    assert told.args == ["go:Outcome/O2"]


def test_focus_stays_in_the_dialog(window: QWidget, qtbot: QtBot) -> None:
    dialog = Dialog(window, "Submit?", [], WAYS)
    dialog.open()
    for _step in range(5):
        focused = QApplication.focusWidget()
        assert focused is not None
        assert dialog.isAncestorOf(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    dialog.answer("")


def test_keys_of_the_window_wait_while_a_dialog_asks(window: QWidget, qtbot: QtBot) -> None:
    pressed: list[int] = []
    QShortcut(QKeySequence("Ctrl+B"), window, lambda: pressed.append(1))
    dialog = Dialog(window, "Submit?", [], WAYS)
    dialog.open()
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(dialog.buttons["answer"], Qt.Key.Key_B, control)
    assert not pressed
    dialog.answer("")
    QTest.keyClick(window.findChildren(QLineEdit)[0], Qt.Key.Key_B, control)
    assert pressed == [1]


def palette(window: QWidget) -> Palette:
    found = Palette(
        window, lambda words: [Entry("study", "Submarine 1999", kind="study")] if words else []
    )
    found.open_palette(ACTIONS)
    return found


def names(found: Palette) -> list[str]:
    return [row if isinstance(row, str) else row.text for row in found._model.rows]


def test_palette_filters_as_one_types(window: QWidget, qtbot: QtBot) -> None:
    found = palette(window)
    assert names(found)[:2] == ["Actions", "Submit this appraisal"]
    QTest.keyClicks(found.field, "sub")
    assert names(found) == ["Actions", "Submit this appraisal", "Subgroups", "Submit extraction",
                            "In this review", "Submarine 1999"]  # fmt: skip
    found.close_palette()


@pytest.mark.parametrize(("typed", "group"), [(">sub", "Actions"), ("@sub", "In this review")])
def test_palette_can_be_narrowed(window: QWidget, qtbot: QtBot, typed: str, group: str) -> None:
    found = palette(window)
    QTest.keyClicks(found.field, typed)
    assert {"Actions", "In this review"} & {*names(found)} == {group}
    found.close_palette()


def test_palette_runs_the_chosen_row(window: QWidget, qtbot: QtBot) -> None:
    found = palette(window)
    QTest.keyClick(found.field, Qt.Key.Key_Down)
    with qtbot.waitSignal(found.ran) as told:
        QTest.keyClick(found.field, Qt.Key.Key_Return)
    assert told.args == ["groups"]
    assert not found.isVisible()


def test_palette_shows_but_does_not_run_what_is_off(window: QWidget, qtbot: QtBot) -> None:
    found = palette(window)
    QTest.keyClicks(found.field, "extraction")
    with qtbot.assertNotEmitted(found.ran):
        QTest.keyClick(found.field, Qt.Key.Key_Return)
    assert found.isVisible()
    index = found.list.currentIndex()
    assert index.data() == "Submit extraction, Four numbers are missing"
    found.close_palette()


def test_palette_goes_with_escape_and_a_click_beside(window: QWidget, qtbot: QtBot) -> None:
    found = palette(window)
    QTest.keyClick(found.field, Qt.Key.Key_Escape)
    assert not found.isVisible()
    found.open_palette(ACTIONS)
    scrim = found.parentWidget()
    assert scrim is not None
    QTest.mouseClick(scrim, LEFT, pos=QPoint(4, 4))
    assert not found.isVisible()


def test_banner_shows_the_worst_until_its_cause_is_gone(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.put("merge", Message("58 answers came in."))
    banner.put("disk", Message("The disk is full.", "bad"))
    assert banner.text() == "The disk is full."
    banner.take("disk")
    assert banner.text() == "58 answers came in."
    banner.take("merge")
    assert banner.isHidden()


def test_banner_button_does_its_deed(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    done: list[int] = []
    banner.put("read", Message("Reading only.", "warn", [("Try again", lambda: done.append(1))]))
    banner.show()
    QTest.mouseClick(banner.findChildren(Button)[0], LEFT)
    assert done == [1]


def test_toast_offers_the_way_back(window: QWidget, qtbot: QtBot) -> None:
    toast = Toast(window)
    done: list[int] = []
    toast.say("Agreed answer saved", undo=lambda: done.append(1))
    assert toast.isVisible()
    button = toast.findChildren(Button)[0]
    QTest.mouseClick(button, LEFT)
    assert done == [1]
    assert toast.isHidden()


def test_toast_goes_by_itself_and_stays_in_the_window(window: QWidget, qtbot: QtBot) -> None:
    toast = Toast(window)
    toast._timer.setInterval(1)
    toast.say("Saved")
    assert window.rect().contains(toast.geometry())
    qtbot.waitUntil(toast.isHidden)
    assert not toast._timer.isActive()


def whole(dialog: Dialog, field: QWidget) -> bool:
    """Whether a field has the height it wants and lies over no other."""
    others = [one for one in dialog.findChildren(Field) if one is not field]
    place = QRect(field.mapTo(dialog, QPoint()), field.size())
    apart = all(
        not place.intersects(QRect(one.mapTo(dialog, QPoint()), one.size())) for one in others
    )
    return field.height() >= field.sizeHint().height() and apart


def test_long_form_scrolls_in_a_low_window_and_is_whole_in_a_high_one(
    window: QWidget, qtbot: QtBot
) -> None:
    dialog = Dialog(window, "Protocol", [], [Way("", "Cancel"), Way("yes", "Keep", "primary")])
    lines = [GrowingText(f"Field {n}", lines=2) for n in range(8)]
    fields = [Field(f"Field {n}", line) for n, line in enumerate(lines)]
    dialog.add_scrolled(fields)
    dialog.open()
    (scroll,) = dialog.findChildren(Scroll)
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().maximum() == 0)
    assert all(whole(dialog, one) for one in fields)
    window.resize(900, 360)
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().maximum() > 0)
    assert all(whole(dialog, one) for one in fields)
    keep = dialog.buttons["yes"]
    assert keep.mapTo(window, keep.rect().bottomLeft()).y() < 360


def test_map_of_columns_lies_over_nothing_in_a_low_window(
    window: QWidget, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "numbers.csv"
    heads = [f"Column {n}" for n in range(14)]
    path.write_text("\n".join([",".join(heads), ",".join("1" * 14)]))
    window.resize(900, 420)
    found: list[bool] = []

    def look() -> None:
        for dialog in window.findChildren(Dialog):
            inside = dialog.findChildren(Scroll)[0]
            bottom = inside.mapTo(dialog, inside.rect().bottomLeft()).y()
            below = [one for one in dialog.findChildren(Field) if not inside.isAncestorOf(one)]
            found.extend(one.mapTo(dialog, QPoint()).y() > bottom for one in below)
            dialog.answer("")

    QTimer.singleShot(50, window, look)
    ask_table(window, read_table(path))
    assert found
    assert all(found)
