"""One model fitted to many subsets of the same studies at once, as arrays.

What leave-one-out, cumulative, influence and all-subset analyses share. A row of the result is
what `stats.pool` gives for that subset under inverse variance.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from stats.distributions import chi2_tail_each, normal_quantile
from stats.errors import InvalidData
from stats.models import Common, Random
from stats.subsets import FixedMoments, Moments, chunks, fixed_moments, moments, row_dot
from stats.tau2 import tau2_of_subsets

if TYPE_CHECKING:
    from stats.data import Array

HARTUNG_KNAPP = ("hartung_knapp", "hartung_knapp_floor")


@dataclass(frozen=True, slots=True, eq=False)
class SubsetFits:
    """Fits of `m` subsets, every field of shape `(m,)` on the analysis scale.

    `df` is infinite where the test is normal. `i2` and `h2` come from Q for a common effect, from
    tau2 for random effects; `q_p` tests Q with k - 1 df.
    """

    k: Array
    value: Array
    se: Array
    lower: Array
    upper: Array
    statistic: Array
    df: Array
    p: Array
    q: Array
    q_p: Array
    i2: Array
    h2: Array
    tau2: Array


def fit_subsets(yi: Array, vi: Array, mask: Array, model: Common | Random) -> SubsetFits:
    """Return the model fitted to every subset in `mask` `(m, k)`, none of them empty.

    Raises `InvalidData` for intervals that look at a second model (IWQiG's rule, the wider of
    both) and for a Q around another pool: `stats.pool` has them.
    """
    _refuse(model)
    tau2 = None
    if isinstance(model, Random) and model.tau2 != "DL":
        tau2 = tau2_of_subsets(yi, vi, mask, method=model.tau2)
    parts = [
        _fit(yi, vi, mask[at], model, None if tau2 is None else tau2[at]) for at in chunks(mask)
    ]
    joined = {
        field.name: np.concatenate([getattr(part, field.name) for part in parts])
        for field in fields(SubsetFits)
    }
    return SubsetFits(**joined)


def _fit(
    yi: Array, vi: Array, mask: Array, model: Common | Random, given: Array | None
) -> SubsetFits:
    fixed = fixed_moments(yi, vi, mask)
    k, q, total, mean = fixed.k, fixed.q, fixed.total, fixed.mean
    wald = total**-0.5
    if isinstance(model, Common):
        tau2 = np.zeros(len(mask))
        i2, h2 = _from_q(q, k)
        se, df = wald, _degrees(k, tau2, model)
    else:
        tau2 = _dersimonian_laird(fixed) if given is None else given
        at = moments(tau2, yi, vi, mask)
        mean, wald = at.mean, at.total**-0.5
        typical = _typical(fixed)
        i2, h2 = 100.0 * tau2 / (tau2 + typical), 1.0 + tau2 / typical
        df = _degrees(k, tau2, model)
        se = _spread(wald, df, at, model)
    half = _quantiles(df, model.level) * se
    statistic = mean / se
    p = 2.0 * np.where(
        np.isinf(df),
        special.ndtr(-np.abs(statistic)),
        special.stdtr(np.where(np.isinf(df), 1.0, df), -np.abs(statistic)),
    )
    return SubsetFits(
        k=k,
        value=mean,
        se=se,
        lower=mean - half,
        upper=mean + half,
        statistic=statistic,
        df=df,
        p=p,
        q=q,
        q_p=chi2_tail_each(q, k - 1.0),
        i2=i2,
        h2=h2,
        tau2=tau2,
    )


def _dersimonian_laird(fixed: FixedMoments) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        raw = (fixed.q - (fixed.k - 1.0)) / (fixed.total - fixed.squares / fixed.total)
    return np.where(fixed.k > 1.0, np.maximum(0.0, raw), 0.0)


def _typical(fixed: FixedMoments) -> Array:
    """Return Higgins and Thompson's typical variance, infinite for a single study."""
    trace = fixed.total - fixed.squares / fixed.total
    several = fixed.k > 1.0
    return np.where(several, (fixed.k - 1.0) / np.where(several, trace, 1.0), np.inf)


def _from_q(q: Array, k: Array) -> tuple[Array, Array]:
    df = k - 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        i2 = np.where(q > df, 100.0 * (q - df) / q, 0.0)
        h2 = np.where(df > 0.0, q / df, np.nan)
    return np.where(df > 0.0, i2, 0.0), h2


def _degrees(k: Array, tau2: Array, model: Common | Random) -> Array:
    """Return the degrees of freedom, infinite where the test is normal."""
    if model.interval == "wald":
        return np.full(len(k), np.inf)
    df = np.where(k > 1.0, k - 1.0, np.inf)
    if isinstance(model, Random) and model.wald_at_zero:
        df = np.where(tau2 == 0.0, np.inf, df)
    return df


def _spread(wald: Array, df: Array, at: Moments, model: Random) -> Array:
    """Return the standard errors, those of Hartung-Knapp where the model asks for them."""
    if model.interval not in HARTUNG_KNAPP:
        return wald
    normal = np.isinf(df)
    multiplier = row_dot(at.w * at.residuals, at.residuals) / np.where(normal, 1.0, df)
    if model.interval == "hartung_knapp_floor":
        multiplier = np.maximum(1.0, multiplier)
    return np.where(normal, wald, wald * np.sqrt(multiplier))


def _quantiles(df: Array, level: float) -> Array:
    tail = 0.5 + level / 2.0
    finite = ~np.isinf(df)
    made = np.full(len(df), normal_quantile(tail))
    made[finite] = special.stdtrit(df[finite], tail)
    return made


def _refuse(model: Common | Random) -> None:
    if model.interval not in ("wald", "t", *HARTUNG_KNAPP):
        raise InvalidData("This interval is not made for many subsets at once.")
    if isinstance(model, Random) and model.q_around is not None:
        raise InvalidData("Q around another pool is not made for many subsets at once.")
