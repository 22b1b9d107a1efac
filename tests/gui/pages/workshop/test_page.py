"""The workshop by hand: duplicate, edit in the form, see it at once, save, choose it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFileDialog,
    QLabel,
    QLineEdit,
)

from appraisal.library import known, own_files, unsaved
from appraisal.subjects import DESIGNS
from gui.dialogs import Dialog
from gui.pages.workshop import WorkshopPage
from gui.panes.workshop_form import _ConditionField
from gui.widgets.fields import Field, LineField, ListField
from gui.widgets.grid import GridEditor
from gui.widgets.rail import Rail
from gui.widgets.reason import GrowingText
from gui.words import design_name
from tests.gui.conftest import Opener
from tests.gui.hands import click, in_dialog, named, press
from tests.gui.pages.workshop.conftest import (
    faults,
    go_to,
    named_faults,
    replace,
    window_of,
    workshop,
)

DESIGN_NAMES = [design_name(design) for design in DESIGNS]


def test_a_shipped_instrument_is_duplicated_changed_and_offered(
    page: WorkshopPage, open_window: Opener
) -> None:
    page._start.select("nih-case-series")
    assert not page._start._verbs["edit"].isEnabled()
    click(page, "Duplicate")
    replace(named(page, QLineEdit, "Short title"), "Ours")
    go_to(page, "1  ")
    replace(named(page, GrowingText, "Question"), "Is the aim of the report plain?")
    QApplication.processEvents()
    shown = page._preview._shown
    assert shown is not None
    assert shown.items()[0].ask == "Is the aim of the report plain?"
    assert faults(page) == "No faults"
    click(page, "Save the instrument")
    assert [one.name for one in own_files()] == ["nih-case-series-copy"]
    assert known()["nih-case-series-copy"].short == "Ours"
    assert not page._save.isEnabled()


def test_every_fault_is_listed_at_once_and_leads_to_its_place(page: WorkshopPage) -> None:
    click(page, "New")
    go_to(page, "1.1  ")
    condition = page._form.findChild(_ConditionField)
    assert condition is not None
    replace(condition.line, '"9.9" = ["No"]')
    go_to(page, "D1  ")
    replace(named(page, QLineEdit, "Most stars"), "4")
    assert faults(page).startswith("1 fault")
    assert not page._save.isEnabled()
    go_to(page, "About")
    click(page._parts, next(iter(named_faults(page))))
    node = page._parts.current()
    assert node is not None
    assert node.kind == "item"


def test_a_condition_that_cannot_be_read_is_told_beside_it(page: WorkshopPage) -> None:
    click(page, "New")
    go_to(page, "1.1  ")
    condition = page._form.findChild(_ConditionField)
    assert condition is not None
    replace(condition.line, '"1.0" = ')
    field = condition.parentWidget()
    assert isinstance(field, Field)
    assert field._message.text().startswith("The condition cannot be read")
    assert faults(page) == "No faults"


def test_a_question_is_added_with_a_condition_chosen_from_lists(page: WorkshopPage) -> None:
    click(page, "New")
    go_to(page, "1.1  ")
    next(one for one in page._parts.add_menu.actions() if one.text() == "Question").trigger()
    QApplication.processEvents()
    node = page._parts.current()
    assert node is not None
    assert node.title.startswith("q2")

    def choose(dialog: Dialog) -> None:
        named(dialog, QCheckBox, "Yes").click()
        press(dialog.buttons["yes"])

    in_dialog(window_of(page), choose)
    click(page._form, "Add a condition, Asked only if")
    assert page._piece is not None
    assert page._piece.raw["item"][1]["ask_if"] == {"1.1": ["Yes"]}
    shown = page._preview._shown
    assert shown is not None
    assert [item.id for item in shown.items()] == ["1.1"]


def test_what_is_tried_in_the_preview_is_judged_by_the_rules_at_once(page: WorkshopPage) -> None:
    click(page, "New")
    editor = page._preview.pane._editor()
    assert editor is not None
    editor.options.choose("No")
    QApplication.processEvents()
    shown = page._preview._shown
    assert shown is not None
    assert shown.rating.level == "high"
    go_to(page, "D1  ")
    grid = next(one for one in page._form.findChildren(GridEditor) if "Rules" in one._name)
    grid.findChildren(ListField)[0].setCurrentIndex(1)
    grid.findChildren(ListField)[0].picked.emit("unclear")
    QApplication.processEvents()
    shown = page._preview._shown
    assert shown is not None
    assert shown.rating.level == "unclear"  # the answer given before is kept


def test_a_change_is_taken_back_and_done_again(page: WorkshopPage) -> None:
    click(page, "New")
    replace(named(page, QLineEdit, "Title"), "X")
    assert page._head.title.text() == "X"
    for _key in range(2):
        click(page, "Undo")
    assert page._head.title.text() != "X"
    click(page, "Do again")
    click(page, "Do again") if page._redo.isEnabled() else None
    assert page._head.title.text() == "X"


def test_texts_are_translated_in_the_form(page: WorkshopPage) -> None:
    click(page, "New")
    go_to(page, "1.1  ")
    click(page, "Texts in, Português (Brasil)")
    field = next(one for one in page._form.findChildren(GrowingText) if one.isVisible())
    replace(field, "Primeira")
    assert page._piece is not None
    assert page._piece.overlays["pt_BR"][("item", "D1/1.1", "title")] == "Primeira"


def test_an_exported_file_is_imported_again(
    page: WorkshopPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "given.toml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))
    page._start.select("quadas2")
    click(page._start, "Export")
    assert sorted(one.name for one in tmp_path.glob("given*")) == [
        "given.pt_BR.toml", "given.toml",
    ]  # fmt: skip
    text = file.read_text("utf-8").replace('id = "quadas2"', 'id = "quadas-ours"')
    file.write_text(text, "utf-8")
    overlay = tmp_path / "given.pt_BR.toml"
    overlay.write_text(overlay.read_text("utf-8").replace('"quadas2"', '"quadas-ours"'), "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(file), ""))
    click(page._start, "Import")
    assert faults(page) == "No faults"
    click(page, "Save the instrument")
    assert "quadas-ours" in known("pt_BR")


def test_an_export_names_both_files_and_asks_before_it_replaces_one(
    page: WorkshopPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = tmp_path / "given.pt_BR.toml"
    beside.write_text("mine", "utf-8")
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "given.toml"), "")
    )
    page._start.select("quadas2")
    asked: list[str] = []

    def keep(dialog: Dialog) -> None:
        asked.append(dialog.accessibleName())
        click(dialog, "Keep it")

    in_dialog(window_of(page), keep)
    click(page._start, "Export")
    assert asked == ["Replace given.pt_BR.toml?"]
    assert [one.name for one in tmp_path.glob("given*")] == ["given.pt_BR.toml"]
    assert beside.read_text("utf-8") == "mine"
    said: list[str] = []
    page._session.notice.connect(lambda notice: said.append(notice.text))
    in_dialog(window_of(page), lambda dialog: click(dialog, "Replace"))
    click(page._start, "Export")
    assert said == ["Written: given.toml, given.pt_BR.toml"]
    assert beside.read_text("utf-8") != "mine"


def test_the_letters_of_confidence_are_explained(page: WorkshopPage) -> None:
    shown = [one.text() for one in page._start.findChildren(QLabel) if one.isVisible()]
    assert any("A, agrees with the official form" in one for one in shown)
    model = page._start._model
    tip = model.headerData(
        model.column_of("confidence"), Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole
    )
    assert "C, from what is generally known" in tip


def test_a_strangers_file_is_refused_in_sentences(
    page: WorkshopPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "bad.toml"
    file.write_text("a = " + "[" * 100 + "]" * 100, "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(file), ""))
    said: list[str] = []
    in_dialog(window_of(page), lambda dialog: said.append(dialog.accessibleDescription()))
    click(page._start, "Import")
    assert "deep" in said[0]
    assert page._piece is None


def test_leaving_asks_about_what_is_not_saved(page: WorkshopPage) -> None:
    click(page, "New")
    replace(named(page, LineField, "Title"), "Kept")
    in_dialog(window_of(page), lambda dialog: press(dialog.buttons["keep"]))
    click(page, "Back")
    assert page._piece is None
    assert [one.instrument.title for one in own_files() if one.instrument] == ["Kept"]


def test_what_was_not_saved_is_there_again_after_the_program_ended(
    open_window: Opener, new_file: Path
) -> None:
    window = open_window(new_file)
    page = workshop(window)
    click(page, "New")
    replace(named(page, QLineEdit, "Title"), "Half done")
    window.close()
    again = workshop(open_window(new_file))
    assert again._head.title.text() == "Half done"
    click(again, "Save the instrument")
    assert unsaved() == {}


def test_every_design_can_be_seen_and_ticked_in_a_narrow_form(page: WorkshopPage) -> None:
    page.window().resize(1280, 800)
    page._start.select("rob2")
    click(page, "Duplicate")
    boxes = [box for box in page._form.findChildren(QCheckBox) if box.text() in DESIGN_NAMES]
    assert len(boxes) == len(DESIGN_NAMES)
    last = boxes[-1]
    page._form.ensureWidgetVisible(last)
    QApplication.processEvents()
    assert last.visibleRegion().boundingRect().height() == last.height()
    press(last)
    assert last.isChecked()


def test_no_page_of_the_rail_is_lit_while_the_workshop_shows(page: WorkshopPage) -> None:
    window = window_of(page)
    rail = window.findChild(Rail)
    assert rail is not None
    assert rail.key() == ""
    press(rail.items["overview"])
    assert window.page == "overview"
    assert rail.key() == "overview"
