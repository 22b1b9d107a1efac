"""Rank tests for small-study effects: whether effects and their precision go together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stats.distributions import two_sided
from stats.errors import NotEstimable
from stats.funnel_rows import counts, enough, used
from stats.noncentral import hypergeometric_moments
from stats.rank_tests import kendall, kendall_p
from stats.results import Note
from stats.zeros import correct

if TYPE_CHECKING:
    from stats.data import Array
    from stats.effects import Effects


@dataclass(frozen=True, slots=True)
class RankTest:
    """Kendall's score of asymmetry with its standard error, z and p, and tau-b."""

    score: float
    se: float
    statistic: float
    p: float
    tau: float
    k: int
    notes: tuple[Note, ...]


def begg(effects: Effects, *, continuity: bool = False) -> RankTest:
    """Correlate the ranks of standardised effects and variances: z from Kendall's score.

    y* = (y - mean) / sqrt(v - 1 / sum w), mean the common-effect estimate.

    Raises
    ------
    TooFewStudies, NotEstimable
        As `small_study.regression_test`.

    Notes
    -----
    Source: Begg and Mazumdar 1994, Biometrics 50:1088. `rank_test` gives the exact p.
    """
    yi, vi, _, notes = used(effects)
    return _ranked(_standardised(yi, vi), vi, continuity=continuity, notes=notes)


def rank_test(effects: Effects) -> RankTest:
    """Correlate the ranks of standardised effects and variances, with Kendall's exact p.

    Exact where there are no ties and fewer than 50 studies, else normal (a note says so).

    Raises and source as `begg`.
    Source: Begg and Mazumdar 1994, Biometrics 50:1088.
    """
    yi, vi, _, notes = used(effects)
    made = kendall(_standardised(yi, vi), vi)
    if made.has_ties or made.k >= 50:
        notes = (*notes, Note("normal_approximation"))
    z = made.score / made.se
    return RankTest(made.score, made.se, z, kendall_p(made), made.tau, made.k, notes)


def schwarzer(effects: Effects, *, continuity: bool = False) -> RankTest:
    """Correlate the ranks of standardised cell counts and their inverse variances.

    The count of events in group 1 given the margins and the Mantel-Haenszel odds ratio is
    noncentral hypergeometric with mean e and variance v; (a - e)/sqrt v against 1/v. For the
    odds ratio empty cells are corrected as for the effects, as in R's meta.

    Raises
    ------
    InvalidData
        Unless the effects come from 2x2 tables.
    TooFewStudies, NotEstimable
        As `small_study.regression_test`.

    Notes
    -----
    Source: Schwarzer, Antes and Schumacher 2007, Stat Med 26:721.
    """
    table, rows, notes = counts(effects)
    filled, _ = correct(table, effects.zeros)
    along = float((filled.a * filled.d / filled.n)[rows].sum())
    across = float((filled.b * filled.c / filled.n)[rows].sum())
    if along == 0.0 or across == 0.0:
        raise NotEstimable("The Mantel-Haenszel odds ratio is 0 or infinite.")
    a, n1, n2, events = (v[rows] for v in (table.a, table.n1, table.n2, table.a + table.c))
    mean, variance = hypergeometric_moments(n1, n2, events, odds_ratio=along / across)
    varies = variance > 0.0
    score = enough((a - mean)[varies] / np.sqrt(variance[varies]))
    return _ranked(score, 1.0 / variance[varies], continuity=continuity, notes=notes)


def _standardised(yi: Array, vi: Array) -> Array:
    w = 1.0 / vi
    mean = float(w @ yi) / float(w.sum())
    return np.asarray((yi - mean) / np.sqrt(vi - 1.0 / w.sum()))


def _ranked(x: Array, y: Array, *, continuity: bool, notes: tuple[Note, ...]) -> RankTest:
    made = kendall(x, y)
    score = made.score - float(np.sign(made.score)) if continuity else made.score
    z = score / made.se
    return RankTest(score, made.se, z, float(two_sided(z, None)), made.tau, made.k, notes)
