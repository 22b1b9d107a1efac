"""What a review tells of its flow of records, with what its own studies add to it.

The boxes after appraisal are counted from the studies, their ratings and the pooled outcomes, so
that they move with every judgement. Those before are typed (`flow_typed`) or counted (`flow_live`).
"""

from dataclasses import replace

from appraisal.flow import FlowCounts, PooledBox, Reason
from appraisal.flow_live import flow_of
from appraisal.further_arms import BETWEEN
from appraisal.material import Material
from appraisal.synthesis import Analysis
from resources.i18n import _


def counts_of(material: Material) -> FlowCounts:
    """The flow as typed or counted, with what appraisal and synthesis made of its studies."""
    return after_appraisal(flow_of(material.state), material)


def after_appraisal(flow: FlowCounts, material: Material) -> FlowCounts:
    """The flow with the boxes that follow from the review's own studies."""
    rated = [
        one
        for one in material.ratings.values()
        if one.is_settled and (one.is_complete or one.level)
    ]
    levels: dict[str, int] = {}
    for one in rated:
        if one.word:
            levels[one.word] = levels.get(one.word, 0) + 1
    return replace(
        flow,
        pooled_studies=_pooled_studies(material) if material.analyses else None,
        listed=len(material.state.ids("study")),
        appraised=len(rated),
        judged=tuple(Reason(word, n) for word, n in levels.items()),
        pooled=tuple(_pooled(one) for one in material.analyses if one.dataset.rows),
    )


def _pooled_studies(material: Material) -> int:
    """The studies that stand in the pool of any outcome, each once."""
    return len(
        {
            row.study.partition(BETWEEN)[0]
            for one in material.analyses
            if one.pooled is not None
            for row in one.dataset.rows
            if not row.left_out
        }
    )


def _pooled(analysis: Analysis) -> PooledBox:
    reasons = {
        "excluded": _("switched off"),
        "limit": _("left out by the limit on risk of bias"),
        "incomplete": _("numbers incomplete"),
        "other_measure": _("another measure reported"),
        "not_estimable": _("no information on the measure"),
    }
    found: dict[str, int] = {}
    for row in analysis.dataset.rows:
        if row.left_out:
            found[row.left_out] = found.get(row.left_out, 0) + 1
    return PooledBox(
        analysis.dataset.outcome.name,
        analysis.pooled.k if analysis.pooled is not None else 0,
        tuple(Reason(reasons[key], n) for key, n in found.items()),
    )
