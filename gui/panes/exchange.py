"""Where the forms stand between the desks, in words, beside Share and Receive."""

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from appraisal import exchange_jobs
from appraisal.store.protocol import Record
from appraisal.views.exchange import (
    shared_to,
    standing,
    summary,
    unshared,
    unshared_sentence,
)
from gui.actions import action
from gui.jobs import Job
from gui.session import Session
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.card import Card
from gui.widgets.emptying import empty
from gui.widgets.text import Text
from resources.i18n import _

READ_AT_ONCE = 2_000  # entries since the last parcel; more are read beside the window


class ExchangeCard(Card):
    """How many forms stand where, and the two verbs that carry them on."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_("Between the reviewers"), parent=parent)
        self._session = session
        self._counting: Job | None = None
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
        self._counting = None  # what is counted for an earlier look is not told
        empty(self._body)
        if review is None:
            return
        records = review.store.records()
        lines = summary(standing(session.state, records, session.reader))
        since = shared_to(records, session.reader)
        if since is not None and review.store.mark()[0] - since > READ_AT_ONCE:
            self._count_beside(review.store.path, records)
        elif fresh := unshared(
            records, lambda seq: review.store.entries(since=seq), session.reader
        ):
            lines.append(unshared_sentence(fresh))
        nothing = _("No form is begun yet.")
        if not session.reader:
            lines, nothing = [], _("Sign in to see where your forms stand.")
        for words in lines or [nothing]:
            self._body.addWidget(Text(words, "small" if lines else "quiet", wrap=True, parent=self))
        for key, button in self._buttons.items():
            button.set_off(action(key).why_off(session))

    def _count_beside(self, place: Path, records: tuple[Record, ...]) -> None:
        """Count in a job what no parcel holds yet: much may have come in since the last one."""
        reader = self._session.reader
        job = self._session.jobs.run(
            _("Looking what goes along"),
            lambda report: exchange_jobs.count_unshared(place, records, reader, report=report),
            done=lambda n: self._say_unshared(job, n),
        )
        self._counting = job

    def _say_unshared(self, job: Job, n: int) -> None:
        if n and isValid(self) and job is self._counting:
            said = Text(unshared_sentence(n), "small", wrap=True, parent=self)
            self._body.addWidget(said)
