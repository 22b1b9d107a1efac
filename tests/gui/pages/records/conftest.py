"""The Records page over three searches, and the steps its tests share."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from appraisal import desk, records
from appraisal.records import record_ids
from appraisal.references.reading import read_references
from appraisal.views.records import ScreenLine
from gui.dialogs import Dialog
from gui.pages.records import RecordsPage
from gui.window import Window
from tests.appraisal.references.samples import TEXTS
from tests.gui.conftest import Opener
from tests.gui.hands import click, go, in_dialog, page_of

KEY = Qt.Key
NEAR = (
    "TY  - JOUR\nTI  - Immunoglobulin after birth in relapsing multiple sclerosis: a first "
    "report\n"
    "AU  - Muller, A.\nPY  - 2004\nJO  - Annual congress\nVL  - S1\nSP  - P3\n"
    "DB  - CINAHL\nER  - \n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "searches"
    made.mkdir()
    for name in ("pubmed.nbib", "embase.ris", "wos.ciw"):
        (made / name).write_text(TEXTS[name], encoding="utf-8")
    return made


@pytest.fixture
def window(open_window: Opener, new_file: Path) -> Window:
    made = open_window(new_file)
    go(made, "records")
    return made


def page(window: Window) -> RecordsPage:
    return page_of(window, RecordsPage)


def ids(window: Window) -> tuple[str, ...]:
    return record_ids(window.session.state)


def quiet(window: Window) -> bool:
    return not window.session.jobs.running


def drop(window: Window, qtbot: QtBot, *paths: Path, way: str = "yes") -> list[str]:
    """Drop files on the page and answer the preview; gives its words."""
    said: list[str] = []

    def answer(dialog: Dialog) -> None:
        said.extend(one.text() for one in dialog.findChildren(QAbstractButton))
        if way:
            assert dialog.buttons[way].isEnabled()
        dialog.answer(way)

    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    in_dialog(window, answer)
    page(window).dropEvent(event)
    qtbot.waitUntil(lambda: bool(said) and quiet(window))
    QApplication.processEvents()
    return said


def put(path: Path, *files: Path) -> None:
    """Take files into a review without a window."""
    review = desk.open_review(path)
    person = review.state.ids("person")[0]
    chosen = [records.chosen_of(read_references(one)) for one in files]
    fresh = records.fresh(review.state, chosen)
    review.commit_all(records.drafts_of(fresh, chosen), author=person)
    review.close()


@pytest.fixture
def full(open_window: Opener, new_file: Path, folder: Path, qtbot: QtBot, tmp_path: Path) -> Window:
    near = tmp_path / "near.ris"
    near.write_text(NEAR, encoding="utf-8")
    put(new_file, *sorted(folder.iterdir()), near)
    made = open_window(new_file)
    go(made, "records")
    qtbot.waitUntil(lambda: quiet(made))
    return made


def screen(window: Window, qtbot: QtBot) -> None:
    click(page(window), "Screening")
    qtbot.waitUntil(lambda: quiet(window))
    page(window)._panes["screening"]._table.setFocus()  # type: ignore[attr-defined]


def shown(window: Window) -> tuple[ScreenLine, ...]:
    rows: tuple[ScreenLine, ...] = page(window)._panes["screening"]._model.rows()  # type: ignore[attr-defined]
    return rows
