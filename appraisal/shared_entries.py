"""Entries judged once a study, in a checklist that judges others for each outcome group or test.

The Cochrane tool of 2011 has one entry a study on the sequence and one for each outcome group on
blinding; QUADAS-2 has one domain for each index test. Every group has a form of its own, which is
sealed, compared and shown as a whole. So an entry of the study stands in each of these forms, and
what is said of it in one is said in all of them, in one change: `docs/decisions/0004` weighs it.
"""

from collections.abc import Iterator, Mapping

from appraisal.drafts import Draft, Write
from appraisal.instrument import Instrument
from appraisal.ledger import Claim, Slot
from appraisal.permission import why_not_agree
from appraisal.state import State
from appraisal.subjects import AGREED, CONFIRMED, ITSELF, appraisal_subject, parse
from appraisal.targets import assessed, targets_of

_OF_A_DOMAIN = ("item", "judgement", "direction", "comment")


def domains_of_study(instrument: Instrument) -> frozenset[str]:
    """The domains judged once a study; none where no domain is judged for each group or test."""
    if not any(domain.per for domain in instrument.domains):
        return frozenset()
    return frozenset(domain.id for domain in instrument.domains if not domain.per)


def parts(state: State, study: str, instrument: Instrument) -> tuple[str, ...]:
    """The targets of a study whose forms share its entries: its groups, and itself once begun."""
    kinds = {domain.per for domain in instrument.domains if domain.per}
    of_kind = {one.id for one in targets_of(state, study) if one.kind in kinds}
    known = assessed(state, study, instrument.key)
    return tuple(one for one in known if one == ITSELF or one in of_kind) if kinds else ()


def siblings(state: State, subject: str, instrument: Instrument) -> tuple[str, ...]:
    """The other forms, in the same seat, in which the study's entries stand too."""
    parsed = parse(subject)
    if parsed.kind != "appraisal" or not domains_of_study(instrument):
        return ()
    study, target, key, seat = parsed.ids
    found = parts(state, study, instrument)
    if target not in found or key != instrument.key:
        return ()
    return tuple(appraisal_subject(study, one, key, seat) for one in found if one != target)


def everywhere(state: State, instrument: Instrument, draft: Draft, *, author: str) -> Draft:
    """The draft, with what it says of the study's entries said in every form they stand in.

    A form that its author may not write in, such as a submitted one, is left as it is.
    """
    shared = domains_of_study(instrument)
    more = [
        Write(Slot(subject, one.slot.field), one.claim)
        for one in draft.writes
        if domain_of(one.slot.field) in shared
        for subject in siblings(state, one.slot.subject, instrument)
        if _may_write(state, subject, author)
    ]
    return Draft(draft.label, (*draft.writes, *more)) if more else draft


def begun_with(
    state: State, study: str, target: str, instrument: Instrument, seat: str
) -> tuple[Write, ...]:
    """What a new form of the study begins with: the entries that its seat has judged already."""
    shared = domains_of_study(instrument)
    said: dict[str, Claim] = {}
    for part in parts(state, study, instrument):
        claims = state.fields(appraisal_subject(study, part, instrument.key, seat))
        for field, claim in claims.items():
            if domain_of(field) in shared and claim.value is not None:
                said.setdefault(field, claim)
    subject = appraisal_subject(study, target, instrument.key, seat)
    return tuple(Write(Slot(subject, field), claim) for field, claim in said.items())


def differing(
    state: State, subject: str, instrument: Instrument, domain: str
) -> Iterator[tuple[str, bool, bool]]:
    """The other forms of an entry: whether each says otherwise, and whether it is submitted."""
    own = _said(state.fields(subject), domain)
    for other in siblings(state, subject, instrument):
        theirs = _said(state.fields(other), domain)
        yield other, theirs != own, bool(theirs) and state.is_sealed(other)


def domain_of(field: str) -> str:
    """The domain a field of a form belongs to; empty for the whole and for the seal."""
    if field.startswith(CONFIRMED):
        field = field.split("/", 2)[2]
    kind, _slash, place = field.partition("/")
    return place.partition("/")[0] if kind in _OF_A_DOMAIN else ""


def _said(claims: Mapping[str, Claim], domain: str) -> dict[str, object]:
    return {
        field: claim.value
        for field, claim in claims.items()
        if domain_of(field) == domain
        and claim.value is not None
        and field.startswith(("item/", "judgement/"))
    }


def _may_write(state: State, subject: str, author: str) -> bool:
    form, _slash, seat = subject.rpartition("/")
    if seat == AGREED:
        return not why_not_agree(state, form, author)
    return not state.is_sealed(subject) and not (state.seats(form) and state.is_open(subject))
