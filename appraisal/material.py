"""What an export rests on: one snapshot, pooled once, read by every sheet and figure alike."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from appraisal.further import Further, further
from appraisal.ledger import Entry
from appraisal.ratings import Lookup, Rating, assessments, rate
from appraisal.results import analyses
from appraisal.review import Review
from appraisal.risk_mapping import scores_of
from appraisal.state import State
from appraisal.store.protocol import Record, Report, unheard
from appraisal.subjects import REVIEW, study_subject
from appraisal.synthesis import Analysis
from appraisal.views.history import may_see
from appraisal.views.history_forms import named_instruments
from resources.i18n import LANGUAGES

T = TypeVar("T")

ENTRIES_EACH = 2_000  # of the history between two looks whether to go on
ROLES = ("good", "fair", "poor", "grave", "unknown")


@dataclass(frozen=True)
class Material:
    """A veiled snapshot with what was worked out from it."""

    state: State
    lookup: Lookup
    ratings: dict[str, Rating]
    assessments: tuple[Rating, ...]
    analyses: tuple[Analysis, ...]
    entries: tuple[Entry, ...]
    records: tuple[Record, ...]
    lookup_in: Callable[[str], Lookup]  # by language
    kept: tuple[str, ...] = ()  # what other programs computed of the same data
    sort: str = ""  # of the studies in figures: as listed, or by `label`, `year`, `rating`

    @cached_property
    def further(self) -> tuple[Further, ...]:
        """What each analysis tells besides its pool."""
        scores = scores_of(self.state)
        return tuple(further(one, quality=scores) for one in self.analyses)

    @property
    def title(self) -> str:
        """The review's title."""
        return self.state.text(REVIEW, "title")

    @property
    def nature(self) -> str:
        """What a reader of reasons and quotations must know of them, as in a made-up sample."""
        return self.state.text(REVIEW, "nature_note")

    @property
    def records_note(self) -> str:
        """What a reader of the records must know of them, as where a sample made them up."""
        return self.state.text(REVIEW, "records_note")

    def instruments(self) -> tuple[str, ...]:
        """The instruments in use (`id@version`), in the order of the studies."""
        return tuple(dict.fromkeys(rating.instrument for rating in self.ratings.values()))


def gather(
    review: Review,
    *,
    reader: str | None,
    lang: str,
    history: bool = True,
    report: Report | None = None,
) -> Material:
    """Take a snapshot as one reader (None: as nobody) may see it, and pool it.

    What `report` raises, of a study or some of the history, stops it.
    """
    state = review.state.seen_by(reader)

    def lookup_in(lang: str) -> Lookup:
        return lambda key: review.instrument(key, lang=lang)

    lookup = lookup_in(lang)
    ratings = {rating.study: rating for rating in _heard(_ratings(state, lookup), report)}
    for key in dict.fromkeys(rating.instrument for rating in ratings.values()):
        for spoken in LANGUAGES:
            lookup_in(spoken)(key)  # kept by the review, which may be closed when this is read
    for spoken in LANGUAGES if history else ():
        named_instruments(state, lookup_in(spoken))  # for the history
    told = _heard(review.history(), report, each=ENTRIES_EACH) if history else ()
    return Material(
        state,
        lookup,
        ratings,
        tuple(
            one
            for study in _heard(state.ids("study"), report)
            for one in assessments(state, study, lookup)
        ),
        analyses(state, lookup),
        tuple(entry for entry in told if may_see(state, entry)),
        review.store.records(),
        lookup_in,
        kept_texts(review),
    )


def kept_texts(review: Review) -> tuple[str, ...]:
    """What was kept of the files that came in with results of another program."""
    claims = review.state.fields(REVIEW)
    there = set(review.store.blobs())
    digests = [
        str(claim.value["text"])
        for field, claim in claims.items()
        if field.startswith("import/") and isinstance(claim.value, dict) and "text" in claim.value
    ]
    return tuple(review.store.blob(digest) for digest in digests if digest in there)


def respoken(material: Material, lang: str) -> Material:
    """The same snapshot with its ratings in another language; the caller speaks it."""
    state, lookup = material.state, material.lookup_in(lang)
    return replace(
        material,
        lookup=lookup,
        ratings={rating.study: rating for rating in _ratings(state, lookup)},
        assessments=tuple(
            one for study in state.ids("study") for one in assessments(state, study, lookup)
        ),
        analyses=analyses(state, lookup),
    )


def in_order(material: Material, ratings: Iterable[Rating]) -> tuple[Rating, ...]:
    """Ratings in the order that figures are asked for."""
    state, sort = material.state, material.sort

    def label(one: Rating) -> str:
        return state.text(study_subject(one.study), "label").casefold()

    def year(one: Rating) -> tuple[bool, float]:
        found = state.number(study_subject(one.study), "year")
        return found is None, found or 0.0

    def rating(one: Rating) -> tuple[int, int]:
        place = ROLES.index(one.role) if one.role in ROLES else len(ROLES)
        return place, -(one.total or 0)

    if sort == "label":
        return tuple(sorted(ratings, key=label))
    if sort == "year":
        return tuple(sorted(ratings, key=year))
    return tuple(sorted(ratings, key=rating) if sort == "rating" else ratings)


def _ratings(state: State, lookup: Lookup) -> Iterable[Rating]:
    for study in state.ids("study"):
        rating = rate(state, study, lookup)
        if rating is not None:
            yield rating


def _heard(things: Iterable[T], report: Report | None, *, each: int = 1) -> Iterator[T]:
    """The same things; at each so many of them somebody may stop it."""
    tell = report or unheard
    for place, thing in enumerate(things):
        if place % each == 0:
            tell(0, 0)
        yield thing
