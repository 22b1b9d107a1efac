"""A study's assessments: what is set for each, which are archived, what could be carried over.

Carrying over is an offer, answer by answer, and never done unasked: an answer is offered where the
question and the chosen option mean the same, because id and words are the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from appraisal.cells import answer_text
from appraisal.errors import InvalidClaim
from appraisal.instrument import Instrument, Item
from appraisal.ledger import Claim, Value
from appraisal.ratings import Lookup, settings_of
from appraisal.review_instruments import instrument_of_study
from appraisal.state import State
from appraisal.subjects import AGREED, in_seat, parse
from appraisal.targets import assessed, target_name
from appraisal.views.protocol import SettingRow, is_rated
from resources.i18n import _


@dataclass(frozen=True, slots=True)
class Earlier:
    """An assessment kept from another instrument, version or target; nobody writes in it now."""

    form: str
    target: str
    title: str
    answers: int


@dataclass(frozen=True, slots=True)
class Carried:
    """One answer that could be carried over."""

    field: str
    item: str
    title: str
    words: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class Offer:
    """The answers of one other assessment of the study that mean the same here."""

    form: str
    source: str
    answers: tuple[Carried, ...]


def target_settings(state: State, instrument: Instrument, target: str) -> tuple[SettingRow, ...]:
    """The settings of one target, as they hold for it; rated is that one target alone."""
    chosen = settings_of(state, instrument, target)
    rated = is_rated(state, f"{target}/{instrument.key}")
    return tuple(
        SettingRow(
            instrument,
            one,
            chosen[one.key],
            one.required and chosen[one.key] is None and one.default is None,
            rated,
        )
        for one in instrument.settings
        if one.scope == "result"
    )


def starts_apart(state: State, study: str) -> bool:
    """Whether an assessment listed now would come after the study was opened to all."""
    return any(state.is_open(form) for form in state.forms("appraisal", study))


def earlier(state: State, study: str, reader: str, lookup: Lookup) -> tuple[Earlier, ...]:
    """The assessments of a study that were begun and are no longer the present ones."""
    key = instrument_of_study(state, study)
    now = {(target, key) for target in assessed(state, study, key)} if key else set()
    found = []
    for form in state.forms("appraisal", study):
        _kind, _study, target, of = form.split("/")
        answers = _said(state, form, reader)
        if (target, of) in now or not answers:
            continue
        instrument = _found(lookup, of)
        if instrument is not None:
            title = _titled(instrument, target_name(state, target))
            found.append(Earlier(form, target, title, len(answers)))
    return tuple(found)


def offers(state: State, study: str, target: str, reader: str, lookup: Lookup) -> tuple[Offer, ...]:
    """What of the study's other assessments could be carried over into this reader's form."""
    key = instrument_of_study(state, study)
    form = f"appraisal/{study}/{target}/{key}"
    if not key or state.is_sealed(in_seat(form, reader)) or state.is_open(form):
        return ()
    instrument = lookup(key)
    mine = state.fields(in_seat(form, reader))
    found = []
    for other in state.forms("appraisal", study):
        if other == form:
            continue
        source = _found(lookup, parse(in_seat(other, AGREED)).instrument)
        if source is None:
            continue
        answers = tuple(
            one
            for one in _carried(source, instrument, _said(state, other, reader))
            if one.field not in mine
        )
        if answers:
            place = target_name(state, other.split("/")[2])
            found.append(Offer(other, _titled(source, place), answers))
    return tuple(found)


def _said(state: State, form: str, reader: str) -> Mapping[str, Claim]:
    """What this reader may take over from a form: the agreed answers, else the own ones."""
    own = state.fields(in_seat(form, reader))
    agreed = state.fields(in_seat(form, AGREED))
    return {
        field: claim
        for field, claim in {**own, **agreed}.items()
        if field.startswith(("item/", "judgement/"))
    }


def _carried(
    source: Instrument, instrument: Instrument, said: Mapping[str, Claim]
) -> Iterator[Carried]:
    by_words = {_words_of(item): item for item in instrument.items()}
    for field, claim in said.items():
        kind, _between, address = field.partition("/")
        if kind == "judgement":
            if source.key == instrument.key:
                yield _judged(instrument, address, claim)
            continue
        asked = source.by_address.get(address)
        if asked is None:
            continue
        same = source.id == instrument.id
        item = instrument.by_address.get(address) if same else by_words.get(_words_of(asked))
        if item is not None and _means_the_same(asked, item, claim.value):
            words = _option_words(item, claim.value)
            yield Carried(f"item/{item.address}", item.id, item.title, words, claim)


def _judged(instrument: Instrument, address: str, claim: Claim) -> Carried:
    domain, _between, block = address.partition("/")
    level = next((one.label for one in instrument.levels if one.id == claim.value), "")
    title = next((one.title for one in instrument.domains if one.id == domain), domain)
    blocks = {one.id: one.title for each in instrument.domains for one in each.blocks}
    return Carried(f"judgement/{address}", _("Judgement"), blocks.get(block, title), level, claim)


def _means_the_same(asked: Item, item: Item, value: Value) -> bool:
    """Whether an answer of one item is the same answer in another."""
    if asked.type != item.type:
        return False
    if item.type == "text":
        return True
    codes = value if isinstance(value, list) else [value]
    for code in map(str, codes):
        here, there = item.option(code), asked.option(code)
        if here is None or there is None or _plain(here.text) != _plain(there.text):
            return False
    return True


def _words_of(item: Item) -> tuple[str, str]:
    return _plain(item.title), _plain(item.ask)


def _option_words(item: Item, value: Value) -> str:
    codes = value if isinstance(value, list) else [value]
    words = "; ".join(
        option.text if option.text == option.code else f"{option.code} {option.text}"
        for option in item.options
        if option.code in codes
    )
    return words or answer_text(value)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _titled(instrument: Instrument, place: str) -> str:
    name = _("{instrument}, version {version}").format(
        instrument=instrument.short, version=instrument.version
    )
    return f"{place} ({name})" if place else name


def _found(lookup: Lookup, key: str) -> Instrument | None:
    try:
        return lookup(key)
    except InvalidClaim:  # a version that neither the review nor the program holds
        return None
