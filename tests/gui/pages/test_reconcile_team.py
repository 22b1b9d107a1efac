"""Reconcile beyond the answers: numbers, the adjudicator's queue, reopening, calibration, rules."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QLabel,
    QListView,
    QTableView,
    QWidget,
)

from appraisal import desk, drafts
from appraisal.exchange import look, take
from appraisal.ledger import Claim, Entry, Quote, Value
from appraisal.review import Review
from appraisal.settled import Rank, settled
from appraisal.subjects import extraction_form, in_seat
from gui.dialogs import Dialog
from gui.pages.appraise import AppraisePage
from gui.pages.extract import ExtractPage
from gui.pages.reconcile import ReconcilePage
from gui.panes.attaching import attach
from gui.widgets.fields import LineField
from gui.window import Window
from tests.appraisal import desks
from tests.gui.conftest import Opener
from tests.gui.hands import CONTROL, click, go, in_dialog, keys, named, press, type_words
from tests.gui.pages.test_evidence import write_pdf

READ = {"ann": (10, 50, 20, 55), "bob": (10, 51, 26, 55)}
NUMBERS = extraction_form("s1", "o1")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Four studies, one of them open, with numbers that differ in two cells; Cat adjudicates."""
    path = tmp_path / "review.evenhand"
    review = desks.begun(path, studies=4, people={**desks.PEOPLE, "cat": "Third Person"})
    review.commit(drafts.edit_person("cat", {"roles": ["adjudicator"]}))
    facts: dict[str, Value] = {"name": "Relapse", "data": "counts", "arm1": "T", "arm2": "C"}
    review.commit(drafts.add_outcome({**facts, "event_is": "bad"}, id="o1")[0])
    for person in ("ann", "bob"):
        desks.answer(review, "s1", person, S1="b" if person == "bob" else "a")
        desks.submit(review, "s1", person)
        for study in ("s1", "s2"):
            extract(review, study, person, READ[person] if study == "s1" else (4, 30, 9, 31))
    review.close()
    return path


def extract(review: Review, study: str, person: str, numbers: tuple[int, ...]) -> None:
    cells = dict(zip(("e1", "n1", "e2", "n2"), map(Claim, numbers), strict=True))
    review.commit(drafts.extract(study, "o1", person, cells), author=person)
    subject = in_seat(extraction_form(study, "o1"), person)
    review.commit(drafts.seal(review.state, subject, key=desks.key(person)), author=person)


def opened(open_window: Opener, file: Path, person: str) -> tuple[Window, ReconcilePage]:
    window = open_window(file)
    window.session.sign_in(person)
    page = go(window, "reconcile")
    assert isinstance(page, ReconcilePage)
    return window, page


def choose(page: ReconcilePage, key: str) -> None:
    assert page._list.select(key), [row.key for row in page._list._model.rows()]
    QApplication.processEvents()


def shown_words(inside: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(one.text() for one in inside.findChildren(QLabel) if one.isVisible())


# -- numbers ---------------------------------------------------------------------------------------


def test_each_cell_shows_what_the_difference_does_to_the_pooled_estimate(
    open_window: Opener, file: Path
) -> None:
    _window, page = opened(open_window, file, "ann")
    choose(page, "s1/numbers:o1")
    assert [card.point.field for card in page._cards] == ["n1", "e2"]
    words = shown_words(page)
    # Mantel-Haenszel fixed over both studies, computed by hand below
    assert f"Pooled with this: {by_hand((10, 50, 20, 55))}" in words
    assert f"Pooled with this: {by_hand((10, 50, 26, 55))}" in words
    assert f"Reviewer B: {by_hand((10, 51, 26, 55))}" in words


def test_choice_of_numbers_or_report_goes_by_words(open_window: Opener, file: Path) -> None:
    review = desk.open_review(file)
    for person, use in (("ann", "numbers"), ("bob", "reported")):
        review.commit(drafts.extract("s3", "o1", person, {"use": Claim(use)}), author=person)
        extract(review, "s3", person, (4, 30, 9, 31))
    review.close()
    window, page = opened(open_window, file, "ann")
    choose(page, "s3/numbers:o1")
    words = shown_words(page)
    assert "the numbers" in words
    assert "the report" in words
    page.setFocus()
    page._cards[0].focus()
    report = named(page, QAbstractButton, "the report")
    assert report.accessibleName() == "Agreed answer, Pooled, 4 the report"
    press(report)
    page._cards[0].focus()
    keys(Qt.Key.Key_W)
    type_words("The table has no numbers for this outcome.")
    keys(Qt.Key.Key_Return, held=CONTROL)
    agreed = window.session.state.claim(in_seat(extraction_form("s3", "o1"), "agreed"), "use")
    assert agreed is not None
    assert agreed.value == "reported"


def test_quotation_leads_to_its_place_in_the_report(
    open_window: Opener, file: Path, tmp_path: Path
) -> None:
    review = desk.open_review(file)
    arm = {"name": Claim("Low dose"), "side": Claim("arm1"), "n": Claim(30)}
    for person, events in (("ann", 3), ("bob", 4)):
        quoted = Claim(events, "", (Quote("the infusion unit", page="4"),))
        said = {"low-dose": {**arm, "e": quoted}}
        review.commit(drafts.write_arm("s3", "o1", person, said), author=person)
        extract(review, "s3", person, (4, 30, 9, 31))
    review.close()
    window, page = opened(open_window, file, "ann")
    attach(window.session, "s3", write_pdf(tmp_path / "report.pdf", pages=6))
    choose(page, "s3/numbers:o1")
    assert [card.point.field for card in page._cards] == ["arm/low-dose/e"]
    press(named(page, QAbstractButton, "Page 4: “the infusion unit”"))
    extraction = window._pages["extract"]
    assert isinstance(extraction, ExtractPage)
    assert extraction.isVisible()
    assert extraction._evidence.view.isVisible()
    assert extraction._evidence.view.page == 3
    assert extraction._current()[1] == "arm/low-dose/e"


def test_quotation_of_an_answer_leads_to_its_item_and_report(
    open_window: Opener, file: Path, tmp_path: Path
) -> None:
    review = desk.open_review(file)
    for person, code in (("ann", "a"), ("bob", "b")):
        desks.answer(review, "s4", person, S1=code)
        subject = in_seat(desks.form("s4"), person)
        quoted = Claim(code, "", (Quote("once in each quarter", page="5"),))
        review.commit(drafts.answer(subject, "selection/S1", quoted), author=person)
        desks.submit(review, "s4", person)
    review.close()
    window, page = opened(open_window, file, "ann")
    attach(window.session, "s4", write_pdf(tmp_path / "report.pdf", pages=6))
    choose(page, "s4")
    card = next(one for one in page._cards if one.point.id == "S1")
    press(named(card, QAbstractButton, "Page 5: “once in each quarter”"))
    appraise = window._pages["appraise"]
    assert isinstance(appraise, AppraisePage)
    assert appraise._pane.current == "selection/S1"
    view = appraise._evidence.view
    assert view.isVisible()
    assert view.pages is not None
    place = view.pages.place_of("once in each quarter", 4)
    assert place is not None
    box = view.pages.box(place)
    assert box is not None
    assert 0 <= view._rect_of(4, box).top() < view.viewport().height()


def by_hand(first: tuple[int, int, int, int]) -> str:
    """The Mantel-Haenszel odds ratio of two studies with its Robins-Breslow-Greenland interval."""
    from math import exp, log, sqrt

    tables = []
    for e1, n1, e2, n2 in (first, (4, 30, 9, 31)):
        tables.append((e1, n1 - e1, e2, n2 - e2))
    r = [a * d / (a + b + c + d) for a, b, c, d in tables]
    s = [b * c / (a + b + c + d) for a, b, c, d in tables]
    p = [(a + d) / (a + b + c + d) for a, b, c, d in tables]
    q = [(b + c) / (a + b + c + d) for a, b, c, d in tables]
    whole_r, whole_s = sum(r), sum(s)
    log_or = log(whole_r / whole_s)
    variance = (
        sum(x * y for x, y in zip(p, r, strict=True)) / (2 * whole_r**2)
        + sum(
            x * z + y * w for x, y, z, w in zip(p, q, s, r, strict=True)
        ) / (2 * whole_r * whole_s)
        + sum(x * y for x, y in zip(q, s, strict=True)) / (2 * whole_s**2)
    )  # fmt: skip
    half = 1.959963984540054 * sqrt(variance)
    return f"OR {exp(log_or):.2f} [{exp(log_or - half):.2f}, {exp(log_or + half):.2f}]"


def test_numbers_are_settled_by_taking_a_side_or_typing_another(
    open_window: Opener, file: Path
) -> None:
    window, page = opened(open_window, file, "ann")
    choose(page, "s1/numbers:o1")
    page._cards[0].focus()
    keys(Qt.Key.Key_2, Qt.Key.Key_W)
    type_words("table 1")
    keys(Qt.Key.Key_Return, held=CONTROL)
    card = next(one for one in page._cards if one.point.field == "e2")
    field = named(card, LineField, "Agreed answer, Events 2 (C)")
    field.setFocus()
    type_words("2,5")
    assert not card._button.isEnabled()
    keys(Qt.Key.Key_A, held=CONTROL)
    type_words("24")
    assert not card._button.isEnabled()  # neither answer: it needs a reason
    card._why.setFocus()
    type_words("counted again")
    press(card._button)
    form = settled(window.session.state, NUMBERS)
    assert (form.value("n1"), form.value("e2")) == (51, 24)
    assert form.ranks["e2"] == Rank.AGREED
    assert not page._sentence.isVisible()
    assert [row.waiting for row in page._rows() if row.target == "numbers:o1"] == [0, 0]


# -- keys and focus ----------------------------------------------------------------------------


def press_row(page: ReconcilePage, key: str) -> None:
    """Press a form in the list, as one does who looks for it there."""
    rows = page._list.findChild(QListView)
    assert rows is not None
    place = rows.visualRect(rows.model().index(page._list._model.place_of(key), 0)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QApplication.processEvents()
    assert rows.hasFocus()


def test_keys_decide_after_a_study_was_chosen_with_the_mouse(
    open_window: Opener, file: Path
) -> None:
    window, page = opened(open_window, file, "ann")
    press_row(page, "s1/numbers:o1")
    field = page._cards[0].point.field
    keys(Qt.Key.Key_2)
    assert page._cards[0].isAncestorOf(focused())
    press_row(page, "s1/numbers:o1")
    keys(Qt.Key.Key_W)
    type_words("table 1")
    keys(Qt.Key.Key_Return, held=CONTROL)
    assert settled(window.session.state, NUMBERS).ranks[field] == Rank.AGREED
    assert page._cards[0].point.field != field
    assert page._cards[0].isAncestorOf(focused())


def focused() -> QWidget:
    QApplication.processEvents()
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_asking_the_adjudicator_stays_at_the_card(open_window: Opener, file: Path) -> None:
    _window, page = opened(open_window, file, "ann")
    choose(page, "s1/numbers:o1")
    card = page._cards[1]
    field = card.point.field
    named(
        card, QAbstractButton, f"{card.point.id or card.point.title}: Ask the adjudicator"
    ).setFocus()
    keys(Qt.Key.Key_Space)
    now = next(one for one in page._cards if one.point.field == field)
    assert now.point.referred is not None
    assert now.isAncestorOf(focused())


def test_after_the_last_difference_the_focus_is_at_the_way_on(
    open_window: Opener, file: Path
) -> None:
    _window, page = opened(open_window, file, "ann")
    choose(page, "s1")
    page._cards[0].focus()
    keys(Qt.Key.Key_1)
    keys(Qt.Key.Key_Return, held=CONTROL)
    assert page._cards[0].point.is_settled
    assert focused() is page._next


def test_first_form_that_comes_is_chosen(open_window: Opener, file: Path, tmp_path: Path) -> None:
    path = tmp_path / "later.evenhand"
    desks.begun(path, studies=2).close()
    window, page = opened(open_window, path, "ann")
    assert not page._accept.isEnabled()
    assert page._accept.toolTip() == "Choose a study first"
    review = window.session.review
    assert review is not None
    for person in ("ann", "bob"):
        desks.answer(review, "s1", person)
        desks.submit(review, "s1", person)
    QApplication.processEvents()
    assert page._list.current() == "s1"
    assert page._head.isVisible()
    assert page._accept.isEnabled()


def test_closed_forms_ask_for_the_exchange_that_is_missing(
    open_window: Opener, tmp_path: Path
) -> None:
    path = tmp_path / "ann.evenhand"
    review = desks.begun(path, studies=2)
    other = desks.copied(review, tmp_path / "bob.evenhand", "bob")
    for at, person in ((review, "ann"), (other, "bob")):
        for study in ("s1", "s2"):
            desks.answer(at, study, person)
            desks.submit(at, study, person)
    parcel = desks.send(other, "bob", tmp_path)
    desks.send(review, "ann", tmp_path)
    other.close()
    review.close()
    window, page = opened(open_window, path, "ann")
    assert "parcels are missing" in shown_words(page)
    assert window.session.review is not None
    take(window.session.review, look(window.session.review, parcel))
    go(window, "overview")
    go(window, "reconcile")
    assert "One exchange is missing" in shown_words(page)
    asked: list[str] = []
    window.session.asked.connect(lambda place: asked.append(place.page))
    in_dialog(window, lambda dialog: dialog.reject())
    click(page, "Share")
    assert asked == ["action:share"]
    assert named(page, QAbstractButton, "Receive").isVisible()


def test_one_reviewer_alone_waits_for_no_parcel(open_window: Opener, tmp_path: Path) -> None:
    path = tmp_path / "alone.evenhand"
    review = desks.begun(path, studies=1, people={"ann": "Reviewer A"})
    review.commit(drafts.edit_review({"readers": 1}))
    desks.answer(review, "s1", "ann")
    desks.submit(review, "s1", "ann")
    review.close()
    _window, page = opened(open_window, path, "ann")
    assert "parcels are missing" not in shown_words(page)


# -- adjudicator, reopening, everything at once ----------------------------------------------------


def test_adjudicator_finds_what_the_two_could_not_settle(open_window: Opener, file: Path) -> None:
    window, page = opened(open_window, file, "ann")
    choose(page, "s1")
    card = page._cards[0]
    card._why.setFocus()
    type_words("is a register a census?")
    click(card, "S1: Ask the adjudicator")
    assert "With the adjudicator" in shown_words(page)
    window.session.sign_in("cat")
    click(page, "Which forms, For the adjudicator")
    assert [row.key for row in page._list._model.rows()] == ["s1"]
    choose(page, "s1")
    assert "Asked: is a register a census?" in shown_words(page)
    page._cards[0].focus()
    keys(Qt.Key.Key_1, Qt.Key.Key_W)
    type_words("it is")
    keys(Qt.Key.Key_Return, held=CONTROL)
    form = settled(window.session.state, desks.form("s1"))
    assert form.value("item/selection/S1") == "a"
    assert not page._queue.isVisible()
    assert {entry.author for entry in history(window, desks.form("s1"))} == {"ann", "cat"}


def history(window: Window, form: str) -> list[Entry]:
    review = window.session.review
    assert review is not None
    return list(review.history(subject=in_seat(form, "agreed")))


def test_somebody_who_is_no_party_only_looks(open_window: Opener, file: Path) -> None:
    window = open_window(file)
    window.session.do(drafts.edit_person("cat", {"roles": ["coordinator"]}))
    window.session.sign_in("cat")
    page = go(window, "reconcile")
    assert isinstance(page, ReconcilePage)
    choose(page, "s1")
    assert not page._cards[0]._takes[0].isEnabled()
    assert not page._accept.isEnabled()


def test_agreed_answer_is_reopened_with_a_reason_and_stays_on_record(
    open_window: Opener, file: Path
) -> None:
    window, page = opened(open_window, file, "ann")
    choose(page, "s1")
    page._cards[0].focus()
    keys(Qt.Key.Key_1)
    keys(Qt.Key.Key_Return, held=CONTROL)
    assert page._cards[0].point.is_settled

    def say_why(dialog: Dialog) -> None:
        assert not dialog.buttons["yes"].isEnabled()
        type_words("read the erratum")
        press(dialog.buttons["yes"])

    in_dialog(window, say_why)
    click(page, "S1: reopen the agreed answer")
    assert not page._cards[0].point.is_settled
    values = [(one.claim.value, one.claim.why) for one in history(window, desks.form("s1"))]
    assert values == [("a", "ann on S1"), (None, "read the erratum")]


def test_what_both_said_alike_is_accepted_in_all_forms_and_can_be_opened_one_by_one(
    open_window: Opener, file: Path
) -> None:
    window, page = opened(open_window, file, "bob")
    click(page, "Accept what both said alike in all forms")
    state = window.session.state
    assert settled(state, desks.form("s1")).ranks["item/selection/S2"] == Rank.AGREED
    assert settled(state, extraction_form("s2", "o1")).rank == Rank.AGREED
    choose(page, "s1")
    row = next(
        one for one in page.findChildren(QAbstractButton) if one.accessibleName().startswith("S2")
    )
    press(row)
    assert [card.point.id for card in page._cards][-1] == "S2"
    named(page, QAbstractButton, "S2: reopen the agreed answer")


# -- agreement and calibration ---------------------------------------------------------------------


def test_calibration_round_is_scored_compared_and_ruled(open_window: Opener, file: Path) -> None:
    window, page = opened(open_window, file, "ann")
    click(page, "Reconcile, Agreement")

    def choose_three(dialog: Dialog) -> None:
        boxes = dialog.findChildren(QCheckBox)
        assert [one.text() for one in boxes] == ["Study 2", "Study 3", "Study 4"]
        tick(boxes[0])
        assert not dialog.buttons["yes"].isEnabled()
        for box in boxes[1:]:
            tick(box)
        press(dialog.buttons["yes"])

    in_dialog(window, choose_three)
    click(page, "Begin a calibration round")
    assert "0 of 3 studies submitted by all" in shown_words(page)
    review = window.session.review
    assert review is not None
    for person in ("ann", "bob"):
        for study in ("s2", "s3", "s4"):
            desks.answer(review, study, person, O2="b" if person == "bob" else "a")
            desks.submit(review, study, person)
    assert page._agreement is not None
    page._agreement.refresh()
    assert "3 of 3 studies submitted by all" in shown_words(page)
    page._agreement._scope.setFocus()
    keys(Qt.Key.Key_Down)
    table = page._agreement._table
    assert first_cell(table, 0) == "O2 Length of follow-up"  # where they differ most
    assert first_cell(table, 2) == "0 of 3"

    def write(dialog: Dialog) -> None:
        type_words("Six months are enough.")
        press(dialog.buttons["yes"])

    in_dialog(window, write)
    click(page, "Write a team rule")
    assert "Six months are enough." in shown_words(page)

    def write_again(dialog: Dialog) -> None:
        keys(Qt.Key.Key_A, held=CONTROL)
        type_words("Twelve months are enough.")
        press(dialog.buttons["yes"])

    in_dialog(window, write_again)
    click(page, "Change the team rule")
    assert "Team rule, version 2:" in shown_words(page)
    appraise = go(window, "appraise")
    assert isinstance(appraise, AppraisePage)
    appraise.show_target(study="s2")
    appraise._pane.go_to("outcome/O2")
    assert "Twelve months are enough." in shown_words(appraise)
    assert "Team rule, version 2:" in shown_words(appraise)


def tick(box: QCheckBox) -> None:
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(10, box.height() // 2))


def first_cell(table: QTableView, column: int) -> str:
    return str(table.model().index(0, column).data())


def test_undefined_kappa_is_explained_where_it_stands(open_window: Opener, file: Path) -> None:
    _window, page = opened(open_window, file, "ann")
    click(page, "Reconcile, Agreement")
    assert page._agreement is not None
    model = page._agreement._model
    row = next(n for n, row in enumerate(model.rows()) if row.what.startswith("S3"))
    QTest.mouseClick(
        page._agreement._table.viewport(),
        Qt.MouseButton.LeftButton,
        pos=page._agreement._table.visualRect(model.index(row, 0)).center(),
    )
    assert "0/0, not 0" in shown_words(page)
