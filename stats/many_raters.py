"""Agreement of any number of raters, with gaps.

Chance-corrected coefficients in Gwet's common form, and Krippendorff's alpha by level of
measurement. Two raters and one table are in `stats.agreement`; what a value means in words is
left to the caller.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr, stdtrit

from stats.errors import NotEstimable
from stats.results import Note

Floats: TypeAlias = NDArray[np.float64]
Level: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]
Weights: TypeAlias = Literal["identity", "linear", "quadratic", "ordinal"]
Coefficient: TypeAlias = Literal["gwet", "fleiss", "conger", "brennan_prediger", "krippendorff"]


@dataclass(frozen=True, slots=True)
class FleissKappa:
    """Fleiss' kappa with the standard error under chance, whole and by category."""

    value: float
    se_null: float
    z_null: float
    by_category: Floats
    by_category_se_null: float
    free_marginal: float
    observed: float
    expected: float
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """A chance-corrected coefficient with its design-based interval (t, clusters - 1)."""

    value: float
    se: float
    lower: float
    upper: float
    p: float
    observed: float
    expected: float
    subjects: int
    notes: tuple[Note, ...] = ()


def fleiss_kappa(counts: ArrayLike) -> FleissKappa:
    """Measure how m raters agree on N subjects beyond chance.

    kappa = (P - Pe) / (1 - Pe), P = mean of sum_j n_ij (n_ij - 1) / (m (m - 1)), Pe = sum p_j^2.

    Parameters
    ----------
    counts : (N, q) how many of the m raters put subject i into category j; each row sums to m

    Raises
    ------
    NotEstimable
        With fewer than two raters, or no subject.
    ValueError
        When the rows do not all sum to the same number of raters.

    Notes
    -----
    Source: Fleiss 1971, Psychol Bull 76:378; standard errors Fleiss, Nee and
    Landis 1979, Psychol Bull 86:974; free-marginal kappa Randolph 2005.
    """
    n = np.asarray(counts, dtype=np.float64)
    if n.ndim != 2 or n.shape[0] == 0:
        raise NotEstimable("Fleiss' kappa needs at least one subject.")
    raters = n.sum(axis=1)
    if not (raters == raters[0]).all():
        raise ValueError("Fleiss' kappa needs the same number of raters for every subject.")
    subjects, q = n.shape
    m = float(raters[0])
    if m < 2:
        raise NotEstimable("Fleiss' kappa needs at least two raters.")
    p = n.sum(axis=0) / (subjects * m)
    pairs = subjects * m * (m - 1.0)
    observed = float((n * (n - 1.0)).sum() / pairs)
    expected = float((p**2).sum())
    free = (observed - 1.0 / q) / (1.0 - 1.0 / q) if q > 1 else float("nan")
    spread = p * (1.0 - p)
    by_se = float(np.sqrt(2.0 / pairs))
    with np.errstate(invalid="ignore", divide="ignore"):
        by = np.where(spread > 0, 1.0 - (n * (m - n)).sum(axis=0) / (pairs * spread), np.nan)
    if spread.sum() <= 1e-12:
        nan = float("nan")
        undefined = (Note("kappa_undefined"),)
        return FleissKappa(nan, nan, nan, by, by_se, free, observed, expected, undefined)
    value = (observed - expected) / (1.0 - expected)
    inner = spread.sum() ** 2 - (spread * (1.0 - 2.0 * p)).sum()
    se_null = float(by_se * np.sqrt(max(0.0, inner)) / spread.sum())
    return FleissKappa(value, se_null, value / se_null, by, by_se, free, observed, expected)


def krippendorff_alpha(ratings: ArrayLike, level: Level = "nominal") -> float:
    """Give Krippendorff's alpha: 1 - observed / expected disagreement.

    With the coincidences o_ck = sum over units of pairs (c, k) / (m_u - 1), n_c = sum_k o_ck:
    alpha = 1 - (n - 1) sum o_ck d_ck / sum n_c n_k d_ck. d: nominal c != k; interval (c - k)^2;
    ratio ((c - k) / (c + k))^2; ordinal (sum of n_g for g from c to k, less (n_c + n_k) / 2)^2.

    Parameters
    ----------
    ratings : (raters, units) codes, NaN where a rater did not rate; units with fewer than two
        ratings carry no pair and are left out

    Raises
    ------
    NotEstimable
        When no unit has two ratings, or all ratings are one value (alpha is then 0/0).
    ValueError
        For `ratio` with negative values.

    Notes
    -----
    Source: Krippendorff 2019, Content Analysis (4th ed.), chapter 12;
    Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section D.
    """
    grid = np.asarray(ratings, dtype=np.float64)
    if level == "ratio" and (grid < 0).any():
        raise ValueError("A ratio scale has no negative values.")
    values, counts = _distribution(grid)
    counts = counts[counts.sum(axis=1) >= 2]
    if counts.shape[0] == 0:
        raise NotEstimable("Alpha needs at least one unit that two raters judged.")
    pairable = counts / (counts.sum(axis=1, keepdims=True) - 1.0)
    together = pairable.T @ counts - np.diag(pairable.sum(axis=0))
    n_c = together.sum(axis=1)
    apart = _disagreement(values, n_c, level)
    expected = n_c @ apart @ n_c
    if expected <= 0:
        raise NotEstimable("Every rating is the same value, so alpha is not defined.")
    return float(1.0 - (n_c.sum() - 1.0) * (together * apart).sum() / expected)


def _disagreement(values: Floats, n_c: Floats, level: Level) -> Floats:
    first, second = np.meshgrid(values, values, indexing="ij")
    if level == "nominal":
        apart = (first != second).astype(np.float64)
    elif level == "interval":
        apart = (first - second) ** 2
    elif level == "ratio":
        total = first + second
        apart = np.where(total > 0, (first - second) / np.where(total > 0, total, 1.0), 0.0) ** 2
    else:
        middle = np.cumsum(n_c) - n_c / 2.0
        apart = np.subtract.outer(middle, middle) ** 2
    return np.asarray(apart, dtype=np.float64)


def category_weights(values: ArrayLike, weights: Weights) -> Floats:
    """Give the (q, q) weights of agreement between the category codes `values`.

    linear and quadratic use the distance of the codes over their range; ordinal uses
    1 - C(|i-j|+1, 2) / C(q, 2) on ranks.

    Notes
    -----
    Source: Gwet 2014, Handbook of Inter-Rater Reliability (4th ed.), chapter 3.
    """
    codes = np.asarray(values, dtype=np.float64)
    q = codes.size
    if weights == "identity" or q < 2:
        return np.eye(q)
    if weights == "ordinal":
        steps = np.abs(np.subtract.outer(np.arange(q), np.arange(q)))
        return np.asarray(1.0 - steps * (steps + 1.0) / (q * (q - 1.0)), dtype=np.float64)
    apart = np.abs(np.subtract.outer(codes, codes)) / np.ptp(codes)
    return np.asarray(1.0 - (apart if weights == "linear" else apart**2), dtype=np.float64)


def agreement(
    ratings: ArrayLike,
    coefficient: Coefficient = "gwet",
    *,
    weights: Weights = "identity",
    categories: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    level: float = 0.95,
) -> Agreement:
    """Measure the agreement of several raters beyond chance, gaps allowed.

    value = (pa - pe) / (1 - pe); pa is the weighted share of agreeing pairs, pe what the
    coefficient takes for chance. The variance is linearised over subjects; the interval uses t
    with subjects - 1 degrees of freedom and ends at 1. Where subjects come in clusters, what they
    add to it is summed over each cluster, and the clusters are counted. Gwet's is AC1 with identity
    weights and AC2 with others.

    Parameters
    ----------
    ratings : (raters, subjects) codes, NaN where a rater did not rate
    categories : (q,) all codes a rater could choose; those seen, when not given
    clusters : (subjects,) what each subject belongs to; each is by itself, when not given

    Returns
    -------
    Agreement
        With NaN and the note `agreement_undefined` when chance agreement is complete (one
        category only).

    Raises
    ------
    NotEstimable
        When no subject was judged by two raters.

    Notes
    -----
    Source: Gwet 2014, Handbook of Inter-Rater Reliability (4th ed.), chapters 2 to 5; Gwet 2008,
    Br J Math Stat Psychol 61:29; Conger 1980; Brennan and Prediger 1981. Clusters: as
    Yang & Zhou 2015, Comput Stat Data Anal 82:1, for kappa.
    """
    grid = np.asarray(ratings, dtype=np.float64)
    values, counts = _distribution(grid, categories)
    w = category_weights(values, weights)
    groups = np.arange(counts.shape[0]) if clusters is None else np.asarray(clusters)
    if groups.shape != (counts.shape[0],):
        raise ValueError("Every subject belongs to one cluster.")
    rated = counts.sum(axis=1) > 0
    grid, counts, groups = grid[:, rated], counts[rated], groups[rated]
    if coefficient == "krippendorff":
        paired = counts.sum(axis=1) >= 2
        counts, groups = counts[paired], groups[paired]
    if not (counts.sum(axis=1) >= 2).any():
        raise NotEstimable("Agreement needs at least one subject that two raters judged.")
    if values.size < 2:
        return _undefined(counts.shape[0], float("nan"))
    chance = _CHANCE[coefficient](grid, values, counts, w)
    if 1.0 - chance.expected <= 1e-12:
        return _undefined(counts.shape[0], chance.expected)
    if coefficient == "krippendorff":
        observed, centre, share = _krippendorff_shares(counts, w, chance)
    else:
        observed, centre, share = _shares(counts, w, chance)
    apart = cluster_sums(share - centre, groups)
    return _estimate(observed, chance.expected, apart, share.size, level=level)


def cluster_sums(each: Floats, clusters: ArrayLike) -> Floats:
    """Add up what belongs to one cluster: (n,) to (clusters,)."""
    _names, places = np.unique(np.asarray(clusters), return_inverse=True)
    return np.asarray(np.bincount(places.ravel(), weights=each), dtype=np.float64)


def clustered_error(apart: Floats, n: int) -> float:
    """Give the standard error of a mean of n from sums over clusters that add up to 0.

    sqrt(m / (m - 1) sum S_c^2) / n for m clusters; of single parts the usual one.
    Source: Yang & Zhou 2015, Comput Stat Data Anal 82:1 (with m / (m - 1), as in surveys).
    """
    m = apart.size
    return float(np.sqrt(m / (m - 1.0) * (apart**2).sum()) / n)


@dataclass(frozen=True, slots=True)
class _Chance:
    expected: float
    each: Floats  # (subjects,) contribution of each subject to chance agreement


def _gwet_chance(_grid: Floats, values: Floats, counts: Floats, w: Floats) -> _Chance:
    q = values.size
    raters = counts.sum(axis=1, keepdims=True)
    share = (counts / raters).mean(axis=0)
    scale = w.sum() / (q * (q - 1.0))
    each = scale * ((counts @ (1.0 - share)) / raters[:, 0])
    return _Chance(float(scale * (share * (1.0 - share)).sum()), each)


def _fleiss_chance(_grid: Floats, _values: Floats, counts: Floats, w: Floats) -> _Chance:
    raters = counts.sum(axis=1, keepdims=True)
    share = (counts / raters).mean(axis=0)
    return _Chance(float(share @ w @ share), (counts @ (w @ share)) / raters[:, 0])


def _uniform_chance(_grid: Floats, values: Floats, counts: Floats, w: Floats) -> _Chance:
    expected = float(w.sum() / values.size**2)
    return _Chance(expected, np.full(counts.shape[0], expected))


def _conger_chance(grid: Floats, values: Floats, _counts: Floats, w: Floats) -> _Chance:
    said = (grid[:, :, None] == values).astype(np.float64)  # (raters, subjects, q)
    raters, subjects = grid.shape
    judged = said.sum(axis=2)
    n_rater = judged.sum(axis=1)
    if raters < 2 or (n_rater == 0).any():
        raise NotEstimable("Conger's kappa needs two raters or more, each with a judgement.")
    share = said.sum(axis=1) / n_rater[:, None]  # (raters, q)
    total = share.sum(axis=0)
    pairs = raters * (raters - 1.0)
    own = float(np.einsum("gk,kl,gl->", share, w, share))
    expected = float((total @ w @ total - own) / pairs)
    # A gap stands for the rater's own mean, so each subject weighs n / n_rater where it counts.
    filled = said - (judged - n_rater[:, None] / subjects)[:, :, None] * share[:, None, :]
    filled *= (subjects / n_rater)[:, None, None]
    others = (total[None, :] - share) @ w  # (raters, q)
    each = np.einsum("gik,gk->i", filled, others) / pairs
    return _Chance(expected, each)


def _krippendorff_chance(_grid: Floats, _values: Floats, counts: Floats, w: Floats) -> _Chance:
    raters = counts.sum(axis=1)
    mean = raters.mean()
    share = counts.mean(axis=0) / mean
    expected = float(share @ w @ share)
    each = (counts @ (w @ share)) / mean - expected * (raters - mean) / mean
    return _Chance(expected, each)


_ChanceFunction: TypeAlias = Callable[[Floats, Floats, Floats, Floats], _Chance]
_CHANCE: dict[Coefficient, _ChanceFunction] = {
    "gwet": _gwet_chance,
    "fleiss": _fleiss_chance,
    "conger": _conger_chance,
    "brennan_prediger": _uniform_chance,
    "krippendorff": _krippendorff_chance,
}


def _shares(counts: Floats, w: Floats, chance: _Chance) -> tuple[float, float, Floats]:
    raters = counts.sum(axis=1)
    paired = raters >= 2
    agreeing = (counts * (counts @ w - 1.0)).sum(axis=1)
    each = np.where(paired, agreeing / np.where(paired, raters * (raters - 1.0), 1.0), 0.0)
    observed = float(each[paired].mean())
    rest = 1.0 - chance.expected
    value = (observed - chance.expected) / rest
    stretch = counts.shape[0] / paired.sum()
    share = stretch * (each - chance.expected * paired) / rest
    share = share - 2.0 * (1.0 - value) * (chance.each - chance.expected) / rest
    return observed, value, share


def _krippendorff_shares(counts: Floats, w: Floats, chance: _Chance) -> tuple[float, float, Floats]:
    raters = counts.sum(axis=1)
    mean = raters.mean()
    agreeing = (counts * (counts @ w - 1.0)).sum(axis=1)
    each = agreeing / (mean * (raters - 1.0))
    small = 1.0 / raters.sum()
    observed = float((1.0 - small) * each.mean() + small)
    rest = 1.0 - chance.expected
    centre = float((each.mean() - chance.expected) / rest)
    share = (each - observed * (raters - mean) / mean - chance.expected) / rest
    share = share - 2.0 * (1.0 - centre) * (chance.each - chance.expected) / rest
    return observed, centre, share


def _estimate(
    observed: float, expected: float, apart: Floats, n: int, *, level: float
) -> Agreement:
    value = (observed - expected) / (1.0 - expected)
    m = apart.size
    if m < 2:
        nan = float("nan")
        alone = (Note("agreement_one_subject"),)
        return Agreement(value, nan, nan, nan, nan, observed, expected, n, alone)
    se = clustered_error(apart, n)
    half = float(stdtrit(m - 1, 0.5 + level / 2.0)) * se
    p = float(2.0 * stdtr(m - 1, -abs(value) / se)) if se > 0 else float("nan")
    return Agreement(value, se, value - half, min(1.0, value + half), p, observed, expected, n)


def _undefined(subjects: int, expected: float) -> Agreement:
    nan = float("nan")
    notes = (Note("agreement_undefined"),)
    return Agreement(nan, nan, nan, nan, nan, 1.0, expected, subjects, notes)


def _distribution(grid: Floats, categories: ArrayLike | None = None) -> tuple[Floats, Floats]:
    """Count, for each subject, the raters that chose each value: (q,), (subjects, q)."""
    if grid.ndim != 2:
        raise ValueError("Ratings have one row a rater and one column a subject.")
    seen = np.unique(grid[~np.isnan(grid)])
    values = seen if categories is None else np.unique(np.asarray(categories, dtype=float))
    if not np.isin(seen, values).all():
        raise ValueError("A rating is not among the categories.")
    counts = (grid[:, :, None] == values).sum(axis=0).astype(np.float64)
    return values, counts
