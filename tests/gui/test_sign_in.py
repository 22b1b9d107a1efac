"""Who sits at the desk: asked on opening, shown always, changed with a warning."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QLabel

from appraisal import drafts
from appraisal.keys import keep_key
from appraisal.store import places
from gui import file_verbs
from gui.dialogs import Dialog
from gui.window import Window
from tests.appraisal import desks
from tests.gui.conftest import Opener
from tests.gui.hands import cells, click, go, in_dialog, keys, let_finish, named, press, type_words


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Ann has submitted a study in this file, Bob has not begun."""
    review = desks.begun(tmp_path / "review.evenhand")
    review.commit(drafts.edit_person("bob", {"roles": ["reviewer", "adjudicator"]}))
    desks.answer(review, "s1", "ann", marker="Ann's secret reason")
    desks.submit(review, "s1", "ann")
    review.close()
    keep_key(desks.key("ann"), "ann", places.keys_dir())
    return tmp_path / "review.evenhand"


@pytest.fixture
def away(file: Path) -> Path:
    """The same file on another computer than Ann's."""
    (places.keys_dir() / "ann.key").unlink()
    return file


def words(inside: Window | Dialog) -> str:
    labels = [one.text() for one in inside.findChildren(QLabel) if one.isVisible()]
    return "\n".join(labels)


def opened(open_window: Opener, file: Path, who: str = "") -> Window:
    window = open_window()
    in_dialog(window, lambda dialog: click(dialog, who) if who else None)
    file_verbs.open_path(window, window.session, file)
    return window


def test_opening_asks_who_is_there_and_nobody_is_until_then(
    open_window: Opener, file: Path
) -> None:
    window = opened(open_window, file)
    assert window.session.reader == ""
    assert "Nobody is signed in." in words(window)
    for page in ("studies", "appraise", "extract", "reconcile", "synthesis", "report", "history"):
        go(window, page)
        let_finish(window)
        assert "Ann's secret reason" not in words(window) + cells(window), page
    go(window, "overview")
    assert "Ann's secret reason" not in words(window)
    in_dialog(window, lambda dialog: click(dialog, "Reviewer A"))
    click(window, "Sign in as")
    assert window.session.reader == "ann"
    assert "Nobody is signed in." not in words(window)
    assert window._top.person.text() == "Reviewer A"


def test_computer_that_knows_its_one_reviewer_does_not_ask(open_window: Opener, file: Path) -> None:
    window = opened(open_window, file, "Reviewer A")
    window.session.close()
    file_verbs.open_path(window, window.session, file)
    assert window.session.reader == "ann"


def test_changing_places_warns_marks_courtesy_and_hides_the_others_answers(
    open_window: Opener, file: Path
) -> None:
    window = opened(open_window, file, "Reviewer A")
    said: list[str] = []

    def turn_back(dialog: Dialog) -> None:
        said.append(words(dialog))
        click(dialog, "Cancel")

    def choose(dialog: Dialog) -> None:
        in_dialog(window, turn_back)
        click(dialog, "Reviewer B")

    in_dialog(window, choose)
    window.act("person")
    assert window.session.reader == "ann"
    assert "Reviewer A leaves the desk, and Reviewer B sits down." in said[0]
    assert "1 form will be reported as blind by courtesy." in said[0]

    def choose_surely(dialog: Dialog) -> None:
        in_dialog(window, lambda sure: click(sure, "Sign in"))
        click(dialog, "Reviewer B")

    in_dialog(window, choose_surely)
    window.act("person")
    assert window.session.reader == "bob"
    assert window._top.person.text() == "Reviewer B"
    review = window.session.review
    assert review is not None
    assert [one.form for one in review.store.records() if one.kind == "courtesy"] == [
        desks.form("s1")
    ]
    for page in ("appraise", "history", "reconcile", "overview"):
        go(window, page)
        let_finish(window)
        assert "Ann's secret reason" not in words(window) + cells(window)
    assert window.session.state.fields(f"{desks.form('s1')}/ann") == {}
    assert not window.session.undo_stack.count()


def test_who_signs_here_is_asked_for_after_a_colleague_sat_here(
    open_window: Opener, file: Path
) -> None:
    """Bob, who has no key here yet, sat at Ann's computer last: she is not taken for him."""
    window = opened(open_window, file, "Reviewer A")
    window.session.sign_in("bob")
    window.session.close()

    def choose(dialog: Dialog) -> None:
        in_dialog(window, lambda sure: click(sure, "Sign in"))
        click(dialog, "Reviewer A")

    in_dialog(window, choose)
    file_verbs.open_path(window, window.session, file)
    assert window.session.reader == "ann"


def test_somebody_who_is_not_on_the_list_joins(open_window: Opener, file: Path) -> None:
    window = open_window()

    def name(dialog: Dialog) -> None:
        type_words("Carla Dias")
        click(dialog, "Join")

    def not_listed(dialog: Dialog) -> None:
        in_dialog(window, name)
        click(dialog, "I am not on this list")

    in_dialog(window, not_listed)
    open_surely(window, file, "Sign in as Carla Dias?")
    assert window.session.name_of(window.session.reader) == "Carla Dias"
    assert named(go(window, "overview"), QAbstractButton, "Edit the team").isEnabled()


def open_surely(window: Window, file: Path, question: str) -> None:
    """Open a file, and agree to sit down where the other's unopened answers are."""
    waiting = QTimer(window, interval=1)

    def look() -> None:
        shown = [one for one in window.findChildren(Dialog) if one.isVisible()]
        if shown and question in words(shown[-1]):
            waiting.stop()
            click(shown[-1], "Sign in")

    waiting.timeout.connect(look)
    waiting.start()
    file_verbs.open_path(window, window.session, file)
    waiting.stop()


def test_enter_never_takes_the_place_of_who_sent_the_parcel(
    open_window: Opener, away: Path
) -> None:
    """Ann signed on another computer: Bob presses Enter, and is himself."""
    window = open_window()

    def enter(dialog: Dialog) -> None:
        in_dialog(window, lambda sure: click(sure, "Sign in"))  # this file shows Ann's answers
        keys(Qt.Key.Key_Return)

    in_dialog(window, enter)
    file_verbs.open_path(window, window.session, away)
    assert window.session.reader == "bob"


def test_who_signs_on_another_computer_is_asked_before_sitting_down_here(
    open_window: Opener, away: Path
) -> None:
    window = open_window()
    said: list[str] = []

    def turn_back(dialog: Dialog) -> None:
        said.append(words(dialog))
        click(dialog, "Cancel")

    def choose(dialog: Dialog) -> None:
        in_dialog(window, turn_back)
        click(dialog, "Reviewer A")

    in_dialog(window, choose)
    file_verbs.open_path(window, window.session, away)
    assert "Reviewer A works on another computer" in said[0]
    assert window.session.reader == ""


def test_name_at_the_top_lets_somebody_else_sit_down(open_window: Opener, file: Path) -> None:
    window = opened(open_window, file, "Reviewer A")

    def choose(dialog: Dialog) -> None:
        in_dialog(window, lambda sure: click(sure, "Sign in"))
        click(dialog, "Reviewer B")

    in_dialog(window, choose)
    press(window._top.person)
    assert window.session.reader == "bob"
    assert window._top.person.text() == "Reviewer B"
