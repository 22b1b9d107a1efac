"""Studies that may be one: two share a DOI or PMID, as after two files were brought together.

Nothing is merged by itself: one paper can report two studies. The team says which it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from appraisal.kept import EVERYWHERE
from appraisal.references.reference import doi_in, pmid_in
from appraisal.state import State
from appraisal.subjects import study_subject

STRONG = ("doi", "pmid")


@dataclass(frozen=True, slots=True)
class StudySide:
    """One of the two, with what tells it from the other."""

    study: str
    label: str
    title: str
    authors: str
    year: int | None
    answers: int


@dataclass(frozen=True, slots=True)
class SameStudies:
    """Two studies and the number that both carry."""

    kind: str  # DOI or PMID
    number: str
    sides: tuple[StudySide, StudySide]


def same_studies(state: State) -> tuple[SameStudies, ...]:
    """The pairs that nobody has decided on, in the order of the studies."""
    pairs = state.kept(EVERYWHERE, "same studies", None, lambda: _pairs(state))
    return tuple(
        SameStudies(kind, number, (_side(state, first), _side(state, second)))
        for first, second, kind, number in pairs
    )


def _pairs(state: State) -> tuple[tuple[str, str, str, str], ...]:
    found: dict[tuple[str, str], tuple[str, str]] = {}
    together: dict[tuple[str, str], list[str]] = {}
    for study in state.ids("study"):
        for kind, number in _numbers(state, study):
            together.setdefault((kind, number), []).append(study)
    for (kind, number), studies in together.items():
        for first, second in combinations(studies, 2):
            if not _is_apart(state, first, second):
                found.setdefault((first, second), (kind.upper(), number))
    return tuple((*pair, *said) for pair, said in found.items())


def _numbers(state: State, study: str) -> Iterable[tuple[str, str]]:
    subject = study_subject(study)
    read = (doi_in(state.text(subject, "doi")), pmid_in(state.text(subject, "pmid")))
    return ((kind, number) for kind, number in zip(STRONG, read, strict=True) if number)


def _is_apart(state: State, first: str, second: str) -> bool:
    return second in apart_from(state, first) or first in apart_from(state, second)


def apart_from(state: State, study: str) -> tuple[str, ...]:
    """The studies this one was said not to be."""
    said = state.value(study_subject(study), "apart")
    return tuple(map(str, said)) if isinstance(said, list) else ()


def _side(state: State, study: str) -> StudySide:
    subject = study_subject(study)
    year = state.number(subject, "year")
    forms = (*state.forms("appraisal", study), *state.forms("extraction", study))
    answers = sum(
        state.progress(f"{form}/{seat}").claims for form in forms for seat in state.seats(form)
    )
    return StudySide(
        study,
        state.text(subject, "label"),
        state.text(subject, "title"),
        state.text(subject, "authors"),
        None if year is None else int(year),
        answers,
    )
