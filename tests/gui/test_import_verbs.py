"""Import from another program by clicks: a new review, an open one, a dropped file, a refusal."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog
from pytestqt.qtbot import QtBot

from appraisal.revman import kept
from gui.dialogs import Dialog
from gui.pages.report import ReportPage
from gui.widgets.fields import ListField
from gui.window import Window
from tests.appraisal.test_revman_review import source, taken
from tests.gui.conftest import Opener
from tests.gui.hands import answering, click, drop, go, in_dialog, words


def quiet(qtbot: QtBot, window: Window, said: list[str], dialogs: int) -> None:
    qtbot.waitUntil(
        lambda: not window.session.jobs.running and len(said) >= dialogs, timeout=20_000
    )
    QApplication.processEvents()


def test_a_revman_file_becomes_a_new_review_with_its_certificate(
    open_window: Opener, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, made = source(tmp_path / "small.rm5"), tmp_path / "made.evenhand"
    window = open_window()
    window.session.settings.name = "Ana"
    chosen = ([str(path)], "")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: chosen)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(made), ""))
    said = answering(window, "Import", "Show the certificate")
    click(window, "Import from another program")
    quiet(qtbot, window, said, 2)
    assert "Studies: 4 (3 included, 1 excluded" in said[0]
    assert window.session.title == "A small review"
    assert len(window.session.state.ids("study")) == 3
    assert window.page == "report"
    page = window._pages["report"]
    assert isinstance(page, ReportPage)
    current = page._current()
    assert current is not None
    assert current.key == "table:parity"


def test_a_review_with_a_certificate_computes_it_beside_the_window(
    open_window: Opener, qtbot: QtBot, tmp_path: Path
) -> None:
    review, _person, _change = taken(tmp_path, source(tmp_path / "small.rm5"))
    path = review.store.path
    review.close()
    kept._CERTIFICATES.clear()
    window = open_window(path)
    qtbot.waitUntil(lambda: not window.session.jobs.running, timeout=20_000)
    assert len(kept._CERTIFICATES) == 1


def test_into_an_open_review_it_can_be_undone(
    open_window: Opener, new_file: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(new_file)
    go(window, "studies")
    before = window.session.state.ids("study")
    said = answering(window, "Import", "Close")
    drop(window, source(tmp_path / "small.rm5"))
    quiet(qtbot, window, said, 2)
    assert len(window.session.state.ids("study")) == len(before) + 3
    window.act("undo")
    assert window.session.state.ids("study") == before


def test_cancel_in_the_preview_writes_nothing(
    open_window: Opener, new_file: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(new_file)
    assert window.session.review is not None
    before = len(list(window.session.review.history()))
    said = answering(window, "Cancel")
    drop(window, source(tmp_path / "small.rm5"))
    quiet(qtbot, window, said, 1)
    assert len(list(window.session.review.history())) == before


def test_what_is_submitted_at_once_counts(
    open_window: Opener, new_file: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(new_file)
    said: list[str] = []

    def look(dialog: Dialog) -> None:
        said.append(words(dialog))
        dialog.findChildren(QCheckBox)[0].setChecked(True)
        rest = answering(window, "Close")
        said.extend(rest)
        click(dialog, "Import")

    in_dialog(window, look)
    drop(window, source(tmp_path / "small.rm5"))
    quiet(qtbot, window, said, 1)
    forms = window.session.state.forms("extraction")
    assert any(window.session.state.is_open(form) for form in forms)


def test_a_web_page_is_refused_in_a_sentence(
    open_window: Opener, new_file: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(new_file)
    page = tmp_path / "review.rm5"
    page.write_text("<!doctype html><html><COCHRANE_REVIEW></html>")
    said = answering(window, "Close")
    drop(window, page)
    quiet(qtbot, window, said, 1)
    assert "review.rm5" in said[0]


def test_a_table_of_numbers_is_mapped_before_it_comes_in(
    open_window: Opener, new_file: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(new_file)
    before = window.session.state.ids("outcome")
    path = tmp_path / "odd.csv"
    path.write_text("Trial;Dead A;All A;Dead B;All B\nAnn 2001;5;50;11;50\n")
    said: list[str] = []

    def look(dialog: Dialog) -> None:
        assert not dialog.buttons["yes"].isEnabled() or dialog.buttons["yes"].toolTip()
        lists = dialog.findChildren(ListField)
        for field, key in zip(lists, ("study", "e1", "n1", "e2", "n2"), strict=True):
            place = field.findData(key)
            field.setCurrentIndex(place)
            field.activated.emit(place)
        said.append(words(dialog))
        click(dialog, "Import")

    in_dialog(window, look)
    drop(window, path)
    quiet(qtbot, window, said, 1)
    fresh = [one for one in window.session.state.ids("outcome") if one not in before]
    assert [window.session.state.text(f"outcome/{one}", "name") for one in fresh] == ["odd"]
    assert "1 row of numbers" in said[0]
    form = f"extraction/{window.session.state.ids('study')[-1]}/{fresh[0]}"
    assert window.session.state.value(f"{form}/{window.session.reader}", "e2") == 11


def test_references_dropped_on_the_window_go_to_records(
    open_window: Opener, new_file: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(new_file)
    path = tmp_path / "search.ris"
    path.write_text("TY  - JOUR\nTI  - A trial of something\nAU  - Ann, A\nPY  - 2001\nER  - \n")
    said = answering(window, "Cancel")
    drop(window, path)
    quiet(qtbot, window, said, 1)
    assert window.page == "records"
    assert "search.ris" in said[0]


def test_a_review_dropped_on_records_is_no_reference(
    open_window: Opener, new_file: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(new_file)
    go(window, "records")
    said = answering(window, "Cancel")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(source(tmp_path / "small.rm5")))])
    event = QDropEvent(
        QPointF(400, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window._pages["records"].dropEvent(event)
    quiet(qtbot, window, said, 1)
    assert "3 included" in said[0]
