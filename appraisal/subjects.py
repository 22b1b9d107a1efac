"""What can be spoken of, and what may be said of it: the only schema of a review.

A subject is `kind/ids...`; a field of it holds one claim. Kinds in `VEILED` speak for a seat, and
stay hidden from everyone but its holder until their form is open. Numbers and texts are checked
here, at the door, because the ledger keeps them as JSON and not as columns.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from appraisal.errors import InvalidClaim
from appraisal.ledger import Value
from resources.i18n import _

AGREED: Final = "agreed"
REFERRED: Final = "referred/"  # before a field of the agreed seat: for the adjudicator, no answer
UNDER: Final = "under/"  # before the key of a setting: a confirmation, no answer
ITSELF: Final = "-"
REVIEW: Final = "review/-"
VEILED: Final = frozenset({"appraisal", "extraction", "screening"})

DESIGNS: Final = (
    "rct",
    "cluster-rct",
    "crossover",
    "cohort",
    "case-control",
    "cross-sectional",
    "case-series",
    "before-after",
    "diagnostic",
    "prognostic",
    "review",
    "animal",
    "other",
)
DATA: Final = ("counts", "means", "rates", "correlation", "proportion", "reported")
STAGES: Final = ("abstract", "full-text")  # of screening
DECISIONS: Final = ("include", "maybe", "exclude")
ROLES: Final = ("reviewer", "adjudicator", "coordinator")

CELLS: Final[Mapping[str, tuple[str, ...]]] = {
    "counts": ("e1", "n1", "e2", "n2"),
    "means": ("m1", "sd1", "n1", "m2", "sd2", "n2"),
    "rates": ("e1", "t1", "e2", "t2"),
    "proportion": ("e", "n"),
    "correlation": ("r", "n"),
    "reported": (
        "measure",
        "estimate",
        "lower",
        "upper",
        "level",
        "se",
        "p",
        "scale",
        "adjusted",
    ),
}
ARM: Final = "arm/"  # before the id of a further arm and the name of its cell
ARM_CELLS: Final[Mapping[str, tuple[str, ...]]] = {"counts": ("e", "n"), "means": ("m", "sd", "n")}
SIDES: Final = ("arm1", "arm2")
NO_SIDE: Final = "none"  # agreed on where readers settle that an arm is none of the study's
COUNTS: Final = frozenset({"e", "n", "e1", "n1", "e2", "n2"})
TEXTS: Final = frozenset({"measure", "scale", "adjusted", "use"})


@dataclass(frozen=True, slots=True)
class Subject:
    """A parsed subject."""

    kind: str
    ids: tuple[str, ...]

    @property
    def veiled(self) -> bool:
        """Whether it speaks for a seat."""
        return self.kind in VEILED

    @property
    def seat(self) -> str:
        """Who it speaks for; empty for shared subjects."""
        return self.ids[-1] if self.veiled else ""

    @property
    def form(self) -> str:
        """The subject without its seat."""
        return "/".join((self.kind, *self.ids[:-1]))

    @property
    def group(self) -> str:
        """What opens together: the forms of one kind of one study."""
        return f"{self.kind}/{self.ids[0]}"

    @property
    def instrument(self) -> str:
        """The `id@version` of an appraisal's instrument."""
        return self.ids[2]


_SIZES: Final = {
    "review": 1,
    "person": 1,
    "study": 1,
    "outcome": 1,
    "target": 1,
    "record": 1,
    "rule": 2,
    "plan": 1,
    "appraisal": 4,
    "extraction": 3,
    "screening": 3,
}


def parse(subject: str) -> Subject:
    """Take a subject apart.

    Raises
    ------
    InvalidClaim
        When it is none of the kinds, or has the wrong number of parts.
    """
    kind, *ids = subject.split("/")
    if _SIZES.get(kind) != len(ids) or not all(ids):
        raise InvalidClaim(_("No such subject: {subject}").format(subject=subject))
    return Subject(kind, tuple(ids))


def study_subject(study: str) -> str:
    """The shared facts of a study."""
    return f"study/{study}"


def person_subject(person: str) -> str:
    """The shared facts of a person."""
    return f"person/{person}"


def target_subject(target: str) -> str:
    """What of a study is judged: a result, an outcome group, an index test, a contrast."""
    return f"target/{target}"


def outcome_subject(outcome: str) -> str:
    """The shared facts of an outcome."""
    return f"outcome/{outcome}"


def plan_subject(outcome: str) -> str:
    """The analysts' plan for an outcome."""
    return f"plan/{outcome}"


def record_subject(record: str) -> str:
    """The shared facts of a record."""
    return f"record/{record}"


def screening_form(record: str, stage: str) -> str:
    """The screening of a record at a stage, without its seat."""
    return f"screening/{record}/{stage}"


def rule_subject(instrument: str, item: str) -> str:
    """The team's rule for an item; `item` is `domain/item`, written with a dot here."""
    return f"rule/{instrument}/{item.replace('/', '.')}"


def appraisal_form(study: str, instrument: str, target: str = ITSELF) -> str:
    """An appraisal without its seat; `instrument` is `id@version`."""
    return f"appraisal/{study}/{target}/{instrument}"


def appraisal_subject(study: str, target: str, instrument: str, seat: str) -> str:
    """One seat's appraisal."""
    return f"{appraisal_form(study, instrument, target)}/{seat}"


def extraction_form(study: str, outcome: str) -> str:
    """An extraction without its seat."""
    return f"extraction/{study}/{outcome}"


def extraction_subject(study: str, outcome: str, seat: str) -> str:
    """One seat's extraction."""
    return f"{extraction_form(study, outcome)}/{seat}"


def in_seat(form: str, seat: str) -> str:
    """The subject of a form in a seat."""
    return f"{form}/{seat}"


def item_field(address: str) -> str:
    """The field that holds the answer to the item at `domain/item`."""
    return f"item/{address}"


def setting_field(instrument: str, key: str) -> str:
    """The field of the review that holds a setting of an instrument."""
    return f"setting/{instrument}/{key}"


def under_field(key: str) -> str:
    """The field of a seat that says under which value of a setting its answers are confirmed."""
    return f"{UNDER}{key}"


# -- what a field may hold ---------------------------------------------------------------------

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
        "snapshot/*": _any,
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
        "excluded": _any,
        "included": _any,
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
        "referred/*": _flag,
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
