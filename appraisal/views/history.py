"""Who changed what, when and why: the ledger as lines, through the veil."""

from collections.abc import Iterable
from dataclasses import dataclass

from appraisal.ledger import Entry, Value
from appraisal.state import State
from appraisal.subjects import AGREED, parse, person_subject, study_subject


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry, readable."""

    id: str
    at: str
    author: str
    kind: str
    study: str
    seat: str
    subject: str
    field: str
    value: Value
    why: str
    quotes: int


def history_lines(state: State, entries: Iterable[Entry]) -> tuple[HistoryLine, ...]:
    """The entries this reader may see, newest first; those of unopened seats are not among them."""
    lines = [_line(state, entry) for entry in entries if may_see(state, entry)]
    lines.reverse()
    return tuple(lines)


def may_see(state: State, entry: Entry) -> bool:
    """Whether an entry is the reader's own, shared, or of an open form."""
    subject = parse(entry.subject)
    if not subject.veiled or subject.seat in (AGREED, state.reader):
        return True
    return state.is_open(entry.subject)


def _line(state: State, entry: Entry) -> HistoryLine:
    subject = parse(entry.subject)
    about = subject.ids[0] if subject.kind in ("appraisal", "extraction", "study") else ""
    seat = subject.seat
    return HistoryLine(
        entry.id,
        entry.at,
        state.text(person_subject(entry.author), "name") or entry.author,
        subject.kind,
        state.text(study_subject(about), "label") if about else "",
        state.text(person_subject(seat), "name") if seat not in ("", AGREED) else seat,
        entry.subject,
        entry.field,
        entry.claim.value,
        entry.claim.why,
        len(entry.claim.quotes),
    )
