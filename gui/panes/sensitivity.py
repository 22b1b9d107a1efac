"""How the studies differ, and how much the result rests on one of them or on a limit."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from appraisal.sensitivity import Step, moves
from appraisal.synthesis import Analysis
from appraisal.views.synthesis import heterogeneity
from gui.panes.figure_card import FactsCard, FigureCard
from gui.theme import px, space
from gui.widgets.page import Scroll
from gui.widgets.text import Text
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


class HeterogeneityTab(Scroll):
    """How the studies differ, in figures with their intervals and in words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.card = FactsCard(_("Heterogeneity"), self)
        body = QWidget()
        column = QVBoxLayout(body)
        space(column, (16, 16, 16, 16))
        column.addWidget(self.card)
        column.addStretch(1)
        self.set_content(body)

    def show_analysis(self, analysis: Analysis) -> None:
        """Show the figures of an analysis."""
        rows = heterogeneity(analysis)
        said = "" if rows else _("It takes two studies or more to see how they differ.")
        self.card.show_facts(rows, below=said)


class SensitivityTab(Scroll):
    """Leave one out, the pool at each limit, and how much each study moves it."""

    asked = Signal(str)  # study

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.cards = SensitivityCards(self)
        self.baujat = FigureCard(_("Influence (Baujat plot)"), self)
        self.baujat.view.canvas.activated.connect(self.asked)
        self._none = Text(
            _("It takes two studies or more to leave one out."), "quiet", wrap=True, parent=self
        )
        body = QWidget()
        column = QVBoxLayout(body)
        space(column, (16, 16, 16, 16), 16)
        column.addWidget(self._none)
        column.addWidget(self.cards)
        column.addWidget(self.baujat)
        column.addStretch(1)
        self.set_content(body)

    def show_steps(
        self, analysis: Analysis, without: tuple[Step, ...], limits: tuple[Step, ...]
    ) -> None:
        """Draw both, or say why there is nothing."""
        self.cards.show_steps(analysis, without, limits)
        self.cards.setVisible(self.cards.has_content)
        self._none.setVisible(not self.cards.has_content)
        found = moves(analysis)
        self.baujat.setVisible(found is not None)
        if found is not None:
            from appraisal.figures.baujat import baujat_scene

            self.baujat.draw(lambda width: baujat_scene(analysis, found, width=width))


def laid_out(forest: ForestData) -> Callable[[float], Scene]:
    """How a forest plot is laid out to a width."""
    from appraisal.figures.text import measure, words
    from stats.figures.forest import layout

    return lambda width: layout(forest, words=words(), measure=measure(), width=width)
