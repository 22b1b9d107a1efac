"""Trying is free, keeping asks why, and every number on the page follows at once."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from appraisal import drafts
from appraisal.ledger import Claim
from appraisal.plan import Plan, plan_of
from appraisal.subjects import extraction_subject
from gui.pages.synthesis import SynthesisPage
from gui.panes import tried_plans
from gui.panes.risk import RiskView
from gui.session import Session
from gui.settings import Settings
from tests.gui.pages.synthesis.conftest import centre, pick, row, shown, texts

LEFT = Qt.MouseButton.LeftButton


def test_the_plot_shows_the_plan_and_its_numbers(page: SynthesisPage) -> None:
    assert "OR 0.32 [0.15, 0.67]" in texts(page)
    assert page.model.status.text().startswith("As planned on 3 Mar 2026")
    assert not page.model.keep.isVisible()
    assert "Achiron 2004, 6/41, 13/39" in texts(page)


def test_slider_keys_leave_studies_out_and_mark_the_difference(page: SynthesisPage) -> None:
    for _step in range(7):
        QTest.keyClick(page.risk.slider, Qt.Key.Key_Right)
    assert page.plan.min_stars == 7
    assert "OR 0.28 [0.10, 0.76]" in texts(page)
    assert page.model.status.text() == "Differs from the plan"
    assert page.model.keep.isVisible()
    scene = page.plot.forest.view.canvas.scene()
    rows = [row for row in scene.rows if not row.id.startswith("bar/")]
    assert len(rows) == 6  # four studies, those left out included, and two diamonds


def test_hiding_those_left_out_takes_their_rows(page: SynthesisPage) -> None:
    for _step in range(7):
        QTest.keyClick(page.risk.slider, Qt.Key.Key_Right)
    QTest.mouseClick(page.risk.show_left_out, LEFT, pos=page.risk.show_left_out.rect().center())
    QTest.keyClick(page.risk.show_left_out, Qt.Key.Key_Space)
    if page.risk.show_left_out.isChecked():
        QTest.keyClick(page.risk.show_left_out, Qt.Key.Key_Space)
    rows = page.plot.forest.view.canvas.scene().rows
    assert len([one for one in rows if not one.id.startswith("bar/")]) == 4


def test_click_on_a_square_switches_a_study_off_and_on(page: SynthesisPage) -> None:
    study = row(page, "Hellwig 2008")
    canvas = page.plot.forest.view.canvas
    QTest.mouseClick(canvas, LEFT, pos=centre(page, study).toPoint())
    assert page.plan.excluded == ((study, ""),)
    assert "Hellwig 2008 left out" in " ".join(
        getattr(mark, "text", "") for mark in canvas.scene().marks
    )
    QTest.mouseClick(canvas, LEFT, pos=centre(page, study).toPoint())
    assert not page.plan.excluded
    assert page.model.status.text().startswith("As planned")


def test_space_switches_the_row_that_arrows_reached(page: SynthesisPage) -> None:
    canvas = page.plot.forest.view.canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Down)
    QTest.keyClick(canvas, Qt.Key.Key_Down)
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert page.plan.excluded == ((row(page, "Achiron 2004"), ""),)
    QTest.keyClick(canvas, Qt.Key.Key_End)
    QTest.keyClick(canvas, Qt.Key.Key_Space)  # a diamond is nothing to switch
    assert len(page.plan.excluded) == 1


def test_card_shows_why_and_includes_anyway(page: SynthesisPage, qtbot: QtBot) -> None:
    for _step in range(7):
        QTest.keyClick(page.risk.slider, Qt.Key.Key_Right)
    study = row(page, "Orvieto 1999")
    canvas = page.plot.forest.view.canvas
    canvas.select(study)
    button = page.plot.forest.card.switch
    assert button.text() == "Include anyway"
    QTest.mouseClick(button, LEFT)
    assert page.plan.included == ((study, ""),)
    assert button.text() == "Leave out"
    with qtbot.waitSignal(page.plot.forest.card.asked) as told:
        QTest.mouseClick(page.plot.forest.card.open, LEFT)
    assert told.args == [study, ""]


def test_quotation_leads_to_its_item(page: SynthesisPage, session: Session, qtbot: QtBot) -> None:
    study = row(page, "Orvieto 1999")
    page.plot.forest.view.canvas.select(study)
    quotation = page.plot.forest.card.quotations()[0]
    with qtbot.waitSignal(session.asked) as told:
        QTest.keyClick(quotation, Qt.Key.Key_Return)
    assert told.args[0].page == "appraise"
    assert dict(told.args[0].target)["study"] == study
    assert dict(told.args[0].target)["item"].endswith("C1")


def test_model_choices_repool(page: SynthesisPage) -> None:
    QTest.mouseClick(page.model.random.pieces["random"], LEFT)
    assert "Random effects, Mantel-Haenszel Q, τ² by DerSimonian-Laird" in texts(page)
    assert page.model.tau2.isVisible()
    pick(page.model.tau2, "REML")
    assert "restricted maximum likelihood" in texts(page)
    pick(page.model.preset, "Cochrane 2025")
    assert page.plan.preset == "cochrane2025"
    pick(page.model.measure, "Risk ratio")
    assert "RR 0." in texts(page)


def test_back_to_plan_forgets_what_was_tried(page: SynthesisPage) -> None:
    pick(page.model.preset, "Cochrane 2025")
    QTest.mouseClick(page.model.back, LEFT)
    assert "Fixed effect, Mantel-Haenszel: OR 0.32" in texts(page)
    assert page.model.preset.key() == "plan"


def test_trying_writes_nothing_and_keeping_asks_why(
    page: SynthesisPage, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert session.review is not None
    outcome = session.state.ids("outcome")[0]
    before = len(tuple(session.review.history()))
    for _step in range(7):
        QTest.keyClick(page.risk.slider, Qt.Key.Key_Right)
    assert len(tuple(session.review.history())) == before
    reasons = iter(("", "Fewer stars, more bias."))
    monkeypatch.setattr(tried_plans, "ask_reason", lambda *_words: next(reasons))
    QTest.mouseClick(page.model.keep, LEFT)
    assert len(tuple(session.review.history())) == before  # turned back: nothing is kept
    QTest.mouseClick(page.model.keep, LEFT)
    assert plan_of(session.state, outcome).min_stars == 7
    assert page.model.status.text().startswith("As planned on")
    claim = session.state.claim(f"plan/{outcome}", "min_stars")
    assert claim is not None
    assert claim.why == "Fewer stars, more bias."
    session.undo()
    assert plan_of(session.state, outcome).min_stars is None
    assert "OR 0.32" in texts(page)


def test_a_study_switched_off_keeps_the_reason_it_was_kept_for(
    page: SynthesisPage, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome, study = session.state.ids("outcome")[0], row(page, "Orvieto 1999")
    page.plot.forest.view.canvas.select(study)
    QTest.mouseClick(page.plot.forest.card.switch, LEFT)
    monkeypatch.setattr(tried_plans, "ask_reason", lambda *_words: "One woman untreated.")
    QTest.mouseClick(page.model.keep, LEFT)
    assert plan_of(session.state, outcome).excluded == ((study, "One woman untreated."),)
    assert page.model.status.text().startswith("As planned on")


def test_control_risk_is_typed_with_either_mark(page: SynthesisPage) -> None:
    field = page.risk.needed.risk
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "12,5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert page.plan.control_risk.value == pytest.approx(0.125)
    assert field.text() == "12.5\u202f%"
    field.selectAll()
    QTest.keyClicks(field, "140")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert page.plan.control_risk.value == pytest.approx(0.125)
    assert field.accessibleDescription() == "A control risk lies between 0 and 100 %."


def test_an_equal_dataset_is_not_pooled_again(page: SynthesisPage, session: Session) -> None:
    before = page.analysis
    session.do(drafts.edit_study(row(page, "Hellwig 2008"), "notes", "Seen again."))
    assert page.analysis is before
    session.do(drafts.edit_study(row(page, "Hellwig 2008"), "label", "Hellwig 2009"))
    assert page.analysis is not before
    assert "Hellwig 2009, 5/14" in texts(page)


def test_a_hidden_page_catches_up_when_it_is_shown(page: SynthesisPage, session: Session) -> None:
    before = page.analysis
    page.hide()
    session.do(drafts.edit_study(row(page, "Hellwig 2008"), "label", "Hellwig 2009"))
    assert page.analysis is before
    page.show()
    assert "Hellwig 2009, 5/14" in texts(page)


@pytest.mark.parametrize(
    ("width", "model", "risk"),
    [(1848, True, True), (1200, True, True), (1000, False, True), (860, False, False)],
)
def test_columns_fold_where_the_window_is_narrow(
    session: Session,
    qtbot: QtBot,
    width: int,
    model: bool,
    risk: bool,
) -> None:
    page = shown(session, qtbot, width)
    assert page.model.isVisible() is model
    assert page.risk.isVisible() is risk
    assert page.line.isVisible() is not model
    if not model:
        QTest.mouseClick(page.line.model, LEFT)
        assert page.model.isVisible()


def test_without_an_outcome_one_button_leads_on(tmp_path: Path, qtbot: QtBot) -> None:
    session = Session(Settings())
    session.create(tmp_path / "new.evenhand", title="New", name="Ana")
    page = shown(session, qtbot)
    button = page.lead("outcome")
    assert button.isVisible()
    with qtbot.waitSignal(session.asked) as told:
        QTest.mouseClick(button, LEFT)
    assert told.args[0].page == "extract"
    draft, outcome = drafts.add_outcome(
        {"name": "Relapse", "data": "counts", "arm1": "A", "arm2": "B", "event_is": "bad"}
    )
    session.do(draft)
    assert page.lead("numbers").isVisible()
    made, study = drafts.add_study({"label": "One 2001"})
    session.do(made)
    cells = {"e1": Claim(1), "n1": Claim(9), "e2": Claim(4), "n2": Claim(9)}
    session.do(drafts.extract(study, outcome, session.reader, cells))
    assert extraction_subject(study, outcome, session.reader) in session.state.subjects(
        "extraction"
    )
    assert "One 2001, 1/9, 4/9" in texts(page)
    session.close()


def test_rows_are_sorted_by_weight_and_peto_is_named(page: SynthesisPage) -> None:
    pick(page.model.sort, "Weight, heaviest first")
    assert page.analysis is not None
    assert page.analysis.dataset.rows[0].label == "Achiron 2004"
    pick(page.model.method, "Peto")
    assert "Peto OR" in texts(page)


def test_finer_choices_are_folded_and_change_the_numbers(page: SynthesisPage) -> None:
    finer = page.model.finer
    assert not finer.fields["double_zeros"].isVisible()
    QTest.mouseClick(page.model.random.pieces["random"], LEFT)
    pick(page.model.tau2, "REML")
    finer.head.setFocus()
    QTest.keyClick(finer.head, Qt.Key.Key_Space)
    assert finer.fields["tau2_interval"].isVisible()
    assert not finer.fields["study_interval"].isVisible()
    pick(finer.fields["zeros_to"], "All studies")
    assert page.plan.zeros_to == "all"
    assert finer.head.text() == "Finer choices (1)"
    assert "0.5 added to all cells of Achiron" in " ".join(
        getattr(mark, "text", "") for mark in page.plot.forest.view.canvas.scene().marks
    )


def test_words_under_the_axis_are_typed(page: SynthesisPage) -> None:
    finer = page.model.finer
    finer.head.setFocus()
    QTest.keyClick(finer.head, Qt.Key.Key_Space)
    for side, words in zip(finer.favours, ("Fewer relapses", "More relapses"), strict=True):
        side.setFocus()
        QTest.keyClicks(side, words)
        QTest.keyClick(side, Qt.Key.Key_Return)
    assert page.plan.favours == ("Fewer relapses", "More relapses")
    marks = page.plot.forest.view.canvas.scene().marks
    shown = " ".join(getattr(mark, "text", "") for mark in marks)
    assert "Fewer relapses" in shown
    assert "More relapses" in shown
    assert "Favours" not in shown


def test_appraisals_without_a_judgement_are_not_said_to_be_none(
    page: SynthesisPage,
) -> None:
    assert page.analysis is not None
    for is_appraised, said in ((True, "so there is no limit to set"), (False, "is appraised yet")):
        page.risk.show_risk(RiskView(page.analysis, Plan(), (), 0, False, is_appraised))
        assert page.risk._none.isVisibleTo(page.risk)
        assert said in page.risk._none.text()
