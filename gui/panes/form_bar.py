"""The strip under a checklist's head: what of the study is judged, and what is offered or lacks."""

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from appraisal.setting_words import settings_words
from appraisal.views.checklist_rows import Checklist
from appraisal.views.waiting import Waiting
from gui.actions import action
from gui.theme import set_class, space
from gui.widgets.buttons import Button, ToolButton
from gui.widgets.text import IconLabel, Text
from resources.i18n import _, ngettext

MENU = (
    "add_assessment",
    "edit_assessment",
    "show_assessment",
    "remove_assessment",
    "carry_over",
    "earlier_assessments",
)


class FormMenu(ToolButton):
    """The verbs of a study's assessments, behind three dots."""

    asked = Signal(str)  # key of an action

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("more", _("Assessments of this study"), parent=parent)
        self.why_off: dict[str, str] = {}
        self.clicked.connect(self._open)

    def menu_now(self) -> QMenu:
        """The menu as it would open."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for key in MENU:
            entry = menu.addAction(action(key).text())
            why = self.why_off.get(key, "")
            entry.setEnabled(not why)
            entry.setToolTip(why)
            entry.triggered.connect(lambda _checked=False, key=key: self.asked.emit(key))
        return menu

    def _open(self) -> None:
        self.menu_now().popup(self.mapToGlobal(self.rect().bottomLeft()))


class FormBar(QFrame):
    """Lines under the head; it is not there while it has nothing to say."""

    asked = Signal(str)  # key of an action

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_class(self, "head")
        self.has_verbs = True
        self._place = Text("", "name", wrap=True, parent=self)
        self._settings = Text("", "caption", wrap=True, parent=self)
        self._edit = Button(_("Change"), "link", parent=self)
        self._edit.setAccessibleName(_("Change what this assessment is of"))
        self._edit.clicked.connect(lambda: self.asked.emit("edit_assessment"))
        words = QVBoxLayout()
        space(words, gap=2)
        words.addWidget(self._place)
        words.addWidget(self._settings)
        row = QHBoxLayout()
        space(row, gap=12)
        row.addLayout(words, 1)
        row.addWidget(self._edit, 0, Qt.AlignmentFlag.AlignTop)
        self._to_choose = Prompt("triangle-alert", _("Settings before rating"), self, kind="warn")
        self._to_choose.button.clicked.connect(lambda: self.asked.emit("choose_settings"))
        self._unset = Prompt("triangle-alert", _("Choose"), self, kind="warn")
        self._unset.button.clicked.connect(lambda: self.asked.emit("edit_assessment"))
        self._offer = Prompt("copy", _("See them"), self)
        self._offer.button.clicked.connect(lambda: self.asked.emit("carry_over"))
        self._archive = Prompt("history", _("Back"), self)
        self._archive.button.clicked.connect(lambda: self.asked.emit("present_assessment"))
        column = QVBoxLayout(self)
        space(column, (20, 8, 20, 10), 6)
        column.addLayout(row)
        self._lines = (self._to_choose, self._unset, self._offer, self._archive)
        for line in self._lines:
            column.addWidget(line)

    def hide_verbs(self) -> None:
        """Leave away what acts on a review, where a checklist is only tried."""
        self.has_verbs = False
        self._unset.button.hide()

    def show_form(self, shown: Checklist, *, offered: int, locked: bool) -> None:
        """Show what a form is of, and how many answers could be carried over into it."""
        said = settings_words(shown.instrument, shown.settings)
        self._place.setText(shown.place)
        self._place.setVisible(bool(shown.place))
        self._settings.setText(said)
        self._settings.setVisible(bool(said))
        can_edit = bool(shown.place or said) and not locked and self.has_verbs
        self._edit.setVisible(can_edit)
        waits = bool(shown.to_choose) and not locked and self.has_verbs
        words = _("The team has not chosen yet: {settings}. Choose before rating.")
        self._to_choose.say(words.format(settings=", ".join(shown.to_choose)) if waits else "")
        unset = [
            setting.label
            for field in shown.lacking
            if field.startswith("setting/")
            and (setting := shown.instrument.setting(field.removeprefix("setting/"))) is not None
        ]
        lacks = _("Choose before rating: {settings}.").format(settings=", ".join(unset))
        if shown.waits:
            names = ", ".join(f"{one.label} {one.title}" for one in shown.waits)
            lacks += " " + _("Left out until then: {domains}.").format(domains=names)
        self._unset.say(lacks if unset and not locked else "")
        offer = ngettext(
            "{n} answer of another assessment of this study means the same here.",
            "{n} answers of other assessments of this study mean the same here.",
            offered,
        )
        self._offer.say(offer.format(n=offered) if offered and not locked else "")
        self._archive.say(
            _(
                "An earlier assessment with {instrument}, kept as it was. Nothing can be changed."
            ).format(instrument=f"{shown.instrument.title} ({shown.instrument.version})")
            if shown.is_archived
            else ""
        )
        is_named = not (self._place.isHidden() and self._settings.isHidden())
        self.setVisible(is_named or any(not line.isHidden() for line in self._lines))

    def prompt_for(self, one: Waiting, parent: QWidget, *, locked: bool) -> "Prompt":
        """What stands where a domain will that waits for a setting, and leads to the setting."""
        line = Prompt("triangle-alert", _("Choose"), parent, kind="warn")
        line.button.setAccessibleName(_("Choose: {setting}").format(setting=one.setting))
        line.button.setVisible(self.has_verbs and not locked)
        line.button.clicked.connect(lambda: self.asked.emit("edit_assessment"))
        words = _("{domain} {title}: asked once this is chosen: {setting}.")
        line.say(words.format(domain=one.label, title=one.title, setting=one.setting))
        return line


class Prompt(QFrame):
    """A sentence with its one button."""

    def __init__(
        self, icon: str, verb: str, parent: QWidget, *, kind: Literal["", "warn"] = ""
    ) -> None:
        super().__init__(parent)
        set_class(self, "note" if kind else "well", kind=kind)
        self._words = Text("", "small", wrap=True, parent=self)
        self.button = Button(verb, "small", parent=self)
        row = QHBoxLayout(self)
        space(row, (10, 5, 10, 5), 8)
        row.addWidget(IconLabel(icon, kind or "text2", size=14, parent=self))
        row.addWidget(self._words, 1)
        row.addWidget(self.button)

    def say(self, words: str) -> None:
        """Say it; nothing takes the line away."""
        self._words.setText(words)
        self.button.setAccessibleDescription(words)
        self.setVisible(bool(words))
