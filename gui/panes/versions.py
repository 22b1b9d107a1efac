"""Says on Overview that another version of an instrument is here, and changes to it if told to."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from appraisal.views.versions import OtherVersion, change_version, other_versions
from gui.questions import ask_reason
from gui.session import Session
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.emptying import empty
from gui.widgets.text import Text
from resources.i18n import _


class Versions(QWidget):
    """A sentence and a button for each; nothing where there is none."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._column = QVBoxLayout(self)
        space(self._column, gap=4)

    def refresh(self) -> None:
        """Look again."""
        empty(self._column)
        session = self._session
        found = other_versions(session.state, session.instrument)
        for one in found:
            said = _("{title}: version {version} is here; the review uses another.")
            words = Text(said.format(title=one.title, version=one.version), "small", wrap=True)
            self._column.addWidget(words)
            button = Button(_("Use version {version}").format(version=one.version), "link")
            button.setAccessibleDescription(words.text())
            button.set_off(session.why_fixed)
            button.clicked.connect(lambda _checked=False, one=one: self._change(one))
            self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(found))

    def _change(self, one: OtherVersion) -> None:
        why = ask_reason(
            self.window(),
            _("Use version {version} of {title}?").format(version=one.version, title=one.title),
            _(
                "Assessments begun with the version before are kept and can be looked at in "
                "Appraise, which offers the answers that mean the same. None is carried over by "
                "itself."
            ),
            _("Use version {version}").format(version=one.version),
        )
        if why:
            self._session.do(change_version(one, why))
