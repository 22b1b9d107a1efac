"""Several assessments of a study by hand: added, named, carried over, shown, archived, updated."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from appraisal import desk, drafts, library
from appraisal.ledger import Claim, Value
from appraisal.subjects import appraisal_subject
from appraisal.targets import targets_of
from appraisal.workshop.piece import begin, opened, texts_of_piece
from gui.dialogs import Dialog
from gui.pages.appraise import AppraisePage
from gui.widgets.quotation import TeamRule
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import click, go, in_dialog, keys, named, page_of, press, type_words

KEY = Qt.Key
OURS = "our-checklist"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A review with two trials for RoB 2 and a case series for an instrument of one's own."""
    library.keep(texts_of_piece(begin()))
    path = tmp_path / "trials.evenhand"
    review, _person = desk.new_review(path, title="Trials", name="Ann Lee", readers=1)
    review.commit(
        drafts.edit_review(
            {
                "design/rct": "rob2@1",
                "design/case-series": f"{OURS}@1",
                "setting/rob2/aim": "assignment",
            }
        )
    )
    designs = ("rct", "rct", "case-series", "case-series")
    for order, design in enumerate(designs):
        facts: dict[str, Value] = {"label": f"Study {order}", "design": design, "order": order}
        review.commit(drafts.add_study(facts, id=f"s{order}")[0])
    review.close()
    return path


def page(window: Window) -> AppraisePage:
    return page_of(window, AppraisePage)


def add(window: Window, name: str) -> None:
    def fill(dialog: Dialog) -> None:
        assert not dialog.buttons["yes"].isEnabled()
        named(dialog, QLineEdit, "Name").setFocus()
        type_words(name)
        press(dialog.buttons["yes"])

    in_dialog(window, fill)
    page(window).act("add_assessment")
    QApplication.processEvents()


def rows(window: Window) -> list[tuple[str, str]]:
    return [(row.label, row.place) for row in page(window)._list._model.rows()]


def test_another_result_is_added_and_its_answers_are_offered(
    open_window: Opener, file: Path
) -> None:
    window = open_window(file)
    go(window, "appraise")
    keys(KEY.Key_1, KEY.Key_Return, KEY.Key_2)
    add(window, "relapse at 12 months")
    assert rows(window)[:2] == [("Study 0", ""), ("Study 0", "relapse at 12 months")]
    shown = page(window)._shown
    assert shown is not None
    assert shown.place == "relapse at 12 months"
    assert "2 answers" in page(window)._pane.bar._offer._words.text()
    assert shown.rating.answered == 0  # offered, and not taken
    in_dialog(window, lambda dialog: press(dialog.buttons["yes"]))
    click(page(window)._pane.bar, "See them")
    shown = page(window)._shown
    assert shown is not None
    assert shown.rating.answered == 2
    assert shown.items()[0].why == "Carried over from RoB 2, version 1"


def test_the_assessment_that_figures_show_is_chosen(open_window: Opener, file: Path) -> None:
    window = open_window(file)
    go(window, "appraise")
    add(window, "first")
    add(window, "second")
    second = targets_of(window.session.state, "s0")[1].id

    def choose(dialog: Dialog) -> None:
        from gui.widgets.fields import ListField

        field = dialog.findChild(ListField)
        assert field is not None
        field.set_key(second)
        press(dialog.buttons["yes"])

    in_dialog(window, choose)
    page(window).act("show_assessment")
    assert window.session.state.text("study/s0", "shows/rob2") == second


def test_an_assessment_is_removed_with_a_reason_and_comes_back_by_undo(
    open_window: Opener, file: Path
) -> None:
    window = open_window(file)
    go(window, "appraise")
    add(window, "a slip")

    def say_why(dialog: Dialog) -> None:
        field = dialog.findChild(QPlainTextEdit)
        assert field is not None
        field.setFocus()
        type_words("listed twice")
        press(dialog.buttons["yes"])

    in_dialog(window, say_why)
    page(window).act("remove_assessment")
    assert ("Study 0", "a slip") not in rows(window)
    window.session.undo()
    assert ("Study 0", "a slip") in rows(window)


def test_an_earlier_assessment_is_looked_at_and_cannot_be_changed(
    open_window: Opener, file: Path
) -> None:
    window = open_window(file)
    go(window, "appraise")
    keys(KEY.Key_1)
    window.session.do(drafts.edit_study("s0", "instrument", "nih-controlled@1"))
    shown = page(window)._shown
    assert shown is not None
    assert shown.instrument.id == "nih-controlled"
    in_dialog(window, lambda dialog: press(dialog.buttons["yes"]))
    page(window).act("earlier_assessments")
    shown = page(window)._shown
    assert shown is not None
    assert (shown.is_archived, shown.instrument.id, shown.rating.answered) == (True, "rob2", 1)
    page(window)._pane.setFocus()
    keys(KEY.Key_4)
    shown = page(window)._shown
    assert shown is not None
    assert shown.items()[0].value == "Y"
    click(page(window)._pane.bar, "Back")
    shown = page(window)._shown
    assert shown is not None
    assert not shown.is_archived


def test_another_version_is_used_only_when_told_and_its_answers_are_offered(
    open_window: Opener, file: Path
) -> None:
    window = open_window(file)
    session = window.session
    seat = appraisal_subject("s2", "-", f"{OURS}@1", session.reader)
    session.do(drafts.answer(seat, "D1/1.1", Claim("No", "said in the methods")))
    piece = opened(library.texts_of(f"{OURS}@1"))
    raw = piece.copy_raw()
    raw["version"] = "2"
    raw["item"].append({"id": "1.2", "domain": "D1", "title": "More", "ask": "More?",
                        "answers": "answer"})  # fmt: skip
    library.keep(texts_of_piece(piece.with_raw(raw)))
    go(window, "appraise")
    page(window)._list.select("s2")
    shown = page(window)._shown
    assert shown is not None
    assert shown.instrument.version == "1"  # what is here changes nothing by itself
    overview = go(window, "overview")
    overview._refresh()  # type: ignore[attr-defined]  # as coming back to it does

    def say_why(dialog: Dialog) -> None:
        field = dialog.findChild(QPlainTextEdit)
        assert field is not None
        field.setFocus()
        type_words("a question was missing")
        press(dialog.buttons["yes"])

    in_dialog(window, say_why)
    click(overview, "Use version 2")
    go(window, "appraise")
    page(window)._list.select("s3")
    page(window)._list.select("s2")
    shown = page(window)._shown
    assert shown is not None
    assert (shown.instrument.version, shown.rating.answered) == ("2", 0)
    in_dialog(window, lambda dialog: press(dialog.buttons["yes"]))
    page(window).act("carry_over")
    shown = page(window)._shown
    assert shown is not None
    assert (shown.items()[0].value, shown.items()[0].why) == ("No", "said in the methods")


def test_guidance_shows_help_and_past_decisions_and_takes_a_team_rule(
    open_window: Opener, file: Path
) -> None:
    from gui.widgets.text import Text

    window = open_window(file)
    session = window.session
    seat = appraisal_subject("s1", "-", "rob2@1", session.reader)
    session.do(drafts.answer(seat, "D1/1.1", Claim("PN", "by date of birth")))
    go(window, "appraise")
    keys(KEY.Key_G)
    editor = page(window)._pane._editor()
    assert editor is not None
    said = [one.text() for one in editor._guidance.findChildren(Text) if one.isVisible()]
    assert any("Study 1 (yours, not final): PN" in one for one in said)
    assert any("by date of birth" in one for one in said)
    assert any("1 other assessment" in one for one in said)

    def write(dialog: Dialog) -> None:
        field = dialog.findChild(QPlainTextEdit)
        assert field is not None
        field.setFocus()
        type_words("Dates count as PN.")
        press(dialog.buttons["yes"])

    in_dialog(window, write)
    click(editor, "Write a team rule, 1.1")
    rule = next(one for one in page(window).findChildren(TeamRule) if one.isVisible())
    assert rule._text.text() == "Dates count as PN."
