"""The session: the open review, its undo stack and its jobs. The one door from window to core.

A page is given the session and talks to nothing else. `state` is already veiled for the reader.
"""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from appraisal.errors import StorageError, UserError
from appraisal.ledger import now
from appraisal.state import EMPTY, State
from appraisal.subjects import REVIEW, person_subject
from gui.asked import Notice, Place
from gui.commands import Steps, told
from gui.jobs import Jobs
from gui.looked_over import compare_again, look_over, tell_notices, touch
from gui.settings import Recent, Settings
from resources.i18n import _, language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from appraisal.drafts import Draft
    from appraisal.instrument import Instrument
    from appraisal.opening_jobs import Read
    from appraisal.review import Change, DrawnUp, Review
    from appraisal.views.ahead import Eyes
    from appraisal.views.altered import Altered

LOCK_TOUCHED_EACH = 30_000  # ms


class Session(QObject):
    """What is open, who sits here, and the verbs of the window."""

    changed = Signal(object)  # Change: something in the review
    opened = Signal()  # another review is open, or none
    leaving = Signal()  # the review or its reader is about to go: what is typed is said now
    reader_changed = Signal()
    notice = Signal(object)  # Notice: a sentence in passing
    told = Signal(object)  # appraisal.store.protocol.Notice: something about the file
    refused = Signal(object)  # UserError that no page showed beside its cause
    faulted = Signal(object)  # StorageError
    recovered = Signal()  # writing works again
    saved = Signal(object)  # datetime
    exchanged = (
        Signal()
    )  # a parcel went out or came in: where forms stand may differ, no claim does
    asked = Signal(object)  # Place
    asked_file = Signal(str)  # a review to open
    asked_import = Signal(object)  # list of paths: files of other programs
    asked_receive = Signal(object)  # list of paths: other files of the review that is open
    language_changed = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.jobs = Jobs(self)
        self.undo_stack = Steps(self)
        self.review: Review | None = None
        self.reader = ""
        self.state: State = EMPTY
        self.saved_at: datetime | None = None
        self.unsaved: list[Draft] = []
        self.altered: tuple[Altered, ...] = ()  # what differs from what was written in the file
        self._may_wait = True
        self._is_held = False
        self._unsubscribe: Callable[[], None] = lambda: None
        self._timer = QTimer(self, interval=LOCK_TOUCHED_EACH)
        self._timer.timeout.connect(lambda: touch(self))

    # -- the file --------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether a review is open."""
        return self.review is not None

    @property
    def read_only(self) -> str | None:
        """Why nothing can be changed here; None where it can."""
        return None if self.review is None else self.review.store.read_only

    @property
    def why_fixed(self) -> str:
        """The sentence that a verb says where nothing can be changed here; empty where it can."""
        return _("This review is open for reading only") if self.read_only else ""

    @property
    def title(self) -> str:
        """The review's title, or its file's name."""
        if self.review is None:
            return ""
        return self.state.text(REVIEW, "title") or self.review.store.path.stem

    def open(
        self,
        path: Path,
        *,
        reader: str = "",
        ask: bool = False,
        read_only: bool = False,
        take_over: bool = False,
        read: "Callable[[Path], Read] | None" = None,
    ) -> None:
        """Open a review, closing the one before; `read` reads it in another way, as in a job.

        Whoever last sat here sits here again, else the first of the team; with `ask` nobody does
        until it was asked who, where several may.

        Raises
        ------
        StorageError, UserError
            When it cannot be opened; the former review then stays open.
        """
        from appraisal import desk

        if self.review is not None and self.review.store.path == path:
            self.close()  # a file is open once; what cannot be opened again is said by the caller
        review = desk.open_review(path, read_only=read_only, take_over=take_over, read=read)
        self._take(review, reader, ask=ask)

    def create(self, path: Path, *, title: str, name: str, readers: int = 2) -> None:
        """Make a new review with one reviewer, and open it.

        Raises
        ------
        StorageError
            When it cannot be made.
        """
        from appraisal import desk

        review, person = desk.new_review(path, title=title, name=name, readers=readers)
        self._take(review, person)

    def close(self) -> None:
        """Close the review; everything is saved, or was asked about."""
        if self.review is None:
            return
        self.leaving.emit()
        self._remember()
        self._unsubscribe()
        self._timer.stop()
        self.jobs.stop()
        self.review.close()
        self.review = None
        self.reader = ""
        self.state = EMPTY
        self.unsaved = []
        self.undo_stack.clear()
        self.opened.emit()

    def sign_in(self, person: str) -> None:
        """Sit down as another person: what they may see replaces what the former one saw.

        Refused while answers of the former one wait to be written: they would be in another's name.
        """
        if self.review is None or person == self.reader:
            return
        self.leaving.emit()
        if self.unsaved:
            self.refused.emit(UserError(_("Some answers are not saved yet")))
            return
        if not self._note_courtesy(self.review, person):
            return
        self.reader = person
        self.review.author = person
        self.settings.readers[self.review.store.meta()["review"]] = person
        self.settings.save()
        self.undo_stack.clear()
        self.state = self.review.state.seen_by(person)
        self.reader_changed.emit()

    def _note_courtesy(self, review: "Review", person: str) -> bool:
        """Note which forms a person is blind to by courtesy alone; whether that could be kept."""
        from appraisal.blindness import note_shown_early

        try:
            note_shown_early(review, person)
        except StorageError as fault:
            self.faulted.emit(fault)
            return False
        return True

    # -- verbs -----------------------------------------------------------------------------------

    def do(self, draft: "Draft") -> bool:
        """Commit a draft, with Undo; whether it was written. Faults go to banner or dialog.

        What no disk would take waits, shown as it was given, and what comes after it waits behind;
        so does what is given while a job writes.
        """
        if self.unsaved or self._is_held:
            self.unsaved.append(draft)
            self._foresee(draft)
            return self.retry()
        try:
            self.attempt(draft)
        except (UserError, StorageError) as fault:
            if self._may_wait and isinstance(fault, StorageError):
                self.unsaved.append(draft)
                self._foresee(draft)
            self.fail(fault)
            return False
        return True

    def attempt(self, draft: "Draft") -> "Change":
        """Commit a draft, with Undo, for a page that shows the fault beside its cause.

        Raises
        ------
        UserError, StorageError
            Nothing was written then.
        """
        from appraisal.review import NOTHING

        if self.review is None:
            raise UserError(_("No review is open."))
        if self._is_held:
            raise _busy()
        change = self.review.commit(draft)
        if change is not NOTHING:
            self._note_done(self.review, change)
        return change

    def adopt(self, drawn: "DrawnUp") -> None:
        """Let stand what a job wrote to the open review while the window waited, with Undo."""
        if self.review is not None and drawn.rows:
            self._note_done(self.review, self.review.adopt(drawn))

    @property
    def is_held(self) -> bool:
        """Whether a job writes in the open review."""
        return self._is_held

    @contextmanager
    def held(self) -> "Iterator[Review]":
        """While a job writes in the open review: what is given meanwhile is written after it.

        Raises
        ------
        UserError
            When no review is open, or another job writes there.
        """
        if self.review is None:
            raise UserError(_("No review is open."))
        if self._is_held:
            raise _busy()
        self._is_held = True
        try:
            yield self.review
        finally:
            self._is_held = False
            if self.unsaved:
                self.retry()

    def retry(self) -> bool:
        """Write what could not be written before, in its order; whether all of it now is.

        A draft that is refused by now is told and left out; the others still go.
        """
        if self.review is None or self._is_held:
            return False
        try:
            self.review.store.touch()  # where nothing waits, this tells whether the file is back
        except StorageError as fault:
            self.faulted.emit(fault)
            return False
        all_taken = True
        while self.unsaved:
            draft, *rest = self.unsaved
            try:
                self.attempt(draft)
            except UserError as fault:
                all_taken = False
                self.refused.emit(fault)
            except StorageError as fault:
                self.faulted.emit(fault)
                return False
            self.unsaved = rest
            self._foresee(draft)
        self.recovered.emit()
        return all_taken

    def undo(self) -> None:
        """Take back the last thing done here, and say what: it may be on another study."""
        self._turn(_("Undone: {what}"), redo=False)

    def redo(self) -> None:
        """Do again what was taken back, and say what."""
        self._turn(_("Done again: {what}"), redo=True)

    def fail(self, fault: StorageError | UserError) -> None:
        """Tell what stands in the way, where no page says it beside its cause."""
        (self.refused if isinstance(fault, UserError) else self.faulted).emit(fault)

    def say(self, text: str, *, undo: bool = False) -> None:
        """Show a sentence in passing."""
        self.notice.emit(Notice(text, undo=undo))

    def go(self, page: str, **target: str) -> None:
        """Ask the window for a page, and the page for what to show."""
        self.asked.emit(Place(page, target))

    # -- reading ---------------------------------------------------------------------------------

    def instrument(self, key: str) -> "Instrument":
        """An instrument of the open review, in the language of the window."""
        if self.review is None:
            raise UserError(_("No review is open."))
        return self.review.instrument(key, lang=language())

    def eyes(self) -> "Eyes":
        """Who looks, and by which instruments, for a job that works out what they will see."""
        from appraisal.review_instruments import instrument_of_study
        from appraisal.views.ahead import Eyes

        state = self.state
        keys = {instrument_of_study(state, study) for study in state.ids("study")} - {""}
        return Eyes(self.reader, {key: self.instrument(key) for key in keys})

    def name_of(self, person: str) -> str:
        """What a person is called."""
        return self.state.text(person_subject(person), "name") or person

    # -- within ----------------------------------------------------------------------------------

    def _take(self, review: "Review", reader: str, *, ask: bool = False) -> None:
        from appraisal import desk

        self.close()
        self.review = review
        name = review.store.meta()["review"]
        known = self.settings.readers.get(name, "")
        who = desk.who_sits_down(review.state, wanted=reader, known=known, ask=ask)
        self.reader = review.author = who
        if self.reader:
            self.settings.readers[name] = self.reader
            self._note_courtesy(review, self.reader)
        self.state = review.state.seen_by(self.reader)
        self._unsubscribe = review.subscribe(self._on_change)
        self.saved_at = None
        self.unsaved = []
        self.altered = ()
        self._may_wait = review.store.read_only is None  # though another desk may take it over
        self._timer.start()
        self._remember()
        self.opened.emit()
        tell_notices(self)
        look_over(self)
        compare_again(self)

    def _remember(self) -> None:
        if self.review is None:
            return
        from appraisal import desk

        found = desk.summary(self.review, self.reader)
        path = str(self.review.store.path.resolve())
        self.settings.remember(Recent(path, found.title, found.done, found.total, found.at))

    def _on_change(self, change: "Change") -> None:
        if self.review is not None:
            self.state = self.review.foresee(self.unsaved).seen_by(self.reader)
            self.changed.emit(change)

    def _note_done(self, review: "Review", change: "Change") -> None:
        self.undo_stack.note(review, change)
        self._note_saved()
        tell_notices(self)

    def _note_saved(self) -> None:
        self.saved_at = now()
        self.saved.emit(self.saved_at)

    def _foresee(self, draft: "Draft") -> None:
        """Show the review with what waits to be written, after this draft joined or left."""
        from appraisal.review import Change

        touched = frozenset(made.slot.subject for made in draft.writes)
        self._on_change(Change(draft.label, (), touched))

    def _turn(self, words: str, *, redo: bool) -> None:
        what = told(self.state, self.undo_stack.to_turn(redo=redo))
        fault, is_done = self.undo_stack.turn(redo=redo)
        if fault is not None:
            self.fail(fault)
            return
        self._note_saved()
        if is_done and what:
            self.say(words.format(what=what))


def _busy() -> UserError:
    return UserError(_("Something large is being written. Try again when it is done."))
