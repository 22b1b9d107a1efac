"""What the rule suggests and what the person chose; a departure asks for its reason."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.theme import space
from gui.widgets.marks import MarkLine
from gui.widgets.reason import GrowingText
from gui.widgets.text import Text
from resources.i18n import _


class SuggestedChosen(QWidget):
    """Two lines, each with its mark; where they differ, a field for the reason."""

    reasoned = Signal(str)

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._suggested = MarkLine("na", "", parent=self)
        self._chosen = MarkLine("na", "", look="strong", parent=self)
        self._needed = Text(_("A reason is needed"), "small", parent=self)
        self.reason = GrowingText(
            _("{name}: why you depart from the suggestion").format(name=name),
            _("Say why you depart from the suggestion"),
            parent=self,
        )
        self.reason.edited.connect(self.reasoned)
        second = QHBoxLayout()
        space(second, gap=8)
        second.addWidget(self._chosen, 1)
        second.addWidget(self._needed)
        column = QVBoxLayout(self)
        space(column, gap=8)
        column.addWidget(self._suggested)
        column.addLayout(second)
        column.addWidget(self.reason)
        self.set_levels(("", ""), ("", ""))

    def set_levels(
        self, suggested: tuple[str, str], chosen: tuple[str, str], *, reason: str = ""
    ) -> None:
        """Show a suggestion and a choice, each a role and a word; an empty role is none yet."""
        role, word = suggested
        self._suggested.set_level(
            role or "na", _("Suggested: {level}").format(level=word or _("none yet"))
        )
        self._chosen.setVisible(bool(chosen[0]))
        if chosen[0]:
            self._chosen.set_level(chosen[0], _("Chosen: {level}").format(level=chosen[1]))
        departs = bool(chosen[0]) and chosen != suggested
        self.reason.set_text(reason)
        self.reason.setVisible(departs)
        self._needed.setVisible(departs and not reason.strip())
