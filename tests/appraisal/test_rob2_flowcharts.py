"""RoB 2 a second time: the published flowcharts walked by hand, against the tables of the file.

The flowcharts stand here as a person reads them, from box to box, and know nothing of tables. Three
public encodings agree on 35,118 ways to answer the domains; here is every one of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from appraisal.algorithm import assess
from appraisal.instrument import Instrument
from appraisal.ledger import Value
from appraisal.shipped import shipped_instrument
from tests.appraisal.answering import choices

LOW, SOME, HIGH = "low", "some_concerns", "high"
Answers = Mapping[str, str]


def yes(answer: str) -> bool:
    return answer in ("Y", "PY")


def no(answer: str) -> bool:
    return answer in ("N", "PN")


def randomisation(q: Answers) -> str:
    if no(q["1.2"]):
        return HIGH
    if yes(q["1.2"]):
        return SOME if no(q["1.1"]) or yes(q["1.3"]) else LOW
    return HIGH if yes(q["1.3"]) else SOME


def assignment(q: Answers) -> str:
    return max(_trial_context(q), _analysis(q), key=[LOW, SOME, HIGH].index)


def _trial_context(q: Answers) -> str:
    if (no(q["2.1"]) and no(q["2.2"])) or no(q["2.3"]):
        return LOW
    if yes(q["2.3"]):
        if no(q["2.4"]):
            return SOME
        return SOME if yes(q["2.5"]) else HIGH
    return SOME


def _analysis(q: Answers) -> str:
    if yes(q["2.6"]):
        return LOW
    return SOME if no(q["2.7"]) else HIGH


def adhering(q: Answers) -> str:
    balanced = q["2.3"] == "NA" or yes(q["2.3"])
    harmless = all(q[one] == "NA" or no(q[one]) for one in ("2.4", "2.5"))
    if balanced and harmless:
        return LOW
    return SOME if yes(q["2.6"]) else HIGH


def missing_data(q: Answers) -> str:
    if yes(q["3.1"]) or yes(q["3.2"]) or no(q["3.3"]):
        return LOW
    return SOME if no(q["3.4"]) else HIGH


def measurement(q: Answers) -> str:
    if yes(q["4.1"]) or yes(q["4.2"]):
        return HIGH
    unknown_method = q["4.2"] == "NI"
    if no(q["4.3"]) or no(q["4.4"]):
        return SOME if unknown_method else LOW
    return SOME if no(q["4.5"]) else HIGH


def reporting(q: Answers) -> str:
    if yes(q["5.2"]) or yes(q["5.3"]):
        return HIGH
    if no(q["5.2"]) and no(q["5.3"]):
        return LOW if yes(q["5.1"]) else SOME
    return SOME


FLOWCHARTS: tuple[tuple[str, int, Callable[[Answers], str]], ...] = (
    ("D1", 125, randomisation),
    ("D2a", 13_277, assignment),
    ("D2b", 20_988, adhering),
    ("D3", 110, missing_data),
    ("D4", 493, measurement),
    ("D5", 125, reporting),
)


@pytest.mark.parametrize(("domain", "paths", "flowchart"), FLOWCHARTS)
def test_every_path_through_a_domain_ends_where_its_flowchart_ends(
    domain: str, paths: int, flowchart: Callable[[Answers], str]
) -> None:
    alone = _alone(domain)
    waiting: list[dict[str, Value]] = [{}]
    ends = 0
    while waiting:
        answers = waiting.pop()
        found = assess(alone, answers, settings={}, judgements={})
        if found.missing:
            item = alone.item(found.missing[0])
            waiting += [{**answers, item.address: choice} for choice in choices(item)]
            continue
        ends += 1
        q = {address.partition("/")[2]: str(one.answer) for address, one in found.items.items()}
        result = found.domains[domain]
        assert (result.suggested, result.provisional) == (flowchart(q), False), q
    assert ends == paths


def test_the_domains_have_as_many_paths_as_the_public_encodings() -> None:
    assert sum(paths for _domain, paths, _flowchart in FLOWCHARTS) == 35_118


def _alone(domain: str) -> Instrument:
    tool = shipped_instrument("rob2")
    one = replace(tool.domain(domain), show_if=None)
    return replace(
        tool,
        domains=(one,),
        by_address={item.address: item for item in one.items},
        overall=replace(tool.overall, rows=()),
    )
