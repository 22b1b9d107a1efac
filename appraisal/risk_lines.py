"""What the judgement does to the estimate: pools of the same studies, let in by risk of bias.

Each line is the outcome's own model over fewer studies, or over one level of the appraisal. Levels
of several instruments meet only by the team's mapping (`risk_mapping`), or not at all: a domain is
of one instrument, or of the star scales that share it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from appraisal.study_rows import StudyRow
from appraisal.subgroups import Group, domain_key, subgrouped
from appraisal.synthesis import Analysis

if TYPE_CHECKING:
    from appraisal.risk_mapping import Risk
    from stats.effects import Effects
    from stats.results import Estimate, Pooled
    from stats.stratified import ChiSquare

LETS_IN: dict[str, frozenset[str]] = {
    "all": frozenset({"low", "unclear", "high", ""}),
    "fair": frozenset({"low", "unclear"}),
    "good": frozenset({"low"}),
}


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A pool with the studies it rests on; limits on the analysis scale, None without one.

    `id` is `all`, `fair`, `good`, `stars`, `used`, `quality` or `level/<n>`. `weight` is the share
    of the pooled weight, per cent, of a level; `name` its own word.
    """

    id: str
    k: int
    name: str = ""
    weight: float | None = None
    estimate: float | None = None
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class RiskLines:
    """The estimates beside each other, the levels of one key, and the test between these."""

    lines: tuple[RiskLine, ...]
    key: str = ""
    levels: tuple[RiskLine, ...] = ()
    between: "ChiSquare | None" = None
    quality_left_out: int = 0


def risk_lines(
    analysis: Analysis, *, key: str = "", quality: "dict[Risk, float] | None" = None
) -> RiskLines | None:
    """The lines of an analysis; None where nothing is pooled.

    Parameters
    ----------
    key
        What the levels are formed by: `risk` (the team's mapping), `instrument`, `overall`, or a
        domain of `domain_keys`; empty for none.
    quality
        The team's scores of low, unclear and high for quality effects. Without them stars give the
        score, where a study has any.
    """
    if analysis.pooled is None:
        return None
    base, rows = _base(analysis)
    lines = [_line("all", base)]
    seen = {tuple(row.study for row in rows)}
    for name in ("fair", "good"):
        chosen = [row for row in rows if row.risk in LETS_IN[name]]
        if any(row.risk for row in rows):
            lines.append(_pooled_line(name, base, rows, chosen))
            seen.add(tuple(row.study for row in chosen))
    limit = analysis.dataset.plan.min_stars
    if limit is not None:
        starred = [row for row in rows if row.stars is not None and row.stars >= limit]
        lines.append(_pooled_line("stars", base, rows, starred))
        seen.add(tuple(row.study for row in starred))
    if tuple(row.study for row in analysis.dataset.used) not in seen:
        lines.append(_line("used", analysis.pooled))
    line, lost = quality_line(analysis, quality or {})
    if line is not None:
        lines.append(line)
    levels, between = _levels(analysis, key)
    return RiskLines(tuple(lines), key, levels, between, lost)


def domain_keys(rows: Iterable[StudyRow]) -> tuple[tuple[str, str, str], ...]:
    """The domains that studies can be divided by: key, instrument's short name, title.

    Star scales of one family share a domain of one name; a judged domain is its instrument's own.
    """
    found: dict[str, tuple[str, str]] = {}
    for row in rows:
        if row.rating is None:
            continue
        for domain in row.rating.domains:
            if domain.max or domain.level:
                short = row.rating.short.split()[0] if domain.max else row.rating.short
                found.setdefault(
                    domain_key(row.rating.instrument, domain.id, has_stars=bool(domain.max)),
                    (short, domain.title),
                )
    return tuple((key, short, title) for key, (short, title) in found.items())


# -- pools -----------------------------------------------------------------------------------------


def _base(analysis: Analysis) -> "tuple[Pooled, tuple[StudyRow, ...]]":
    """The pool of all studies with the rows its effects stand for."""
    data = analysis.dataset
    if analysis.everything is not None:
        return analysis.everything, data.complete
    assert analysis.pooled is not None
    return analysis.pooled, data.used


def _line(id: str, pooled: "Pooled") -> RiskLine:
    made = pooled.estimate
    return RiskLine(id, pooled.k, "", None, made.value, made.lower, made.upper)


def _pooled_line(
    id: str,
    base: "Pooled",
    rows: tuple[StudyRow, ...],
    chosen: list[StudyRow],
) -> RiskLine:
    """The pool of some rows; a line without numbers where it cannot be made."""
    if len(chosen) == len(rows):
        return _line(id, base)
    found = pool_of(base, rows, {row.study for row in chosen})
    return RiskLine(id, 0) if found is None else _line(id, found)


def pool_of(base: "Pooled", rows: tuple[StudyRow, ...], studies: set[str]) -> "Pooled | None":
    """The same model over some of the rows; None where it cannot be estimated."""
    import numpy as np

    from stats.errors import StatsError
    from stats.pool import pool

    places = [place for place, row in enumerate(rows) if row.study in studies]
    if not places:
        return None
    try:
        return pool(base.effects.take(np.array(places, dtype=np.intp)), base.model)
    except StatsError:
        return None


def quality_line(analysis: Analysis, scores: "dict[Risk, float]") -> tuple[RiskLine | None, int]:
    """The quality-effects pool of the studies used, and how many had no score."""
    from stats.errors import StatsError
    from stats.quality_effects import quality_effects

    assert analysis.pooled is not None
    rows = analysis.dataset.used
    quality = [_score(row, scores) for row in rows]
    known = [one for one in quality if one is not None]
    if len(known) < 2 or len(set(known)) < 2:
        return None, 0
    effects: Effects = analysis.pooled.effects
    try:
        found = quality_effects(
            effects,
            [float("nan") if one is None else one for one in quality],
            level=analysis.level,
        )
    except StatsError:
        return None, 0
    made: Estimate = found.estimate
    lost = sum(one is None for one in quality)
    line = RiskLine("quality", found.k, "", None, made.value, made.lower, made.upper)
    return line, lost


def _score(row: StudyRow, scores: "dict[Risk, float]") -> float | None:
    """A study's quality: the team's score of its risk, else its share of the stars."""
    if scores:
        return scores.get(row.risk) if row.risk else None
    if row.rating is None or row.stars is None or not row.rating.max:
        return None
    return row.stars / row.rating.max


def _levels(analysis: Analysis, key: str) -> "tuple[tuple[RiskLine, ...], ChiSquare | None]":
    if not key:
        return (), None
    plan = replace(analysis.dataset.plan, subgroup=key)
    asked = replace(analysis, dataset=replace(analysis.dataset, plan=plan))
    found = subgrouped(asked)
    if found is None:
        return (), None
    weights = {
        row.study: effect.weight
        for row, effect in zip(analysis.dataset.rows, analysis.effects, strict=True)
    }
    lines = tuple(_level_lines(found.groups, weights))
    return lines, found.between


def _level_lines(groups: tuple[Group, ...], weights: dict[str, float]) -> Iterator[RiskLine]:
    for place, group in enumerate(one for one in groups if one.k):
        share = sum(weights.get(row.study, 0.0) for row in group.rows if row.is_used)
        made = group.estimate
        yield RiskLine(
            f"level/{place}",
            group.k,
            group.name,
            share,
            made.value if made is not None else None,
            made.lower if made is not None else None,
            made.upper if made is not None else None,
        )


# -- what would change the conclusion --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Turning:
    """A set of exclusions by rating that moves the interval across no effect.

    `by` is `risk` or a domain's key, `kept` what stays in (`low`, `not_high`) or the least stars.
    """

    by: str
    kept: str
    studies: tuple[str, ...]
    estimate: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Whether the interval has no effect inside, how many exclusions were tried, what turns it."""

    crosses: bool
    tried: int
    turning: Turning | None


def conclusion(analysis: Analysis) -> Conclusion | None:
    """The smallest set of exclusions by rating that turns the conclusion of the studies used.

    Tried are: the studies at high risk; those not at low; those below each number of stars; and for
    each judged domain those at high, and those not at low. None without a null to cross, or a pool.
    """
    null, pooled = analysis.funnel_null, analysis.pooled
    if null is None or pooled is None or pooled.k < 2:
        return None
    rows = analysis.dataset.used
    crosses = _holds(pooled.estimate.lower, pooled.estimate.upper, null)
    sets = _exclusions(rows)
    import numpy as np

    from stats.sensitivity import chosen_subsets

    if not sets:
        return Conclusion(crosses, 0, None)
    mask = np.array(
        [[0.0 if row.study in out else 1.0 for row in rows] for out, _by, _kept in sets]
    )
    fits = chosen_subsets(pooled.effects, mask, pooled.model)
    for place, (out, by, kept) in enumerate(sets):
        lower, upper = float(fits.lower[place]), float(fits.upper[place])
        if np.isnan(lower) or np.isnan(upper):
            continue
        if _holds(lower, upper, null) != crosses:
            value = float(fits.value[place])
            return Conclusion(crosses, len(sets), Turning(by, kept, out, value, lower, upper))
    return Conclusion(crosses, len(sets), None)


def _holds(lower: float, upper: float, null: float) -> bool:
    return lower <= null <= upper


def _exclusions(rows: tuple[StudyRow, ...]) -> list[tuple[tuple[str, ...], str, str]]:
    """Every set worth trying, the smallest first; none leaves everything or nothing."""
    found: dict[frozenset[str], tuple[str, str]] = {}

    def add(out: Iterable[str], by: str, kept: str) -> None:
        studies = frozenset(out)
        if 0 < len(studies) < len(rows):
            found.setdefault(studies, (by, kept))

    if any(row.risk for row in rows):
        add((row.study for row in rows if row.risk == "high"), "risk", "not_high")
        add((row.study for row in rows if row.risk != "low"), "risk", "low")
    for stars in sorted({row.stars for row in rows if row.stars is not None}):
        add((row.study for row in rows if row.stars is None or row.stars < stars), "stars",
            str(stars))  # fmt: skip
    for key, _short, _title in domain_keys(rows):
        roles = {row.study: domain_role(row, key) for row in rows}
        if any(roles.values()):
            add((one for one, role in roles.items() if role in ("poor", "grave")), key, "not_high")
            add((one for one, role in roles.items() if role != "good"), key, "low")
    order = {row.study: place for place, row in enumerate(rows)}
    sets = [(tuple(sorted(out, key=order.__getitem__)), *how) for out, how in found.items()]
    return sorted(sets, key=lambda one: len(one[0]))


def domain_role(row: StudyRow, key: str) -> str:
    """The role of a study's level in a domain; empty where it has none."""
    if row.rating is None:
        return ""
    for domain in row.rating.domains:
        if domain.level and domain_key(row.rating.instrument, domain.id, has_stars=False) == key:
            return domain.role
    return ""
