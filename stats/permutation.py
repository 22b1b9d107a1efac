"""Permutation p values of a meta-regression.

With few studies the usual tests of moderators find too much; shuffling the moderators among the
studies shows how often chance alone does as well. Long, so it tells its progress and can be
stopped.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stats.errors import Cancelled
from stats.regression import solve, wald

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stats.data import Array
    from stats.effects import Effects
    from stats.regression import Regressed, Regression

Order = np.ndarray[tuple[int, ...], np.dtype[np.intp]]
CLOSE = 1e-9  # relative: statistics nearer than this are taken as equal


@dataclass(frozen=True, slots=True)
class Permuted:
    """Two-sided permutation p by coefficient, and of all moderators together.

    `is_exact`: all orders were tried, else `count` random ones.
    """

    terms: tuple[tuple[str, float], ...]
    moderators: float
    count: int
    is_exact: bool


def permutation_test(
    effects: Effects,
    fitted: Regressed,
    *,
    sample: int = 1000,
    seed: int = 1,
    report: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Permuted:
    """Test a meta-regression by giving its rows of moderators to the studies in other orders.

    p = share of orders whose |statistic| (QM for all moderators) is at least the observed one. All
    k! orders where they are no more than `sample`; otherwise `sample` random ones, the observed
    order counted once: (1 + hits) / (1 + sample). tau2 is estimated anew in each.

    Parameters
    ----------
    effects
        Those `fitted` was made from.
    report, cancelled
        Told the share done, 0 to 1; asked now and then.

    Raises
    ------
    Cancelled
        When `cancelled` says so.

    Notes
    -----
    Source: Higgins and Thompson 2004, Stat Med 23:1663; Follmann and Proschan 1999,
    Biometrics 55:732; the count of random orders Phipson and Smyth 2010, Stat Appl Genet Mol Biol
    9:39.
    """
    made, model = fitted.design, fitted.model
    yi, vi, x = effects.yi[made.rows], effects.vi[made.rows], made.matrix
    observed = _statistics(yi, vi, x, model) * (1.0 - CLOSE)
    k = len(yi)
    is_exact = math.factorial(k) <= sample
    total = math.factorial(k) if is_exact else sample
    hits, started = np.zeros(len(observed)), 0.0 if is_exact else 1.0
    for i, order in enumerate(_orders(k, sample, is_exact=is_exact, seed=seed)):
        if cancelled is not None and cancelled():
            raise Cancelled("The permutations were not all tried.")
        hits += _statistics(yi, vi, x[order], model) >= observed
        if report is not None:
            report((i + 1) / total)
    shares = (hits + started) / (total + started)
    terms = zip(made.terms, shares[:-1].tolist(), strict=True)
    return Permuted(tuple(terms), float(shares[-1]), total, is_exact)


def _orders(k: int, sample: int, *, is_exact: bool, seed: int) -> Iterator[Order]:
    if is_exact:
        yield from (np.array(order, dtype=np.intp) for order in itertools.permutations(range(k)))
        return
    chance = np.random.default_rng(seed)
    for _ in range(sample):
        yield chance.permutation(k)


def _statistics(yi: Array, vi: Array, x: Array, model: Regression) -> Array:
    """Return |beta / se| of each coefficient, then QM, `(p + 1,)`."""
    solved = solve(yi, vi, x, model)
    alone = np.abs(solved.beta) / np.sqrt(np.diag(solved.covariance))
    together = wald(solved.beta, solved.covariance, solved.df).statistic
    return np.append(alone, together)
