"""The flow of records counted from the records themselves; a number typed by hand comes before it.

A stage done elsewhere is typed on the review (`flow/*`); its box is then not counted here, and the
figure says which boxes were typed. Only what is finished is counted: a record that waits for its
second reader is in no box yet (`waiting`).
"""

from collections import Counter
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from appraisal.flow import FlowCounts, OtherMethods, Reason
from appraisal.flow_typed import typed_flow
from appraisal.records import database_of, record_ids, searches
from appraisal.screening import ABSTRACT, FULL_TEXT, outcome
from appraisal.state import State
from appraisal.subjects import REVIEW, record_subject
from resources.i18n import _

_STREAM: Final = ("database", "register")


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is not finished: records to screen, reports to seek and read."""

    abstracts: int = 0
    full_texts: int = 0


def flow_of(state: State) -> FlowCounts:
    """The flow as typed and, where nothing is typed, as counted from the records."""
    typed = typed_flow(state)
    live = live_flow(state)
    if live is None:
        return typed
    found = ("databases", "registers", "identified", "sources", "register_sources")
    told_found = any(getattr(typed, name) is not None for name in found[:3])
    told_reasons = bool(typed.excluded) or typed.excluded_n is not None
    elsewhere = _done_elsewhere(typed)
    made: dict[str, Any] = {}  # Any: fields by their names
    by_hand: list[str] = []
    names = _box_names()
    for one in fields(FlowCounts):
        name = one.name
        said, counted = getattr(typed, name), getattr(live, name)
        if name in found:
            made[name] = said if told_found else counted
        elif name in ("excluded", "excluded_n"):
            made[name] = said if told_reasons else counted
        elif name in elsewhere:
            made[name] = said
        elif name != "told":
            made[name] = counted if said in (None, ()) else said
        if said is not None and said not in ((), "") and name in names:
            by_hand.append(names[name])
    told = typed.told
    if by_hand:
        boxes = ", ".join(dict.fromkeys(by_hand))
        told = (
            *told,
            _("Typed by hand, not counted from the records: {boxes}.").format(boxes=boxes),
        )
    note = state.text(REVIEW, "records_note")
    if note:
        told = (*told, note)
    return FlowCounts(**{**made, "told": told})


def _done_elsewhere(typed: FlowCounts) -> frozenset[str]:
    """Steps between typed numbers that were told as one: nothing counted is put among them."""
    if typed.assessed is None or typed.screened_out is None or typed.sought is not None:
        return frozenset()
    is_whole = typed.included is not None and typed.excluded_n is not None
    return frozenset({"sought", "not_retrieved", *(("reports",) if is_whole else ())})


def _box_names() -> dict[str, str]:
    return {
        "databases": _("databases"),
        "registers": _("registers"),
        "identified": _("records identified"),
        "duplicates": _("duplicates"),
        "automation": _("marked by automation tools"),
        "removed_other": _("removed for other reasons"),
        "screened": _("records screened"),
        "screened_out": _("records excluded"),
        "sought": _("reports sought"),
        "not_retrieved": _("reports not retrieved"),
        "assessed": _("reports assessed"),
        "excluded_n": _("reports excluded"),
        "included": _("studies included"),
        "reports": _("reports included"),
        "previous_studies": _("studies of the previous version"),
        "previous_reports": _("reports of the previous version"),
    }


def live_flow(state: State) -> FlowCounts | None:
    """The flow as the records stand; None where there are none."""
    records = record_ids(state)
    if not records:
        return None
    vias = {one.database: one.via for one in searches(state)}
    found: Counter[str] = Counter()
    named: dict[str, Counter[str]] = {via: Counter() for via in _STREAM}
    duplicates = 0
    stream: Counter[str] = Counter()
    other: Counter[str] = Counter()
    gone: Counter[str] = Counter()
    other_gone: Counter[str] = Counter()
    studies: set[str] = set()
    unnamed = 0
    for record in records:
        name = database_of(state, record)
        via = vias.get(name, "database")
        found[via] += 1
        if via in named:
            named[via][name] += 1
        if state.says(record_subject(record), "same_as"):
            duplicates += 1
            continue
        counts, reasons = (stream, gone) if via in _STREAM else (other, other_gone)
        if _follow(state, record, counts, reasons):
            study = state.text(record_subject(record), "study")
            studies.add(study)
            unnamed += not study
    studies.discard("")
    reports = stream["included"] + other["included"]
    has_other = any(found[via] for via in ("website", "organisation", "citation"))
    return FlowCounts(
        databases=found["database"],
        registers=found["register"] or None,
        duplicates=duplicates,
        screened=stream["screened"] or None,
        screened_out=stream["out"] if stream["screened"] else None,
        sought=stream["sought"] or None,
        not_retrieved=stream["lost"] if stream["sought"] else None,
        assessed=stream["assessed"] or None,
        excluded=tuple(Reason(text or _("No reason given"), n) for text, n in gone.most_common()),
        other=_other(found, other, other_gone) if has_other else None,
        included=len(studies) if studies and not unnamed else None,
        reports=reports or None,
        sources=_named(named["database"]),
        register_sources=_named(named["register"]),
    )


def _named(counts: Counter[str]) -> tuple[Reason, ...]:
    """What each database gave, the one that gave most first."""
    return tuple(Reason(name or _("Not said"), n) for name, n in counts.most_common())


def _follow(state: State, record: str, counts: Counter[str], reasons: Counter[str]) -> bool:
    """Count one record as far as it has come; whether it is included."""
    first = outcome(state, record, ABSTRACT).standing
    if first not in ("pass", "out"):
        return False
    counts["screened"] += 1
    counts["out" if first == "out" else "sought"] += 1
    if first == "out":
        return False
    if state.text(record_subject(record), "retrieval") == "not-retrieved":
        counts["lost"] += 1
        return False
    second = outcome(state, record, FULL_TEXT)
    if second.standing not in ("pass", "out"):
        return False
    counts["assessed"] += 1
    if second.standing == "out":
        reasons[second.reason] += 1
        return False
    counts["included"] += 1
    return True


def _other(found: Counter[str], other: Counter[str], gone: Counter[str]) -> OtherMethods:
    made = OtherMethods(
        websites=found["website"] or None,
        organisations=found["organisation"] or None,
        citations=found["citation"] or None,
    )
    return replace(
        made,
        sought=other["sought"] or None,
        not_retrieved=other["lost"] if other["sought"] else None,
        assessed=other["assessed"] or None,
        excluded=tuple(Reason(text or _("No reason given"), n) for text, n in gone.most_common()),
    )


def waiting(state: State) -> Waiting:
    """What has not come through its stage yet."""
    abstracts = full_texts = 0
    for record in record_ids(state):
        if state.says(record_subject(record), "same_as"):
            continue
        first = outcome(state, record, ABSTRACT).standing
        if first not in ("pass", "out"):
            abstracts += 1
        elif first == "pass" and state.text(record_subject(record), "retrieval") != "not-retrieved":
            full_texts += outcome(state, record, FULL_TEXT).standing not in ("pass", "out")
    return Waiting(abstracts, full_texts)
