"""Which domains rest on nothing but themselves and the settings, so that they can be remembered.

Whoever assesses many forms meets the same answers to a domain again and again (`algorithm.Memory`);
a domain whose questions or rules look beyond it may not be taken from memory.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from appraisal.conditions import Condition, addresses
from appraisal.instrument import Domain, Instrument


@dataclass(frozen=True, slots=True)
class Standalone:
    """A domain that rests on nothing but itself and the settings, so that it can be remembered."""

    addresses: tuple[str, ...]
    has_ticks: bool
    is_asked_about: bool  # whether anything beyond it rests on its answers


@lru_cache(maxsize=64)
def standalone_domains(instrument: Instrument) -> Mapping[str, Standalone]:
    """The domains whose questions and rules rest on nothing but themselves and the settings."""
    rests = {domain.id: set(_rests_on(_conditions(domain))) for domain in instrument.domains}
    shown = [domain.show_if for domain in instrument.domains]
    rows = [rule.when for one in instrument.summaries for rule in one.rows]
    rows += [one.show_if for one in instrument.summaries]
    rows += [rule.when for rule in instrument.overall.rows]
    rows += [rule.when for block in instrument.overall.blocks for rule in block.rows]
    beyond = set(_rests_on(one for one in (*shown, *rows) if one is not None))
    found: dict[str, Standalone] = {}
    for domain in instrument.domains:
        own = tuple(item.address for item in domain.items)
        others = beyond.union(*(one for name, one in rests.items() if name != domain.id))
        if rests[domain.id] <= set(own):
            has_ticks = any(item.type == "multi" for item in domain.items)
            found[domain.id] = Standalone(own, has_ticks, not others.isdisjoint(own))
    return MappingProxyType(found)


def _rests_on(conditions: Iterable[Condition]) -> Iterator[str]:
    return (address for condition in conditions for address in addresses(condition))


def _conditions(domain: Domain) -> Iterator[Condition]:
    found = [item.ask_if for item in domain.items]
    found += [option.score_if for item in domain.items for option in item.options]
    found += [rule.when for part in domain.parts for rule in part.rows]
    return (condition for condition in found if condition is not None)
