"""Made-up studies of every size and scale, and a check that tau2 is the best there is.

`python -m tests.stats.random_cases 1000000 [--from SEED]` runs the check on a million cases (an
hour or so); the test suite runs a few hundred of the same.
"""

from __future__ import annotations

import argparse
import sys
from time import perf_counter
from typing import NamedTuple

import numpy as np

from stats.data import Array
from stats.likelihood import log_likelihood
from stats.tau2 import tau2_of

METHODS = ("REML", "ML")
ALLOWED = 1e-7  # of 1 + |log-likelihood|
MOST = 200  # studies
POINTS = 300  # of the grid of other tau2
FINER = np.linspace(-1.0, 1.0, 41)  # between a point of the grid and its neighbours
SHOWN_EVERY = 50_000


class Studies(NamedTuple):
    yi: Array
    vi: Array


def draw(seed: int) -> Studies:
    """Return 1 to 200 studies with effects up to 1e6 and variances from 1e-8 to 1e8."""
    rng = np.random.default_rng(seed)
    few = rng.random() < 0.8
    k = int(rng.integers(1, 21) if few else np.exp(rng.uniform(np.log(20), np.log(MOST + 1))))
    vi = 10.0 ** rng.uniform(-8, 8) * 10.0 ** rng.normal(0, rng.choice([0, 0.3, 1, 3]), k)
    if rng.random() < 0.1:
        vi = 10.0 ** rng.uniform(-8, 8, k)
    vi = np.clip(vi, 1e-8, 1e8)
    scale = 10.0 ** rng.uniform(-6, 6)
    if rng.random() < 0.6:
        scale = float(np.sqrt(np.median(vi))) * 10.0 ** rng.uniform(-1, 1.5)
    yi = rng.normal(0, scale, k)
    if rng.random() < 0.3:  # a few studies far from the others
        yi = rng.normal(0, 1, k) * np.sqrt(vi + scale**2 * (rng.random(k) < 0.3))
    yi = yi + rng.choice([0, 1]) * scale * rng.normal()
    return Studies(np.clip(yi, -1e6, 1e6), vi)


def shortfall(studies: Studies, method: str) -> float:
    """Return by how much another tau2 is likelier than ours, in units of 1 + |log-likelihood|.

    The others are 0, a grid from far below the least variance to where the score must be negative,
    and a finer one around every peak of it.
    """
    yi, vi = studies
    ours = tau2_of(yi, vi, method)
    if not (np.isfinite(ours) and ours >= 0.0):
        return float("inf")
    if len(yi) == 1:
        return 0.0 if ours == 0.0 else float("inf")
    most = 1.5 * max(float(vi.max()), float(np.ptp(yi)) ** 2)
    least = max(1e-12, 1e-4 * float(vi.min()))
    grid = np.concatenate([[ours, 0.0], np.geomspace(least, most, POINTS)])
    tried = log_likelihood(grid, yi, vi, restricted=method == "REML")
    if not np.isfinite(tried).all():
        return float("inf")
    best = max(float(tried.max()), _highest_peak(grid[2:], tried[2:], studies, method))
    return (best - float(tried[0])) / (1.0 + abs(best))


def _highest_peak(grid: Array, values: Array, studies: Studies, method: str) -> float:
    inner = values[1:-1]
    peaks = grid[1:-1][(inner >= values[:-2]) & (inner >= values[2:])]
    if not len(peaks):
        return -np.inf
    around = (peaks[:, None] * (grid[1] / grid[0]) ** FINER).ravel()
    return float(log_likelihood(around, *studies, restricted=method == "REML").max())


def wrong_methods(seed: int) -> list[str]:
    """Return the methods that fail on a case: no finite number, or a better one exists."""
    studies = draw(seed)
    found = []
    for method in METHODS:
        try:
            worse = shortfall(studies, method) > ALLOWED
        except Exception as fault:
            sys.stdout.write(f"seed {seed}, {method}: {fault!r}\n")
            worse = True
        if worse:
            found.append(method)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.stats.random_cases")
    parser.add_argument("cases", type=int)
    parser.add_argument("--from", type=int, default=0, dest="first", metavar="SEED")
    asked = parser.parse_args()
    start, wrong = perf_counter(), 0
    np.seterr(over="raise", divide="raise", invalid="raise")
    for done in range(1, asked.cases + 1):
        seed = asked.first + done - 1
        for method in wrong_methods(seed):
            wrong += 1
            sys.stdout.write(f"seed {seed}, {method}: a better tau2 exists\n")
        if not done % SHOWN_EVERY or done == asked.cases:
            took = perf_counter() - start
            sys.stdout.write(f"{done} cases, {wrong} wrong, {took:.0f} s\n")
            sys.stdout.flush()
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
