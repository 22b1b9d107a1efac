import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.collecting import Collector


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
