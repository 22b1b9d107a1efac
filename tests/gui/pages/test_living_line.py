"""From a judgement to the estimate in the window: divide, map, press a star, change it, undo."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from appraisal import sample
from gui import theme
from gui.dialogs import Dialog
from gui.pages.synthesis import SynthesisPage
from gui.session import Session
from gui.settings import Settings
from gui.window import Window
from stats.figures.scene import Box, Stars
from tests.gui import hands


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("living") / "review.evenhand"
    sample.make(path, "ivig")
    return path


@pytest.fixture
def window(made_once: Path, tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Window]:
    theme.apply(qapp, "light", text_zoom=13 / theme.system_px())
    path = tmp_path / "review.evenhand"
    copyfile(made_once, path)
    made = Window(Session(Settings()))
    qtbot.addWidget(made)
    made.resize(1600, 1000)
    made.show()
    qtbot.waitExposed(made)
    made.session.open(path)
    made.session.sign_in(made.session.state.ids("person")[0])
    made.show_page("synthesis")
    QApplication.processEvents()
    yield made
    made.session.close()
    qtbot.waitUntil(lambda: not made.session.jobs.running)


def page_of(window: Window) -> SynthesisPage:
    found = window.findChild(SynthesisPage)
    assert isinstance(found, SynthesisPage)
    return found


def lines(page: SynthesisPage) -> dict[str, str]:
    QApplication.processEvents()
    return {row[0]: row[1] for row in page.risk.lines.view.canvas.scene().table}


def press_stars(page: SynthesisPage, label: str, place: int) -> None:
    assert page.analysis is not None
    study = next(one.study for one in page.analysis.dataset.rows if one.label == label)
    canvas = page.plot.forest.view.canvas
    key = f"{study}|stars/{place}"
    mark = next(m for m in canvas.scene().marks if isinstance(m, Stars) and m.id == key)
    at = QPoint(round((mark.x + 4) * canvas.zoom), round(mark.y * canvas.zoom))
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    QApplication.processEvents()


def test_pools_stand_side_by_side(window: Window) -> None:
    page = page_of(window)
    found = lines(page)
    assert found["All studies (4)"] == "0.32 [0.15, 0.67]"
    assert found["Without high risk (2)"] == "0.28 [0.10, 0.76]"
    assert "NOS cohort: below 7 of 9 stars" in page.risk.lines._mapping.text()


def test_division_shows_levels_weights_and_the_test(window: Window) -> None:
    page = page_of(window)
    by = page.risk.lines.by
    by.setCurrentIndex(by.findData("risk"))
    by.activated.emit(by.currentIndex())
    found = lines(page)
    assert found["Low (2)"].startswith("0.28 [0.10, 0.76], 59")
    assert found["High (2)"].endswith("of the weight")
    assert "df = 1" in page.risk.lines._test.text()


def test_mapping_is_changed_with_a_reason_and_undone(window: Window) -> None:
    page = page_of(window)

    def fill_in(dialog: Dialog) -> None:
        from gui.panes.mapping import MappingDialog, StarsAsked

        assert isinstance(dialog, MappingDialog)
        for asked in dialog.asked:
            if isinstance(asked, StarsAsked):
                asked.high.setText("6")
                asked.low.setText("8")
        yes = dialog.buttons["yes"]
        hands.press(yes)
        assert dialog.isVisible()  # it asks why
        dialog.reason.setPlainText("Agreed at the meeting.")
        hands.press(yes)

    hands.in_dialog(window, fill_in)
    hands.press(page.risk.lines.change)
    found = lines(page)
    assert found["Without high risk (3)"]  # Hellwig 2008 has 6 stars
    assert found["Low risk only (1)"]
    window.session.undo_stack.undo()
    assert lines(page)["Without high risk (2)"] == "0.28 [0.10, 0.76]"


def test_pressing_a_star_shows_its_items_and_a_change_moves_the_plot(window: Window) -> None:
    page = page_of(window)
    press_stars(page, "Achiron 1996", 2)
    pane = page.judgement
    assert pane.isVisible()
    assert pane.part.key() == "outcome"
    assert pane.cards
    canvas = page.plot.forest.view.canvas

    def earned() -> int:
        key = f"{pane.study}|stars/2"
        return next(m.earned for m in canvas.scene().marks if isinstance(m, Stars) and m.id == key)

    before = earned()
    card = next(one for one in pane.cards if any(o.stars for o in one.point.options))
    field, now = card.point.field, card.point.agreed
    assert now is not None
    other = next(
        option for option in card.point.options
        if bool(option.stars) != any(o.stars and o.code == now.value for o in card.point.options)
    )  # fmt: skip

    def why(dialog: Dialog) -> None:
        dialog.findChildren(QPlainTextEdit)[0].setPlainText("Seen again.")
        hands.press(dialog.buttons["yes"])

    hands.in_dialog(window, why)
    card._back.setFocus()
    hands.press(card._back)  # what is agreed is reopened with a reason
    QApplication.processEvents()
    card = next(one for one in pane.cards if one.point.field == field)
    held = QApplication.focusWidget()
    assert held is not None
    assert card.isAncestorOf(held)  # the card made anew: there it goes on
    card._options.choose(other.code)
    card._why.setPlainText("The report says so on page 2.")
    card._button.setFocus()
    hands.press(card._button)
    QApplication.processEvents()
    focused = QApplication.focusWidget()  # at the next to decide, not at the head of the window
    assert focused is not None
    assert page.judgement.isAncestorOf(focused)
    assert earned() != before
    assert "Without high risk (2)" not in lines(page) or earned() > before
    window.session.undo_stack.undo()
    window.session.undo_stack.undo()
    QApplication.processEvents()
    assert earned() == before


def test_row_card_leads_to_the_judgement_without_a_mouse(window: Window) -> None:
    page = page_of(window)
    canvas = page.plot.forest.view.canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    QApplication.processEvents()
    hands.press(page.plot.forest.card.judge)
    assert page.judgement.isVisible()
    hands.press(page.judgement.close_it)
    assert not page.judgement.isVisible()
    assert page.plot.forest.card.isVisible()


def test_square_still_switches_a_study_and_no_judgement_opens(window: Window) -> None:
    page = page_of(window)
    canvas = page.plot.forest.view.canvas
    square = next(m for m in canvas.scene().marks if isinstance(m, Box) and m.id)
    at = QPoint(round((square.x + 3) * canvas.zoom), round((square.y + 3) * canvas.zoom))
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    assert page.analysis is not None
    assert len(page.analysis.dataset.used) == 3
    assert not page.judgement.isVisible()


def test_weights_by_level_lie_under_the_plot(window: Window) -> None:
    scene = page_of(window).plot.forest.view.canvas.scene()
    says = {row.id: row.says for row in scene.rows if row.id.startswith("bar/")}
    assert says["bar/risk"].startswith("Overall, as mapped: Low 59")
    assert "3/4 69" in says["bar/domain/nos/selection"]


def test_every_new_control_has_a_name(window: Window) -> None:
    page = page_of(window)
    press_stars(page, "Achiron 1996", 0)
    for button in (*page.judgement.findChildren(QAbstractButton), page.risk.lines.change):
        assert button.accessibleName() or button.text()
