"""Tests for small-study effects: whether the funnel is lopsided.

The regression tests, and the table of all; the rank tests are in `funnel_ranks`. What a lopsided
funnel means is for people: publication bias is one reason among several (Sterne 2011, BMJ
343:d4002).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from stats.data import TwoMeans
from stats.errors import InvalidData, NotEstimable
from stats.funnel_ranks import RankTest, begg, schwarzer
from stats.funnel_rows import counts, enough, used
from stats.intervals import estimate
from stats.least_squares import least_squares
from stats.regression_tau2 import ESTIMATORS, method_of_moments

if TYPE_CHECKING:
    from collections.abc import Callable

    from stats.data import Array
    from stats.effects import Effects
    from stats.models import Tau2Key
    from stats.results import Estimate, Note

Predictor: TypeAlias = Literal["sei", "vi", "ni", "ninv", "sqrtni", "sqrtninv"]


@dataclass(frozen=True, slots=True)
class RegressionTest:
    """A line through the funnel: `slope` is the asymmetry, `intercept` the effect at zero.

    `at_infinity` is the intercept where it stands for a study without sampling error, else None.
    `tau2` is NaN where the test has none.
    """

    slope: Estimate
    intercept: Estimate
    at_infinity: Estimate | None
    tau2: float
    k: int
    notes: tuple[Note, ...]


def regression_test(
    effects: Effects,
    *,
    predictor: Predictor = "sei",
    model: Literal["lm", "rma"] = "lm",
    tau2: Tau2Key | None = "REML",
    level: float = 0.95,
) -> RegressionTest:
    """Regress effects on a measure of study size.

    y = intercept + slope x with x the standard error, the variance, the sample size n, 1/n, sqrt n
    or 1/sqrt n. `lm`: weights 1/v, multiplicative dispersion, t with k - 2 (Egger's test when x is
    the standard error: the slope is Egger's intercept in his own form). `rma`: weights 1/(v +
    tau2), additive variance, z.

    Parameters
    ----------
    tau2
        Estimator for `rma`, None for common effects; `lm` does not use it.

    Raises
    ------
    TooFewStudies
        Below three studies.
    NotEstimable
        When all studies have the same size.
    InvalidData
        When sample sizes are asked for and not known.

    Notes
    -----
    Source: Egger et al. 1997, BMJ 315:629; Sterne and Egger 2005 in Publication Bias in
    Meta-Analysis, chapter 6; Macaskill et al. 2001, Stat Med 20:641 (x = n).
    """
    yi, vi, rows, notes = used(effects)
    x = _predictor(effects, predictor)[rows]
    if not np.isfinite(x).all():
        raise InvalidData("The sample size of a study is not known.")
    ends = predictor not in {"ni", "sqrtni"}
    if model == "lm":
        return _dispersed(yi, x, 1.0 / vi, level=level, notes=notes, ends=ends)
    design = _line(x)
    value = 0.0 if tau2 is None else ESTIMATORS[tau2](yi, vi, design).value
    fit = least_squares(yi, design, 1.0 / (vi + value))
    intercept, slope = _lines(fit.beta, np.diag(fit.cov), df=None, level=level)
    return RegressionTest(slope, intercept, intercept if ends else None, value, len(yi), notes)


def egger(effects: Effects, *, level: float = 0.95) -> RegressionTest:
    """Regress effects on standard errors, weights 1/v: t with k - 2.

    Raises and source as `regression_test`.
    Source: Egger et al. 1997, BMJ 315:629.
    """
    return regression_test(effects, level=level)


def macaskill(effects: Effects, *, level: float = 0.95) -> RegressionTest:
    """Regress effects on sample sizes, weights 1/v: t with k - 2.

    Raises and source as `regression_test`.
    Source: Macaskill et al. 2001, Stat Med 20:641.
    """
    return regression_test(effects, predictor="ni", level=level)


def thompson(effects: Effects, *, level: float = 0.95) -> RegressionTest:
    """Regress effects on standard errors with an additive between-study variance.

    tau2 by moments from the residuals of Egger's line; weights 1/(v + tau2); covariance
    (X'WX)^-1 without dispersion, t with k - 2.

    Raises
    ------
    TooFewStudies, NotEstimable
        As `regression_test`.

    Notes
    -----
    Source: Thompson and Sharp 1999, Stat Med 18:2693, method 3a.
    """
    yi, vi, _, notes = used(effects)
    x = _line(np.sqrt(vi))
    tau2 = method_of_moments(yi, vi, x).value
    fit = least_squares(yi, x, 1.0 / (vi + tau2))
    intercept, slope = _lines(fit.beta, np.diag(fit.cov), df=float(len(yi) - 2), level=level)
    return RegressionTest(slope, intercept, intercept, tau2, len(yi), notes)


def harbord(effects: Effects, *, level: float = 0.95) -> RegressionTest:
    """Regress Z/V on 1/sqrt V with weights V, Z the efficient score and V its variance.

    Odds ratio: Z = a - (a + c) n1 / n, V = n1 n2 (a + c)(b + d) / (n^2 (n - 1)). Risk ratio: Z =
    (a n - (a + c) n1) / (b + d), V = n (a + c) / (4 (b + d)), which is n1 n2 (a + c) / (n (b + d))
    for arms of one size, as in R's meta. Cells are not corrected.

    Raises
    ------
    InvalidData
        Unless the effects come from 2x2 tables as odds or risk ratios.
    TooFewStudies, NotEstimable
        As `regression_test`.

    Notes
    -----
    Source: Harbord, Egger and Sterne 2006, Stat Med 25:3443; risk ratio Harbord,
    Harris and Sterne 2009, Stata J 9:197.
    """
    table, rows, notes = counts(effects)
    events, others, n = table.a + table.c, table.b + table.d, table.n
    key = effects.measure.key
    with np.errstate(divide="ignore", invalid="ignore"):
        if key == "RR":
            score = (table.a * n - events * table.n1) / others
            variance = n / 4.0 * events / others
        elif key == "OR":
            score = table.a - events * table.n1 / n
            variance = table.n1 * table.n2 * events * others / (n**2 * (n - 1.0))
        else:
            raise InvalidData("Harbord's test is for odds ratios and risk ratios.")
        rows = rows & np.isfinite(score) & (variance > 0.0) & np.isfinite(variance)
    score, variance = enough(score[rows]), variance[rows]
    return _dispersed(
        score / variance, 1.0 / np.sqrt(variance), variance, level=level, notes=notes, ends=True
    )


def peters(effects: Effects, *, level: float = 0.95) -> RegressionTest:
    """Regress effects on 1/n with weights (a + c)(b + d)/n.

    The weights come from the uncorrected cells.

    Raises
    ------
    InvalidData
        Unless the effects come from 2x2 tables.
    TooFewStudies, NotEstimable
        As `regression_test`.

    Notes
    -----
    Source: Peters et al. 2006, JAMA 295:676.
    """
    table, rows, notes = counts(effects)
    events, others = table.a + table.c, table.b + table.d
    rows = rows & (events > 0.0) & (others > 0.0)
    weights = (events * others / table.n)[rows]
    yi = enough(effects.yi[rows])
    return _dispersed(yi, 1.0 / table.n[rows], weights, level=level, notes=notes, ends=True)


def deeks(effects: Effects, *, level: float = 0.95) -> RegressionTest:
    """Regress effects on 1/sqrt ESS with weights ESS = 4 n1 n2 / n.

    Made for diagnostic odds ratios.

    Raises
    ------
    InvalidData
        Unless the effects come from 2x2 tables.
    TooFewStudies, NotEstimable
        As `regression_test`.

    Notes
    -----
    Source: Deeks, Macaskill and Irwig 2005, J Clin Epidemiol 58:882.
    """
    table, rows, notes = counts(effects)
    size = (4.0 * table.n1 * table.n2 / table.n)[rows]
    yi = enough(effects.yi[rows])
    return _dispersed(yi, 1.0 / np.sqrt(size), size, level=level, notes=notes, ends=True)


def pustejovsky(effects: Effects, *, level: float = 0.95) -> RegressionTest:
    """Regress standardised mean differences on sqrt(1/n1 + 1/n2), weights 1/v.

    The usual standard error holds the effect itself, which makes Egger's test find asymmetry
    where there is none.

    Raises
    ------
    InvalidData
        Unless the effects come from means of two groups.
    TooFewStudies, NotEstimable
        As `regression_test`.

    Notes
    -----
    Source: Pustejovsky and Rodgers 2019, Res Synth Methods 10:57.
    """
    if not isinstance(effects.table, TwoMeans):
        raise InvalidData("This test is for differences of two means.")
    yi, vi, rows, notes = used(effects)
    x = np.sqrt(1.0 / effects.table.n1 + 1.0 / effects.table.n2)[rows]
    return _dispersed(yi, x, 1.0 / vi, level=level, notes=notes, ends=True)


TESTS: dict[str, Callable[..., RegressionTest] | Callable[..., RankTest]] = {
    "Egger": egger,
    "Begg": begg,
    "Harbord": harbord,
    "Peters": peters,
    "Thompson": thompson,
    "Macaskill": macaskill,
    "Deeks": deeks,
    "Schwarzer": schwarzer,
    "Pustejovsky": pustejovsky,
}


def _predictor(effects: Effects, predictor: Predictor) -> Array:
    if predictor == "sei":
        return effects.sei
    if predictor == "vi":
        return effects.vi
    if effects.n is None:
        raise InvalidData("The sample sizes of the studies are not known.")
    n = effects.n
    shapes = {"ni": n, "ninv": 1.0 / n, "sqrtni": np.sqrt(n), "sqrtninv": 1.0 / np.sqrt(n)}
    return np.asarray(shapes[predictor])


def _line(x: Array) -> Array:
    if np.ptp(x) <= 1e-12 * np.abs(x).max():
        raise NotEstimable("All studies have the same precision.")
    return np.column_stack([np.ones_like(x), x])


def _dispersed(
    yi: Array, x: Array, w: Array, *, level: float, notes: tuple[Note, ...], ends: bool
) -> RegressionTest:
    """Fit a weighted line with multiplicative dispersion: covariance times RSS / (k - 2)."""
    fit = least_squares(yi, _line(x), w)
    df = float(len(yi) - 2)
    intercept, slope = _lines(fit.beta, np.diag(fit.cov) * fit.rss / df, df=df, level=level)
    return RegressionTest(
        slope, intercept, intercept if ends else None, float("nan"), len(yi), notes
    )


def _lines(
    beta: Array, variances: Array, *, df: float | None, level: float
) -> tuple[Estimate, Estimate]:
    first, second = (
        estimate(float(b), float(v) ** 0.5, df=df, level=level)
        for b, v in zip(beta, variances, strict=True)
    )
    return first, second
