"""What in a review holds some words: studies, reasons, quotations; never of an unopened seat."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from appraisal.ledger import Claim
from appraisal.state import State
from appraisal.subjects import parse, study_subject

MOST = 40


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that holds the words."""

    kind: Literal["study", "reason", "quotation"]
    study: str
    label: str
    text: str
    item: str
    is_numbers: bool


def search(state: State, words: str) -> tuple[Hit, ...]:
    """The first places of a review that hold every word, studies first."""
    wanted = words.casefold().split()
    if not wanted:
        return ()
    found = [*_studies(state, wanted)]
    for hit in _claims(state, wanted):
        found.append(hit)
        if len(found) >= MOST:
            break
    return tuple(found)


def _studies(state: State, wanted: list[str]) -> Iterator[Hit]:
    for study in state.ids("study"):
        subject = study_subject(study)
        label, title = state.text(subject, "label"), state.text(subject, "title")
        if _holds(f"{label} {title} {state.text(subject, 'authors')}", wanted):
            yield Hit("study", study, label, title, "", is_numbers=False)


def _claims(state: State, wanted: list[str]) -> Iterator[Hit]:
    for kind in ("appraisal", "extraction"):
        for subject in state.subjects(kind):
            study = parse(subject).ids[0]
            label = state.text(study_subject(study), "label")
            for field, claim in state.fields(subject).items():
                if field != "sealed":
                    yield from _in_claim(claim, study, label, field, wanted)


def _in_claim(claim: Claim, study: str, label: str, field: str, wanted: list[str]) -> Iterator[Hit]:
    item = field.removeprefix("item/")
    numbers = not field.startswith(("item/", "judgement/", "overall"))
    if claim.why and _holds(claim.why, wanted):
        yield Hit("reason", study, label, claim.why, item, numbers)
    for quote in claim.quotes:
        if _holds(quote.text, wanted):
            yield Hit("quotation", study, label, quote.text, item, numbers)


def _holds(text: str, wanted: list[str]) -> bool:
    plain = text.casefold()
    return all(word in plain for word in wanted)
