"""Whose answer an agreed one is: it is read from the answers, not stored beside them."""

from collections.abc import Mapping, Sequence

from appraisal.ledger import Claim
from appraisal.state import State
from appraisal.subjects import AGREED, in_seat, person_subject
from resources.i18n import _


def taken_from(agreed: Claim, said: Mapping[str, Claim | None]) -> tuple[str, ...]:
    """The reviewers whose answer the agreed one is; none where it is another."""
    return tuple(
        person
        for person, claim in said.items()
        if claim is not None and claim.value == agreed.value
    )


def whose_words(state: State, agreed: Claim, said: Mapping[str, Claim | None]) -> str:
    """Whose answer was taken, in words."""
    people = taken_from(agreed, said)
    if not people:
        return _("another answer")
    if len(people) == len(said):
        return _("the same from all")
    return names_of(state, people)


def settled_by(state: State, form: str, field: str) -> str:
    """What whoever settled a field of a form is called; empty where nobody has."""
    row = state.row(in_seat(form, AGREED), field)
    return "" if row is None else names_of(state, [row.author])


def names_of(state: State, people: Sequence[str]) -> str:
    """What people are called, one after the other."""
    return ", ".join(state.text(person_subject(one), "name") or one for one in people)
