"""Intervals for the proportion of a single study, by the methods that reviewers meet.

Pooling proportions is left to `stats.pool` (transformed) and `stats.glmm` (logit model).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from scipy import special

from stats.distributions import normal_quantile

if TYPE_CHECKING:
    from collections.abc import Callable

    from stats.data import Array, OneGroup

Limits: TypeAlias = "tuple[Array, Array]"
LimitsKey: TypeAlias = Literal["CP", "WS", "WSCC", "AC", "SA", "SACC", "NAsm"]


def proportion_limits(table: OneGroup, *, method: LimitsKey = "CP", level: float = 0.95) -> Limits:
    """Return the limits of every study's proportion, shape `(k,)`, on the natural scale.

    `CP` Clopper-Pearson, `WS` Wilson, `WSCC` Wilson with continuity correction, `AC`
    Agresti-Coull, `SA` Wald, `SACC` Wald with continuity correction, `NAsm` Wald of the logit.
    Source: as each method below says.
    """
    low, high = LIMITS[method](table.x, table.n, level)
    return np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)


def clopper_pearson(x: Array, n: Array, level: float) -> Limits:
    """Return the exact limits: quantiles of Beta(x, n - x + 1) and Beta(x + 1, n - x).

    Source: Clopper & Pearson 1934, Biometrika 26:404.
    """
    tail = (1.0 - level) / 2.0
    with np.errstate(invalid="ignore"):
        low = special.betaincinv(np.maximum(x, 1e-300), n - x + 1.0, tail)
        high = special.betaincinv(x + 1.0, np.maximum(n - x, 1e-300), 1.0 - tail)
    return np.where(x == 0.0, 0.0, low), np.where(x == n, 1.0, high)


def wilson(x: Array, n: Array, level: float) -> Limits:
    """Return (p + z^2/2n -+ z sqrt((p(1-p) + z^2/4n) / n)) / (1 + z^2/n).

    Source: Wilson 1927, J Am Stat Assoc 22:209.
    """
    z = normal_quantile(0.5 + level / 2.0)
    p = x / n
    half = z * np.sqrt((p * (1.0 - p) + z**2 / (4.0 * n)) / n)
    middle = p + z**2 / (2.0 * n)
    return (middle - half) / (1.0 + z**2 / n), (middle + half) / (1.0 + z**2 / n)


def wilson_corrected(x: Array, n: Array, level: float) -> Limits:
    """Return Wilson's limits with a continuity correction.

    (2np + z^2 -+ (1 + z sqrt(z^2 -+ 2 - 1/n + 4p(n(1-p) +- 1)))) / (2 (n + z^2)). As R's meta does,
    the formula is used for x = 0 and x = n too, where Newcombe sets the outer limit to 0 or 1.
    Source: Newcombe 1998, Stat Med 17:857, method 4.
    """
    z = normal_quantile(0.5 + level / 2.0)
    p = x / n
    under = z**2 - 2.0 - 1.0 / n + 4.0 * p * (n * (1.0 - p) + 1.0)
    over = z**2 + 2.0 - 1.0 / n + 4.0 * p * (n * (1.0 - p) - 1.0)
    scale = 2.0 * (n + z**2)
    with np.errstate(invalid="ignore"):
        low = (2.0 * x + z**2 - 1.0 - z * np.sqrt(under)) / scale
        high = (2.0 * x + z**2 + 1.0 + z * np.sqrt(over)) / scale
    return np.where(np.isnan(low), 0.0, low), np.where(np.isnan(high), 1.0, high)


def agresti_coull(x: Array, n: Array, level: float) -> Limits:
    """Return Wald limits of (x + z^2/2) / (n + z^2).

    Source: Agresti & Coull 1998, Am Stat 52:119.
    """
    z = normal_quantile(0.5 + level / 2.0)
    return wald(x + z**2 / 2.0, n + z**2, level)


def wald(x: Array, n: Array, level: float) -> Limits:
    """Return p -+ z sqrt(p(1-p)/n).

    Source: Newcombe 1998, Stat Med 17:857, method 1.
    """
    p = x / n
    half = normal_quantile(0.5 + level / 2.0) * np.sqrt(p * (1.0 - p) / n)
    return p - half, p + half


def wald_corrected(x: Array, n: Array, level: float) -> Limits:
    """Return p -+ (z sqrt(p(1-p)/n) + 1/2n).

    Source: Newcombe 1998, Stat Med 17:857, method 2.
    """
    low, high = wald(x, n, level)
    return low - 0.5 / n, high + 0.5 / n


def wald_of_logit(x: Array, n: Array, level: float) -> Limits:
    """Return the limits of log(p/(1-p)) -+ z sqrt(1/x + 1/(n-x)), 1/2 added where x is 0 or n.

    Source: Newcombe 2001, Am Stat 55:200.
    """
    added = np.where((x == 0.0) | (x == n), 0.5, 0.0)
    yes, no = x + added, n - x + added
    half = normal_quantile(0.5 + level / 2.0) * np.sqrt(1.0 / yes + 1.0 / no)
    logit = np.log(yes / no)
    return special.expit(logit - half), special.expit(logit + half)


LIMITS: dict[str, Callable[[Array, Array, float], Limits]] = {
    "CP": clopper_pearson,
    "WS": wilson,
    "WSCC": wilson_corrected,
    "AC": agresti_coull,
    "SA": wald,
    "SACC": wald_corrected,
    "NAsm": wald_of_logit,
}
