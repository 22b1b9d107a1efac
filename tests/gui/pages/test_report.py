"""Report: the list of what goes out, its preview, and exports by the button."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QTableView,
)
from pytestqt.qtbot import QtBot

from appraisal import drafts, sample
from appraisal.bundle import Written
from gui.delegates.outputs import EDGE, OUTSIDE
from gui.dialogs import Dialog
from gui.pages.report import ReportPage
from gui.session import Session
from gui.settings import Settings
from tests.gui.hands import click, named, press

PATIENCE = 60_000


@pytest.fixture
def session(tmp_path: Path, qtbot: QtBot) -> Iterator[Session]:
    path = tmp_path / "sample.evenhand"
    sample.make(path)
    made = Session(Settings())
    made.open(path)
    yield made
    qtbot.waitUntil(lambda: not made.jobs.running, timeout=PATIENCE)
    made.close()


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> ReportPage:
    made = ReportPage(session)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    qtbot.waitExposed(made)
    gathered(made, qtbot)
    return made


def gathered(page: ReportPage, qtbot: QtBot) -> None:
    """Wait until what goes out is listed."""
    qtbot.waitUntil(lambda: page._material is not None and page._job is None, timeout=PATIENCE)


def choose(page: ReportPage, title: str) -> None:
    """Press an output on the list."""
    model = page._list.model()
    row = next(row for row in range(model.rowCount()) if model.index(row, 0).data() == title)
    page._list.scrollTo(model.index(row, 0))
    place = page._list.visualRect(model.index(row, 0)).center()
    QTest.mouseClick(page._list.viewport(), Qt.MouseButton.LeftButton, pos=place)


def saved_as(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The system's own dialog cannot be pressed here; it answers with a path."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(path), ""))


def test_figures_come_first_then_tables_then_texts(page: ReportPage) -> None:
    groups = [output.group for output in page._model.rows()]
    assert list(dict.fromkeys(groups)) == ["Figures", "Tables", "Texts"]


def test_methods_show_in_both_languages_and_are_copied(page: ReportPage) -> None:
    choose(page, "Methods")
    named(page, QLabel, "Português (Brasil)")
    click(page, "Copy the text, English")
    copied = QApplication.clipboard().text()
    assert copied.startswith("Risk of bias in 4 studies")
    click(page, "Copy the text, Português (Brasil)")
    assert QApplication.clipboard().text() != copied


def test_script_shows_is_copied_and_goes_out(
    page: ReportPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(page, "Results again, in R")
    shown = named(page, QPlainTextEdit, "reproduce.R").toPlainText()
    assert "library(metafor)" in shown
    assert '"Relapse within six months"' in shown
    click(page, "Copy the script")
    assert QApplication.clipboard().text() == shown
    saved_as(monkeypatch, tmp_path / "mine.R")
    click(page, "Export this script")
    qtbot.waitUntil((tmp_path / "mine.R").exists, timeout=PATIENCE)
    assert (tmp_path / "mine.R").read_text(encoding="utf-8") == shown


def test_figure_is_drawn_as_it_will_be_written(page: ReportPage, qtbot: QtBot) -> None:
    choose(page, "Forest plot: Relapse within six months")
    picture = named(page, QLabel, "Forest plot: Relapse within six months")
    qtbot.waitUntil(lambda: not picture.pixmap().isNull(), timeout=PATIENCE)
    assert "OR 0.32 [0.15, 0.67]" in picture.accessibleDescription()
    assert picture.pixmap().deviceIndependentSize().width() == pytest.approx(174 / 25.4 * 96, abs=2)


def test_long_name_takes_a_second_line_in_place_of_dots(page: ReportPage) -> None:
    from gui.delegates.outputs import _lines, _words
    from gui.theme import px, theme

    room = page._list.viewport().width() - 2 * px(OUTSIDE) - 2 * px(EDGE)
    heights: dict[int, int] = {}
    for row, output in enumerate(page._model.rows()):
        lines = _lines(_words(output), theme().font("body", 600), room)
        heights.setdefault(len(lines), page._list.visualRect(page._model.index(row, 0)).height())
        if output.figure is not None:
            assert " ".join(lines) == _words(output)  # whole
    assert heights[2] > heights[1]


def test_wide_figure_scrolls_sideways(page: ReportPage, qtbot: QtBot) -> None:
    page.resize(900, page.height())
    choose(page, "Forest plot: Relapse within six months")
    export = page._export
    export._width.setCurrentIndex(export._width.findData("254"))
    export._width.activated.emit(export._width.currentIndex())
    wide = 254 / 25.4 * 96
    picture = page._preview._picture
    qtbot.waitUntil(
        lambda: abs(picture.pixmap().deviceIndependentSize().width() - wide) < 2, timeout=PATIENCE
    )
    bar = page._preview._page.horizontalScrollBar()
    qtbot.waitUntil(bar.isVisible)
    assert page._preview._page.viewport().width() + bar.maximum() >= wide - 2


def test_down_goes_to_the_next_output(page: ReportPage, qtbot: QtBot) -> None:
    choose(page, "Summary")
    QTest.keyClick(page._list, Qt.Key.Key_Down)
    wanted = "Newcastle-Ottawa Scale, cohort studies"

    def shown() -> list[QTableView]:
        tables = page.findChildren(QTableView)
        return [one for one in tables if one.isVisible() and one.accessibleName() == wanted]

    qtbot.waitUntil(lambda: bool(shown()))
    assert shown()[0].model().index(0, 0).data() == "Achiron 1996"


def test_page_that_is_gone_does_not_miss_its_picture(
    session: Session, qtbot: QtBot, qapp: QApplication
) -> None:
    page = ReportPage(session)
    page.show()
    gathered(page, qtbot)
    choose(page, "Forest plot: Relapse within six months")
    page.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    qtbot.waitUntil(lambda: not session.jobs.running, timeout=PATIENCE)


def test_figure_goes_out_with_live_text(
    page: ReportPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved_as(monkeypatch, tmp_path / "forest.svg")
    choose(page, "Forest plot: Relapse within six months")
    click(page, "Export this figure")
    qtbot.waitUntil((tmp_path / "forest.svg").exists, timeout=PATIENCE)
    assert "Achiron 1996" in (tmp_path / "forest.svg").read_text(encoding="utf-8")


def test_table_goes_out_as_a_workbook_of_one_sheet(
    page: ReportPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved_as(monkeypatch, tmp_path / "summary.xlsx")
    choose(page, "Summary")
    click(page, "Export this table")
    qtbot.waitUntil((tmp_path / "summary.xlsx").exists, timeout=PATIENCE)
    assert load_workbook(tmp_path / "summary.xlsx").sheetnames == ["Summary"]


def test_file_in_use_is_named_with_what_to_do(
    page: ReportPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "team.xlsx"
    path.write_bytes(b"mine")
    saved_as(monkeypatch, path)

    def refuse(_draft: object, _target: object) -> None:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(os, "replace", refuse)
    said: list[str] = []
    look = QTimer(page)

    def read() -> None:
        for dialog in page.findChildren(Dialog):
            said.extend(label.text() for label in dialog.findChildren(QLabel))
            dialog.answer("")

    look.timeout.connect(read)
    look.start(20)
    click(page, "Export the workbook")
    qtbot.waitUntil(lambda: bool(said), timeout=PATIENCE)
    look.stop()
    assert "Close team.xlsx, or save under another name." in " ".join(said)
    assert path.read_bytes() == b"mine"


def test_what_is_chosen_shows_in_the_preview_and_is_what_is_written(
    page: ReportPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from appraisal.figure_look import figure_as
    from stats.figures.ink import render

    choose(page, "Forest plot: Relapse within six months")
    export = page._export
    for field, key in ((export._lang, "pt_BR"), (export._marks, "grey"), (export._width, "85"),
                       (export._sort, "label")):  # fmt: skip
        field.setCurrentIndex(field.findData(key))
        field.activated.emit(field.currentIndex())
    export._titled.setChecked(True)
    export._title.setText("Imunoglobulina depois do parto")
    export._title.editingFinished.emit()
    wanted = 85 / 25.4 * 96
    picture = page._preview._picture
    qtbot.waitUntil(
        lambda: (
            abs(picture.pixmap().deviceIndependentSize().width() - wanted) < 2
            and "0,32" in picture.accessibleDescription()
        ),
        timeout=PATIENCE,
    )
    qtbot.waitUntil(lambda: not page._session.jobs.running, timeout=PATIENCE)
    saved_as(monkeypatch, tmp_path / "forest.svg")
    click(page, "Export this figure")
    qtbot.waitUntil((tmp_path / "forest.svg").exists, timeout=PATIENCE)
    written = (tmp_path / "forest.svg").read_bytes()
    assert "Imunoglobulina depois do parto" in written.decode("utf-8")
    look = export.look
    assert page._material is not None
    shown = page._current()
    assert shown is not None
    assert shown.figure is not None
    figure = figure_as(page._material, shown.figure, look)
    expected, _ = render(figure.scene, "svg", palette=look.palette, width_mm=look.width_mm)
    assert written == expected


def test_everything_goes_out_as_one_archive_with_progress(
    page: ReportPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zipfile import ZipFile

    saved_as(monkeypatch, tmp_path / "all.zip")
    look = QTimer(page)

    def answer() -> None:
        for dialog in page.findChildren(Dialog):
            if dialog.isVisible() and "zip" in dialog.buttons:
                look.stop()
                dialog.buttons["zip"].click()

    look.timeout.connect(answer)
    look.start(20)
    choose(page, "Forest plot: Relapse within six months")
    export = page._export
    for field, key in ((export._lang, "pt_BR"), (export._marks, "grey"), (export._width, "85")):
        field.setCurrentIndex(field.findData(key))
        field.activated.emit(field.currentIndex())
    export._titled.setChecked(True)
    export._title.setText("Depois do parto")
    export._title.editingFinished.emit()
    click(page, "Export everything")
    assert page._session.jobs.running
    qtbot.waitUntil((tmp_path / "all.zip").exists, timeout=PATIENCE * 2)
    with ZipFile(tmp_path / "all.zip") as archive:
        assert {"report.docx", "review.json", "studies.ris"} <= set(archive.namelist())
        forest = archive.read("figures/forest.svg").decode("utf-8")
        assert all(said in forest for said in ("Estudo", "Depois do parto", 'width="240.9'))
        assert "#02c100" not in forest.lower()
        assert "Depois do parto" not in archive.read("figures/flow.svg").decode("utf-8")


def test_cancelled_export_stops_and_leaves_no_archive(
    page: ReportPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved_as(monkeypatch, tmp_path / "all.zip")
    assert page._material is not None
    page._exporting.archive(page._material, look=page._export.look_of_all)
    job = page._session.jobs.running[-1]
    job.cancel()
    qtbot.waitUntil(lambda: not page._session.jobs.running, timeout=PATIENCE)
    assert list(tmp_path.glob("*.zip")) == []


def test_page_holds_its_place_until_all_is_gathered(session: Session, qtbot: QtBot) -> None:
    page = ReportPage(session)
    qtbot.addWidget(page)
    page.resize(1280, 800)
    page.show()
    page.show_target("table:studies")
    assert named(page, QProgressBar, "Gather").isVisible()
    assert not page._export._all.isEnabled()
    where = page._middle.geometry()
    gathered(page, qtbot)
    assert page._middle.geometry() == where
    current = page._current()
    assert current is not None
    assert current.key == "table:studies"  # asked for before it was there
    assert page._export._all.isEnabled()


def test_gathering_that_was_cancelled_is_taken_up_again(session: Session, qtbot: QtBot) -> None:
    page = ReportPage(session)
    qtbot.addWidget(page)
    page.resize(1280, 800)
    page.show()
    click(page, "Cancel")
    qtbot.waitUntil(lambda: page._job is None, timeout=PATIENCE)
    assert page._model.rowCount() == 0
    click(page, "Gather")
    gathered(page, qtbot)
    assert page._model.rowCount() > 20


def test_change_elsewhere_is_gathered_before_anything_goes_out(
    page: ReportPage, session: Session, qtbot: QtBot
) -> None:
    study = session.state.ids("study")[0]
    session.do(drafts.edit_study(study, "label", "Achiron 1997"))
    assert not page._export._all.isEnabled()
    gathered(page, qtbot)
    assert page._material is not None
    assert page._material.state.text(f"study/{study}", "label") == "Achiron 1997"
    assert page._export._all.isEnabled()


def test_resolution_is_asked_only_where_there_are_pixels(page: ReportPage, qtbot: QtBot) -> None:
    choose(page, "Forest plot: Relapse within six months")
    qtbot.waitUntil(lambda: page._export._format.isVisible())
    field = page._export._resolution
    assert not field.isVisible()  # SVG
    for kind, asked in (("PDF", False), ("PNG", True), ("SVG", False)):
        press(named(page._export, QAbstractButton, f"File, {kind}"))
        assert field.isVisible() is asked, kind
    choose(page, "Summary")
    assert not field.isVisible()


def test_export_buttons_are_seen_in_a_low_window(page: ReportPage) -> None:
    page.resize(860, 420)
    QTest.qWait(1)
    for words in ("Export this figure", "Export the workbook", "Export everything"):
        button = named(page, QAbstractButton, words)
        bottom = button.mapTo(page, button.rect().bottomLeft()).y()
        assert 0 < bottom < page.height()
        assert not button.visibleRegion().isEmpty()


def test_list_has_room_for_every_line_at_any_width(page: ReportPage, qtbot: QtBot) -> None:
    from gui.delegates.outputs import GROUP, HEIGHT, _begins, _lines, _words
    from gui.theme import px, theme

    def fits() -> bool:
        room = page._list.viewport().width() - 2 * px(OUTSIDE) - 2 * px(EDGE)
        line = QFontMetricsF(theme().font("body", 600)).lineSpacing()
        for row, output in enumerate(page._model.rows()):
            index = page._model.index(row, 0)
            lines = len(_lines(_words(output), theme().font("body", 600), room))
            need = px(HEIGHT) + (lines - 1) * round(line) + px(GROUP) * _begins(index)
            if page._list.visualRect(index).height() != need:
                return False
        return True

    for sizes in ([420, 500, 300], [190, 700, 300]):
        page._columns.setSizes(sizes)
        qtbot.waitUntil(fits)


def test_short_table_ends_with_its_rows(page: ReportPage, qtbot: QtBot) -> None:
    choose(page, "Summary")
    qtbot.waitUntil(lambda: any(t.accessibleName() for t in page.findChildren(QTableView)))
    (table,) = [one for one in page.findChildren(QTableView) if one.isVisible()]
    model = table.model()
    last = table.visualRect(model.index(model.rowCount() - 1, 0)).bottom()
    assert model.rowCount() == 11
    assert table.viewport().height() - last < table.rowHeight(0)


def test_figure_a_little_too_wide_is_fitted(page: ReportPage, qtbot: QtBot) -> None:
    choose(page, "Forest plot: Relapse within six months")
    picture = page._preview._picture
    natural = 174 / 25.4 * 96
    page.resize(1130, 800)
    bar = page._preview._page.horizontalScrollBar()

    def is_fitted() -> bool:
        wide = picture.pixmap().deviceIndependentSize().width()
        return 0.7 * natural < wide < natural - 2 and not bar.isVisible()

    qtbot.waitUntil(is_fitted, timeout=PATIENCE)


def test_slower_figures_are_explained_once(
    page: ReportPage,
    session: Session,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the system refuses (here: a second process) is no secret, and no nuisance."""
    told: list[str] = []
    session.told.connect(lambda notice: told.append(notice.text))
    made = Written((tmp_path / "all.zip",), (), is_alone=True)
    monkeypatch.setattr("gui.panes.exporting.write_archive", lambda *_given, **_named: made)
    saved_as(monkeypatch, tmp_path / "all.zip")
    for _time in range(2):
        with qtbot.waitSignal(session.notice, timeout=PATIENCE):
            page._exporting.archive(page._material, look=page._export.look_of_all)  # type: ignore[arg-type] # gathered
    assert len(told) == 1
    assert "same" in told[0]
