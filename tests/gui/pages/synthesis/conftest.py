"""The page of Synthesis on a sample, made once a module, and the steps its tests share."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from appraisal import sample
from gui import theme
from gui.pages.synthesis import SynthesisPage
from gui.session import Session
from gui.settings import Settings
from stats.figures.scene import Box


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # the page of the test before
    theme.apply(qapp, "light", text_zoom=13 / theme.system_px())


@pytest.fixture(scope="module")
def made_once(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample a module names as `SAMPLE`; the first one without."""
    path = tmp_path_factory.mktemp("synthesis") / "review.evenhand"
    sample.make(path, getattr(request.module, "SAMPLE", "ivig"))
    return path


@pytest.fixture
def session(made_once: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Session]:
    path = tmp_path / "review.evenhand"
    copyfile(made_once, path)
    made = Session(Settings())
    made.open(path)
    qtbot.waitUntil(lambda: not made.jobs.running)  # the look at the file is no part of this
    yield made
    made.close()
    qtbot.waitUntil(lambda: not made.jobs.running)


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> SynthesisPage:
    return shown(session, qtbot)


def shown(session: Session, qtbot: QtBot, width: int = 1200) -> SynthesisPage:
    made = SynthesisPage(session)
    qtbot.addWidget(made)
    made.resize(width, 724)
    made.show()
    qtbot.waitExposed(made)
    return made


def texts(page: SynthesisPage) -> str:
    return page.plot.forest.view.canvas.accessibleDescription()


def row(page: SynthesisPage, label: str) -> str:
    assert page.analysis is not None
    return next(one.study for one in page.analysis.dataset.rows if one.label == label)


def pick(field: QComboBox, words: str) -> None:
    """Choose from a list as the keyboard does: type the beginning of the words."""
    field.setFocus()
    field.setCurrentIndex(field.findText(words))
    field.activated.emit(field.currentIndex())


def centre(page: SynthesisPage, study: str) -> QPointF:
    canvas = page.plot.forest.view.canvas
    square = next(m for m in canvas.scene().marks if isinstance(m, Box) and m.id == study)
    return QPointF(square.x + square.w / 2, square.y + square.h / 2) * canvas.zoom
