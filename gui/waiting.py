"""Work that the next step waits for: beside the window, with a bar and Cancel once it takes long.

While it runs nothing else can be done in the window, so that nobody writes what it is reading.
"""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QProgressBar, QWidget
from shiboken6 import isValid

from gui.dialogs import Dialog, Way
from gui.jobs import Job, Progress, Work
from gui.session import Session
from resources.i18n import _

SHOWN_AFTER = 400  # ms


class TurnedBack(Exception):
    """The person cancelled the work."""


@dataclass(slots=True)
class _Outcome:
    """How a job ended."""

    value: Any = None  # Any: each job has its own kind of value
    fault: Exception | None = None
    is_done: bool = False


def wait_for(parent: QWidget, session: Session, name: str, work: Work) -> Any:
    """Do some work in a job and wait; gives its value.

    Raises
    ------
    TurnedBack
        When the person cancelled it.
    Exception
        What the work itself raised.
    """
    found = _Outcome()

    def done(value: Any) -> None:
        found.value, found.is_done = value, True

    def failed(fault: Exception) -> None:
        found.fault = fault

    loop = QEventLoop()
    job = session.jobs.run(name, work, done=done, failed=failed)
    job.ended.connect(loop.quit)
    soon = QTimer(loop, interval=SHOWN_AFTER, singleShot=True)
    soon.timeout.connect(loop.quit)
    soon.start()
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        if job in session.jobs.running:
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    finally:
        QGuiApplication.restoreOverrideCursor()
        soon.stop()
    is_stopped = job in session.jobs.running and _show(parent, name, job)
    fault, found.fault = found.fault, None
    try:
        if is_stopped and not found.is_done:
            raise TurnedBack from fault  # whatever would be told or asked next: nobody waits for it
        if fault is not None:
            raise fault
        if not found.is_done:
            raise TurnedBack
    finally:
        del fault  # else it and all that it has seen would keep each other
    return found.value


def _show(parent: QWidget, name: str, job: Job) -> bool:
    """Show how far a job is until it ends; Cancel and Escape stop it at its next report.

    Gives whether they were pressed.
    """
    dialog = Dialog(
        parent, name, [_("Until it is written nothing is changed.")], [Way("", _("Cancel"))]
    )
    bar = QProgressBar(dialog)
    bar.setRange(0, 0)
    bar.setAccessibleName(name)
    dialog.add(bar)

    def progressed(at: Progress) -> None:
        if not isValid(bar):
            return  # cancelled: what the job said last comes after the dialog is gone
        bar.setRange(0, at.total)
        bar.setValue(at.done)

    def ended() -> None:
        if isValid(dialog):
            dialog.answer("ended")

    job.progressed.connect(progressed)
    job.ended.connect(ended)
    if dialog.ask() == "ended":
        return False
    job.cancel()
    stopped = QEventLoop()
    job.ended.connect(stopped.quit)
    stopped.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    return True
