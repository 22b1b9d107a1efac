"""Tabs of Synthesis on four studies: subgroups, sensitivity and small studies lead to the plot."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from gui.pages.synthesis import SynthesisPage
from tests.gui.hands import shown_words
from tests.gui.pages.synthesis.conftest import pick, row, texts

LEFT = Qt.MouseButton.LeftButton


def test_tabs_show_heterogeneity_and_leave_one_out(page: SynthesisPage) -> None:
    QTest.mouseClick(page.plot.tabs.tabs["heterogeneity"], LEFT)
    words = [label.text() for label in page.plot.heterogeneity.findChildren(QLabel)]
    assert "3.74, df = 3, p = 0.29" in words
    QTest.mouseClick(page.plot.tabs.tabs["sensitivity"], LEFT)
    without = page.plot.sensitivity.cards.without.view.canvas
    assert "Orvieto 1999, 3, 0.35 [0.16, 0.76]" in without.accessibleDescription()


def tab(page: SynthesisPage, key: str) -> None:
    """Click a tab."""
    QTest.mouseClick(page.plot.tabs.tabs[key], LEFT)


def test_small_studies_says_what_four_studies_allow(page: SynthesisPage) -> None:
    tab(page, "small")
    small = page.plot.small
    assert small.funnel.view.canvas.scene().title.startswith("Funnel plot")
    assert "Fewer than ten studies (4)" in shown_words(small)
    assert "Harbord’s test" in shown_words(small)
    for _step in range(7):
        QTest.keyClick(page.risk.slider, Qt.Key.Key_Right)
    assert not small.funnel.isVisible()
    assert "A funnel needs 3 studies or more; there are 2." in shown_words(small)


def test_enter_on_a_point_of_the_funnel_goes_to_its_row(page: SynthesisPage) -> None:
    tab(page, "small")
    canvas = page.plot.small.funnel.view.canvas
    canvas.setFocus()
    canvas.select(row(page, "Hellwig 2008"))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert page.plot.tab == "forest"
    assert page.plot.forest.view.canvas.current() == row(page, "Hellwig 2008")
    assert page.plot.forest.card.isVisible()


def test_subgroups_are_tried_drawn_and_kept_apart(page: SynthesisPage) -> None:
    tab(page, "subgroups")
    assert "No subgroups: choose" in shown_words(page.plot.subgroups)
    assert not page.plot.subgroups.groups.isVisible()
    pick(page.model.subgroup, "Design")
    assert page.plan.subgroup == "design"
    assert page.model.status.text() == "Differs from the plan"
    assert len(page.plot.subgroups.groups.view.canvas.scene().rows) == 2
    assert "Test for subgroup differences" in shown_words(page.plot.subgroups)
    tab(page, "forest")
    assert "Subgroup (3)" in texts(page)
    assert not page.model.shared.isVisible()  # a fixed effect has no spread to share
    pick(page.model.subgroup, "None")
    assert page.model.status.text().startswith("As planned")


def test_one_spread_for_all_groups_is_offered_with_random_effects(page: SynthesisPage) -> None:
    pick(page.model.subgroup, "Design")
    QTest.mouseClick(page.model.random.pieces["random"], LEFT)
    pick(page.model.method, "Inverse variance")
    assert page.model.shared.isVisible()
    QTest.keyClick(page.model.shared, Qt.Key.Key_Space)
    assert page.plan.subgroup_tau2 == "shared"
    tab(page, "subgroups")
    assert "One τ² for all groups" in shown_words(page.plot.subgroups)


def test_a_subgroups_diamond_is_nothing_to_switch(page: SynthesisPage) -> None:
    pick(page.model.subgroup, "Design")
    canvas = page.plot.forest.view.canvas
    canvas.select("group/0")
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert not page.plan.excluded
    assert canvas.current() == "group/0"


def test_sensitivity_has_the_baujat_plot_and_leads_to_a_study(page: SynthesisPage) -> None:
    tab(page, "sensitivity")
    QTest.mouseClick(page.plot.sensitivity.tray.pieces["influence"], LEFT)
    canvas = page.plot.sensitivity.baujat.view.canvas
    assert len(canvas.scene().rows) == 4
    canvas.setFocus()
    canvas.select(row(page, "Orvieto 1999"))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert page.plot.tab == "forest"
    assert page.plot.forest.view.canvas.current() == row(page, "Orvieto 1999")
