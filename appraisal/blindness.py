"""How blind each open form was, as the methods text must say.

*Parcels*: each reviewer's answers left their desk closed, and were opened only when all were in.
*Courtesy*: two reviewers wrote in one file, or a working file showed the other's answers early; the
window hid them, nothing else did.
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import TYPE_CHECKING

from appraisal.assigned import is_assigned
from appraisal.state import State
from appraisal.store.protocol import Record
from appraisal.subjects import in_seat
from resources.i18n import ngettext

if TYPE_CHECKING:
    from appraisal.review import Review


class Blind(Enum):
    """How the reviewers of a form were kept apart."""

    PARCELS = "parcels"
    COURTESY = "courtesy"


def blindness(
    state: State, records: Iterable[Record], *, kinds: Iterable[str] = ("appraisal", "extraction")
) -> Mapping[str, Blind]:
    """How blind each open form with two or more reviewers was."""
    closed: set[tuple[str, str]] = set()
    made: dict[str, set[str]] = {}
    courtesy: set[str] = set()
    for one in records:
        if one.kind in ("made", "opened"):
            closed.add((one.form, one.author))
        if one.kind == "made":
            made.setdefault(one.form, set()).add(one.author)
        elif one.kind == "courtesy":
            courtesy.add(one.form)
    found: dict[str, Blind] = {}
    for kind in kinds:
        for form in state.forms(kind):
            seats = state.parties(form)
            if len(seats) < 2 or not state.is_open(f"{form}/{seats[0]}"):
                continue
            apart = form not in courtesy and all((form, seat) in closed for seat in seats)
            apart = apart and len(made.get(form, ())) < 2  # two closed theirs in one file
            found[form] = Blind.PARCELS if apart else Blind.COURTESY
    return found


def shown_early(state: State, records: Iterable[Record], person: str) -> tuple[str, ...]:
    """The forms a person scores of which this file holds another's unopened answers.

    Whoever sits down at this file is blind to them by courtesy alone. Those noted already are left
    out.
    """
    noted = {one.form for one in records if one.kind == "courtesy"}
    return tuple(
        form
        for kind in ("appraisal", "extraction")
        for form in state.forms(kind)
        if form not in noted
        and not state.is_open(form)
        and (person in state.seats(form) or is_assigned(state, form.split("/")[1], person))
        and any(
            seat != person and state.has_entries(in_seat(form, seat)) for seat in state.seats(form)
        )
    )


def note_shown_early(review: "Review", person: str) -> None:
    """Note those forms in the file, where it can be written, for the methods text.

    Raises
    ------
    StorageError
        When it cannot be written.
    """
    forms = shown_early(review.state, review.store.records(), person)
    if forms and not review.store.read_only:
        review.note_courtesy(forms, person)


def blindness_sentence(found: Mapping[str, Blind]) -> str:
    """How blind the review was, for the methods text; empty where nobody scored in duplicate."""
    parcels = sum(one is Blind.PARCELS for one in found.values())
    courtesy = len(found) - parcels
    said = []
    if parcels:
        said.append(
            ngettext(
                "For {n} form, each reviewer's answers were exchanged encrypted and opened only "
                "after all had submitted.",
                "For {n} forms, each reviewer's answers were exchanged encrypted and opened only "
                "after all had submitted.",
                parcels,
            ).format(n=parcels)
        )
    if courtesy:
        said.append(
            ngettext(
                "For {n} form, the reviewers worked in one file or exchanged working files: "
                "blinding rested on courtesy.",
                "For {n} forms, the reviewers worked in one file or exchanged working files: "
                "blinding rested on courtesy.",
                courtesy,
            ).format(n=courtesy)
        )
    return " ".join(said)
