"""Work beside the window: a job takes a snapshot, says how far it is, and ends one of three ways.

A job returns a value; only the session writes. So nothing is shared between threads, and there are
no locks.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from appraisal.errors import AppraisalError


class Cancelled(Exception):
    """The person asked to stop."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is; `total` 0 where it cannot know."""

    done: int
    total: int


Report = Callable[[int, int], None]
Work = Callable[[Report], Any]  # Any: each job has its own kind of value


class Job(QObject):
    """One piece of work under way."""

    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    over = Signal()  # it runs no more; what follows from it is about to be done
    ended = Signal()  # and that is done too
    _crossed = Signal(str, object)

    def __init__(self, name: str, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._work = work
        self._stop = threading.Event()
        self._crossed.connect(self._on_crossed, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Ask it to stop at its next report."""
        self._stop.set()

    def wait(self, seconds: float = 10.0) -> bool:
        """Wait until its thread has ended; whether it has."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _report(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise Cancelled
        self._crossed.emit("progressed", Progress(done, total))

    def _run(self) -> None:
        try:
            value = self._work(self._report)
        except Cancelled:
            self._crossed.emit("cancelled", None)
        except (AppraisalError, OSError, ValueError, ArithmeticError) as fault:
            self._crossed.emit("failed", fault)
        except Exception as fault:
            self._crossed.emit("crashed", fault)
        else:
            self._crossed.emit("done", value)

    def _on_crossed(self, what: str, value: object) -> None:
        if what == "progressed":
            self.progressed.emit(value)
            return
        self._thread.join()  # it has said its last word: what has ended leaves no thread
        self.over.emit()
        if what == "crashed":
            self.ended.emit()
            raise RuntimeError(f"The job {self.name!r} failed") from value  # type: ignore[misc]
        if what == "cancelled":
            self.cancelled.emit()
        else:
            (self.done if what == "done" else self.failed).emit(value)
        self.ended.emit()


class Jobs(QObject):
    """The jobs under way; the status line shows the newest."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: list[Job] = []

    def run(
        self,
        name: str,
        work: Work,
        *,
        done: Callable[[Any], None] | None = None,  # Any: each job has its own kind of value
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Start a job; `done` and `failed` are called on the main thread."""
        job = Job(name, work, self)
        if done is not None:
            job.done.connect(done)
        if failed is not None:
            job.failed.connect(failed)
        job.over.connect(lambda: self._on_over(job))
        job.ended.connect(job.deleteLater)
        self._running.append(job)
        self.changed.emit()
        job.start()
        return job

    @property
    def running(self) -> tuple[Job, ...]:
        """The jobs under way, oldest first."""
        return tuple(self._running)

    def stop(self) -> None:
        """Cancel all and wait for them: called when the window closes."""
        for job in tuple(self._running):
            job.cancel()
            job.wait()

    def _on_over(self, job: Job) -> None:
        self._running.remove(job)
        self.changed.emit()
