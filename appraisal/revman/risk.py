"""Entries of a Cochrane risk-of-bias table as items of the instrument they belong to.

Blinding told apart for participants and for assessors is the form of 2011; one entry for both is
that of 2008, where yes is low risk. Entries that neither form has are kept beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from appraisal.revman.content import Content, Entry, Judgement, Level

_WORDS: Final = (
    ("sequence", "sequence"),
    ("random", "sequence"),
    ("conceal", "concealment"),
    ("incomplete", "incomplete"),
    ("attrition", "incomplete"),
    ("selective", "selective"),
    ("other bias", "other"),
    ("other sources", "other"),
    ("other potential", "other"),
    ("other risk", "other"),
)
_ITEMS: Final = {
    "rob1-2008": {
        "sequence": "D1/1", "concealment": "D2/2", "blinding": "D3/3", "incomplete": "D4/4",
        "selective": "D5/5", "other": "D6/6",
    },
    "rob1-2011": {
        "sequence": "D1/1", "concealment": "D2/2", "participants": "D3/3", "assessors": "D4/4",
        "incomplete": "D5/5", "selective": "D6/6", "other": "D7/7",
    },
}  # fmt: skip
_ANSWERS: Final = {
    "rob1-2008": {"low": "yes", "unclear": "unclear", "high": "no"},
    "rob1-2011": {"low": "low", "unclear": "unclear", "high": "high"},
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was judged of a study on an item; `groups` where it was said for some outcomes only."""

    address: str
    value: str
    support: str
    groups: tuple[tuple[str, Level, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Further:
    """A judgement on an entry that the form does not have."""

    entry: str
    level: Level
    support: str


def instrument_of(content: Content) -> str:
    """The instrument that the entries in use belong to; empty where nothing was judged."""
    used = [entry for entry in content.entries if entry.judgements]
    if not used:
        return ""
    kinds = {_kind(entry.name) for entry in used}
    if kinds & {"participants", "assessors"}:
        return "rob1-2011"
    if "blinding" in kinds or any(entry.name.strip().endswith("?") for entry in used):
        return "rob1-2008"
    return "rob1-2011"


def answers_of(content: Content, study: str) -> tuple[tuple[Answer, ...], tuple[Further, ...]]:
    """A study's answers to the items of the instrument, and what else was judged of it.

    An item that was judged otherwise for one group of outcomes than for another has no answer for
    the study as a whole: its value is empty.
    """
    instrument = instrument_of(content)
    answers: dict[str, Answer] = {}
    further: list[Further] = []
    for entry, judged in _judged(content, study):
        address = _ITEMS.get(instrument, {}).get(_kind(entry.name), "")
        if not address or address in answers:
            further += [Further(_named(entry, one), one.level, one.support) for one in judged]
            continue
        levels = {one.level for one in judged}
        value = _ANSWERS[instrument].get(next(iter(levels)), "") if len(levels) == 1 else ""
        groups = tuple((one.group, one.level, one.support) for one in judged if one.group)
        support = "\n".join(dict.fromkeys(_supported(one, judged) for one in judged if one.support))
        answers[address] = Answer(address, value, support, groups if len(groups) > 1 else ())
    return tuple(answers.values()), tuple(further)


def outcome_groups(content: Content) -> tuple[str, ...]:
    """The groups of outcomes that entries were judged for, in their order."""
    used = (one.group for entry in content.entries for one in entry.judgements if one.group)
    return tuple(dict.fromkeys(used))


def unsupported(content: Content) -> int:
    """How many are unclear without a word: RevMan leaves those empty in its figures."""
    return sum(
        one.level == "unclear" and not one.support
        for entry in content.entries
        for one in entry.judgements
    )


def _judged(content: Content, study: str) -> Iterator[tuple[Entry, tuple[Judgement, ...]]]:
    for entry in content.entries:
        found = tuple(one for one in entry.judgements if one.study == study and one.level)
        if found:
            yield entry, found


def _supported(one: Judgement, judged: tuple[Judgement, ...]) -> str:
    return f"{one.group}: {one.support}" if one.group and len(judged) > 1 else one.support


def _named(entry: Entry, one: Judgement) -> str:
    return f"{entry.name} ({one.group})" if one.group else entry.name


def _kind(name: str) -> str:
    """What an entry is about, by the words of its name."""
    folded = name.casefold()
    if "blind" in folded or "mask" in folded:
        both = "performance" in folded and "detection" in folded
        of_people = "participant" in folded or "personnel" in folded or "performance" in folded
        of_outcome = "assess" in folded or "detection" in folded
        if both or of_people == of_outcome:
            return "blinding"
        return "participants" if of_people else "assessors"
    return next((kind for word, kind in _WORDS if word in folded), "")
