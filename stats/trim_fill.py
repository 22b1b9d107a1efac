"""Trim and fill: what the mean would be if a lopsided funnel were made even.

A look at sensitivity, not a correction: the studies filled in are mirror images, never data.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from stats.errors import NotConverged, NotEstimable, TooFewStudies
from stats.least_squares import least_squares
from stats.models import Common, Random
from stats.pool import pool
from stats.regression_tau2 import ESTIMATORS
from stats.results import Note, Pooled
from stats.tau2 import tau2_of

if TYPE_CHECKING:
    from stats.data import Array, Mask
    from stats.effects import Effects

Counter: TypeAlias = Literal["L0", "R0", "Q0"]
Side: TypeAlias = Literal["left", "right"]
Rows: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.intp]]
MOST_STEPS = 100


@dataclass(frozen=True, slots=True, eq=False)
class TrimFill:
    """The outcome of `trim_and_fill`.

    `missing` studies were estimated to lack on `side`, with standard error `se` (NaN where the
    formula gives none) and, for R0, the p of "none is missing". `pooled.effects` holds the studies
    used, then the filled ones, marked in `filled`; `mirrors` tells which row each one mirrors.
    """

    side: Side
    missing: int
    se: float
    p: float
    pooled: Pooled
    filled: Mask
    mirrors: tuple[int, ...]
    notes: tuple[Note, ...]


def trim_and_fill(
    effects: Effects,
    model: Common | Random | None = None,
    *,
    estimator: Counter = "L0",
    side: Side | None = None,
) -> TrimFill:
    """Estimate how many studies the funnel lacks on one side, and pool with their mirror images.

    Rank |y - mean| with the sign of y - mean; T sum of the positive ranks. L0 = (4 T - k (k + 1)) /
    (2 k - 1); R0 = gamma - 1, gamma the length of the run of positive signs at the largest ranks;
    Q0 = k - 1/2 - sqrt(2 k^2 - 4 T + 1/4). Rounded and not below 0; that many of the most extreme
    studies are trimmed and the mean estimated anew until the number stays.

    Parameters
    ----------
    model
        Common or random effects; REML when not given.
    side
        Where studies are missing; when not given, opposite to the slope of effects on standard
        errors under the same model.

    Raises
    ------
    TooFewStudies
        Below two studies, three where the side is to be found.
    NotEstimable
        Where the estimator has no value (Q0 of a very lopsided funnel, R0 with no study on one
        side of the mean).
    NotConverged
        When the number goes back and forth.

    Notes
    -----
    Source: Duval and Tweedie 2000, Biometrics 56:455; 2000, J Am Stat Assoc 95:89.
    """
    chosen = model or Random()
    used = np.flatnonzero(effects.usable)
    if len(used) < 2:
        raise TooFewStudies("Trim and fill needs at least two studies.")
    kept = effects.take(used)
    lacking = side or _side(kept, chosen)
    sign = -1.0 if lacking == "right" else 1.0
    order = np.argsort(sign * kept.yi, kind="stable")
    yi, vi = sign * kept.yi[order], kept.vi[order]
    missing, se, mean = _iterate(yi, vi, chosen, estimator)
    mirrors = order[len(order) - missing :]
    whole = _with_mirrors(kept, mirrors, 2.0 * sign * mean - kept.yi[mirrors])
    made = pool(whole, chosen)
    return TrimFill(
        side=lacking,
        missing=missing,
        se=se,
        p=0.5 ** (missing + 1) if estimator == "R0" else math.nan,
        pooled=made,
        filled=np.arange(whole.k) >= kept.k,
        mirrors=tuple(int(used[i]) for i in mirrors),
        notes=(Note("trim_fill_none_missing"),) if missing == 0 else (),
    )


def _side(effects: Effects, model: Common | Random) -> Side:
    if effects.k < 3:
        raise TooFewStudies("Finding the side needs at least three studies.")
    x = np.column_stack([np.ones(effects.k), effects.sei])
    tau2 = 0.0
    if isinstance(model, Random):
        tau2 = ESTIMATORS[model.tau2](effects.yi, effects.vi, x).value
    slope = least_squares(effects.yi, x, 1.0 / (effects.vi + tau2)).beta[1]
    return "right" if slope < 0.0 else "left"


def _iterate(
    yi: Array, vi: Array, model: Common | Random, estimator: Counter
) -> tuple[int, float, float]:
    """Trim sorted effects until the number missing stays; return it, its se and the mean."""
    k = len(yi)
    missing = 0
    for _ in range(MOST_STEPS):
        mean = _mean(yi[: k - missing], vi[: k - missing], model)
        raw, se = _count(yi - mean, estimator)
        found = max(0, round(raw))
        if found >= k:
            raise NotEstimable("Every study would have to be trimmed.")
        if found == missing:
            return found, se, mean
        missing = found
    raise NotConverged("The number of missing studies does not settle.")


def _mean(yi: Array, vi: Array, model: Common | Random) -> float:
    tau2 = tau2_of(yi, vi, model.tau2) if isinstance(model, Random) else 0.0
    return float(np.average(yi, weights=1.0 / (vi + tau2)))


def _count(centred: Array, estimator: Counter) -> tuple[float, float]:
    """Return the estimated number missing on the left, unrounded, with its standard error."""
    k = len(centred)
    ranks = np.empty(k)
    ranks[np.argsort(np.abs(centred), kind="stable")] = np.arange(1, k + 1)
    if estimator == "R0":
        if not (centred < 0.0).any():
            raise NotEstimable("No study lies below the mean.")
        raw = k - ranks[centred < 0.0].max() - 1.0
        return float(raw), math.sqrt(2.0 * max(0.0, raw) + 2.0)
    positive = float(ranks[centred > 0.0].sum())
    if estimator == "L0":
        raw = (4.0 * positive - k * (k + 1)) / (2.0 * k - 1.0)
        return raw, 4.0 * _root(_variance(raw, k)) / (2.0 * k - 1.0)
    inner = 2.0 * k**2 - 4.0 * positive + 0.25
    if inner < 0.0:
        raise NotEstimable("Q0 has no value for so lopsided a funnel.")
    raw = k - 0.5 - math.sqrt(inner)
    below = (k - 0.5) ** 2 - raw * (2.0 * k - raw - 1.0)
    se = 2.0 * _root(_variance(raw, k)) / math.sqrt(below) if below > 0.0 else math.nan
    return raw, se


def _variance(missing: float, k: int) -> float:
    """Return the variance of the sum of positive ranks with so many studies missing."""
    return (
        k * (k + 1) * (2 * k + 1)
        + 10.0 * missing**3
        + 27.0 * missing**2
        + 17.0 * missing
        - 18.0 * k * missing**2
        - 18.0 * k * missing
        + 6.0 * k**2 * missing
    ) / 24.0


def _root(square: float) -> float:
    return math.sqrt(square) if square >= 0.0 else math.nan


def _with_mirrors(effects: Effects, rows: Rows, mirrored: Array) -> Effects:
    return replace(
        effects,
        yi=np.concatenate([effects.yi, mirrored]),
        vi=np.concatenate([effects.vi, effects.vi[rows]]),
        labels=effects.labels + tuple(effects.labels[int(i)] for i in rows),
        n=None if effects.n is None else np.concatenate([effects.n, effects.n[rows]]),
        table=None,
    )
