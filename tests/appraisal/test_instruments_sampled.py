"""Every shipped file, 20,000 forms each: one level at each place, and no more than the tool gives.

Where rules judge, they give exactly one of the domain's levels and are finished when the questions
are. Where the assessor judges, nothing is suggested, what is given stands alone, and whatever is
counted is what was answered. A form is judged whole, with all its domains, as a review judges it.
"""

from collections.abc import Mapping

import pytest

from appraisal.algorithm import Assessment, DomainResult, Memory, assess
from appraisal.instrument import Domain, Instrument, Summary
from appraisal.shipped import shipped
from tests.appraisal.answering import Filled, filled_forms, judged_by_the_assessor

IDS = tuple(shipped())


@pytest.mark.parametrize("name", IDS)
def test_every_form_gives_exactly_one_level_at_each_place(name: str) -> None:
    instrument = shipped()[name]
    seen: dict[int, Memory] = {}
    for n, form in enumerate(filled_forms(instrument)):
        memory = seen.setdefault(form.variant, {})
        found = assess(
            instrument,
            form.answers,
            settings=form.settings,
            judgements=form.judgements,
            memory=memory,
        )
        if n % 40 == 0:  # what is remembered of a domain is what is worked out
            assert found == assess(
                instrument, form.answers, settings=form.settings, judgements=form.judgements
            )
        assert not found.missing
        assert not found.to_judge
        assert found.answered == found.asked
        for domain in instrument.domains:
            one_level(domain, found.domains[domain.id], form.judgements)
        for summary in instrument.summaries:
            if summary.id in found.summaries:
                one_value(instrument, summary, found, form)
        one_whole(instrument, found, form.judgements)


def one_level(domain: Domain, result: DomainResult, judged: Mapping[str, str]) -> None:
    if not result.shown:
        assert result.level is None
        assert not result.asked
        return
    assert not result.provisional
    if domain.parts:
        assert result.level == result.suggested
        assert result.suggested in domain.levels
    elif domain.judgement == "assessor":
        assert result.suggested is None
        assert result.level == judged[domain.id]
        assert result.level in domain.levels
    else:
        assert result.level is None
    for block in domain.blocks:
        assert result.blocks[block.id] == judged[f"{domain.id}/{block.id}"]
    if result.score is not None:
        assert 0 <= result.score <= result.max


def one_value(instrument: Instrument, summary: Summary, found: Assessment, form: Filled) -> None:
    value = found.summaries[summary.id]
    assert not value.provisional
    asked = {address: form.answers[address] for address, one in found.items.items() if one.asked}
    if summary.kind == "count":
        assert value.value == sum(answer in summary.codes for answer in asked.values())
        assert value.max == sum(answer != "NA" for answer in asked.values())
    elif summary.kind == "sum":
        assert value.value == sum(found.items[address].score or 0 for address in asked)
    elif summary.id == "helper":  # the team has set no limits, so it helps nobody
        assert value.value is None
    else:
        assert value.value in {level.id for level in instrument.levels}


def one_whole(instrument: Instrument, found: Assessment, judged: Mapping[str, str]) -> None:
    whole = found.overall
    if instrument.overall_is_judged:
        assert whole.suggested is None
        assert whole.level == judged["overall"]
    if instrument.overall.rows:
        assert whole.suggested in instrument.overall.levels
        assert not whole.provisional
    for block in instrument.overall.blocks:
        assert (whole.blocks[block.id] in block.levels) == bool(block.rows)


@pytest.mark.parametrize("name", [name for name in IDS if judged_by_the_assessor(shipped()[name])])
def test_what_only_the_assessor_judges_waits_for_the_assessor(name: str) -> None:
    instrument = shipped()[name]
    for n, form in enumerate(filled_forms(instrument)):
        if n == 200:
            break
        bare = assess(instrument, form.answers, settings=form.settings, judgements={})
        shown = [
            place
            for place in judged_by_the_assessor(instrument)
            if place == "overall" or bare.domains[place.partition("/")[0]].shown
        ]
        assert list(bare.to_judge) == shown
        for place in shown:
            without = {key: level for key, level in form.judgements.items() if key != place}
            found = assess(instrument, form.answers, settings=form.settings, judgements=without)
            assert found.to_judge == (place,)


LIMITS = {"good_from": 7, "fair_from": 4}


@pytest.mark.parametrize("name", [name for name in IDS if name.startswith("nih-")])
def test_the_teams_limits_help_and_rate_nothing(name: str) -> None:
    instrument = shipped()[name]
    helped: set[object] = set()
    for n, form in enumerate(filled_forms(instrument)):
        if n == 500:
            break
        settings = {**form.settings, **LIMITS}
        found = assess(instrument, form.answers, settings=settings, judgements={})
        yes = sum(answer == "Yes" for answer in form.answers.values())
        expected = "good" if yes >= 7 else "fair" if yes >= 4 else "poor"
        assert found.summaries["helper"].value == expected
        assert found.overall.level is None
        helped.add(expected)
    assert {"fair", "poor"} <= helped
