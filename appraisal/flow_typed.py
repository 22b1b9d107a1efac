"""The numbers of the flow that were typed: they stand on the review (`flow/*`)."""

from dataclasses import replace
from typing import Any

from appraisal.flow import Count, FlowCounts, OtherMethods, Reason, total
from appraisal.state import State
from appraisal.subjects import REVIEW
from resources.i18n import _

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
