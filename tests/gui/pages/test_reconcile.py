"""Both reviewers side by side: decided by keys and by clicks, on record, and undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from appraisal import sample
from appraisal.settled import Rank, settled
from appraisal.subjects import appraisal_form
from gui.pages.reconcile import ReconcilePage
from gui.session import Session
from gui.settings import Settings
from tests.gui.conftest import Opener
from tests.gui.hands import keys, shown, type_words

STUDY = sample.sample_id("ivig", "study", "durelli-2004")
FORM = appraisal_form(STUDY, "nih-case-series@1")


@pytest.fixture
def session(tmp_path: Path, qapp: object) -> Iterator[Session]:
    path = tmp_path / "sample.evenhand"
    sample.make(path)
    made = Session(Settings())
    made.open(path)
    yield made
    made.close()


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> ReconcilePage:
    made = ReconcilePage(session)
    qtbot.addWidget(made)
    made.resize(1200, 900)
    made.show()
    qtbot.waitExposed(made)
    made.show_target(study=STUDY)
    return made


def test_open_studies_stand_with_differences_first(page: ReconcilePage) -> None:
    labels = [row.label for row in page._list._model.rows()]
    assert labels[:2] == ["Durelli 2004", "Brandt-Wouters 2016"]
    assert len(labels) == 11 + 4  # and the numbers of four studies


def test_key_takes_the_second_reviewers_answer_with_a_reason(
    page: ReconcilePage, session: Session
) -> None:
    card = page._cards[0]
    field, wanted = card.point.field, card.point.sides[1].value
    card.focus()
    QTest.keyClick(card._takes[0], Qt.Key.Key_2)
    QTest.keyClick(card._takes[0], Qt.Key.Key_W)
    QTest.keyClicks(card._why, " as B says")
    QTest.keyClick(card._why, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    form = settled(session.state, FORM)
    assert form.value(field) == wanted
    assert form.ranks[field] == Rank.AGREED
    assert "as B says" in form.claims[field].why


def test_both_reviewers_own_answers_stay_as_they_were(
    page: ReconcilePage, session: Session
) -> None:
    point = page._cards[0].point
    before = [side.claim for side in point.sides]
    QTest.mouseClick(page._cards[0]._takes[0], Qt.MouseButton.LeftButton)
    QTest.mouseClick(page._cards[0]._button, Qt.MouseButton.LeftButton)
    after = [session.state.claim(f"{FORM}/{side.person}", point.field) for side in point.sides]
    assert after == before


def test_a_third_answer_can_be_chosen(page: ReconcilePage, session: Session) -> None:
    card = page._cards[0]
    given = {side.value for side in card.point.sides}
    third = next(option.code for option in card.point.options if option.code not in given)
    QTest.mouseClick(card._options.buttons[third], Qt.MouseButton.LeftButton)
    QTest.mouseClick(card._button, Qt.MouseButton.LeftButton)
    assert settled(session.state, FORM).ranks.get(card.point.field) != Rank.AGREED
    QTest.keyClicks(card._why, "neither read table 2")
    QTest.mouseClick(card._button, Qt.MouseButton.LeftButton)
    assert settled(session.state, FORM).value(card.point.field) == third


def test_agreeing_is_undone_in_one_step(page: ReconcilePage, session: Session) -> None:
    card = page._cards[0]
    field = card.point.field
    QTest.mouseClick(card._takes[0], Qt.MouseButton.LeftButton)
    QTest.mouseClick(card._button, Qt.MouseButton.LeftButton)
    session.undo()
    assert field not in settled(session.state, FORM).claims
    assert len(page._cards) == 2


def test_what_both_said_alike_is_accepted_at_once(page: ReconcilePage, session: Session) -> None:
    QTest.mouseClick(page._accept, Qt.MouseButton.LeftButton)
    ranks = settled(session.state, FORM).ranks
    assert set(ranks.values()) == {Rank.AGREED}
    assert not page._accept.isEnabled()


def test_nothing_can_be_agreed_before_an_answer_is_chosen(page: ReconcilePage) -> None:
    assert not page._cards[0]._button.isEnabled()


def test_agreement_is_counted_before_consensus(page: ReconcilePage, qtbot: QtBot) -> None:
    value = page._strip._percent._value
    assert value.text() == "…"  # their place is held: the figures come after the list
    qtbot.waitUntil(lambda: page._strip.has_figures)
    before = value.text()
    value.setText("")
    QTest.mouseClick(page._cards[0]._takes[0], Qt.MouseButton.LeftButton)
    QTest.mouseClick(page._cards[0]._button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(value.text()))
    assert page._strip._percent._value.text() == before
    assert page._strip._percent._limits.text().endswith("77 of 89")


def test_page_holds_in_a_narrow_window(page: ReconcilePage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page._strip.has_figures)
    page.resize(760, 700)
    content = page._scroll.widget()
    qtbot.waitUntil(lambda: page._strip._words.y() > page._strip._ac1.geometry().bottom())
    assert content is not None
    assert content.width() <= page._scroll.viewport().width()
    page.resize(1500, 900)
    qtbot.waitUntil(lambda: page._strip._words.x() > page._strip._ac1.geometry().right())


def test_agreement_worse_than_chance_is_an_arrow(page: ReconcilePage) -> None:
    track = page._strip._kappa._track
    track.show_values((0.0, 0.0, 0.4))
    at_nothing = track.grab().toImage()
    track.show_values((-0.2, -0.6, 0.4))
    assert track.grab().toImage() != at_nothing


def test_keys_decide_as_soon_as_the_page_is_gone_to(open_window: Opener, sample_file: Path) -> None:
    window = open_window(sample_file)
    keys(Qt.Key.Key_6, held=Qt.KeyboardModifier.ControlModifier)
    page = shown(window)
    assert isinstance(page, ReconcilePage)
    point = page._cards[0].point
    assert page._shown is not None
    form = page._shown.form
    keys(Qt.Key.Key_2, Qt.Key.Key_W)
    type_words(" as B says")
    keys(Qt.Key.Key_Return, held=Qt.KeyboardModifier.ControlModifier)
    agreed = settled(window.session.state, form)
    assert agreed.value(point.field) == point.sides[1].value
    assert "as B says" in agreed.claims[point.field].why
    page._next.setFocus()  # and from a button of the page as well
    before = page._cards[0].point
    keys(Qt.Key.Key_1)
    assert page._cards[0].point == before
    assert page._cards[0]._value == before.sides[0].value
