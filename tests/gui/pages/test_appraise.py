"""A whole form is scored by keys alone and by presses alone; what is sealed stays as it is."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QWidget

from appraisal import drafts
from appraisal.ledger import Claim, Quote
from gui.dialogs import Dialog
from gui.pages.appraise import AppraisePage
from gui.widgets.answers import OptionList
from gui.widgets.items import FoldedItem
from gui.widgets.options import OptionButton, TickButton
from gui.widgets.reason import GrowingText
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import CONTROL, click, go, in_dialog, keys, named, page_of, press, type_words

COHORT = ("S1", "S2", "S3", "S4", "C1", "O1", "O2", "O3")
CASE_CONTROL = ("S1", "S2", "S3", "S4", "C1", "E1", "E2", "E3")
KEY = Qt.Key


@pytest.fixture
def window(open_window: Opener, new_file: Path) -> Window:
    made = open_window(new_file)
    go(made, "appraise")
    return made


def page(window: Window) -> AppraisePage:
    return page_of(window, AppraisePage)


def form(window: Window, study: str, instrument: str) -> dict[str, Claim]:
    """The answers that stand, by the item's id."""
    subject = f"appraisal/{study}/-/{instrument}/{window.session.reader}"
    return {
        field.rpartition("/")[2]: claim
        for field, claim in window.session.state.fields(subject).items()
        if field.startswith("item/")
    }


def sealed(window: Window, study: str, instrument: str) -> bool:
    subject = f"appraisal/{study}/-/{instrument}/{window.session.reader}"
    return window.session.state.is_sealed(subject)


def words(window: Window) -> str:
    """What the head says of the form."""
    return page(window)._pane.head._count.text()


def submit_last(window: Window) -> None:
    """Submit by key; one is the last reader, and is asked once more."""
    in_dialog(window, lambda dialog: press(dialog.buttons["yes"]))
    keys(KEY.Key_Return, held=CONTROL)


# -- by keys alone ---------------------------------------------------------------------------------


def test_cohort_form_is_scored_and_submitted_by_keys(window: Window) -> None:
    keys(KEY.Key_B)  # S1, by its letter
    keys(KEY.Key_W)
    type_words("one clinic")
    keys(KEY.Key_Escape, KEY.Key_Q)
    type_words("all women were invited")
    keys(KEY.Key_Tab)
    type_words("2")
    keys(KEY.Key_Return)
    keys(KEY.Key_Return, KEY.Key_1)  # S2, by its digit
    keys(KEY.Key_Down, KEY.Key_A)
    keys(KEY.Key_Return, KEY.Key_A)
    keys(KEY.Key_Return, KEY.Key_A, KEY.Key_B)  # C1 takes two
    keys(KEY.Key_Return, KEY.Key_B)
    keys(KEY.Key_Return, KEY.Key_A)
    keys(KEY.Key_Return, KEY.Key_B)
    assert words(window) == "8 of 8 answered"
    submit_last(window)
    found = form(window, "s1", "nos-cohort@1")
    assert tuple(sorted(found)) == tuple(sorted(COHORT))
    assert found["S1"] == Claim("b", "one clinic", (Quote("all women were invited", "", "2"),))
    assert found["C1"].value == ["a", "b"]
    assert sealed(window, "s1", "nos-cohort@1")


def test_case_control_form_is_scored_by_keys(window: Window) -> None:
    keys(KEY.Key_Down, held=CONTROL)
    assert page(window)._shown is not None
    keys(KEY.Key_A)
    for _item in range(7):
        keys(KEY.Key_Return, KEY.Key_1)
    assert words(window) == "8 of 8 answered"
    submit_last(window)
    found = form(window, "s2", "nos-case-control@1")
    assert tuple(sorted(found)) == tuple(sorted(CASE_CONTROL))
    assert sealed(window, "s2", "nos-case-control@1")


def test_keys_do_not_answer_while_words_are_typed(window: Window) -> None:
    keys(KEY.Key_W)
    type_words("abcd 1234")
    keys(KEY.Key_Escape)
    assert form(window, "s1", "nos-cohort@1") == {}
    assert named(window, GrowingText, "Why, S1").toPlainText() == "abcd 1234"


def test_up_goes_back_and_delete_takes_the_answer_away(window: Window) -> None:
    keys(KEY.Key_A, KEY.Key_Down, KEY.Key_A, KEY.Key_Up, KEY.Key_Delete)
    assert set(form(window, "s1", "nos-cohort@1")) == {"S2"}
    keys(KEY.Key_Z, held=CONTROL)
    assert form(window, "s1", "nos-cohort@1")["S1"].value == "a"


def test_guidance_opens_and_closes_by_key(window: Window) -> None:
    editor = page(window)._pane._editor()
    assert editor is not None
    keys(KEY.Key_G)
    assert editor._guidance.isVisible()
    keys(KEY.Key_G)
    assert not editor._guidance.isVisible()


def test_item_in_focus_keeps_its_place_when_something_above_grows(window: Window) -> None:
    keys(*[KEY.Key_A, KEY.Key_Return] * 3)
    pane = page(window)._pane
    slot = pane._slot(pane.current)
    assert slot is not None
    before = pane._scroll.top_of(slot)
    keys(KEY.Key_A)
    assert pane._scroll.top_of(slot) == before


# -- by presses alone ------------------------------------------------------------------------------


def score_by_presses(window: Window, items: Iterable[str], option: int = 0) -> None:
    for item in items:
        folded = [
            one
            for one in page(window).findChildren(FoldedItem)
            if one.isVisible() and one.accessibleName().startswith(f"{item} ")
        ]
        if folded:
            press(folded[0])
        editor = page(window)._pane._editor()
        assert editor is not None
        assert isinstance(editor.options, OptionList)
        press([*editor.options.buttons.values()][option])


@pytest.mark.parametrize(
    ("study", "instrument", "items"),
    [("s1", "nos-cohort@1", COHORT), ("s2", "nos-case-control@1", CASE_CONTROL)],
)
def test_form_is_scored_and_submitted_by_presses(
    window: Window, study: str, instrument: str, items: tuple[str, ...]
) -> None:
    page(window)._list.select(study)
    score_by_presses(window, items)
    assert words(window) == "8 of 8 answered"
    in_dialog(window, lambda dialog: press(dialog.buttons["yes"]))
    click(page(window)._pane, "Submit")
    assert set(form(window, study, instrument)) == set(items)
    assert sealed(window, study, instrument)


def test_quotation_is_added_and_taken_off_by_presses(window: Window) -> None:
    click(page(window), "Add a quotation to S1")
    type_words("every third woman")
    click(page(window)._pane, "Add")
    quotes = page(window)._shown
    assert quotes is not None
    assert [quote.text for quote in quotes.items()[0].quotes] == ["every third woman"]
    keys(KEY.Key_Z, held=CONTROL)
    shown = page(window)._shown
    assert shown is not None
    assert shown.items()[0].quotes == ()


# -- submitting ------------------------------------------------------------------------------------


def test_unfinished_form_is_not_submitted_and_leads_to_what_lacks(window: Window) -> None:
    keys(*[KEY.Key_A, KEY.Key_Return] * 7)
    said: list[str] = []

    def look(dialog: Dialog) -> None:
        said.append(dialog.accessibleDescription())
        click(dialog, "Go to O3")

    in_dialog(window, look)
    keys(KEY.Key_Return, held=CONTROL)
    assert said[0].startswith("1 point is still open")
    assert page(window)._pane.current == "outcome/O3"
    assert not sealed(window, "s1", "nos-cohort@1")


def test_sealed_form_takes_no_answer_until_reopened_with_a_reason(
    open_window: Opener, new_file: Path
) -> None:
    window = open_window(new_file)
    window.session.do(drafts.edit_review({"readers": 2}))
    go(window, "appraise")
    keys(KEY.Key_A, *[KEY.Key_Return, KEY.Key_A] * 7)
    keys(KEY.Key_Return, held=CONTROL)
    assert sealed(window, "s1", "nos-cohort@1")
    before = form(window, "s1", "nos-cohort@1")
    page(window)._list.select("s1")
    press_everything(window)
    assert form(window, "s1", "nos-cohort@1") == before
    in_dialog(window, reopen)
    click(page(window)._pane, "Reopen")
    assert not sealed(window, "s1", "nos-cohort@1")
    page(window)._pane.setFocus()
    keys(KEY.Key_B)
    assert (
        form(window, "s1", "nos-cohort@1")[page(window)._pane.current.rpartition("/")[2]]
        != (before[page(window)._pane.current.rpartition("/")[2]])
    )


def press_everything(window: Window) -> None:
    pane = page(window)._pane
    pane.setFocus()
    keys(KEY.Key_B, KEY.Key_2, KEY.Key_Delete, KEY.Key_Space, KEY.Key_Q)
    for kind in (OptionButton, TickButton):
        for button in pane.findChildren(kind):
            if button.isVisible():
                press(button)
    editor = pane._editor()
    assert editor is not None
    editor.reason.field.setFocus()
    type_words("changed")
    keys(KEY.Key_Escape)


def reopen(dialog: Dialog) -> None:
    assert not dialog.buttons["yes"].isEnabled()
    field = dialog.findChild(QPlainTextEdit)
    assert field is not None
    field.setFocus()
    type_words("a table was overlooked")
    press(dialog.buttons["yes"])


def test_form_all_have_submitted_cannot_be_reopened(open_window: Opener, sample_file: Path) -> None:
    window = open_window(sample_file)
    go(window, "appraise")
    button = named(page(window)._pane, QAbstractButton, "Reopen")
    assert not button.isEnabled()
    assert "second thoughts" in button.toolTip()


# -- room ------------------------------------------------------------------------------------------


def columns_seen(window: Window) -> list[bool]:
    shown = page(window)
    parts: list[QWidget] = [shown._list, shown._pane, shown._evidence]
    return [part.isVisible() for part in parts]


def test_narrow_window_puts_the_report_behind_a_tab(window: Window) -> None:
    assert columns_seen(window) == [True, True, True]
    window.resize(960, 600)
    keys(KEY.Key_Plus, held=CONTROL)
    assert columns_seen(window) == [True, True, False]
    click(page(window), "PDF and notes")
    assert columns_seen(window) == [True, False, True]
    keys(KEY.Key_F6)
    keys(KEY.Key_F6)
    assert columns_seen(window) == [True, True, False]


def test_worklist_is_searched(window: Window) -> None:
    field = named(page(window)._list, QLineEdit, "Search")
    field.setFocus()
    type_words("haas")
    assert page(window)._list._model.rowCount() == 1
    keys(KEY.Key_Escape)
    assert page(window)._list._model.rowCount() == 2
