"""What the status line says: whether all is saved, what runs beside, how far the review is."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from gui.jobs import Job, Progress
from gui.session import Session
from gui.widgets.bars import StatusLine
from resources.i18n import _

if TYPE_CHECKING:
    from appraisal.state import State

SHOWN_AFTER = 300  # ms; shorter work shows no bar


class Status(QObject):
    """Keeps a status line true."""

    def __init__(self, session: Session, line: StatusLine) -> None:
        super().__init__(line)
        self._session = session
        self._line = line
        self._watched: Job | None = None
        self._counted: State | None = None
        self._wait = QTimer(self, interval=SHOWN_AFTER, singleShot=True)
        self._wait.timeout.connect(self._on_waited)
        session.saved.connect(self.refresh)
        session.opened.connect(self.refresh)
        session.changed.connect(self.refresh)
        session.reader_changed.connect(self.refresh)
        session.recovered.connect(self.refresh)
        session.jobs.changed.connect(self._on_jobs)
        self.refresh()

    def refresh(self, _what: object = None) -> None:
        """Say how things stand."""
        session = self._session
        if not session.is_open:
            self._line.set_saved(_("No review open"), "info")
            self._line.set_progress("")
            self._counted = None
            return
        if session.read_only:
            self._line.set_saved(_("Reading only"), "lock")
        elif session.unsaved:
            self._line.set_saved(_("Not saved"), "bad")
        elif session.saved_at is not None:
            at = session.saved_at.astimezone()
            self._line.set_saved(_("Saved {time}").format(time=f"{at:%H:%M}"))
        else:
            self._line.set_saved(_("Saved"))
        if self._counted is not session.state:  # a change is told twice: written, and saved
            self._counted = session.state
            self._line.set_progress(self._progress())

    def _progress(self) -> str:
        from appraisal.views.seats import SeatState, progress

        session = self._session
        rows = [row for row in progress(session.state, session.instrument) if row.short]
        if not rows:
            return ""
        done, place = (SeatState.SUBMITTED, SeatState.AGREED), self._place()
        agreed = sum(row.agreed.state == SeatState.AGREED for row in rows)
        open_ = sum(row.agreed.state != SeatState.NONE for row in rows)
        said = []
        if place is not None:
            cells = [row.seats[place].state for row in rows if row.seats]
            mine = [one for one in cells if one != SeatState.NONE]
            n = sum(one in done for one in mine)
            said.append(_("Appraised {n} of {total}").format(n=n, total=len(mine)))
        if open_:
            said.append(_("Reconciled {n} of {total}").format(n=agreed, total=open_))
        return "   ·   ".join(said)

    def _place(self) -> int | None:
        from appraisal.assigned import reviewers

        people = reviewers(self._session.state)
        return people.index(self._session.reader) if self._session.reader in people else None

    def _on_jobs(self) -> None:
        running = self._session.jobs.running
        job = running[-1] if running else None
        if job is None:
            self._watched = None
            self._wait.stop()
            self._line.hide_job()
        elif job is not self._watched:
            self._watched = job
            job.progressed.connect(self._on_progress)
            self._wait.start()

    def _on_waited(self) -> None:
        if self._watched is not None:
            self._line.show_job(self._watched.name, 0, 0, self._watched.cancel)

    def _on_progress(self, at: Progress) -> None:
        if self._watched is not None and not self._wait.isActive():
            self._line.show_job(self._watched.name, at.done, at.total, self._watched.cancel)
