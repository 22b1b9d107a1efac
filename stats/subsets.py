"""Many subsets of the same studies at once: weights, means and Q for every one of them.

A family of subsets is a matrix `mask` of shape `(m, k)` holding 1 where a study belongs and 0
where not, or None for all studies, which then stand once for every value of tau2. Leave-one-out,
cumulative and all-subset analyses and the estimators of tau2 are built on these sums, so a single
pool and the row of a sensitivity analysis can't differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from stats.data import Array


class Moments(NamedTuple):
    """Weights `(m, k)`, their sum, the weighted mean and the residuals at given tau2."""

    w: Array
    total: Array
    mean: Array
    residuals: Array


class FixedMoments(NamedTuple):
    """What tau2 = 0 gives for every subset, each of shape `(m,)`."""

    k: Array
    total: Array
    squares: Array
    mean: Array
    q: Array


def weights(t: Array, vi: Array, mask: Array | None) -> Array:
    """Return 1 / (v + t) of shape `(m, k)` for every tau2 in `t` `(m,)`, 0 outside the subset."""
    w: Array = np.reciprocal(vi + t[:, None])
    return w if mask is None else w * mask


def moments(t: Array, yi: Array, vi: Array, mask: Array | None) -> Moments:
    """Return the weighted means at tau2 `t` `(m,)` with what led to them."""
    w = weights(t, vi, mask)
    total = w.sum(axis=1)
    mean = (w @ yi) / total
    return Moments(w, total, mean, yi - mean[:, None])


def fixed_moments(yi: Array, vi: Array, mask: Array) -> FixedMoments:
    """Return k, sum(w), sum(w^2), weighted mean and Q at tau2 = 0 of every subset, w = 1 / v."""
    w = 1.0 / vi
    columns = np.column_stack([np.ones_like(w), w, w * w, w * yi])
    k, total, squares, sums = (mask @ columns).T
    mean = sums / total
    off = yi - mean[:, None]
    np.multiply(off, off, out=off)
    np.multiply(off, mask, out=off)
    return FixedMoments(k, total, squares, mean, off @ w)


def row_dot(left: Array, right: Array) -> Array:
    """Return the sum of products along each row."""
    made: Array = np.vecdot(left, right)
    return made


def counts(mask: Array | None, k: int) -> Array:
    """Return the number of studies in every subset."""
    return np.array([float(k)]) if mask is None else mask.sum(axis=1)


def chunks(mask: Array, elements: int = 65_536) -> list[slice]:
    """Return slices of rows whose matrices of `(rows, k)` stay within the processor's cache."""
    rows = max(1, elements // max(1, mask.shape[1]))
    return [slice(at, at + rows) for at in range(0, len(mask), rows)]


def generalised_q(t: Array, yi: Array, vi: Array, mask: Array | None = None) -> Array:
    """Return Q(t) = sum((y - mean(t))^2 / (v + t)) for every tau2 in `t` `(m,)`.

    Source: DerSimonian & Kacker 2007, Contemp Clin Trials 28:105, equation 5.
    """
    at = moments(t, yi, vi, mask)
    return row_dot(at.w * at.residuals, at.residuals)
