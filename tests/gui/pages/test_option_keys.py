"""Which key chooses which answer can be seen at it, and a folded answer is said once."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from appraisal import drafts
from gui.pages.appraise import AppraisePage
from gui.panes.item_editor import ItemEditor
from gui.panes.point_card import PointCard
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import go, keys

KEY = Qt.Key
FIGURES = {"1": KEY.Key_1, "2": KEY.Key_2, "3": KEY.Key_3, "4": KEY.Key_4, "5": KEY.Key_5}


def opened(open_window: Opener, file: Path, instrument: str) -> tuple[Window, AppraisePage]:
    window = open_window(file)
    window.session.do(drafts.edit_review({"design/cohort": instrument}))
    go(window, "appraise")
    page = window._pages["appraise"]
    assert isinstance(page, AppraisePage)
    return window, page


def editor(page: AppraisePage) -> ItemEditor:
    found = page._pane._editor()
    assert found is not None
    return found


@pytest.mark.parametrize("instrument", ["amstar2", "rob1-2008", "quips", "rob2", "nos-cohort"])
def test_the_key_at_an_option_chooses_it(
    open_window: Opener, new_file: Path, instrument: str
) -> None:
    _window, page = opened(open_window, new_file, instrument)
    for code, button in editor(page).options.buttons.items():  # type: ignore[union-attr]
        choice = button.look.choice
        shown = choice.hint or choice.letter
        assert len(shown) == 1, (code, shown)
        assert not choice.bare
        keys(FIGURES.get(shown) or KEY(ord(shown.upper())))
        assert editor(page).options.value() == code  # type: ignore[union-attr]


def test_folded_answer_whose_code_is_its_word_is_said_once(
    open_window: Opener, new_file: Path
) -> None:
    _window, page = opened(open_window, new_file, "amstar2")
    keys(KEY.Key_1, KEY.Key_Return)
    slot = page._pane._cards[0].slots[0]
    assert slot._folded.isVisible()
    assert slot._folded.accessibleDescription().split(",")[0] == "Yes"


def test_key_at_an_option_in_reconcile_chooses_it(open_window: Opener, sample_file: Path) -> None:
    window = open_window(sample_file)
    go(window, "reconcile")
    card = next(one for one in window.findChildren(PointCard) if not one.point.is_settled)
    for code, button in card._options.buttons.items():
        choice = button.look.choice
        shown = choice.hint or choice.letter
        assert shown not in ("1", "2"), "those take a side"
        button.setFocus()
        QTest.keyClicks(button, shown)
        assert card._value == code
