"""Who may write where: the rules of seats, sealing and opening.

`storage_and_teams.md` section 3 is the table behind it: a seat is its holder's alone, closed once
sealed, and frozen for ever once its group is open; the agreed seat is written by a party to it or
by the adjudicator, and only then.
"""

from appraisal.drafts import Write
from appraisal.errors import InvalidClaim
from appraisal.ledger import value_from
from appraisal.seals import seal_holds, seal_of_value
from appraisal.state import State
from appraisal.subjects import AGREED, CONFIRMED, Subject, parse, person_subject
from resources.i18n import _

_LED = frozenset(
    {("study", "reviewers"), ("person", "roles"), ("person", "left"), ("review", "readers")}
)


def check_write(state: State, made: Write, subject: Subject, author: str) -> None:
    """Refuse a write, to this subject, that its author may not make.

    Raises
    ------
    InvalidClaim
        With the rule, in a sentence.
    """
    if not author:
        raise InvalidClaim(_("Nobody is signed in."), remedy=_("Say who you are, then try again."))
    if not subject.veiled:
        _check_team(state, subject, made.slot.field, author)
        return
    if subject.seat == AGREED:
        _check_agreed(state, subject, author)
        _check_confirming(made.slot.field, author)
    elif subject.seat != author:
        raise InvalidClaim(_("Only its reviewer can write in this form."))
    elif made.slot.field == "sealed":
        _check_seal(state, made)
    elif state.is_sealed(made.slot.subject):
        raise InvalidClaim(
            _("This form is submitted."),
            remedy=_("Reopen it with a reason, or settle it in the agreed answer."),
        )
    elif state.seats(subject.form) and state.is_open(made.slot.subject):
        raise InvalidClaim(
            _("All have submitted: this form takes no new reviewer."),
            remedy=_("A further view goes into the agreed answer."),
        )


def _check_team(state: State, subject: Subject, field: str, author: str) -> None:
    """Only a coordinator, where there is one, says who scores what, and who has which role."""
    about = (subject.kind, field)
    if about not in _LED:
        return
    if state.row(f"{subject.kind}/{subject.ids[0]}", field) is None and subject.kind == "person":
        return  # whoever joins says what they do
    leading = leaders(state)
    if leading and author not in leading:
        raise InvalidClaim(
            _("Only a coordinator can change roles, assign studies and say how many score each.")
        )
    if subject.kind == "study" and any(
        state.is_open(form) for form in state.forms("appraisal", subject.ids[0])
    ):
        raise InvalidClaim(
            _("All have submitted: this study can no longer be assigned."),
            remedy=_("A further view goes into the agreed answer."),
        )


def leaders(state: State) -> tuple[str, ...]:
    """The coordinators that are still there."""
    found = []
    for person in state.ids("person"):
        roles = state.value(person_subject(person), "roles")
        left = state.value(person_subject(person), "left")
        if isinstance(roles, list) and "coordinator" in roles and not left:
            found.append(person)
    return tuple(found)


def why_not_agree(state: State, form: str, person: str) -> str:
    """Why a person may not settle a form; empty where they may."""
    if not state.is_open(f"{form}/{AGREED}"):
        return _("The reviewers have not all submitted yet.")
    roles = state.value(person_subject(person), "roles") if person else None
    if person not in state.parties(form) and not (
        isinstance(roles, list) and "adjudicator" in roles
    ):
        return _("Only its reviewers or the adjudicator can settle this form.")
    return ""


def _check_agreed(state: State, subject: Subject, author: str) -> None:
    why = why_not_agree(state, subject.form, author)
    if why:
        remedy = "" if state.is_open(subject.form) else _("Agree once everyone has submitted.")
        raise InvalidClaim(why, remedy=remedy)


def _check_confirming(field: str, author: str) -> None:
    if field.startswith(CONFIRMED) and field.split("/")[1] != author:
        raise InvalidClaim(_("Only they themselves can confirm an answer in their name."))


def _check_seal(state: State, made: Write) -> None:
    subject = made.slot.subject
    if state.is_open(subject):
        raise InvalidClaim(
            _("All have submitted: this form can no longer be changed."),
            remedy=_("A second thought goes into the agreed answer."),
        )
    value = made.claim.value
    if isinstance(value, dict):
        digest, count = state.seal_of(subject)
        if (value.get("digest"), value.get("count")) != (digest, count):
            raise InvalidClaim(_("The form was changed while it was being submitted."))
        _check_signature(state, made)
    elif not made.claim.why.strip():
        raise InvalidClaim(_("Say why you reopen this form."))


def _check_signature(state: State, made: Write) -> None:
    """Refuse a seal that the known key of its holder did not sign: no other desk would take it."""
    person = parse(made.slot.subject).seat
    known = [value_from(row.body) for row in state.heads(person_subject(person), "key")]
    seal = seal_of_value(made.claim.value)
    if seal is None or not any(known):
        return
    if not any(seal_holds(made.slot.subject, seal, str(key)) for key in known):
        name = state.text(person_subject(person), "name") or person
        raise InvalidClaim(
            _("This computer does not have the signing key of {name}.").format(name=name),
            remedy=_("Bring the key from the other computer: Settings, Read my key from a file."),
        )
