"""Works out, beside the page, how far the reviewers agreed before they talked.

The figures take longer than the list they stand over: they are begun once that is painted, and left
where nobody looks any more.
"""

from PySide6.QtCore import QObject, QTimer

from appraisal.agreement import Agreement, agreement
from appraisal.blind_answers import blind_items, instruments_of_studies
from gui.jobs import Job
from gui.panes.agreement_strip import AgreementStrip
from gui.session import Session
from resources.i18n import _

AFTER_PAINT = 30  # milliseconds


class AgreementWork(QObject):
    """Gives a strip its figures."""

    def __init__(self, session: Session, strip: AgreementStrip) -> None:
        super().__init__(strip)
        self._session, self._strip = session, strip
        self._timer = QTimer(self, interval=AFTER_PAINT, singleShot=True)
        self._timer.timeout.connect(self._begin)
        self._job: Job | None = None

    def ask(self) -> None:
        """Work them out soon; asked again before that, once."""
        self._timer.start()

    def leave(self) -> None:
        """Leave figures that nobody sees."""
        self._timer.stop()

    def _begin(self) -> None:
        session = self._session
        if not session.is_open:
            return
        state, known = session.state, instruments_of_studies(session.state, session.instrument)
        job = self._job = session.jobs.run(
            _("Working out the agreement"),
            lambda _report: agreement(blind_items(state, known.__getitem__)),
            done=lambda found: self._on_figures(job, found),
            failed=self._on_failed,
        )

    def _on_figures(self, job: Job, found: Agreement | None) -> None:
        if job is self._job:  # else more was said, or another reads, since it began
            self._strip.show_agreement(found)

    def _on_failed(self, fault: Exception) -> None:
        raise fault
