"""The tabs of Synthesis on the BCG trials: every part draws, long work runs beside and stops."""

from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.pages.synthesis import SynthesisPage
from gui.panes import sensitivity as sensitivity_module
from gui.panes.parts import Parts
from gui.session import Session
from stats.figures.scene import Box, Dot
from tests.gui.hands import shown_words

LEFT = Qt.MouseButton.LeftButton

SAMPLE = "bcg"


def part(page: SynthesisPage, tab: str, key: str = "") -> QWidget:
    QTest.mouseClick(page.plot.tabs.tabs[tab], LEFT)
    shown: QWidget = getattr(page.plot, tab)
    if key:
        assert isinstance(shown, Parts)
        QTest.mouseClick(shown.tray.pieces[key], LEFT)
    return shown


def test_heterogeneity_shows_limits_as_chosen_and_tests_of_the_tables(page: SynthesisPage) -> None:
    shown = part(page, "heterogeneity")
    assert "0.313 [0.120, 1.111]" in shown_words(shown)
    assert "Cochran-Mantel-Haenszel" in shown_words(shown)
    QTest.mouseClick(page.model.finer.head, LEFT)
    field = page.model.finer.fields["tau2_interval"]
    field.setCurrentIndex(field.findData("profile"))
    field.activated.emit(field.currentIndex())
    assert "0.313 [0.115, 0.965]" in shown_words(shown)
    assert "Profile likelihood" in shown_words(shown)


def test_the_radial_and_labbe_plots_have_a_point_a_study(page: SynthesisPage) -> None:
    part(page, "heterogeneity", "radial")
    assert len(page.plot.heterogeneity.radial.view.canvas.scene().rows) == 13
    part(page, "heterogeneity", "labbe")
    canvas = page.plot.heterogeneity.labbe.view.canvas
    assert len(canvas.scene().rows) == 13
    canvas.setFocus()
    canvas.select(canvas.scene().rows[0].id)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert page.plot.tab == "forest"


def test_cumulative_follows_the_order_chosen(page: SynthesisPage) -> None:
    shown = part(page, "sensitivity", "order")
    canvas = page.plot.sensitivity.cumulative.view.canvas
    assert canvas.accessibleDescription().index("Aronson") < canvas.accessibleDescription().index(
        "Stein"
    )
    order = page.plot.sensitivity.order
    order.setCurrentIndex(order.findData("precision"))
    order.activated.emit(order.currentIndex())
    assert page.plan.cumulate == "precision"
    assert page.model.status.text() == "Differs from the plan"
    assert "Cumulative" in shown_words(shown)
    first = canvas.scene().rows[0]
    assert page.analysis is not None
    madras = next(r.study for r in page.analysis.dataset.rows if r.label == "TPT Madras 1980")
    assert first.id == madras


def test_other_models_name_the_one_in_use(page: SynthesisPage) -> None:
    part(page, "sensitivity", "models")
    said = page.plot.sensitivity.models.view.canvas.accessibleDescription()
    assert "Restricted maximum likelihood (in use)" in said
    assert "Mantel-Haenszel" in said
    assert "Hartung-Knapp, IQWiG rule" in said


def test_all_subsets_run_as_a_job_and_one_study_stands_out(
    page: SynthesisPage, qtbot: QtBot
) -> None:
    part(page, "sensitivity", "subsets")
    tab = page.plot.sensitivity.subsets
    assert not tab.card.isVisible()
    QTest.mouseClick(tab.work.button, LEFT)
    qtbot.waitUntil(lambda: tab.card.isVisible())
    before = [m for m in tab.card.view.canvas.scene().marks if isinstance(m, Box)]
    assert len(before) > 100
    tab.holding.setCurrentIndex(tab.holding.findText("TPT Madras 1980"))
    tab.holding.activated.emit(tab.holding.currentIndex())
    roles = {m.fill for m in tab.card.view.canvas.scene().marks if isinstance(m, Box)}
    assert "pool" in roles
    QTest.mouseClick(page.model.random.pieces["fixed"], LEFT)  # another analysis: run again
    assert not tab.card.isVisible()
    assert tab.work.button.isVisible()


def test_a_long_job_shows_how_far_it_is_and_stops(
    page: SynthesisPage, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Event()

    def slow(_analysis: object, *, report: object) -> None:
        assert callable(report)
        report(1, 10)
        while True:
            told.wait(0.01)
            report(2, 10)

    monkeypatch.setattr(sensitivity_module, "subsets", slow)
    part(page, "sensitivity", "subsets")
    work = page.plot.sensitivity.subsets.work
    QTest.mouseClick(work.button, LEFT)
    qtbot.waitUntil(lambda: work.bar.maximum() == 10 and work.bar.value() >= 1)
    assert work.cancel.isVisible()
    QTest.mouseClick(work.cancel, LEFT)
    qtbot.waitUntil(lambda: work.button.isVisible() and not session.jobs.running)
    assert not page.plot.sensitivity.subsets.card.isVisible()


def test_the_funnel_is_filled_as_chosen(page: SynthesisPage) -> None:
    part(page, "small")
    tab = page.plot.small
    assert "1 study added at the right" in shown_words(tab)
    hollow = [
        m for m in tab.funnel.view.canvas.scene().marks
        if isinstance(m, Dot) and m.id.startswith("filled/")
    ]  # fmt: skip
    assert len(hollow) == 1
    tab.counter.setCurrentIndex(tab.counter.findData("R0"))
    tab.counter.activated.emit(tab.counter.currentIndex())
    assert page.plan.fill == "R0"
    assert "no study added" in shown_words(tab)
    assert "(R0)" in shown_words(tab)
    tab.side.setCurrentIndex(tab.side.findData("left"))
    tab.side.activated.emit(tab.side.currentIndex())
    assert page.plan.fill_side == "left"


def test_other_tests_stand_apart_with_a_warning(page: SynthesisPage) -> None:
    shown = part(page, "small", "others")
    said = shown_words(shown)
    assert "Egger’s test" in said
    assert "Schwarzer’s rank test" in said
    assert "Harbord’s test" not in said
    assert "Choosing a test after seeing its p value is no test." in said


def test_selection_models_are_fitted_as_a_job_and_one_goes_into_the_report(
    page: SynthesisPage, qtbot: QtBot
) -> None:
    shown = part(page, "small", "selection")
    tab = page.plot.small
    QTest.mouseClick(tab.work.button, LEFT)
    qtbot.waitUntil(lambda: tab.selected.isVisible(), timeout=20_000)
    assert "RR 0.54 [0.32, 0.90]" in shown_words(shown)
    tab.report.setCurrentIndex(tab.report.findData("stepfun"))
    tab.report.activated.emit(tab.report.currentIndex())
    assert page.plan.selection == "stepfun"


def test_meta_regression_by_ticks_with_bubbles_and_what_it_explains(page: SynthesisPage) -> None:
    shown = part(page, "regression")
    tab = page.plot.regression
    assert set(tab.ticks) == {"year", "overall", "field/allocation", "field/latitude"}
    tab.ticks["field/latitude"].setFocus()
    QTest.keyClick(tab.ticks["field/latitude"], Qt.Key.Key_Space)
    assert list(page.plan.moderators) == ["field/latitude"]
    assert "75\u202f%" in shown_words(shown) or "76\u202f%" in shown_words(shown)
    assert len(tab.bubble.view.canvas.scene().rows) == 13
    tab.ticks["field/allocation"].setFocus()
    QTest.keyClick(tab.ticks["field/allocation"], Qt.Key.Key_Space)
    assert list(page.plan.moderators) == ["field/latitude", "field/allocation"]
    assert "Allocation: random" in shown_words(shown)
    assert "guidance advises against it" in shown_words(shown)


def test_permutation_gives_each_coefficient_its_p(page: SynthesisPage, qtbot: QtBot) -> None:
    part(page, "regression")
    tab = page.plot.regression
    tab.ticks["year"].setFocus()
    QTest.keyClick(tab.ticks["year"], Qt.Key.Key_Space)
    QTest.mouseClick(tab.work.button, LEFT)
    qtbot.waitUntil(lambda: "by permutation p" in shown_words(tab.coefficients), timeout=60_000)
    tab.report.setFocus()
    QTest.keyClick(tab.report, Qt.Key.Key_Space)
    assert page.plan.also == ("permutation",)


def test_the_plot_behind_a_tab_catches_up_when_it_comes_to_the_front(page: SynthesisPage) -> None:
    canvas = page.plot.forest.view.canvas
    before = canvas.accessibleDescription()
    part(page, "subgroups")
    QTest.mouseClick(page.model.random.pieces["fixed"], LEFT)
    assert canvas.accessibleDescription() == before  # nobody looks: nothing is drawn
    QTest.mouseClick(page.plot.tabs.tabs["forest"], LEFT)
    assert "Fixed effect, inverse variance" in canvas.accessibleDescription()
