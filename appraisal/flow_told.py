"""What a review tells of its flow of records, and what its own studies add to it.

Numbers that were typed stand on the review (`flow/*`). The boxes after appraisal are counted from
the studies, their ratings and the pooled outcomes, so that they move with every judgement.
"""

from dataclasses import replace
from typing import Any

from appraisal.flow import Count, FlowCounts, OtherMethods, PooledBox, Reason, total
from appraisal.further_arms import BETWEEN
from appraisal.material import Material
from appraisal.state import State
from appraisal.subjects import REVIEW
from appraisal.synthesis import Analysis
from resources.i18n import _


def counts_of(material: Material) -> FlowCounts:
    """The flow as typed or counted, with what appraisal and synthesis made of its studies."""
    from appraisal.flow_live import flow_of  # which reads what is typed from here

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


_NAMES = (
    "databases", "registers", "identified", "duplicates", "automation", "removed_other", "screened",
    "screened_out", "sought", "not_retrieved", "included", "reports", "previous_studies",
    "previous_reports", "total_studies", "total_reports",
)  # fmt: skip
_OTHER = ("websites", "organisations", "citations")
_OTHER_STEPS = ("sought", "not_retrieved", "assessed")


def typed_flow(state: State) -> FlowCounts:
    """The flow as its numbers stand on the review (`flow/*`), with what follows from them.

    `deduplicated` is what was left of `identified`, `full_text` what was assessed; the difference
    is what went. Nothing is worked out across a step that was told otherwise.
    """
    told = {name: _typed(state, name) for name in _NAMES}
    deduplicated = _typed(state, "deduplicated")
    found = total((told["databases"], told["registers"]))
    found = told["identified"] if found is None else found
    if deduplicated is not None:
        told["screened"] = deduplicated if told["screened"] is None else told["screened"]
        if told["duplicates"] is None and found is not None:
            told["duplicates"] = found - deduplicated
    assessed = _typed(state, "full_text")
    assessed = _typed(state, "assessed") if assessed is None else assessed
    next_step = told["sought"] if told["sought"] is not None else assessed
    if told["screened_out"] is None and None not in (told["screened"], next_step):
        told["screened_out"] = (told["screened"] or 0) - (next_step or 0)
    counted = replace(FlowCounts(), **dict[str, Any](told))  # Any: fields by their names
    return replace(
        counted,
        assessed=assessed,
        excluded=_reasons(state, "reasons"),
        excluded_n=_typed(state, "excluded_full_text"),
        sources=_reasons(state, "database_list"),
        register_sources=_reasons(state, "register_list"),
        other=_other(state),
        told=_told(state),
    )


def _typed(state: State, name: str) -> Count:
    value = state.value(REVIEW, f"flow/{name}")
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _reasons(state: State, name: str) -> tuple[Reason, ...]:
    """Reasons with their numbers, written as pairs."""
    value = state.value(REVIEW, f"flow/{name}")
    if not isinstance(value, list):
        return ()
    pairs = (one for one in value if isinstance(one, list) and len(one) == 2)
    return tuple(Reason(str(text), n) for text, n in pairs if isinstance(n, int))


def _other(state: State) -> OtherMethods | None:
    found = {name: _typed(state, name) for name in _OTHER}
    found |= {name: _typed(state, f"other_{name}") for name in _OTHER_STEPS}
    made = replace(
        OtherMethods(),
        **dict[str, Any](found),  # Any: fields by their names
        excluded=_reasons(state, "other_reasons"),
        excluded_n=_typed(state, "other_excluded"),
    )
    return None if made == OtherMethods() else made


def _told(state: State) -> tuple[str, ...]:
    """Where the numbers come from, each said once, the boxes that say it named together."""
    found: dict[str, list[str]] = {}
    for name, box in (
        ("identified", _("identified")),
        ("deduplicated", _("screened")),
        ("full_text", _("assessed")),
        ("excluded_full_text", _("excluded")),
        ("included", _("included")),
        ("pooled", _("pooled")),
    ):
        claim = state.claim(REVIEW, f"flow/{name}")
        if claim is not None and claim.why:
            found.setdefault(claim.why, []).append(box)
    return tuple(
        _("{boxes}: {why}.").format(boxes=", ".join(boxes).capitalize(), why=why.rstrip("."))
        for why, boxes in found.items()
    )
