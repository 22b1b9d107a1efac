"""Agreement of two people who judged the same things.

Reviewers read this beside a reconciliation: how often they agreed, and how often beyond chance.
More than two raters, gaps and the coefficients of Gwet and Krippendorff live in
`stats.many_raters`.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri, stdtrit

from stats.errors import NotEstimable
from stats.results import Note

Floats: TypeAlias = NDArray[np.float64]
Weighting: TypeAlias = Literal["unweighted", "linear", "quadratic"]


@dataclass(frozen=True, slots=True)
class Kappa:
    """Cohen's kappa; every number is NaN where it is not defined, and `notes` says why."""

    value: float
    se: float
    lower: float
    upper: float
    se_null: float
    z_null: float
    observed: float
    expected: float
    weighting: Weighting
    n: int
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class LimitsOfAgreement:
    """Bland and Altman's mean difference and limits, each with its confidence interval."""

    n: int
    mean: float
    sd: float
    lower: float
    upper: float
    mean_ci: tuple[float, float]
    lower_ci: tuple[float, float]
    upper_ci: tuple[float, float]


def cross_table(first: ArrayLike, second: ArrayLike, *, categories: ArrayLike) -> Floats:
    """Count pairs of judgements: rows are the first person, columns the second.

    Parameters
    ----------
    first, second : (n,) arrays of codes; a pair with NaN in either is left out
    categories : (q,) every code a person could choose, in order

    Returns
    -------
    (q, q) counts

    Raises
    ------
    ValueError
        When the lengths differ or a code is not among the categories.
    """
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    codes = np.asarray(categories, dtype=float)
    if a.shape != b.shape:
        raise ValueError("The two people must have judged the same number of things.")
    both = ~(np.isnan(a) | np.isnan(b))
    a, b = a[both], b[both]
    if not (np.isin(a, codes).all() and np.isin(b, codes).all()):
        raise ValueError("A judgement is not among the categories.")
    table = np.zeros((codes.size, codes.size))
    place = np.argsort(codes)
    rows = place[np.searchsorted(codes, a, sorter=place)]
    columns = place[np.searchsorted(codes, b, sorter=place)]
    np.add.at(table, (rows, columns), 1.0)
    return table


def percent_agreement(table: ArrayLike) -> float:
    """Give the share of pairs that agree, in per cent: 100 * sum n_ii / n.

    Raises
    ------
    NotEstimable
        When the table is empty.

    Source: Gwet 2014, Handbook of Inter-Rater Reliability, chapter 2.
    """
    counts = _checked(table)
    return float(100.0 * np.trace(counts) / counts.sum())


def pabak(table: ArrayLike) -> float:
    """Adjust for prevalence and bias: (q * observed - 1) / (q - 1), q categories.

    Raises
    ------
    NotEstimable
        When the table is empty or has one category only.

    Notes
    -----
    Source: Byrt, Bishop and Carlin 1993, J Clin Epidemiol 46:423 (there for q = 2);
    the same as Brennan and Prediger 1981 for two people.
    """
    counts = _checked(table)
    q = counts.shape[0]
    if q < 2:
        raise NotEstimable("Agreement beyond chance needs at least two categories.")
    observed = np.trace(counts) / counts.sum()
    return float((q * observed - 1.0) / (q - 1.0))


def agreement_weights(q: int, weighting: Weighting) -> Floats:
    """Give the (q, q) weights of agreement: 1 on the diagonal, less the further apart.

    linear 1 - |i-j|/(q-1), quadratic 1 - ((i-j)/(q-1))^2, unweighted 1 or 0.
    Source: Cicchetti & Allison 1971, Am J EEG Technol 11:101 (linear); Fleiss & Cohen 1973, Educ
    Psychol Meas 33:613 (quadratic).
    """
    if weighting == "unweighted" or q == 1:
        return np.eye(q)
    apart = np.abs(np.subtract.outer(np.arange(q), np.arange(q))) / (q - 1.0)
    return np.asarray(1.0 - (apart if weighting == "linear" else apart**2), dtype=np.float64)


def cohen_kappa(
    table: ArrayLike, weighting: Weighting = "unweighted", *, level: float = 0.95
) -> Kappa:
    """Measure the agreement of two people beyond chance.

    kappa = (po - pe) / (1 - pe), po = sum w_ij p_ij, pe = sum w_ij p_i. p_.j. The interval is
    kappa +- z * se with the large-sample se; `se_null` and `z_null` test kappa = 0.

    Parameters
    ----------
    table : (q, q) counts, rows the first person, columns the second
    weighting : how near misses count, for ordered categories
    level : confidence level

    Returns
    -------
    Kappa
        With NaN and the note `kappa_undefined` when both used one and the same category
        throughout: chance agreement is then complete and kappa is 0/0, not 0.

    Raises
    ------
    NotEstimable
        When the table is empty.

    Notes
    -----
    Source: Cohen 1960, Educ Psychol Meas 20:37; standard errors Fleiss, Cohen and
    Everitt 1969, Psychol Bull 72:323.
    """
    counts = _checked(table)
    n = counts.sum()
    p = counts / n
    row, column = p.sum(axis=1), p.sum(axis=0)
    w = agreement_weights(p.shape[0], weighting)
    observed, expected = float((w * p).sum()), float(row @ w @ column)
    rest = 1.0 - expected
    if rest <= 1e-12:
        nan = float("nan")
        undefined = (Note("kappa_undefined"),)
        return Kappa(nan, nan, nan, nan, nan, nan, observed, expected, weighting, int(n), undefined)
    value = (observed - expected) / rest
    se = float(np.sqrt(max(0.0, (p * kappa_influence(p, w) ** 2).sum()) / n))
    margins = np.add.outer(w @ column, row @ w)
    null = (np.outer(row, column) * (w - margins) ** 2).sum() - expected**2
    se_null = float(np.sqrt(max(0.0, null) / n) / rest)
    half = float(ndtri(0.5 + level / 2.0)) * se
    z_null = value / se_null if se_null > 0.0 else float("nan")
    notes = () if se_null > 0.0 else (Note("kappa_test_undefined"),)
    return Kappa(
        value=value,
        se=se,
        lower=value - half,
        upper=value + half,
        se_null=se_null,
        z_null=z_null,
        observed=observed,
        expected=expected,
        weighting=weighting,
        n=int(n),
        notes=notes,
    )


def kappa_influence(p: Floats, w: Floats) -> Floats:
    """Say how a pair in each cell moves kappa, whose large-sample variance is its mean square / n.

    (w_ij (1 - pe) - (w_i. + w_.j) (1 - po) - (po pe - 2 pe + po)) / (1 - pe)^2, of shares and
    weights of shape (q, q); its mean over the pairs is 0.
    Source: Fleiss, Cohen & Everitt 1969, Psychol Bull 72:323.
    """
    row, column = p.sum(axis=1), p.sum(axis=0)
    observed, expected = float((w * p).sum()), float(row @ w @ column)
    margins = np.add.outer(w @ column, row @ w)
    centre = observed * expected - 2.0 * expected + observed
    moved = w * (1.0 - expected) - margins * (1.0 - observed) - centre
    return np.asarray(moved / (1.0 - expected) ** 2, dtype=np.float64)


def limits_of_agreement(
    first: ArrayLike, second: ArrayLike, *, level: float = 0.95
) -> LimitsOfAgreement:
    """Describe how far two measurements of the same things lie apart.

    mean +- z * sd of the differences (first - second); intervals use t with n - 1 degrees of
    freedom, se(mean) = sd / sqrt(n), se(limit) = sd * sqrt(1/n + z^2 / (2 (n - 1))).

    Parameters
    ----------
    first, second : (n,) measurements in the same unit; pairs with NaN are left out

    Raises
    ------
    NotEstimable
        With fewer than two pairs.

    Notes
    -----
    Source: Bland and Altman 1986, Lancet 327:307; standard error of a limit from Bland and Altman
    1999, Stat Methods Med Res 8:135, section 2.1 (its exact form, there rounded to 3 s^2 / n).
    """
    apart = np.asarray(first, dtype=float) - np.asarray(second, dtype=float)
    apart = apart[~np.isnan(apart)]
    n = apart.size
    if n < 2:
        raise NotEstimable("Limits of agreement need at least two pairs of measurements.")
    mean, sd = float(apart.mean()), float(apart.std(ddof=1))
    z, t = float(ndtri(0.5 + level / 2.0)), float(stdtrit(n - 1, 0.5 + level / 2.0))
    of_mean = t * sd / np.sqrt(n)
    of_limit = t * sd * np.sqrt(1.0 / n + z**2 / (2.0 * (n - 1)))
    lower, upper = mean - z * sd, mean + z * sd
    return LimitsOfAgreement(
        n=n,
        mean=mean,
        sd=sd,
        lower=lower,
        upper=upper,
        mean_ci=(float(mean - of_mean), float(mean + of_mean)),
        lower_ci=(float(lower - of_limit), float(lower + of_limit)),
        upper_ci=(float(upper - of_limit), float(upper + of_limit)),
    )


def _checked(table: ArrayLike) -> Floats:
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:
        raise ValueError("An agreement table is square: one row and one column a category.")
    if not (np.isfinite(counts).all() and (counts >= 0).all()):
        raise ValueError("An agreement table holds counts, none negative or missing.")
    if counts.sum() == 0:
        raise NotEstimable("Nothing was judged by both people.")
    return counts
