"""Both reviewers side by side: what differs, what they said, what is agreed."""

from dataclasses import dataclass
from functools import partial

from appraisal.cells import answer_text
from appraisal.instrument import Instrument
from appraisal.ledger import Claim, Quote, Value
from appraisal.ratings import Lookup, settings_of
from appraisal.review import instrument_of_study
from appraisal.settled import differing
from appraisal.state import State
from appraisal.subjects import AGREED, UNDER, appraisal_form, in_seat, person_subject, study_subject
from appraisal.views.checklist import OptionView


@dataclass(frozen=True, slots=True)
class ReconcileRow:
    """A study that all have submitted."""

    study: str
    label: str
    short: str
    waiting: int
    agreed: int
    total: int


@dataclass(frozen=True, slots=True)
class Side:
    """What one reviewer said."""

    person: str
    name: str
    letter: str
    claim: Claim | None
    words: tuple[str, ...]
    score: int | None
    max: int

    @property
    def value(self) -> Value:
        """The answer."""
        return self.claim.value if self.claim is not None else None

    @property
    def why(self) -> str:
        """The reason."""
        return self.claim.why if self.claim is not None else ""

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotations."""
        return self.claim.quotes if self.claim is not None else ()


@dataclass(frozen=True, slots=True)
class Point:
    """One field of a form: both sides, and the agreed claim where there is one."""

    field: str
    id: str
    title: str
    ask: str
    is_multi: bool
    options: tuple[OptionView, ...]
    sides: tuple[Side, ...]
    agreed: Claim | None
    differs: bool

    @property
    def is_settled(self) -> bool:
        """Whether an agreed answer stands."""
        return self.agreed is not None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A whole form, both sides."""

    study: str
    label: str
    form: str
    instrument: Instrument
    points: tuple[Point, ...]

    @property
    def waiting(self) -> tuple[Point, ...]:
        """What differs and is not settled, in order."""
        return tuple(one for one in self.points if one.differs and not one.is_settled)

    @property
    def settled(self) -> tuple[Point, ...]:
        """What differed and was settled."""
        return tuple(one for one in self.points if one.differs and one.is_settled)

    @property
    def alike(self) -> tuple[Point, ...]:
        """What both said the same."""
        return tuple(one for one in self.points if not one.differs)


def reconcile_rows(state: State, lookup: Lookup) -> tuple[ReconcileRow, ...]:
    """The open studies, those with differences first."""
    rows = []
    for study in state.ids("study"):
        key = instrument_of_study(state, study)
        if not key:
            continue
        instrument = lookup(key)
        row = state.kept(study, "reconcile", instrument, partial(_row, state, study, instrument))
        if row is not None:
            rows.append(row)
    rows.sort(key=lambda row: not row.waiting)
    return tuple(rows)


def _row(state: State, study: str, instrument: Instrument) -> ReconcileRow | None:
    form = appraisal_form(study, instrument.key)
    if not state.is_open(form) or len(state.seats(form)) < 2:
        return None
    fields = differing(state, form)
    agreed = state.fields(in_seat(form, AGREED))
    return ReconcileRow(
        study,
        state.text(study_subject(study), "label"),
        instrument.short,
        sum(field not in agreed for field in fields),
        len(agreed),
        len(_fields(state, form)),
    )


def comparison(state: State, study: str, lookup: Lookup) -> Comparison | None:
    """A study's form with both sides; None while it is not open to all."""
    key = instrument_of_study(state, study)
    form = appraisal_form(study, key) if key else ""
    if not key or not state.is_open(form):
        return None
    instrument = lookup(key)
    differ = set(differing(state, form))
    points = [
        _point(state, form, field, instrument, differs=field in differ)
        for field in _fields(state, form)
    ]
    order = {f"item/{item.address}": n for n, item in enumerate(instrument.items())}
    points.sort(key=lambda point: order.get(point.field, len(order)))
    label = state.text(study_subject(study), "label")
    return Comparison(study, label, form, instrument, tuple(points))


def _fields(state: State, form: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for seat in state.seats(form):
        for field in state.fields(in_seat(form, seat)):
            if field != "sealed" and not field.startswith(("comment/", UNDER)):
                found[field] = None
    return tuple(found)


def _point(state: State, form: str, field: str, instrument: Instrument, *, differs: bool) -> Point:
    sides = tuple(
        _side(state, form, field, instrument, seat=seat, place=place)
        for place, seat in enumerate(state.seats(form))
    )
    agreed = state.claim(in_seat(form, AGREED), field)
    settings = settings_of(state, instrument)
    if field.startswith("item/"):
        item = instrument.item(field.removeprefix("item/"))
        chosen = agreed.value if agreed is not None else None
        codes = chosen if isinstance(chosen, list) else [chosen]
        options = tuple(
            OptionView(
                option.code,
                instrument.fill(option.text, settings),
                int(option.score or 0),
                option.code in codes,
            )
            for option in item.options
        )
        ask = instrument.fill(item.ask, settings)
        return Point(
            field, item.id, item.title, ask, item.type == "multi", options, sides, agreed, differs
        )
    levels = _levels(instrument, field)
    options = tuple(
        OptionView(
            level, instrument.level(level).label, 0, agreed is not None and agreed.value == level
        )
        for level in levels
    )
    title = instrument.overall.title if field == "overall" else _domain_title(instrument, field)
    return Point(field, "", title, "", False, options, sides, agreed, differs)  # noqa: FBT003


def _side(
    state: State, form: str, field: str, instrument: Instrument, *, seat: str, place: int
) -> Side:
    claim = state.claim(in_seat(form, seat), field)
    subject = person_subject(seat)
    letter = state.text(subject, "initials") or "AB"[place : place + 1]
    words, score, most = _said(instrument, field, claim, settings_of(state, instrument))
    return Side(seat, state.text(subject, "name"), letter, claim, words, score, most)


def _said(
    instrument: Instrument, field: str, claim: Claim | None, settings: dict[str, Value]
) -> tuple[tuple[str, ...], int | None, int]:
    if claim is None:
        return (), None, 0
    if not field.startswith("item/"):
        return (instrument.level(str(claim.value)).label,), None, 0
    item = instrument.item(field.removeprefix("item/"))
    codes = claim.value if isinstance(claim.value, list) else [claim.value]
    chosen = [option for option in item.options if option.code in codes]
    words = tuple(
        f"{option.code}  {instrument.fill(option.text, settings)}" for option in chosen
    ) or (answer_text(item, claim.value),)
    scores = [int(option.score or 0) for option in item.options]
    most = sum(scores) if item.type == "multi" else max(scores, default=0)
    return words, sum(int(option.score or 0) for option in chosen) if most else None, most


def _levels(instrument: Instrument, field: str) -> tuple[str, ...]:
    if field == "overall":
        return instrument.overall.levels
    return instrument.domain(field.split("/")[1]).levels if field.startswith("judgement/") else ()


def _domain_title(instrument: Instrument, field: str) -> str:
    return instrument.domain(field.split("/")[1]).title if "/" in field else field
