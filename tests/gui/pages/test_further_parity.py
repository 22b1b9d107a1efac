"""What is worked out besides the pool prints alike: window, figure, workbook, results, terminal."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from appraisal import drafts, sample
from appraisal.bundle import figures_of, tables_of
from appraisal.material import Material, gather
from appraisal.plan import changed_fields, plan_of
from appraisal.results import results
from appraisal.views.further import further_sentences
from gui import theme
from gui.pages.synthesis import SynthesisPage
from gui.session import Session
from gui.settings import Settings
from stats.figures.scene import Text

LEFT = Qt.MouseButton.LeftButton
LATITUDE = "field/latitude"
MADRAS = "TPT Madras 1980"


@pytest.fixture
def session(tmp_path: Path, qtbot: QtBot) -> Iterator[Session]:
    """The BCG trials, with a plan that names a moderator and a selection model."""
    path = tmp_path / "review.evenhand"
    sample.make(path, "bcg")
    made = Session(Settings())
    made.open(path)
    qtbot.waitUntil(lambda: not made.jobs.running)
    outcome = made.state.ids("outcome")[0]
    kept = plan_of(made.state, outcome)
    plan = replace(kept, moderators=(LATITUDE,), selection="stepfun", subgroup="field/allocation")
    assert made.do(drafts.keep_plan(outcome, changed_fields(plan, kept), why="A test."))
    yield made
    made.close()
    qtbot.waitUntil(lambda: not made.jobs.running)


@pytest.fixture
def material(session: Session) -> Material:
    assert session.review is not None
    return gather(session.review, reader=session.reader, lang="en")


@pytest.fixture
def page(session: Session, qtbot: QtBot, qapp: QApplication) -> SynthesisPage:
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    theme.apply(qapp, "light", text_zoom=13 / theme.system_px())
    made = SynthesisPage(session)
    qtbot.addWidget(made)
    made.resize(1200, 724)
    made.show()
    qtbot.waitExposed(made)
    return made


def rows(material: Material, key: str) -> list[dict[str, object]]:
    table = next(one for one in tables_of(material) if one.key == key)
    heads = [column.title for column in table.columns]
    return [dict(zip(heads, row, strict=True)) for row in table.rows]


def figure(material: Material, name: str) -> str:
    scene = next(one.scene for one in figures_of(material) if one.name == name)
    return " ".join(mark.text for mark in scene.marks if isinstance(mark, Text))


def labels(page: SynthesisPage, tab: str) -> str:
    QTest.mouseClick(page.plot.tabs.tabs[tab], LEFT)
    QApplication.processEvents()
    shown = getattr(page.plot, tab)
    return " | ".join(one.text() for one in shown.findChildren(QLabel) if one.isVisible())


def three(values: tuple[object, object, object]) -> str:
    value, low, high = (float(str(one)) for one in values)
    return f"{value:.2f} [{low:.2f}, {high:.2f}]"


def test_leaving_one_out_prints_alike(material: Material, page: SynthesisPage) -> None:
    one = next(
        row for row in rows(material, "sensitivity")
        if row["Row"] == MADRAS and row["Analysis"] == "Leave one out"
    )  # fmt: skip
    said = three((one["Estimate"], one["95 % CI low"], one["95 % CI high"]))
    assert said == "0.45 [0.32, 0.64]"
    made = results(material.state, material.analyses)["outcomes"][0]["further"]
    step = next(one for one in made["leave_one_out"] if one["label"] == MADRAS)
    natural = step["natural"]
    assert three((natural["estimate"], natural["lower"], natural["upper"])) == said
    assert said in figure(material, "leave-one-out")
    assert f"{said} without {MADRAS}" in " ".join(further_sentences(material.further[0]))
    labels(page, "sensitivity")
    words = page.plot.sensitivity.cards.without.view.canvas.accessibleDescription()
    assert f"{MADRAS}, 12, {said}" in words


def test_a_funnels_test_prints_alike(material: Material, page: SynthesisPage) -> None:
    one = next(
        row for row in rows(material, "small_studies") if row["Analysis"] == "Harbord’s test"
    )
    said = f"slope {three((one['Value'], one['Lower'], one['Upper']))}".replace("-", "−")
    assert said == "slope −1.69 [−5.24, 1.86]"
    made = results(material.state, material.analyses)["outcomes"][0]["further"]["small_studies"]
    slope = next(test for test in made["tests"] if test["name"] == "Harbord")["slope"]
    limits = three((slope["estimate"], slope["lower"], slope["upper"])).replace("-", "−")
    assert f"slope {limits}" == said
    assert said in " ".join(further_sentences(material.further[0]))
    assert said in labels(page, "small")


def test_a_regression_prints_alike(material: Material, page: SynthesisPage) -> None:
    one = next(row for row in rows(material, "regression") if row["Term"] == "Latitude")
    low, high = float(str(one["Lower"])), float(str(one["Upper"]))
    said = f"{float(str(one['Value'])):.4f} [{low:.4f}, {high:.4f}]".replace("-", "−")
    made = results(material.state, material.analyses)["outcomes"][0]["further"]["regression"]
    line = made["coefficients"][1]
    again = f"{line['estimate']:.4f} [{line['lower']:.4f}, {line['upper']:.4f}]"
    assert again.replace("-", "−") == said
    assert f"Latitude: {said}" in " ".join(further_sentences(material.further[0]))
    assert said in labels(page, "regression")
    assert "Latitude" in figure(material, "bubble-tuberculosis-latitude")


def test_selection_subgroups_and_limits_print_alike(
    material: Material, page: SynthesisPage
) -> None:
    terminal = " ".join(further_sentences(material.further[0]))
    found = next(
        row for row in rows(material, "small_studies")
        if str(row["Analysis"]).startswith("Selection") and row["What the value is"] == "estimate"
    )  # fmt: skip
    said = three((found["Value"], found["Lower"], found["Upper"]))
    assert f"RR {said}" in terminal
    group = next(row for row in rows(material, "subgroups") if "random" in str(row["Subgroup"]))
    said = three((group["Estimate"], group["95 % CI low"], group["95 % CI high"]))
    assert said in figure(material, "forest")
    labels(page, "subgroups")
    assert said in page.plot.subgroups.groups.view.canvas.accessibleDescription()
    tau2 = next(row for row in rows(material, "heterogeneity") if row["Figure"] == "τ²")
    limits = f"{tau2['Value']:.3f} [{tau2['Lower']:.3f}, {tau2['Upper']:.3f}]"
    assert re.search(rf"τ²: {re.escape(limits)}", terminal)
    assert limits in labels(page, "heterogeneity")
