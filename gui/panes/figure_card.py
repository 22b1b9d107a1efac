"""Cards of the tabs of Synthesis: a figure as high as it is, and figures in rows with words."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from gui.theme import px, space
from gui.widgets.canvas import FigureView
from gui.widgets.card import Card, Rule
from gui.widgets.emptying import empty
from gui.widgets.text import Text
from stats.figures.scene import Scene

LONG = 40  # characters of a value from which it wraps
Fact = tuple[str, str, str]  # a name, its value, and what it says


class FigureCard(Card):
    """A figure on a card, as high as it is."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(title, parent=parent)
        self.view = FigureView(title)
        self.add_edge(self.view)

    def draw(self, layout: Callable[[float], Scene]) -> None:
        """Show a figure that can be laid out to a width."""
        self.view.set_layout(layout)
        self.view.setFixedHeight(self.view.canvas.sizeHint().height() + px(4))


class FactsCard(Card):
    """Values in rows, each with its name and what it says; or a sentence where there are none."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(title, parent=parent)
        self._rows = QGridLayout()
        space(self._rows, gap=8)
        self._rows.setHorizontalSpacing(px(12))
        self._rows.setColumnMinimumWidth(0, px(80))
        self._rows.setColumnMinimumWidth(1, px(178))
        self._rows.setColumnStretch(2, 1)
        self.add(self._rows)

    def show_facts(self, facts: Sequence[Fact], *, above: str = "", below: str = "") -> None:
        """Show these between two sentences; an empty sentence is left away."""
        empty(self._rows)
        is_long = any(len(value) > LONG for _name, value, _words in facts)
        self._rows.setColumnStretch(1, 1 if is_long else 0)
        if above:
            self._across(Text(above, wrap=True, parent=self))
        for place, (name, value, words) in enumerate(facts):
            if place or above:
                self._across(Rule(parent=self))
            row = self._rows.rowCount()
            self._rows.addWidget(Text(name, "name", parent=self), row, 0)
            shown = Text(value, "strong", wrap=is_long, selectable=True, parent=self)
            self._rows.addWidget(shown, row, 1)
            self._rows.addWidget(Text(words, "quiet", wrap=True, parent=self), row, 2)
        if below:
            if facts:
                self._across(Rule(parent=self))
            self._across(Text(below, "quiet", wrap=True, parent=self))

    def _across(self, widget: QWidget) -> None:
        self._rows.addWidget(widget, self._rows.rowCount(), 0, 1, 3)
