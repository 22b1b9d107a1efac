"""People whose rows come from another program: a person each, who has left, with a key of theirs.

What they said is written in their name and submitted. Their key signs for them once and is not
kept, so that nobody can speak for them later. Rows of the consensus are what they agreed on.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from appraisal.drafts import Draft, Write, agree_all, write
from appraisal.folding import folded
from appraisal.incoming import Later
from appraisal.keys import SigningKey
from appraisal.ledger import Claim, new_id
from appraisal.settling import confirmed_field
from appraisal.state import State
from appraisal.subjects import AGREED, in_seat, person_subject
from resources.i18n import _

_CONSENSUS: Final = ("consensus", "agreed", "consenso", "final", "adjudicat")

Claims = dict[str, Claim]


class Said(Protocol):
    """A row that somebody filled in."""

    @property
    def reviewer(self) -> str:
        """Who; empty for whoever takes it in."""


Row = TypeVar("Row", bound=Said)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who was brought in."""

    id: str
    name: str
    key: SigningKey


def is_consensus(reviewer: str) -> bool:
    """Whether a row is what the reviewers agreed on, by what stands in place of a name."""
    return any(word in folded(reviewer) for word in _CONSENSUS)


def reviewers_of(rows: Iterable[Said]) -> tuple[str, ...]:
    """Who filled rows in, the consensus left out."""
    names = (row.reviewer for row in rows if row.reviewer and not is_consensus(row.reviewer))
    return tuple(dict.fromkeys(names))


def people_of(rows: Iterable[Said], state: State, reader: str) -> dict[str, Person]:
    """A person for each name but the reader's own."""
    own = folded(state.text(person_subject(reader), "name"))
    return {
        name: Person(new_id(), name, SigningKey(os.urandom(32)))
        for name in reviewers_of(rows)
        if folded(name) != own
    }


def person_writes(people: Iterable[Person]) -> Iterator[Write]:
    """The writes that bring people in, as having left."""
    for one in people:
        subject = person_subject(one.id)
        yield write(subject, "name", _("{name} (imported)").format(name=one.name))
        yield write(subject, "initials", one.name[:1].upper())
        yield write(subject, "key", one.key.public)
        yield write(subject, "roles", ["reviewer"])
        yield write(subject, "left", value=True)


def is_mine(row: Row, people: dict[str, Person], *, others: Sequence[Row]) -> bool:
    """Whether a row is the reader's; a consensus that stands for nobody is theirs too."""
    if is_consensus(row.reviewer):
        return not any(one.reviewer in people for one in others)
    return row.reviewer not in people


def later_of(
    rows: Sequence[Row],
    people: dict[str, Person],
    *,
    label: str,
    source: str,
    form: Callable[[Row], str],
    claims: Callable[[Row], Claims],
    others: Callable[[Row], Sequence[Row]],
) -> Iterator[Later]:
    """What others said, each in their own name and submitted; then what was agreed."""
    for person in people.values():
        writes: list[Write] = []
        seats: dict[str, None] = {}
        for row in rows:
            subject = in_seat(form(row), person.id)
            if row.reviewer == person.name and subject not in seats:
                seats[subject] = None
                writes += [write(subject, name, claim) for name, claim in claims(row).items()]
        yield Later(person.id, Draft(label, tuple(writes)), tuple(seats), person.key)
    why = _("Consensus, from {name}").format(name=source)
    settled: set[str] = set()
    for row in rows:
        if not is_consensus(row.reviewer) or form(row) in settled:
            continue
        settled.add(form(row))
        seat = in_seat(form(row), AGREED)
        said = {
            people[one.reviewer].id: claims(one) for one in others(row) if one.reviewer in people
        }
        agreed = {name: Claim(one.value, one.why or why) for name, one in claims(row).items()}
        for place, (holder, own) in enumerate(said.items()):
            if not place:  # one of them writes it, and the others stand behind it
                yield Later(holder, agree_all(form(row), agreed), (), waits_for=seat)
                continue
            confirmed = _confirmed(seat, holder, agreed=agreed, own=own)
            if confirmed:
                yield Later(holder, Draft(label, confirmed), (), waits_for=seat)


def _confirmed(seat: str, person: str, *, agreed: Claims, own: Claims) -> tuple[Write, ...]:
    """That a consensus is also that of a reviewer who had said otherwise."""
    return tuple(
        write(seat, confirmed_field(name, person), claim.value)
        for name, claim in agreed.items()
        if claim.value is not None and (name not in own or own[name].value != claim.value)
    )
