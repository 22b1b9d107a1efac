"""Work that takes its time: a button that starts it, how far it is, and a button that stops it."""

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from appraisal.synthesis import Analysis
from gui.jobs import Job, Progress, Work
from gui.session import Session
from gui.theme import hold, space
from gui.widgets.buttons import Button
from gui.widgets.text import Text
from resources.i18n import _


class LongWork(QWidget):
    """A sentence on what would be worked out, and the verb; while it runs, a bar and Cancel."""

    asked = Signal()
    stopped = Signal()

    def __init__(self, verb: str, sentence: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = Text(sentence, "quiet", wrap=True, parent=self)
        self.button = Button(verb, parent=self)
        self.cancel = Button(_("Cancel"), parent=self)
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName(verb)
        self.bar.setTextVisible(False)
        hold(self.bar, width=220)
        row = QHBoxLayout()
        space(row, gap=12)
        for widget in (self.button, self.bar, self.cancel):
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(self)
        space(column, gap=8)
        column.addWidget(self.words)
        column.addLayout(row)
        self.button.clicked.connect(self.asked)
        self.cancel.clicked.connect(self.stopped)
        self.show_state()

    def show_state(
        self, progress: Progress | None = None, *, done: bool = False, why_off: str = ""
    ) -> None:
        """Show that it can begin, how far it is, or that it is done."""
        is_running = progress is not None
        had_focus = self.button.hasFocus() or self.cancel.hasFocus()
        self.words.setVisible(not done)
        self.button.setVisible(not is_running and not done)
        self.button.set_off(why_off)
        self.bar.setVisible(is_running)
        self.cancel.setVisible(is_running)
        if progress is not None:
            self.bar.setRange(0, progress.total)
            self.bar.setValue(progress.done)
        if had_focus:
            (self.cancel if is_running else self.button).setFocus()


class LongRuns(QObject):
    """The long work of the analysis that is shown: running, or done; another analysis ends it."""

    changed = Signal(str)  # key

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._analysis: Analysis | None = None
        self._jobs: dict[str, Job] = {}
        self._progress: dict[str, Progress] = {}
        self._values: dict[str, Any] = {}  # Any: each kind of work has its own value

    def show_analysis(self, analysis: Analysis) -> None:
        """Work for this analysis from now on; what was worked out for an equal one stays."""
        if self._analysis is not None and self._analysis.asked == analysis.asked:
            self._analysis = analysis
            return
        self._analysis = analysis
        for job in self._jobs.values():
            job.cancel()
        self._jobs.clear()
        self._progress.clear()
        self._values.clear()

    def value(self, key: str) -> Any:  # Any: each kind of work has its own value
        """What was worked out; None where it was not."""
        return self._values.get(key)

    def progress(self, key: str) -> Progress | None:
        """How far the work is; None where it does not run."""
        return self._progress.get(key)

    def start(self, key: str, name: str, work: Work) -> None:
        """Begin; `changed` tells of progress and of the end."""
        if key in self._jobs:
            return
        self._progress[key] = Progress(0, 0)
        job = self._session.jobs.run(name, work, done=lambda value: self._done(key, job, value))
        self._jobs[key] = job
        job.progressed.connect(lambda progress: self._told(key, job, progress))
        job.ended.connect(lambda: self._ended(key, job))
        self.changed.emit(key)

    def stop(self, key: str) -> None:
        """Cancel."""
        if key in self._jobs:
            self._jobs[key].cancel()

    def _told(self, key: str, job: Job, progress: Progress) -> None:
        if self._jobs.get(key) is job:
            self._progress[key] = progress
            self.changed.emit(key)

    def _done(self, key: str, job: Job, value: Any) -> None:  # Any: as above
        if self._jobs.get(key) is job:
            self._values[key] = value

    def _ended(self, key: str, job: Job) -> None:
        if self._jobs.get(key) is job:
            del self._jobs[key]
            self._progress.pop(key, None)
            self.changed.emit(key)
