"""The subgroups beside each other, the test of whether they differ, and how to read it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from appraisal.further import Further
from appraisal.views.subgroups import difference_sentence, reading
from gui.panes.figure_card import FactsCard, FigureCard
from gui.panes.sensitivity import laid_out
from gui.theme import space
from gui.widgets.page import Scroll
from resources.i18n import _


class SubgroupsTab(Scroll):
    """A row for each subgroup of the plan that is tried."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.groups = FigureCard(_("Subgroups"), self)
        self.test = FactsCard(_("Do the subgroups differ?"), self)
        body = QWidget()
        column = QVBoxLayout(body)
        space(column, (16, 16, 16, 16), 16)
        column.addWidget(self.groups)
        column.addWidget(self.test)
        column.addStretch(1)
        self.set_content(body)

    def show_further(self, further: Further) -> None:
        """Show the subgroups of an analysis, or how to have some."""
        from appraisal.figures.subgroups import subgroups_data

        analysis, found = further.analysis, further.groups
        self.groups.setVisible(found is not None)
        if found is None:
            said = _("No subgroups: choose what they are formed by under “Subgroups by”.")
            self.test.show_facts((), below=said)
            return
        self.groups.draw(laid_out(subgroups_data(analysis, found)))
        test = difference_sentence(found) or _("It takes two subgroups to compare.")
        self.test.show_facts((), above=test, below=reading(found, analysis.dataset.plan))
