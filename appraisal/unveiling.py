"""When what reviewers wrote opens to all: which forms open together, and what they wait for.

`State` asks here once and remembers the answer. The rules read a state as it is, unveiled where it
must be: whether a seat is sealed, and how many answers it holds, is everyone's to know.
"""

from typing import TYPE_CHECKING

from appraisal.subjects import ITSELF, REVIEW
from appraisal.targets import targets_of

if TYPE_CHECKING:
    from appraisal.state import State


def opens_with(state: "State", form: str) -> tuple[str, ...]:
    """The begun forms that open together with one, itself among them.

    Appraisals of a study with its present instrument open together, because answers repeat across
    them. A form of an instrument that was given up, and each extraction, stands alone: a later
    outcome does not shut what all have seen.
    """
    kind, study = form.split("/", 2)[:2]
    begun = state.forms(kind, study)
    if kind != "appraisal" or not _is_current(state, form):
        return (form,) if form in begun else ()
    return tuple(one for one in begun if _is_current(state, one))


def is_open(state: "State", form: str) -> bool:
    """Whether all that opens together with a form has been submitted, by as many as it takes.

    A seat that was taken back whole holds nobody up.
    """
    seats = [
        seat
        for one in opens_with(state, form)
        for seat in _seats_at(state, one)
        if state.is_begun(seat) and not state.has_gone(seat)
    ]
    if not seats:
        return False
    sealed: dict[str, int] = {}
    for subject in seats:
        if not state.is_whole(subject):
            return False
        form = subject.rpartition("/")[0]
        sealed[form] = sealed.get(form, 0) + 1
    needed = state.readers_needed()
    return all(count >= needed for count in sealed.values()) and not _waited_for(state, form)


def _is_current(state: "State", form: str) -> bool:
    """Whether an appraisal is made with the instrument its study has now.

    One of a target that was taken off, or was added when the study had been opened, is not.
    """
    _kind, study, target, instrument = form.split("/")
    subject = f"target/{target}"
    if target != ITSELF and (state.value(subject, "removed") or state.value(subject, "apart")):
        return False
    chosen = state.text(f"study/{study}", "instrument")
    if not chosen:
        design = state.text(f"study/{study}", "design")
        chosen = state.text(REVIEW, f"design/{design}") if design else ""
    if "@" in chosen and state.value(REVIEW, f"instrument/{chosen}") is not None:
        return chosen == instrument  # another version of it is an earlier assessment
    return not chosen or chosen.partition("@")[0] == instrument.partition("@")[0]


def _waited_for(state: "State", form: str) -> bool:
    """Whether another target of the study is still to be assessed, which opens with this one.

    All that was listed opens together; else what one begins later would shut what all saw.
    """
    kind, study, _target, instrument = form.split("/") if form.count("/") == 3 else ("",) * 4
    if kind != "appraisal" or not _is_current(state, form):
        return False
    listed = [one for one in targets_of(state, study) if not one.apart]
    return any(
        not any(map(state.is_whole, _seats_at(state, f"appraisal/{study}/{one.id}/{instrument}")))
        for one in listed
    )


def _seats_at(state: "State", form: str) -> tuple[str, ...]:
    return tuple(f"{form}/{person}" for person in state.seats(form))
