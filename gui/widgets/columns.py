"""Columns side by side; where the window is too narrow for all, tabs choose among them.

F6 and Shift+F6 go from column to column, whether it stands beside or behind a tab.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from gui.theme import px, space, theme
from gui.widgets.page import Splitter
from gui.widgets.switches import Tabs

WIDE = 1520  # px from which the last column, and not the middle, takes what is left


@dataclass(frozen=True, slots=True)
class Part:
    """A column: the words of its tab, its least width, and those it begins with, at 13 px."""

    key: str
    words: str
    widget: QWidget
    least: int
    width: int
    wide: int  # in a wide window, where the last takes what is left


class Columns(QWidget):
    """A splitter of three parts."""

    def __init__(self, parts: Sequence[Part], *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = tuple(parts)
        self._wide: bool | None = None
        self._beside = len(parts)  # how many stand without tabs
        self._splitter = Splitter(parent=self)
        for part in parts:
            part.widget.setMinimumWidth(px(part.least))
            self._splitter.addWidget(part.widget)
        words = [(part.key, part.words) for part in parts]
        self._tabs = Tabs(words, parts[1].key, name=name, parent=self)
        self._tabs.picked.connect(lambda _key: self._show())
        column = QVBoxLayout(self)
        space(column)
        column.addWidget(self._tabs)
        column.addWidget(self._splitter, 1)
        for keys, by in (("F6", 1), ("Shift+F6", -1)):
            within = Qt.ShortcutContext.WidgetWithChildrenShortcut
            QShortcut(QKeySequence(keys), self, lambda by=by: self._go(by), context=within)
        theme().changed.connect(self._fit)
        self._show()

    def bring(self, key: str) -> None:
        """Bring a column to the front, where it stands behind a tab."""
        if key in [part.key for part in self._tabbed()]:
            self._tabs.set_key(key)
            self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let as many stand side by side as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._spread()
        leasts = [px(part.least) for part in self._parts]
        for part, least in zip(self._parts, leasts, strict=True):
            part.widget.setMinimumWidth(least)
        fits = sum(leasts) <= self.width()
        beside = len(leasts) if fits else 1 if sum(leasts[:2]) <= self.width() else 0
        if beside != self._beside:
            self._beside = beside
            self._show()

    def _spread(self) -> None:
        """Share the room out again when the window becomes wide, or is so no more."""
        wide = self.width() >= px(WIDE)
        if wide != self._wide:
            self._wide = wide
            self._splitter.setStretchFactor(1, 0 if wide else 1)
            self._splitter.setStretchFactor(len(self._parts) - 1, 1 if wide else 0)
            self._splitter.setSizes([px(part.wide if wide else part.width) for part in self._parts])

    def _tabbed(self) -> tuple[Part, ...]:
        return self._parts[self._beside :]

    def _show(self) -> None:
        tabbed = self._tabbed()
        chosen = self._tabs.key()
        if tabbed and chosen not in [part.key for part in tabbed]:
            chosen = self._parts[1].key
            self._tabs.set_key(chosen)
        self._tabs.setVisible(bool(tabbed))
        for part in self._parts:
            self._tabs.tabs[part.key].setVisible(part in tabbed)
            part.widget.setVisible(part not in tabbed or part.key == chosen)

    def _go(self, by: int) -> None:
        focused = QApplication.focusWidget()
        places = [
            place
            for place, part in enumerate(self._parts)
            if focused is not None and (part.widget is focused or part.widget.isAncestorOf(focused))
        ]
        place = ((places[0] if places else -1) + by) % len(self._parts)
        part = self._parts[place]
        self.bring(part.key)
        part.widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
