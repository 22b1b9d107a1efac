"""How far a form is: for one reviewer, for the other, and for both together."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import partial

from appraisal.instrument import Instrument
from appraisal.kept import EVERYWHERE
from appraisal.ledger import Value
from appraisal.ratings import Lookup, Rating, assess_form, rate, settings_of
from appraisal.review import instrument_of_study
from appraisal.settled import Rank, Settled, differing
from appraisal.state import State
from appraisal.subjects import AGREED, appraisal_form, in_seat, study_subject


class SeatState(Enum):
    """Where a seat or a form stands."""

    NONE = "none"  # nothing to do here: no instrument, or not yet possible
    NOT_STARTED = "not_started"
    STARTED = "started"
    READY = "ready"
    SUBMITTED = "submitted"
    DIFFER = "differ"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class SeatCell:
    """One cell of the progress grid: `done` of `total`, or how many differ."""

    state: SeatState
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A study on one reviewer's worklist."""

    study: str
    label: str
    title: str
    instrument: str
    short: str
    cell: SeatCell
    is_open: bool


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """A study in the dashboard: a cell for each reviewer, and the agreed one."""

    study: str
    label: str
    short: str
    seats: tuple[SeatCell, ...]
    agreed: SeatCell
    rating: Rating | None


def reviewers(state: State) -> tuple[str, ...]:
    """The people who score, in their order."""
    return state.kept(EVERYWHERE, "reviewers", None, lambda: _reviewers(state))


def _reviewers(state: State) -> tuple[str, ...]:
    return tuple(
        person
        for person in state.ids("person")
        if _scores(state.value(f"person/{person}", "roles"))
    )


def worklist(state: State, reader: str, lookup: Lookup) -> tuple[WorkRow, ...]:
    """The studies one reviewer scores, in their order."""
    rows = []
    for study in state.ids("study"):
        key = instrument_of_study(state, study)
        instrument = lookup(key) if key else None
        row = state.kept(
            study, ("work", reader), instrument, partial(_work, state, study, reader, instrument)
        )
        if row is not None:
            rows.append(row)
    return tuple(rows)


def _work(state: State, study: str, reader: str, instrument: Instrument | None) -> WorkRow | None:
    if not is_assigned(state, study, reader):
        return None
    subject = study_subject(study)
    label, title = state.text(subject, "label"), state.text(subject, "title")
    if instrument is None:
        return WorkRow(study, label, title, "", "", SeatCell(SeatState.NONE), is_open=False)
    return WorkRow(
        study,
        label,
        title,
        instrument.key,
        instrument.short,
        seat_cell(state, study, reader, instrument),
        state.is_open(appraisal_form(study, instrument.key)),
    )


def progress(state: State, lookup: Lookup) -> tuple[ProgressRow, ...]:
    """The dashboard's grid: every study, every reviewer."""
    rows = []
    for study in state.ids("study"):
        key = instrument_of_study(state, study)
        instrument = lookup(key) if key else None
        rows.append(
            state.kept(study, "progress", instrument, partial(_progress, state, study, lookup))
        )
    return tuple(rows)


def _progress(state: State, study: str, lookup: Lookup) -> ProgressRow:
    people = reviewers(state)
    key = instrument_of_study(state, study)
    label = state.text(study_subject(study), "label")
    if not key:
        empty = SeatCell(SeatState.NONE)
        return ProgressRow(study, label, "", (empty,) * len(people), empty, None)
    instrument = lookup(key)
    return ProgressRow(
        study,
        label,
        instrument.short,
        tuple(
            seat_cell(state, study, person, instrument)
            if is_assigned(state, study, person)
            else SeatCell(SeatState.NONE)
            for person in people
        ),
        agreed_cell(state, study, instrument),
        rate(state, study, lookup),
    )


def seat_cell(state: State, study: str, person: str, instrument: Instrument) -> SeatCell:
    """How far one reviewer is with a study.

    Of a seat the reader may not see, only the number of claims is known, not which items they
    answer; it is shown against the items that are asked of an empty form.
    """
    name = ("seat", person, instrument.key)
    return state.kept(
        study, name, instrument, partial(_seat_cell, state, study, person, instrument)
    )


def _seat_cell(state: State, study: str, person: str, instrument: Instrument) -> SeatCell:
    form = appraisal_form(study, instrument.key)
    subject = in_seat(form, person)
    known = state.progress(subject)
    mine = seat_form(state, subject)
    found = assess_form(instrument, mine, settings_of(state, instrument))
    asked = max(found.asked, 1)
    if known.sealed:
        return SeatCell(SeatState.SUBMITTED, asked, asked)
    if not known.claims:
        return SeatCell(SeatState.NOT_STARTED, 0, asked)
    if not mine.claims:  # another's, unopened
        return SeatCell(SeatState.STARTED, min(known.claims, asked), asked)
    open_now = open_points(instrument, mine, settings_of(state, instrument))
    if not open_now:
        return SeatCell(SeatState.READY, asked, asked)
    return SeatCell(SeatState.STARTED, found.answered, asked)


def agreed_cell(state: State, study: str, instrument: Instrument) -> SeatCell:
    """Whether the two agree on a study, or on how much they differ."""
    form = appraisal_form(study, instrument.key)
    if not state.is_open(form):
        return SeatCell(SeatState.NONE)
    agreed = state.fields(in_seat(form, AGREED))
    waiting = [field for field in differing(state, form) if field not in agreed]
    if waiting:
        return SeatCell(SeatState.DIFFER, len(waiting))
    return SeatCell(SeatState.AGREED)


def seat_form(state: State, subject: str) -> Settled:
    """What one seat says, in the shape of a settled form."""
    claims = {field: claim for field, claim in state.fields(subject).items() if field != "sealed"}
    return Settled(claims, dict.fromkeys(claims, Rank.MINE))


def open_points(
    instrument: Instrument, form: Settled, settings: Mapping[str, Value]
) -> tuple[str, ...]:
    """What still lacks before a form can be submitted, as fields.

    Items that are asked and unanswered; items that want support and have none; judgements that are
    the assessor's to make; a reason where a judgement departs or the instrument requires one.
    """
    found = assess_form(instrument, form, settings)
    missing = [f"item/{address}" for address in found.missing]
    missing += [
        f"item/{item.address}"
        for item in instrument.items()
        if item.why_required and found.items[item.address].answered and not _why(form, item.address)
    ]
    missing += [
        place if place.startswith("overall") else f"judgement/{place}" for place in found.to_judge
    ]
    overall = form.claims.get("overall")
    if overall is not None and not overall.why.strip():
        must = overall.value in instrument.overall.why_required or found.overall.departs
        missing += ["overall"] if must else []
    missing += [
        f"judgement/{domain}"
        for domain, result in found.domains.items()
        if result.departs and not form.claims[f"judgement/{domain}"].why.strip()
    ]
    return tuple(dict.fromkeys(missing))


def _why(form: Settled, address: str) -> str:
    claim = form.claims.get(f"item/{address}")
    return claim.why.strip() if claim is not None else ""


def is_assigned(state: State, study: str, person: str) -> bool:
    """Whether a person scores a study; everyone who scores does, unless the study names some."""
    named = state.value(study_subject(study), "reviewers")
    if isinstance(named, list) and named:
        return person in named
    return person in reviewers(state)


def _scores(roles: object) -> bool:
    return not isinstance(roles, list) or not roles or "reviewer" in roles
