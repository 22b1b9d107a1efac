"""The profile likelihood of tau2 (ML and REML): its value, and its global maximum.

The profile can have several local maxima, tau2 = 0 among them. The sign of the score on a grid
that covers every value the maximum can take finds them; each is refined by Newton's method inside
its bracket, and where there is more than one the likelihoods decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stats.errors import NotConverged
from stats.subsets import counts, moments, row_dot, weights

if TYPE_CHECKING:
    from stats.data import Array

MOST_STEPS = 200
CLOSE = 1e-9  # a Newton step this small leaves an error of its square
NARROW = 1e-13
BLOCK = 65_536  # elements of a matrix that stays within the processor's cache
DENSE, COARSE = 2.0, 4.0  # ratio of neighbouring grid points: for up to 2,000 studies, and above


class Brackets(NamedTuple):
    """Intervals in which the score changes from plus to minus, and the subset of each."""

    subset: np.ndarray[tuple[int], np.dtype[np.intp]]
    low: Array
    high: Array


def log_likelihood(
    t: Array, yi: Array, vi: Array, mask: Array | None = None, *, restricted: bool = True
) -> Array:
    """Return the profile log-likelihood at every tau2 in `t` `(m,)`.

    ML: -1/2 (n log(2 pi) + sum(log(v + t)) + Q(t)). REML: -1/2 ((n - 1) log(2 pi) - log(n)
    + sum(log(v + t)) + log(sum(w)) + Q(t)), w = 1 / (v + t), n studies.
    Source: Viechtbauer 2005, J Educ Behav Stat 30:261, equations 8 and 10 (REML with the
    constant log(n) / 2 of metafor).
    """
    at = moments(t, yi, vi, mask)
    n = counts(mask, len(yi))
    logs = np.log(vi + t[:, None])
    spread = logs.sum(axis=1) if mask is None else row_dot(logs, mask)
    q = row_dot(at.w * at.residuals, at.residuals)
    if not restricted:
        return np.asarray(-0.5 * (n * np.log(2.0 * np.pi) + spread + q))
    constant = (n - 1.0) * np.log(2.0 * np.pi) - np.log(n)
    return np.asarray(-0.5 * (constant + spread + np.log(at.total) + q))


def maximise(yi: Array, vi: Array, mask: Array | None = None, *, restricted: bool = True) -> Array:
    """Return the tau2 of highest profile likelihood for every subset, shape `(m,)`.

    Every subset holds two studies or more. Raises `NotConverged` after 200 steps.
    Source: Viechtbauer 2005, J Educ Behav Stat 30:261, equations 9 and 11 (the scores).
    """
    centred = yi - yi.mean()
    grid = _grid(centred, vi)
    signs = _scores_on_grid(centred, vi, mask, grid, restricted=restricted) > 0.0
    falls = signs[:, :-1] & ~signs[:, 1:]
    subset, place = np.nonzero(falls)
    brackets = Brackets(subset, grid[place], grid[place + 1])
    roots = _refine(centred, vi, mask, brackets, restricted=restricted)
    best = np.zeros(len(signs))
    best[subset] = roots
    for row in np.flatnonzero(falls.sum(axis=1) + ~signs[:, 0] > 1):
        tried = np.concatenate([roots[subset == row], [] if signs[row, 0] else [0.0]])
        of_row = None if mask is None else np.broadcast_to(mask[row], (len(tried), len(yi)))
        values = log_likelihood(tried, centred, vi, of_row, restricted=restricted)
        best[row] = tried[int(np.argmax(values))]
    return best


def score(
    t: Array, yi: Array, vi: Array, mask: Array | None, *, restricted: bool
) -> tuple[Array, Array]:
    """Return twice the derivative of the profile log-likelihood, and the slope of that.

    With z = w (y - mean): sum(z^2) - sum(w), plus sum(w^2) / sum(w) for REML.
    Source: Viechtbauer 2005, J Educ Behav Stat 30:261, equations 9 and 11.
    """
    at = moments(t, yi, vi, mask)
    w, total = at.w, at.total
    z = w * at.residuals
    wz = w * z
    squares = row_dot(w, w)
    value = row_dot(z, z) - total
    slope = -2.0 * (row_dot(wz, z) - wz.sum(axis=1) ** 2 / total)
    if restricted:
        share = squares / total
        value += share
        slope += squares - 2.0 * row_dot(w * w, w) / total + share**2
    else:
        slope += squares
    return value, slope


def _grid(yi: Array, vi: Array) -> Array:
    """Return 0 and a geometric row of tau2 up to where the score of any subset is negative.

    For t >= max(v): z'z <= SS / (v_min + t)^2 and the trace is at least (n - 1) / (v_max + t), so
    the score is negative beyond max(v_max, 2 SS / (n - 1)), and 2 SS / (n - 1) <= range^2.
    """
    low = 0.05 * float(vi.min())
    high = 1.01 * max(float(vi.max()), float(np.ptp(yi)) ** 2)
    ratio = DENSE if len(yi) <= 2000 else COARSE
    first, last = np.log(low), np.log(high)
    points = 2 + int(np.ceil((last - first) / np.log(ratio)))
    return np.concatenate([[0.0], np.exp(np.linspace(first, last, points))])


def _scores_on_grid(
    yi: Array, vi: Array, mask: Array | None, grid: Array, *, restricted: bool
) -> Array:
    """Return the scores of shape `(m, points)`, by matrix products that subsets share."""
    w = weights(grid, vi, None)
    if mask is None:
        total = w.sum(axis=1)
        z = w * (yi - ((w @ yi) / total)[:, None])
        value = row_dot(z, z) - total
        return np.asarray(value + row_dot(w, w) / total if restricted else value)[None, :]
    squares = w * w
    parts = np.concatenate([w, w * yi, squares, squares * yi, squares * yi**2])
    sums = mask @ np.ascontiguousarray(parts.T)
    total, first, w2, w2y, w2yy = np.split(sums, 5, axis=1)
    mean = first / total
    value = w2yy - 2.0 * mean * w2y + mean**2 * w2 - total
    return np.asarray(value + w2 / total if restricted else value)


def _refine(
    yi: Array, vi: Array, mask: Array | None, brackets: Brackets, *, restricted: bool
) -> Array:
    """Return the root of the score in every bracket, by blocks that fit the cache."""
    roots = np.empty(len(brackets.low))
    size = max(1, BLOCK // len(yi))
    for start in range(0, len(roots), size):
        at = slice(start, start + size)
        rows = None if mask is None else mask[brackets.subset[at]]
        part = Brackets(brackets.subset[at], brackets.low[at], brackets.high[at])
        with np.errstate(divide="ignore", invalid="ignore"):
            roots[at] = _roots(yi, vi, rows, part, restricted=restricted)
    return roots


def _roots(
    yi: Array, vi: Array, mask: Array | None, brackets: Brackets, *, restricted: bool
) -> Array:
    """Take Newton's step, or halve the bracket where that would leave it."""
    low, high = brackets.low.copy(), brackets.high.copy()
    t = np.where(low > 0.0, np.sqrt(low * high), 0.5 * high)
    active = np.arange(len(t))
    for _ in range(MOST_STEPS):
        if not len(active):
            return t
        rows = None if mask is None else mask[active]
        here = t[active]
        value, slope = score(here, yi, vi, rows, restricted=restricted)
        rising = value > 0.0
        low[active] = np.where(rising, here, low[active])
        high[active] = np.where(rising, high[active], here)
        new = here - value / slope
        inside = (slope < 0.0) & (new >= low[active]) & (new <= high[active])
        new = np.where(inside, new, 0.5 * (low[active] + high[active]))
        t[active] = new
        settled = inside & (np.abs(new - here) <= CLOSE * new)
        done = settled | (high[active] - low[active] <= NARROW * new)
        active = active[~done]
    raise NotConverged("The profile likelihood did not settle on a maximum.")
