"""Where R's `uniroot` stops at its default tolerance, for values that the oracle took from it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from stats.data import Array
from stats.subsets import generalised_q

UNIROOT = float(np.finfo(float).eps ** 0.25)


def paule_mandel_where_r_stops(yi: Array, vi: Array, tau2: float) -> float:
    """Return Paule-Mandel's tau2 as R finds it; the exact one must be within R's tolerance."""

    def excess(t: float) -> float:
        return float(generalised_q(np.array([t]), yi, vi)[0]) - (len(yi) - 1.0)

    if excess(0.0) < 0.0:
        return 0.0
    spread = 1.4826 * float(np.median(np.abs(yi - np.median(yi))))
    most = max(100.0, 10.0 * spread**2)
    if excess(most) > 0.0:
        return tau2  # R gives up there and the case expects nothing
    stop = where_r_stops(excess, most)
    assert abs(stop - tau2) <= UNIROOT
    return stop


def where_r_stops(f: Callable[[float], float], high: float) -> float:
    """Follow Brent's zeroin from 0 to `high` until its bracket is as narrow as R's default."""
    a, b = 0.0, high
    fa, fb = f(a), f(b)
    c, fc = a, fa
    while True:
        before = b - a
        if abs(fc) < abs(fb):
            a, b, c = b, c, b
            fa, fb, fc = fb, fc, fb
        near = 2.0 * float(np.finfo(float).eps) * abs(b) + UNIROOT / 2.0
        step = (c - b) / 2.0
        if abs(step) <= near or fb == 0.0:
            return b
        if abs(before) >= near and abs(fa) > abs(fb):
            ratio = fb / fa
            if a == c:
                p, q = (c - b) * ratio, 1.0 - ratio
            else:
                q, other = fa / fc, fb / fc
                p = ratio * ((c - b) * q * (q - other) - (b - a) * (other - 1.0))
                q = (q - 1.0) * (other - 1.0) * (ratio - 1.0)
            p, q = (p, -q) if p > 0.0 else (-p, q)
            if p < 0.75 * (c - b) * q - abs(near * q) / 2.0 and p < abs(before * q / 2.0):
                step = p / q
        if abs(step) < near:
            step = near if step > 0.0 else -near
        a, fa = b, fb
        b += step
        fb = f(b)
        if (fb > 0.0) == (fc > 0.0) and fb * fc != 0.0:
            c, fc = a, fa
