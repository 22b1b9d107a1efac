"""Who changed what, when and why: the ledger as lines, through the veil."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from appraisal.ledger import Claim, Entry, Value
from appraisal.state import State
from appraisal.subjects import (
    AGREED,
    REVIEW,
    outcome_subject,
    parse,
    person_subject,
    record_subject,
    study_subject,
    target_subject,
)
from appraisal.views.history_words import field_name, value_words
from resources.i18n import _

_OF_IDS = frozenset(
    {"reviewers", "calibration", "same_as", "apart", "study", "outcome", "shows", "excluded",
     "included", "merged_into"}
)  # fmt: skip
_OF_STUDIES = frozenset({"appraisal", "extraction", "study"})


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry, readable."""

    id: str
    at: str
    author: str
    kind: str
    study: str
    name: str  # what of its kind: a study's label, a record's title, an outcome's name
    seat: str
    subject: str
    field: str
    called: str  # the field in words
    claim: Claim
    names: tuple[tuple[str, str], ...] = ()  # what the ids in the value are called

    @property
    def words(self) -> str:
        """The value in plain words."""
        return value_words(self.field, self.value, dict(self.names))

    @property
    def value(self) -> Value:
        """What was claimed."""
        return self.claim.value

    @property
    def why(self) -> str:
        """The reason given."""
        return self.claim.why


def history_lines(state: State, entries: Iterable[Entry]) -> tuple[HistoryLine, ...]:
    """The entries this reader may see, newest first; those of unopened seats are not among them."""
    lines = [_line(state, entry) for entry in entries if may_see(state, entry)]
    lines.reverse()
    return tuple(lines)


def may_see(state: State, entry: Entry) -> bool:
    """Whether an entry is the reader's own, shared, or of an open form."""
    return state.shows(entry.subject)


def _line(state: State, entry: Entry) -> HistoryLine:
    subject = parse(entry.subject)
    about, name = subject.ids[0], ""
    study = state.text(study_subject(about), "label") if subject.kind in _OF_STUDIES else ""
    if subject.kind not in _OF_STUDIES:
        name = next((name for name in _called(state, about) if name), "")
    seat = subject.seat
    return HistoryLine(
        entry.id,
        entry.at,
        state.text(person_subject(entry.author), "name") or entry.author,
        subject.kind,
        study,
        study or name,
        state.text(person_subject(seat), "name") if seat not in ("", AGREED) else seat,
        entry.subject,
        entry.field,
        field_name(entry.field),
        entry.claim,
        tuple(_names(state, entry.claim.value)) if _naming(entry.field) else (),
    )


def _naming(field: str) -> bool:
    """Whether the values of a field hold ids."""
    return field.partition("/")[0] in _OF_IDS


def _names(state: State, value: Value) -> Iterator[tuple[str, str]]:
    """What the ids in a value are called."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _names(state, one)
    elif isinstance(value, str):
        found = next((name for name in _called(state, value) if name), "")
        if found:
            yield value, found


def _called(state: State, id: str) -> Iterator[str]:
    if "/" in id or not id:
        return
    yield state.text(person_subject(id), "name")
    yield state.text(study_subject(id), "label")
    yield state.text(outcome_subject(id), "name")
    yield state.text(target_subject(id), "name")
    record = state.value(record_subject(id), "imported")
    yield str(record.get("title", "")) if isinstance(record, dict) else ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A named state of the review: the first entries of the ledger, so many."""

    name: str
    at: str
    entries: int


def snapshots(state: State) -> tuple[Snapshot, ...]:
    """The named states, in the order they were named."""
    found = []
    for field, claim in state.fields(REVIEW).items():
        if field.startswith("snapshot/") and isinstance(claim.value, dict):
            at, entries = str(claim.value["at"]), int(claim.value["entries"])
            found.append(Snapshot(field.removeprefix("snapshot/"), at, entries))
    return tuple(sorted(found, key=lambda one: one.entries))


def may_put_back(state: State, line: HistoryLine, reader: str) -> str:
    """Why a line's value cannot be put back by this reader; empty when it can."""
    subject = parse(line.subject)
    if line.field == "sealed":
        return _("Submitting is taken back by reopening")
    if state.standing(line.subject, line.field) == line.claim:
        return _("This is what stands now")
    if not subject.veiled:
        return ""
    if subject.seat == AGREED:
        return ""
    if subject.seat != reader:
        return _("Only its reviewer can write in this form.")
    return _("This form is submitted.") if state.is_sealed(line.subject) else ""
