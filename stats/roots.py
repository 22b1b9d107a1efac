"""The tau2 at which the generalised Q meets a target: Paule-Mandel, empirical Bayes, Q-profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stats.errors import NotConverged
from stats.subsets import chunks, moments, row_dot

if TYPE_CHECKING:
    from stats.data import Array

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_STEPS = 200
CLOSE = 1e-9  # a Newton step this small leaves an error of its square


def solve_q(yi: Array, vi: Array, targets: Array, mask: Array | None = None) -> Array:
    """Return tau2 >= 0 with Q(tau2) = target, 0 where Q(0) is below it already.

    `targets` `(m,)` above 0, one a subset (or several for all studies where `mask` is None).
    1 / Q is concave and rises in tau2, so Newton's steps on it, t += Q (Q / target - 1) / |Q'|,
    come from 0 to the root without passing it. Raises `NotConverged` after 200 steps.
    Source: DerSimonian & Kacker 2007, Contemp Clin Trials 28:105, section 2.4 (Newton on Q).
    """
    centred = yi - yi.mean()
    with np.errstate(divide="ignore", invalid="ignore"):
        if mask is None:
            return _solve(centred, vi, targets, None)
        found = [_solve(centred, vi, targets[at], mask[at]) for at in chunks(mask)]
    return np.concatenate(found)


def _solve(yi: Array, vi: Array, targets: Array, mask: Array | None) -> Array:
    t = np.zeros(len(targets))
    active = np.arange(len(targets))
    for _ in range(MOST_STEPS):
        at = moments(t[active], yi, vi, None if mask is None else mask[active])
        weighted = at.w * at.residuals
        q = row_dot(weighted, at.residuals)
        slope = row_dot(weighted, weighted)
        goal = targets[active]
        step = np.where(q > goal, q * (q / goal - 1.0) / slope, 0.0)
        t[active] += step
        active = active[step > CLOSE * t[active]]
        if not len(active):
            return t
    raise NotConverged("The generalised Q did not meet its target.")


def root_between(f: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function of opposite signs at `low` and `high` is zero, to 4 eps.

    Raises `NotConverged` if the signs are equal or Brent's method does not end.
    Source: Brent 1973, Algorithms for Minimization without Derivatives, chapter 4.
    """
    from scipy.optimize import brentq  # slow to import

    try:
        return float(brentq(f, low, high, xtol=1e-300, rtol=8.9e-16, maxiter=500))
    except (ValueError, RuntimeError) as fault:
        raise NotConverged("A limit was not found in its range.") from fault
