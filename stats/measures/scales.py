"""From the analysis scale to the scale people read.

Every function takes `(values, n)`; only the Freeman-Tukey transformation uses the sample size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from stats.data import Array


def as_is(values: Array, _n: Array) -> Array:
    """Return the values: the analysis scale is the one people read."""
    return np.asarray(values)


def exponential(values: Array, _n: Array) -> Array:
    """Return exp(value): ratios are analysed as logarithms."""
    return np.asarray(np.exp(values))


def logistic(values: Array, _n: Array) -> Array:
    """Return exp(value) / (1 + exp(value)), the proportion behind a logit."""
    return np.asarray(special.expit(values))


def squared_sine(values: Array, _n: Array) -> Array:
    """Return sin(value)^2, the proportion behind an arcsine; 0 or 1 beyond the range."""
    return np.asarray(np.sin(np.clip(values, 0.0, np.pi / 2.0)) ** 2)


def hyperbolic_tangent(values: Array, _n: Array) -> Array:
    """Return tanh(value), the correlation behind Fisher's z."""
    return np.asarray(np.tanh(values))


def freeman_tukey(x: Array, n: Array) -> Array:
    """Return (asin sqrt(x / (n + 1)) + asin sqrt((x + 1) / (n + 1))) / 2.

    Source: Freeman & Tukey 1950, Ann Math Stat 21:607 (here half their sum).
    """
    return np.asarray(
        (np.arcsin(np.sqrt(x / (n + 1.0))) + np.arcsin(np.sqrt((x + 1.0) / (n + 1.0)))) / 2.0
    )


def miller_inverse(values: Array, n: Array) -> Array:
    """Return the proportion behind a Freeman-Tukey value t at sample size n.

    p = (1 - sign(cos 2t) sqrt(1 - (sin 2t + (sin 2t - 1 / sin 2t) / n)^2)) / 2, and 0 or 1 where t
    lies beyond the values that 0 or n events have.
    Source: Miller 1978, Am Stat 32:138.
    """
    doubled = 2.0 * np.asarray(values)
    sine = np.sin(doubled)
    with np.errstate(divide="ignore", invalid="ignore"):
        inner = 1.0 - (sine + (sine - 1.0 / sine) / n) ** 2
        p = 0.5 * (1.0 - np.sign(np.cos(doubled)) * np.sqrt(np.maximum(inner, 0.0)))
    p = np.where(values > freeman_tukey(n, n), 1.0, p)
    return np.asarray(np.where(values < freeman_tukey(0.0 * n, n), 0.0, p))
