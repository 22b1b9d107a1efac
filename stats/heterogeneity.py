"""How much true effects vary: Q, I2, H2 and intervals of tau2.

Estimators of tau2 itself are in `stats.tau2`; what `pool` returns with every result is made by
`around` and `q_profile`. The other intervals are here for those who ask for them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp, log, sqrt
from typing import TYPE_CHECKING

import numpy as np

from stats.distributions import chi2_quantile, chi2_tail, normal_quantile
from stats.errors import TooFewStudies
from stats.likelihood import log_likelihood
from stats.quadratic_forms import upper_tail
from stats.results import Heterogeneity
from stats.roots import root_between, solve_q
from stats.tau2_errors import of_moment, traces

if TYPE_CHECKING:
    from collections.abc import Callable

    from stats.data import Array


@dataclass(frozen=True, slots=True)
class Range:
    """An estimate with limits, without a test."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class HigginsThompson:
    """H, I2 and Rb (both in per cent) with test-based limits."""

    h: Range
    i2: Range
    rb: Range


def around(
    yi: Array,
    vi: Array,
    centre: float,
    *,
    tau2: float = 0.0,
    se_tau2: float = np.nan,
    df: int | None = None,
) -> Heterogeneity:
    """Return Q = sum((y - centre)^2 / v), its test and I2, beside a given tau2.

    I2 from Q = max(0, (Q - df) / Q); I2 from tau2 = tau2 / (tau2 + s2), with the typical variance
    s2 = df / (sum(w) - sum(w^2) / sum(w)), w = 1 / v. `df` None: k - 1.
    Limits of tau2 are left NaN.
    Source: Cochran 1954, Biometrics 10:101; Higgins & Thompson 2002, Stat Med 21:1539, equations
    6 to 10.
    """
    w = 1.0 / vi
    residuals = yi - centre
    df = max(len(yi) - 1, 0) if df is None else df
    q = float((w * residuals) @ residuals)
    typical = typical_variance(vi) if len(vi) > 1 else np.inf
    return Heterogeneity(
        q=q,
        df=df,
        p=chi2_tail(q, df),
        i2_q=100.0 * max(0.0, (q - df) / q) if df and q > 0.0 else 0.0,
        h2=q / df if df else np.nan,
        tau2=tau2,
        i2_tau2=100.0 * tau2 / (tau2 + typical) if df else 0.0,
        h2_tau2=1.0 + tau2 / typical,
        se_tau2=se_tau2,
        tau2_lower=np.nan,
        tau2_upper=np.nan,
    )


def typical_variance(vi: Array) -> float:
    """Return (k - 1) / (sum(w) - sum(w^2) / sum(w)), w = 1 / v.

    Source: Higgins & Thompson 2002, Stat Med 21:1539, equation 9.
    """
    w = 1.0 / vi
    total = float(w.sum())
    return (len(vi) - 1) / (total - float(w @ w) / total)


def q_profile(yi: Array, vi: Array, *, level: float = 0.95) -> tuple[float, float]:
    """Return the limits of tau2 at which Q(tau2) meets the chi-square quantiles with k - 1 df.

    (0, 0) says that even tau2 = 0 is rejected as too large. Raises `TooFewStudies` for k < 2.
    Source: Viechtbauer 2007, Stat Med 26:37, section 3.4.
    """
    df = _several(yi) - 1
    tail = (1.0 - level) / 2.0
    targets = np.array([chi2_quantile(1.0 - tail, df), chi2_quantile(tail, df)])
    lower, upper = solve_q(yi, vi, targets)
    return float(lower), float(upper)


def with_limits(held: Heterogeneity, limits: tuple[float, float]) -> Heterogeneity:
    """Return the heterogeneity with limits of tau2."""
    return replace(held, tau2_lower=limits[0], tau2_upper=limits[1])


def i2_at(tau2: float, vi: Array) -> float:
    """Return I2 in per cent at a value of tau2: 100 tau2 / (tau2 + typical variance).

    Source: Higgins & Thompson 2002, Stat Med 21:1539, equations 9 and 10.
    """
    return 100.0 * tau2 / (tau2 + typical_variance(vi))


def h2_at(tau2: float, vi: Array) -> float:
    """Return H2 at a value of tau2: 1 + tau2 / typical variance.

    Source: Higgins & Thompson 2002, Stat Med 21:1539, equations 6 to 8.
    """
    return 1.0 + tau2 / typical_variance(vi)


def profile_likelihood(
    yi: Array, vi: Array, tau2: float, *, restricted: bool, level: float = 0.95
) -> tuple[float, float]:
    """Return the limits of tau2 where the log-likelihood falls by half a chi-square quantile.

    `tau2` is the ML or REML estimate. The lower limit is 0 where the likelihood at 0 is high
    enough. Raises `TooFewStudies` for k < 2.
    Source: Hardy & Thompson 1996, Stat Med 15:619, section 3.2.
    """
    _several(yi)
    least = float(log_likelihood(np.array([tau2]), yi, vi, restricted=restricted)[0])
    least -= chi2_quantile(level, 1.0) / 2.0

    def excess(t: float) -> float:
        return float(log_likelihood(np.array([t]), yi, vi, restricted=restricted)[0]) - least

    lower = 0.0 if excess(0.0) >= 0.0 else root_between(excess, 0.0, tau2)
    beyond = max(2.0 * tau2, float(vi.max()))
    while excess(beyond) > 0.0:
        beyond *= 4.0
    return lower, root_between(excess, tau2, beyond)


def weighted_q_limits(
    yi: Array, vi: Array, weights: Array, *, level: float = 0.95
) -> tuple[float, float]:
    """Return the limits of tau2 from the exact distribution of Q with fixed weights `(k,)`.

    Q_a = sum(a (y - mean_a)^2) is a weighted sum of chi-squares for a given tau2; the limits are
    where its tails hold (1 - level) / 2. Weights 1 / v: Biggerstaff & Jackson 2008, Stat Med
    27:6093; weights 1 / sqrt(v): Jackson 2013, Res Synth Methods 4:220, section 5.
    Raises `TooFewStudies` for k < 2.
    Source: Biggerstaff & Jackson 2008; Jackson 2013, as above.
    """
    _several(yi)
    tail, scale = weighted_q_tail(yi, vi, weights), float(vi.max())
    side = (1.0 - level) / 2.0
    return _where_tail(tail, side, scale), _where_tail(tail, 1.0 - side, scale)


def weighted_q_tail(yi: Array, vi: Array, weights: Array) -> Callable[[float], float]:
    """Return the function of tau2 that gives P(Q_a > the Q_a observed), fixed weights a.

    The scales of the chi-squares are the eigenvalues of S (diag(a) - a a' / sum(a)) S without the
    0, S = diag(sqrt(v + tau2)).
    Source: Biggerstaff & Jackson 2008, Stat Med 27:6093, section 3.
    """
    centred = yi - float(weights @ yi) / float(weights.sum())
    q = float((weights * centred) @ centred)
    a = np.diag(weights) - np.outer(weights, weights) / weights.sum()

    def tail(t: float) -> float:
        root = np.sqrt(vi + t)
        scales = np.linalg.eigvalsh(a * np.outer(root, root))[1:]
        return upper_tail(q, scales) if q > 0.0 else 1.0

    return tail


def higgins_thompson(yi: Array, vi: Array, tau2: float, *, level: float = 0.95) -> HigginsThompson:
    """Return H = sqrt(Q / (k-1)), I2 and Rb with test-based limits; H is never below 1.

    se(log H) = (log Q - log(k-1)) / (2 (sqrt(2Q) - sqrt(2k - 3))) where Q > k, otherwise
    sqrt((1 - 1 / (3 (k-2)^2)) / (2 (k-2))). Rb = mean(tau2 / (v + tau2)), its standard error from
    the variance of Q under tau2 by the delta method, whose slope is taken at the moment estimate
    before truncation where tau2 is 0 (as R's meta does). NaN limits where k < 3. Raises
    `TooFewStudies` for k < 2.
    Source: Higgins & Thompson 2002, Stat Med 21:1539, appendix; Crippa et al. 2016, Stat Med
    35:3661, equations 6 and 8.
    """
    k = _several(yi)
    w = 1.0 / vi
    mean = float(w @ yi) / float(w.sum())
    q = float((w * (yi - mean)) @ (yi - mean))
    z = normal_quantile(0.5 + level / 2.0)
    h = h_range(q, k, z=z)
    i2 = Range(*(100.0 * (1.0 - 1.0 / x**2) for x in (h.value, h.lower, h.upper)))
    untruncated = (q - (k - 1)) / traces(w).p
    return HigginsThompson(h, i2, _rb(vi, tau2, at=tau2 or untruncated, z=z))


def h_range(q: float, k: int, *, z: float) -> Range:
    """Return H with limits exp(log H -+ z se), from Q of k studies.

    Source: Higgins & Thompson 2002, Stat Med 21:1539, appendix (the test-based interval).
    """
    h = max(1.0, sqrt(q / (k - 1))) if k > 1 else 1.0
    if k > 1 and q > k:
        se = 0.5 * (log(q) - log(k - 1)) / (sqrt(2.0 * q) - sqrt(2.0 * k - 3.0))
    elif k > 2:
        se = sqrt((1.0 - 1.0 / (3.0 * (k - 2) ** 2)) / (2.0 * (k - 2)))
    else:
        return Range(h, np.nan, np.nan)
    return Range(h, max(1.0, exp(log(h) - z * se)), max(1.0, exp(log(h) + z * se)))


def _several(yi: Array) -> int:
    if len(yi) < 2:
        raise TooFewStudies("Heterogeneity needs two studies.")
    return len(yi)


def _rb(vi: Array, tau2: float, *, at: float, z: float) -> Range:
    value = float(np.mean(tau2 / (vi + tau2)))
    with np.errstate(divide="ignore"):
        half = z * of_moment(tau2, vi, vi) * float(np.mean(vi / (vi + at) ** 2))
    return Range(100.0 * value, 100.0 * max(0.0, value - half), 100.0 * min(1.0, value + half))


def _where_tail(tail: Callable[[float], float], level: float, scale: float) -> float:
    """Return the tau2 at which a rising tail reaches `level`, 0 where it begins above."""
    if tail(0.0) >= level:
        return 0.0
    beyond = scale
    while tail(beyond) < level:
        beyond *= 4.0
    return root_between(lambda t: tail(t) - level, 0.0, beyond)
