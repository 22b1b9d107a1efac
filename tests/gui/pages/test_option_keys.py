"""Which key chooses which answer can be seen at it, and a folded answer is said once."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from appraisal import drafts, library
from appraisal.ledger import Claim
from appraisal.workshop.piece import begin, texts_of_piece
from gui.pages.appraise import AppraisePage
from gui.panes.item_editor import ItemEditor
from gui.panes.point_card import PointCard
from gui.window import Window
from tests.appraisal import desks
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


def many_answers(n: int) -> str:
    """An instrument of one's own whose first question has so many answers; gives its id."""
    piece = begin()
    codes = ["Yes", "No", "Unclear", *(f"Other{place}" for place in range(n - 3))]
    library.keep(texts_of_piece(piece.with_raw({**piece.raw, "sets": {"answer": codes}})))
    return f"{piece.raw['id']}@1"


def test_answer_past_the_ninth_has_a_key_at_it(open_window: Opener, new_file: Path) -> None:
    _window, page = opened(open_window, new_file, many_answers(12))
    buttons = editor(page).options.buttons  # type: ignore[union-attr]
    shown = {code: button.look.choice.letter for code, button in buttons.items()}
    assert [*shown.values()][8:] == ["9", "A", "B", "C"]
    for code, key in shown.items():
        keys(FIGURES.get(key) or KEY(ord(key)))
        assert editor(page).options.value() == code  # type: ignore[union-attr]


def test_word_codes_in_reconcile_show_the_keys_that_choose_them(
    open_window: Opener, tmp_path: Path
) -> None:
    instrument = many_answers(12)
    path = tmp_path / "two.evenhand"
    review = desks.begun(path)
    review.commit(drafts.edit_review({"design/cohort": instrument}))
    for person, said in (("ann", "Yes"), ("bob", "No")):
        subject = f"appraisal/s1/-/{instrument}/{person}"
        review.commit(drafts.answer(subject, "D1/1.1", Claim(said)), author=person)
        review.commit(drafts.seal(review.state, subject, key=desks.key(person)), author=person)
    review.close()
    window = open_window(path)
    go(window, "reconcile")
    card = next(one for one in window.findChildren(PointCard) if not one.point.is_settled)
    shown = {code: one.look.choice.letter for code, one in card._options.buttons.items()}
    assert [*shown.values()][:2] == ["3", "4"]
    assert [*shown.values()][6:] == ["9", "A", "B", "C", "D", "E"]
    for code, key in shown.items():
        button = card._options.buttons[code]
        button.setFocus()
        QTest.keyClicks(button, key.lower())
        assert card._value == code
