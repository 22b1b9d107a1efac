"""Undo of thousands of rows: beside the window, in its order, whole or not at all."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer

from appraisal import drafts, undo_jobs
from appraisal.errors import StorageError, UserError
from appraisal.ledger import Claim
from appraisal.ratings import Lookup
from appraisal.review import DrawnUp
from appraisal.state import State
from appraisal.views import seats
from appraisal.views.ahead import Eyes
from gui import long_writes, turns, waiting
from gui.dialogs import Dialog
from gui.jobs import Report
from gui.window import Window
from tests.appraisal import desks
from tests.gui.conftest import Opener
from tests.gui.hands import CONTROL, answering, click, in_dialog, keys, let_finish, press

Work = Callable[..., DrawnUp | None]
BOTH = CONTROL | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(open_window: Opener, new_file: Path, monkeypatch: pytest.MonkeyPatch) -> Window:
    """A window in which two rows are many, and two studies got their countries at once."""
    monkeypatch.setattr(undo_jobs, "AT_ONCE", 1)
    window = open_window(new_file)
    let_finish(window)
    assert window.session.do(drafts.edit_study("s1", "year", 2004))
    both = [drafts.edit_study(study, "country", "Brazil") for study in ("s1", "s2")]
    writes = tuple(write for draft in both for write in draft.writes)
    assert window.session.do(drafts.Draft("Say the countries", writes))
    return window


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Of each time that much is put back, whether it was on the window's own thread."""
    found: list[bool] = []
    put_back = undo_jobs.put_back

    def noted(*given: object, eyes: Eyes, report: Report) -> DrawnUp | None:
        found.append(threading.current_thread() is threading.main_thread())
        return put_back(*given, eyes=eyes, report=report)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(undo_jobs, "put_back", noted)
    return found


def held_back(monkeypatch: pytest.MonkeyPatch, go_on: threading.Event) -> None:
    """Put much back only when told to; Cancel is heard meanwhile."""
    put_back = undo_jobs.put_back

    def slowly(*given: object, eyes: Eyes, report: Report) -> DrawnUp | None:
        while not go_on.wait(0.002):
            report(0, 1)
        return put_back(*given, eyes=eyes, report=report)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(undo_jobs, "put_back", slowly)


def countries(window: Window) -> tuple[str, str]:
    state = window.session.state
    return state.text("study/s1", "country"), state.text("study/s2", "country")


def undo() -> None:
    keys(Qt.Key.Key_Z, held=CONTROL)


def test_much_is_put_back_beside_the_window_in_the_order_of_the_stack(
    window: Window, threads: list[bool]
) -> None:
    session = window.session
    undo()
    assert (countries(window), session.state.number("study/s1", "year")) == (("", ""), 2004)
    undo()
    assert session.state.number("study/s1", "year") is None
    keys(Qt.Key.Key_Z, Qt.Key.Key_Z, held=BOTH)
    assert (countries(window), session.state.number("study/s1", "year")) == (
        ("Brazil", "Brazil"),
        2004,
    )
    assert threads == [False, False]  # the year alone is put back at once


def test_button_and_toast_go_the_same_way(window: Window, threads: list[bool]) -> None:
    press(window._top.undo)
    window.act("redo")
    window.session.say("Both countries are said.", undo=True)
    click(window._toast, "Undo")
    assert countries(window) == ("", "")
    assert threads == [False] * 3


def test_counts_that_follow_are_worked_out_beside_the_window(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[bool] = []
    work = seats._progress

    def noted(state: State, study: str, lookup: Lookup) -> seats.ProgressRow:
        found.append(threading.current_thread() is threading.main_thread())
        return work(state, study, lookup)

    monkeypatch.setattr(seats, "_progress", noted)
    undo()
    assert countries(window) == ("", "")
    assert found == [False, False]  # once for each study that changed


def test_cancelled_it_leaves_everything_as_it_stood(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "SHOWN_AFTER", 1)
    held_back(monkeypatch, threading.Event())
    rows = len(tuple(window.session.review.history()))  # type: ignore[union-attr]
    in_dialog(window, lambda dialog: click(dialog, "Cancel"))
    undo()
    assert countries(window) == ("Brazil", "Brazil")
    assert len(tuple(window.session.review.history())) == rows  # type: ignore[union-attr]
    assert window.session.undo_stack.to_turn() is not None
    assert window.session.undo_stack.to_turn().text() == "Say the countries"  # type: ignore[union-attr]


def test_second_undo_while_the_first_runs_does_nothing(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "SHOWN_AFTER", 1)
    go_on = threading.Event()
    held_back(monkeypatch, go_on)

    def again(dialog: Dialog) -> None:
        dialog.setFocus()
        undo()
        turns.undo(window, window.session)  # however it may come about
        go_on.set()
        let_finish(window)

    in_dialog(window, again)
    undo()
    assert countries(window) == ("", "")
    assert window.session.state.number("study/s1", "year") == 2004
    assert window.session.undo_stack.index() == 1


def test_what_is_said_meanwhile_is_written_after_it(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, go_on = window.session, threading.Event()
    held_back(monkeypatch, go_on)
    shown: list[str] = []

    def rest_of_a_text() -> None:  # as a field does after two seconds
        session.do(drafts.edit_study("s1", "country", "Chile"))
        shown.append(session.state.text("study/s1", "country"))
        go_on.set()

    QTimer.singleShot(0, window, rest_of_a_text)
    undo()
    assert shown == ["Chile"]
    assert countries(window) == ("Chile", "")
    assert not session.unsaved
    undo()
    assert countries(window) == ("", "")


def test_nothing_large_is_begun_meanwhile(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    session, go_on = window.session, threading.Event()
    held_back(monkeypatch, go_on)
    said: list[UserError] = []

    def write_much() -> None:
        try:
            long_writes.write_beside(
                window, session, "More", [drafts.edit_study("s2", "year", 1999)], total=1
            )
        except UserError as fault:
            said.append(fault)
        go_on.set()

    QTimer.singleShot(0, window, write_much)
    undo()
    assert len(said) == 1
    assert countries(window) == ("", "")
    assert session.state.number("study/s2", "year") is None


def test_what_stands_otherwise_by_now_is_left(window: Window) -> None:
    review = window.session.review
    assert review is not None
    review.commit(drafts.edit_study("s2", "country", "Chile"))
    undo()
    assert countries(window) == ("Brazil", "Chile")
    undo()  # the step is gone: the one before it is the last now
    assert window.session.state.number("study/s1", "year") is None


def test_where_the_disk_fails_it_can_be_tried_again(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object, eyes: Eyes, report: Report) -> None:
        raise StorageError("The disk is full.")

    faults: list[StorageError] = []
    window.session.faulted.connect(faults.append)
    with monkeypatch.context() as patch:
        patch.setattr(undo_jobs, "put_back", fail)
        undo()
    assert [str(one) for one in faults] == ["The disk is full."]
    assert countries(window) == ("Brazil", "Brazil")
    undo()
    assert countries(window) == ("", "")


@pytest.mark.parametrize("at_once", [1, 1000])
def test_step_that_may_no_longer_be_undone_is_told_and_goes(
    window: Window, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(undo_jobs, "AT_ONCE", at_once)
    session, review = window.session, window.session.review
    assert review is not None
    subject = f"appraisal/s1/-/nos-cohort@1/{session.reader}"
    assert session.do(drafts.answer(subject, "selection/S1", Claim("a")))
    review.commit(drafts.seal(session.state, subject, key=desks.key("ann")))
    said = answering(window, "Close")
    undo()
    assert said[0].startswith("This form is submitted.")
    assert not session.undo_stack.canRedo()
    undo()  # the step before it is the last now
    assert countries(window) == ("", "")
