"""The whole journey of a team without a server, by clicks and keys on two desks.

Ann sets the review up, scores and sends. Bob begins his own file from her parcel, scores and sends
back. Ann's second parcel opens the form on his desk too. What they cannot settle goes to Cat, who
adjudicates at Ann's desk. At the end both files hold the same.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from appraisal import drafts
from appraisal.blindness import Blind, blindness
from appraisal.review import Review
from appraisal.settled import Rank, settled
from appraisal.subjects import appraisal_form
from gui import beginning, exchange_verbs
from gui.dialogs import Dialog
from gui.pages.reconcile import ReconcilePage
from gui.widgets.fields import LineField
from gui.window import Window
from tests.appraisal import desks
from tests.gui.conftest import Opener
from tests.gui.hands import (
    CONTROL,
    cells,
    click,
    go,
    in_dialog,
    keys,
    let_finish,
    named,
    press,
    type_words,
)

KEY = Qt.Key
FORM = appraisal_form("s1", "nos-cohort@1")


@dataclass
class Desk:
    """A computer: its own home for keys and settings, a folder, a window."""

    window: Window
    home: Path
    folder: Path
    monkeypatch: pytest.MonkeyPatch
    qtbot: QtBot

    def sit_down(self) -> Window:
        """Work at this desk from now on."""
        self.monkeypatch.setenv("EVENHAND_HOME", str(self.home))
        with self.qtbot.waitActive(self.window):
            self.window.activateWindow()
        return self.window

    @property
    def review(self) -> Review:
        found = self.window.session.review
        assert found is not None
        return found

    def will_save(self, name: str) -> Path:
        """Choose this place where the system's own dialog asks for one."""
        path = self.folder / name
        self.monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
        return path

    def will_open(self, *paths: Path) -> None:
        chosen = [str(one) for one in paths]
        self.monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: (chosen, ""))


@pytest.fixture
def two(
    open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> tuple[Desk, Desk]:
    made = []
    for name in ("ann", "bob"):
        folder = tmp_path / name
        folder.mkdir()
        made.append(Desk(open_window(), folder / "home", folder, monkeypatch, qtbot))
    return made[0], made[1]


def words(inside: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(one.text() for one in inside.findChildren(QLabel) if one.isVisible())


def in_turn(window: Window, *acts: object) -> list[str]:
    """Answer the dialogs that come up one after the other; gives their words."""
    said: list[str] = []

    def next_one(left: tuple[object, ...]) -> None:
        def look(dialog: Dialog) -> None:
            said.append(words(dialog))
            if left[1:]:
                next_one(left[1:])
            act = left[0]
            click(dialog, act) if isinstance(act, str) else act(dialog)  # type: ignore[operator]

        in_dialog(window, look)

    next_one(acts)
    return said


def tick(dialog: Dialog, name: str) -> None:
    box = named(dialog, QCheckBox, name)
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(10, box.height() // 2))


def set_up(desk: Desk) -> None:
    """Ann makes the review, names the team, and adds a study."""
    window = desk.sit_down()

    def title(dialog: Dialog) -> None:
        named(dialog, LineField, "Title of the review").setFocus()
        type_words("Immunoglobulin")
        named(dialog, LineField, "Your name").setFocus()
        type_words("Ann Lee")
        press(dialog.buttons["yes"])

    desk.will_save("ann.evenhand")
    in_dialog(window, title)
    beginning.new_review(window, window.session)
    assert window._top.person.text() == "Ann Lee"

    def team(dialog: Dialog) -> None:
        click(dialog, "Add a person")
        type_words("Bob Day")
        click(dialog, "Add a person")
        type_words("Cat Roe")
        people = [one for one in dialog.findChildren(QCheckBox) if one.text() == "Adjudicator"]
        reviewers = [one for one in dialog.findChildren(QCheckBox) if one.text() == "Reviewer"]
        for box in (people[-1], reviewers[-1]):
            QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(10, box.height() // 2))
        press(dialog.buttons["yes"])

    in_dialog(window, team)
    click(go(window, "overview"), "Edit the team")
    session = window.session
    session.do(drafts.edit_review({"setting/nos-cohort/primary_factor": "age"}))
    session.do(drafts.add_study({"label": "Achiron 2004", "design": "cohort"}, id="s1")[0])


def score(desk: Desk, first: Qt.Key) -> None:
    """Answer all eight items by keys, the first one so, and submit."""
    window = desk.sit_down()
    go(window, "appraise")
    keys(first)
    keys(KEY.Key_W)
    type_words(f"because of {window.session.name_of(window.session.reader)}")
    keys(KEY.Key_Escape)
    for item in range(7):
        keys(KEY.Key_Return, *((KEY.Key_A, KEY.Key_B) if item == 3 else (KEY.Key_A,)))
    keys(KEY.Key_Return, held=CONTROL)


def share(desk: Desk, name: str) -> tuple[Path, str]:
    """Press Share in Overview; gives the parcel, and what was said."""
    window = desk.sit_down()
    path = desk.will_save(name)
    said = in_turn(window, "Write a parcel", "Close")
    click(go(window, "overview"), "Share")
    assert path.exists()
    return path, said[-1]


def receive(desk: Desk, *paths: Path) -> str:
    window = desk.sit_down()
    desk.will_open(*paths)
    said = in_turn(window, "Close")
    click(go(window, "overview"), "Receive")
    return said[-1]


def test_two_files_two_people_three_parcels_and_an_adjudicator(two: tuple[Desk, Desk]) -> None:
    ann, bob = two
    set_up(ann)
    score(ann, KEY.Key_A)
    assert ann.window.session.state.is_sealed(f"{FORM}/{ann.window.session.reader}")
    first, said = share(ann, "1.ehparcel")
    assert "submitted by you; waiting for Bob Day" in said

    # Bob has no file yet: he begins his own from the parcel, and says who he is
    window = bob.sit_down()
    bob.will_open(first)
    bob.will_save("bob.evenhand")
    in_turn(window, "Bob Day")
    exchange_verbs.receive(window, window.session)
    assert "changes came in. 1 answer sheet came in closed" in window._toast._words.text()
    assert window._top.person.text() == "Bob Day"
    go(window, "overview")
    assert "submitted by Ann Lee; waiting for you" in words(window)
    history = go(window, "history")
    let_finish(window)
    assert "Bob Day" in cells(history)
    assert "because of Ann Lee" not in words(history) + cells(history)
    assert b"because of Ann Lee" not in bob.review.store.path.read_bytes()
    score(bob, KEY.Key_B)
    second, said = share(bob, "2.ehparcel")
    assert "submitted by all; waiting for one more parcel from Ann Lee" in said
    assert not bob.review.state.is_open(FORM)

    # Ann receives twice, in one go; her form opens, his not yet
    said = receive(ann, second, second)
    assert "1 answer sheet was opened." in said
    assert ann.review.state.is_open(FORM)
    page = go(ann.window, "reconcile")
    assert isinstance(page, ReconcilePage)
    click(page, "Accept what both said alike")
    card = page._cards[0]
    card._why.setFocus()
    type_words("is a register a census?")
    click(card, "S1: Ask the adjudicator")
    third, _said = share(ann, "3.ehparcel")
    said = receive(bob, third, first, third)
    assert "1 answer sheet was opened." in said
    assert bob.review.state.is_open(FORM)

    # Cat sits down at Ann's desk, decides, and sends what she said
    window = ann.sit_down()
    in_turn(window, "Cat Roe", "Sign in")
    window.act("person")
    assert window._top.person.text() == "Cat Roe"
    page = go(window, "reconcile")
    assert isinstance(page, ReconcilePage)
    click(page, "Which forms, For the adjudicator")
    page._cards[0].focus()
    keys(KEY.Key_2, KEY.Key_W)
    type_words("a register it is")
    keys(KEY.Key_Return, held=CONTROL)
    decided, _said = share(ann, "cat.ehparcel")
    receive(bob, decided)

    # both files hold the same, and say the same of it
    assert desks.content(ann.review) == desks.content(bob.review)
    for desk in (ann, bob):
        state = desk.review.state.seen_by(None)
        form = settled(state, FORM)
        assert form.value("item/selection/S1") == "b"
        assert set(form.ranks.values()) == {Rank.AGREED}
        assert len(form.claims) == 8
        assert blindness(state, desk.review.store.records()) == {FORM: Blind.PARCELS}
        assert list(state.conflicts()) == []
