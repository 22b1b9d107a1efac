"""Facts that stand in two versions, as two computers changed them: both, to be decided."""

from dataclasses import dataclass

from appraisal.ledger import Claim, Row, claim_from
from appraisal.seals import SEALED
from appraisal.state import ConflictingHeads, State
from appraisal.subjects import AGREED, parse, person_subject, study_subject
from appraisal.views.history_words import field_name, kind_name, value_words
from appraisal.whose import names_of


@dataclass(frozen=True, slots=True)
class Version:
    """One of the claims that stand side by side."""

    claim: Claim
    words: str
    by: str
    at: str
    why: str


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A fact with its versions, in words."""

    subject: str
    field: str
    about: str
    what: str
    versions: tuple[Version, ...]

    @property
    def key(self) -> str:
        """What tells it from the others."""
        return f"{self.subject} {self.field}"


def conflicts(state: State) -> tuple[ConflictView, ...]:
    """The facts this reader can decide on: shared ones, agreed answers, and their own answers.

    Two submissions of one form are not among them: the one received first counts.
    """
    found = []
    for one in state.conflicts():
        subject = parse(one.slot.subject)
        mine = not subject.veiled or subject.seat in (AGREED, state.reader)
        if mine and one.slot.field != SEALED:
            found.append(_view(state, one))
    return tuple(sorted(found, key=lambda one: (one.about, one.what)))


def _view(state: State, one: ConflictingHeads) -> ConflictView:
    rows = {row.body: row for row in sorted(one.rows, key=lambda row: (row.at, row.id))}
    versions = (_version(state, row) for row in rows.values())
    subject, field = one.slot
    return ConflictView(subject, field, _about(state, subject), field_name(field), tuple(versions))


def _version(state: State, row: Row) -> Version:
    claim = claim_from(row.body)
    by = names_of(state, [row.author])
    return Version(claim, _words(state, row.field, claim), by, row.at, claim.why)


def _words(state: State, field: str, claim: Claim) -> str:
    """A value in words; people by their names."""
    value = claim.value
    parts = value if isinstance(value, list) else []
    names = {str(one): state.text(person_subject(str(one)), "name") for one in parts}
    return value_words(field, value, {one: name for one, name in names.items() if name})


def _about(state: State, subject: str) -> str:
    kind, first, *_rest = subject.split("/")
    if kind in ("study", "appraisal", "extraction"):
        return state.text(study_subject(first), "label") or kind_name(kind)
    if kind in ("outcome", "person", "plan"):
        of = "outcome" if kind == "plan" else kind
        name = state.text(f"{of}/{first}", "name")
        return f"{kind_name(kind)}: {name}" if name else kind_name(kind)
    return kind_name(kind)
