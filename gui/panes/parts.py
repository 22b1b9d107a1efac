"""The parts of a tab of Synthesis: a tray to choose one, each with its own scrolling content."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gui.theme import space
from gui.widgets.page import Scroll
from gui.widgets.switches import Segmented


class Parts(QWidget):
    """One of several parts; a part draws itself when it comes to the front."""

    part_picked = Signal(str)

    def __init__(
        self, pairs: Sequence[tuple[str, str]], *, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.tray = Segmented(pairs, name=name, parent=self)
        self._stack = QStackedWidget(self)
        self._places: dict[str, int] = {}
        self.columns: dict[str, QVBoxLayout] = {}
        for key, _words in pairs:
            body = QWidget()
            column = self.columns[key] = QVBoxLayout(body)
            space(column, (16, 12, 16, 16), 16)
            self._places[key] = self._stack.addWidget(Scroll(body, parent=self._stack))
        head = QHBoxLayout()
        space(head, (16, 12, 16, 0))
        head.addWidget(self.tray, 1)
        lines = QVBoxLayout(self)
        space(lines)
        lines.addLayout(head)
        lines.addWidget(self._stack, 1)
        self.tray.picked.connect(self._on_picked)

    @property
    def part(self) -> str:
        """The key of the part in front."""
        return self.tray.key()

    def show_part(self, key: str) -> None:
        """Bring a part to the front."""
        self.tray.set_key(key)
        self._on_picked(key)

    def fill(self, key: str, *widgets: QWidget) -> None:
        """Put widgets into a part, from the top."""
        for widget in widgets:
            self.columns[key].addWidget(widget)
        self.columns[key].addStretch(1)

    def _on_picked(self, key: str) -> None:
        self._stack.setCurrentIndex(self._places[key])
        self.part_picked.emit(key)
