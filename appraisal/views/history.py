"""Who changed what, when and why: the ledger as lines, through the veil."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from appraisal.ledger import Claim, Entry, Value, moment_of, now
from appraisal.state import State
from appraisal.subjects import (
    AGREED,
    REVIEW,
    Subject,
    outcome_subject,
    parse,
    person_subject,
    record_subject,
    study_subject,
    target_subject,
)
from appraisal.views.history_forms import (
    Instruments,
    form_field,
    form_value,
    rule_name,
    short_name,
)
from appraisal.views.history_words import field_name, kind_name, value_words
from resources.i18n import _, moment_text

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
    instrument: str = ""  # of an appraisal, for short
    said: str = ""  # the value, where the instrument has words for it

    @property
    def words(self) -> str:
        """The value in plain words."""
        return self.said or value_words(self.field, self.value, dict(self.names))

    @property
    def about(self) -> str:
        """What was spoken of, with the instrument of an appraisal."""
        kind = kind_name(self.kind)
        if not self.instrument:
            return kind
        return _("{kind}, {instrument}").format(kind=kind, instrument=self.instrument)

    @property
    def value(self) -> Value:
        """What was claimed."""
        return self.claim.value

    @property
    def why(self) -> str:
        """The reason given."""
        return self.claim.why


def history_lines(
    state: State, entries: Iterable[Entry], instruments: Instruments = MappingProxyType({})
) -> tuple[HistoryLine, ...]:
    """The entries this reader may see, newest first; those of unopened seats are not among them."""
    lines = [_line(state, entry, instruments) for entry in entries if may_see(state, entry)]
    lines.reverse()
    return tuple(lines)


def when_words(at: str) -> str:
    """When an entry was made, with a mark where the clock that says so was wrong."""
    said = moment_text(at)
    return _("{moment} (clock wrong)").format(moment=said) if is_clock_wrong(at) else said


def when_mark(at: str) -> str:
    """The same where there is little room: the mark stands first, and `when_tip` explains it."""
    said = moment_text(at)
    return f"! {said}" if is_clock_wrong(at) else said


def when_tip(at: str) -> str:
    """What the mark means; empty where there is none."""
    if not is_clock_wrong(at):
        return ""
    return _(
        "The clock of the computer that wrote this says no time, or one more than a day ahead. "
        "Nothing is decided by it."
    )


def is_clock_wrong(at: str) -> bool:
    """Whether an entry says no moment, or one that is more than a day ahead."""
    moment = moment_of(at)
    return moment is None or moment > now() + timedelta(days=1)


def may_see(state: State, entry: Entry) -> bool:
    """Whether an entry is the reader's own, shared, or of an open form."""
    return state.shows(entry.subject)


def _line(state: State, entry: Entry, instruments: Instruments) -> HistoryLine:
    subject = parse(entry.subject)
    study, name = _about(state, subject, instruments)
    seat, field, value = subject.seat, entry.field, entry.claim.value
    return HistoryLine(
        entry.id,
        entry.at,
        state.text(person_subject(entry.author), "name") or entry.author,
        subject.kind,
        study,
        name,
        state.text(person_subject(seat), "name") if seat not in ("", AGREED) else seat,
        entry.subject,
        field,
        form_field(instruments, subject, field) or field_name(field),
        entry.claim,
        tuple(_names(state, value)) if _naming(field) else (),
        short_name(instruments, subject.instrument) if subject.kind == "appraisal" else "",
        form_value(instruments, subject, field, value),
    )


def _about(state: State, subject: Subject, instruments: Instruments) -> tuple[str, str]:
    """The study that is spoken of, and which one of its kind; a result has its study's name too."""
    about = subject.ids[0]
    if subject.kind == "rule":
        return "", rule_name(instruments, subject)
    if subject.kind not in _OF_STUDIES:
        return "", _first_name(state, about)
    study = state.text(study_subject(about), "label")
    part = "" if subject.kind == "study" else _first_name(state, subject.ids[1])
    both = _("{study}, {result}").format(study=study, result=part) if part else study
    return study, both


def _first_name(state: State, id: str) -> str:
    return next((name for name in _called(state, id) if name), "")


def _naming(field: str) -> bool:
    """Whether the values of a field hold ids."""
    return field.partition("/")[0] in _OF_IDS


def _names(state: State, value: Value) -> Iterator[tuple[str, str]]:
    """What the ids in a value are called."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _names(state, one)
    elif isinstance(value, str) and (found := _first_name(state, value)):
        yield value, found


def _called(state: State, id: str) -> Iterator[str]:
    if "/" in id or not id:
        return
    yield state.text(person_subject(id), "name")
    yield state.text(study_subject(id), "label")
    yield state.text(outcome_subject(id), "name")
    yield state.text(target_subject(id), "name")
    record = state.value(record_subject(id), "imported")
    if isinstance(record, dict):
        yield str(record.get("title") or _("a record without a title"))


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
