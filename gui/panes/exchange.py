"""Where the forms stand between the desks, in words, beside Share and Receive."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from appraisal.views.exchange import standing, summary, unshared, unshared_sentence
from gui.actions import action
from gui.session import Session
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.card import Card
from gui.widgets.emptying import empty
from gui.widgets.text import Text
from resources.i18n import _


class ExchangeCard(Card):
    """How many forms stand where, and the two verbs that carry them on."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_("Between the reviewers"), parent=parent)
        self._session = session
        self._body = QVBoxLayout()
        space(self._body, gap=6)
        self.add(self._body)
        row = QHBoxLayout()
        space(row, gap=8)
        self._buttons: dict[str, Button] = {}
        for key in ("share", "receive"):
            one = action(key)
            button = Button(one.text(), "small", icon=one.icon, parent=self)
            button.clicked.connect(lambda _checked=False, key=key: session.go(f"action:{key}"))
            self._buttons[key] = button
            row.addWidget(button)
        row.addStretch(1)
        self.add(row)

    def refresh(self) -> None:
        """Show where the forms stand now."""
        session = self._session
        review = session.review
        empty(self._body)
        if review is None:
            return
        records = review.store.records()
        lines = summary(standing(session.state, records, session.reader))
        fresh = unshared(records, lambda seq: review.store.entries(since=seq), session.reader)
        if fresh:
            lines.append(unshared_sentence(fresh))
        nothing = _("No form is begun yet.")
        if not session.reader:
            lines, nothing = [], _("Sign in to see where your forms stand.")
        for words in lines or [nothing]:
            self._body.addWidget(Text(words, "small" if lines else "quiet", wrap=True, parent=self))
        for key, button in self._buttons.items():
            button.set_off(action(key).why_off(session))
