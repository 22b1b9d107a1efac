"""Effects and standard deviations from what papers report instead.

Pure functions of plain numbers; `stats.conversion_table` lists them with formula and source.
Reading numbers as people type them, and choosing a conversion, is left to the extraction form.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri, stdtrit

from stats.errors import NotEstimable


@dataclass(frozen=True, slots=True)
class EstimateSe:
    """An effect and its standard error, on the scale the interval was given in."""

    estimate: float
    se: float


@dataclass(frozen=True, slots=True)
class Arm:
    """One group: how many people, their mean and standard deviation."""

    n: float
    mean: float
    sd: float


def critical_value(level: float, df: float | None = None) -> float:
    """Give the two-sided quantile for a confidence level: normal, or t with `df`.

    Raises
    ------
    NotEstimable
        When the level does not lie between 0 and 1.
    """
    if not 0.0 < level < 1.0:
        raise NotEstimable("A confidence level lies between 0 and 1.")
    upper = 0.5 + level / 2.0
    return float(ndtri(upper) if df is None else stdtrit(df, upper))


def se_from_ci(
    lower: float, upper: float, *, level: float = 0.95, df: float | None = None
) -> EstimateSe:
    """Recover an effect and its standard error from a symmetric interval.

    estimate = (lower + upper) / 2, se = (upper - lower) / (2 q). Limits of a ratio must be
    given as logarithms (see `se_from_ratio_ci`).

    Raises
    ------
    NotEstimable
        When the upper limit is not above the lower one.

    Notes
    -----
    Source: Cochrane Handbook 6.5, section 6.3.1; with `df` section 6.5.2.3.
    """
    if not upper > lower:
        raise NotEstimable("The upper limit must lie above the lower one.")
    return EstimateSe((lower + upper) / 2.0, (upper - lower) / (2.0 * critical_value(level, df)))


def se_from_ratio_ci(lower: float, upper: float, *, level: float = 0.95) -> EstimateSe:
    """Recover a log ratio and its standard error from the interval of a ratio.

    estimate = (ln lower + ln upper) / 2, se = (ln upper - ln lower) / (2 z).

    Raises
    ------
    NotEstimable
        When a limit is not positive, or they are out of order.

    Notes
    -----
    Source: Cochrane Handbook 6.5, section 6.3.2.
    """
    if lower <= 0.0 or upper <= 0.0:
        raise NotEstimable("The limits of a ratio are above zero.")
    return se_from_ci(math.log(lower), math.log(upper), level=level)


def se_from_p(estimate: float, p: float, *, df: float | None = None) -> EstimateSe:
    """Recover the standard error of an effect from its exact two-sided p value.

    se = |estimate| / q, q the quantile with p / 2 above it: normal, or t with `df`.

    Raises
    ------
    NotEstimable
        When p is not strictly between 0 and 1, or the effect is 0.

    Notes
    -----
    Source: Cochrane Handbook 6.5, sections 6.3.1 and 6.5.2.3.
    """
    if not 0.0 < p < 1.0:
        raise NotEstimable("A p value that tells the standard error lies between 0 and 1.")
    if estimate == 0.0:
        raise NotEstimable("An effect of exactly 0 says nothing of its standard error.")
    tail = float(ndtri(p / 2.0) if df is None else stdtrit(df, p / 2.0))
    return EstimateSe(estimate, abs(estimate) / -tail)


def se_from_t(estimate: float, t: float) -> EstimateSe:
    """Recover the standard error from a t (or z) statistic: se = |estimate / t|.

    Raises
    ------
    NotEstimable
        When the statistic is 0.

    Notes
    -----
    Source: Cochrane Handbook 6.5, section 6.5.2.3.
    """
    if t == 0.0:
        raise NotEstimable("A statistic of exactly 0 says nothing of the standard error.")
    return EstimateSe(estimate, abs(estimate / t))


def se_from_f(estimate: float, f: float) -> EstimateSe:
    """Recover the standard error from F with one numerator degree of freedom: t = sqrt F.

    Raises
    ------
    NotEstimable
        When F is not above 0.

    Notes
    -----
    Source: Cochrane Handbook 6.5, section 6.5.2.3.
    """
    if f <= 0.0:
        raise NotEstimable("F must be above 0.")
    return se_from_t(estimate, math.sqrt(f))


def sd_from_se(se: float, n: float) -> float:
    """Give a group's SD from the standard error of its mean: sd = se sqrt n.

    Raises
    ------
    NotEstimable
        When the error is negative or the group empty.

    Notes
    -----
    Source: Cochrane Handbook 6.5, section 6.5.2.2.
    """
    if se < 0.0 or n < 1:
        raise NotEstimable("A standard error is not negative, and a group is not empty.")
    return se * math.sqrt(n)


def sd_from_ci(lower: float, upper: float, n: float, *, level: float = 0.95) -> float:
    """Give a group's SD from the interval of its mean: sd = sqrt n (upper - lower) / (2 t).

    t has n - 1 degrees of freedom.

    Raises
    ------
    NotEstimable
        With fewer than two people, or limits out of order.

    Notes
    -----
    Source: Cochrane Handbook 6.5, section 6.5.2.2.
    """
    if n < 2:
        raise NotEstimable("A standard deviation needs at least two people.")
    return sd_from_se(se_from_ci(lower, upper, level=level, df=n - 1).se, n)


def sd_from_difference_se(se: float, n1: float, n2: float) -> float:
    """Give the common SD of two groups from the standard error of their mean difference.

    sd = se / sqrt(1/n1 + 1/n2).

    Raises
    ------
    NotEstimable
        When the error is negative or a group empty.

    Notes
    -----
    Source: Cochrane Handbook 6.5, section 6.5.2.3.
    """
    if se < 0.0 or n1 < 1 or n2 < 1:
        raise NotEstimable("A standard error is not negative, and a group is not empty.")
    return se / math.sqrt(1.0 / n1 + 1.0 / n2)


def sd_of_change(sd_before: float, sd_after: float, *, correlation: float) -> float:
    """Give the SD of change: sqrt(sd1^2 + sd2^2 - 2 r sd1 sd2).

    Raises
    ------
    NotEstimable
        When the correlation lies beyond -1 or 1.

    Notes
    -----
    Source: Cochrane Handbook 6.5, section 6.5.2.8. The correlation is an assumption unless the
    paper gives it, and has to be said so.
    """
    if not -1.0 <= correlation <= 1.0:
        raise NotEstimable("A correlation lies between -1 and 1.")
    square = sd_before**2 + sd_after**2 - 2.0 * correlation * sd_before * sd_after
    return math.sqrt(max(0.0, square))


def combine_arms(arms: Sequence[Arm]) -> Arm:
    """Combine groups as if all their people had been one group.

    n = sum n_i, mean = sum n_i m_i / n, sd^2 = [sum (n_i - 1) sd_i^2 + sum n_i (m_i - mean)^2]
    / (n - 1).

    Raises
    ------
    NotEstimable
        Without a group, or with fewer than two people altogether.

    Notes
    -----
    Source: Cochrane Handbook 6.5, section 6.5.2.10 (table 6.5.a; exact, for any number).
    """
    size = np.array([arm.n for arm in arms], dtype=float)
    if size.sum() < 2:
        raise NotEstimable("A standard deviation needs at least two people.")
    means, sds = np.array([arm.mean for arm in arms]), np.array([arm.sd for arm in arms])
    mean = float((size * means).sum() / size.sum())
    squares = ((size - 1.0) * sds**2).sum() + (size * (means - mean) ** 2).sum()
    return Arm(float(size.sum()), mean, math.sqrt(squares / (size.sum() - 1.0)))


def smd_from_t(t: float, n1: float, n2: float) -> float:
    """Give Cohen's d from an independent-samples t: d = t sqrt(1/n1 + 1/n2), uncorrected.

    Raises
    ------
    NotEstimable
        When a group is empty.

    Notes
    -----
    Source: Borenstein et al. 2009, Introduction to Meta-Analysis, chapter 4; Cochrane Handbook
    6.5, section 6.5.2.3.
    """
    if n1 < 1 or n2 < 1:
        raise NotEstimable("A group is not empty.")
    return t * math.sqrt(1.0 / n1 + 1.0 / n2)


def smd_se(d: float, n1: float, n2: float) -> float:
    """Give the standard error of d: sqrt(1/n1 + 1/n2 + d^2 / (2 (n1 + n2))).

    Raises
    ------
    NotEstimable
        When a group is empty.

    Notes
    -----
    Source: Borenstein et al. 2009, Introduction to Meta-Analysis, equation 4.20.
    """
    if n1 < 1 or n2 < 1:
        raise NotEstimable("A group is not empty.")
    return math.sqrt(1.0 / n1 + 1.0 / n2 + d * d / (2.0 * (n1 + n2)))


def r_from_t(t: float, n: float) -> float:
    """Give a correlation from the t of its test in a sample of n: r = t / sqrt(t^2 + n - 2).

    Raises
    ------
    NotEstimable
        With fewer than three people.

    Notes
    -----
    Source: Lipsey & Wilson 2001, Practical Meta-Analysis, appendix B.
    """
    if n < 3:
        raise NotEstimable("A correlation needs at least three people.")
    return t / math.sqrt(t * t + n - 2.0)


def log_hr_from_oe(observed_minus_expected: float, variance: float) -> EstimateSe:
    """Give a log hazard ratio and its standard error: (O - E) / V and 1 / sqrt V.

    Raises
    ------
    NotEstimable
        When V is not above 0.

    Notes
    -----
    Source: Parmar, Torri & Stewart 1998, Stat Med 17:2815, equations 3 and 4; Cochrane Handbook
    6.5, section 6.8.2.
    """
    if variance <= 0.0:
        raise NotEstimable("The variance of O - E is above 0.")
    return EstimateSe(observed_minus_expected / variance, 1.0 / math.sqrt(variance))


def smd_from_log_or(log_or: float, se: float) -> EstimateSe:
    """Give d and its standard error from a log odds ratio: both times sqrt 3 / pi.

    Notes
    -----
    Source: Chinn 2000, Stat Med 19:3127; Cochrane Handbook 6.5, section 10.6.
    """
    factor = math.sqrt(3.0) / math.pi
    return EstimateSe(log_or * factor, se * factor)


def log_or_from_smd(d: float, se: float) -> EstimateSe:
    """Give a log odds ratio and its standard error from d: both times pi / sqrt 3.

    Notes
    -----
    Source: Chinn 2000, Stat Med 19:3127; Cochrane Handbook 6.5, section 10.6.
    """
    factor = math.pi / math.sqrt(3.0)
    return EstimateSe(d * factor, se * factor)
