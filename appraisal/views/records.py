"""The table of records, pairs that may be one report, the list to screen: as frozen rows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from appraisal.duplicates import Doubtful, Found
from appraisal.folding import folded
from appraisal.records import keeper_of, record_ids, reference_at
from appraisal.references.reference import Decision, Reference
from appraisal.screening import ABSTRACT, FULL_TEXT, Stage, decision_of, labels_of, outcome
from appraisal.state import State
from appraisal.subjects import record_subject
from resources.i18n import _

Status = Literal[
    "duplicate", "todo", "waiting", "conflict", "out", "full-todo", "full-waiting",
    "full-conflict", "full-out", "not-retrieved", "included",
]  # fmt: skip
STATUSES: tuple[Status, ...] = (
    "todo", "waiting", "conflict", "out", "full-todo", "full-waiting", "full-conflict", "full-out",
    "not-retrieved", "included", "duplicate",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record of the table."""

    record: str
    title: str
    authors: str
    year: int | None
    journal: str
    database: str
    status: Status
    reason: str
    copies: int
    words: str  # folded, to search in


@dataclass(frozen=True, slots=True)
class ScreenLine:
    """One record of the list to screen: what its reader said, and what stands."""

    record: str
    title: str
    authors: str
    year: int | None
    decision: str
    is_sealed: bool
    standing: str
    words: str
    came: tuple[Decision, ...] = ()  # decisions made in another program


@dataclass(frozen=True, slots=True)
class PairView:
    """Two records side by side, with the fields that differ."""

    first: str
    second: str
    left: Reference
    right: Reference
    left_database: str
    right_database: str
    differ: tuple[str, ...]
    alike: float


def record_lines(state: State) -> tuple[RecordLine, ...]:
    """Every record, duplicates too; made anew only where a record changed."""
    copies = Counter(_keepers(state).values())
    return tuple(
        state.kept(
            record, "record line", copies[record], partial(_line, state, record, copies[record])
        )
        for record in record_ids(state)
    )


def _line(state: State, record: str, copies: int) -> RecordLine:
    value = state.value(record_subject(record), "imported")
    reference = reference_at(state, record, value)
    status, reason = status_of(state, record)
    authors = short_authors(reference)
    return RecordLine(
        record,
        reference.title or reference.doi or reference.number,
        authors,
        reference.year,
        reference.journal,
        str(value.get("database", "")) if isinstance(value, dict) else "",
        status,
        reason,
        copies,
        folded(
            f"{reference.title} {' '.join(reference.authors)} {reference.journal} "
            f"{reference.year or ''} {reference.doi} {reference.pmid} "
            f"{' '.join(labels_of(state, record))} {state.text(record_subject(record), 'note')}"
        ),
    )


def status_of(state: State, record: str) -> tuple[Status, str]:
    """Where a record is on its road, and why it left it."""
    subject = record_subject(record)
    if state.says(subject, "same_as"):
        return "duplicate", ""
    if not state.count("screening"):  # nobody has begun: 100,000 records need no look each
        return "todo", ""
    first = outcome(state, record, ABSTRACT)
    if first.standing != "pass":
        return first.standing, first.reason
    if state.text(subject, "retrieval") == "not-retrieved":
        return "not-retrieved", ""
    second = outcome(state, record, FULL_TEXT)
    table: dict[str, Status] = {
        "todo": "full-todo",
        "waiting": "full-waiting",
        "conflict": "full-conflict",
        "out": "full-out",
        "pass": "included",
    }
    return table[second.standing], second.reason


def status_name(status: Status) -> str:
    """What a place on the road is called."""
    return {
        "duplicate": _("A duplicate"),
        "todo": _("To screen"),
        "waiting": _("Being screened"),
        "conflict": _("Reviewers differ"),
        "out": _("Excluded on abstract"),
        "full-todo": _("Full text to read"),
        "full-waiting": _("Full text being read"),
        "full-conflict": _("Reviewers differ on full text"),
        "full-out": _("Excluded on full text"),
        "not-retrieved": _("Report not retrieved"),
        "included": _("Report included"),
    }[status]


def screen_lines(
    state: State, records: tuple[str, ...], stage: Stage, reader: str
) -> tuple[ScreenLine, ...]:
    """The records to screen at a stage, as their reader sees them."""
    return tuple(
        state.kept(
            record,
            ("screen line", stage),
            reader,
            partial(_screen_line, state, record, stage, reader),
        )
        for record in records
    )


def came_along(lines: Iterable[ScreenLine]) -> dict[str, list[tuple[str, str, str]]]:
    """Decisions from other programs on what its reader has not decided, by who made them.

    Each is (record, decision, reason); who is a name, or the program where it names nobody.
    """
    found: dict[str, list[tuple[str, str, str]]] = {}
    for line in lines:
        if line.decision or line.standing not in ("todo", "waiting"):
            continue
        for one in line.came:
            who = " · ".join(part for part in (one.person, one.program) if part) or _("The file")
            found.setdefault(who, []).append((line.record, one.decision, one.reason))
    return found


def screen_line(state: State, record: str, stage: Stage, reader: str) -> ScreenLine:
    """One record to screen."""
    return screen_lines(state, (record,), stage, reader)[0]


def _screen_line(state: State, record: str, stage: Stage, reader: str) -> ScreenLine:
    reference = reference_at(state, record)
    decision, _reason, is_sealed = decision_of(state, record, stage, reader)
    return ScreenLine(
        record,
        reference.title or reference.doi or reference.number,
        short_authors(reference),
        reference.year,
        decision,
        is_sealed,
        outcome(state, record, stage).standing,
        folded(f"{reference.title} {' '.join(reference.authors)} {reference.journal}"),
        reference.decisions,
    )


def pairs_to_judge(state: State, found: Found) -> tuple[PairView, ...]:
    """The doubtful pairs of a search that nobody has decided since."""
    return tuple(view for pair in found.doubtful if (view := pair_view(state, pair)) is not None)


def pair_view(state: State, pair: Doubtful) -> PairView | None:
    """Two records side by side; none where it was decided that they are one, or two."""
    first, second = keeper_of(state, pair.first), keeper_of(state, pair.second)
    if first == second or _said_apart(state, pair):
        return None
    left, right = reference_at(state, pair.first), reference_at(state, pair.second)
    databases = [_database(state, one) for one in (pair.first, pair.second)]
    return PairView(
        pair.first, pair.second, left, right, databases[0], databases[1], pair.differ, pair.alike
    )


def _said_apart(state: State, pair: Doubtful) -> bool:
    for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
        value = state.value(record_subject(one), "apart")
        if isinstance(value, list) and other in value:
            return True
    return False


def _database(state: State, record: str) -> str:
    value = state.value(record_subject(record), "imported")
    return str(value.get("database", "")) if isinstance(value, dict) else ""


def _keepers(state: State) -> dict[str, str]:
    return {
        record: keeper_of(state, record)
        for record in record_ids(state)
        if state.says(record_subject(record), "same_as")
    }


def short_authors(reference: Reference) -> str:
    """The first author, and that there are others."""
    if not reference.authors:
        return ""
    first = reference.authors[0]
    return first if len(reference.authors) == 1 else _("{name} et al.").format(name=first)


def citation(reference: Reference) -> str:
    """Journal, year, volume and pages in a line."""
    place = reference.volume + (f"({reference.issue})" if reference.issue else "")
    if reference.pages:
        place = f"{place}:{reference.pages}" if place else reference.pages
    year = str(reference.year) if reference.year is not None else ""
    return " · ".join(part for part in (reference.journal, year, place) if part)
