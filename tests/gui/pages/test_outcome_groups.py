"""RoB 1 by outcome groups, from settings to figures, and the cross-sectional scales, by hand."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from appraisal import desk, drafts
from appraisal.ledger import Claim, Value
from appraisal.targets import targets_of
from gui.dialogs import Dialog
from gui.pages.appraise import AppraisePage
from gui.pages.report import ReportPage
from gui.pages.synthesis import SynthesisPage
from gui.widgets.fields import ListField
from gui.widgets.known import KnownNames
from gui.window import Window
from stats.figures.scene import Judgement, Text
from tests.gui.conftest import Opener
from tests.gui.hands import CONTROL, click, go, in_dialog, keys, named, press, type_words

KEY = Qt.Key
GROUPS = ("objective", "self-reported")
OUTCOMES = ("Death", "Pain")


@pytest.fixture
def window(open_window: Opener, tmp_path: Path) -> Window:
    """A window of one reviewer with a trial that has two outcomes."""
    path = tmp_path / "trials.evenhand"
    review, person = desk.new_review(path, title="Trials", name="Ann Lee", readers=1)
    review.commit(
        drafts.edit_review(
            {"design/rct": "rob1-2011", "setting/rob1-2011/key_domains": ["D1", "D3", "D5"]}
        )
    )
    facts: dict[str, Value] = {"label": "Haas 2007", "design": "rct", "order": 0}
    review.commit(drafts.add_study(facts, id="s1")[0])
    for place, name in enumerate(OUTCOMES):
        outcome: dict[str, Value] = {"name": name, "data": "counts", "order": place}
        review.commit(drafts.add_outcome({**outcome, "event_is": "bad"}, id=f"o{place}")[0])
        cells = {"e1": 4, "n1": 40, "e2": 9, "n2": 41}
        claims = {cell: Claim(n) for cell, n in cells.items()}
        review.commit(drafts.extract("s1", f"o{place}", person, claims))
    review.close()
    return open_window(path)


def choose(field: ListField, words: str) -> None:
    """Choose from a list by the arrow keys."""
    field.setFocus()
    while field.currentText() != words:
        before = field.currentIndex()
        QTest.keyClick(field, KEY.Key_Down)
        QApplication.processEvents()
        assert field.currentIndex() != before, words


def name_the_groups(window: Window) -> None:
    def fill(dialog: Dialog) -> None:
        named(dialog, QLineEdit, "RoB 1: Outcome groups").setFocus()
        type_words("; ".join(GROUPS))
        press(dialog.buttons["yes"])

    in_dialog(window, fill)
    click(go(window, "overview"), "Settings before rating")


def add_group(window: Window, name: str, outcome: str) -> None:
    def fill(dialog: Dialog) -> None:
        named(dialog, QLineEdit, "Name").setFocus()
        type_words(name)
        lists = [one for one in dialog.findChildren(ListField) if one.isVisible()]
        kind = lists[0]
        assert kind.key() == "outcome-group"  # what the instrument is made for comes first
        choose(lists[1], outcome)
        press(dialog.buttons["yes"])

    in_dialog(window, fill)
    appraise(window).act("add_assessment")
    QApplication.processEvents()


def appraise(window: Window) -> AppraisePage:
    found = window._pages["appraise"]
    assert isinstance(found, AppraisePage)
    return found


def score(window: Window, *entries: Qt.Key) -> None:
    """Judge the entries in turn, each with its support, and submit."""
    for place, digit in enumerate(entries):
        keys(digit, KEY.Key_W)
        type_words(f"support {place + 1}")
        keys(KEY.Key_Escape, KEY.Key_Return)
    in_dialog(window, lambda dialog: press(dialog.buttons["yes"]))
    keys(KEY.Key_Return, held=CONTROL)


def test_groups_are_named_scored_and_shown_with_their_outcome(window: Window, qtbot: QtBot) -> None:
    low, high = KEY.Key_1, KEY.Key_3
    name_the_groups(window)
    go(window, "appraise")
    add_group(window, GROUPS[0], "Death")
    assert "objective; self-reported" in appraise(window)._shown.items()[2].help  # type: ignore[union-attr]
    score(window, *[low] * 7)
    add_group(window, GROUPS[1], "Pain")
    score(window, high, high, high)  # the entries of the study are there already
    state = window.session.state
    seats = [
        f"appraisal/s1/{one.id}/rob1-2011@1/{window.session.reader}"
        for one in targets_of(state, "s1")
    ]
    assert [state.value(seat, "item/D3/3") for seat in seats] == ["low", "high"]
    shown = go(window, "synthesis")
    assert isinstance(shown, SynthesisPage)
    for outcome, level in zip(OUTCOMES, ("low", "high"), strict=True):
        choose(shown.model.outcome, outcome)
        qtbot.waitUntil(lambda: shown.analysis is not None)
        assert shown.analysis is not None
        (row,) = shown.analysis.dataset.rows
        assert row.rating is not None
        assert row.rating.level == level
    report = go(window, "report")
    assert isinstance(report, ReportPage)
    qtbot.waitUntil(lambda: report._model.rowCount() > 0, timeout=20_000)
    title = "RoB 1: judgements by domain"
    of_death, of_pain = ["Low risk"] * 8, ["Low risk"] * 8
    of_pain[2:5], of_pain[7] = ["High risk"] * 3, "High risk"
    rows = {"Haas 2007, objective": of_death, "Haas 2007, self-reported": of_pain}
    assert list(light(report, title, qtbot).values()) == [of_death, of_pain]
    assert [*light(report, title, qtbot)] == list(rows)
    assert list(light(report, f"{title}, Death", qtbot).values()) == [of_death]
    assert list(light(report, f"{title}, Pain", qtbot).values()) == [of_pain]


@pytest.mark.qt_log_ignore("plugin does not support")
def test_names_that_are_known_are_picked_and_not_typed(window: Window) -> None:
    def of_settings(dialog: Dialog) -> None:
        for name in ("Pain", "Death"):
            pick(dialog, "RoB 1: Outcome groups: known names", name)
        assert known(dialog) == []  # both stand in the line
        assert named(dialog, QLineEdit, "RoB 1: Outcome groups").text() == "Pain; Death"
        press(dialog.buttons["yes"])

    in_dialog(window, of_settings)
    click(go(window, "overview"), "Settings before rating")
    go(window, "appraise")

    def of_target(dialog: Dialog) -> None:
        assert not dialog.buttons["yes"].isEnabled()
        pick(dialog, "Name: known names", "Pain")
        press(dialog.buttons["yes"])

    in_dialog(window, of_target)
    appraise(window).act("add_assessment")
    (made,) = targets_of(window.session.state, "s1")
    assert (made.name, made.outcome) == ("Pain", "o1")  # and it belongs to that outcome

    def look(dialog: Dialog) -> None:
        assert known(dialog) == ["Death"]  # the study has the other one

    in_dialog(window, look)
    appraise(window).act("add_assessment")


def known(dialog: Dialog) -> list[str]:
    """The names that the menu of the dialog offers."""
    (names,) = dialog.findChildren(KnownNames)
    return [entry.text() for entry in names.menu_now().actions()]


def pick(dialog: Dialog, button: str, name: str) -> None:
    """Open the menu by its button and choose from it by keys."""
    click(dialog, button)
    (names,) = dialog.findChildren(KnownNames)
    menu = names.findChildren(QMenu)[-1]
    assert menu.isVisible()
    for _step in range([entry.text() for entry in menu.actions()].index(name) + 1):
        QTest.keyClick(menu, KEY.Key_Down)
    QTest.keyClick(menu, KEY.Key_Return)
    QApplication.processEvents()


def test_an_entry_of_the_study_is_said_once_and_stands_in_every_group(window: Window) -> None:
    go(window, "appraise")
    for name, outcome in zip(GROUPS, OUTCOMES, strict=True):
        add_group(window, name, outcome)
    keys(KEY.Key_3)  # entry 1, in the form of the second group
    keys(KEY.Key_Return, KEY.Key_Return, KEY.Key_1)  # entry 3, which is the group's own
    state = window.session.state
    seats = [
        f"appraisal/s1/{one.id}/rob1-2011@1/{window.session.reader}"
        for one in targets_of(state, "s1")
    ]
    assert [state.value(seat, "item/D1/1") for seat in seats] == ["high", "high"]
    assert [state.value(seat, "item/D3/3") for seat in seats] == [None, "low"]
    said = [one.text() for one in appraise(window).findChildren(QLabel) if one.isVisible()]
    assert "Judged once for the study: the same in objective." in said
    for _twice in range(2):
        window.session.undo()
    state = window.session.state
    assert [state.value(seat, "item/D1/1") for seat in seats] == [None, None]


def test_an_entry_submitted_with_one_group_is_read_in_the_next(window: Window) -> None:
    go(window, "appraise")
    add_group(window, GROUPS[0], "Death")
    score(window, *[KEY.Key_1] * 7)
    add_group(window, GROUPS[1], "Pain")
    page = appraise(window)
    shown = page._shown
    assert shown is not None
    assert [one.id for one in shown.domains if one.is_locked] == ["D1", "D2", "D6", "D7"]
    assert shown.item("D1/1").why == "support 1"  # type: ignore[union-attr]
    page._pane.go_to("D1/1")
    QApplication.processEvents()
    keys(KEY.Key_3)
    (seat,) = (
        f"appraisal/s1/{one.id}/rob1-2011@1/{window.session.reader}"
        for one in targets_of(window.session.state, "s1")
        if one.name == GROUPS[1]
    )
    assert window.session.state.value(seat, "item/D1/1") == "low"
    page._pane.go_to("D3/3")
    QApplication.processEvents()
    keys(KEY.Key_3)
    assert window.session.state.value(seat, "item/D3/3") == "high"


def light(report: ReportPage, title: str, qtbot: QtBot) -> dict[str, list[str]]:
    """Press a traffic light on the list of what goes out; the marks of each row, by its label."""
    place = next(n for n, one in enumerate(report._model.rows()) if one.title == title)
    index = report._list.model().index(place, 0)
    report._list.scrollTo(index)
    at = report._list.visualRect(index).center()
    QTest.mouseClick(report._list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    picture = report._preview._picture
    qtbot.waitUntil(lambda: picture.accessibleName() == title)
    figure = report._model.rows()[place].figure
    assert figure is not None
    rows: dict[str, list[str]] = {}
    label = ""
    for mark in figure.scene.marks:  # a row's label, then its marks
        if isinstance(mark, Text) and mark.text.startswith("Haas 2007"):
            label = mark.text
        elif isinstance(mark, Judgement) and label:
            rows.setdefault(label, []).append(mark.word)
            label = label if len(rows[label]) < 8 else ""  # the legend has marks too
    return rows


# -- the cross-sectional scales --------------------------------------------------------------------


@pytest.fixture(params=["nos-cross-sectional-herzog", "nos-cross-sectional-9"])
def survey(request: pytest.FixtureRequest, open_window: Opener, tmp_path: Path) -> Window:
    """A window at the form of one cross-sectional study."""
    scale = str(request.param)
    path = tmp_path / "survey.evenhand"
    review, _person = desk.new_review(path, title="Survey", name="Ann Lee", readers=1)
    settings: dict[str, Value] = {
        "primary_factor": "age",
        "additional_factor": "sex",
        "min_response_rate": 60,
        "threshold": 7,
    }
    chosen: dict[str, Value] = {f"setting/{scale}/{key}": one for key, one in settings.items()}
    review.commit(drafts.edit_review({"design/cross-sectional": scale, **chosen}))
    facts: dict[str, Value] = {"label": "Orvieto 1999", "design": "cross-sectional", "order": 0}
    review.commit(drafts.add_study(facts, id="s1")[0])
    review.close()
    made = open_window(path)
    go(made, "appraise")
    return made


def test_cross_sectional_form_is_scored_by_keys(survey: Window) -> None:
    keys(KEY.Key_B)  # S1, by its letter
    for digit in (KEY.Key_1, KEY.Key_1, KEY.Key_1):  # S2, S3, S4, by digits: S4 is worth two
        keys(KEY.Key_Return, digit)
    keys(KEY.Key_Return, KEY.Key_A, KEY.Key_B)  # C1 takes both
    keys(KEY.Key_Return, KEY.Key_B, KEY.Key_Return, KEY.Key_A)
    shown = appraise(survey)._shown
    assert shown is not None
    is_ten = shown.instrument.id.endswith("herzog")
    most = 10 if is_ten else 9
    assert (shown.rating.total, shown.rating.max) == (most, most)
    said = {domain.id: domain.score for domain in shown.rating.domains}
    assert said == {"selection": 5 if is_ten else 4, "comparability": 2, "outcome": 3}
    assert shown.rating.level == "not_flagged"
    in_dialog(survey, lambda dialog: press(dialog.buttons["yes"]))
    keys(KEY.Key_Return, held=CONTROL)
    seat = f"appraisal/s1/-/{shown.instrument.key}/{survey.session.reader}"
    assert survey.session.state.is_sealed(seat)
