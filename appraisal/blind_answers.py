"""What the reviewers answered before they talked: each item, each domain's judgement, the whole.

Only sealed answers of open forms stand here, so that agreement is always that of blind answers. A
question that only one reviewer's path leads to counts as one answer missing, at that question.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

from appraisal.assessment import Assessment
from appraisal.cells import answer_text
from appraisal.instrument import Domain, Instrument
from appraisal.ledger import Value
from appraisal.ratings import Lookup, assess_form, settings_of
from appraisal.review_instruments import instrument_of_study
from appraisal.settled import Rank, Settled
from appraisal.shared_entries import domains_of_study, parts
from appraisal.state import State
from appraisal.subjects import appraisal_form, in_seat
from appraisal.targets import assessed

What = Literal["item", "domain", "overall"]
NOT_ANSWERED = "–"


@dataclass(frozen=True, slots=True)
class Answers:
    """What every reviewer of one study said at one place; `order` where the levels have one.

    `place` is the item's address, the domain's id, or empty for the whole. Reviewers stand in the
    order of their ids, the same in every file.
    """

    study: str
    instrument: str
    what: What
    place: str
    said: tuple[tuple[str, str], ...]
    order: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The answers alone."""
        return tuple(code for _reader, code in self.said)

    @property
    def is_same(self) -> bool:
        """Whether all chose the same."""
        return len(set(self.codes)) == 1

    @property
    def domain(self) -> str:
        """The domain it belongs to; empty for the whole."""
        return self.place.partition("/")[0]


def blind_answers(state: State, lookup: Lookup, study: str | None = None) -> tuple[Answers, ...]:
    """Everything said blind, of one study or of all whose forms are open."""
    found: list[Answers] = []
    for one in state.ids("study") if study is None else (study,):
        key = instrument_of_study(state, one)
        if key:
            instrument = lookup(key)
            work = partial(_of_study, state, one, instrument)
            found += state.kept(one, "blind", instrument, work)
    return tuple(found)


def instruments_of_studies(state: State, lookup: Lookup) -> dict[str, Instrument]:
    """The instruments in use, looked up beforehand: a job may not ask the window's review."""
    keys = {instrument_of_study(state, study) for study in state.ids("study")}
    return {key: lookup(key) for key in keys if key}


def blind_items(state: State, lookup: Lookup) -> tuple[Answers, ...]:
    """The answers to items alone: they need no judgement worked out, so they are there at once."""
    found: list[Answers] = []
    for study in state.ids("study"):
        key = instrument_of_study(state, study)
        if key:
            instrument = lookup(key)
            work = partial(_items_of_study, state, study, instrument)
            found += state.kept(study, "blind items", instrument, work)
    return tuple(found)


def _items_of_study(state: State, study: str, instrument: Instrument) -> tuple[Answers, ...]:
    def of_form(target: str) -> Iterator[Answers]:
        form = appraisal_form(study, instrument.key, target)
        readers = sorted(state.parties(form)) if state.is_open(form) else []
        if len(readers) > 1:
            said = {one: state.values(in_seat(form, one)) for one in readers}
            yield from _items(study, instrument, said)

    return _each_once(state, study, instrument, of_form)


def _each_once(
    state: State,
    study: str,
    instrument: Instrument,
    of_form: Callable[[str], Iterable[Answers]],
) -> tuple[Answers, ...]:
    """The answers of every form of a study; what is judged once a study counts in one of them."""
    shared = domains_of_study(instrument)
    once = parts(state, study, instrument)
    found: list[Answers] = []
    is_counted = False
    for target in assessed(state, study, instrument.key):
        said = list(of_form(target))
        if target in once and said:
            found += [one for one in said if not is_counted or one.domain not in shared]
            is_counted = True
        else:
            found += said
    return tuple(found)


def items(found: tuple[Answers, ...]) -> tuple[Answers, ...]:
    """The answers to items alone."""
    return tuple(one for one in found if one.what == "item")


def _of_study(state: State, study: str, instrument: Instrument) -> tuple[Answers, ...]:
    return _each_once(
        state, study, instrument, lambda target: _of_form(state, study, instrument, target)
    )


def _of_form(state: State, study: str, instrument: Instrument, target: str) -> tuple[Answers, ...]:
    form = appraisal_form(study, instrument.key, target)
    if not state.is_open(form):
        return ()
    readers = tuple(sorted(state.parties(form)))
    if len(readers) < 2:
        return ()
    seats = {one: _seat(state, in_seat(form, one)) for one in readers}
    settings = settings_of(state, instrument, target)
    found = {one: assess_form(instrument, seats[one], settings) for one in readers}
    return (
        *_items(study, instrument, {one: state.values(in_seat(form, one)) for one in readers}),
        *_domains(study, instrument, found),
        *_overall(study, instrument, found),
    )


def _items(
    study: str, instrument: Instrument, said: dict[str, Mapping[str, Value]]
) -> Iterator[Answers]:
    for item in instrument.items():
        address = item.address
        field = f"item/{address}"
        values = [(one, given.get(field)) for one, given in said.items()]
        if any(value is not None for _one, value in values):
            texts = tuple(
                (one, NOT_ANSWERED if value is None else answer_text(value))
                for one, value in values
            )
            yield Answers(study, instrument.key, "item", address, texts)


def _domains(study: str, instrument: Instrument, found: dict[str, Assessment]) -> Iterator[Answers]:
    for domain in instrument.domains:
        said = tuple(
            (one, code)
            for one, made in found.items()
            if (code := _level_of(domain, made)) is not None
        )
        if len(said) >= 2:
            order = _stars(domain.max) if domain.max else _ordered(instrument, domain.levels)
            yield Answers(study, instrument.key, "domain", domain.id, said, order)


def _overall(study: str, instrument: Instrument, found: dict[str, Assessment]) -> Iterator[Answers]:
    levels = tuple((one, made.overall.level) for one, made in found.items() if made.overall.level)
    totals = {one: made.summaries.get("total") for one, made in found.items()}
    stars = tuple(
        (one, str(int(total.value)))
        for one, total in totals.items()
        if total is not None and isinstance(total.value, int | float) and not total.provisional
    )
    if len(levels) >= 2:
        said = tuple((one, str(level)) for one, level in levels)
        order = _ordered(instrument, instrument.overall.levels)
        yield Answers(study, instrument.key, "overall", "", said, order)
    elif len(stars) >= 2:
        most = max(int(total.max or 0) for total in totals.values() if total is not None)
        yield Answers(study, instrument.key, "overall", "", stars, _stars(most))


def _level_of(domain: Domain, made: Assessment) -> str | None:
    result = made.domains[domain.id]
    if not result.shown:
        return None
    if domain.max:
        return str(int(result.score or 0)) if result.answered >= result.asked else None
    return result.level


def _stars(most: float) -> tuple[str, ...]:
    return tuple(str(n) for n in range(int(most) + 1))


def _ordered(instrument: Instrument, levels: tuple[str, ...]) -> tuple[str, ...]:
    known = [one for one in instrument.levels if one.rank is not None]
    wanted = [one for one in known if not levels or one.id in levels]
    return tuple(one.id for one in sorted(wanted, key=lambda one: one.rank or 0))


def _seat(state: State, subject: str) -> Settled:
    claims = {field: claim for field, claim in state.fields(subject).items() if field != "sealed"}
    return Settled(claims, dict.fromkeys(claims, Rank.MINE))
