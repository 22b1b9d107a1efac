"""Who changed what, when and why: the ledger as lines, through the veil."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from appraisal.ledger import Claim, Entry, Value
from appraisal.state import State
from appraisal.subjects import AGREED, REVIEW, parse, person_subject, study_subject
from resources.i18n import _, ngettext


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
    claim: Claim

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
        entry.claim,
    )


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


def kind_name(kind: str) -> str:
    """What a kind of subject is called."""
    return {
        "review": _("Protocol"),
        "person": _("Reviewer"),
        "study": _("Study"),
        "outcome": _("Outcome"),
        "target": _("Target"),
        "record": _("Record"),
        "rule": _("Team rule"),
        "plan": _("Plan"),
        "appraisal": _("Appraisal"),
        "extraction": _("Numbers"),
        "screening": _("Screening"),
    }[kind]


def field_name(field: str) -> str:
    """What a field is called in a line of the history; an item goes by its number."""
    kind, _between, rest = field.partition("/")
    last = rest.rpartition("/")[2]
    named = {
        "item": last,
        "judgement": _("Judgement, {domain}").format(domain=last),
        "comment": _("Comment, {domain}").format(domain=last),
        "direction": _("Direction, {domain}").format(domain=last),
        "setting": _("Setting {name}").format(name=last),
        "design": _("Instrument for {design}").format(design=last),
        "instrument": _("Instrument {name}").format(name=rest),
        "snapshot": _("Named state"),
        "under": _("Confirmed under: {name}").format(name=last),
        "warning": _("Warning dismissed"),
        "flow": _("Flow of records"),
        "calibration": _("Calibration round {n}").format(n=last),
        "referred": _("For the adjudicator: {item}").format(item=last),
        "mapping": _("What counts as high risk"),
        "field": rest,
        "own": _("Field {name}").format(name=rest),
        "search": _("Search imported"),
        "columns": _("Columns of a table"),
        "screening": _("Reasons and words"),
    }
    if rest and kind in named:
        return named[kind]
    return {
        "imported": _("Imported record"),
        "same_as": _("Duplicate of another"),
        "apart": _("Not the same report"),
        "study": _("Study"),
        "decision": _("Decision"),
        "reason": _("Reason"),
        "retrieval": _("Report not retrieved"),
        "overall": _("Overall"),
        "sealed": _("Submitted"),
        "label": _("Study"),
        "title": _("Title"),
        "name": _("Name"),
        "design": _("Design"),
        "instrument": _("Instrument"),
        "authors": _("Authors"),
        "year": _("Year"),
        "country": _("Country"),
        "notes": _("Notes"),
        "note": _("Note"),
        "removed": _("Removed"),
        "roles": _("Roles"),
        "key": _("Key"),
        "pdf": "PDF",
        "pdf_name": "PDF",
        "question": _("Question"),
        "eligibility": _("Eligibility"),
        "text": _("Team rule"),
        "version": _("Version"),
        "arm1": _("Arm 1"),
        "arm2": _("Arm 2"),
        "reviewers": _("Reviewers"),
        "left": _("Has left"),
        "readers": _("Who scores each study"),
    }.get(field, field)


def value_text(value: Value) -> str:
    """A value in a line of the history."""
    if value is None:
        return _("withdrawn")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict) and "digest" in value:
        return ngettext("sealed, {n} entry", "sealed, {n} entries", value["count"]).format(
            n=value["count"]
        )
    if isinstance(value, dict):
        named = value.get("title") or value.get("file") or value.get("doi")
        if isinstance(named, str):
            return named
    if isinstance(value, list):
        return ", ".join(map(str, value)) or _("none of these")
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


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
