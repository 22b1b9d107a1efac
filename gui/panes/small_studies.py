"""Whether small studies show other effects: the funnel plot, its tests in words, trim and fill."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from appraisal.small_studies import small_studies
from appraisal.synthesis import Analysis
from appraisal.views.small_studies import advice, caution, reading, test_rows
from gui.panes.figure_card import FactsCard, FigureCard
from gui.theme import space
from gui.widgets.page import Scroll
from resources.i18n import _


class SmallStudiesTab(Scroll):
    """The funnel over its tests; a point opened asks for its study."""

    asked = Signal(str)  # study

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.funnel = FigureCard(_("Funnel plot"), self)
        self.tests = FactsCard(_("Tests for small-study effects"), self)
        body = QWidget()
        column = QVBoxLayout(body)
        space(column, (16, 16, 16, 16), 16)
        column.addWidget(self.funnel)
        column.addWidget(self.tests)
        column.addStretch(1)
        self.set_content(body)
        self.funnel.view.canvas.activated.connect(self._on_activated)

    def show_analysis(self, analysis: Analysis) -> None:
        """Draw the funnel of an analysis, or say why there is none."""
        from appraisal.figures.funnel import funnel_scene

        found = small_studies(analysis)
        self.funnel.setVisible(found.is_enough)
        if not found.is_enough:
            self.tests.show_facts((), above=advice(found))
            return
        self.funnel.draw(lambda width: funnel_scene(analysis, found, width=width))
        data = analysis.dataset
        said = (caution(data.plan, data.outcome.data), reading())
        self.tests.show_facts(
            test_rows(analysis, found),
            above=advice(found),
            below=" ".join(sentence for sentence in said if sentence),
        )

    def _on_activated(self, point: str) -> None:
        self.asked.emit(point.rpartition("/")[2])  # a filled point stands for its mirror image
