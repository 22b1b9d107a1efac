"""Who scores, and which studies: the people of a review, and whom a study names."""

from appraisal.kept import EVERYWHERE
from appraisal.state import State
from appraisal.subjects import study_subject


def reviewers(state: State) -> tuple[str, ...]:
    """The people who score, in their order."""
    return state.kept(EVERYWHERE, "reviewers", None, lambda: _reviewers(state))


def _reviewers(state: State) -> tuple[str, ...]:
    return tuple(
        person
        for person in state.ids("person")
        if _scores(state.value(f"person/{person}", "roles"))
        and not state.value(f"person/{person}", "left")
    )


def is_assigned(state: State, study: str, person: str) -> bool:
    """Whether a person scores a study; everyone who scores does, unless the study names some."""
    named = state.value(study_subject(study), "reviewers")
    if isinstance(named, list) and named:
        return person in named
    return person in reviewers(state)


def not_begun(state: State, form: str) -> tuple[str, ...]:
    """Who is named to score a form's study, beside others, and has not begun it."""
    named = state.value(study_subject(form.split("/")[1]), "reviewers")
    seats = state.seats(form)
    return tuple(
        person
        for person in reviewers(state)
        if isinstance(named, list) and person in named and person not in seats
    )


def _scores(roles: object) -> bool:
    return not isinstance(roles, list) or not roles or "reviewer" in roles
