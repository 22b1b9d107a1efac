"""What stands: an immutable picture of the ledger's heads, and the veil over it.

A `State` is made from rows once and then folded forward, change by change; each fold shares what it
does not touch. `seen_by` gives the same picture as one reader may see it: another's seat is hidden
until its group is open. Rows become claims when they are asked for, not before (450,000 entries as
dataclasses would take seconds).
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeVar

from appraisal import seals, unveiling
from appraisal.kept import EVERYWHERE, Kept, is_read
from appraisal.ledger import Claim, Row, Slot, Value, claim_from, seal_digest, value_from
from appraisal.seals import SEALED, EntriesOf, Fields, Heads
from appraisal.subject_index import SubjectIndex
from appraisal.subjects import AGREED, REVIEW, Subject, parse, study_subject

_UNVEILED: Final = "\0"
_UNQUOTED: Final = '{"quotes":[],"value":'
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ConflictingHeads:
    """A slot where different claims stand."""

    slot: Slot
    rows: Heads


class State:
    """An immutable snapshot of a review."""

    __slots__ = ("_closed", "_groups", "_kept", "_kinds", "_reader", "_slots")

    def __init__(
        self,
        slots: dict[str, Fields],
        kinds: dict[str, dict[str, None]],
        groups: dict[str, tuple[str, ...]],
        *,
        reader: str | None = _UNVEILED,
        closed: dict[str, Fields] | None = None,
        kept: Kept | None = None,
    ) -> None:
        self._slots = slots
        self._closed = closed or {}  # seats that hold more, or other, than their seal names
        self._kinds = kinds
        self._groups = groups
        self._reader = reader
        self._kept = kept or Kept()

    @property
    def reader(self) -> str | None:
        """Whose eyes these are; None for nobody's, which see what everyone may."""
        return None if self._reader == _UNVEILED else self._reader

    def seen_by(self, reader: str | None) -> "State":
        """The same picture through the veil of one reader (None: of nobody)."""
        return State(
            self._slots,
            self._kinds,
            self._groups,
            reader=reader,
            closed=self._closed,
            kept=self._kept,
        )

    def kept(self, study: str, name: Hashable, witness: object, work: Callable[[], T]) -> T:
        """What `work` makes of one study for this reader, worked out once while nothing changes.

        `work` may read the study's own subjects, the shared ones and `witness`, and no other
        study's; with `EVERYWHERE` for the study it may read every study, but nothing veiled.
        """
        return self._kept.get(study, (self._reader, name), witness, work)

    # -- reading ---------------------------------------------------------------------------------

    def claim(self, subject: str, field: str) -> Claim | None:
        """The claim that stands in a slot; None where there is none, or it was withdrawn."""
        claim = self.standing(subject, field)
        return None if claim is None or claim.value is None else claim

    def standing(self, subject: str, field: str) -> Claim | None:
        """What stands in a slot even where its value was withdrawn: a reason may be left there."""
        row = self.row(subject, field)
        return None if row is None else _claim(row.body)

    def value(self, subject: str, field: str, default: Value = None) -> Value:
        """The value that stands in a slot."""
        row = self.row(subject, field)
        if row is None:
            return default
        value = value_from(row.body)
        return default if value is None else value

    def text(self, subject: str, field: str, default: str = "") -> str:
        """A text that stands in a slot; the default where there is none."""
        value = self.value(subject, field)
        return value if isinstance(value, str) else default

    def number(self, subject: str, field: str) -> float | None:
        """A number that stands in a slot."""
        value = self.value(subject, field)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        return None

    def values(self, subject: str) -> Mapping[str, Value]:
        """Every value that stands in a subject, by field: one look where many would be needed."""
        if not self.shows(subject):
            return {}
        return {
            field: value
            for field, heads in self._seat(subject).items()
            if heads and (value := value_from(_first(heads).body)) is not None
        }

    def row(self, subject: str, field: str) -> Row | None:
        """The entry that stands in a slot; of several the one with the smallest id (no clock)."""
        heads = self.heads(subject, field)
        return _first(heads) if heads else None

    def heads(self, subject: str, field: str) -> Heads:
        """All entries of a slot that nobody has replaced."""
        fields = self._seat(subject)
        if not fields or not self.shows(subject):
            return ()
        return fields.get(field, ())

    def fields(self, subject: str) -> Mapping[str, Claim]:
        """Every claim that stands in a subject, by field; withdrawn ones left out."""
        there = self._seat(subject)
        if not there or not self.shows(subject):
            return {}
        return {
            field: claim
            for field, heads in there.items()
            if heads and (claim := _claim(_first(heads).body)).value is not None
        }

    def field_names(self, subject: str) -> tuple[str, ...]:
        """The fields of a subject that hold a claim or held one, without reading what they say."""
        return tuple(self._seat(subject)) if self.shows(subject) else ()

    def says(self, subject: str, field: str) -> bool:
        """Whether a slot holds a value, without reading it: a record's may be long."""
        row = self.row(subject, field)
        if row is None:
            return False
        if row.body.startswith(_UNQUOTED):
            return not row.body.startswith("null", len(_UNQUOTED))
        return value_from(row.body) is not None

    def subjects(self, kind: str) -> tuple[str, ...]:
        """The subjects of a kind that this reader may see, in the order they first appeared."""
        known = self._kinds.get(kind, {})
        return tuple(subject for subject in known if self.shows(subject))

    def count(self, kind: str) -> int:
        """How many subjects of a kind were ever spoken of, seen or not."""
        return len(self._kinds.get(kind, ()))

    def ids(self, kind: str, *, removed: bool = False) -> tuple[str, ...]:
        """The ids of a shared kind, in its `order`; those taken off only when asked for."""
        name = ("ids", kind, removed)
        return self.kept(EVERYWHERE, name, None, lambda: self._ids(kind, removed=removed))

    def _ids(self, kind: str, *, removed: bool) -> tuple[str, ...]:
        found = [
            subject
            for subject in self._kinds.get(kind, {})
            if self._is_said(subject)
            and (removed or not (self.value(subject, "removed") or self._is_merged(subject)))
        ]
        found.sort(key=lambda subject: _order(self.number(subject, "order")))
        return tuple(subject.partition("/")[2] for subject in found)

    def _is_said(self, subject: str) -> bool:
        """Whether anything stands in a subject: one whose making was undone is not there."""
        fields = self._slots.get(subject, {})
        return any(value_from(heads[0].body) is not None for heads in fields.values())

    def _is_merged(self, subject: str) -> bool:
        """Whether another study stands for it; of a ring, made on two desks, the first stays."""
        seen = [subject]
        while into := self.text(seen[-1], "merged_into"):
            after = study_subject(into)
            if after in seen:
                return subject != min(seen[seen.index(after) :])
            seen.append(after)
        return len(seen) > 1

    def conflicts(self) -> Iterator[ConflictingHeads]:
        """The slots where claims that differ stand side by side."""
        for subject in self._slots:
            for field, heads in self._seat(subject).items():
                if len(heads) > 1 and len({row.body for row in heads}) > 1 and self.shows(subject):
                    yield ConflictingHeads(Slot(subject, field), heads)

    # -- seats -----------------------------------------------------------------------------------

    def seats(self, form: str) -> tuple[str, ...]:
        """Who holds a seat in a form (the agreed one left out), seen or not."""
        group = parse(f"{form}/{AGREED}").group
        head = f"{form}/"
        found = (s for s in self._groups.get(group, ()) if s.startswith(head))
        return tuple(s[len(head) :] for s in found if not s.endswith(f"/{AGREED}"))

    def parties(self, form: str) -> tuple[str, ...]:
        """Who has submitted a form; what somebody who left had begun is no party's word."""
        return tuple(seat for seat in self.seats(form) if self.is_sealed(f"{form}/{seat}"))

    def has_gone(self, subject: str) -> bool:
        """Whether the holder of a seat left, or was taken off the study, without submitting it."""
        if self.is_sealed(subject):
            return False
        person, study = subject.rpartition("/")[2], subject.split("/")[1]
        named = self.value(f"study/{study}", "reviewers")
        is_off = isinstance(named, list) and bool(named) and person not in named
        return is_off or bool(self.value(f"person/{person}", "left"))

    def shows(self, subject: str) -> bool:
        """Whether this reader may see what stands in a subject."""
        if self._reader == _UNVEILED:
            return True
        parsed = _parsed(subject)
        if not parsed.veiled or parsed.seat in (AGREED, self._reader):
            return True
        return self.is_open(subject) and not self.has_gone(subject)

    def forms(self, kind: str, study: str | None = None) -> tuple[str, ...]:
        """The forms of a kind that anyone has begun."""
        known: Iterable[str] = (
            self._kinds.get(kind, {}) if study is None else self._groups.get(f"{kind}/{study}", ())
        )
        return tuple(dict.fromkeys(subject.rpartition("/")[0] for subject in known))

    def progress(self, subject: str) -> seals.SeatProgress:
        """What everyone may know of a seat, opened or not."""
        return seals.progress_of(self._seat(subject))

    def is_begun(self, subject: str) -> bool:
        """Whether a seat says anything: one taken back whole does not."""
        return seals.says_anything(self._seat(subject)) or self.is_sealed(subject)

    def is_sealed(self, subject: str) -> bool:
        """Whether the holder of this seat has submitted it."""
        return any(seals.seal_in(row) for row in self._slots.get(subject, {}).get(SEALED, ()))

    def is_open(self, subject: str) -> bool:
        """Whether all that opens together has been submitted, so that everyone may see it.

        `subject` is that of a form or a seat.
        """
        parts = subject.split("/")
        form = "/".join(parts[:4] if parts[0] == "appraisal" else parts[:3])
        return self._kept.get(parts[1], ("open", form), None, lambda: unveiling.is_open(self, form))

    def opens_with(self, form: str) -> tuple[str, ...]:
        """The begun forms that open together with one, itself among them."""
        return unveiling.opens_with(self, form)

    def readers_needed(self) -> int:
        """How many must have submitted before a group opens."""
        value = self.value(REVIEW, "readers")
        return value if isinstance(value, int) and value >= 1 else 2

    def seal_of(self, subject: str) -> tuple[str, int]:
        """The digest and the number of entries a seal of this seat would name now."""
        rows = seals.contents(self._seat(subject))
        return seal_digest(bytes(row.hash) for row in rows), len(rows)

    def has_entries(self, subject: str) -> bool:
        """Whether anything stands in a seat, its seal left out."""
        return any(heads and field != SEALED for field, heads in self._seat(subject).items())

    def entries_of(self, subject: str) -> tuple[str, ...]:
        """The ids of the entries that stand in a seat, its seal left out: what a seal names."""
        return tuple(sorted(row.id for row in seals.contents(self._seat(subject))))

    def seal_rows(self, subject: str) -> Heads:
        """The seals that stand in a seat, the one that counts first; more than one is a choice."""
        heads = self._seat(subject).get(SEALED, ())
        found = [row for row in heads if seals.seal_in(row) is not None]
        return tuple(sorted(found, key=lambda row: row.seq))

    def is_whole(self, subject: str) -> bool:
        """Whether a seat is sealed and everything its seal names is in this file."""
        fields = self._seat(subject)
        row = seals.standing_seal(fields.get(SEALED, ()))
        seal = None if row is None else seals.seal_in(row)
        return seal is not None and seals.is_whole(fields, seal)

    def left_out(self, subject: str) -> tuple[Row, ...]:
        """What stands in a sealed seat without being part of what was sealed."""
        if subject not in self._closed or not self.shows(subject):
            return ()
        counted = {row.id for row in seals.contents(self._closed[subject])}
        return tuple(row for row in seals.contents(self._slots[subject]) if row.id not in counted)

    def _seat(self, subject: str) -> Fields:
        found = self._closed.get(subject)
        return self._slots.get(subject, {}) if found is None else found

    # -- folding ---------------------------------------------------------------------------------

    def with_rows(
        self,
        rows: Iterable[Row],
        *,
        gone: AbstractSet[str] = frozenset(),
        touched: Iterable[str] = (),
        entries_of: EntriesOf | None = None,
    ) -> "State":
        """The picture after rows that name what they replace; the former one is untouched.

        Where only those that stand are given, `gone` are the ids all replaced, `touched` whose.
        """
        changed = seals.without(self._slots, gone)
        slots = {**self._slots, **changed}
        index = SubjectIndex(self._kinds, self._groups)
        fresh, told = set(changed), set(changed)
        for row in rows:
            if is_read(row):
                told.add(row.subject)
            if row.subject not in slots:
                index.add(row.subject, _parsed(row.subject))
            if row.subject not in fresh:
                slots[row.subject] = dict(slots.get(row.subject, {}))
                fresh.add(row.subject)
            fields, heads = slots[row.subject], slots[row.subject].get(row.field, ())
            fields[row.field] = (*(one for one in heads if one.id not in row.replaces), row)
        closed = dict(self._closed)
        for subject in fresh.union(touched):
            if subject in closed or SEALED in slots.get(subject, ()):
                known = (*_all_rows(self._slots, subject), *_all_rows(closed, subject))
                seals.note_closed(closed, subject, slots[subject], known, entries_of)
        left = self._kept.after(map(_parsed, told.union(touched)))
        return State(
            slots, index.kinds, index.groups, reader=self._reader, closed=closed, kept=left
        )


EMPTY: Final = State({}, {}, {})


def state_of(rows: Iterable[Row], *, entries_of: EntriesOf | None = None) -> State:
    """The picture that a store's heads give.

    `entries_of` gives every entry of a subject; it is asked for the few seats where something was
    written after the seal, because a seal may name what was replaced since.
    """
    slots: dict[str, Fields] = {}
    kinds: dict[str, dict[str, None]] = {}
    groups: dict[str, list[str]] = {}
    for row in rows:
        fields = slots.get(row.subject)
        if fields is None:
            fields = slots[row.subject] = {}
            parsed = _parsed(row.subject)
            kinds.setdefault(parsed.kind, {})[row.subject] = None
            if parsed.veiled:
                groups.setdefault(parsed.group, []).append(row.subject)
        fields[row.field] = (*fields.get(row.field, ()), row)
    closed: dict[str, Fields] = {}
    for subjects in groups.values():
        for subject in subjects:
            if SEALED in slots[subject]:
                seals.note_closed(closed, subject, slots[subject], (), entries_of)
    known = {group: tuple(found) for group, found in groups.items()}
    return State(slots, kinds, known, closed=closed)


def _all_rows(slots: Mapping[str, Fields], subject: str) -> list[Row]:
    return [row for heads in slots.get(subject, {}).values() for row in heads]


def _first(heads: Heads) -> Row:
    return heads[0] if len(heads) == 1 else min(heads, key=lambda row: row.id)


def _order(number: float | None) -> float:
    return float("inf") if number is None else number


@lru_cache(maxsize=100_000)
def _parsed(subject: str) -> Subject:
    return parse(subject)


@lru_cache(maxsize=100_000)
def _claim(body: str) -> Claim:
    return claim_from(body)
