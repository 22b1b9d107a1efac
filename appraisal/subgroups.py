"""Subgroups of an outcome's studies: by what they may be formed, their pools, and the test.

A group is named by a study's own facts or by its appraisal. The test between groups compares
studies, which nobody allotted to groups at random: what is said of it says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraisal.cells import design_name
from appraisal.dataset import Dataset
from appraisal.plan import Plan
from appraisal.ratings import DomainRating
from appraisal.risk_mapping import RISKS, risk_word
from appraisal.study_rows import StudyRow
from appraisal.synthesis import Analysis

if TYPE_CHECKING:
    from stats.results import Estimate, Heterogeneity
    from stats.stratified import ChiSquare

FIELD = "field/"
DOMAIN = "domain/"
_ROLES = ("good", "fair", "poor", "grave", "unknown", "")
_OF_ALL = ("design", "instrument", "risk", "overall", "decade")


@dataclass(frozen=True)
class Group:
    """A subgroup with its rows and what those used pool to; `estimate` None where they do not.

    `spread` is None where one tau2 is shared. The unnamed group has an empty name.
    """

    name: str
    rows: tuple[StudyRow, ...]
    estimate: "Estimate | None" = None
    spread: "Heterogeneity | None" = None

    @property
    def k(self) -> int:
        """How many of its studies are used."""
        return sum(row.is_used for row in self.rows)


@dataclass(frozen=True)
class Subgrouped:
    """The groups in order, the test between them (None below two), and the tau2 they share."""

    key: str
    groups: tuple[Group, ...]
    between: "ChiSquare | None"
    tau2: float | None


def keys_of(data: Dataset) -> tuple[str, ...]:
    """By what a dataset can be divided: it makes two groups at least, not all of one study."""
    fields = dict.fromkeys(name for row in data.complete for name, _value in row.facts)
    keys = (*_OF_ALL, *(name for name in fields if name.startswith(FIELD)))
    return tuple(key for key in keys if _divides(data, key) and not _says_again(data, key))


def _says_again(data: Dataset, key: str) -> bool:
    """Whether the team's mapping only groups anew what one instrument's levels do already."""
    return key == "risk" and len({name_of(row, "instrument") for row in data.complete}) < 2


def can_share_tau2(plan: Plan) -> bool:
    """Whether the plan's model has a tau2 that groups can share."""
    return bool(plan.subgroup) and plan.is_random and plan.method == "IV"


def subgrouped(analysis: Analysis) -> Subgrouped | None:
    """The subgroups of an analysis; None where the plan has none or nothing is pooled."""
    plan = analysis.dataset.plan
    if not plan.subgroup or analysis.pooled is None:
        return None
    bare = tuple(_groups(analysis.dataset, plan.subgroup))
    names = [name_of(row, plan.subgroup) for row in analysis.dataset.used]
    if can_share_tau2(plan) and plan.subgroup_tau2 == "shared":
        return _shared(analysis, bare, names) or _separate(analysis, bare, names)
    return _separate(analysis, bare, names)


def name_of(row: StudyRow, key: str) -> str:
    """The group a study belongs to; empty where that is not known."""
    facts = dict(row.facts)
    if key == "design":
        return design_name(facts.get("design", ""))
    if key == "instrument":
        return row.rating.short if row.rating is not None else ""
    if key == "overall":
        return row.rating.word if row.rating is not None else ""
    if key == "risk":
        return risk_word(row.risk) if row.risk else ""
    if key.startswith(DOMAIN):
        return _domain_name(row, key)
    if key == "decade":
        return "" if row.year is None else f"{row.year // 10 * 10}–{row.year // 10 * 10 + 9}"
    return facts.get(key, "")


def domain_key(instrument: str, domain: str, *, has_stars: bool) -> str:
    """The key of a domain; star scales of one family (`nos-cohort`, `nos-...`) share it."""
    named = instrument.partition("@")[0]
    return f"{DOMAIN}{named.partition('-')[0] if has_stars else named}/{domain}"


def _domain(row: StudyRow, key: str) -> DomainRating | None:
    """A study's rating in a domain; None where its instrument has no such domain."""
    for one in row.rating.domains if row.rating is not None else ():
        assert row.rating is not None
        if domain_key(row.rating.instrument, one.id, has_stars=bool(one.max)) == key:
            return one
    return None


def _domain_name(row: StudyRow, key: str) -> str:
    """What a study has in a domain: its level, or its stars."""
    one = _domain(row, key)
    if one is None:
        return ""
    if not one.max:
        return one.word
    is_complete = row.rating is not None and row.rating.is_complete
    return f"{one.score or 0}/{one.max}" if is_complete else ""


def _divides(data: Dataset, key: str) -> bool:
    names = [name_of(row, key) for row in data.complete]
    return len(set(names)) > 1 and len(set(names)) < len(names)


def _groups(data: Dataset, key: str) -> Iterator[Group]:
    found: dict[str, list[StudyRow]] = {}
    for row in data.rows:
        found.setdefault(name_of(row, key), []).append(row)
    for name in sorted(found, key=lambda name: _order(found[name][0], name, key)):
        yield Group(name, tuple(found[name]))


def _order(row: StudyRow, name: str, key: str) -> tuple[bool, float, str]:
    """Judgements from best to worst, numbers by size, the rest by the alphabet; unnamed last."""
    size = 0.0
    if key == "overall" and row.rating is not None:
        size = _ROLES.index(row.rating.role)
    elif key == "risk" and row.risk:
        size = RISKS.index(row.risk)
    elif key.startswith(DOMAIN):
        size = _domain_size(row, key)
    elif name.replace(".", "", 1).isdecimal():
        size = float(name)
    return not name, size, name.casefold()


def _domain_size(row: StudyRow, key: str) -> float:
    """Levels from best to worst, stars from many to few."""
    one = _domain(row, key)
    if one is None:
        return 0.0
    return -float(one.score or 0) if one.max else float(_ROLES.index(one.role))


def _separate(analysis: Analysis, bare: tuple[Group, ...], names: list[str]) -> Subgrouped:
    from stats.errors import StatsError
    from stats.subgroups import NOT_REPORTED, subgroups

    assert analysis.pooled is not None
    plan = analysis.dataset.plan
    try:
        made = subgroups(analysis.pooled.effects, names, analysis.pooled.model)
    except StatsError:
        return Subgrouped(plan.subgroup, bare, None, None)
    pools = {one.name: one.pooled for one in made.groups}
    groups = []
    for group in bare:
        pooled = pools.get(group.name or NOT_REPORTED)
        groups.append(
            group
            if pooled is None
            else Group(group.name, group.rows, pooled.estimate, pooled.heterogeneity)
        )
    between = made.between if len(made.groups) > 1 else None
    return Subgrouped(plan.subgroup, tuple(groups), between, None)


def _shared(analysis: Analysis, bare: tuple[Group, ...], names: list[str]) -> Subgrouped | None:
    """The groups under one tau2; None where no group has two studies."""
    from stats.errors import StatsError
    from stats.subgroups import NOT_REPORTED, shared_tau2

    assert analysis.pooled is not None
    plan = analysis.dataset.plan
    try:
        made = shared_tau2(
            analysis.pooled.effects,
            names,
            method=plan.tau2,  # type: ignore[arg-type] # a plan is text; the table refuses
        )
    except StatsError:
        return None
    means = {one.name: one.estimate for one in made.groups}
    groups = tuple(
        Group(group.name, group.rows, means.get(group.name or NOT_REPORTED)) for group in bare
    )
    return Subgrouped(plan.subgroup, groups, made.between if len(means) > 1 else None, made.tau2)
