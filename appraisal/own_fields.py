"""A review's own fields: facts of its studies that we have no column for, such as a region.

A field is there once a person has added it, or as soon as a study has something in it.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from appraisal.drafts import Draft, Write, write
from appraisal.errors import InvalidClaim
from appraisal.kept import EVERYWHERE
from appraisal.ledger import Value
from appraisal.numbers import read_number
from appraisal.state import State
from appraisal.subjects import REVIEW, plan_subject, study_subject
from resources.i18n import _

FIELD: Final = "field/"  # before its name, in a study
ADDED: Final = "own/"  # before its name, in the review: added by a person, with or without values
LONGEST_NAME: Final = 60
LONGEST_TEXT: Final = 20_000


def own_fields(state: State) -> tuple[str, ...]:
    """The names of the own fields, in the alphabet's order."""
    return state.kept(EVERYWHERE, "own fields", None, lambda: _own_fields(state))


def _own_fields(state: State) -> tuple[str, ...]:
    found = {name.removeprefix(ADDED) for name in state.values(REVIEW) if name.startswith(ADDED)}
    for study in state.ids("study"):
        values = state.values(study_subject(study))
        found |= {name.removeprefix(FIELD) for name in values if name.startswith(FIELD)}
    return tuple(sorted(found, key=lambda name: (name.casefold(), name)))


def subgroup_fields(state: State) -> tuple[str, ...]:
    """The own fields that say the subgroups of an outcome, as an import brings by the dozen."""
    named = {state.text(plan_subject(one), "subgroup") for one in state.ids("outcome")}
    added = state.values(REVIEW)  # what a person added is theirs to see
    return tuple(
        name for name in own_fields(state) if FIELD + name in named and ADDED + name not in added
    )


def own_name(typed: str) -> str:
    """What a field is called: on one line, and a slash would end the name of a field."""
    return " ".join(typed.replace("/", "-").split())[:LONGEST_NAME].strip()


def own_value(text: str) -> Value:
    """A number where it is one, so that studies can be sorted and regressed by it."""
    text = text.strip()
    if re.fullmatch(r"[-+]?\d+[.,]\d{3}", text):
        return text  # decimal or thousands: nobody has been asked
    try:
        number = read_number(text)
    except InvalidClaim:  # a word, such as a region
        return text[:LONGEST_TEXT] or None
    return int(number) if number.is_integer() else number


def same_field(names: Iterable[str], name: str) -> str:
    """The field of that name, whichever letters are capitals; empty where there is none."""
    return next((one for one in names if one.casefold() == name.casefold()), "")


def joined(state: State, rows: Iterable[Mapping[str, Value]]) -> tuple[Mapping[str, Value], ...]:
    """Rows of a table whose own fields go by the names that the review has for them."""
    names = own_fields(state)

    def known(field: str) -> str:
        if not field.startswith(FIELD):
            return field
        return FIELD + (same_field(names, field.removeprefix(FIELD)) or field.removeprefix(FIELD))

    return tuple({known(field): value for field, value in row.items()} for row in rows)


def add_field(name: str) -> Draft:
    """Add a field, empty in every study."""
    return Draft(
        _("Add the field {name}").format(name=name), (write(REVIEW, ADDED + name, value=True),)
    )


def remove_field(state: State, name: str) -> Draft:
    """Take a field off with what all studies have in it, those taken off too."""
    subjects = [study_subject(study) for study in state.ids("study", removed=True)]
    writes: list[Write] = [
        write(subject, FIELD + name, None)
        for subject in subjects
        if state.value(subject, FIELD + name) is not None
    ]
    if state.value(REVIEW, ADDED + name) is not None:
        writes.append(write(REVIEW, ADDED + name, None))
    return Draft(_("Remove the field {name}").format(name=name), tuple(writes))
