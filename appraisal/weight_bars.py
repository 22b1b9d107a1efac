"""How much of an outcome's pooled weight stands at each level, for the whole and every domain.

The weighted summary of a review, by this outcome's own weights. Domains are told as their
instruments tell them: levels by role, stars by their number.
"""

from dataclasses import dataclass

from appraisal.risk_lines import domain_keys
from appraisal.risk_mapping import ROLES
from appraisal.study_rows import StudyRow
from appraisal.subgroups import domain_key
from appraisal.synthesis import Analysis
from resources.i18n import _


@dataclass(frozen=True, slots=True)
class WeightBar:
    """A bar: shares of the pooled weight, per cent, by role or by stars earned.

    `key` is `risk` (all instruments, by the mapping) or a domain's; `short` names the instrument.
    A part is a role (or a number of stars of `of`), its word and its share. `whole` is the weight
    of the studies the bar speaks of.
    """

    key: str
    short: str
    title: str
    parts: tuple[tuple[str, str, float], ...]
    whole: float
    of: int = 0


def weight_bars(analysis: Analysis, risk_names: dict[str, str]) -> tuple[WeightBar, ...]:
    """The bars of an outcome: the mapped whole first, then every domain of every instrument.

    `risk_names` are the words of low, unclear, high and of what is not mapped.
    """
    if analysis.pooled is None:
        return ()
    pairs = [
        (row, effect.weight)
        for row, effect in zip(analysis.dataset.rows, analysis.effects, strict=True)
        if row.is_used
    ]
    if not any(row.rating is not None for row, _weight in pairs):
        return ()
    bars = [_risk_bar(pairs, risk_names)] if any(row.risk for row, _weight in pairs) else []
    for key, short, title in domain_keys(row for row, _weight in pairs):
        bars.append(_domain_bar(pairs, key, short, title))
    return tuple(bars)


def _risk_bar(pairs: list[tuple[StudyRow, float]], names: dict[str, str]) -> WeightBar:
    sums: dict[str, float] = {}
    for row, weight in pairs:
        sums[row.risk] = sums.get(row.risk, 0.0) + weight
    parts = tuple((role, names[risk], sums[risk]) for risk, role in ROLES.items() if sums.get(risk))
    return WeightBar("risk", "", "", parts, sum(sums.values()))


def _domain_bar(pairs: list[tuple[StudyRow, float]], key: str, short: str, title: str) -> WeightBar:
    by_level: dict[tuple[int, str], tuple[str, float]] = {}
    of, whole = 0, 0.0
    roles = ("good", "fair", "poor", "grave", "unknown", "na")
    for row, weight in pairs:
        if row.rating is None:
            continue
        for domain in row.rating.domains:
            has_stars = bool(domain.max)
            if domain_key(row.rating.instrument, domain.id, has_stars=has_stars) != key:
                continue
            whole += weight
            if has_stars and row.rating.is_complete:
                score = domain.score or 0
                place, word = (-score, str(score)), f"{score}/{domain.max}"
            elif has_stars:
                place, word = (1, "na"), _("not complete")
            else:
                role = domain.role or "na"
                place, word = (roles.index(role), role), domain.word or _("not judged")
            of = max(of, domain.max)
            by_level[place] = (word, by_level.get(place, ("", 0.0))[1] + weight)
    parts = tuple((place[1], *by_level[place]) for place in sorted(by_level))
    return WeightBar(key, short, title, parts, whole, of)
