"""How far a form is: for one reviewer, for the other, and for both together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial

from appraisal.assigned import is_assigned, reviewers
from appraisal.calibration import pending
from appraisal.conditions import SettingIs, walk
from appraisal.instrument import Instrument
from appraisal.ledger import Value
from appraisal.ratings import Lookup, Rating, assess_form, rate, settings_of
from appraisal.review_instruments import instrument_of_study
from appraisal.settled import Rank, Settled, differing
from appraisal.state import State
from appraisal.subjects import AGREED, ITSELF, appraisal_form, in_seat, study_subject
from appraisal.targets import assessed, target_name
from resources.i18n import _


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
    """An assessment on one reviewer's worklist: of a study, or of what of it is judged."""

    study: str
    label: str
    title: str
    instrument: str
    short: str
    cell: SeatCell
    is_open: bool
    target: str = ITSELF
    place: str = ""
    is_calibration: bool = False  # of a round that not all have submitted: it comes first

    @property
    def chip(self) -> str:
        """The checklist, and that a study is there to calibrate on."""
        if not self.is_calibration:
            return self.short
        return _("{checklist} · calibration").format(checklist=self.short)

    @property
    def key(self) -> str:
        """What tells it from the others."""
        return work_key(self.study, self.target)


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """A study in the dashboard: a cell for each reviewer, and the agreed one."""

    study: str
    label: str
    short: str
    seats: tuple[SeatCell, ...]
    agreed: SeatCell
    rating: Rating | None


def work_key(study: str, target: str = ITSELF) -> str:
    """What tells an assessment on a list from the others."""
    return study if target == ITSELF else f"{study}/{target}"


def worklist(state: State, reader: str, lookup: Lookup) -> tuple[WorkRow, ...]:
    """The assessments one reviewer makes, study by study."""
    rows: list[WorkRow] = []
    for study in state.ids("study"):
        key = instrument_of_study(state, study)
        instrument = lookup(key) if key else None
        rows += state.kept(
            study, ("work", reader), instrument, partial(_work, state, study, reader, instrument)
        )
    first = pending(state)
    if not first:
        return tuple(rows)
    rows = [replace(row, is_calibration=row.study in first) for row in rows]
    return tuple(sorted(rows, key=lambda row: not row.is_calibration))


def _work(
    state: State, study: str, reader: str, instrument: Instrument | None
) -> tuple[WorkRow, ...]:
    if not is_assigned(state, study, reader):
        return ()
    subject = study_subject(study)
    label, title = state.text(subject, "label"), state.text(subject, "title")
    if instrument is None:
        return (WorkRow(study, label, title, "", "", SeatCell(SeatState.NONE), is_open=False),)
    return tuple(
        WorkRow(
            study,
            label,
            title,
            instrument.key,
            instrument.short,
            seat_cell(state, study, reader, instrument, target),
            state.is_open(appraisal_form(study, instrument.key, target)),
            target,
            target_name(state, target),
        )
        for target in assessed(state, study, instrument.key)
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
    targets = assessed(state, study, key)
    return ProgressRow(
        study,
        label,
        instrument.short,
        tuple(
            _summed([seat_cell(state, study, person, instrument, one) for one in targets])
            if is_assigned(state, study, person)
            else SeatCell(SeatState.NONE)
            for person in people
        ),
        _all_agreed([agreed_cell(state, study, instrument, one) for one in targets]),
        rate(state, study, lookup),
    )


def _summed(cells: list[SeatCell]) -> SeatCell:
    """How far a reviewer is with all assessments of a study."""
    if len(cells) == 1:
        return cells[0]
    done, total = sum(cell.done for cell in cells), sum(cell.total for cell in cells)
    states = {cell.state for cell in cells}
    if len(states) == 1:
        return SeatCell(cells[0].state, done, total)
    ready = states == {SeatState.READY, SeatState.SUBMITTED}
    return SeatCell(SeatState.READY if ready else SeatState.STARTED, done, total)


def _all_agreed(cells: list[SeatCell]) -> SeatCell:
    """Whether the two agree on all assessments of a study."""
    waiting = sum(cell.done for cell in cells if cell.state == SeatState.DIFFER)
    if waiting:
        return SeatCell(SeatState.DIFFER, waiting)
    is_agreed = all(cell.state == SeatState.AGREED for cell in cells)
    return SeatCell(SeatState.AGREED if is_agreed else SeatState.NONE)


def seat_cell(
    state: State, study: str, person: str, instrument: Instrument, target: str = ITSELF
) -> SeatCell:
    """How far one reviewer is with an assessment of a study.

    Of a seat the reader may not see, only the number of claims is known, not which items they
    answer; it is shown against the items that are asked of an empty form.
    """
    name = ("seat", person, target, instrument.key)
    return state.kept(
        study, name, instrument, partial(_seat_cell, state, study, person, instrument, target)
    )


def _seat_cell(
    state: State, study: str, person: str, instrument: Instrument, target: str
) -> SeatCell:
    form = appraisal_form(study, instrument.key, target)
    subject = in_seat(form, person)
    known = state.progress(subject)
    mine = seat_form(state, subject)
    settings = settings_of(state, instrument, target)
    found = assess_form(instrument, mine, settings)
    asked = max(found.asked, 1)
    if known.sealed:
        return SeatCell(SeatState.SUBMITTED, asked, asked)
    if not known.claims:
        return SeatCell(SeatState.NOT_STARTED, 0, asked)
    if not mine.claims:  # another's, unopened
        return SeatCell(SeatState.STARTED, min(known.claims, asked), asked)
    if not open_points(instrument, mine, settings):
        return SeatCell(SeatState.READY, asked, asked)
    return SeatCell(SeatState.STARTED, found.answered, asked)


def agreed_cell(state: State, study: str, instrument: Instrument, target: str = ITSELF) -> SeatCell:
    """Whether the two agree on an assessment, or on how much they differ."""
    form = appraisal_form(study, instrument.key, target)
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
    missing = [f"setting/{key}" for key in found.unset if _changes_questions(instrument, key)]
    missing += [f"item/{address}" for address in found.missing]
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


def _changes_questions(instrument: Instrument, key: str) -> bool:
    """Whether a setting decides which domains are asked, such as the aim in RoB 2."""
    return any(
        isinstance(part, SettingIs) and part.key == key
        for domain in instrument.domains
        if domain.show_if is not None
        for part in walk(domain.show_if)
    )


def _why(form: Settled, address: str) -> str:
    claim = form.claims.get(f"item/{address}")
    return claim.why.strip() if claim is not None else ""
