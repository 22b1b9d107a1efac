"""The analyses of another program, kept as a text in the review, to be compared again.

A text is named by its hash and travels with the review, as instruments do. It holds what the
certificate needs and no more: comparisons with their stored results, and the names of studies.
"""

import hashlib
import json
from dataclasses import asdict
from typing import Any, Final

from appraisal.ledger import Value
from appraisal.revman.content import (
    Comparison,
    Content,
    Figure,
    Outcome,
    Row,
    Stored,
    Study,
    Subgroup,
)
from appraisal.revman.parity import Certificate, Report, certify

FORMAT: Final = 1
MOST_KEPT: Final = 4
_CERTIFICATES: Final[dict[str, Certificate]] = {}


def text_of(content: Content) -> str:
    """What is kept of a file."""
    kept = {
        "format": FORMAT,
        "source": content.source,
        "program": content.program,
        "title": content.title,
        "names": {study.id: study.name for study in content.studies},
        "comparisons": [asdict(one) for one in content.comparisons],
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_of(text: str) -> Content:
    """The content that a kept text tells of."""
    kept = json.loads(text)
    return Content(
        source=kept["source"],
        program=kept["program"],
        title=kept["title"],
        studies=tuple(Study(key, name, "") for key, name in kept["names"].items()),
        comparisons=tuple(_comparison(one) for one in kept["comparisons"]),
    )


def certificate_of(text: str, report: Report | None = None) -> Certificate:
    """The certificate of a kept text, computed once."""
    found = _CERTIFICATES.get(text)
    if found is None:
        found = certify(content_of(text), report=report)
        while len(_CERTIFICATES) >= MOST_KEPT:
            _CERTIFICATES.pop(next(iter(_CERTIFICATES)))
        _CERTIFICATES[text] = found
    return found


def import_field(text: str) -> str:
    """The review's field for what is kept of one file: the same file gives the same."""
    return f"import/{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def import_value(content: Content, digest: str) -> dict[str, Value]:
    """What the review says of an import: where it came from, and the hash of what is kept."""
    return {"kind": "revman", "source": content.source, "program": content.program, "text": digest}


Table = dict[str, Any]  # Any: JSON, shaped as `text_of` makes it


def _comparison(one: Table) -> Comparison:
    return Comparison(one["number"], one["name"], tuple(map(_outcome, one["outcomes"])))


def _outcome(one: Table) -> Outcome:
    made = {
        **one,
        "rows": tuple(map(_row, one["rows"])),
        "subgroups": tuple(map(_subgroup, one["subgroups"])),
        "stored": _stored(one["stored"]),
        "arms": tuple(one["arms"]),
        "favours": tuple(one["favours"]),
    }
    return Outcome(**made)


def _subgroup(one: Table) -> Subgroup:
    rows = tuple(map(_row, one["rows"]))
    return Subgroup(one["number"], one["name"], rows, _stored(one["stored"]))


def _row(one: Table) -> Row:
    read = {
        **one,
        "cells": tuple(one["cells"]),
        "stored": _stored(one["stored"]),
        "unread": tuple(one.get("unread", ())),
    }
    return Row(**read)


def _stored(one: Table) -> Stored:
    figures = tuple((name, Figure(figure["text"])) for name, figure in one["figures"])
    return Stored(figures, one["estimable"])
