"""Where each form stands between the reviewers' desks, and what a parcel is about to hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from appraisal.exchange_words import form_name
from appraisal.parcels import Outgoing, name_of
from appraisal.state import State
from appraisal.store.protocol import Record
from appraisal.subjects import in_seat
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
        for form in state.forms(kind):
            if reader not in state.seats(form) and not _is_theirs(state, form, reader):
                continue
            others = _others(state, form, reader)
            lacking = [
                one
                for one in others
                if (form, one) not in boxed and not state.is_sealed(in_seat(form, one))
            ]
            stage = _stage(state, form, reader, shared=form in made, lacking=lacking)
            names = ", ".join(name_of(state, one) for one in (lacking or others))
            lines.append(FormLine(form, form_name(state, form), stage, _words(stage, names)))
    return tuple(lines)


def summary(lines: Sequence[FormLine]) -> list[str]:
    """How many forms stand where, a sentence for each place."""
    found: dict[str, int] = {}
    for line in lines:
        found[line.words] = found.get(line.words, 0) + 1
    return [
        ngettext("{n} form: {words}", "{n} forms: {words}", n).format(n=n, words=words)
        for words, n in found.items()
    ]


def outgoing_sentences(going: Outgoing) -> list[str]:
    """What a parcel is about to hold, and what follows from it."""
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
    if going.withheld:
        said.append(
            ngettext(
                "{n} form is not submitted yet; nothing of it goes along.",
                "{n} forms are not submitted yet; nothing of them goes along.",
                going.withheld,
            ).format(n=going.withheld)
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


def _stage(state: State, form: str, reader: str, *, shared: bool, lacking: list[str]) -> Stage:
    subject = in_seat(form, reader)
    if state.is_open(subject):
        return Stage.OPEN
    if not state.is_sealed(subject):
        return Stage.WRITING if lacking else Stage.THEIRS
    if not shared:
        return Stage.SUBMITTED
    return Stage.WAITING if lacking else Stage.CLOSED


def _words(stage: Stage, names: str) -> str:
    return {
        Stage.WRITING: _("not submitted by you yet"),
        Stage.THEIRS: _("submitted by {names}; waiting for you"),
        Stage.SUBMITTED: _("sealed by you; not shared yet"),
        Stage.WAITING: _("sealed by you; waiting for {names}"),
        Stage.CLOSED: _("sealed by all; share once more and receive from {names}, then it opens"),
        Stage.OPEN: _("all have submitted"),
    }[stage].format(names=names)
