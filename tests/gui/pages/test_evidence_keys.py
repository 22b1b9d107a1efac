"""The report is searched and quoted by keys alone, in the window, whose own keys come first."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from gui.pages.appraise import AppraisePage
from gui.panes.attaching import attach
from gui.widgets.options import OptionButton
from gui.widgets.page import EmptyPage
from gui.widgets.palette import Palette
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import CONTROL, click, go, keys, named, page_of, type_words
from tests.gui.pages.test_evidence import write_pdf

KEY = Qt.Key


@pytest.fixture
def window(open_window: Opener, new_file: Path, tmp_path: Path) -> Window:
    """A window on Appraise; the first study has a report, which shows."""
    made = open_window(new_file)
    attach(made.session, "s1", write_pdf(tmp_path / "Achiron 2004.pdf", pages=6))
    go(made, "appraise")
    return made


def page(window: Window) -> AppraisePage:
    return page_of(window, AppraisePage)


def quotes(window: Window, item: str) -> list[tuple[str, str | None]]:
    subject = f"appraisal/s1/-/nos-cohort@1/{window.session.reader}"
    claim = window.session.state.standing(subject, f"item/{item}")
    return [(quote.text, quote.page) for quote in claim.quotes] if claim is not None else []


def palettes(window: Window) -> list[Palette]:
    return [one for one in window.findChildren(Palette) if one.isVisible()]


def test_ctrl_f_from_an_item_finds_and_q_quotes(window: Window) -> None:
    item = page(window)._pane.current
    keys(KEY.Key_F, held=CONTROL)
    assert not palettes(window)
    type_words("infusion unit")
    keys(KEY.Key_Escape)
    assert isinstance(QApplication.focusWidget(), OptionButton)  # back at the open item
    keys(KEY.Key_Q)
    assert quotes(window, item) == [("infusion unit", "1")]


def test_ctrl_f_in_the_report_enter_walks_the_places_and_q_quotes(window: Window) -> None:
    item = page(window)._pane.current
    view = page(window)._evidence.view
    view.setFocus()
    keys(KEY.Key_F, held=CONTROL)
    type_words("infusion unit")
    keys(KEY.Key_Return)
    assert view.hasFocus()
    keys(KEY.Key_Return, KEY.Key_Return, KEY.Key_Q)
    assert quotes(window, item) == [("infusion unit", "3")]
    keys(KEY.Key_Escape, KEY.Key_Escape)
    assert isinstance(QApplication.focusWidget(), OptionButton)


def test_words_not_found_can_be_mended_or_left(window: Window) -> None:
    keys(KEY.Key_F, held=CONTROL)
    type_words("no such words")
    keys(KEY.Key_Return)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    keys(KEY.Key_Escape)
    assert isinstance(QApplication.focusWidget(), OptionButton)
    assert not page(window)._evidence._find.isVisible()


def test_ctrl_f_without_a_report_in_view_finds_reasons_and_quotations(window: Window) -> None:
    click(window, "Notes")
    keys(KEY.Key_F, held=CONTROL)
    assert len(palettes(window)) == 1


def test_ctrl_k_is_the_palette_beside_a_report_too(window: Window) -> None:
    keys(KEY.Key_K, held=CONTROL)
    assert len(palettes(window)) == 1


def test_escape_closes_an_empty_quotation_and_keeps_a_typed_one(window: Window) -> None:
    keys(KEY.Key_Q, KEY.Key_Escape)
    editor = page(window)._pane._editor()
    assert editor is not None
    entry = editor._entry
    assert not entry.isVisible()
    assert isinstance(QApplication.focusWidget(), OptionButton)
    keys(KEY.Key_Q)
    type_words("one clinic")
    keys(KEY.Key_Escape)
    assert isinstance(QApplication.focusWidget(), OptionButton)
    assert entry.isVisible()
    assert named(entry, QLineEdit, "Quotation for S1").text() == "one clinic"


def test_what_an_empty_evidence_pane_says_is_in_view(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)
    window.resize(1280, 800)
    go(window, "appraise")
    click(window, "PDF")
    (empty,) = [one for one in window.findChildren(EmptyPage) if one.isVisible()]
    for words in (empty.title, empty.sentence):
        left = words.mapTo(window, words.rect().topLeft()).x()
        assert left >= empty.mapTo(window, empty.rect().topLeft()).x()
        assert left + words.width() <= window.width()


def test_ctrl_f_on_a_page_without_reports_finds_reasons_and_quotations(window: Window) -> None:
    go(window, "studies")
    keys(KEY.Key_F, held=CONTROL)
    assert len(palettes(window)) == 1
