"""RoB 1 and the NIH tool for case series: a whole form by keys alone, and by presses alone."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from appraisal import desk, drafts
from appraisal.ledger import Claim, Value
from gui.dialogs import Dialog
from gui.pages.appraise import AppraisePage
from gui.widgets.answers import OptionList
from gui.widgets.items import FoldedItem
from gui.widgets.reason import GrowingText
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import CONTROL, click, go, in_dialog, keys, named, page_of, press, type_words

KEY = Qt.Key
ROB1, NIH = "rob1-2011@1", "nih-case-series@1"
ENTRIES = tuple("1234567")
QUESTIONS = tuple("123456789")


@pytest.fixture
def window(open_window: Opener, tmp_path: Path) -> Window:
    """A window of one reviewer with a trial and a case series."""
    path = tmp_path / "trials.evenhand"
    review, _person = desk.new_review(path, title="Trials", name="Ann Lee", readers=1)
    review.commit(
        drafts.edit_review(
            {
                "design/rct": "rob1-2011",
                "design/case-series": "nih-case-series",
                "setting/rob1-2011/key_domains": ["D1", "D2"],
            }
        )
    )
    for place, (label, design) in enumerate(
        (("Haas 2007", "rct"), ("Vukusic 2015", "case-series"))
    ):
        facts: dict[str, Value] = {"label": label, "design": design, "order": place}
        review.commit(drafts.add_study(facts, id=f"s{place + 1}")[0])
    review.close()
    made = open_window(path)
    go(made, "appraise")
    return made


def page(window: Window) -> AppraisePage:
    return page_of(window, AppraisePage)


def seat(window: Window, study: str, instrument: str) -> str:
    return f"appraisal/{study}/-/{instrument}/{window.session.reader}"


def claims(window: Window, study: str, instrument: str) -> dict[str, Claim]:
    """What stands in the form, items by their number."""
    found = window.session.state.fields(seat(window, study, instrument))
    return {field.rpartition("/")[2]: claim for field, claim in found.items()}


def words(window: Window) -> str:
    return page(window)._pane.head._count.text()


def submit_by_key(window: Window) -> None:
    in_dialog(window, lambda dialog: press(dialog.buttons["yes"]))
    keys(KEY.Key_Return, held=CONTROL)


def open_by_press(window: Window, item: str) -> None:
    folded = [
        one
        for one in page(window).findChildren(FoldedItem)
        if one.isVisible() and one.accessibleName().startswith(f"{item} ")
    ]
    if folded:
        press(folded[0])


def options(window: Window) -> OptionList:
    editor = page(window)._pane._editor()
    assert editor is not None
    assert isinstance(editor.options, OptionList)
    return editor.options


# -- RoB 1 -----------------------------------------------------------------------------------------


def test_rob1_is_judged_by_keys_with_support_for_each_entry(window: Window) -> None:
    for place in range(7):
        keys(KEY.Key_1, KEY.Key_W)
        type_words(f"support {place + 1}")
        keys(KEY.Key_Escape, KEY.Key_Return)
    assert words(window) == "7 of 7 answered"
    submit_by_key(window)
    said = claims(window, "s1", ROB1)
    assert window.session.state.is_sealed(seat(window, "s1", ROB1))
    assert [said[entry] for entry in ENTRIES] == [
        Claim("low", f"support {entry}") for entry in ENTRIES
    ]
    shown = page(window)._shown
    assert shown is not None
    assert shown.rating.level == "low"


def test_rob1_is_judged_by_presses(window: Window) -> None:
    for entry in ENTRIES:
        open_by_press(window, entry)
        press([*options(window).buttons.values()][1 if entry == "1" else 0])
        press(named(page(window)._pane, GrowingText, f"Why, {entry}"))
        type_words("support")
    assert words(window) == "7 of 7 answered"
    in_dialog(window, lambda dialog: press(dialog.buttons["yes"]))
    click(page(window)._pane, "Submit")
    assert window.session.state.is_sealed(seat(window, "s1", ROB1))
    shown = page(window)._shown
    assert shown is not None
    assert shown.rating.level == "unclear"  # a key domain is


def test_entry_without_support_is_not_submitted(window: Window) -> None:
    keys(*[KEY.Key_1, KEY.Key_Return] * 7)
    said: list[str] = []
    in_dialog(window, lambda dialog: said.append(dialog.accessibleDescription()))
    keys(KEY.Key_Return, held=CONTROL)
    assert said[0].startswith("7 points are still open")
    assert not window.session.state.is_sealed(seat(window, "s1", ROB1))


# -- NIH -------------------------------------------------------------------------------------------


def test_nih_is_answered_and_rated_by_keys(window: Window) -> None:
    keys(KEY.Key_Down, held=CONTROL)
    for digit in (KEY.Key_1, KEY.Key_2, KEY.Key_3, KEY.Key_4, KEY.Key_5, *[KEY.Key_1] * 4):
        keys(digit, KEY.Key_Return)
    QApplication.processEvents()
    keys(KEY.Key_3, KEY.Key_W)  # poor, and why
    type_words("six patients only")
    keys(KEY.Key_Escape)
    assert words(window) == "9 of 9 answered"
    submit_by_key(window)
    said = claims(window, "s2", NIH)
    assert window.session.state.is_sealed(seat(window, "s2", NIH))
    assert [said[question].value for question in QUESTIONS[:5]] == ["Yes", "No", "CD", "NA", "NR"]
    assert said["overall"] == Claim("poor", "six patients only")


def test_nih_poor_without_a_comment_is_not_submitted(window: Window) -> None:
    page(window)._list.select("s2")
    for question in QUESTIONS:
        open_by_press(window, question)
        press(options(window).buttons["Yes"])
    overall = page(window)._pane._stop("overall")
    assert overall is not None
    press(overall.options.buttons["Poor"])
    said: list[str] = []

    def look(dialog: Dialog) -> None:
        said.append(dialog.accessibleDescription())

    in_dialog(window, look)
    click(page(window)._pane, "Submit")
    assert said[0].startswith("1 point is still open")
    assert not window.session.state.is_sealed(seat(window, "s2", NIH))
    press(overall.reason.field)
    type_words("six patients only")
    in_dialog(window, lambda dialog: press(dialog.buttons["yes"]))
    click(page(window)._pane, "Submit")
    assert window.session.state.is_sealed(seat(window, "s2", NIH))
