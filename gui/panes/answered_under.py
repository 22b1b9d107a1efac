"""A form answered before a setting changed: under what, and the button that confirms it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from appraisal.views.protocol import setting_text
from appraisal.views.under import Under
from gui.theme import set_class, space
from gui.widgets.buttons import Button
from gui.widgets.card import Note
from resources.i18n import _


class AnsweredUnder(QFrame):
    """Shown between a checklist's head and its items, where there is something to confirm."""

    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_class(self, "head")
        self._note = Note("", "", "warn", parent=self)
        self._button = Button(_("Confirm the answers"), "small", parent=self)
        self._button.clicked.connect(self.confirmed)
        row = QHBoxLayout(self)
        space(row, (20, 8, 20, 10), 12)
        row.addWidget(self._note, 1)
        row.addWidget(self._button)
        self.hide()

    def show_under(self, found: Sequence[Under], *, why_off: str = "") -> None:
        """Show the settings that changed; `why_off` says why they cannot be confirmed here."""
        self.setVisible(bool(found))
        if not found:
            return
        title = _("Answered under: {settings}").format(
            settings="; ".join(_named(one, then=True) for one in found)
        )
        now = "; ".join(_named(one, then=False) for one in found)
        text = _("Since changed to: {settings}. Look at the answers again, then confirm them.")
        self._note.set(title, " ".join((text.format(settings=now), why_off)).strip(), "warn")
        self._button.set_off(why_off)


def _named(one: Under, *, then: bool) -> str:
    value = setting_text(one.setting, one.then if then else one.now) or _("nothing chosen")
    return f"{one.setting.label} {value}"
