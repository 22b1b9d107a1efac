"""The distribution of a weighted sum of independent chi-squares with one degree of freedom.

Only the exact intervals of tau2 by Biggerstaff, Jackson and others need it.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from stats.data import Array

POINTS = 160


def upper_tail(x: float, scales: Array) -> float:
    """Return P(sum(scales * chi2_1) > x) for positive `scales` `(m,)` and x > 0.

    The inversion integral of exp(K(s) - s x) / s / (2 pi i), K(s) = -1/2 sum(log(1 - 2 s scale)),
    by the trapezoidal rule along s = c + bend y^2 + i y, which passes the real axis near the
    saddle point c as the path of steepest descent does and goes round the singularities on the
    right; 1 is added where c < 0, for the pole at 0. The error is below 1e-12 for the sums that
    occur here.
    Source: Rice 1980, SIAM J Sci Stat Comput 1:438.
    """
    first = 0.5 / float(scales.max())
    c = _crossing(x, scales, first)
    ratio = scales / (1.0 - 2.0 * c * scales)
    bend = 2.0 / 3.0 * float(np.sum(ratio**3) / np.sum(ratio**2))  # third over second cumulant
    step = sqrt(50.0 / (x * bend)) / POINTS
    y = step * (np.arange(POINTS) + 0.5)
    s = c + bend * y**2 + 1j * y
    log_value = -0.5 * np.log(1.0 - 2.0 * np.outer(s, scales)).sum(axis=1) - s * x
    total = float(np.sum((np.exp(log_value) / s * (2.0 * bend * y + 1j)).imag)) * step / np.pi
    return min(1.0, max(0.0, total + (1.0 if c < 0.0 else 0.0)))


def _crossing(x: float, scales: Array, first: float) -> float:
    """Return the root of K'(s) = x, kept away from the pole at 0 and from the singularities."""
    low, high = -0.5 * len(scales) / x, 0.9 * first
    for _ in range(40):
        middle = 0.5 * (low + high)
        rises = float(np.sum(scales / (1.0 - 2.0 * middle * scales))) < x
        low, high = (middle, high) if rises else (low, middle)
    away = min(0.5 / float(np.sqrt(2.0 * scales @ scales)), 0.9 * first)
    return low if abs(low) > away else away
