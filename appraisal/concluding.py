"""From the domains of a form to the whole: summaries, the overall judgement, what is left to judge.

`algorithm` works out questions and domains, and leaves in `Facts` what the rules here ask about.
"""

from collections.abc import Mapping
from functools import lru_cache

from appraisal.assessment import DomainResult, ItemResult, OverallResult, SummaryResult, score_range
from appraisal.conditions import NA, Facts, SettingRef, first_match, holds
from appraisal.instrument import Instrument, Overall, Summary


def summarise(
    instrument: Instrument,
    results: Mapping[str, ItemResult],
    domains: Mapping[str, DomainResult],
    facts: Facts,
) -> dict[str, SummaryResult]:
    """The totals, counts and grades of an instrument; what they come to is left in the facts."""
    found: dict[str, SummaryResult] = {}
    is_open = any(one.answered < one.asked for one in domains.values())
    for summary in instrument.summaries:
        if summary.show_if is not None and not holds(summary.show_if, facts):
            continue
        if summary.kind == "table":
            value = first_match(summary.rows, facts)
            facts.values[summary.id] = value
            found[summary.id] = SummaryResult(value, None, is_open)
        else:
            found[summary.id] = _added_up(instrument, summary, results, facts)
    return found


def _added_up(
    instrument: Instrument, summary: Summary, results: Mapping[str, ItemResult], facts: Facts
) -> SummaryResult:
    everything = not summary.domains and not summary.items
    counted = [
        results[item.address]
        for item in instrument.items()
        if everything or item.domain in summary.domains or item.address in summary.items
    ]
    is_open = any(one.asked and not one.answered for one in counted)
    if summary.kind == "sum":
        least, most = score_range(counted)
        facts.numbers[summary.id] = (least, most)
        return SummaryResult(least, sum(one.max for one in counted), is_open)
    hits = sum(one.answer in summary.codes for one in counted if isinstance(one.answer, str))
    still = sum(one.asked and not one.answered for one in counted)
    facts.numbers[summary.id] = (hits, hits + still)
    applicable = sum(one.asked and one.answer != NA for one in counted)
    return SummaryResult(hits, applicable, is_open)


def overall_of(
    instrument: Instrument,
    domains: Mapping[str, DomainResult],
    facts: Facts,
    judgements: Mapping[str, str],
    *,
    is_open: bool,
) -> OverallResult:
    """The judgement of the whole as the rules suggest it and as the assessor gave it."""
    overall = instrument.overall
    suggested = _from_summary(overall, facts) or first_match(overall.rows, facts)
    chosen = (judgements.get("overall") or None) if overall.judgement != "none" else None
    unjudged = any(level is None and "/" not in name for name, level in facts.levels.items())
    return OverallResult(
        suggested=suggested,
        chosen=chosen,
        provisional=is_open or unjudged,
        offers=_offers(overall, suggested, domains) if overall.may_raise else (),
        blocks={
            block.id: judgements.get(f"overall/{block.id}") or first_match(block.rows, facts)
            for block in overall.blocks
        },
    )


def _offers(
    overall: Overall, suggested: str | None, domains: Mapping[str, DomainResult]
) -> tuple[str, ...]:
    open_to = [one for one in overall.may_raise if one.source == suggested]
    if not open_to:
        return ()
    as_bad = [domain.level for domain in domains.values()].count(suggested)
    return tuple(one.to for one in open_to if as_bad >= one.if_at_least)


def _from_summary(overall: Overall, facts: Facts) -> str | None:
    source = overall.summary
    name = facts.settings.get(source.key) if isinstance(source, SettingRef) else source
    return facts.values.get(name) if isinstance(name, str) else None


@lru_cache(maxsize=64)
def is_judged(instrument: Instrument) -> bool:
    """Whether anything in it is the assessor's alone to judge."""
    return instrument.overall_is_judged or any(
        domain.judgement == "assessor" or domain.blocks for domain in instrument.domains
    )


def left_to_judge(
    instrument: Instrument, domains: Mapping[str, DomainResult], overall: OverallResult
) -> tuple[str, ...]:
    """The judgements that only the assessor can give, and has not given."""
    waiting: list[str] = []
    for domain in instrument.domains:
        result = domains[domain.id]
        if not result.shown:
            continue
        if domain.judgement == "assessor" and result.chosen is None:
            waiting.append(domain.id)
        waiting += [f"{domain.id}/{name}" for name, level in result.blocks.items() if level is None]
    if instrument.overall_is_judged and overall.chosen is None:
        waiting.append("overall")
    return tuple(waiting)
