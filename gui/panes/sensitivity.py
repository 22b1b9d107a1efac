"""How far the result rests on one study, on a limit, on their order, on the model."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from appraisal.further import GOSH, Further
from appraisal.other_models import cluster_keys
from appraisal.sensitivity import CUMULATE, Step
from appraisal.subsets import subsets
from appraisal.synthesis import Analysis
from appraisal.views.subgroups import key_name
from gui.panes.figure_card import FactsCard, FigureCard
from gui.panes.further_parts import FurtherParts
from gui.panes.long_work import LongRuns
from gui.panes.subsets import SubsetsPart
from gui.theme import px, space
from gui.widgets.fields import FilterList
from resources.i18n import _
from stats.figures.forest_data import ForestData
from stats.figures.scene import Scene

BESIDE = 920  # px from which two plots fit beside each other


class SensitivityCards(QWidget):
    """Leave one out, and the pool at each limit, side by side where there is room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.has_content = False
        self.without = FigureCard(_("Leave one out"), self)
        self.limits = FigureCard(_("At each limit"), self)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        space(self._row, gap=16)
        self._row.addWidget(self.without, 1)
        self._row.addWidget(self.limits, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand side by side where there is room, else below each other."""
        super().resizeEvent(event)
        is_wide = self.width() >= px(BESIDE)
        self._row.setDirection(
            QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        )

    def show_steps(
        self, analysis: Analysis, without: tuple[Step, ...], limits: tuple[Step, ...]
    ) -> None:
        """Draw both."""
        from appraisal.figures.sensitivity import left_one_out_data, limits_data

        self.has_content = bool(without or limits)
        for card, steps, made in (
            (self.without, without, left_one_out_data),
            (self.limits, limits, limits_data),
        ):
            card.setVisible(bool(steps))
            if steps:
                card.draw(laid_out(made(analysis, steps)))


class SensitivityTab(FurtherParts):
    """How far the result rests on one study, on their order, on the model, on any subset."""

    report_asked = Signal(str, bool)

    def __init__(self, runs: LongRuns, parent: QWidget) -> None:
        pairs = [
            ("without", _("Leave one out")),
            ("order", _("Cumulative")),
            ("models", _("Models")),
            ("influence", _("Influence")),
            ("subsets", _("Subsets")),
        ]
        super().__init__(pairs, name=_("Sensitivity"), parent=parent)
        self._runs = runs
        self.cards = SensitivityCards(self)
        self.cumulative = FigureCard(_("Cumulative"), self)
        self.order = FilterList(_("Order"), _orders(), parent=self.cumulative)
        self.cumulative.add_to_head(self.order)
        self.models = FigureCard(_("The same studies by other models"), self)
        self.clusters = FilterList(_("Clusters by"), [], parent=self.models)
        self.models.add_to_head(self.clusters)
        self.panel = FigureCard(_("Influence of each study"), self)
        self.baujat = FigureCard(_("Influence (Baujat plot)"), self)
        self.subsets = SubsetsPart(self)
        told = ("without", "order", "models", "influence")
        self._nones = {key: FactsCard("", self) for key in told}
        self.fill("without", self._nones["without"], self.cards)
        self.fill("order", self._nones["order"], self.cumulative)
        self.fill("models", self._nones["models"], self.models)
        self.fill("influence", self._nones["influence"], self.panel, self.baujat)
        self.fill("subsets", self.subsets)
        self._connect()

    def _connect(self) -> None:
        parts = {
            "without": self._without,
            "order": self._order,
            "models": self._models,
            "influence": self._influence,
            "subsets": self._subsets,
        }
        self.draw_by(parts, {GOSH: "subsets"})
        self.panel.view.canvas.activated.connect(self.asked)
        self.baujat.view.canvas.activated.connect(self.asked)
        self.order.picked.connect(lambda key: self.change(cumulate=key))
        self.clusters.picked.connect(lambda key: self.change(clusters=key))
        self.subsets.report_asked.connect(self.report_asked)
        self.subsets.work.asked.connect(self._start)
        self.subsets.work.stopped.connect(lambda: self._runs.stop(GOSH))

    def _start(self) -> None:
        if self.found is not None:
            analysis = self.found.analysis
            name = _("Pooling all subsets")
            self._runs.start(GOSH, name, lambda report: subsets(analysis, report=report))

    def _none(self, key: str, said: str) -> None:
        self._nones[key].setVisible(bool(said))
        if said:
            self._nones[key].show_facts((), below=said)

    def _without(self, found: Further) -> None:
        self.cards.show_steps(found.analysis, found.without, found.limits)
        self.cards.setVisible(self.cards.has_content)
        few = _("It takes two studies or more to leave one out.")
        self._none("without", "" if self.cards.has_content else few)

    def _order(self, found: Further) -> None:
        from appraisal.figures.sensitivity import cumulated_data

        self.order.set_key(found.analysis.dataset.plan.cumulate)
        self.cumulative.setVisible(bool(found.cumulated))
        self._none("order", "" if found.cumulated else _("It takes two studies or more."))
        if found.cumulated:
            self.cumulative.draw(laid_out(cumulated_data(found.analysis, found.cumulated)))

    def _models(self, found: Further) -> None:
        from appraisal.figures.other_models import models_data

        keys = cluster_keys(found.analysis.dataset)
        pairs = [("", _("None")), *((key, key_name(key)) for key in keys)]
        self.clusters.set_pairs(pairs, found.analysis.dataset.plan.clusters)
        self.clusters.setVisible(bool(keys))
        self.models.setVisible(bool(found.others))
        self._none("models", "" if found.others else _("It takes two studies or more."))
        if found.others:
            self.models.draw(laid_out(models_data(found.analysis, found.others)))

    def _influence(self, found: Further) -> None:
        from appraisal.figures.baujat import baujat_scene
        from appraisal.figures.influence import influence_scene

        moved = found.moves
        for card in (self.panel, self.baujat):
            card.setVisible(moved is not None)
        few = _("It takes three studies with an estimate to see how each moves the pool.")
        self._none("influence", few if moved is None else "")
        if moved is not None:
            analysis = found.analysis
            self.panel.draw(lambda width: influence_scene(analysis, moved, width=width))
            self.baujat.draw(lambda width: baujat_scene(analysis, moved, width=width))

    def _subsets(self, found: Further) -> None:
        done = self._runs.value(GOSH)
        self.subsets.show_subsets(found, done, self._runs.progress(GOSH))


def _orders() -> list[tuple[str, str]]:
    words = {
        "year": _("Year"),
        "precision": _("Most precise first"),
        "order": _("As listed"),
    }
    return [(key, words[key]) for key in CUMULATE]


def laid_out(forest: ForestData) -> Callable[[float], Scene]:
    """How a forest plot is laid out to a width."""
    from appraisal.figures.text import measure, words
    from stats.figures.forest import layout

    return lambda width: layout(forest, words=words(), measure=measure(), width=width)
