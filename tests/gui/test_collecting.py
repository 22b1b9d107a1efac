import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui import collecting
from gui.collecting import WHOLE, Collector


class Cycle(QObject):
    """An object of Qt's that only the collector can take down."""

    def __init__(self, died_on: list[threading.Thread]) -> None:
        super().__init__()
        self.myself = self
        weakref.finalize(self, lambda: died_on.append(threading.current_thread()))


@pytest.fixture
def died_on(qapp: QApplication) -> list[threading.Thread]:
    gc.collect()
    return []


def _leave_garbage() -> None:
    for _n in range(10_000):
        cycle: list[object] = []
        cycle.append(cycle)


def test_job_that_leaves_garbage_takes_down_nothing_of_the_windows(
    qtbot: QtBot, died_on: list[threading.Thread]
) -> None:
    collector = Collector()
    Cycle(died_on)
    worker = threading.Thread(target=_leave_garbage)
    worker.start()
    worker.join()
    assert not died_on
    qtbot.waitUntil(lambda: bool(died_on))
    assert died_on == [threading.main_thread()]
    collector.stop()


def test_collector_gives_the_work_back() -> None:
    collector = Collector()
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()


@pytest.fixture
def walked(qapp: QApplication) -> Iterator[list[int]]:
    """The generations collected, while every one is always due."""
    found: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "stop":
            found.append(info["generation"])

    limits = gc.get_threshold()
    gc.callbacks.append(note)
    gc.set_threshold(1, 1, 1)
    yield found
    gc.set_threshold(*limits)
    gc.callbacks.remove(note)


def test_everything_is_walked_through_only_when_no_job_runs(
    qtbot: QtBot, walked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "PATIENCE", 1_000_000)
    collector = Collector()
    collector.wait_for(lambda: True)
    walked.clear()
    _leave_garbage()
    qtbot.waitUntil(lambda: len(walked) > 2)
    assert WHOLE not in walked
    collector.wait_for(lambda: False)
    qtbot.waitUntil(lambda: WHOLE in walked)
    collector.stop()
