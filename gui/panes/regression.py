"""Meta-regression: what may explain the effects, chosen by ticks; coefficients; a bubble plot."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from appraisal.further import PERMUTATION, Further
from appraisal.regression import TESTS, covariates, moderators_of, permuted
from appraisal.views.regression import (
    coefficient_rows,
    fault_sentence,
    fit_rows,
    moderator_name,
    remarks,
    test_name,
)
from gui.panes.figure_card import FactsCard, FigureCard
from gui.panes.long_work import LongRuns, LongWork
from gui.theme import px, space
from gui.widgets.card import Card
from gui.widgets.fields import FilterList
from gui.widgets.page import Scroll
from gui.widgets.text import Text
from resources.i18n import _

ACROSS = 3


class RegressionTab(Scroll):
    """Ticks for the moderators over what they explain."""

    asked = Signal(str)  # study
    changed = Signal(object)  # Plan
    report_asked = Signal(str, bool)

    def __init__(self, runs: LongRuns, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._runs = runs
        self._found: Further | None = None
        self._keys: tuple[str, ...] = ()
        self.ticks: dict[str, QCheckBox] = {}
        self.choice = Card(_("What may explain the effects?"), parent=self)
        self.test = FilterList(_("Tests"), [(key, test_name(key)) for key in TESTS],
                               parent=self.choice)  # fmt: skip
        self.choice.add_to_head(self.test)
        self._words = Text("", "quiet", wrap=True, parent=self.choice)
        self._grid = QGridLayout()
        space(self._grid, gap=8)
        self.choice.add(self._words)
        self.choice.add(self._grid)
        self.coefficients = FactsCard(_("Coefficients"), self)
        self.explained = FactsCard(_("What they explain"), self)
        self.bubble = FigureCard(_("Bubble plot"), self)
        self.across = FilterList(_("Across"), [], parent=self.bubble)
        self.bubble.add_to_head(self.across)
        self.chance = Card(_("Permutation"), parent=self)
        self.work = LongWork(
            _("Try random orders"),
            _("Gives the moderators to the studies in 1000 other orders, and counts how often "
              "chance alone does as well. With few studies this p is the one to trust."),
            self.chance,
        )  # fmt: skip
        self.report = QCheckBox(_("In the report too"), self.chance)
        self.chance.add(self.work)
        self.chance.add(self.report)
        body = QWidget()
        column = QVBoxLayout(body)
        space(column, (16, 16, 16, 16), 16)
        cards = (self.choice, self.bubble, self.coefficients, self.explained, self.chance)
        for card in cards:
            column.addWidget(card)
        column.addStretch(1)
        self.set_content(body)
        self._connect()

    def show_further(self, found: Further) -> None:
        """Show the regression of an analysis, or how to have one."""
        self._found = found
        plan = found.analysis.dataset.plan
        self._offer(moderators_of(found.analysis.dataset), plan.moderators)
        self.test.set_key(plan.moderators_test)
        self.test.setVisible(bool(self._keys))
        fit = found.regression
        self._words.setText(self._said())
        for card in (self.coefficients, self.explained, self.chance, self.bubble):
            card.setVisible(fit is not None and fit.made is not None)
        if fit is None:
            return
        if fit.made is None:
            self.coefficients.setVisible(True)
            self.coefficients.show_facts((), above=fault_sentence(fit))
            return
        self._facts()
        self._bubble()

    def show_run(self, key: str) -> None:
        """Follow the long work of this tab."""
        if key == PERMUTATION and self._found is not None and self._found.regression is not None:
            self._facts()

    def _said(self) -> str:
        if not self._keys:
            return _(
                "Nothing known of these studies differs between them in a way that could be used: "
                "a year, stars, a design, or a field of the review’s own under Studies."
            )
        return _(
            "Tick few, named in the protocol: ten studies for each is the usual advice. Numbers "
            "are covariates, words are factors."
        )

    def _offer(self, keys: tuple[str, ...], chosen: Sequence[str]) -> None:
        if keys != self._keys:
            self._keys = keys
            for tick in self.ticks.values():
                tick.hide()
                tick.deleteLater()
            self.ticks = {key: QCheckBox(moderator_name(key), self.choice) for key in keys}
            for place, (key, tick) in enumerate(self.ticks.items()):
                tick.setMinimumHeight(px(24))
                self._grid.addWidget(tick, place // ACROSS, place % ACROSS)
                tick.clicked.connect(lambda on, key=key: self._tick(key, on=bool(on)))
        for key, tick in self.ticks.items():
            tick.setChecked(key in chosen)

    def _tick(self, key: str, *, on: bool) -> None:
        assert self._found is not None
        chosen = [one for one in self._found.analysis.asked.plan.moderators if one != key]
        self._change(moderators=tuple([*chosen, key] if on else chosen))

    def _change(self, **choice: object) -> None:
        assert self._found is not None
        fields: dict[str, Any] = dict(choice)  # Any: each field of a plan has its own type
        self.changed.emit(replace(self._found.analysis.asked.plan, **fields))

    def _facts(self) -> None:
        found = self._found
        assert found is not None
        assert found.regression is not None
        fit, shuffled = found.regression, self._runs.value(PERMUTATION)
        self.work.show_state(self._runs.progress(PERMUTATION), done=shuffled is not None)
        self.report.setChecked(PERMUTATION in found.analysis.dataset.plan.also)
        rows = coefficient_rows(found.analysis, fit, shuffled)
        self.coefficients.show_facts(rows, below=" ".join(remarks(found.analysis, fit)))
        self.explained.show_facts(fit_rows(fit, shuffled))

    def _bubble(self) -> None:
        from appraisal.figures.bubble import bubble_scene

        found = self._found
        assert found is not None
        fit = found.regression
        assert fit is not None
        keys = covariates(fit)
        self.bubble.setVisible(bool(keys))
        if not keys:
            return
        chosen = self.across.key() if self.across.key() in keys else keys[0]
        self.across.set_pairs([(key, moderator_name(key)) for key in keys], chosen)
        self.across.setVisible(len(keys) > 1)
        analysis = found.analysis
        self.bubble.draw(lambda width: bubble_scene(analysis, fit, chosen, width=width))

    def _start(self) -> None:
        found = self._found
        if found is not None and found.regression is not None:
            analysis, fit = found.analysis, found.regression
            name = _("Trying random orders")
            self._runs.start(
                PERMUTATION, name, lambda report: permuted(analysis, fit, report=report)
            )

    def _connect(self) -> None:
        self.test.picked.connect(lambda key: self._change(moderators_test=key))
        self.across.picked.connect(lambda _key: self._bubble())
        self.bubble.view.canvas.activated.connect(self.asked)
        self.report.clicked.connect(lambda on: self.report_asked.emit(PERMUTATION, bool(on)))
        self.work.asked.connect(self._start)
        self.work.stopped.connect(lambda: self._runs.stop(PERMUTATION))
