"""The whole review as JSON: what stands, and every entry that led there, as the reader may see it.

It needs no program of ours to be read again in twenty years. Answers of a form that is not open to
the reader are not in it.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from appraisal import __version__
from appraisal.fields import FIELDS
from appraisal.ledger import Claim, Entry
from appraisal.material import Material
from appraisal.state import State
from appraisal.whole_file import write_whole

Json = dict[str, Any]  # Any: JSON nests

FORMAT = 1


def write_review(material: Material, path: Path) -> None:
    """Write the review, an entry a line."""

    def write(draft: Path) -> None:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(_pieces(material))

    write_whole(path, write)


def _pieces(material: Material) -> Iterator[str]:
    head = {"format": FORMAT, "program": f"Evenhand {__version__}", "title": material.title}
    text = json.dumps(head, ensure_ascii=False, indent=1)
    yield text[: text.rindex("\n}")]
    yield ',\n "standing": {'
    yield from _joined(
        f"\n  {_text(subject)}: {_text(_fields(material.state, subject))}"
        for subject in _subjects(material.state)
    )
    yield '\n },\n "entries": ['
    yield from _joined(f"\n  {_text(_entry(one))}" for one in material.entries)
    yield "\n ]\n}\n"


def _joined(pieces: Iterator[str]) -> Iterator[str]:
    for place, piece in enumerate(pieces):
        yield f",{piece}" if place else piece


def _subjects(state: State) -> Iterator[str]:
    for kind in FIELDS:
        yield from sorted(state.subjects(kind))


def _fields(state: State, subject: str) -> Json:
    return {field: _claim(claim) for field, claim in sorted(state.fields(subject).items())}


def _entry(one: Entry) -> Json:
    return {
        "id": one.id,
        "change": one.change,
        "at": one.at,
        "author": one.author,
        "subject": one.subject,
        "field": one.field,
        **_claim(one.claim),
        "replaces": list(one.replaces),
        "hash": one.hash.hex(),
    }


def _claim(claim: Claim) -> Json:
    made: Json = {"value": claim.value}
    if claim.why:
        made["why"] = claim.why
    if claim.quotes:
        made["quotes"] = [
            {"text": one.text, "source": one.source, "page": one.page,
             "box": None if one.box is None else list(one.box)}
            for one in claim.quotes
        ]  # fmt: skip
    return made


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
