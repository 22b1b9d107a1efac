"""From a record that passed to a report in hand and a study."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QFileDialog
from pytestqt.qtbot import QtBot

from appraisal import records
from appraisal.alike import family_name
from appraisal.records import record_ids
from gui.window import Window
from tests.gui.hands import click, keys, named
from tests.gui.pages.records.conftest import KEY, page, quiet, screen, shown


@pytest.fixture
def at_full_text(full: Window, qtbot: QtBot) -> Window:
    screen(full, qtbot)
    for _n in range(3):
        keys(KEY.Key_I)
    click(page(full), "Submit 3 decisions")
    click(page(full), "Full texts")
    page(full)._panes["screening"]._table.setFocus()  # type: ignore[attr-defined]
    return full


def test_a_report_that_cannot_be_had_is_a_state_of_its_own(at_full_text: Window) -> None:
    first = shown(at_full_text)[0].record
    click(page(at_full_text), "Not retrieved")
    assert at_full_text.session.state.text(f"record/{first}", "retrieval") == "not-retrieved"
    click(page(at_full_text), "Seek it again")
    assert at_full_text.session.state.text(f"record/{first}", "retrieval") == ""


def test_a_pdf_is_dropped_on_the_record_in_front(at_full_text: Window, tmp_path: Path) -> None:
    first = shown(at_full_text)[0].record
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(b"%PDF-1.4\nnothing")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(pdf))])
    none = Qt.KeyboardModifier.NoModifier
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    page(at_full_text).dropEvent(QDropEvent(QPointF(5, 5), action, data, button, none))
    assert at_full_text.session.state.text(f"record/{first}", "pdf_name") == "report.pdf"
    assert named(page(at_full_text), QAbstractButton, "Open the PDF").isEnabled()


def test_included_reports_become_studies(at_full_text: Window, qtbot: QtBot) -> None:
    for _n in range(2):
        keys(KEY.Key_I)
    click(page(at_full_text), "Submit 2 decisions")
    before = len(at_full_text.session.state.ids("study"))
    click(page(at_full_text), "Included")
    button = page(at_full_text)._panes["included"]._make  # type: ignore[attr-defined]
    new = int(button.text().split()[1])
    assert new >= 1
    click(page(at_full_text), button.text())
    assert len(at_full_text.session.state.ids("study")) == before + new
    assert not button.isEnabled()


def test_a_folder_of_pdfs_is_matched_by_their_names(
    at_full_text: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = at_full_text.session.state
    record = next(line.record for line in shown(at_full_text) if line.year is not None)
    said = records.reference_at(state, record)
    pdfs = tmp_path / "pdfs"
    pdfs.mkdir()
    doi = said.doi.replace("/", "_")
    name = f"{doi or family_name(said.authors[0]) + ' ' + str(said.year)}.pdf"
    for file in (name, "holiday.pdf"):
        (pdfs / file).write_bytes(b"%PDF-1.4\nnothing")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(pdfs))
    click(page(at_full_text), "Match a folder of PDFs")
    qtbot.waitUntil(lambda: quiet(at_full_text))
    state = at_full_text.session.state
    sought = [line.record for line in shown(at_full_text)]
    copies = {one for one in sought if records.reference_at(state, one).doi == said.doi}
    assert record in copies
    held = {one: state.text(f"record/{one}", "pdf_name") for one in record_ids(state)}
    assert held == {one: name if one in copies else "" for one in held}
