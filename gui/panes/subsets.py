"""All subsets of the studies (GOSH): started by hand, drawn as a density, one study in colour."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from appraisal.further import GOSH, Further
from appraisal.subsets import LEAST, Subsets
from gui.jobs import Progress
from gui.panes.figure_card import FigureCard
from gui.panes.long_work import LongWork
from gui.theme import space
from gui.widgets.card import Card
from gui.widgets.fields import FilterList
from resources.i18n import _


class SubsetsPart(QWidget):
    """A card that starts the work, and one with its figure."""

    report_asked = Signal(str, bool)  # a long analysis, and whether a report makes it

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._found: Further | None = None
        self._subsets: Subsets | None = None
        self._start = Card(_("All subsets (GOSH)"), parent=self)
        self.work = LongWork(
            _("Pool all subsets"),
            _("Pools every subset of the studies, or a random sample of them where there are more "
              "than 20, and shows their effects against their heterogeneity. It asks whether the "
              "studies fall into several clusters."),
            self,
        )  # fmt: skip
        self.report = QCheckBox(_("In the report too"), self)
        self._start.add(self.work)
        self._start.add(self.report)
        self.card = FigureCard(_("All subsets"), self)
        self.holding = FilterList(_("In colour"), [("", _("None"))], parent=self.card)
        self.card.add_to_head(self.holding)
        column = QVBoxLayout(self)
        space(column, gap=16)
        column.addWidget(self.card)
        column.addWidget(self._start)
        self.holding.picked.connect(lambda _key: self._draw())
        self.report.clicked.connect(lambda on: self.report_asked.emit(GOSH, bool(on)))

    def show_subsets(
        self, found: Further, subsets: Subsets | None, progress: Progress | None
    ) -> None:
        """Show the figure, how far the work is, or that it can begin."""
        self._found, self._subsets = found, subsets
        few = int(found.analysis.pooled.effects.usable.sum()) if found.analysis.pooled else 0
        why_off = (
            _("It takes {least} studies or more.").format(least=LEAST) if few < LEAST
            else _("More than {most} studies: not offered.").format(most=62) if few > 62 else ""
        )  # fmt: skip
        self.work.show_state(progress, done=subsets is not None, why_off=why_off)
        self.report.setChecked(GOSH in found.analysis.dataset.plan.also)
        self.card.setVisible(subsets is not None)
        if subsets is not None:
            pairs = [("", _("None")), *zip(subsets.studies, subsets.labels, strict=True)]
            if [self.holding.itemData(n) for n in range(self.holding.count())] != [
                key for key, _label in pairs
            ]:
                self.holding.set_pairs(pairs, "")
            self._draw()

    def _draw(self) -> None:
        from appraisal.figures.gosh import gosh_scene

        found, subsets = self._found, self._subsets
        if found is None or subsets is None:
            return
        held = self.holding.key()
        self.card.draw(lambda width: gosh_scene(found.analysis, subsets, holding=held, width=width))
