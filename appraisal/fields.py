"""What may be said of a subject: every field, and what it can hold.

Numbers and texts are checked here, at the door, because the ledger keeps them as JSON and not as
columns.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from appraisal.errors import InvalidClaim
from appraisal.ledger import Value
from appraisal.subjects import CELLS, COUNTS, DATA, DECISIONS, DESIGNS, NO_SIDE, SIDES, Subject
from resources.i18n import _

Check = Callable[[Value], bool]


def _text(value: Value) -> bool:
    return isinstance(value, str)


def _flag(value: Value) -> bool:
    return isinstance(value, bool)


def _number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _count(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10**9


def _texts(value: Value) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


def _record(value: Value) -> bool:
    return isinstance(value, dict)


def _any(value: Value) -> bool:
    return True


def _one_of(*words: str) -> Check:
    return lambda value: value in words


def _year(value: Value) -> bool:
    return _count(value) and isinstance(value, int) and 1000 <= value <= 9999


def _seal(value: Value) -> bool:
    return value is False or (isinstance(value, dict) and {"digest", "count"} <= value.keys())


def _pairs(value: Value) -> bool:
    return isinstance(value, list) and all(_texts(pair) and len(pair) == 2 for pair in value)


def _snapshot(value: Value) -> bool:
    return isinstance(value, dict) and _text(value.get("at")) and _count(value.get("entries"))


def _scalar(value: Value) -> bool:
    return isinstance(value, str | int | float | bool)


FIELDS: Final[Mapping[str, Mapping[str, Check]]] = {
    "review": {
        "title": _text,
        "question": _text,
        "population": _text,
        "intervention": _text,
        "comparison": _text,
        "result": _text,
        "eligibility": _text,
        "nature": _text,
        "nature_note": _text,
        "records_note": _text,
        "source": _text,
        "readers": _count,
        "opens": _one_of("study", "form", "review"),
        "preset": _text,
        "design/*": _text,
        "setting/*/*": _any,
        "instrument/*": _record,
        "flow/*": _any,
        "snapshot/*": _snapshot,
        "mapping/*": _any,
        "search/*": _record,
        "columns/*": _record,
        "screening/*": _any,
        "calibration/*": _record,
        "import/*": _record,
        "own/*": _flag,
    },
    "person": {
        "name": _text,
        "initials": _text,
        "roles": _texts,
        "key": _text,
        "left": _flag,
    },
    "study": {
        "label": _text,
        "title": _text,
        "design": _one_of(*DESIGNS),
        "instrument": _text,
        "authors": _text,
        "year": _year,
        "country": _text,
        "journal": _text,
        "doi": _text,
        "pmid": _text,
        "notes": _text,
        "abstract": _text,
        "keys": _any,
        "pdf": _text,
        "pdf_name": _text,
        "reviewers": _texts,
        "order": _number,
        "removed": _flag,
        "merged_into": _text,
        "apart": _texts,
        "shows/*": _text,
        "field/*": _scalar,
    },
    "outcome": {
        "name": _text,
        "data": _one_of(*DATA),
        "measure": _text,
        "arm1": _text,
        "arm2": _text,
        "event_is": _one_of("good", "bad"),
        "unit": _text,
        "time": _text,
        "points": _one_of("any", "whole"),
        "note": _text,
        "order": _number,
        "removed": _flag,
        "arm/*": _text,
    },
    "target": {
        "study": _text,
        "kind": _one_of("result", "outcome-group", "index-test", "contrast"),
        "name": _text,
        "outcome": _text,
        "order": _number,
        "apart": _flag,
        "setting/*/*": _any,
        "removed": _flag,
    },
    "record": {
        "imported": _record,
        "same_as": _record,
        "apart": _texts,
        "study": _text,
        "retrieval": _one_of("sought", "not-retrieved"),
        "pdf": _text,
        "pdf_name": _text,
        "labels": _texts,
        "note": _text,
        "field/*": _any,
    },
    "rule": {"text": _text, "version": _count},
    "plan": {
        "preset": _text,
        "measure": _text,
        "method": _text,
        "tau2": _text,
        "interval": _text,
        "zeros": _text,
        "prediction": _flag,
        "prediction_kind": _text,
        "tau2_interval": _text,
        "zeros_to": _text,
        "zeros_share": _text,
        "double_zeros": _text,
        "study_interval": _text,
        "subgroup": _text,
        "subgroup_tau2": _text,
        "sort": _text,
        "columns": _texts,
        "favours": _texts,
        "control_risk": _record,
        "excluded": _pairs,
        "included": _pairs,
        "min_stars": _number,
        "worst": _one_of("", "good", "fair"),
        "fill": _text,
        "fill_side": _text,
        "cumulate": _text,
        "clusters": _text,
        "moderators": _texts,
        "moderators_test": _text,
        "selection": _text,
        "also": _texts,
        "arms": _one_of("combine", "split"),
    },
    "appraisal": {
        "item/*/*": _any,
        "judgement/*": _text,
        "judgement/*/*": _text,
        "direction/*": _text,
        "comment/*": _text,
        "overall": _text,
        "under/*": _any,
        **dict.fromkeys(("referred/*", "referred/*/*", "referred/*/*/*"), _flag),
        **dict.fromkeys(("confirmed/*/*", "confirmed/*/*/*", "confirmed/*/*/*/*"), _any),
        "sealed": _seal,
    },
    "extraction": {
        **{cell: _number for cells in CELLS.values() for cell in cells},
        **dict.fromkeys(COUNTS, _count),
        "measure": _text,
        "scale": _one_of("natural", "log"),
        "adjusted": _text,
        "use": _one_of("numbers", "reported"),
        "note": _text,
        "warning/*": _text,
        **dict.fromkeys(("referred/*", "referred/arm/*/*"), _flag),
        **dict.fromkeys(("confirmed/*/*", "confirmed/*/arm/*/*"), _any),
        "arm/*/name": _text,
        "arm/*/side": _one_of(*SIDES, NO_SIDE),
        "arm/*/e": _count,
        "arm/*/n": _count,
        "arm/*/m": _number,
        "arm/*/sd": _number,
        "sealed": _seal,
    },
    "screening": {
        "decision": _one_of(*DECISIONS),
        "reason": _text,
        "sealed": _seal,
    },
}

_PATTERNS: Final[Mapping[str, tuple[tuple[re.Pattern[str], Check], ...]]] = {
    kind: tuple(
        (re.compile("[^/]+".join(map(re.escape, name.split("*")))), check)
        for name, check in fields.items()
        if "*" in name
    )
    for kind, fields in FIELDS.items()
}


def check_field(subject: Subject, field: str, value: Value) -> None:
    """Refuse a field the kind does not have, or a value the field cannot hold.

    None is always allowed: it withdraws.
    """
    check = _check_of(subject.kind, field)
    if check is None:
        raise InvalidClaim(
            _("A {kind} has no field “{field}”.").format(kind=subject.kind, field=field)
        )
    if value is not None and not check(value):
        raise InvalidClaim(
            _("“{field}” cannot hold {value}.").format(field=field, value=_shown(value))
        )


@lru_cache(maxsize=20_000)
def _check_of(kind: str, field: str) -> Check | None:
    check = FIELDS[kind].get(field) if "*" not in field else None
    if check is not None:
        return check
    return next((check for form, check in _PATTERNS[kind] if form.fullmatch(field)), None)


def _shown(value: Any) -> str:  # Any: whatever was handed in
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
