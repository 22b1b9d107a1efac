"""Calibration: a few studies that all score first, to find where the checklist is read differently.

A round is a claim on the review, so it travels with it. What came of it, the agreement and the
team's rules, is worked out from the answers and from the rules' own entries.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from appraisal.ledger import Entry
from appraisal.state import State
from appraisal.subjects import REVIEW, parse, rule_subject

LEAST, MOST = 3, 5
FIELD: Final = "calibration/"
_is_round = re.compile(f"{FIELD}[0-9]{{1,6}}").fullmatch


@dataclass(frozen=True, slots=True)
class Round:
    """A round: its number, its studies that still stand, and when it was begun."""

    number: int
    studies: tuple[str, ...]
    at: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A team's rule for an item, in one version of it."""

    instrument: str
    item: str
    text: str
    version: int
    at: str
    author: str


def rounds(state: State) -> tuple[Round, ...]:
    """The rounds of a review, the first one first."""
    here = set(state.ids("study"))
    found = []
    for field, claim in state.fields(REVIEW).items():
        if _is_round(field) and isinstance(claim.value, dict):
            named = claim.value.get("studies")
            row = state.row(REVIEW, field)
            studies = tuple(
                str(one) for one in (named if isinstance(named, list) else []) if one in here
            )
            at = row.at if row is not None else ""
            found.append(Round(int(field.removeprefix(FIELD)), studies, at))
    return tuple(sorted(found, key=lambda one: one.number))


def pending(state: State) -> frozenset[str]:
    """The studies of rounds that not all have submitted yet: they are scored first."""
    return frozenset(
        study
        for one in rounds(state)
        for study in one.studies
        if not any(state.is_open(form) for form in state.forms("appraisal", study))
    )


def rules(entries: Iterable[Entry]) -> tuple[Rule, ...]:
    """Every version of every rule in the order it was written; an empty text took the rule back."""
    found: list[Rule] = []
    counts: dict[tuple[str, str], int] = {}
    for entry in entries:
        subject = parse(entry.subject)
        if subject.kind != "rule" or entry.field != "text":
            continue
        instrument, item = subject.ids[0], subject.ids[1].replace(".", "/", 1)
        counts[instrument, item] = counts.get((instrument, item), 0) + 1
        text = entry.claim.value
        found.append(
            Rule(
                instrument,
                item,
                text if isinstance(text, str) else "",
                counts[instrument, item],
                entry.at,
                entry.author,
            )
        )
    return tuple(found)


def next_version(state: State, instrument: str, address: str) -> int:
    """Which version of an item's rule is written next."""
    return int(state.number(rule_subject(instrument, address), "version") or 0) + 1


def standing_rules(found: Iterable[Rule]) -> tuple[Rule, ...]:
    """The last version of each rule that was not taken back."""
    last = {(one.instrument, one.item): one for one in found}
    return tuple(one for one in last.values() if one.text)
