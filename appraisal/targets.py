"""What of a study is judged: the study itself, a result, an outcome group, a test, a contrast.

A study carries one assessment for each of its targets. Which of several a figure shows is never
guessed from what they say: it is the one chosen for the study, else the one of the outcome that is
shown, else the first that was listed, and the figure says so.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from appraisal.kept import EVERYWHERE
from appraisal.subjects import (
    ITSELF,
    REVIEW,
    outcome_subject,
    setting_field,
    study_subject,
    target_subject,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.instrument import Instrument
    from appraisal.state import State

OUTCOME_GROUPS: Final = "outcome_groups"  # the setting that names them, where there is one
KINDS: Final = ("result", "outcome-group", "index-test", "contrast")


@dataclass(frozen=True, slots=True)
class Target:
    """One thing of a study that is judged. `apart`: added when the study had been opened."""

    id: str
    study: str
    kind: str
    name: str
    outcome: str = ""
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """The target a figure shows, by which rule, and of how many assessments."""

    target: str
    rule: str  # only, chosen, outcome, first
    of: int


def targets_of(state: "State", study: str) -> tuple[Target, ...]:
    """The targets of a study, in the order they were listed."""
    every: Mapping[str, tuple[Target, ...]] = state.kept(
        EVERYWHERE, "targets", None, lambda: _by_study(state)
    )
    return every.get(study, ())


def known_names(state: "State", instrument: "Instrument", study: str = "") -> tuple[str, ...]:
    """Names that the assessments of a study may take: those the review knows and it has not yet.

    First the outcome groups that the team settled, then what other studies call theirs, then the
    outcomes.
    """
    groups = state.text(REVIEW, setting_field(instrument.id, OUTCOME_GROUPS))
    taken = {one.name.casefold() for one in targets_of(state, study)} if study else set()
    every = (
        *(name.strip() for name in groups.split(";")),
        *(state.text(target_subject(one), "name") for one in state.ids("target")),
        *outcome_names(state),
    )
    found = {name.casefold(): name for name in reversed(every) if name}
    names = dict.fromkeys(found[name.casefold()] for name in every if name)
    return tuple(name for name in names if name.casefold() not in taken)


def outcome_names(state: "State") -> tuple[str, ...]:
    """What the outcomes of the review are called."""
    names = (state.text(outcome_subject(one), "name") for one in state.ids("outcome"))
    return tuple(name for name in names if name)


def _by_study(state: "State") -> dict[str, tuple[Target, ...]]:
    found: dict[str, tuple[Target, ...]] = {}
    for one in state.ids("target"):
        subject = target_subject(one)
        study = state.text(subject, "study")
        made = Target(
            one,
            study,
            state.text(subject, "kind"),
            state.text(subject, "name"),
            state.text(subject, "outcome"),
            state.value(subject, "apart") is True,
        )
        found[study] = (*found.get(study, ()), made)
    return found


def assessed(state: "State", study: str, key: str) -> tuple[str, ...]:
    """The targets that a study's assessments with an instrument (`id@version`) are of.

    The study itself is among them while nothing else is, or once anybody has said something of it.
    """
    named = tuple(one.id for one in targets_of(state, study))
    if not named or _is_begun(state, f"appraisal/{study}/{ITSELF}/{key}"):
        return (ITSELF, *named)
    return named


def _is_begun(state: "State", form: str) -> bool:
    return any(state.progress(f"{form}/{seat}").claims for seat in state.seats(form))


def target_name(state: "State", target: str) -> str:
    """What a target is called; empty for the study itself."""
    return "" if target == ITSELF else state.text(target_subject(target), "name")


def shown_target(state: "State", study: str, instrument: "Instrument", outcome: str = "") -> Shown:
    """The assessment that stands for a study in figures, and the rule that says so."""
    ids = assessed(state, study, instrument.key)
    if len(ids) == 1:
        return Shown(ids[0], "only", 1)
    of_outcome = [one.id for one in targets_of(state, study) if outcome and one.outcome == outcome]
    if len(of_outcome) == 1:
        return Shown(of_outcome[0], "outcome", len(ids))
    chosen = state.text(study_subject(study), f"shows/{instrument.id}")
    if chosen in ids:
        return Shown(chosen, "chosen", len(ids))
    return Shown(ids[0], "first", len(ids))


def kinds_for(instrument: "Instrument") -> tuple[str, ...]:
    """The kinds of target that an instrument is made for, the usual one first."""
    own = [instrument.unit, *(domain.per for domain in instrument.domains)]
    usual = dict.fromkeys(kind for kind in own if kind in KINDS)
    return (*usual, *(kind for kind in KINDS if kind not in usual))
