"""Overview's card on the protocol: the question, the settings before rating, and their verbs."""

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from appraisal import drafts
from appraisal.subjects import REVIEW
from appraisal.views.protocol import SettingRow, design_rows, setting_rows, setting_text
from gui.panes.design_form import ask_instruments
from gui.panes.protocol import ask_protocol
from gui.panes.setting_form import ask_settings
from gui.panes.versions import Versions
from gui.session import Session
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.card import Card, Rule
from gui.widgets.emptying import empty
from gui.widgets.text import Text
from resources.i18n import _


class ProtocolCard(Card):
    """What the review asks and how it rates."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_("Protocol"), parent=parent)
        self._session = session
        self._edit = Button(_("Edit"), "link", icon="pencil", parent=self)
        self._edit.setAccessibleName(_("Edit the protocol"))
        self._edit.clicked.connect(self._edit_protocol)
        self.add_to_head(self._edit)
        self._body = QVBoxLayout()
        space(self._body, gap=8)
        self.add(self._body)
        self.add(Rule(parent=self))
        self._versions = Versions(session, self)
        self.add(self._versions)
        self._settings = Button(_("Settings before rating"), "link", parent=self)
        self._settings.clicked.connect(self.ask_settings)
        self._designs = Button(_("Instrument for each design"), "link", parent=self)
        self._designs.clicked.connect(self._ask_designs)
        workshop = Button(_("Instrument workshop"), "link", parent=self)
        workshop.clicked.connect(lambda: session.go("action:workshop"))
        for button in (self._settings, self._designs, workshop):
            row = QHBoxLayout()
            space(row)
            row.addWidget(button)
            row.addStretch(1)
            self.add(row)

    def refresh(self, *, why_off: str) -> None:
        """Read the review again; `why_off` says why nothing can be changed."""
        empty(self._body)
        for line in self._lines():
            self._body.addWidget(line)
        self._versions.refresh()
        for button in (self._edit, self._settings, self._designs):
            button.set_off(why_off)

    def ask_settings(self) -> None:
        """Ask for the settings of every instrument in use."""
        session = self._session
        rows = setting_rows(session.state, session.instrument)
        fields, why = ask_settings(self.window(), rows)
        if fields:
            session.do(drafts.edit_review(fields, why=why, label=_("Choose settings")))

    def _edit_protocol(self) -> None:
        fields = ask_protocol(self.window(), self._session.state)
        if fields:
            self._session.do(drafts.edit_review(fields))

    def _ask_designs(self) -> None:
        fields = ask_instruments(self.window(), design_rows(self._session.state))
        if fields:
            label = _("Choose instruments")
            self._session.do(drafts.edit_review(fields, label=label))

    def _lines(self) -> list[QWidget]:
        state = self._session.state
        question = state.text(REVIEW, "question")
        lines: list[QWidget] = [
            Text(
                question or _("No question yet. Say what the review asks."),
                "" if question else "quiet",
                wrap=True,
                parent=self,
            )
        ]
        rows = [row for row in setting_rows(state, self._session.instrument) if row.is_chosen]
        for short, group in groupby(rows, key=lambda row: row.instrument.short):
            lines.append(Text(short, "small_strong", parent=self))
            lines.extend(self._setting_line(row) for row in group)
        return lines

    def _setting_line(self, row: SettingRow) -> QWidget:
        line = QWidget(self)
        inner = QHBoxLayout(line)
        space(inner, gap=12)
        name = Text(row.setting.label, "caption", wrap=True, parent=line)
        value = Text(setting_text(row.setting, row.value), "small", wrap=True, parent=line)
        inner.addWidget(name, 1, Qt.AlignmentFlag.AlignTop)
        inner.addWidget(value, 1, Qt.AlignmentFlag.AlignTop)
        return line
