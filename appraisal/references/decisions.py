"""What Rayyan, Covidence and ASReview wrote into a record's notes: who decided what, and why."""

import re
from collections.abc import Iterable
from typing import Final

from appraisal.references.reference import Decision

_RAYYAN = re.compile(r"RAYYAN-INCLUSION:\s*\{([^}]*)\}", re.IGNORECASE)
_VOTE = re.compile(r'"([^"]*)"\s*=>\s*"([^"]*)"')
_RAYYAN_WHY = re.compile(r"RAYYAN-EXCLUSION-REASONS:\s*([^|\n]*)", re.IGNORECASE)
_ASREVIEW = re.compile(r"ASReview_(relevant|irrelevant)(?![A-Za-z_])", re.IGNORECASE)
_COVIDENCE = re.compile(
    r"(?:covidence[^:\n]*|screening status|status):\s*(included?|excluded?|irrelevant|maybe)",
    re.IGNORECASE,
)
_COVIDENCE_LIST = re.compile(
    r"review_\d+_(included?|select|excluded?|irrelevant)_(?:csv|ris)", re.IGNORECASE
)
_COVIDENCE_WHY = re.compile(r"exclusion reason:\s*([^;|\n]*)", re.IGNORECASE)
_WORDS: Final = {
    "included": "include", "include": "include", "relevant": "include", "yes": "include",
    "select": "include",  # gone on to the full text
    "excluded": "exclude", "exclude": "exclude", "irrelevant": "exclude", "no": "exclude",
    "maybe": "maybe",
}  # fmt: skip


def decisions_in(notes: Iterable[str]) -> tuple[Decision, ...]:
    """The decisions that notes hold, each once."""
    text = "\n".join(notes)
    if not any(
        word in text.casefold() for word in ("rayyan", "asreview", "covidence", "exclusion")
    ):
        return ()
    found = dict.fromkeys((*_rayyan(text), *_asreview(text), *_covidence(text)))
    return tuple(found)


def decisions_in_name(file_name: str) -> tuple[Decision, ...]:
    """The decision on all of a file: Covidence writes a file a list, and says which in its name."""
    said = _COVIDENCE_LIST.search(file_name)
    return (Decision("Covidence", _WORDS[said[1].casefold()]),) if said else ()


def _rayyan(text: str) -> Iterable[Decision]:
    said = _RAYYAN.search(text)
    if said is None:
        return
    why = _RAYYAN_WHY.search(text)
    reason = why[1].strip(" ,.") if why else ""
    for person, word in _VOTE.findall(said[1]):
        decision = _WORDS.get(word.casefold())
        if decision:
            kept = reason if decision == "exclude" else ""
            yield Decision("Rayyan", decision, person, kept[:300])


def _asreview(text: str) -> Iterable[Decision]:
    """What ASReview's export says; of several labels of one record none is believed."""
    said = {word.casefold() for word in _ASREVIEW.findall(text)}
    if len(said) == 1:
        yield Decision("ASReview", _WORDS[said.pop()])


def _covidence(text: str) -> Iterable[Decision]:
    why = _COVIDENCE_WHY.search(text)
    said = _COVIDENCE.search(text)
    decision = _WORDS.get(said[1].casefold(), "") if said else "exclude" if why else ""
    if decision:
        yield Decision("Covidence", decision, "", why[1].strip()[:300] if why else "")
