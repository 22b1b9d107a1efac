"""A tab of parts that are drawn from what is worked out besides the pool, when in front."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from appraisal.further import Further
from gui.panes.parts import Parts

Draw = Callable[[Further], None]


class FurtherParts(Parts):
    """Draws the part in front, of the analysis shown last; the others wait until picked."""

    asked = Signal(str)  # study
    changed = Signal(object)  # Plan

    def __init__(self, pairs: Sequence[tuple[str, str]], *, name: str, parent: QWidget) -> None:
        super().__init__(pairs, name=name, parent=parent)
        self.found: Further | None = None
        self._draws: Mapping[str, Draw] = {}
        self._runs_shown: Mapping[str, str] = {}
        self.part_picked.connect(lambda _key: self._draw())

    def draw_by(self, draws: Mapping[str, Draw], runs: Mapping[str, str] | None = None) -> None:
        """Say how each part is drawn, and for each long work in which part it is seen."""
        self._draws, self._runs_shown = draws, runs or {}

    def show_further(self, found: Further) -> None:
        """Draw the part in front of an analysis."""
        self.found = found
        self._draw()

    def show_run(self, key: str) -> None:
        """Follow a long work, where its part is in front."""
        if self._runs_shown.get(key) == self.part:
            self._draw()

    def change(self, **choice: object) -> None:
        """Ask for the plan of the analysis with these fields changed."""
        if self.found is not None:
            fields: dict[str, Any] = dict(choice)  # Any: each field of a plan has its own type
            self.changed.emit(replace(self.found.analysis.asked.plan, **fields))

    def _draw(self) -> None:
        if self.found is not None:
            self._draws[self.part](self.found)
