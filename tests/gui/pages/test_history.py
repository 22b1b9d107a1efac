"""Every change is listed, found by its words, and put back with a reason."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit

from appraisal import drafts
from appraisal.ledger import Claim, Quote
from gui.dialogs import Dialog
from gui.pages.history import HistoryPage
from gui.panes.attaching import attach
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import (
    CONTROL,
    cell,
    click,
    go,
    in_dialog,
    keys,
    let_finish,
    named,
    page_of,
    press,
    seen,
    type_words,
)

NAME, FIELD, VALUE, WHY = 3, 5, 6, 7


@pytest.fixture
def window(open_window: Opener, new_file: Path) -> Window:
    made = open_window(new_file)
    made.session.do(drafts.edit_study("s1", "notes", "the first note"))
    made.session.do(drafts.edit_study("s1", "notes", "the second note"))
    go(made, "history")
    return made


def read(window: Window) -> HistoryPage:
    """The page, once it has read what was written."""
    let_finish(window)
    found = window._pages["history"]
    assert isinstance(found, HistoryPage)
    return found


def values(window: Window) -> list[str]:
    table = read(window)._table
    return [seen(table, row, VALUE) for row in range(table.model().rowCount())]


def test_newest_stands_first(window: Window) -> None:
    assert values(window)[:2] == ["the second note", "the first note"]
    assert seen(read(window)._table, 0, NAME) == "Achiron 2004"


def test_a_line_on_a_record_says_which(open_window: Opener, sample_file: Path) -> None:
    window = open_window(sample_file)
    go(window, "history")
    read(window)._item.set_key("Decision")
    read(window)._item.picked.emit("Decision")
    table = read(window)._table
    names = {seen(table, row, NAME) for row in range(table.model().rowCount())}
    assert "Placeholder record 1 (invented)" in names
    assert "" not in names


def test_search_finds_values(window: Window) -> None:
    named(read(window), QLineEdit, "Search reasons, values, quotations").setFocus()
    type_words("first note")
    assert values(window) == ["the first note"]
    assert read(window)._shown.text() == "1 change"


def test_search_finds_quotations_and_says_where_nothing_fits(window: Window) -> None:
    subject = f"extraction/s1/o1/{window.session.reader}"
    quoted = Claim(4, "", (Quote("four of the ten relapsed", page="3"),))
    window.session.do(drafts.extract("s1", "o1", window.session.reader, {"e1": quoted}))
    assert window.session.state.value(subject, "e1") == 4
    search = named(read(window), QLineEdit, "Search reasons, values, quotations")
    search.setFocus()
    type_words("of the ten")
    assert values(window) == ["4"]
    type_words(" mistyped")
    assert values(window) == []
    click(read(window), "Show all changes")
    assert search.text() == ""
    assert len(values(window)) > 2


def test_former_value_is_put_back_with_a_reason(window: Window) -> None:
    def give_reason(dialog: Dialog) -> None:
        assert not dialog.buttons["yes"].isEnabled()
        field = dialog.findChild(QPlainTextEdit)
        assert field is not None
        field.setFocus()
        type_words("the first was right")
        press(dialog.buttons["yes"])

    cell(read(window)._table, 1, VALUE)
    in_dialog(window, give_reason)
    click(read(window), "Put back")
    assert window.session.state.text("study/s1", "notes") == "the first note"
    assert values(window)[0] == "the first note"
    assert seen(read(window)._table, 0, WHY) == "the first was right"


def test_what_stands_now_cannot_be_put_back(window: Window) -> None:
    cell(read(window)._table, 0, VALUE)
    button = named(read(window), QAbstractButton, "Put back")
    assert not button.isEnabled()
    assert button.toolTip() == "This is what stands now"


def test_other_reviewer_is_veiled_until_all_have_submitted(window: Window) -> None:
    draft, other = drafts.add_person({"name": "Bea", "initials": "B", "roles": ["reviewer"]})
    window.session.do(draft)
    window.session.do(drafts.edit_review({"readers": 2}))
    mine = window.session.reader
    go(window, "appraise")
    keys(Qt.Key.Key_A, Qt.Key.Key_W)
    type_words("a secret of mine")
    keys(Qt.Key.Key_Escape)
    keys(Qt.Key.Key_9, held=CONTROL)
    assert any("a secret" in seen(read(window)._table, row, WHY) for row in range(4))
    window.session.sign_in(other)
    rows = read(window)._table.model().rowCount()
    assert not any("a secret" in seen(read(window)._table, row, WHY) for row in range(rows))
    assert mine != other


def test_named_state_shows_what_changed_since(window: Window) -> None:
    in_dialog(window, lambda dialog: dialog.answer("yes"))
    click(read(window), "Name this state")
    window.session.do(drafts.edit_study("s1", "notes", "a later note"))
    since = read(window)._since
    assert since.isVisible()
    since.setCurrentIndex(since.findText("as submitted"))
    since.picked.emit("as submitted")
    assert values(window)[0] == "a later note"
    assert "the second note" not in values(window)


def test_changes_are_filtered_by_item(window: Window) -> None:
    everything = len(values(window))
    read(window)._item.set_key("Notes")
    read(window)._item.picked.emit("Notes")
    assert values(window) == ["the second note", "the first note"]
    assert len(values(window)) < everything


def test_no_line_shows_what_only_the_file_understands(
    open_window: Opener, sample_file: Path, tmp_path: Path
) -> None:
    window = open_window(sample_file)
    paper = tmp_path / "Haas.pdf"
    paper.write_bytes(b"%PDF-1.7 a report")
    study = window.session.state.ids("study")[0]
    assert attach(window.session, study, paper)
    go(window, "history")
    table = read(window)._table
    assert "Haas.pdf" in values(window)[:2]
    for row in range(table.model().rowCount()):
        said = " ".join(seen(table, row, column) for column in (FIELD, VALUE))
        assert not re.search(r"[{}\[\]]|[0-9a-f]{16}|_", said), said


def test_tab_reaches_the_filters_and_the_verbs_and_comes_back(window: Window) -> None:
    page = read(window)
    page._table.setFocus()
    seen_by_tab: list[object] = []
    for _step in range(30):
        keys(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        if focused is page._table:
            break
        seen_by_tab.append(focused)
    assert QApplication.focusWidget() is page._table
    assert {page._search, page._person, page._study, page._item, page._name} <= set(seen_by_tab)


def test_which_study_a_line_is_of_is_read_in_full_where_there_is_room(
    open_window: Opener, new_file: Path
) -> None:
    window = open_window(new_file)
    name = "Achiron 2004, Relapse in the first year after birth"
    window.session.do(drafts.edit_study("s1", "label", name))
    window.resize(1900, 900)
    go(window, "history")
    table = read(window)._table
    wide = table.fontMetrics().horizontalAdvance(name)
    assert table.columnWidth(NAME) > wide
    window.resize(1280, 900)
    QApplication.processEvents()
    assert table.columnWidth(NAME) < wide
    assert table.columnWidth(WHY) > 230  # reasons are not squeezed for it


def test_page_of_a_review_that_was_left_asks_no_more(
    open_window: Opener, sample_file: Path, new_file: Path
) -> None:
    window = open_window(sample_file)
    go(window, "history")
    let_finish(window)
    window.session.open(new_file)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert window.session.do(drafts.edit_study("s1", "year", 2004))  # no slot raised: pytest-qt


def test_lines_that_come_while_another_page_is_in_front_are_all_seen(
    open_window: Opener, sample_file: Path
) -> None:
    window = open_window(sample_file)
    window.show_page("history")
    window.show_page("overview")
    let_finish(window)
    go(window, "history")
    let_finish(window)
    QApplication.processEvents()
    assert page_of(window, HistoryPage)._table.height() > 300
