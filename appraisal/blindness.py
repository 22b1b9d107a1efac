"""How blind each open form was, as the methods text must say.

*Parcels*: each reviewer's answers left their desk closed, and were opened only when all were in.
*Courtesy*: two reviewers wrote in one file, or a working file showed the other's answers early; the
window hid them, nothing else did.
"""

from collections.abc import Iterable, Mapping
from enum import Enum

from appraisal.state import State
from appraisal.store.protocol import Record
from resources.i18n import ngettext


class Blind(Enum):
    """How the reviewers of a form were kept apart."""

    PARCELS = "parcels"
    COURTESY = "courtesy"


def blindness(
    state: State, records: Iterable[Record], *, kinds: Iterable[str] = ("appraisal", "extraction")
) -> Mapping[str, Blind]:
    """How blind each open form with two or more reviewers was."""
    closed: set[tuple[str, str]] = set()
    courtesy: set[str] = set()
    for one in records:
        if one.kind in ("made", "opened"):
            closed.add((one.form, one.author))
        elif one.kind == "courtesy":
            courtesy.add(one.form)
    found: dict[str, Blind] = {}
    for kind in kinds:
        for form in state.forms(kind):
            seats = state.seats(form)
            if len(seats) < 2 or not state.is_open(f"{form}/{seats[0]}"):
                continue
            apart = form not in courtesy and all((form, seat) in closed for seat in seats)
            found[form] = Blind.PARCELS if apart else Blind.COURTESY
    return found


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
