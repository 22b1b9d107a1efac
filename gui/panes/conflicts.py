"""Facts that came in two versions, each with the claims that stand, decided in place."""

from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from appraisal import drafts
from appraisal.views.conflicts import ConflictView, Version, conflicts
from appraisal.views.history import when_words
from gui.panes import deciding
from gui.session import Session
from gui.theme import set_class, space
from gui.widgets.buttons import Button
from gui.widgets.card import Card
from gui.widgets.emptying import empty
from gui.widgets.text import Text
from resources.i18n import _, ngettext


class ConflictsCard(Card):
    """Hidden while there is nothing to decide."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_("To decide"), parent=parent)
        self._session = session
        self._head = Text("", "small", wrap=True, parent=self)
        self.add(self._head)
        self._body = QVBoxLayout()
        space(self._body, gap=12)
        self.add(self._body)

    def refresh(self) -> None:
        """Show what stands in two versions now."""
        found = conflicts(self._session.state)
        self.setVisible(bool(found))
        said = ngettext(
            "{n} fact was changed on two computers. Say which version holds.",
            "{n} facts were changed on two computers. Say which version holds.",
            len(found),
        )
        self._head.setText(said.format(n=len(found)))
        empty(self._body)
        for one in found:
            self._body.addWidget(self._block(one))

    def _block(self, one: ConflictView) -> QWidget:
        block = QWidget(self)
        column = QVBoxLayout(block)
        space(column, gap=6)
        title = f"{one.about}: {one.what}"
        column.addWidget(Text(title, "strong", wrap=True, parent=block))
        row = QHBoxLayout()
        space(row, gap=12)
        for version in one.versions:
            row.addWidget(self._version(one, version, title, block), 1)
        column.addLayout(row)
        return block

    def _version(self, one: ConflictView, version: Version, title: str, parent: QWidget) -> QFrame:
        box = QFrame(parent)
        set_class(box, "card")
        column = QVBoxLayout(box)
        space(column, (12, 10, 12, 10), 4)
        column.addWidget(Text(version.words, "name", wrap=True, parent=box))
        said = f"{version.by}, {when_words(version.at)}"
        column.addWidget(Text(said, "caption", wrap=True, parent=box))
        if version.why:
            column.addWidget(Text(version.why, "quiet", wrap=True, parent=box))
        button = Button(_("Take this"), "small", parent=box)
        button.setAccessibleName(
            _("{what}: take {version}").format(what=title, version=version.words)
        )
        off = self._session.why_fixed
        button.set_off(off or ("" if self._session.reader else _("Nobody is signed in.")))
        button.clicked.connect(partial(self._decide, one, version))
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        return box

    def _decide(self, one: ConflictView, version: Version) -> None:
        draft = drafts.decide(one.subject, one.field, version.claim)
        if deciding.say(self._session, one.subject.rpartition("/")[0], draft):
            said = _("{about}, {what}: decided.").format(about=one.about, what=one.what)
            self._session.say(said, undo=True)
