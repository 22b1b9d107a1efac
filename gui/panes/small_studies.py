"""Whether small studies show other effects: the funnel, its tests in words, selection models."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from appraisal.further import Further
from appraisal.selection import KINDS, selections
from appraisal.small_studies import FILL_SIDES, FILLS
from appraisal.views import selection as selection_words
from appraisal.views.small_studies import (
    advice,
    caution,
    other_rows,
    others_advice,
    reading,
    test_rows,
)
from gui.panes.figure_card import FactsCard, FigureCard
from gui.panes.further_parts import FurtherParts
from gui.panes.long_work import LongRuns, LongWork
from gui.theme import space
from gui.widgets.card import Card
from gui.widgets.fields import FilterList
from resources.i18n import _

SELECTION = "selection"


class SmallStudiesTab(FurtherParts):
    """The funnel with its tests; a point opened asks for its study."""

    def __init__(self, runs: LongRuns, parent: QWidget) -> None:
        pairs = [
            ("funnel", _("Funnel and tests")),
            ("others", _("Other tests")),
            ("selection", _("Selection models")),
        ]
        super().__init__(pairs, name=_("Small studies"), parent=parent)
        self._runs = runs
        self.funnel = FigureCard(_("Funnel plot"), self)
        self.counter = FilterList(_("Fill by"), [(key, key) for key in FILLS], parent=self.funnel)
        self.side = FilterList(_("Side"), _sides(), parent=self.funnel)
        self.funnel.add_to_head(self.counter)
        self.funnel.add_to_head(self.side)
        self.tests = FactsCard(_("Tests for small-study effects"), self)
        self.others = FactsCard(_("Other tests"), self)
        self.selected = FactsCard(_("Selection models"), self)
        self.start = Card(parent=self)
        self.work = LongWork(_("Fit selection models"), selection_words.reading(), self.start)
        self.report = FilterList(_("In the report"), _kinds(), parent=self.start)
        line = QHBoxLayout()
        space(line)
        line.addWidget(self.report)
        line.addStretch(1)
        self.start.add(self.work)
        self.start.add(line)
        self.fill("funnel", self.funnel, self.tests)
        self.fill("others", self.others)
        self.fill("selection", self.selected, self.start)
        self._connect()

    def _connect(self) -> None:
        parts = {"funnel": self._funnel, "others": self._others, "selection": self._selection}
        self.draw_by(parts, {SELECTION: "selection"})
        self.funnel.view.canvas.activated.connect(self._on_activated)
        self.counter.picked.connect(lambda key: self.change(fill=key))
        self.side.picked.connect(lambda key: self.change(fill_side=key))
        self.report.picked.connect(lambda key: self.change(selection=key))
        self.work.asked.connect(self._start)
        self.work.stopped.connect(lambda: self._runs.stop(SELECTION))

    def _start(self) -> None:
        if self.found is not None:
            analysis = self.found.analysis
            name = _("Fitting selection models")
            self._runs.start(SELECTION, name, lambda report: selections(analysis, report=report))

    def _funnel(self, found: Further) -> None:
        from appraisal.figures.funnel import funnel_scene

        analysis, small = found.analysis, found.small
        self.funnel.setVisible(small.is_enough)
        if not small.is_enough:
            self.tests.show_facts((), above=advice(small))
            return
        data = analysis.dataset
        self.counter.set_key(data.plan.fill)
        self.side.set_key(data.plan.fill_side)
        self.funnel.draw(lambda width: funnel_scene(analysis, small, width=width))
        said = (caution(data.plan, data.outcome.data), reading())
        self.tests.show_facts(
            test_rows(analysis, small),
            above=advice(small),
            below=" ".join(sentence for sentence in said if sentence),
        )

    def _others(self, found: Further) -> None:
        small = found.small
        if not small.is_enough:
            self.others.show_facts((), above=advice(small))
            return
        self.others.show_facts(
            other_rows(found.other_tests), above=others_advice(), below=advice(small)
        )

    def _selection(self, found: Further) -> None:
        made = self._runs.value(SELECTION)
        few = advice(found.small) if not found.small.is_enough else ""
        self.work.show_state(self._runs.progress(SELECTION), done=made is not None, why_off=few)
        self.report.set_key(found.analysis.dataset.plan.selection)
        self.selected.setVisible(made is not None)
        if made is not None:
            rows = selection_words.selection_rows(found.analysis, made)
            self.selected.show_facts(rows, below=selection_words.reading())

    def _on_activated(self, point: str) -> None:
        self.asked.emit(point.rpartition("/")[2])  # a filled point stands for its mirror image


def _sides() -> list[tuple[str, str]]:
    words = {"auto": _("By the slope"), "left": _("Left"), "right": _("Right")}
    return [(key, words[key]) for key in FILL_SIDES]


def _kinds() -> list[tuple[str, str]]:
    return [(key, selection_words.selection_name(key)) for key in ("", *KINDS)]
