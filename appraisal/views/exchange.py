"""Where each form stands between the reviewers' desks, and what a parcel is about to hold."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial

from appraisal.assigned import is_assigned
from appraisal.exchange_words import form_name
from appraisal.ledger import Row
from appraisal.parcels import Outgoing, name_of
from appraisal.review_instruments import instrument_of_study
from appraisal.state import State
from appraisal.store.protocol import Record
from appraisal.subjects import AGREED, appraisal_form, in_seat, parse
from appraisal.targets import assessed
from resources.i18n import _, language, ngettext


class Stage(Enum):
    """Where a form stands, seen from one desk."""

    WRITING = "writing"
    THEIRS = "theirs"  # the others have submitted, this reader has not
    BESIDE = "beside"  # submitted in a file the others work in too: no parcel is waited for
    SUBMITTED = "submitted"  # not shared yet
    ANSWERED = "answered"  # not shared yet; the others' answers are here, closed
    WAITING = "waiting"  # shared; the others' answers are not here
    CLOSED = "closed"  # all are here, still closed; what opens this reader's is not sent yet
    SENT = "sent"  # the same, and it is sent
    HALF = "half"  # open here; what opens this reader's answers elsewhere is not sent yet
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class FormLine:
    """One form, and where it stands in words."""

    form: str
    name: str
    stage: Stage
    words: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What a desk's notes tell: which forms went out and can be opened there, whose came in."""

    made: frozenset[str]
    given: frozenset[str]
    boxed: Mapping[str, frozenset[str]]

    def about(self, form: str) -> tuple[bool, bool, frozenset[str]]:
        """What they tell of one form."""
        return form in self.made, form in self.given, self.boxed.get(form, frozenset())


def standing(state: State, records: Sequence[Record], reader: str) -> tuple[FormLine, ...]:
    """Every form the reader has a part in, with where it stands; of who scores none, every form."""
    known = _known(records, reader)
    beside = _at_this_desk(state, known, reader)
    lines = []
    for kind in ("appraisal", "extraction"):
        for form in _forms(state, kind, reader):
            line = state.kept(
                form.split("/")[1],
                ("standing", form, reader),
                (known.about(form), beside, language()),
                partial(_line, state, form, reader, known=known, beside=beside),
            )
            if line is not None:
                lines.append(line)
    return tuple(lines) or _watched(state)


def _line(
    state: State, form: str, reader: str, *, known: _Known, beside: frozenset[str]
) -> FormLine | None:
    """Where a form stands; None where the reader has no part in it."""
    if reader not in state.seats(form) and not _is_theirs(state, form, reader):
        return None
    others = _others(state, form, reader)
    lacking = [
        one
        for one in others
        if one not in known.boxed.get(form, ()) and not state.is_sealed(in_seat(form, one))
    ]
    stage = _stage(state, form, reader, known=known, others=others, lacking=lacking)
    if stage in (Stage.SUBMITTED, Stage.WAITING) and lacking and beside.issuperset(lacking):
        stage = Stage.BESIDE
    names = ", ".join(name_of(state, one) for one in (lacking or others))
    words = _words(stage, names or _("another reviewer"))
    return FormLine(form, form_name(state, form), stage, words)


def unshared(
    records: Sequence[Record], entries: Callable[[int], Iterable[Row]], reader: str
) -> int:
    """How much the reader has said for all since their last parcel; none where none was written.

    `entries` gives the rows of the file after a number.
    """
    since = shared_to(records, reader)
    if since is None:
        return 0
    rows = entries(since)
    return sum(row.author == reader and _is_said_for_all(row) for row in rows)


def shared_to(records: Sequence[Record], reader: str) -> int | None:
    """The row up to which the reader's last parcel reached; None where none was written."""
    last = next((one for one in reversed(records) if _is_parcel_of(one, reader)), None)
    return None if last is None else int(json.loads(last.body)["seq"])


def unshared_sentence(n: int) -> str:
    """How much of one's own no parcel holds yet."""
    return ngettext(
        "{n} change of yours is in no parcel yet.", "{n} changes of yours are in no parcel yet.", n
    ).format(n=n)


def _is_parcel_of(one: Record, reader: str) -> bool:
    return (one.kind, one.author) == ("parcel", reader)


def _is_said_for_all(row: Row) -> bool:
    """Whether a person said it, for everybody: no own answer, nor what is noted by itself."""
    subject = parse(row.subject)
    is_noted = row.field == "key" or row.field.startswith("instrument/")
    return (not subject.veiled or subject.seat == AGREED) and not is_noted


def _known(records: Sequence[Record], reader: str) -> _Known:
    mine = [one for one in records if one.author == reader]
    boxed: dict[str, set[str]] = {}
    for one in records:
        if one.kind == "box":
            boxed.setdefault(one.form, set()).add(one.author)
    return _Known(
        frozenset(one.form for one in mine if one.kind == "made"),
        frozenset(one.form for one in mine if one.kind == "given"),
        {form: frozenset(people) for form, people in boxed.items()},
    )


def _at_this_desk(state: State, known: _Known, reader: str) -> frozenset[str]:
    """Who of the others works in this file too: what they said did not come in closed."""
    found: set[str] = set()
    for kind in ("appraisal", "extraction"):
        for form in state.forms(kind):
            boxed = known.boxed.get(form, frozenset())
            found |= state.kept(
                form.split("/")[1],
                ("at this desk", form, reader),
                boxed,
                partial(_writing_here, state, form, reader, boxed=boxed),
            )
    return frozenset(found)


def _writing_here(state: State, form: str, reader: str, *, boxed: frozenset[str]) -> frozenset[str]:
    return frozenset(
        seat
        for seat in state.seats(form)
        if seat != reader and seat not in boxed and state.has_entries(in_seat(form, seat))
    )


def _watched(state: State) -> tuple[FormLine, ...]:
    """Every form that is due or begun, for somebody who scores none: an adjudicator."""
    people = state.ids("person")
    due = (form for one in people for form in due_appraisals(state, one))
    forms = dict.fromkeys([*due, *state.forms("appraisal"), *state.forms("extraction")])
    return tuple(
        FormLine(
            form,
            form_name(state, form),
            Stage.OPEN if state.is_open(form) else Stage.WRITING,
            _words(Stage.OPEN, "") if state.is_open(form) else _("not submitted by all yet"),
        )
        for form in forms
    )


def _forms(state: State, kind: str, reader: str) -> tuple[str, ...]:
    """The forms that count: those begun, and the appraisals that are due and not begun.

    What was begun with an instrument that is no longer the study's counts once it is submitted,
    because that travels; else nobody waits for it.
    """
    begun = state.forms(kind)
    if kind != "appraisal":
        return begun
    due = due_appraisals(state, reader)
    mine = [
        form
        for form in begun
        if form in due or state.is_sealed(in_seat(form, reader)) or state.is_open(form)
    ]
    return tuple(dict.fromkeys([*mine, *due]))


def due_appraisals(state: State, reader: str) -> tuple[str, ...]:
    """The appraisals a reader makes, begun or not, each with the instrument of its study."""
    return tuple(
        appraisal_form(study, key, target)
        for study in state.ids("study")
        if (key := instrument_of_study(state, study)) and is_assigned(state, study, reader)
        for target in assessed(state, study, key)
    )


def unsubmitted(state: State, records: Sequence[Record], reader: str) -> int:
    """How many forms wait for this reader, as the table of studies counts them."""
    waits = (Stage.WRITING, Stage.THEIRS)
    return sum(line.stage in waits for line in standing(state, records, reader))


def summary(lines: Sequence[FormLine]) -> list[str]:
    """How many appraisals and sets of numbers stand where, a sentence for each place."""
    found: dict[str, list[FormLine]] = {}
    for line in lines:
        found.setdefault(line.words, []).append(line)
    return [f"{_counted(there)}: {words}" for words, there in found.items()]


def _counted(lines: Sequence[FormLine]) -> str:
    numbers = sum(line.form.startswith("extraction/") for line in lines)
    appraisals = len(lines) - numbers
    said = []
    if appraisals:
        said.append(ngettext("{n} appraisal", "{n} appraisals", appraisals).format(n=appraisals))
    if numbers:
        words = ngettext("{n} set of numbers", "{n} sets of numbers", numbers)
        said.append(words.format(n=numbers))
    return _("{first} and {last}").format(first=said[0], last=said[1]) if said[1:] else said[0]


def outgoing_sentences(going: Outgoing, waiting: int, fresh: int = 0) -> list[str]:
    """What a parcel is about to hold, what follows, and how many forms wait for the sender.

    `fresh` is how much was said for all since the last parcel.
    """
    said = [_("It holds what you entered for all: studies, outcomes, settings, agreed answers.")]
    if fresh:
        said.append(
            ngettext(
                "{n} change of yours since your last parcel goes along.",
                "{n} changes of yours since your last parcel go along.",
                fresh,
            ).format(n=fresh)
        )
    new = len(going.made)
    if new:
        said.append(
            ngettext(
                "{n} submitted form goes along closed. Afterwards it can no longer be reopened.",
                "{n} submitted forms go along closed. Afterwards they can no longer be reopened.",
                new,
            ).format(n=new)
        )
    if going.keys:
        said.append(
            ngettext(
                "{n} form can be opened by who receives this: all have submitted it.",
                "{n} forms can be opened by who receives this: all have submitted them.",
                len(going.keys),
            ).format(n=len(going.keys))
        )
    if waiting:
        said.append(
            ngettext(
                "{n} form is not submitted yet; nothing of it goes along.",
                "{n} forms are not submitted yet; nothing of them goes along.",
                waiting,
            ).format(n=waiting)
        )
    return said


def _is_theirs(state: State, form: str, reader: str) -> bool:
    return is_assigned(state, form.split("/")[1], reader)


def _others(state: State, form: str, reader: str) -> tuple[str, ...]:
    """The other reviewers of a form: those who began it, else those who are to score it."""
    seats = [one for one in state.seats(form) if one != reader]
    if len(seats) + 1 >= state.readers_needed():
        return tuple(seats)
    study = form.split("/")[1]
    people = [one for one in state.ids("person") if is_assigned(state, study, one)]
    return tuple(dict.fromkeys([*seats, *(one for one in people if one != reader)]))


def _stage(
    state: State,
    form: str,
    reader: str,
    *,
    known: _Known,
    others: tuple[str, ...],
    lacking: list[str],
) -> Stage:
    """Where a form stands; where no other reviewer is known yet, nobody has submitted but one."""
    subject = in_seat(form, reader)
    if state.is_open(subject):
        is_given = form in known.given or form not in known.made or _have_seen(state, form, others)
        return Stage.OPEN if is_given else Stage.HALF
    if not state.is_sealed(subject):
        return Stage.WRITING if lacking or not others else Stage.THEIRS
    is_lacking = bool(lacking) or not others
    if form not in known.made:
        return Stage.SUBMITTED if is_lacking else Stage.ANSWERED
    if is_lacking:
        return Stage.WAITING
    return Stage.SENT if form in known.given else Stage.CLOSED


def _have_seen(state: State, form: str, others: Sequence[str]) -> bool:
    """Whether another reviewer has settled something in a form, so that it is open there too."""
    agreed = in_seat(form, AGREED)
    return any(
        row.author in others for field in state.fields(agreed) for row in state.heads(agreed, field)
    )


def _words(stage: Stage, names: str) -> str:
    return {
        Stage.WRITING: _("not submitted by you yet"),
        Stage.THEIRS: _("submitted by {names}; waiting for you"),
        Stage.BESIDE: _("submitted by you; waiting for {names}"),
        Stage.SUBMITTED: _("submitted by you; not shared yet"),
        Stage.ANSWERED: _("submitted by all; not shared by you yet"),
        Stage.WAITING: _("submitted by you; waiting for {names}"),
        Stage.CLOSED: _("submitted by all; share once more, then receive from {names}"),
        Stage.SENT: _("submitted by all; waiting for one more parcel from {names}"),
        Stage.HALF: _("open here; share once more to open for {names} too"),
        Stage.OPEN: _("all have submitted"),
    }[stage].format(names=names)
