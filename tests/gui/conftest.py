"""A real window for a test: opened, shown, and closed with all it left running."""

import gc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from appraisal import desk, drafts, own_key, sample
from appraisal.ledger import Value
from gui import look
from gui.session import Session
from gui.settings import Settings
from gui.window import Window

Opener = Callable[..., Window]


@pytest.fixture(autouse=True)
def garbage_of_this_thread() -> Iterator[None]:
    """Collect between tests and not on a job's thread: `gui/collecting.py` says why."""
    gc.disable()
    yield
    gc.enable()
    gc.collect(1)


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication) -> Iterator[Opener]:
    """Give a function that shows a window, with a review where one is named."""
    windows: list[Window] = []

    def opened(path: Path | None = None, settings: Settings | None = None) -> Window:
        chosen = settings or Settings(theme="light", language="en")
        look.apply_settings(chosen)
        window = Window(Session(chosen))
        windows.append(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        if path is not None:
            window.session.open(path)
        return window

    yield opened
    for window in windows:
        window.session.unsaved.clear()
        window.close()
        qtbot.waitUntil(partial(_is_quiet, window))
        window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _is_quiet(window: Window) -> bool:
    return not window.session.jobs.running


@pytest.fixture(scope="session")
def sample_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "sample.evenhand"
    sample.make(path, "ivig")
    return path


@pytest.fixture
def sample_file(sample_once: Path, tmp_path: Path) -> Path:
    """The sample review, signed by keys that this desk has."""
    path = tmp_path / "sample.evenhand"
    copyfile(sample_once, path)
    own_key.keep_sample_keys("ivig")
    return path


@pytest.fixture
def new_file(tmp_path: Path) -> Path:
    """A review of one reviewer, with a cohort and a case-control study and an outcome."""
    path = tmp_path / "new.evenhand"
    review, _person = desk.new_review(path, title="A review", name="Ann Lee", readers=1)
    review.commit(
        drafts.edit_review(
            {
                "design/cohort": "nos-cohort",
                "design/case-control": "nos-case-control",
                "setting/nos-cohort/primary_factor": "age",
                "setting/nos-case-control/primary_factor": "age",
            }
        )
    )
    for order, (label, design) in enumerate(
        (("Achiron 2004", "cohort"), ("Haas 2007", "case-control"))
    ):
        facts: dict[str, Value] = {"label": label, "design": design, "order": order}
        review.commit(drafts.add_study(facts, id=f"s{order + 1}")[0])
    outcome = {"name": "Relapse", "data": "counts", "arm1": "Treated", "arm2": "Untreated"}
    review.commit(drafts.add_outcome({**outcome, "event_is": "bad"}, id="o1")[0])
    review.close()
    return path
