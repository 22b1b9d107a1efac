"""A review is opened beside the window: what stands in it, and what is looked at first."""

import threading
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from appraisal import opening_jobs
from appraisal.opening_jobs import Read
from appraisal.ratings import Lookup
from appraisal.review import Review
from appraisal.sample import first_reader
from appraisal.state import State
from appraisal.views import seats
from gui import file_verbs, waiting
from gui.jobs import Report
from gui.session import Session
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import click, in_dialog, let_finish


def is_here() -> bool:
    """Whether this is the window's own thread."""
    return threading.current_thread() is threading.main_thread()


def test_ledger_is_read_and_counted_beside_the_window(
    open_window: Opener, sample_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, found = open_window(), list[bool]()
    read, work = Review._read_state, seats._progress

    def read_noted(review: Review) -> State:
        found.append(is_here())
        return read(review)

    def noted(state: State, study: str, lookup: Lookup) -> seats.ProgressRow:
        found.append(is_here())
        return work(state, study, lookup)

    monkeypatch.setattr(Review, "_read_state", read_noted)
    monkeypatch.setattr(seats, "_progress", noted)
    assert file_verbs.open_path(window, window.session, sample_file, reader=first_reader())
    studies = len(window.session.state.ids("study"))
    assert window.page == "overview"
    assert found == [False] * (1 + studies)


def test_copy_that_is_gone_on_in_is_read_beside_the_window(
    open_window: Opener, sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, found = open_window(sample_file), list[bool]()
    let_finish(window)
    reader = window.session.reader
    read = Review._read_state

    def read_noted(review: Review) -> State:
        found.append(is_here())
        return read(review)

    monkeypatch.setattr(Review, "_read_state", read_noted)
    copy = tmp_path / "copy.evenhand"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(copy), ""))
    window.act("save_as")
    assert path_of(window) == copy
    assert window.session.reader == reader
    assert found == [False]


def test_stopped_while_it_is_read_the_copy_is_there_and_the_former_review_open(
    open_window: Opener, new_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(new_file)
    let_finish(window)
    copy = tmp_path / "copy.evenhand"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(copy), ""))
    written = file_verbs.copy
    with monkeypatch.context() as patch:

        def then_held_back(window: QWidget, session: Session, path: Path) -> None:
            written(window, session, path)
            held_back(patch)
            assert isinstance(window, Window)
            in_dialog(window, lambda dialog: click(dialog, "Cancel"))

        patch.setattr(file_verbs, "copy", then_held_back)
        window.act("save_as")
    assert path_of(window) == new_file
    assert file_verbs.open_path(window, window.session, copy)


def held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read on and on, until it is cancelled."""
    monkeypatch.setattr(waiting, "SHOWN_AFTER", 1)
    pause = threading.Event()

    def slowly(*_given: object, report: Report) -> Read:
        while not pause.wait(0.002):
            report(0, 1)
        raise AssertionError("Nobody cancelled it.")

    monkeypatch.setattr(opening_jobs, "read_review", slowly)


def test_cancelled_it_leaves_the_former_review_open_and_lets_go_of_the_file(
    open_window: Opener, new_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(new_file)
    let_finish(window)
    other = tmp_path / "other.evenhand"
    copyfile(new_file, other)
    with monkeypatch.context() as patch:
        held_back(patch)
        in_dialog(window, lambda dialog: click(dialog, "Cancel"))
        assert not file_verbs.open_path(window, window.session, other)
    assert path_of(window) == new_file
    assert file_verbs.open_path(window, window.session, other)  # nobody holds it
    assert path_of(window) == other
    assert not window.session.read_only


def path_of(window: Window) -> Path:
    assert window.session.review is not None
    return window.session.review.store.path
