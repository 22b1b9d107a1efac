"""The team: who is in it with which roles, who scores which study, who may change that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from appraisal.assigned import is_assigned, reviewers
from appraisal.state import State
from appraisal.subjects import ROLES, person_subject, study_subject
from resources.i18n import _


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the team."""

    person: str
    name: str
    roles: tuple[str, ...]
    has_left: bool


@dataclass(frozen=True, slots=True)
class Assigned:
    """A study with who scores it; one that is open to all can no longer be assigned."""

    study: str
    label: str
    reviewers: tuple[str, ...]
    is_open: bool


def members(state: State) -> tuple[Member, ...]:
    """Everyone, in the order they joined; those who left last."""
    found = []
    for person in state.ids("person"):
        subject = person_subject(person)
        said = state.value(subject, "roles")
        known = [role for role in ROLES if isinstance(said, list) and role in said]
        roles = tuple(known) or ("reviewer",)
        name = state.text(subject, "name") or person
        found.append(Member(person, name, roles, bool(state.value(subject, "left"))))
    return tuple(sorted(found, key=lambda one: one.has_left))


def role_name(role: str) -> str:
    """What a role is called."""
    return {
        "reviewer": _("Reviewer"),
        "adjudicator": _("Adjudicator"),
        "coordinator": _("Coordinator"),
    }[role]


def role_words(roles: Sequence[str]) -> str:
    """What a person does, in a few words."""
    return ", ".join(role_name(role) for role in roles)


def assignments(state: State) -> tuple[Assigned, ...]:
    """Who scores each study."""
    people = reviewers(state)
    return tuple(
        Assigned(
            study,
            state.text(study_subject(study), "label"),
            tuple(person for person in people if is_assigned(state, study, person)),
            any(state.is_open(form) for form in state.forms("appraisal", study)),
        )
        for study in state.ids("study")
    )


def in_turn(studies: Sequence[str], people: Sequence[str], each: int) -> dict[str, tuple[str, ...]]:
    """So many of the people for each study, in turn, so that all score about as many.

    With two for each study and more than two people, every pair has its turn.
    """
    groups = [*combinations(people, min(each, len(people)))]
    if not groups:
        return {}
    load = dict.fromkeys(people, 0)
    used = dict.fromkeys(groups, 0)
    found = {}
    for study in studies:
        group = min(groups, key=lambda one: (used[one], sum(load[person] for person in one)))
        used[group] += 1
        for person in group:
            load[person] += 1
        found[study] = group
    return found


def changed(
    before: Sequence[Assigned], after: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """The studies whose reviewers differ from before, those open to all left out."""
    return {
        one.study: tuple(after[one.study])
        for one in before
        if not one.is_open and one.study in after and set(after[one.study]) != set(one.reviewers)
    }


def may_lead(state: State, person: str) -> bool:
    """Whether a person may assign studies and give roles: a coordinator, or anyone without one."""
    leaders = [
        one.person for one in members(state) if "coordinator" in one.roles and not one.has_left
    ]
    return not leaders or person in leaders


def adjudicates(state: State, person: str) -> bool:
    """Whether a person settles what two reviewers cannot."""
    return any(
        one.person == person and "adjudicator" in one.roles and not one.has_left
        for one in members(state)
    )


def missing_reviewers(state: State) -> tuple[str, ...]:
    """The studies that fewer people are to score than must submit, by label."""
    needed = state.readers_needed()
    return tuple(
        one.label for one in assignments(state) if not one.is_open and len(one.reviewers) < needed
    )
