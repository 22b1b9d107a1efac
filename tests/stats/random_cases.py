"""Made-up studies of every size and scale, and a check that tau2 is the best there is.

`python -m tests.stats.random_cases 1000000` runs the check on a million cases (hours); the test
suite runs a few hundred of the same.
"""

from __future__ import annotations

import sys
from typing import NamedTuple

import numpy as np

from stats.data import Array
from stats.likelihood import log_likelihood
from stats.tau2 import tau2_of

SIZES = (2, 3, 4, 5, 6, 8, 12, 20, 50, 200)
SHARES = (0.15, 0.15, 0.12, 0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.03)


class Studies(NamedTuple):
    yi: Array
    vi: Array


def draw(seed: int) -> Studies:
    """Return studies with effects up to 1e6 and variances from 1e-8 to 1e8."""
    rng = np.random.default_rng(seed)
    k = int(rng.choice(SIZES, p=SHARES))
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
    """Return by how much another tau2 is likelier than ours, in units of 1 + |log-likelihood|."""
    yi, vi = studies
    ours = tau2_of(yi, vi, method)
    assert np.isfinite(ours)
    assert ours >= 0.0
    most = 1.5 * max(float(vi.max()), float(np.ptp(yi)) ** 2)
    grid = np.geomspace(max(1e-12, 1e-4 * float(vi.min())), most, 300)
    tried = log_likelihood(np.concatenate([[ours, 0.0], grid]), yi, vi, restricted=method == "REML")
    best = float(tried.max())
    return (best - float(tried[0])) / (1.0 + abs(best))


def main(cases: int) -> int:
    wrong = 0
    for seed in range(cases):
        for method in ("REML", "ML"):
            if shortfall(draw(seed), method) > 1e-7:
                wrong += 1
                sys.stdout.write(f"seed {seed}, {method}: a better tau2 exists\n")
    sys.stdout.write(f"{cases} cases, {wrong} wrong\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1])))
