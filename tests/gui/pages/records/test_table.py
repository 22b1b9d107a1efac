"""The records as a table: found as one types, counted in the flow, and sent out as files."""

from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from appraisal.references.reading import read_references
from gui.window import Window
from tests.gui.hands import click, keys, type_words
from tests.gui.pages.records.conftest import KEY, page, quiet


def test_table_filters_as_one_types(full: Window, qtbot: QtBot) -> None:
    pane = page(full)._panes["records"]
    QAbstractItemModelTester(pane._model)  # type: ignore[attr-defined]
    pane._search.setFocus()  # type: ignore[attr-defined]
    type_words("second")
    rows = pane._model.rows()  # type: ignore[attr-defined]
    assert [row.title for row in rows] == ["A second report."]


def test_flow_counts_the_records_and_a_typed_number_comes_first(full: Window, qtbot: QtBot) -> None:
    click(page(full), "Flow")
    pane = page(full)._panes["flow"]
    assert pane._flow.databases == 5  # type: ignore[attr-defined]
    field = pane._fields["identified"]  # type: ignore[attr-defined]
    field.setFocus()
    type_words("321")
    keys(KEY.Key_Return)
    assert pane._flow.found == 321  # type: ignore[attr-defined]
    assert "Typed by hand" in " ".join(pane._flow.told)  # type: ignore[attr-defined]


def test_records_go_out_as_the_kind_that_was_chosen(
    full: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, kind in (("out.ris", "RIS (*.ris)"), ("out.csv", "References as CSV (*.csv)")):
        out = tmp_path / name
        answer = (str(out), kind)
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, got=answer: got)
        click(page(full), "Export")
        qtbot.waitUntil(lambda: quiet(full))
        assert len(read_references(out).references) == 5


def test_shown_records_are_exported(full: Window, qtbot: QtBot, tmp_path: Path) -> None:
    pane = page(full)._panes["records"]
    out = tmp_path / "out.ris"
    pane.export(out, "")  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: quiet(full))
    assert len(read_references(out).references) == 5
