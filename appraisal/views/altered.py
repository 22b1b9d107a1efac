"""Entries whose text is no longer what was written: whose they are, and where they stand.

Only who, where and when is told, never the value: an answer nobody may see yet stays unseen.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from appraisal.ledger import Row
from appraisal.state import State
from appraisal.subjects import parse, person_subject, study_subject
from appraisal.views.history_words import field_name, kind_name
from resources.i18n import _, moment_text, ngettext


@dataclass(frozen=True, slots=True)
class Altered:
    """One entry that differs from what was written."""

    person: str
    place: str
    at: str
    was_sealed: bool


def altered_entries(state: State, rows: Iterable[Row]) -> tuple[Altered, ...]:
    """The altered entries in words, those of one person together."""
    found = [_entry(state, row) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.person, one.at)))


def altered_sentence(found: Iterable[Altered]) -> str:
    """How many entries differ, whose, and from what."""
    groups: dict[tuple[str, bool], int] = {}
    for one in found:
        key = (one.person, one.was_sealed)
        groups[key] = groups.get(key, 0) + 1
    return " ".join(_group(n, person, was_sealed=sealed) for (person, sealed), n in groups.items())


def altered_line(one: Altered) -> str:
    """An entry as one line of a list."""
    return _("{person}, {place}, {moment}").format(
        person=one.person, place=one.place, moment=moment_text(one.at)
    )


def _group(n: int, person: str, *, was_sealed: bool) -> str:
    if was_sealed:
        said = ngettext(
            "{n} answer by {person} differs from what was submitted.",
            "{n} answers by {person} differ from what was submitted.",
            n,
        )
    else:
        said = ngettext(
            "{n} entry by {person} differs from what was written.",
            "{n} entries by {person} differ from what was written.",
            n,
        )
    return said.format(n=n, person=person)


def _entry(state: State, row: Row) -> Altered:
    subject = parse(row.subject)
    about = subject.ids[0] if subject.kind in ("appraisal", "extraction", "study") else ""
    label = state.text(study_subject(about), "label") if about else ""
    field = field_name(row.field)
    if row.field.startswith("item/"):
        field = _("at item {id}").format(id=field)
    named = (label or kind_name(subject.kind), field)
    person = state.text(person_subject(row.author), "name") or row.author
    return Altered(person, ", ".join(named), row.at, state.is_sealed(row.subject))
