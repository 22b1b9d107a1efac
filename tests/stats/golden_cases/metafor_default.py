"""Fits that metafor ended at its default threshold.

metafor stops Fisher scoring when tau2 moves by less than 1e-5, whatever its size. Where the
golden values come from refits inside `regtest`, which uses that default, they are points on the way
to the optimum. Ours is the optimum, so these cases put metafor's last step in
its place, and check that it is no better than ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

import numpy as np

from stats import regression_tau2
from stats.data import Array
from stats.least_squares import LeastSquares, least_squares
from stats.regression_tau2 import ResidualTau2, hedges, log_likelihood

THRESHOLD, STEPS = 1e-5, 100


def scored(yi: Array, vi: Array, x: Array, *, restricted: bool) -> ResidualTau2:
    """Return tau2 after Fisher scoring from Hedges' estimate, stopped as metafor stops."""
    tau2 = hedges(yi, vi, x).value
    for _ in range(STEPS):
        before, fit = tau2, least_squares(yi, x, 1.0 / (vi + tau2))
        step = _step(fit, restricted=restricted)
        while before + step < 0.0:
            step /= 2.0
        tau2 = before + step
        if abs(tau2 - before) <= THRESHOLD:
            break
    _is_no_better(yi, vi, x, tau2, restricted=restricted)
    return ResidualTau2(tau2, np.nan, at_bound=False)


def _step(fit: LeastSquares, *, restricted: bool) -> float:
    w = fit.weights
    along = float((w * fit.scaled**2).sum())
    if restricted:
        return (along - fit.trace_p()) / fit.trace(w, w)
    return (along - float(w.sum())) / float((w**2).sum())


def _is_no_better(yi: Array, vi: Array, x: Array, tau2: float, *, restricted: bool) -> None:
    ours = OURS["REML" if restricted else "ML"](yi, vi, x).value
    theirs, best = (log_likelihood(yi, vi, x, tau2=t, restricted=restricted) for t in (tau2, ours))
    assert best >= theirs - 1e-10 * (1.0 + abs(theirs))
    assert best - theirs < 1e-4, "metafor stopped far from the optimum"


OURS = dict(regression_tau2.ESTIMATORS)


@contextmanager
def stopped_as_metafor(method: str) -> Iterator[None]:
    """Let REML and ML end where metafor's default threshold ends them."""
    with ExitStack() as stack:
        if method in {"REML", "ML"}:
            stop = {method: lambda y, v, x: scored(y, v, x, restricted=method == "REML")}
            stack.enter_context(patch.dict(regression_tau2.ESTIMATORS, stop))
        yield
