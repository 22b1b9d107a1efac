"""From answers to what they amount to: stars, suggested judgements, summaries.

Everything is worked out from the answers each time and nothing is stored. A suggestion is what the
rules of the instrument give; a judgement is what the assessor chose; both are handed on, and
neither replaces the other. A result is *provisional* while a question that is asked is open.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from appraisal.assessment import (
    Assessment,
    DomainResult,
    ItemResult,
    OverallResult,
    SummaryResult,
    score_range,
)
from appraisal.concluding import is_judged, left_to_judge, overall_of, summarise
from appraisal.conditions import NA, Facts, Number, Truth, first_match, holds, resolved
from appraisal.instrument import Domain, Instrument, Item
from appraisal.ledger import Value
from appraisal.standalone import standalone_domains

__all__ = [
    "Assessment",
    "DomainResult",
    "ItemResult",
    "Memory",
    "OverallResult",
    "SummaryResult",
    "assess",
]

_NOT_ASKED = ItemResult(asked=False, answered=False, answer=NA, score=None, max=0)
_NOT_YET = ItemResult(asked=False, answered=False, answer=None, score=None, max=0)
_NO_BLOCKS: Mapping[str, str | None] = MappingProxyType({})
_HIDDEN = DomainResult(
    shown=False,
    score=None,
    max=0,
    suggested=None,
    chosen=None,
    provisional=False,
    answered=0,
    asked=0,
    blocks=_NO_BLOCKS,
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A domain as its own answers leave it, before the assessor's judgement."""

    items: Mapping[str, ItemResult]
    answers: Mapping[str, Value]
    range: tuple[Number, Number]
    missing: tuple[str, ...]
    result: DomainResult


Memory = dict[tuple[object, ...], _Seen]


def assess(
    instrument: Instrument,
    answers: Mapping[str, Value],
    *,
    settings: Mapping[str, Value],
    judgements: Mapping[str, str],
    memory: Memory | None = None,
) -> Assessment:
    """Work out what answers, settings and the assessor's judgements amount to.

    Parameters
    ----------
    instrument
        The checklist.
    answers
        By address (`domain/item`). An answer to a question that is not asked counts for nothing.
    settings
        Those that were chosen; defaults fill in for the rest.
    judgements
        By domain, by `domain/block`, and `overall`, with `overall/<block>`.
    memory
        For whoever assesses many forms: a dict that keeps domains already seen. It may be used
        again for the same instrument with the same settings only.
    """
    chosen = instrument.with_defaults(settings)
    facts = Facts(chosen)
    results: dict[str, ItemResult] = {}
    domains: dict[str, DomainResult] = {}
    missing: list[str] = []
    for domain in instrument.domains:
        shown = True if domain.show_if is None else holds(domain.show_if, facts)
        seen = _seen(instrument, domain, shown, answers, facts, memory)
        results.update(seen.items)
        missing += seen.missing
        facts.numbers[domain.id] = seen.range
        domains[domain.id] = _judged(domain, shown, seen.result, facts, judgements)
    summaries = summarise(instrument, results, domains, facts)
    unset = tuple(
        [one.key for one in instrument.settings if one.required and chosen[one.key] is None]
    )
    overall = overall_of(instrument, domains, facts, judgements, is_open=bool(missing))
    asked = sum([one.asked for one in domains.values()])
    return Assessment(
        items=results,
        domains=domains,
        summaries=summaries,
        overall=overall,
        answered=asked - len(missing),
        asked=asked,
        missing=tuple(missing),
        to_judge=left_to_judge(instrument, domains, overall) if is_judged(instrument) else (),
        unset=unset,
    )


# -- items -----------------------------------------------------------------------------------------


def _item(item: Item, shown: Truth, answer: Value, facts: Facts) -> ItemResult:
    asked = shown
    if shown and item.ask_if is not None:
        asked = holds(item.ask_if, facts)
    if not asked:
        facts.answers[item.address] = NA if asked is False else None
        return _NOT_ASKED if asked is False else _NOT_YET
    given = answer if answer is not None and _is_answer(item, answer) else None
    facts.answers[item.address] = given
    most = _most(item, facts) if item.most else 0
    score = None if given is None or not most else min(_stars(item, given, facts), most)
    if isinstance(given, list):  # it cannot be kept for the next time
        return ItemResult(asked=True, answered=True, answer=given, score=score, max=most)
    return _result(given if isinstance(given, str) else None, score, most)


@lru_cache(maxsize=4096)
def _result(answer: str | None, score: Number | None, most: Number) -> ItemResult:
    """The result of an answer; there are few different ones, and many questions."""
    return ItemResult(asked=True, answered=answer is not None, answer=answer, score=score, max=most)


def _is_answer(item: Item, answer: Value) -> bool:
    if item.type == "single":
        if not isinstance(answer, str):
            return False
        return answer in item.by_code or (answer == NA and item.allow_na)
    if item.type == "text":
        return isinstance(answer, str) and bool(answer.strip())
    return isinstance(answer, list) and all(code in item.by_code for code in answer)


def _stars(item: Item, answer: Value, facts: Facts) -> Number:
    ticked = answer if isinstance(answer, list) else [answer]
    total: Number = 0
    for code in ticked:
        option = item.option(str(code))
        if option is None or not option.score:
            continue
        if option.score_if is None or holds(option.score_if, facts):
            total += option.score
    return total


def _most(item: Item, facts: Facts) -> Number:
    if item.cap is None:
        return item.most
    cap = resolved(item.cap, facts)
    return item.most if cap is None else min(item.most, cap)


# -- domains ---------------------------------------------------------------------------------------


def _seen(
    instrument: Instrument,
    domain: Domain,
    shown: Truth,
    answers: Mapping[str, Value],
    facts: Facts,
    memory: Memory | None,
) -> _Seen:
    apart = standalone_domains(instrument).get(domain.id) if memory is not None else None
    if memory is None or apart is None:
        return _look_at(domain, shown, answers, facts)
    given = [*map(answers.get, apart.addresses)] if shown else []
    if apart.has_ticks:
        given = [tuple(one) if isinstance(one, list) else one for one in given]  # type: ignore[misc]  # keys only
    key = (domain.id, shown, *given)
    seen = memory.get(key)
    if seen is None:
        seen = memory[key] = _look_at(domain, shown, answers, facts)
    elif apart.is_asked_about:
        facts.answers.update(seen.answers)
    return seen


def _look_at(domain: Domain, shown: Truth, answers: Mapping[str, Value], facts: Facts) -> _Seen:
    items: dict[str, ItemResult] = {}
    given: dict[str, Value] = {}
    missing: list[str] = []
    most: Number = 0
    asked = 0
    for item in domain.items:
        address = item.address
        one = items[address] = _item(item, shown, answers.get(address), facts)
        given[address] = facts.answers[address]
        if one.asked:
            asked += 1
            most += one.max
            if not one.answered:
                missing.append(address)
    if not shown:
        return _Seen(items, given, (0, 0), (), _HIDDEN)
    own = list(items.values()) if most else []
    result = DomainResult(
        shown=True,
        score=sum([one.score or 0 for one in own]) if most else None,
        max=most,
        suggested=_worst_of(domain, facts),
        chosen=None,
        provisional=None in given.values(),
        answered=asked - len(missing),
        asked=asked,
        blocks=_NO_BLOCKS,
    )
    return _Seen(items, given, score_range(own), tuple(missing), result)


def _judged(
    domain: Domain,
    shown: Truth,
    result: DomainResult,
    facts: Facts,
    judgements: Mapping[str, str],
) -> DomainResult:
    if not shown:
        if shown is None:  # it may yet be shown, so nothing can be concluded over all domains
            facts.levels[domain.id] = None
        return result
    if domain.judgement != "none" and judgements.get(domain.id):
        result = replace(result, chosen=judgements[domain.id])
    if domain.parts or domain.judgement == "assessor":
        facts.levels[domain.id] = result.chosen or result.suggested
    if not domain.blocks:
        return result
    blocks = _blocks(domain, judgements)
    for name, level in blocks.items():
        facts.levels[f"{domain.id}/{name}"] = level
    return replace(result, blocks=blocks)


def _blocks(domain: Domain, judgements: Mapping[str, str]) -> dict[str, str | None]:
    return {block.id: judgements.get(f"{domain.id}/{block.id}") or None for block in domain.blocks}


def _worst_of(domain: Domain, facts: Facts) -> str | None:
    if len(domain.parts) < 2:
        return first_match(domain.parts[0].rows, facts) if domain.parts else None
    levels = [first_match(part.rows, facts) for part in domain.parts]
    ranked = [domain.levels.index(level) for level in levels if level is not None]
    worst = domain.levels[max(ranked)] if ranked else None
    # an open part can no longer make it worse once the worst is reached
    return worst if None not in levels or worst == domain.levels[-1] else None
