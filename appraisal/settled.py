"""One value: which claim of a form feeds tables, plots and exports.

The order is that of `contracts.md` section 5: agreed; the same from all who submitted; in a
single-reader review the submitted one; for its own holder the reader's own; else nothing. Whoever
uses a value carries its rank along, so that a footer can say what is not final.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from appraisal.ledger import Claim, Value
from appraisal.state import State
from appraisal.subjects import (
    AGREED,
    NO_ANSWER,
    extraction_form,
    in_seat,
    study_subject,
)

Standing = Literal["", "single", "differs", "unfinished"]


class Rank(IntEnum):
    """How settled a value is; the larger, the less."""

    AGREED = 1
    ALIKE = 2
    SINGLE = 3
    MINE = 4
    NOTHING = 5


@dataclass(frozen=True, slots=True)
class Settled:
    """What a form holds for everyone: the claims, and the rank of each."""

    claims: Mapping[str, Claim]
    ranks: Mapping[str, Rank]

    @property
    def rank(self) -> Rank:
        """The least settled rank among the claims; `NOTHING` when there is none."""
        return max(self.ranks.values(), default=Rank.NOTHING)

    def value(self, field: str) -> Value:
        """The value of a field."""
        claim = self.claims.get(field)
        return None if claim is None else claim.value


NONE = Settled({}, {})


def settled(state: State, form: str) -> Settled:
    """The settled claims of a form, as the reader of this state may use them."""
    agreed = _said(state, form, AGREED)
    claims = dict(agreed)
    ranks = dict.fromkeys(agreed, Rank.AGREED)
    others, rank = _unreconciled(state, form)
    for field, claim in others.items():
        if field not in claims:
            claims[field] = claim
            ranks[field] = rank
    return Settled(claims, ranks)


def differing(state: State, form: str) -> tuple[str, ...]:
    """The fields of an open form on which its seats differ, agreed or not.

    Comments, notes and dismissed warnings are each reviewer's own, and nothing to agree on.
    """
    said = [_said(state, form, seat) for seat in state.parties(form)]
    if len(said) < 2 or not state.is_open(form):
        return ()
    fields = dict.fromkeys(field for claims in said for field in claims)
    return tuple(field for field in fields if not is_own_word(field) and not _alike(said, field))


def standing_of(state: State, form: str) -> Standing:
    """How far a form is from what all agreed on; empty where it is that, or nobody began it."""
    if not state.is_open(form):
        return "unfinished" if any(state.progress(in_seat(form, one)).claims
                                   for one in state.seats(form)) else ""  # fmt: skip
    if len(state.parties(form)) == 1:
        return "single"
    agreed = state.fields(in_seat(form, AGREED))
    return "differs" if any(field not in agreed for field in differing(state, form)) else ""


def begun_labels(state: State, outcome: str, studies: Iterable[str]) -> tuple[str, ...]:
    """Which of some studies anyone has begun to extract for an outcome, by label."""
    return tuple(
        state.text(study_subject(study), "label")
        for study in studies
        if standing_of(state, extraction_form(study, outcome))
    )


def is_own_word(field: str) -> bool:
    """Whether a field is each reviewer's own, and nothing to agree on."""
    return field == "note" or field.startswith(("comment/", "warning/"))


def _unreconciled(state: State, form: str) -> tuple[Mapping[str, Claim], Rank]:
    seats = state.seats(form)
    sealed = state.parties(form)
    if state.is_open(form) and sealed:
        said = [_said(state, form, seat) for seat in sealed]
        if len(sealed) == 1:
            return said[0], Rank.SINGLE
        alike = {field: claim for field, claim in said[0].items() if _alike(said, field)}
        return alike, Rank.ALIKE
    if state.reader in seats:
        return _said(state, form, str(state.reader)), Rank.MINE
    return {}, Rank.NOTHING


def _alike(said: list[Mapping[str, Claim]], field: str) -> bool:
    first = said[0].get(field)
    if first is None:
        return all(claims.get(field) is None for claims in said)
    return all(
        (claim := claims.get(field)) is not None and claim.value == first.value for claims in said
    )


def _said(state: State, form: str, seat: str) -> Mapping[str, Claim]:
    fields = state.fields(in_seat(form, seat))
    return {
        field: claim
        for field, claim in fields.items()
        if field != "sealed" and not field.startswith(NO_ANSWER)
    }
