"""How the studies differ: figures with their intervals, tests of their tables, two plots."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from appraisal.further import Further
from appraisal.views.heterogeneity import heterogeneity_rows, test_rows
from gui.panes.figure_card import FactsCard, FigureCard
from gui.panes.further_parts import FurtherParts
from resources.i18n import _


class HeterogeneityTab(FurtherParts):
    """The figures first; the plots that show the studies one by one behind."""

    def __init__(self, parent: QWidget) -> None:
        pairs = [
            ("figures", _("Figures")),
            ("radial", _("Radial plot")),
            ("labbe", _("L’Abbé plot")),
        ]
        super().__init__(pairs, name=_("Heterogeneity"), parent=parent)
        self.card = FactsCard(_("Heterogeneity"), self)
        self.tests = FactsCard(_("Tests of the tables"), self)
        self.radial = FigureCard(_("Radial plot"), self)
        self.labbe = FigureCard(_("L’Abbé plot"), self)
        self._no_radial, self._no_labbe = FactsCard("", self), FactsCard("", self)
        self.fill("figures", self.card, self.tests)
        self.fill("radial", self.radial, self._no_radial)
        self.fill("labbe", self.labbe, self._no_labbe)
        for card in (self.radial, self.labbe):
            card.view.canvas.activated.connect(self.asked)
        self.draw_by({"figures": self._figures, "radial": self._radial, "labbe": self._labbe})

    def _figures(self, found: Further) -> None:
        rows = heterogeneity_rows(found.analysis, found.spread)
        said = "" if rows else _("It takes two studies or more to see how they differ.")
        self.card.show_facts(rows, below=said)
        tests = test_rows(found.spread) if rows else ()
        self.tests.setVisible(bool(tests))
        if tests:
            self.tests.show_facts(tests)

    def _radial(self, found: Further) -> None:
        from appraisal.figures.radial import radial_scene

        said = _("It takes two studies or more to see how they differ.")
        _show(self.radial, self._no_radial, lambda w: radial_scene(found.analysis, width=w), said)

    def _labbe(self, found: Further) -> None:
        from appraisal.figures.labbe import labbe_scene

        said = _("This plot sets the risks of two arms against each other: it needs counts.")
        _show(self.labbe, self._no_labbe, lambda w: labbe_scene(found.analysis, width=w), said)


def _show(card: FigureCard, none: FactsCard, lay_out: Callable[[float], object], said: str) -> None:
    """Draw a figure on its card, or say why there is none."""
    from stats.figures.scene import Scene

    has_figure = lay_out(600.0) is not None
    card.setVisible(has_figure)
    none.setVisible(not has_figure)
    if not has_figure:
        none.show_facts((), below=said)
        return

    def drawn(width: float) -> Scene:
        scene = lay_out(width)
        assert isinstance(scene, Scene)
        return scene

    card.draw(drawn)
