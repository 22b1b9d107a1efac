"""The veil at the window: what is copied on any page, and what the program logs, stay blind.

Both write; neither form is open. Everything Ann can copy is searched for Bob's words, and so is
every byte that the program left in its own folders, the copies of the review itself apart.
"""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QTableView, QWidget
from pytestqt.qtbot import QtBot

from appraisal import drafts
from appraisal.ledger import Claim, Value
from appraisal.review import Review
from appraisal.store import places
from appraisal.store.sqlite import open_store
from appraisal.subjects import extraction_form, in_seat
from gui.pages.report import ReportPage
from gui.session import Session
from gui.widgets.rail import Rail
from gui.widgets.table import Table
from gui.window import Window
from tests.appraisal import desks
from tests.gui.conftest import Opener
from tests.gui.hands import CONTROL, go, keys, press

PLANTED = {"ann": "PLANTann", "bob": "PLANTbob"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two studies which both have begun and nobody has submitted, markers in every reason."""
    path = tmp_path / "review.evenhand"
    review = desks.begun(path)
    facts: dict[str, Value] = {"name": "Relapse", "data": "counts", "arm1": "T", "arm2": "C"}
    review.commit(drafts.add_outcome({**facts, "event_is": "bad"}, id="o1")[0])
    for person, word in PLANTED.items():
        for study in ("s1", "s2"):
            desks.answer(review, study, person, marker=word)
            counts = zip(("e1", "n1", "e2", "n2"), (5, 80, 9, 90), strict=True)
            cells = {name: Claim(count, word) for name, count in counts}
            cells["note"] = Claim(word)
            review.commit(drafts.extract(study, "o1", person, cells), author=person)
    review.close()
    return path


def settle(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.session.jobs.running, timeout=60_000)
    QApplication.processEvents()


def carried() -> bytes:
    """Every byte on the clipboard, in every form it stands there."""
    data = QGuiApplication.clipboard().mimeData()
    return b"\n".join(data.data(kind).data() for kind in data.formats())


def copied(window: Window, qtbot: QtBot) -> dict[str, bytes]:
    """What each table and each Copy of each page puts on the clipboard."""
    found: dict[str, bytes] = {}
    for name in tuple(window.findChildren(Rail)[-1].items):
        page = go(window, name)
        settle(window, qtbot)
        if isinstance(page, ReportPage):
            found |= reported(window, page, qtbot)
            continue
        found |= copied_from(window, name, page, qtbot)
    return found


def reported(window: Window, page: ReportPage, qtbot: QtBot) -> dict[str, bytes]:
    """The same of every figure, table and text of the report."""
    found: dict[str, bytes] = {}
    for row, output in enumerate(page._model.rows()):
        page._list.setCurrentIndex(page._model.index(row, 0))
        settle(window, qtbot)
        found |= copied_from(window, output.title, page, qtbot)
    return found


def copied_from(window: Window, name: str, page: QWidget, qtbot: QtBot) -> dict[str, bytes]:
    """What the tables and Copy buttons that show put on the clipboard."""
    found: dict[str, bytes] = {}
    for table in [one for one in page.findChildren(QTableView) if one.isVisible()]:
        QGuiApplication.clipboard().clear()
        table.setFocus()
        table.selectAll()
        keys(Qt.Key.Key_C, held=CONTROL)
        if isinstance(table, Table):  # a page may keep the key for its own
            table.copy_rows()
        found[f"{name}: {table.accessibleName()}"] = carried()
    for button in page.findChildren(QAbstractButton):
        words = button.accessibleName() or button.text()
        if words.startswith("Copy") and button.isVisible() and button.isEnabled():
            QGuiApplication.clipboard().clear()
            press(button)
            settle(window, qtbot)
            found[f"{name}: {words}"] = carried()
    return found


def left_behind(session: Session) -> bytes:
    """Every byte of the log's folder and of the settings'."""
    session.settings.save()
    files = [
        one
        for folder in (places.state_dir(), places.config_dir())
        for one in folder.rglob("*")
        if one.is_file()
    ]
    return b"\n".join(one.name.encode() + one.read_bytes() for one in files)


def submit(file: Path) -> None:
    """Both submit what they have."""
    review = Review(open_store(file))
    for person in PLANTED:
        for study in ("s1", "s2"):
            desks.submit(review, study, person)
            seat = in_seat(extraction_form(study, "o1"), person)
            review.commit(drafts.seal(review.state, seat, key=desks.key(person)), author=person)
    review.close()


def test_the_marker_would_be_found_on_the_clipboard(
    open_window: Opener, file: Path, qtbot: QtBot
) -> None:
    submit(file)
    window = open_window(file)
    window.session.sign_in("ann")
    assert PLANTED["bob"].encode() in b"".join(copied(window, qtbot).values())


def test_nothing_copied_or_logged_shows_an_unopened_claim(
    open_window: Opener, file: Path, qtbot: QtBot
) -> None:
    window = open_window(file)
    window.session.sign_in("ann")
    found = copied(window, qtbot)
    assert len(found) >= 5, found.keys()
    assert b"Study 1" in b"".join(found.values())  # so something was copied
    for place, data in found.items():
        assert PLANTED["bob"].encode() not in data, place
        assert PLANTED["bob"].encode("utf-16-le") not in data, place
    assert PLANTED["bob"].encode() not in left_behind(window.session)
