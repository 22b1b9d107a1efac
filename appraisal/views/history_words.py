"""A line of the history in plain words: what was spoken of, which field, which value.

No value shows as the file keeps it: fingerprints, ids and tables of names become words.
"""

import re
from collections.abc import Mapping
from typing import Final

from appraisal.cells import data_name, design_name, number_name
from appraisal.ledger import Value
from appraisal.number_words import choice_word, side_word
from appraisal.risk_mapping import RISKS, risk_word
from appraisal.views.plan_words import plan_field_name, plan_value_words
from appraisal.views.team import role_name
from resources.i18n import _, moment_text, ngettext

_DIGEST: Final = re.compile(r"[0-9a-f]{16,}")
Names = Mapping[str, str]


def kind_name(kind: str) -> str:
    """What a kind of subject is called."""
    return {
        "review": _("Protocol"),
        "person": _("Reviewer"),
        "study": _("Study"),
        "outcome": _("Outcome"),
        "target": _("Target"),
        "record": _("Record"),
        "rule": _("Team rule"),
        "plan": _("Plan"),
        "appraisal": _("Appraisal"),
        "extraction": _("Numbers"),
        "screening": _("Screening"),
    }[kind]


def field_name(field: str) -> str:
    """What a field is called in a line of the history; an item goes by its number."""
    kind, _between, rest = field.partition("/")
    last = rest.rpartition("/")[2]
    named = {
        "item": last,
        "judgement": _("Judgement, {domain}").format(domain=last),
        "comment": _("Comment, {domain}").format(domain=last),
        "direction": _("Direction, {domain}").format(domain=last),
        "setting": _("Setting {name}").format(name=last.replace("_", " ")),
        "design": _("Instrument for {design}").format(design=design_name(last)),
        "instrument": _("Instrument {name}").format(name=rest),
        "snapshot": _("Named state"),
        "under": _("Confirmed under: {name}").format(name=last),
        "warning": _("Warning dismissed"),
        "flow": _("Flow of records"),
        "calibration": _("Calibration round {n}").format(n=last),
        "referred": _("For the adjudicator: {item}").format(item=last),
        "confirmed": _("Confirmed: {item}").format(item=last),
        "mapping": _("Columns of a table")
        if _DIGEST.fullmatch(rest)
        else _("What counts as high risk"),
        "field": rest,
        "own": _("Field {name}").format(name=rest),
        "search": _("Search imported"),
        "columns": _("Columns of a table"),
        "screening": _("Reasons and words"),
        "import": _("Review imported"),
        "shows": _("Shown in figures"),
        "arm": number_name(field) if "/" in rest else _("Arm {name}").format(name=last),
    }
    if rest and kind in named:
        return named[kind]
    return (
        {
            "imported": _("Imported record"),
            "same_as": _("Duplicate of another"),
            "apart": _("Not the same report"),
            "study": _("Study"),
            "decision": _("Decision"),
            "reason": _("Reason"),
            "retrieval": _("Report not retrieved"),
            "overall": _("Overall"),
            "sealed": _("Submitted"),
            "label": _("Study"),
            "title": _("Title"),
            "name": _("Name"),
            "design": _("Design"),
            "instrument": _("Instrument"),
            "authors": _("Authors"),
            "year": _("Year"),
            "country": _("Country"),
            "notes": _("Notes"),
            "note": _("Note"),
            "removed": _("Removed"),
            "roles": _("Roles"),
            "key": _("Key"),
            "pdf": _("Content of the PDF"),
            "pdf_name": "PDF",
            "question": _("Question"),
            "eligibility": _("Eligibility"),
            "text": _("Team rule"),
            "version": _("Version"),
            "arm1": _("Arm 1"),
            "arm2": _("Arm 2"),
            "reviewers": _("Reviewers"),
            "left": _("Has left"),
            "readers": _("Who scores each study"),
            "population": _("Population"),
            "intervention": _("Intervention"),
            "comparison": _("Comparison"),
            "result": _("Result"),
            "source": _("Source"),
            "nature": _("Kind of answers"),
            "nature_note": _("On the answers"),
            "records_note": _("Nature of the records"),
            "opens": _("When answers open"),
            "preset": _("Preset"),
            "initials": _("Initials"),
            "order": _("Order"),
            "data": _("Kind of data"),
            "event_is": _("The event is"),
            "time": _("Time"),
            "unit": _("Unit"),
            "measure": _("Measure"),
            "outcome": _("Outcome"),
            "journal": _("Journal"),
            "abstract": _("Abstract"),
            "keys": _("Known by"),
            "labels": _("Labels"),
            "merged_into": _("Same study as"),
            "excluded": _("Switched off"),
            "included": _("Switched on"),
            "columns": _("Columns"),
            "subgroup": _("Subgroups by"),
            "method": _("Method"),
            "arms": _("Further arms"),
        }.get(field)
        or plan_field_name(field)
        or number_name(field)
    )


def value_words(field: str, value: Value, names: Names) -> str:
    """A value of a field; `names` says what the ids in it are called."""
    if value is None:
        return _("withdrawn")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    kind = field.partition("/")[0]
    if isinstance(value, dict):
        return _table_words(kind, value, names)
    if isinstance(value, list):
        said = (_part_words(kind, one, names) for one in value)
        return ", ".join(said) or _("none of these")
    return _part_words(kind, value, names)


def _part_words(kind: str, value: object, names: Names) -> str:
    """A text or a number alone, or one of a list."""
    if isinstance(value, list):  # a study and why it was switched off
        first, *others = [_part_words(kind, one, names) for one in value] or [""]
        more = ", ".join(one for one in others if one)
        return f"{first} ({more})" if more else first
    if isinstance(value, dict):
        return _pairs(value, names)
    text = str(value)
    said = plan_value_words(kind, text)
    if said != text:
        return said
    if kind in ("pdf", "key", "import") and _DIGEST.fullmatch(text):
        return _("kept with the review") if kind != "key" else _("key for signing")
    if kind in (
        "roles",
        "design",
        "data",
        "decision",
        "event_is",
        "opens",
        "retrieval",
        "arm",
        "scale",
        "use",
    ):
        return _code_words(kind, text)
    return names.get(text, text)


def _code_words(kind: str, code: str) -> str:
    if kind == "roles":
        return role_name(code) if code in ("reviewer", "adjudicator", "coordinator") else code
    if kind == "design":
        return design_name(code)
    if kind == "data":
        return data_name(code)
    if kind == "arm":
        return side_word(code)
    if kind in ("scale", "use"):
        return choice_word(kind, code)
    return {
        "include": _("Include"),
        "maybe": _("Maybe"),
        "exclude": _("Exclude"),
        "good": _("good"),
        "bad": _("bad"),
        "sought": _("sought"),
        "study": _("Study by study"),  # when answers open
        "form": _("Form by form"),
        "review": _("All at once"),
        "not-retrieved": _("not retrieved"),
    }.get(code, code)


def _table_words(kind: str, value: Mapping[str, Value], names: Names) -> str:
    if "digest" in value:
        n = value.get("count")
        n = n if isinstance(n, int) else 0
        return ngettext("submitted, {n} entry", "submitted, {n} entries", n).format(n=n)
    if kind == "instrument":
        return _("kept with the review")
    if kind == "snapshot":
        return _("as of {moment}").format(moment=moment_text(str(value.get("at", ""))))
    if kind == "mapping":
        return _mapping_words(value, names)
    if kind == "calibration":
        return value_words("", value.get("studies"), names)
    if kind == "same_as":
        return value_words("", value.get("record"), names)
    for known in ("title", "file", "source", "doi"):
        named = value.get(known)
        if isinstance(named, str) and named:
            return named
    return _pairs(value, names)


def _mapping_words(value: Mapping[str, Value], names: Names) -> str:
    """What counts as which risk: limits of stars, levels, or scores."""
    if "high_below" in value:
        return _("high below {high} stars, low from {low}").format(
            high=value["high_below"], low=value.get("low_from", value["high_below"])
        )
    levels = value.get("levels")
    return _pairs(levels if isinstance(levels, dict) else value, names)


def _pairs(value: Mapping[str, Value], names: Names) -> str:
    """A table of names, a pair after the other."""
    said = (
        _("{field}: {value}").format(
            field=names.get(name, name.replace("_", " ")), value=_risk_or(one, names)
        )
        for name, one in value.items()
        if not (isinstance(one, str) and _DIGEST.fullmatch(one))
    )
    return "; ".join(said) or _("none of these")


def _risk_or(value: Value, names: Names) -> str:
    for risk in RISKS:
        if risk == value:
            return risk_word(risk)
    return value_words("", value, names)
