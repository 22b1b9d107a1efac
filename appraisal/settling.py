"""Who settled a point of a form: its reviewers together, some of them, or an adjudicator.

It is read from what stands: who wrote the agreed answer, whose own submitted answer it is, and who
confirmed it since. Nothing else is on record of how they came to it, so nothing else is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from appraisal.errors import InvalidClaim
from appraisal.ledger import Claim, checked_body, value_from
from appraisal.state import State
from appraisal.subjects import AGREED, CONFIRMED, in_seat, person_subject
from appraisal.whose import names_of
from resources.i18n import _


class Way(Enum):
    """How a point was settled."""

    TOGETHER = "together"
    PART = "part"  # more than one of its reviewers, and not all
    ALONE = "alone"
    ADJUDICATOR = "adjudicator"
    OTHER = "other"  # the window lets nobody else settle; a file or a parcel may bring it


@dataclass(frozen=True, slots=True)
class Settling:
    """How a point was settled, who stands behind it, and which of its reviewers do not yet."""

    way: Way
    people: tuple[str, ...]
    lacking: tuple[str, ...] = ()


def settling(state: State, form: str, field: str) -> Settling | None:
    """How a field of an open form was settled; None where it was not."""
    seat = in_seat(form, AGREED)
    agreed, row = state.claim(seat, field), state.row(seat, field)
    if agreed is None or row is None:
        return None
    parties = state.parties(form)
    if row.author not in parties:
        way = Way.ADJUDICATOR if _is_named_adjudicator(state, row.author) else Way.OTHER
        return Settling(way, (row.author,))
    behind = tuple(
        person
        for person in parties
        if person == row.author
        or _says(state.claim(in_seat(form, person), field), agreed)
        or _has_confirmed(state, seat, field, person, agreed)
    )
    lacking = tuple(person for person in parties if person not in behind)
    if not lacking:
        return Settling(Way.TOGETHER, behind)
    return Settling(Way.ALONE if len(behind) == 1 else Way.PART, behind, lacking)


def confirmed_field(field: str, person: str) -> str:
    """Where a reviewer says that an agreed answer is theirs too."""
    return f"{CONFIRMED}{person}/{field}"


def settled_words(state: State, form: str, field: str) -> str:
    """Who settled a field, in words; empty where nobody has."""
    found = settling(state, form, field)
    if found is None:
        return ""
    names = names_of(state, found.people)
    if found.way is Way.TOGETHER:
        return _("all its reviewers") if len(found.people) > 1 else names
    if found.way is Way.ADJUDICATOR:
        return _("{name}, adjudicator").format(name=names)
    if found.way is Way.OTHER:
        return _("{name}, who neither scored it nor is the adjudicator").format(name=names)
    return _("{name} alone").format(name=names) if found.way is Way.ALONE else names


def of_all(said: Sequence[tuple[str, Claim]]) -> Claim:
    """One claim of several that have the same value: every reason by its author's name.

    `said` has the name of each. Where all gave one reason, or only one gave any, it stands as it
    is. Where together they are more than a claim may hold, the first stands alone; each reviewer's
    own answer keeps the rest.
    """
    first = said[0][1]
    reasons = [(name, claim.why.strip()) for name, claim in said if claim.why.strip()]
    differ = len({why for _name, why in reasons}) > 1
    lines = [f"{name}: {why}" if differ else why for name, why in reasons]
    quotes = dict.fromkeys(quote for _name, claim in said for quote in claim.quotes)
    made = Claim(first.value, "\n".join(lines if differ else lines[:1]), tuple(quotes))
    try:
        checked_body(made)
    except InvalidClaim:
        return first
    return made


def _is_named_adjudicator(state: State, person: str) -> bool:
    """Whether a person is the adjudicator, by any of the claims that stand about it."""
    said = (value_from(row.body) for row in state.heads(person_subject(person), "roles"))
    return any(isinstance(roles, list) and "adjudicator" in roles for roles in said)


def _says(own: Claim | None, agreed: Claim) -> bool:
    return own is not None and own.value == agreed.value


def _has_confirmed(state: State, seat: str, field: str, person: str, agreed: Claim) -> bool:
    place = confirmed_field(field, person)
    row = state.row(seat, place)
    return row is not None and row.author == person and _says(state.claim(seat, place), agreed)
