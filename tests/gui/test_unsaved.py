"""What a full disk would not take: it waits in its order, is shown, and is asked about."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from appraisal import drafts
from appraisal.errors import StorageError
from appraisal.ledger import Claim
from appraisal.review import Review
from gui.session import Session
from gui.submitting import submit
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import CONTROL, go, in_dialog, keys, press, type_words


@pytest.fixture
def window(open_window: Opener, new_file: Path, qtbot: QtBot) -> Window:
    made = open_window(new_file)
    qtbot.waitUntil(lambda: not made.session.jobs.running)
    return made


class Disk:
    """A disk that can be full."""

    def __init__(self, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
        assert session.review is not None
        self.is_full = False
        self._append = session.review.store.append
        monkeypatch.setattr(session.review.store, "append", self._take)

    def _take(self, rows: list[object]) -> None:
        if self.is_full:
            raise StorageError("No room on this disk.")
        self._append(rows)  # type: ignore[arg-type] # rows of the store


@pytest.fixture
def disk(window: Window, monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(window.session, monkeypatch)


def subject(window: Window) -> str:
    return f"appraisal/s1/-/nos-cohort@1/{window.session.reader}"


def stands(window: Window) -> Claim | None:
    review = window.session.review
    assert isinstance(review, Review)
    return review.state.claim(subject(window), "item/selection/S1")


def test_reason_after_an_answer_that_waits_keeps_the_answer(window: Window, disk: Disk) -> None:
    go(window, "appraise")
    disk.is_full = True
    keys(Qt.Key.Key_A, Qt.Key.Key_W)
    type_words("register")
    keys(Qt.Key.Key_Escape)
    disk.is_full = False
    assert window.session.retry()
    assert stands(window) == Claim("a", "register")


def test_answer_given_after_one_that_waits_is_the_one_that_stands(
    window: Window, disk: Disk
) -> None:
    session, at = window.session, "selection/S1"
    disk.is_full = True
    assert not session.do(drafts.answer(subject(window), at, Claim("a")))
    disk.is_full = False
    assert session.do(drafts.answer(subject(window), at, Claim("b")))
    assert not session.unsaved
    assert stands(window) == Claim("b")


def test_form_is_not_submitted_without_what_waits(window: Window, disk: Disk) -> None:
    session = window.session
    session.do(drafts.answer(subject(window), "selection/S1", Claim("a")))
    disk.is_full = True
    session.do(drafts.answer(subject(window), "selection/S2", Claim("a")))
    assert not submit(session, subject(window))
    disk.is_full = False
    assert submit(session, subject(window))
    assert session.state.value(subject(window), "item/selection/S2") == "a"


def test_undo_that_no_disk_takes_can_be_tried_again(window: Window, disk: Disk) -> None:
    session = window.session
    session.do(drafts.edit_study("s1", "country", "Brazil"))
    disk.is_full = True
    session.undo()
    assert session.undo_stack.canUndo()
    disk.is_full = False
    session.undo()
    assert session.state.text("study/s1", "country") == ""
    session.redo()
    assert session.state.text("study/s1", "country") == "Brazil"


def test_review_with_answers_that_wait_is_not_closed_unasked(window: Window, disk: Disk) -> None:
    disk.is_full = True
    window.session.do(drafts.edit_study("s1", "country", "Brazil"))
    in_dialog(window, lambda dialog: press(dialog.buttons[""]))  # stay
    window.act("close")
    assert window.session.is_open
    assert window.session.unsaved


def test_nobody_else_sits_down_while_answers_wait(window: Window, disk: Disk) -> None:
    session, reader = window.session, window.session.reader
    draft, other = drafts.add_person({"name": "Bo"})
    session.do(draft)
    disk.is_full = True
    session.do(drafts.edit_study("s1", "country", "Brazil"))
    in_dialog(window, lambda dialog: press(next(iter(dialog.buttons.values()))))
    session.sign_in(other)
    assert session.reader == reader


def test_edit_in_studies_waits_for_room(window: Window, disk: Disk) -> None:
    page = go(window, "studies")
    disk.is_full = True
    line = page._model.row(page._model.index(0, 0))  # type: ignore[attr-defined]
    page._on_edited(line, "country", "Brazil")  # type: ignore[attr-defined]
    assert len(window.session.unsaved) == 1
    assert window.session.state.text("study/s1", "country") == "Brazil"


def test_closing_says_what_is_typed_first(window: Window, new_file: Path) -> None:
    go(window, "appraise")
    keys(Qt.Key.Key_A, Qt.Key.Key_W)
    type_words("register")
    keys(Qt.Key.Key_W, held=CONTROL)
    assert not window.session.is_open
    window.session.open(new_file)
    assert stands(window) == Claim("a", "register")
