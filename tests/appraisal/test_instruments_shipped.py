"""Every instrument that ships: it always decides, it is whole, and it is translated in full."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

import pytest

from appraisal.algorithm import Assessment, assess
from appraisal.conditions import addresses
from appraisal.instrument import Domain, Instrument
from appraisal.instrument_overlay import untranslated
from appraisal.ledger import Value
from appraisal.library import serving
from appraisal.shipped import for_design, shipped, shipped_instrument
from appraisal.subjects import DESIGNS
from resources import path
from tests.appraisal.answering import MOST, choices, settings_of

IDS = tuple(shipped())
ASSESSORS = {  # tools without an algorithm for their domains, or without one at all
    "robins-i-2016", "robins-i-v2", "robins-e", "quadas2", "quips",
    "nih-case-series", "nih-controlled", "nih-cohort", "nih-case-control", "nih-before-after",
    "nih-review", "jbi-case-series", "jbi-cohort", "jbi-case-control", "jbi-cross-sectional",
}  # fmt: skip


def paths(domain: Domain, alone: Instrument, settings: dict[str, Value]) -> Iterator[Assessment]:
    """The assessment at the end of every path of answers through a domain."""
    waiting: list[dict[str, Value]] = [{}]
    while waiting:
        answers = waiting.pop()
        found = assess(alone, answers, settings=settings, judgements={})
        if not found.missing:
            yield found
            continue
        item = alone.item(found.missing[0])
        waiting += [{**answers, item.address: choice} for choice in choices(item)]


def test_the_list_is_that_of_the_contracts() -> None:
    assert set(IDS) == {
        "nos-cohort", "nos-case-control", "nos-cross-sectional-herzog", "nos-cross-sectional-9",
        "rob1-2011", "rob1-2008", "rob2", "robins-i-2016", "robins-i-v2", "robins-e",
        "nih-case-series", "nih-controlled", "nih-cohort", "nih-case-control", "nih-before-after",
        "nih-review", "jbi-case-series", "jbi-cohort", "jbi-case-control", "jbi-cross-sectional",
        "quadas2", "quips", "amstar2", "syrcle",
    }  # fmt: skip


@pytest.mark.parametrize("name", IDS)
def test_every_path_through_a_domain_with_rules_gives_exactly_one_level(name: str) -> None:
    instrument = shipped()[name]
    ruled = [domain for domain in instrument.domains if domain.parts]
    assert bool(ruled) == (name in ("rob2", "rob1-2011", "rob1-2008", "syrcle"))
    if name == "rob2":
        return  # all its paths are walked in test_rob2_flowcharts.py, against the flowcharts
    for domain in ruled:
        alone = replace(
            instrument,
            domains=(replace(domain, show_if=None),),
            by_address={item.address: item for item in domain.items},
            overall=replace(instrument.overall, rows=()),
        )
        ends = 0
        for found in paths(domain, alone, {"aim": "assignment"}):
            result = found.domains[domain.id]
            assert result.suggested in domain.levels
            assert not result.provisional
            ends += 1
        assert ends >= 3


@pytest.mark.parametrize("name", [name for name in IDS if shipped()[name].overall.rows])
def test_every_combination_of_domain_levels_gives_one_overall_level(name: str) -> None:
    instrument = shipped()[name]
    bare = tuple(
        replace(domain, show_if=None, items=(), parts=(), judgement="assessor")
        for domain in instrument.domains
        if domain.id not in ("P", "D2b")
    )
    rows = tuple(
        rule
        for rule in instrument.overall.rows
        if rule.when is None or not list(addresses(rule.when))
    )
    alone = replace(
        instrument, domains=bare, by_address={}, overall=replace(instrument.overall, rows=rows)
    )
    settings: dict[str, Value] = {"key_domains": [domain.id for domain in bare]}
    levels = [domain.levels for domain in bare]
    every: Iterator[tuple[str, ...]] = product(*levels)
    if prod(map(len, levels)) > MOST:
        chance = random.Random(name)
        every = iter([tuple(map(chance.choice, levels)) for _n in range(MOST)])
    for judged in every:
        judgements = dict(zip([domain.id for domain in bare], judged, strict=True))
        found = assess(alone, {}, settings=settings, judgements=judgements).overall
        assert found.suggested in instrument.overall.levels
        assert not found.provisional


def end_of_path(
    instrument: Instrument, settings: dict[str, Value], chance: random.Random
) -> Assessment:
    answers: dict[str, Value] = {
        item.address: chance.choice(choices(item)) for item in instrument.items()
    }
    return assess(instrument, answers, settings=settings, judgements={})


def answers_of(found: Assessment) -> dict[str, Value]:
    return {address: one.answer for address, one in found.items.items() if one.asked}


@pytest.mark.parametrize("name", IDS)
def test_the_answer_to_a_question_that_is_not_asked_has_no_effect(name: str) -> None:
    instrument = shipped()[name]
    chance = random.Random(name)
    variants = list(settings_of(instrument))
    for _n in range(100):
        settings = chance.choice(variants)
        found = end_of_path(instrument, settings, chance)
        again = assess(instrument, answers_of(found), settings=settings, judgements={})
        assert again == found


@pytest.mark.parametrize("name", IDS)
def test_a_blank_form_is_not_judged(name: str) -> None:
    instrument = shipped()[name]
    for settings in settings_of(instrument):
        blank = assess(instrument, {}, settings=settings, judgements={})
        assert blank.overall.suggested is None
        assert blank.overall.provisional or not (instrument.by_address or blank.to_judge)
        assert all(one.suggested is None for one in blank.domains.values())
        assert all(one.value in (None, 0) for one in blank.summaries.values())


@pytest.mark.parametrize("name", IDS)
def test_a_form_with_one_open_question_is_provisional(name: str) -> None:
    instrument = shipped()[name]
    chance = random.Random(name)
    settings = next(settings_of(instrument))
    for _n in range(30):
        answers = answers_of(end_of_path(instrument, settings, chance))
        if not answers:
            continue
        dropped = chance.choice(list(answers))
        del answers[dropped]
        found = assess(instrument, answers, settings=settings, judgements={})
        assert dropped in found.missing
        assert found.domains[instrument.item(dropped).domain].provisional
        assert found.overall.provisional


@pytest.mark.parametrize("name", IDS)
def test_the_translation_is_complete(name: str) -> None:
    text = path("instruments", f"{name}.toml").read_text("utf-8")
    overlay = path("instruments", f"{name}.pt_BR.toml").read_text("utf-8")
    assert untranslated(text, overlay) == ()
    ours = shipped_instrument(name)
    theirs = shipped_instrument(name, "pt_BR")
    for item, other in zip(ours.items(), theirs.items(), strict=True):
        assert item.ask != other.ask
        assert item.help != other.help
        assert [o.code for o in item.options] == [o.code for o in other.options]


@pytest.mark.parametrize("name", IDS)
def test_an_instrument_is_whole(name: str) -> None:
    one = shipped()[name]
    assert one.id == name
    assert one.key == f"{name}@1"
    assert one.citation
    assert one.url.startswith("https://")
    assert one.text_licence.startswith("own wording")
    assert one.designs
    assert one.confidence == "A" or "nconfirmed" in one.note
    for item in one.items():
        assert item.title
        assert item.ask
        assert item.help
    for level in one.levels:
        assert level.role in ("good", "fair", "poor", "grave", "unknown")
    for domain in one.domains:
        assert (domain.judgement == "assessor") == (
            name in ASSESSORS and name[:3] not in ("nih", "jbi") and domain.id != "P"
        )


def test_every_design_but_the_unusual_has_a_usual_instrument() -> None:
    served = {design: for_design(design) for design in DESIGNS}
    assert served == {
        "rct": "rob2",
        "cluster-rct": None,  # the cluster and crossover forms have cells that nobody confirmed
        "crossover": None,
        "cohort": "nos-cohort",
        "case-control": "nos-case-control",
        "cross-sectional": "nos-cross-sectional-herzog",
        "case-series": "nih-case-series",
        "before-after": "nih-before-after",
        "diagnostic": "quadas2",
        "prognostic": "quips",
        "review": "amstar2",
        "animal": "syrcle",
        "other": None,
    }
    usual = [design for one in shipped().values() for design in one.default_for]
    assert len(usual) == len(set(usual))


def test_instruments_for_a_design_begin_with_the_usual_one() -> None:
    assert serving("case-series") == ("nih-case-series", "jbi-case-series")
    assert serving("rct")[0] == "rob2"


def test_item_numbers_of_the_forms_are_kept() -> None:
    counts: dict[str, Any] = {name: len(one.by_address) for name, one in shipped().items()}
    assert counts == {
        "nos-cohort": 8, "nos-case-control": 8, "nos-cross-sectional-herzog": 7,
        "nos-cross-sectional-9": 7, "rob1-2011": 7, "rob1-2008": 6, "rob2": 28,
        "robins-i-2016": 34, "robins-i-v2": 44, "robins-e": 0, "nih-case-series": 9,
        "nih-controlled": 14, "nih-cohort": 14, "nih-case-control": 12, "nih-before-after": 12,
        "nih-review": 8, "jbi-case-series": 10, "jbi-cohort": 11, "jbi-case-control": 10,
        "jbi-cross-sectional": 8, "quadas2": 11, "quips": 31, "amstar2": 18, "syrcle": 10,
    }  # fmt: skip


PINNED = Path(__file__).parent / "data" / "instrument_ids.json"


def ids_of(instrument: Instrument) -> dict[str, Any]:
    return {
        "version": instrument.version,
        "domains": [domain.id for domain in instrument.domains],
        "items": {
            address: [option.code for option in item.options]
            for address, item in instrument.by_address.items()
        },
        "levels": [level.id for level in instrument.levels],
    }


@pytest.mark.parametrize("name", IDS)
def test_ids_are_stable_across_versions(name: str) -> None:
    """What a review has answered stays addressed: a later version may add ids and drop none.

    A new version or id is added to the file with `ids_of`; one that is there is never edited.
    """
    pinned: dict[str, Any] = json.loads(PINNED.read_text("utf-8"))[name]
    now = ids_of(shipped()[name])
    if now["version"] == pinned["version"]:
        assert now == pinned
    assert set(pinned["domains"]) <= set(now["domains"])
    assert set(pinned["levels"]) <= set(now["levels"])
    for address, codes in pinned["items"].items():
        assert set(codes) <= set(now["items"][address]), address
