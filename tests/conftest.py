"""The same room for every test: no screen, a home of its own, English, nothing left behind."""

import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from resources import i18n

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as main.py does
_HOMES = tempfile.TemporaryDirectory(prefix="evenhand-tests-")
os.environ["EVENHAND_HOME"] = _HOMES.name  # also for what runs at import
_numbers = count()

# no deadline: the time of one example says little on a busy machine
settings.register_profile("evenhand", deadline=None, max_examples=60, print_blob=True)
settings.load_profile("evenhand")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", type=Path, help="folder of golden files for tests/stats")


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program keeps its settings, keys and backups during this test."""
    place = Path(_HOMES.name) / str(next(_numbers))
    monkeypatch.setenv("EVENHAND_HOME", str(place))
    return place


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Begin each test in English, whatever the last one spoke."""
    i18n.set_language("en")
    yield
    i18n.set_language("en")


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """Fail the test that leaves a thread, a running job or a ticking timer."""
    before = set(threading.enumerate())
    yield
    left = [thread.name for thread in threading.enumerate() if thread not in before]
    assert not left, f"threads left behind: {left}"
    assert not (timers := _ticking()), f"timers left behind: {timers}"


def _ticking() -> list[str]:
    if "PySide6.QtWidgets" not in sys.modules:
        return []
    from PySide6.QtCore import QThreadPool, QTimer
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return []
    assert QThreadPool.globalInstance().waitForDone(5000), "a job still runs"
    owners = [app, *app.topLevelWidgets()]
    timers = (timer for owner in owners for timer in owner.findChildren(QTimer))
    return [timer.objectName() or repr(timer.parent()) for timer in timers if timer.isActive()]
