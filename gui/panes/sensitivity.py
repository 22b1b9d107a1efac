"""How the studies differ, and how much the result rests on one of them or on a limit."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from appraisal.sensitivity import Step
from appraisal.synthesis import Analysis
from appraisal.views.synthesis import heterogeneity
from gui.theme import px, space
from gui.widgets.canvas import FigureView
from gui.widgets.card import Card, Rule
from gui.widgets.page import Scroll
from gui.widgets.text import Text
from resources.i18n import _
from stats.figures.forest_data import ForestData

BESIDE = 920  # px from which two plots fit beside each other


class SensitivityCards(QWidget):
    """Leave one out, and the pool at each limit, side by side where there is room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.has_content = False
        self.without = _FigureCard(_("Leave one out"), self)
        self.limits = _FigureCard(_("At each limit"), self)
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
                card.draw(made(analysis, steps))


class _FigureCard(Card):
    """A small figure on a card, as high as it is."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(title, parent=parent)
        self.view = FigureView(title)
        self.add_edge(self.view)

    def draw(self, forest: ForestData) -> None:
        from appraisal.figures.text import measure, words
        from stats.figures.forest import layout

        self.view.set_layout(
            lambda width: layout(forest, words=words(), measure=measure(), width=width)
        )
        self.view.setFixedHeight(self.view.canvas.sizeHint().height() + px(4))


class HeterogeneityTab(Scroll):
    """How the studies differ, in figures with their intervals and in words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._card = Card(_("Heterogeneity"))
        self._rows = QVBoxLayout()
        space(self._rows, gap=8)
        self._card.add(self._rows)
        body = QWidget()
        column = QVBoxLayout(body)
        space(column, (16, 16, 16, 16))
        column.addWidget(self._card)
        column.addStretch(1)
        self.set_content(body)

    def show_analysis(self, analysis: Analysis) -> None:
        """Show the figures of an analysis."""
        while (taken := self._rows.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        rows = heterogeneity(analysis)
        for place, (name, value, words) in enumerate(rows):
            if place:
                self._rows.addWidget(Rule(parent=self._card))
            self._rows.addWidget(_Measure(name, value, words, self._card))
        if not rows:
            said = _("It takes two studies or more to see how they differ.")
            self._rows.addWidget(Text(said, "quiet", wrap=True, parent=self._card))


class _Measure(QWidget):
    """A name, its value, and what it says."""

    def __init__(self, name: str, value: str, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        label = Text(name, "name", parent=self)
        label.setMinimumWidth(px(88))
        figure = Text(value, "strong", selectable=True, parent=self)
        figure.setMinimumWidth(px(190))
        row = QHBoxLayout(self)
        space(row, gap=12)
        row.addWidget(label)
        row.addWidget(figure)
        row.addWidget(Text(words, "quiet", wrap=True, parent=self), 1)


class SensitivityTab(Scroll):
    """Leave one out, and the pool at each limit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.cards = SensitivityCards(self)
        self._none = Text(
            _("It takes two studies or more to leave one out."), "quiet", wrap=True, parent=self
        )
        body = QWidget()
        column = QVBoxLayout(body)
        space(column, (16, 16, 16, 16))
        column.addWidget(self._none)
        column.addWidget(self.cards)
        column.addStretch(1)
        self.set_content(body)

    def show_steps(
        self, analysis: Analysis, without: tuple[Step, ...], limits: tuple[Step, ...]
    ) -> None:
        """Draw both, or say why there is nothing."""
        self.cards.show_steps(analysis, without, limits)
        self.cards.setVisible(self.cards.has_content)
        self._none.setVisible(not self.cards.has_content)
