"""How the studies of an outcome differ: the interval of tau2 as chosen, and tests of their tables.

Q, I2 and tau2 themselves come with every pool. The tests of tables ask whether there is any
association at all, and whether one odds ratio serves all studies.
"""

from dataclasses import dataclass, replace
from math import nan
from typing import TYPE_CHECKING

from appraisal.choices import LIKELIHOODS, MANTEL_HAENSZEL
from appraisal.synthesis import Analysis

if TYPE_CHECKING:
    from stats.data import TwoByTwo
    from stats.effects import Effects
    from stats.heterogeneity import HigginsThompson
    from stats.stratified import ChiSquare

LEAST = 2


@dataclass(frozen=True, slots=True)
class Spread:
    """What is worked out of heterogeneity besides the pool.

    `lower` and `upper` are limits of tau2 by the interval `kind`, NaN under a fixed effect.
    `higgins_thompson` are the test-based intervals of H, I2 and Rb, by inverse variance.
    `association` is Cochran, Mantel and Haenszel's test, `breslow_day` and `tarone` those of one
    odds ratio; None where the tables do not allow them.
    """

    kind: str
    lower: float
    upper: float
    higgins_thompson: "HigginsThompson | None" = None
    association: "ChiSquare | None" = None
    breslow_day: "ChiSquare | None" = None
    tarone: "ChiSquare | None" = None


def spread(analysis: Analysis) -> Spread | None:
    """What is worked out of heterogeneity; None where nothing is pooled."""
    pooled = analysis.pooled
    if pooled is None:
        return None
    kind = analysis.dataset.plan.tau2_interval
    lower, upper = tau2_limits(analysis)
    made = Spread(kind, lower, upper, _higgins_thompson(analysis))
    if analysis.dataset.outcome.data not in ("counts", "rates"):
        return made
    return _with_tests(made, pooled.effects, analysis.dataset.plan.measure)


def tau2_limits(analysis: Analysis) -> tuple[float, float]:
    """The limits of tau2 by the plan's interval; NaN under a fixed effect or for one study."""
    pooled, plan = analysis.pooled, analysis.dataset.plan
    if pooled is None or not plan.is_random or pooled.k < LEAST:
        return nan, nan
    if plan.tau2_interval == "q_profile":
        return pooled.heterogeneity.tau2_lower, pooled.heterogeneity.tau2_upper
    import numpy as np

    from stats.heterogeneity import profile_likelihood, weighted_q_limits

    used = pooled.effects.usable
    yi, vi = pooled.effects.yi[used], pooled.effects.vi[used]
    if plan.tau2_interval == "profile" and plan.tau2 in LIKELIHOODS:
        restricted = plan.tau2 == "REML"
        return profile_likelihood(yi, vi, pooled.heterogeneity.tau2, restricted=restricted)
    power = 0.5 if plan.tau2_interval == "jackson" else 1.0
    return weighted_q_limits(yi, vi, np.asarray(vi**-power))


def _higgins_thompson(analysis: Analysis) -> "HigginsThompson | None":
    from stats.heterogeneity import higgins_thompson

    assert analysis.pooled is not None
    used = analysis.pooled.effects.usable
    if int(used.sum()) < LEAST + 1:
        return None
    effects = analysis.pooled.effects
    return higgins_thompson(effects.yi[used], effects.vi[used], analysis.pooled.heterogeneity.tau2)


def _with_tests(made: Spread, effects: "Effects", measure: str) -> Spread:
    """The tests that the cells as they are allow; a study that reports an estimate has none."""
    import numpy as np

    from stats.data import Rates, TwoByTwo, array_names, take
    from stats.errors import StatsError
    from stats.stratified import cochran_mantel_haenszel, rates_mantel_haenszel

    table = effects.table
    if measure not in MANTEL_HAENSZEL or table is None:
        return made
    columns = [getattr(table, name) for name in array_names(table)]
    known = np.all([np.isfinite(column) for column in columns], axis=0)
    if not known.all():
        return made
    table = take(table, known)
    try:
        if isinstance(table, Rates):
            return replace(made, association=rates_mantel_haenszel(table))
        if not isinstance(table, TwoByTwo):
            return made
        made = replace(made, association=cochran_mantel_haenszel(table))
        return _with_one_odds_ratio(made, table) if measure == "OR" else made
    except StatsError:
        return made  # what is not estimable has no row: the pool's own notes say why


def _with_one_odds_ratio(made: Spread, table: "TwoByTwo") -> Spread:
    from stats.measures.binary import OR
    from stats.models import MantelHaenszel
    from stats.pool import pool
    from stats.stratified import breslow_day

    value = pool(table, MantelHaenszel(measure=OR)).estimate.value
    plain, tarone = breslow_day(table, value)
    return replace(made, breslow_day=plain, tarone=tarone)
