"""Meta-regression: how effects vary with what the studies are like.

Several covariates and factors, common or random effects, Wald or Knapp-Hartung tests. Estimation
of tau2 is in `stats.regression_tau2`, permutation in `stats.permutation`; subgroups as separate
analyses are not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.special import fdtrc

from stats.design import Design, Moderator, design
from stats.distributions import chi2_quantile, chi2_tail, quantile
from stats.errors import TooFewStudies
from stats.intervals import estimate
from stats.least_squares import LeastSquares, least_squares
from stats.regression_tau2 import (
    ESTIMATORS,
    ResidualTau2,
    generalised_q_solve,
    log_likelihood,
)
from stats.results import Estimate, Note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stats.data import Array
    from stats.effects import Effects
    from stats.models import Tau2Key

ENOUGH_PER_TERM = 10


@dataclass(frozen=True, slots=True)
class Regression:
    """A meta-regression as a choice.

    Parameters
    ----------
    tau2
        Estimator of the residual variance, or None for common effects.
    test
        `wald` z; `t` with k - p; `knapp_hartung` scales the variance by RSS / (k - p) and uses t;
        `knapp_hartung_floor` never scales below 1.
    """

    tau2: Tau2Key | None = "REML"
    test: Literal["wald", "t", "knapp_hartung", "knapp_hartung_floor"] = "wald"
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class Omnibus:
    """A test of all moderators (or of what they leave over); `df2` None is chi-square, else F."""

    statistic: float
    df: int
    df2: int | None
    p: float


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """Coefficients `(p,)` with covariance `(p, p)`, degrees of freedom (None: z) and tau2."""

    beta: Array
    covariance: Array
    df: float | None
    tau2: ResidualTau2 | None


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """Predicted mean effects for chosen values, each array `(m,)`, analysis scale.

    `low` and `high` are the prediction interval of a single study's true effect; NaN under common
    effects, where none is defined.
    """

    mean: Array
    se: Array
    lower: Array
    upper: Array
    low: Array
    high: Array


@dataclass(frozen=True, slots=True, eq=False)
class Regressed:
    """The outcome of `meta_regression`, on the analysis scale.

    `covariance` `(p, p)`; `r2` per cent, 0 with a note where there was nothing to explain; tau2
    and what follows from it NaN under common effects; `loglik` for ML and REML.
    """

    coefficients: tuple[tuple[str, Estimate], ...]
    covariance: Array
    moderators: Omnibus
    residual: Omnibus
    tau2: float
    se_tau2: float
    tau2_lower: float
    tau2_upper: float
    tau2_alone: float
    i2: float
    h2: float
    r2: float
    loglik: float
    k: int
    p: int
    design: Design
    model: Regression
    notes: tuple[Note, ...]


def meta_regression(
    effects: Effects, moderators: Sequence[Moderator], model: Regression | None = None
) -> Regressed:
    """Regress effects on moderators.

    beta = (X' W X)^-1 X' W y with w = 1 / (v + tau2); covariance (X' W X)^-1, times RSS / (k - p)
    for Knapp-Hartung. QE = RSS at tau2 = 0 on k - p; QM the Wald test of all terms but the
    intercept. I2 = 100 tau2 / (tau2 + s2) with s2 = (k - p) / tr P at tau2 = 0. R2 = 100 max(0,
    1 - tau2 / tau2 without moderators), same rows and estimator.

    Parameters
    ----------
    effects
        Rows without an estimate are left out, with a note.
    moderators
        `(k,)` each; rows with a missing value are left out, with a note.

    Raises
    ------
    TooFewStudies
        Unless there are more studies than coefficients.
    NotEstimable
        When moderators are constant or cannot be told apart.
    InvalidData
        When a moderator has another length, or a factor one level.
    NotConverged
        When tau2 cannot be found.

    Notes
    -----
    Source: Berkey et al. 1995, Stat Med 14:395; Knapp and Hartung 2003, Stat Med 22:2693;
    Raudenbush 2009, The Handbook of Research Synthesis, chapter 16; interval of tau2 by Q-profile,
    Viechtbauer 2007, Stat Med 26:37; R2 Lopez-Lopez et al. 2014, Br J Math Stat Psychol 67:30.
    """
    chosen = model or Regression()
    made = design(moderators, effects.usable)
    x, yi, vi = made.matrix, effects.yi[made.rows], effects.vi[made.rows]
    k, p = x.shape
    if k <= p:
        raise TooFewStudies(f"{p} coefficients need at least {p + 1} studies; there are {k}.")
    fixed = least_squares(yi, x, 1.0 / vi)
    solved = solve(yi, vi, x, chosen)
    tau2, df = solved.tau2, solved.df
    ses = np.sqrt(np.diag(solved.covariance))
    coefficients = tuple(
        (term, estimate(float(b), float(se), df=df, level=chosen.level))
        for term, b, se in zip(made.terms, solved.beta, ses, strict=True)
    )
    alone = _alone(yi, vi, chosen)
    lower, upper = (np.nan, np.nan) if tau2 is None else _q_profile(yi, vi, x, level=chosen.level)
    typical = (k - p) / fixed.trace_p()
    value = np.nan if tau2 is None else tau2.value
    return Regressed(
        coefficients=coefficients,
        covariance=solved.covariance,
        moderators=wald(solved.beta, solved.covariance, df),
        residual=Omnibus(fixed.rss, k - p, None, float(chi2_tail(fixed.rss, k - p))),
        tau2=value,
        se_tau2=np.nan if tau2 is None else tau2.se,
        tau2_lower=lower,
        tau2_upper=upper,
        tau2_alone=alone,
        i2=100.0 * value / (typical + value),
        h2=value / typical + 1.0,
        r2=100.0 * max(0.0, 1.0 - value / alone) if alone > 0.0 else 0.0 * alone,
        loglik=_loglik(yi, vi, x, tau2, chosen),
        k=k,
        p=p,
        design=made,
        model=chosen,
        notes=_notes(effects, made, tau2, alone=alone, k=k, p=p),
    )


def predict(fitted: Regressed, values: Mapping[str, Sequence[float] | Sequence[str]]) -> Prediction:
    """Predict the mean effect, and the range of single studies, at chosen moderator values.

    mean = x beta, se = sqrt(x C x'); prediction mean -+ q sqrt(se^2 + tau2), q the quantile of
    the model's test.

    Raises
    ------
    InvalidData
        When a moderator is missing or a level unknown.

    Notes
    -----
    Source: Raudenbush 2009, chapter 16; Riley, Higgins and Deeks 2011, BMJ 342:d549.
    """
    x = fitted.design.at(values)
    beta = np.array([made.value for _, made in fitted.coefficients])
    mean = x @ beta
    se = np.sqrt(np.einsum("ij,jk,ik->i", x, fitted.covariance, x))
    df = fitted.coefficients[0][1].df
    q = quantile(0.5 + fitted.model.level / 2.0, df)
    wide = q * np.sqrt(se**2 + fitted.tau2)
    return Prediction(mean, se, mean - q * se, mean + q * se, mean - wide, mean + wide)


def solve(yi: Array, vi: Array, x: Array, model: Regression) -> Solved:
    """Estimate tau2, coefficients and their covariance, without anything around them.

    yi, vi `(k,)`; x `(k, p)`. Formulas, Raises and source as `meta_regression`.
    """
    tau2 = None if model.tau2 is None else ESTIMATORS[model.tau2](yi, vi, x)
    fit = least_squares(yi, x, 1.0 / (vi + (0.0 if tau2 is None else tau2.value)))
    scale, df = _scale(fit, model)
    return Solved(fit.beta, fit.cov * scale, df, tau2)


def _scale(fit: LeastSquares, model: Regression) -> tuple[float, float | None]:
    """Return the factor on the variance and the degrees of freedom of the test."""
    k, p = fit.basis.shape
    if model.test == "wald":
        return 1.0, None
    if model.test == "t":
        return 1.0, float(k - p)
    factor = fit.rss / (k - p)
    return (max(1.0, factor) if model.test == "knapp_hartung_floor" else factor), float(k - p)


def wald(beta: Array, covariance: Array, df: float | None) -> Omnibus:
    """Test all coefficients but the intercept: beta' C^-1 beta, as F over their number for t.

    Source: Knapp and Hartung 2003, Stat Med 22:2693.
    """
    m = len(beta) - 1
    if m == 0:
        return Omnibus(0.0, 0, None, 1.0)
    inner = covariance[1:, 1:]
    # Scaled to correlations before solving: a year and an indicator differ by orders of magnitude.
    ses = np.sqrt(np.diag(inner))
    z = beta[1:] / ses
    statistic = float(z @ np.linalg.solve(inner / np.outer(ses, ses), z))
    if df is None:
        return Omnibus(statistic, m, None, float(chi2_tail(statistic, m)))
    statistic /= m
    return Omnibus(statistic, m, int(df), float(fdtrc(m, df, statistic)))


def _alone(yi: Array, vi: Array, model: Regression) -> float:
    if model.tau2 is None:
        return float("nan")
    return ESTIMATORS[model.tau2](yi, vi, np.ones((len(yi), 1))).value


def _q_profile(yi: Array, vi: Array, x: Array, *, level: float) -> tuple[float, float]:
    df = x.shape[0] - x.shape[1]
    ends = (chi2_quantile(0.5 + level / 2.0, df), chi2_quantile(0.5 - level / 2.0, df))
    lower, upper = (generalised_q_solve(yi, vi, x, target=q) for q in ends)
    return lower or 0.0, upper or 0.0


def _loglik(yi: Array, vi: Array, x: Array, tau2: ResidualTau2 | None, model: Regression) -> float:
    if tau2 is None or model.tau2 not in {"ML", "REML"}:
        return float("nan")
    return log_likelihood(yi, vi, x, tau2=tau2.value, restricted=model.tau2 == "REML")


def _notes(
    effects: Effects, made: Design, tau2: ResidualTau2 | None, *, alone: float, k: int, p: int
) -> tuple[Note, ...]:
    notes = list(effects.notes)
    lost = tuple(int(i) for i in np.flatnonzero(effects.usable & ~made.rows))
    if lost:
        notes.append(Note("missing_moderator", lost))
    if tau2 is not None and tau2.at_bound:
        notes.append(Note("tau2_at_zero"))
    if alone == 0.0:
        notes.append(Note("r2_nothing_to_explain"))
    if k < ENOUGH_PER_TERM * (p - 1):
        notes.append(Note("few_studies_per_covariate"))
    return tuple(notes)
