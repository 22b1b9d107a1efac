"""Estimators of the between-study variance tau2: a new one is a function and a line in the table.

Each `solve` takes effects and variances of shape `(k,)` and a family of subsets (`stats.subsets`)
and returns tau2 of shape `(m,)`, never below 0; each `se` gives the asymptotic standard error for
one set of studies. Notation: w = 1 / v, S1 = sum(w), S2 = sum(w^2), Q around the weighted mean.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import numpy as np

from stats import tau2_errors as errors
from stats.data import Array
from stats.distributions import chi2_quantile
from stats.likelihood import maximise
from stats.roots import solve_q
from stats.subsets import Moments, chunks, counts, generalised_q, moments, row_dot

Solve: TypeAlias = Callable[[Array, Array, Array | None], Array]
StandardError: TypeAlias = Callable[[float, Array, Array], float]


@dataclass(frozen=True, slots=True)
class Estimator:
    """An estimator of tau2 with its standard error, label and source."""

    key: str
    label: str
    solve: Solve
    se: StandardError
    source: str


def tau2_of(yi: Array, vi: Array, method: str = "REML") -> float:
    """Return tau2 of one set of studies, shapes `(k,)`; 0 for a single study."""
    return float(ESTIMATORS[method].solve(yi, vi, None)[0]) if len(yi) > 1 else 0.0


def tau2_of_subsets(yi: Array, vi: Array, mask: Array, *, method: str) -> Array:
    """Return tau2 of every subset in `mask` `(m, k)`; 0 where it holds a single study."""
    made = np.zeros(len(mask))
    several = mask.sum(axis=1) > 1.0
    for at in chunks(mask, elements=2_000_000):
        rows = several[at]
        if rows.any():
            made[at][rows] = ESTIMATORS[method].solve(yi, vi, mask[at][rows])
    return made


def dersimonian_laird(yi: Array, vi: Array, mask: Array | None = None) -> Array:
    """Return tau2 = max(0, (Q - (k - 1)) / (S1 - S2 / S1)).

    Source: DerSimonian & Laird 1986, Control Clin Trials 7:177, section 3.
    """
    at = _fixed(yi, vi, mask)
    q = row_dot(at.w * at.residuals, at.residuals)
    return moment(q, at.w, counts(mask, len(yi)))


def moment(q: Array, w: Array, k: Array) -> Array:
    """Return the DerSimonian-Laird estimate from a given Q and the weights `(m, k)` behind it."""
    total = w.sum(axis=1)
    return np.asarray(np.maximum(0.0, (q - (k - 1.0)) / (total - row_dot(w, w) / total)))


def hedges(yi: Array, vi: Array, mask: Array | None = None) -> Array:
    """Return tau2 = max(0, sum((y - mean)^2) / (k - 1) - mean(v)), plain means.

    Source: Hedges & Olkin 1985, Statistical Methods for Meta-Analysis, chapter 9, equation 10.
    """
    inside = np.ones((1, len(yi))) if mask is None else mask
    k = inside.sum(axis=1)
    residuals = (yi - ((inside @ yi) / k)[:, None]) * inside
    spread = row_dot(residuals, residuals) / (k - 1.0)
    return np.asarray(np.maximum(0.0, spread - (inside @ vi) / k))


def hunter_schmidt(yi: Array, vi: Array, mask: Array | None = None) -> Array:
    """Return tau2 = max(0, (Q - k) / S1).

    Source: Hunter & Schmidt 1990; Viechtbauer 2005, J Educ Behav Stat 30:261, equation 4.
    """
    at = _fixed(yi, vi, mask)
    q = row_dot(at.w * at.residuals, at.residuals)
    return np.maximum(0.0, (q - counts(mask, len(yi))) / at.total)


def hunter_schmidt_small(yi: Array, vi: Array, mask: Array | None = None) -> Array:
    """Return tau2 = max(0, (Q k / (k - 1) - k) / S1), Hunter-Schmidt for few studies.

    Source: Brannick, Potter, Benitez & Morris 2019, Organ Res Methods 22:490.
    """
    at = _fixed(yi, vi, mask)
    k = counts(mask, len(yi))
    q = row_dot(at.w * at.residuals, at.residuals)
    return np.maximum(0.0, (q * k / (k - 1.0) - k) / at.total)


def sidik_jonkman(yi: Array, vi: Array, mask: Array | None = None) -> Array:
    """Return tau2 = t0 Q(t0) / (k - 1), t0 = sum((y - mean)^2) / k.

    Source: Sidik & Jonkman 2005, J R Stat Soc C 54:367, equation 4.
    """
    start = _crude(yi, mask)
    return start * generalised_q(start, yi, vi, mask) / (counts(mask, len(yi)) - 1.0)


def paule_mandel(yi: Array, vi: Array, mask: Array | None = None) -> Array:
    """Return the tau2 >= 0 with Q(tau2) = k - 1; also the empirical Bayes estimate.

    Source: Paule & Mandel 1982, J Res Natl Bur Stand 87:377; Morris 1983, J Am Stat Assoc 78:47,
    whose iteration has the same fixed point (Viechtbauer et al. 2015, Psychol Methods 20:360).
    """
    return solve_q(yi, vi, counts(mask, len(yi)) - 1.0, mask)


def paule_mandel_median(yi: Array, vi: Array, mask: Array | None = None) -> Array:
    """Return the tau2 >= 0 with Q(tau2) at the median of chi-square with k - 1.

    Source: Viechtbauer 2021, in metafor 3.0 ("PMM", median-unbiased).
    """
    sizes, which = np.unique(counts(mask, len(yi)), return_inverse=True)
    medians = np.array([chi2_quantile(0.5, size - 1.0) for size in sizes])
    return solve_q(yi, vi, medians[which], mask)


def _fixed(yi: Array, vi: Array, mask: Array | None) -> Moments:
    return moments(np.zeros(1 if mask is None else len(mask)), yi, vi, mask)


def _crude(yi: Array, mask: Array | None) -> Array:
    """Return sum((y - mean)^2) / k, the variance of the effects as they are."""
    inside = np.ones((1, len(yi))) if mask is None else mask
    k = inside.sum(axis=1)
    residuals = (yi - ((inside @ yi) / k)[:, None]) * inside
    made: Array = row_dot(residuals, residuals) / k
    return made


ESTIMATORS: dict[str, Estimator] = {
    made.key: made
    for made in (
        Estimator(
            "DL",
            "DerSimonian-Laird",
            dersimonian_laird,
            errors.of_moment,
            "DerSimonian & Laird 1986",
        ),
        Estimator("HE", "Hedges", hedges, errors.of_hedges, "Hedges & Olkin 1985"),
        Estimator(
            "HS",
            "Hunter-Schmidt",
            hunter_schmidt,
            errors.of_hunter_schmidt,
            "Hunter & Schmidt 1990",
        ),
        Estimator(
            "HSk",
            "Hunter-Schmidt, small-sample",
            hunter_schmidt_small,
            errors.of_hunter_schmidt_small,
            "Brannick et al. 2019",
        ),
        Estimator(
            "SJ",
            "Sidik-Jonkman",
            sidik_jonkman,
            errors.of_sidik_jonkman,
            "Sidik & Jonkman 2005",
        ),
        Estimator(
            "ML",
            "Maximum likelihood",
            partial(maximise, restricted=False),
            errors.of_ml,
            "Hardy & Thompson 1996",
        ),
        Estimator(
            "REML",
            "Restricted maximum likelihood",
            partial(maximise, restricted=True),
            errors.of_reml,
            "Viechtbauer 2005",
        ),
        Estimator("EB", "Empirical Bayes", paule_mandel, errors.of_empirical_bayes, "Morris 1983"),
        Estimator(
            "PM", "Paule-Mandel", paule_mandel, errors.of_paule_mandel, "Paule & Mandel 1982"
        ),
        Estimator(
            "PMM",
            "Paule-Mandel, median-unbiased",
            paule_mandel_median,
            errors.of_paule_mandel,
            "Viechtbauer 2021",
        ),
    )
}
