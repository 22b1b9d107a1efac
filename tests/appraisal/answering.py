"""Answers for whole checklists: every choice of an item, every judgement an assessor can give."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from math import prod

from appraisal.instrument import Instrument, Item
from appraisal.ledger import Value

MOST = 20_000


@dataclass(frozen=True, slots=True)
class Filled:
    """A form with every question answered and every judgement given, asked for or not."""

    settings: Mapping[str, Value]
    variant: int  # which settings these are
    answers: Mapping[str, Value]
    judgements: Mapping[str, str]


@cache
def choices(item: Item) -> list[Value]:
    """Every answer an item takes, a list of ticks among them."""
    codes = [option.code for option in item.options]
    if item.type == "multi":
        sizes = range(len(codes) + 1)
        return [list(some) for size in sizes for some in combinations(codes, size)]
    return [*codes, "NA"] if item.allow_na else list(codes)


def settings_of(instrument: Instrument) -> Iterator[dict[str, Value]]:
    """Each choice and flag a review can take, with all else chosen."""
    fixed: dict[str, Value] = {"threshold": 7, "key_domains": [d.id for d in instrument.domains]}
    open_ones: dict[str, list[Value]] = {
        one.key: [option.code for option in one.options] if one.type == "choice" else [False, True]
        for one in instrument.settings
        if one.type in ("choice", "flag")
    }
    for chosen in product(*open_ones.values()):
        yield {**fixed, **dict(zip(open_ones, chosen, strict=True))}


def levels_at(instrument: Instrument, place: str) -> tuple[str, ...]:
    """The levels that may be given for a domain, for a block of one, or `overall`."""
    domain, _slash, block = place.partition("/")
    if domain == "overall":
        return instrument.overall.levels
    if not block:
        return instrument.domain(domain).levels
    return next(one.levels for one in instrument.domain(domain).blocks if one.id == block)


def judged_by_the_assessor(instrument: Instrument) -> list[str]:
    """Every place where the rules are silent and the assessor speaks."""
    places: list[str] = []
    for domain in instrument.domains:
        places += [domain.id] if domain.judgement == "assessor" else []
        places += [f"{domain.id}/{block.id}" for block in domain.blocks]
    return [*places, "overall"] if instrument.overall_is_judged else places


def filled_forms(instrument: Instrument) -> Iterator[Filled]:
    """Every combination of answers under every setting, or 20,000 of them where that is more.

    Where the assessor judges too, 20,000 forms are filled in whichever way.
    """
    variants = list(settings_of(instrument))
    addresses = [item.address for item in instrument.items()]
    offered = [choices(item) for item in instrument.items()]
    places = judged_by_the_assessor(instrument)
    levels = [levels_at(instrument, place) for place in places]
    chance = random.Random(instrument.id)
    every = not places and prod(map(len, offered)) * len(variants) <= MOST
    forms = product(*offered) if every else _taken_at_random(offered, chance)
    n = 0
    for given in forms:
        answers = dict(zip(addresses, given, strict=True))
        for variant in range(len(variants)) if every else (chance.randrange(len(variants)),):
            judged = dict(zip(places, map(chance.choice, levels), strict=True))
            yield Filled(variants[variant], variant, answers, judged)
            n += 1
    assert n == MOST or every


def _taken_at_random(
    offered: list[list[Value]], chance: random.Random
) -> Iterator[tuple[Value, ...]]:
    if not offered:
        return iter([()] * MOST)
    return zip(*(chance.choices(choice, k=MOST) for choice in offered), strict=True)
