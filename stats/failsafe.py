"""Fail-safe numbers and the test of excess significance.

Old summaries that readers and editors still ask for; the Cochrane Handbook advises against
fail-safe numbers (13.3.5.2), so they belong in the workbook, not beside the forest plot.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from scipy.special import ndtr

from stats.distributions import chi2_tail, normal_quantile, two_sided
from stats.errors import TooFewStudies

if TYPE_CHECKING:
    from stats.data import Array
    from stats.effects import Effects
    from stats.results import Note

FailSafeKind: TypeAlias = Literal["Rosenthal", "Orwin", "Rosenberg"]


@dataclass(frozen=True, slots=True)
class FailSafe:
    """A fail-safe number, rounded up; infinite where no number of null studies would do.

    `p` is the test it would overturn (one-sided for Rosenthal, two-sided for Rosenberg), NaN for
    Orwin; `mean` and `target` are on the analysis scale, NaN where the method has none.
    """

    kind: FailSafeKind
    number: float
    p: float
    mean: float
    target: float
    k: int
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ExcessSignificance:
    """Observed against expected significant studies; `power` `(k used,)` of each study.

    `p` is one-sided (more than expected); `chi2` NaN for the exact test.
    """

    observed: int
    expected: float
    ratio: float
    assumed: float
    power: Array
    chi2: float
    p: float
    test: Literal["exact", "chi2"]
    notes: tuple[Note, ...]


def rosenthal(effects: Effects, *, alpha: float = 0.05) -> FailSafe:
    """Count the null studies that would lift Stouffer's one-sided p to alpha.

    N = k (z / z_alpha)^2 - k with z = |sum z_i| / sqrt k, z_i = y_i / se_i; never below 0.

    Raises
    ------
    TooFewStudies
        Without a usable study.

    Notes
    -----
    Source: Rosenthal 1979, Psychol Bull 86:638.
    """
    yi, vi = _used(effects)
    k = len(yi)
    z = abs(float((yi / np.sqrt(vi)).sum())) / math.sqrt(k)
    number = _up(k * (z / normal_quantile(1.0 - alpha)) ** 2 - k)
    return FailSafe("Rosenthal", number, float(ndtr(-z)), math.nan, math.nan, k, effects.notes)


def orwin(effects: Effects, *, target: float | None = None, weighted: bool = False) -> FailSafe:
    """Count the null studies that would shrink the mean effect to a target.

    N = k (mean - target) / target. The mean is plain, or weighted by 1 / v; the target takes the
    sign of the mean and is half of it when not given.

    Raises
    ------
    TooFewStudies
        Without a usable study.

    Notes
    -----
    Source: Orwin 1983, J Educ Stat 8:157.
    """
    yi, vi = _used(effects)
    mean = float(np.average(yi, weights=1.0 / vi if weighted else None))
    goal = mean / 2.0 if target is None else math.copysign(target, mean)
    k = len(yi)
    number = _up(k * (mean - goal) / goal) if goal != 0.0 else math.inf
    return FailSafe("Orwin", number, math.nan, mean, goal, k, effects.notes)


def rosenberg(effects: Effects, *, alpha: float = 0.05) -> FailSafe:
    """Count the null studies of average weight that would make the weighted mean not significant.

    N = k [(sum w y / z_{alpha/2})^2 - sum w] / sum w, w = 1 / v; never below 0.

    Raises
    ------
    TooFewStudies
        Without a usable study.

    Notes
    -----
    Source: Rosenberg 2005, Evolution 59:464 (common effect).
    """
    yi, vi = _used(effects)
    w = 1.0 / vi
    total, k = float(w.sum()), len(yi)
    mean = float(w @ yi) / total
    extra = (float(w @ yi) / normal_quantile(1.0 - alpha / 2.0)) ** 2 - total
    p = float(two_sided(mean * math.sqrt(total), None))
    return FailSafe("Rosenberg", _up(k * extra / total), p, mean, math.nan, k, effects.notes)


def excess_significance(
    effects: Effects,
    *,
    alpha: float = 0.05,
    assumed: float | None = None,
    test: Literal["exact", "chi2"] = "exact",
) -> ExcessSignificance:
    """Test whether more studies are significant than their power lets expect.

    Power of study i for a two-sided test at alpha if the true effect were `assumed`: P(|Z +
    assumed / se_i| >= z). O counts |y_i / se_i| >= z, E = sum power. Exact: P(O or more) of a sum
    of unlike Bernoulli trials; chi2: (O - E)^2 / (E (k - E) / k), one-sided.

    Parameters
    ----------
    assumed
        The effect on the analysis scale; the common-effect estimate when not given.

    Raises
    ------
    TooFewStudies
        Without a usable study.

    Notes
    -----
    Source: Ioannidis and Trikalinos 2007, Clin Trials 4:245.
    """
    yi, vi = _used(effects)
    se, k = np.sqrt(vi), len(yi)
    effect = float(np.average(yi, weights=1.0 / vi)) if assumed is None else assumed
    z = normal_quantile(1.0 - alpha / 2.0)
    power = np.asarray(ndtr(effect / se - z) + ndtr(-effect / se - z))
    observed, expected = int((np.abs(yi / se) >= z).sum()), float(power.sum())
    if test == "exact":
        chi2, p = math.nan, float(min(1.0, _count_chances(power)[observed:].sum()))
    else:
        chi2 = (observed - expected) ** 2 / (expected * (k - expected) / k)
        half = float(chi2_tail(chi2, 1)) / 2.0
        p = half if observed >= expected else 1.0 - half
    return ExcessSignificance(
        observed, expected, observed / expected, effect, power, chi2, p, test, effects.notes
    )


def _count_chances(power: Array) -> Array:
    """Return the chances of 0, 1, ... k successes of independent trials."""
    chances = np.ones(1)
    for one in power:
        chances = np.convolve(chances, (1.0 - one, one))
    return chances


def _up(number: float) -> float:
    return float(math.ceil(max(0.0, number))) if math.isfinite(number) else math.inf


def _used(effects: Effects) -> tuple[Array, Array]:
    used = effects.usable
    if not used.any():
        raise TooFewStudies("There is no study with an effect and a variance.")
    return effects.yi[used], effects.vi[used]
