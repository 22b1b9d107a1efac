"""A line of text with a menu of names that are known already: one is picked instead of typed."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.fields import LineField
from resources.i18n import _

BETWEEN = "; "  # several names in one line


class KnownNames(QWidget):
    """A line and, where names are known, the button of their menu; what counts is the line.

    With `several` a name that is picked joins those in the line.
    """

    picked = Signal(str)  # a name, from the menu

    def __init__(
        self,
        line: LineField,
        names: Sequence[str],
        *,
        several: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.line = line
        self._names = tuple(names)
        self._several = several
        self.button = Button(_("Known names"), icon="chevron-down", icon_after=True, parent=self)
        self.button.setAccessibleName(_("{field}: known names").format(field=line.accessibleName()))
        self.button.clicked.connect(self._open)
        self.button.setVisible(bool(names))
        row = QHBoxLayout(self)
        space(row, gap=8)
        row.addWidget(line, 1)
        row.addWidget(self.button)
        self.setFocusProxy(line)

    def menu_now(self) -> QMenu:
        """The menu as it would open: a name that stands in the line already is not offered."""
        menu = QMenu(self)
        for name in self._names:
            if name not in self._there():
                entry = menu.addAction(name.replace("&", "&&"))
                entry.triggered.connect(lambda _checked=False, name=name: self._pick(name))
        return menu

    def _open(self) -> None:
        self.menu_now().popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def _there(self) -> tuple[str, ...]:
        parts = self.line.text().split(BETWEEN.strip()) if self._several else [self.line.text()]
        return tuple(one.strip() for one in parts if one.strip())

    def _pick(self, name: str) -> None:
        kept = self._there() if self._several else ()
        self.line.setText(BETWEEN.join((*kept, name)))
        self.line.setFocus()
        self.picked.emit(name)
