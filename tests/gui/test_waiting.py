"""Work that is waited for: a bar and Cancel once it takes long; nothing written when cancelled."""

import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QProgressBar
from pytestqt.qtbot import QtBot

from appraisal import exchange_jobs
from appraisal.errors import UserError
from appraisal.exchange import plan_store
from appraisal.sources import source_of
from gui import waiting
from gui.dialogs import Dialog
from gui.jobs import Cancelled, Job, Report
from gui.waiting import TurnedBack, wait_for
from tests.appraisal import desks
from tests.gui.conftest import Opener
from tests.gui.hands import click, in_dialog


def test_short_work_gives_its_value_and_no_dialog(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)
    assert wait_for(window, window.session, "Counting", lambda _report: 6 * 7) == 42
    assert not window.findChildren(Dialog)


def test_work_is_no_longer_running_when_what_follows_is_done(
    open_window: Opener, new_file: Path, qtbot: QtBot
) -> None:
    window = open_window(new_file)
    qtbot.waitUntil(lambda: not window.session.jobs.running)
    seen: list[tuple[Job, ...]] = []
    for does_fail in (False, True):
        window.session.jobs.run(
            "Reading the files",
            fail if does_fail else (lambda _report: 1),
            done=lambda _value: seen.append(window.session.jobs.running),
            failed=lambda _fault: seen.append(window.session.jobs.running),
        )
        qtbot.waitUntil(lambda: not window.session.jobs.running)
    assert seen == [(), ()]  # a dialog may stand for long: nothing is called "reading" meanwhile


def fail(_report: Report) -> None:
    raise UserError("It is another review.")


def test_fault_of_the_work_is_raised(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)
    with pytest.raises(UserError, match="another review"):
        wait_for(window, window.session, "Looking", fail)


def test_long_work_shows_how_far_it_is_and_can_be_cancelled(
    open_window: Opener, new_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(new_file)
    monkeypatch.setattr(waiting, "SHOWN_AFTER", 1)
    go_on = threading.Event()
    ended: list[str] = []

    def work(report: Report) -> None:
        done = 0
        try:
            while True:
                go_on.wait(0.005)
                done += 1
                report(done, 1000)
        except Cancelled:
            ended.append("cancelled")
            raise

    def turn_back(dialog: Dialog) -> None:
        assert dialog.findChild(QProgressBar) is not None
        click(dialog, "Cancel")

    in_dialog(window, turn_back)
    with pytest.raises(TurnedBack):
        wait_for(window, window.session, "Receiving", work)
    assert ended == ["cancelled"]
    assert not window.session.jobs.running


def test_what_fails_once_it_was_cancelled_is_cancelled(
    open_window: Opener, new_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(new_file)
    monkeypatch.setattr(waiting, "SHOWN_AFTER", 1)
    is_pressed = threading.Event()

    def work(_report: Report) -> None:
        is_pressed.wait(5)
        raise UserError("It is another review.")

    def turn_back(dialog: Dialog) -> None:
        click(dialog, "Cancel")
        is_pressed.set()

    in_dialog(window, turn_back)
    with pytest.raises(TurnedBack):
        wait_for(window, window.session, "Receiving", work)


def test_arrival_that_is_cancelled_while_it_is_written_leaves_nothing(tmp_path: Path) -> None:
    ann = desks.begun(tmp_path / "ann" / "review")
    bob = desks.copied(ann, tmp_path / "bob.evenhand", "bob")
    desks.answer(bob, "s1", "bob")
    incoming = plan_store(ann, source_of(bob.store))
    before = desks.content(ann)

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        exchange_jobs.take_arrival(ann.store.path, ann.state, incoming.arrival, report=stop)
    assert desks.content(ann) == before
    after = exchange_jobs.take_arrival(ann.store.path, ann.state, incoming.arrival)
    ann.go_on_with(after, instead_of=ann.state)
    assert desks.content(bob) <= desks.content(ann)
    ann.close()
    bob.close()
