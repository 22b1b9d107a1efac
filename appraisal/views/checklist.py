"""One seat's form as a checklist: domains, items, options, and what the answers add up to."""

from collections.abc import Mapping
from dataclasses import dataclass

from appraisal.algorithm import Assessment
from appraisal.instrument import Domain, Instrument, Item, Level
from appraisal.ledger import Claim, Quote, Value
from appraisal.ratings import Lookup, Rating, assess_form, rating_of, settings_of
from appraisal.review import instrument_of_study
from appraisal.state import State
from appraisal.subjects import appraisal_subject, item_field, rule_subject, study_subject
from appraisal.views.seats import SeatCell, open_points, seat_cell, seat_form


@dataclass(frozen=True, slots=True)
class OptionView:
    """One answer an item offers; `stars` is what it would earn here and now."""

    code: str
    text: str
    stars: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ItemView:
    """One question with its answer."""

    address: str
    id: str
    title: str
    ask: str
    help: str
    rule: str
    type: str
    options: tuple[OptionView, ...]
    value: Value
    why: str
    quotes: tuple[Quote, ...]
    is_asked: bool
    is_answered: bool
    because: str
    needs_why: bool
    score: int | None
    max: int

    @property
    def chosen(self) -> tuple[OptionView, ...]:
        """The options that are chosen."""
        return tuple(option for option in self.options if option.is_chosen)


@dataclass(frozen=True, slots=True)
class DomainView:
    """A domain as a card."""

    id: str
    label: str
    title: str
    items: tuple[ItemView, ...]
    answered: int
    asked: int
    score: int | None
    max: int
    suggested: str
    chosen: str
    is_judged: bool
    judged: Claim | None
    levels: tuple[Level, ...]
    comment: str
    quotes: int

    @property
    def is_complete(self) -> bool:
        """Whether every item that is asked was answered."""
        return self.answered == self.asked


@dataclass(frozen=True, slots=True)
class Checklist:
    """A whole form in one seat."""

    study: str
    label: str
    subject: str
    instrument: Instrument
    domains: tuple[DomainView, ...]
    rating: Rating
    cell: SeatCell
    lacking: tuple[str, ...]
    is_sealed: bool
    is_open: bool
    overall: Claim | None
    suggested_overall: str

    def items(self) -> tuple[ItemView, ...]:
        """The items that are asked, in their order."""
        return tuple(item for domain in self.domains for item in domain.items if item.is_asked)

    def item(self, address: str) -> ItemView | None:
        """The item at `domain/item`, if it is asked."""
        return next((item for item in self.items() if item.address == address), None)


def checklist(state: State, study: str, reader: str, lookup: Lookup) -> Checklist | None:
    """A study's form in a reader's seat; None when the study has no instrument."""
    key = instrument_of_study(state, study)
    if not key:
        return None
    instrument = lookup(key)
    subject = appraisal_subject(study, "-", key, reader)
    form = seat_form(state, subject)
    settings = settings_of(state, instrument)
    found = assess_form(instrument, form, settings)
    return Checklist(
        study,
        state.text(study_subject(study), "label"),
        subject,
        instrument,
        tuple(
            _domain(state, domain, instrument, subject, found, settings)
            for domain in instrument.domains
            if found.domains[domain.id].shown
        ),
        rating_of(study, instrument, form, settings),
        seat_cell(state, study, reader, instrument),
        open_points(instrument, form, settings),
        state.is_sealed(subject),
        state.is_open(subject),
        state.standing(subject, "overall"),
        found.overall.suggested or "",
    )


def _domain(
    state: State,
    domain: Domain,
    instrument: Instrument,
    subject: str,
    found: Assessment,
    settings: Mapping[str, Value],
) -> DomainView:
    items = tuple(_item(state, item, instrument, subject, found, settings) for item in domain.items)
    result = found.domains[domain.id]
    return DomainView(
        domain.id,
        domain.label,
        domain.title,
        items,
        result.answered,
        result.asked,
        None if result.score is None else int(result.score),
        int(result.max or 0),
        result.suggested or "",
        result.chosen or "",
        domain.judgement != "none",
        state.standing(subject, f"judgement/{domain.id}"),
        tuple(instrument.level(level) for level in domain.levels),
        state.text(subject, f"comment/{domain.id}"),
        sum(len(item.quotes) for item in items),
    )


def _item(
    state: State,
    item: Item,
    instrument: Instrument,
    subject: str,
    found: Assessment,
    settings: Mapping[str, Value],
) -> ItemView:
    claim = state.standing(subject, item_field(item.address))
    result = found.items[item.address]
    value = claim.value if claim is not None else None
    chosen = value if isinstance(value, list) else [value]
    return ItemView(
        item.address,
        item.id,
        item.title,
        instrument.fill(item.ask, settings),
        instrument.fill(item.help, settings),
        state.text(rule_subject(instrument.id, item.address), "text"),
        item.type,
        tuple(
            OptionView(
                option.code,
                instrument.fill(option.text, settings),
                int(option.score or 0),
                option.code in chosen,
            )
            for option in item.options
        ),
        value,
        claim.why if claim is not None else "",
        claim.quotes if claim is not None else (),
        result.asked,
        result.answered,
        "",
        item.why_required,
        None if result.score is None else int(result.score),
        int(result.max or 0),
    )
