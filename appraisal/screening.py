"""Screening: two stages, each reviewer alone, then compared; what stands of every record.

A decision is a claim in a seat, sealed like an answer; it opens with the record's form when all
have submitted. Include and maybe both let a record go on after titles and abstracts, as reviewers
expect; at full text a maybe has to be settled.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from appraisal.blind_answers import Answers
from appraisal.drafts import Draft, Write, write
from appraisal.keys import SigningKey
from appraisal.ledger import Claim
from appraisal.records import keeper_of, record_ids
from appraisal.state import State
from appraisal.subjects import (
    AGREED,
    REVIEW,
    in_seat,
    person_subject,
    record_subject,
    screening_form,
)
from resources.i18n import _, ngettext

SEALED_AT_ONCE = 200  # records: a twenty-fifth of a second

Stage = Literal["abstract", "full-text"]
ABSTRACT: Final[Stage] = "abstract"
FULL_TEXT: Final[Stage] = "full-text"
Standing = Literal["todo", "waiting", "pass", "out", "conflict"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What stands of a record at a stage; the reason where it is out."""

    standing: Standing
    reason: str = ""


def keepers(state: State) -> tuple[str, ...]:
    """The records that stand for a report: those that are duplicates are left out."""
    return tuple(
        record
        for record in record_ids(state)
        if not state.says(record_subject(record), "same_as") or keeper_of(state, record) == record
    )


def outcome(state: State, record: str, stage: Stage) -> Outcome:
    """What stands of a record at a stage, for everyone who may see it."""
    name = ("screened", stage)
    return state.kept(record, name, None, lambda: _outcome(state, record, stage))


def _outcome(state: State, record: str, stage: Stage) -> Outcome:
    form = screening_form(record, stage)
    agreed = state.text(in_seat(form, AGREED), "decision")
    if agreed:
        return _ended(agreed, state.text(in_seat(form, AGREED), "reason"), stage)
    seats = state.seats(form)
    if not seats:
        return Outcome("todo")
    if not state.is_open(form):
        return Outcome("waiting")
    said = [
        (state.text(in_seat(form, seat), "decision"), state.text(in_seat(form, seat), "reason"))
        for seat in seats
        if state.is_sealed(in_seat(form, seat))
    ]
    ends = {_ended(decision, reason, stage) for decision, reason in said if decision}
    standings = {one.standing for one in ends}
    if len(standings) != 1:
        return Outcome("conflict")
    if len(ends) == 1:
        return ends.pop()
    if stage == ABSTRACT:  # all exclude, for different reasons: none is needed here
        return Outcome("out", next(reason for _decision, reason in said))
    return Outcome("conflict")


def _ended(decision: str, reason: str, stage: Stage) -> Outcome:
    if decision == "exclude":
        return Outcome("out", reason)
    if decision == "maybe" and stage == FULL_TEXT:
        return Outcome("conflict")
    return Outcome("pass")


def pool(state: State, stage: Stage) -> tuple[str, ...]:
    """The records to be screened at a stage: all, or those that went on."""
    found = keepers(state)
    if stage == ABSTRACT:
        return found
    return tuple(record for record in found if outcome(state, record, ABSTRACT).standing == "pass")


def decision_of(state: State, record: str, stage: Stage, person: str) -> tuple[str, str, bool]:
    """What one person said of a record: decision, reason, and whether it is submitted."""
    seat = in_seat(screening_form(record, stage), person)
    return state.text(seat, "decision"), state.text(seat, "reason"), state.is_sealed(seat)


def reasons(state: State) -> tuple[str, ...]:
    """The review's reasons for exclusion, in its order."""
    value = state.value(REVIEW, "screening/reasons")
    return tuple(map(str, value)) if isinstance(value, list) else usual_reasons()


def usual_reasons() -> tuple[str, ...]:
    """The reasons a review begins with, until it writes its own."""
    return (
        _("Wrong population"),
        _("Wrong intervention or exposure"),
        _("Wrong comparison"),
        _("Wrong outcome"),
        _("Wrong design"),
        _("No original data"),
        _("Duplicate of an included report"),
    )


def terms(state: State, which: Literal["include", "exclude"]) -> tuple[str, ...]:
    """The words to highlight that speak for inclusion, or against it."""
    value = state.value(REVIEW, f"screening/{which}_terms")
    return tuple(map(str, value)) if isinstance(value, list) else ()


def conflicts(state: State) -> dict[Stage, int]:
    """How many records the reviewers differ on, by the stages where they do."""
    found: dict[Stage, int] = {}
    for stage in (ABSTRACT, FULL_TEXT):
        records = pool(state, stage)
        n = sum(outcome(state, record, stage).standing == "conflict" for record in records)
        if n:
            found[stage] = n
    return found


def blind_decisions(state: State, stage: Stage) -> list[Answers]:
    """What reviewers said of each record before they compared: all that is open to everyone."""
    found = []
    for record in pool(state, stage):
        form = screening_form(record, stage)
        seats = state.seats(form)
        if len(seats) < 2 or not state.is_open(form):
            continue
        said = tuple(
            (seat, decision)
            for seat in sorted(seats)
            if state.is_sealed(in_seat(form, seat))
            and (decision := state.text(in_seat(form, seat), "decision"))
        )
        if len(said) > 1:
            found.append(Answers(record, "", "overall", stage, said))
    return found


# -- verbs -----------------------------------------------------------------------------------------


def decide(record: str, stage: Stage, person: str, decision: str, reason: str = "") -> Draft:
    """Decide on a record in one's own seat; an empty decision takes it back."""
    seat = in_seat(screening_form(record, stage), person)
    label = {
        "include": _("Include a record"),
        "maybe": _("Maybe include a record"),
        "exclude": _("Exclude a record"),
    }.get(decision, _("Take a decision back"))
    return Draft(
        label,
        (write(seat, "decision", decision or None), write(seat, "reason", reason or None)),
    )


def decide_all(decisions: Iterable[tuple[str, str, str]], stage: Stage, person: str) -> Draft:
    """Take several decisions into one's own seat: (record, decision, reason)."""
    writes: list[Write] = []
    for record, decision, reason in decisions:
        writes.extend(decide(record, stage, person, decision, reason).writes)
    n = len(writes) // 2
    label = ngettext("Take in a decision", "Take in {n} decisions", n).format(n=n)
    return Draft(label, tuple(writes))


def unsubmitted(state: State, stage: Stage, person: str) -> tuple[str, ...]:
    """The records one person has decided on and not submitted."""
    found = []
    for record in pool(state, stage):
        decision, _reason, is_sealed = decision_of(state, record, stage, person)
        if decision and not is_sealed:
            found.append(record)
    return tuple(found)


def submit(
    state: State, records: Sequence[str], stage: Stage, person: str, *, key: SigningKey
) -> Draft:
    """Seal one's decisions on these records, so that they can be compared."""
    from appraisal import drafts

    writes: dict[tuple[str, str], Write] = {}
    for record in records:
        seat = in_seat(screening_form(record, stage), person)
        for made in drafts.seal(state, seat, key=key).writes:
            writes[made.slot.subject, made.slot.field] = made
    return Draft(_submitted(len(records)), tuple(writes.values()))


def submit_many(
    state: State, records: Sequence[str], stage: Stage, person: str, *, key: SigningKey
) -> Iterator[Draft]:
    """The same some records at a time, each called as all are; whoever draws them up may stop."""
    for start in range(0, len(records), SEALED_AT_ONCE):
        some = records[start : start + SEALED_AT_ONCE]
        made = submit(state, some, stage, person, key=key)
        yield replace(made, label=_submitted(len(records)))


def _submitted(n: int) -> str:
    return ngettext("Submit a decision", "Submit {n} decisions", n).format(n=n)


def settle(record: str, stage: Stage, decision: str, reason: str = "", *, why: str = "") -> Draft:
    """Settle a record on which the reviewers differ."""
    seat = in_seat(screening_form(record, stage), AGREED)
    claims = [write(seat, "decision", Claim(decision, why))]
    if decision == "exclude":
        claims.append(write(seat, "reason", reason))
    return Draft(_("Agree"), tuple(claims))


def mark_retrieval(records: Sequence[str], retrieval: str) -> Draft:
    """Say that reports could not be retrieved, or take that back."""
    return Draft(
        _("Report not retrieved") if retrieval else _("Report sought again"),
        tuple(write(record_subject(record), "retrieval", retrieval or None) for record in records),
    )


def annotate(record: str, field: Literal["note", "labels"], text: str) -> Draft:
    """Write a note on a record, or its labels, parted by commas; everyone sees both."""
    if field == "note":
        return Draft(_("Note on a record"), (write(record_subject(record), "note", text or None),))
    labels = list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    return Draft(_("Label a record"), (write(record_subject(record), "labels", labels or None),))


def labels_of(state: State, record: str) -> tuple[str, ...]:
    """The labels of a record."""
    value = state.value(record_subject(record), "labels")
    return tuple(map(str, value)) if isinstance(value, list) else ()


def name_of(state: State, person: str) -> str:
    """What a person is called."""
    return state.text(person_subject(person), "name") or person
