"""An open review: commit a draft, tell who listens, take back what was done.

The review holds the store and the unveiled state; what a person may see of it is
`review.state.seen_by(person)`. Every rule about who may write where is kept here, at the one door.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from appraisal.answers import check_answer
from appraisal.collecting import uncollected
from appraisal.drafts import Draft, Write
from appraisal.errors import InvalidClaim, StorageError
from appraisal.fields import check_field
from appraisal.hashes import write_row
from appraisal.instrument import Instrument
from appraisal.ledger import (
    Claim,
    Clock,
    Entry,
    NewId,
    Row,
    at_text,
    entry_of,
    new_id,
    now,
)
from appraisal.permission import check_write
from appraisal.review_instruments import carried_instrument, carry_instruments
from appraisal.seals import SEALED
from appraisal.state import State, state_of
from appraisal.store.protocol import Arrival, Record, Report, Store
from appraisal.subjects import REVIEW, Subject, parse
from appraisal.undoing import former_rows, put_back
from resources.i18n import _, moment_text


@dataclass(frozen=True, slots=True)
class Change:
    """A draft once written: its rows, which subjects it touched, and the rows that it replaced."""

    label: str
    rows: tuple[Row, ...]
    subjects: frozenset[str]
    former: Mapping[str, Row] = field(default_factory=dict, repr=False)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What was written, as entries; made when asked for, because an import may be long."""
        return tuple(map(entry_of, self.rows))

    def concerns(self, *kinds: str) -> bool:
        """Whether it touched a subject of one of these kinds."""
        return any(subject.partition("/")[0] in kinds for subject in self.subjects)


NOTHING = Change("", (), frozenset())


@dataclass(frozen=True, slots=True)
class DrawnUp:
    """Drafts as they will stand in the file, not written yet: checked, with what comes of them."""

    change: Change
    before: State
    after: State

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is to be written."""
        return self.change.rows


class Review:
    """One open file: its store, its state, and those who want to hear of changes."""

    def __init__(
        self,
        store: Store,
        *,
        state: State | None = None,
        instruments: tuple[str, Mapping[str, Instrument]] = ("", {}),
        clock: Clock = now,
        make_id: NewId = new_id,
    ) -> None:
        self.store = store
        self.state: State = state or self._read_state()
        self.author = ""
        self._clock = clock
        self._make_id = make_id
        self._listeners: list[Callable[[Change], None]] = []
        lang, known = instruments
        self._instruments = {(key, lang): one for key, one in known.items()}

    # -- writing ---------------------------------------------------------------------------------

    def commit(self, draft: Draft, *, author: str | None = None) -> Change:
        """Write a draft in one transaction.

        Claims that already stand as they are written leave no entry. Gives `NOTHING` when none is
        left.

        Raises
        ------
        InvalidClaim
            When a claim does not fit its slot, or its author may not write there.
        StorageError
            When the file cannot be written; nothing of the draft was then written.
        """
        who = author or self.author
        self._refuse_reader()
        with uncollected():
            writes = self._checked(draft.writes, who)
            if not writes:
                return NOTHING
            writes = (*carry_instruments(self.store, self.state, writes), *writes)
            rows = self._rows(writes, who, self.state)
        self.store.append(rows)
        return self._tell(draft.label, rows)

    def commit_all(
        self, drafts: Iterable[Draft], *, author: str | None = None, report: Report | None = None
    ) -> Change:
        """Write many drafts in one transaction, as one change: all of them, or none.

        Raises
        ------
        InvalidClaim, StorageError
            As `commit`.
        """
        drawn = self.draw_up(drafts, author=author, report=report)
        if not drawn.rows:
            return NOTHING
        self.store.take_in(Arrival(drawn.rows), report=report)
        return self.adopt(drawn)

    def draw_up(
        self, drafts: Iterable[Draft], *, author: str | None = None, report: Report | None = None
    ) -> DrawnUp:
        """Make the rows of many drafts, as one change; writes nothing, so that a job may do it.

        No two of the drafts may share a slot, and none may be for a form of an instrument. Whoever
        writes the rows lets nothing else be written meanwhile, and calls `adopt` then. `report` may
        raise to stop.

        Raises
        ------
        InvalidClaim
            As `commit`.
        StorageError
            When the review is open for reading only.
        """
        who = author or self.author
        self._refuse_reader()
        change, label = self._make_id(), ""
        before = self.state
        rows: list[Row] = []
        with uncollected():
            for draft in drafts:
                label = draft.label
                writes = self._checked(draft.writes, who)
                rows += self._rows(writes, who, self.state, change)
                if report is not None:
                    report(len(rows), 0)
            after = before.with_rows(rows) if rows else before
            return DrawnUp(_change_of(label, tuple(rows), before), before, after)

    def adopt(self, drawn: DrawnUp) -> Change:
        """Let stand here what was drawn up, now that it is in the file."""
        if drawn.before is not self.state:  # something was written meanwhile
            with uncollected():
                return self._tell(drawn.change.label, drawn.rows)
        self.state = drawn.after
        return self._told(drawn.change)

    def undo(self, change: Change, *, author: str | None = None) -> Change | None:
        """Put back what stood before a change; None when something else stands there by now."""
        writes: list[Write] = []
        for draft in self.turned_back(change):
            if draft is None:
                return None
            writes += draft.writes
        label = _("Undo: {label}").format(label=change.label)
        return self.commit(Draft(label, tuple(writes)), author=author)

    def turned_back(self, change: Change) -> Iterator[Draft | None]:
        """What an undo writes, a thousand rows a draft; None where something else stands by now."""
        return put_back(self.state, change, lambda subject: self.history(subject=subject))

    def foresee(self, waiting: Iterable[Draft]) -> State:
        """The state as it will be once drafts that wait for room are written; writes nothing."""
        state = self.state
        for draft in waiting:
            state = state.with_rows(self._rows(draft.writes, self.author, state))
        return state

    def note_courtesy(self, forms: Sequence[str], person: str) -> None:
        """Note the forms whose blindness rests on courtesy from now on, and who sat down.

        Raises
        ------
        StorageError
            When the file cannot be written.
        """
        at = at_text(self._clock())
        self.store.take_in(
            Arrival(records=tuple(Record("courtesy", form, person, at) for form in forms))
        )

    def refresh(self) -> None:
        """Read the store again, after entries came from elsewhere."""
        self.go_on_with(self._read_state(), instead_of=self.state)

    def go_on_with(self, state: State, *, instead_of: State) -> None:
        """Go on with a state that was worked out elsewhere from the present one."""
        self.state = state if self.state is instead_of else self._read_state()
        change = Change("", (), frozenset({REVIEW}))
        for listener in tuple(self._listeners):
            listener(change)

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Be told of every change; gives the function that ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def close(self) -> None:
        """Let go of the file."""
        self._listeners.clear()
        self.store.close()

    # -- reading ---------------------------------------------------------------------------------

    def history(self, *, subject: str | None = None) -> Iterable[Entry]:
        """Every entry in the order it was written here, unveiled: show it through a view."""
        return (entry_of(row) for row in self.store.entries(subject=subject))

    def instrument(self, key: str, *, lang: str = "en") -> Instrument:
        """The instrument `id@version` that this review carries, or the shipped one.

        Raises
        ------
        InvalidClaim
            When neither has it.
        """
        found = self._instruments.get((key, lang))
        if found is None:
            found = self._instruments[key, lang] = carried_instrument(
                self.store, self.state, key, lang
            )
        return found

    # -- within ----------------------------------------------------------------------------------

    def _read_state(self) -> State:
        with uncollected():
            return state_of(
                self.store.heads(), entries_of=lambda one: self.store.entries(subject=one)
            )

    def _refuse_reader(self) -> None:
        if self.store.read_only is not None:
            raise StorageError(self.store.read_only, offers=("work_on_copy",))

    def _checked(self, writes: Sequence[Write], author: str) -> tuple[Write, ...]:
        kept: list[Write] = []
        for made in writes:
            subject = parse(made.slot.subject)
            check_field(subject, made.slot.field, made.claim.value)
            if self._stands(made):
                continue
            check_write(self.state, made, subject, author)
            self._check_answer(subject, made)
            self._check_not_shared(made)
            kept.append(made)
        return tuple(kept)

    def _stands(self, made: Write) -> bool:
        heads = self.state.heads(*made.slot)
        if not heads:
            return made.claim == Claim(None)
        return len(heads) == 1 and entry_of(heads[0]).claim == made.claim

    def _check_answer(self, subject: Subject, made: Write) -> None:
        if subject.kind != "appraisal" or not made.slot.field.startswith("item/"):
            return
        value = made.claim.value
        if value is not None:
            address = made.slot.field.removeprefix("item/")
            check_answer(self.instrument(subject.instrument), address, value)

    def _check_not_shared(self, made: Write) -> None:
        """Refuse to reopen what has left this desk, closed in a box."""
        if made.slot.field != SEALED or isinstance(made.claim.value, dict):
            return
        said = self.shared_sentence(made.slot.subject)
        if said:
            raise InvalidClaim(said, remedy=_("A second thought goes into the agreed answer."))

    def shared_sentence(self, seat: str) -> str:
        """Why a seat cannot be reopened: it has left this desk, closed in a box. Else empty."""
        subject = parse(seat)
        for one in self.store.records():
            if (one.kind, one.form, one.author) == ("made", subject.form, subject.seat):
                return _("Shared on {day}: it can no longer be changed.").format(
                    day=moment_text(one.at)
                )
        return ""

    def _rows(
        self, writes: Sequence[Write], author: str, state: State, change: str = ""
    ) -> tuple[Row, ...]:
        change = change or self._make_id()
        at = at_text(self._clock())
        return tuple(
            write_row(
                one.slot,
                one.claim,
                id=self._make_id(),
                change=change,
                at=at,
                author=author,
                replaces=[row.id for row in state.heads(*one.slot)],
            )
            for one in writes
        )

    def _tell(self, label: str, rows: tuple[Row, ...]) -> Change:
        change = _change_of(label, rows, self.state)
        self.state = self.state.with_rows(rows)
        return self._told(change)

    def _told(self, change: Change) -> Change:
        for listener in tuple(self._listeners):
            listener(change)
        return change


def _change_of(label: str, rows: tuple[Row, ...], before: State) -> Change:
    return Change(label, rows, frozenset(row.subject for row in rows), former_rows(before, rows))
