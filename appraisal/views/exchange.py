"""Where each form stands between the reviewers' desks, and what a parcel is about to hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from appraisal.exchange_words import form_name
from appraisal.parcels import Outgoing, name_of
from appraisal.review import instrument_of_study
from appraisal.state import State
from appraisal.store.protocol import Record
from appraisal.subjects import appraisal_form, in_seat
from appraisal.targets import assessed
from appraisal.views.seats import is_assigned
from resources.i18n import _, ngettext


class Stage(Enum):
    """Where a form stands, seen from one desk."""

    WRITING = "writing"
    THEIRS = "theirs"  # the others have submitted, this reader has not
    SUBMITTED = "submitted"  # not shared yet
    WAITING = "waiting"  # shared; the others' answers are not here
    CLOSED = "closed"  # all are here, still closed
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class FormLine:
    """One form, and where it stands in words."""

    form: str
    name: str
    stage: Stage
    words: str


def standing(state: State, records: Sequence[Record], reader: str) -> tuple[FormLine, ...]:
    """Every form the reader has a part in, with where it stands."""
    made = {one.form for one in records if (one.kind, one.author) == ("made", reader)}
    boxed = {(one.form, one.author) for one in records if one.kind == "box"}
    lines = []
    for kind in ("appraisal", "extraction"):
        for form in _forms(state, kind, reader):
            if reader not in state.seats(form) and not _is_theirs(state, form, reader):
                continue
            others = _others(state, form, reader)
            lacking = [
                one
                for one in others
                if (form, one) not in boxed and not state.is_sealed(in_seat(form, one))
            ]
            shared = form in made
            stage = _stage(state, form, reader, shared=shared, others=others, lacking=lacking)
            names = ", ".join(name_of(state, one) for one in (lacking or others))
            words = _words(stage, names or _("another reviewer"))
            lines.append(FormLine(form, form_name(state, form), stage, words))
    return tuple(lines)


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


def outgoing_sentences(going: Outgoing, waiting: int) -> list[str]:
    """What a parcel is about to hold, what follows, and how many forms wait for the sender."""
    said = []
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
    if not said:
        said.append(_("Studies, outcomes and settings you entered go along."))
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
    shared: bool,
    others: tuple[str, ...],
    lacking: list[str],
) -> Stage:
    """Where a form stands; where no other reviewer is known yet, nobody has submitted but one."""
    subject = in_seat(form, reader)
    if state.is_open(subject):
        return Stage.OPEN
    if not state.is_sealed(subject):
        return Stage.WRITING if lacking or not others else Stage.THEIRS
    if not shared:
        return Stage.SUBMITTED
    return Stage.WAITING if lacking or not others else Stage.CLOSED


def _words(stage: Stage, names: str) -> str:
    return {
        Stage.WRITING: _("not submitted by you yet"),
        Stage.THEIRS: _("submitted by {names}; waiting for you"),
        Stage.SUBMITTED: _("sealed by you; not shared yet"),
        Stage.WAITING: _("sealed by you; waiting for {names}"),
        Stage.CLOSED: _("sealed by all; share once more and receive from {names}, then it opens"),
        Stage.OPEN: _("all have submitted"),
    }[stage].format(names=names)
