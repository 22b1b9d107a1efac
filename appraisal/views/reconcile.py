"""Both reviewers side by side: what differs, what they said, what is agreed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from appraisal.cells import answer_text
from appraisal.instrument import Domain, Instrument, Item
from appraisal.ledger import Claim, Quote, Value
from appraisal.option_words import answer_words
from appraisal.permission import why_not_agree
from appraisal.ratings import Lookup, settings_of
from appraisal.review_instruments import instrument_of_study
from appraisal.settled import differing, is_own_word
from appraisal.settling import of_all, settling
from appraisal.state import State
from appraisal.store.protocol import Report
from appraisal.subjects import (
    AGREED,
    ITSELF,
    NO_ANSWER,
    REFERRED,
    appraisal_form,
    in_seat,
    person_subject,
    study_subject,
)
from appraisal.targets import assessed, target_name
from appraisal.views.checklist_rows import OptionView
from appraisal.views.history_words import field_name
from appraisal.whose import names_of, settled_by
from resources.i18n import _


@dataclass(frozen=True, slots=True)
class ReconcileRow:
    """An assessment that all have submitted."""

    study: str
    label: str
    short: str
    waiting: int
    agreed: int
    total: int
    target: str = ITSELF
    place: str = ""
    referred: int = 0
    to_confirm: int = 0  # settled without the reader, who is one of its reviewers
    is_single: bool = False  # one reviewer alone: nothing to compare, but second thoughts go here


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
    referred: Claim | None = None
    typed: str = ""  # the cell a number or a text is typed for, where nothing is chosen
    effects: tuple[str, ...] = ()  # the pooled estimate with each side's value
    by: "By | None" = None  # who settled it

    @property
    def is_settled(self) -> bool:
        """Whether an agreed answer stands."""
        return self.agreed is not None


@dataclass(frozen=True, slots=True)
class By:
    """Who settled a point, and who of its reviewers has not confirmed that, by name."""

    name: str
    lacking: str
    may_confirm: bool  # whether the reader is one of them


@dataclass(frozen=True, slots=True)
class Comparison:
    """A whole form, both sides."""

    study: str
    label: str
    form: str
    short: str
    points: tuple[Point, ...]
    target: str = ITSELF
    sentence: str = ""

    @property
    def is_single(self) -> bool:
        """Whether one reviewer alone filled it in."""
        return all(len(one.sides) < 2 for one in self.points)

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
    rows: list[ReconcileRow] = []
    for study in state.ids("study"):
        key = instrument_of_study(state, study)
        if not key:
            continue
        instrument = lookup(key)
        rows += state.kept(study, "reconcile", instrument, partial(_rows, state, study, instrument))
    rows.sort(key=lambda row: not row.waiting)
    return tuple(rows)


def _rows(state: State, study: str, instrument: Instrument) -> tuple[ReconcileRow, ...]:
    found = (
        _row(state, study, instrument, target) for target in assessed(state, study, instrument.key)
    )
    return tuple(row for row in found if row is not None)


def _row(state: State, study: str, instrument: Instrument, target: str) -> ReconcileRow | None:
    form = appraisal_form(study, instrument.key, target)
    readers = len(state.parties(form))
    if not state.is_open(form) or not readers:
        return None
    fields = differing(state, form)
    agreed = agreed_fields(state, form)
    return ReconcileRow(
        study,
        state.text(study_subject(study), "label"),
        instrument.short,
        sum(field not in agreed for field in fields),
        len(agreed),
        len(_fields(state, form)),
        target,
        target_name(state, target),
        referred_count(state, form, fields),
        is_single=readers == 1,
        to_confirm=to_confirm(state, form, fields),
    )


def by_of(state: State, form: str, field: str) -> By | None:
    """Who settled a field; None where nobody has."""
    found = settling(state, form, field)
    if found is None:
        return None
    lacking = names_of(state, found.lacking)
    return By(settled_by(state, form, field), lacking, state.reader in found.lacking)


def agreed_fields(state: State, form: str) -> dict[str, Claim]:
    """What is agreed of a form; what is said about an answer is none itself."""
    said = state.fields(in_seat(form, AGREED))
    return {field: claim for field, claim in said.items() if not field.startswith(NO_ANSWER)}


def to_confirm(state: State, form: str, fields: tuple[str, ...]) -> int:
    """How many differences were settled without the reader, whose form it is too."""
    found = (settling(state, form, field) for field in fields)
    return sum(one is not None and state.reader in one.lacking for one in found)


def referred_count(state: State, form: str, fields: tuple[str, ...]) -> int:
    """How many differences wait for the adjudicator."""
    said = state.fields(in_seat(form, AGREED))
    return sum(f"{REFERRED}{field}" in said and field not in said for field in fields)


def alike_claims(
    state: State, reader: str, *, report: Report | None = None
) -> dict[str, dict[str, Claim]]:
    """What all said alike and nobody has accepted yet, in the forms a reader may settle."""
    found: dict[str, dict[str, Claim]] = {}
    studies = state.ids("study")
    names = names_of(state, state.ids("person"))  # a reason is kept under its author's
    for number, study in enumerate(studies):
        if report is not None:
            report(number, len(studies))
        work = partial(_alike_of_study, state, study, reader)
        found |= state.kept(study, ("alike", reader), names, work)
    return found


def _alike_of_study(state: State, study: str, reader: str) -> dict[str, dict[str, Claim]]:
    found: dict[str, dict[str, Claim]] = {}
    for form in (*state.forms("appraisal", study), *state.forms("extraction", study)):
        if len(state.parties(form)) < 2 or why_not_agree(state, form, reader):
            continue
        settled_or_differs = {*agreed_fields(state, form), *differing(state, form)}
        said = [
            (names_of(state, [one]), state.fields(in_seat(form, one)))
            for one in state.parties(form)
        ]
        new = {
            field: of_all([(name, claims[field]) for name, claims in said])
            for field in _fields(state, form)
            if field in said[0][1] and field not in settled_or_differs and not is_own_word(field)
        }
        if new:
            found[form] = new
    return found


def comparison(state: State, study: str, lookup: Lookup, target: str = ITSELF) -> Comparison | None:
    """A form of a study with both sides; None while it is not open to all."""
    key = instrument_of_study(state, study)
    form = appraisal_form(study, key, target) if key else ""
    if not key or not state.is_open(form):
        return None
    instrument = lookup(key)
    differ = set(differing(state, form))
    points = [
        _point(state, form, field, instrument, differs=field in differ)
        for field in _fields(state, form)
    ]
    order = {field: n for n, field in enumerate(_in_order(instrument))}
    points.sort(key=lambda point: order.get(point.field, len(order)))
    label, place = state.text(study_subject(study), "label"), target_name(state, target)
    named = _("{study}, {place}").format(study=label, place=place) if place else label
    return Comparison(study, named, form, instrument.short, tuple(points), target)


def _in_order(instrument: Instrument) -> Iterator[str]:
    """The fields of a form as the checklist shows them."""
    for domain in instrument.domains:
        for item in domain.items:
            yield f"item/{item.address}"
        yield f"judgement/{domain.id}"
        for block in domain.blocks:
            yield f"judgement/{domain.id}/{block.id}"
        yield f"direction/{domain.id}"
    yield "overall"


def _fields(state: State, form: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for seat in state.parties(form):
        for field in state.fields(in_seat(form, seat)):
            if field != "sealed" and not field.startswith(("comment/", *NO_ANSWER)):
                found[field] = None
    return tuple(found)


def _point(state: State, form: str, field: str, instrument: Instrument, *, differs: bool) -> Point:
    sides = tuple(
        _side(state, form, field, instrument, seat=seat, place=place)
        for place, seat in enumerate(state.parties(form))
    )
    agreed = state.claim(in_seat(form, AGREED), field)
    referred = state.claim(in_seat(form, AGREED), f"{REFERRED}{field}")
    by = by_of(state, form, field)
    settings = settings_of(state, instrument, form.split("/")[2])
    item = _item(instrument, field)
    if item is not None:
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
            field, item.id, item.title, ask, item.type == "multi", options, sides, agreed, differs,
            referred, by=by,
        )  # fmt: skip
    said = agreed.value if agreed is not None else None
    options = tuple(
        OptionView(code, words, 0, code == said) for code, words in choices_of(instrument, field)
    )
    title = title_of(instrument, field)
    return Point(
        field, "", title, "", is_multi=False, options=options, sides=sides, agreed=agreed,
        differs=differs, referred=referred, by=by,
    )  # fmt: skip


def _side(
    state: State, form: str, field: str, instrument: Instrument, *, seat: str, place: int
) -> Side:
    claim = state.claim(in_seat(form, seat), field)
    subject = person_subject(seat)
    letter = state.text(subject, "initials") or chr(ord("A") + place)
    words, score, most = _said(
        instrument, field, claim, settings_of(state, instrument, form.split("/")[2])
    )
    return Side(seat, state.text(subject, "name"), letter, claim, words, score, most)


def _said(
    instrument: Instrument, field: str, claim: Claim | None, settings: dict[str, Value]
) -> tuple[tuple[str, ...], int | None, int]:
    if claim is None:
        return (), None, 0
    item = _item(instrument, field)
    if item is None:
        named = dict(choices_of(instrument, field))
        return (named.get(str(claim.value), str(claim.value)),), None, 0
    codes = claim.value if isinstance(claim.value, list) else [claim.value]
    chosen = [option for option in item.options if option.code in codes]
    words = tuple(
        answer_words(option.code, instrument.fill(option.text, settings)) for option in chosen
    ) or (answer_text(claim.value),)
    scores = [int(option.score or 0) for option in item.options]
    most = sum(scores) if item.type == "multi" else max(scores, default=0)
    return words, sum(int(option.score or 0) for option in chosen) if most else None, most


def _item(instrument: Instrument, field: str) -> Item | None:
    """The item a field answers; None of another field, or where the instrument has none such.

    A file of another desk may hold answers to another text of this instrument.
    """
    kind, _between, address = field.partition("/")
    return instrument.by_address.get(address) if kind == "item" else None


def _domain(instrument: Instrument, name: str) -> Domain | None:
    return next((one for one in instrument.domains if one.id == name), None)


def choices_of(instrument: Instrument, field: str) -> tuple[tuple[str, str], ...]:
    """What can be said in a field that is no item: levels, or directions of bias."""
    kind, *rest = field.split("/")
    if kind == "direction":
        return tuple((option.code, option.text) for option in instrument.directions)
    if kind == "overall":
        levels = instrument.overall.levels
    elif kind == "judgement":
        levels = _levels(instrument, *rest)
    else:
        return ()
    return tuple((level, instrument.level(level).label) for level in levels)


def _levels(instrument: Instrument, domain: str, block: str = "") -> tuple[str, ...]:
    whole = instrument.overall if domain == "overall" else _domain(instrument, domain)
    if whole is None:
        return ()
    own = next((one.levels for one in whole.blocks if one.id == block), ())
    return own if block else whole.levels


def title_of(instrument: Instrument, field: str) -> str:
    """What a field that is no item is about."""
    kind, *rest = field.split("/")
    whole = instrument.overall.title or _("Overall")
    if not rest:
        return whole
    domain = _domain(instrument, rest[0])
    if kind == "item" or (domain is None and rest[0] != "overall"):
        return field_name(field)
    title = domain.title if domain is not None else whole
    if kind == "direction":
        return _("{domain}: direction of bias").format(domain=title)
    if len(rest) > 1:
        blocks = (domain or instrument.overall).blocks
        block = next((one.title for one in blocks if one.id == rest[1]), rest[1])
        return _("{domain}: {block}").format(domain=title, block=block)
    return title
