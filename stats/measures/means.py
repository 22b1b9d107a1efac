"""Measures of two groups with means and standard deviations.

All take a `TwoMeans` with `(k,)` columns and return `yi, vi`. Notation: m1, sd1, n1 in group 1;
m2, sd2, n2 in group 2; m = n1 + n2 - 2; sp = sqrt(((n1-1) sd1^2 + (n2-1) sd2^2) / m);
J(m) = gamma(m/2) / (sqrt(m/2) gamma((m-1)/2)), about 1 - 3 / (4m - 1).
"""

from __future__ import annotations

import numpy as np
from scipy import special

from stats.data import Array, TwoMeans
from stats.effects import Measure
from stats.measures.scales import as_is, exponential


def small_sample_factor(m: Array) -> Array:
    """Return Hedges' exact J(m), which takes the bias from a standardised mean difference.

    Source: Hedges 1981, J Educ Stat 6:107, equation 6e.
    """
    return np.asarray(
        np.exp(special.gammaln(m / 2.0) - 0.5 * np.log(m / 2.0) - special.gammaln((m - 1.0) / 2.0))
    )


def pooled_sd(table: TwoMeans) -> Array:
    """Return sp, the standard deviation within groups.

    Source: Hedges 1981, J Educ Stat 6:107.
    """
    within = (table.n1 - 1.0) * table.sd1**2 + (table.n2 - 1.0) * table.sd2**2
    return np.asarray(np.sqrt(within / (table.n - 2.0)))


def mean_difference(table: TwoMeans) -> tuple[Array, Array]:
    """Return MD = m1 - m2 with variance sd1^2 / n1 + sd2^2 / n2.

    Source: Cochrane Handbook 10.5.1; Deeks & Higgins 2010, Statistical algorithms in RevMan 5.
    """
    return table.m1 - table.m2, table.sd1**2 / table.n1 + table.sd2**2 / table.n2


def mean_difference_equal_sd(table: TwoMeans) -> tuple[Array, Array]:
    """Return MD = m1 - m2 with variance sp^2 (1 / n1 + 1 / n2), assuming equal true SDs.

    Source: Viechtbauer 2010, J Stat Softw 36(3), `escalc` with vtype "HO".
    """
    return table.m1 - table.m2, pooled_sd(table) ** 2 * (1.0 / table.n1 + 1.0 / table.n2)


def hedges_g(table: TwoMeans) -> tuple[Array, Array]:
    """Return g = J(m) (m1 - m2) / sp with variance 1/n1 + 1/n2 + g^2 / (2 (n1 + n2)).

    Source: Hedges 1981, J Educ Stat 6:107; variance Hedges 1982, Psychol Bull 92:490, equation 8.
    """
    g = small_sample_factor(table.n - 2.0) * _cohen_d(table)
    return g, 1.0 / table.n1 + 1.0 / table.n2 + g**2 / (2.0 * table.n)


def hedges_g_scaled(table: TwoMeans) -> tuple[Array, Array]:
    """Return g with variance J(m)^2 (1/n1 + 1/n2 + d^2 / (2 (n1 + n2))), d = g / J(m).

    Source: Borenstein et al. 2009, Introduction to Meta-Analysis, equations 4.20 and 4.24.
    """
    j, d = small_sample_factor(table.n - 2.0), _cohen_d(table)
    return j * d, j**2 * (1.0 / table.n1 + 1.0 / table.n2 + d**2 / (2.0 * table.n))


def hedges_g_unbiased(table: TwoMeans) -> tuple[Array, Array]:
    """Return g with the unbiased variance 1/n1 + 1/n2 + (1 - (m - 2) / (m J(m)^2)) g^2.

    Source: Viechtbauer 2007, J Educ Behav Stat 32:39, equation 26.
    """
    m = table.n - 2.0
    j = small_sample_factor(m)
    g = j * _cohen_d(table)
    return g, 1.0 / table.n1 + 1.0 / table.n2 + (1.0 - (m - 2.0) / (m * j**2)) * g**2


def hedges_g_revman(table: TwoMeans) -> tuple[Array, Array]:
    """Return g with J = 1 - 3 / (4 N - 9) and variance N / (n1 n2) + g^2 / (2 (N - 3.94)).

    Source: Deeks & Higgins 2010, Statistical algorithms in Review Manager 5, section 4.
    """
    n = table.n
    g = (1.0 - 3.0 / (4.0 * n - 9.0)) * _cohen_d(table)
    return g, n / (table.n1 * table.n2) + g**2 / (2.0 * (n - 3.94))


def standardised_unequal_sd(table: TwoMeans) -> tuple[Array, Array]:
    """Return SMDH = J(m) (m1 - m2) / s, s^2 = (sd1^2 + sd2^2) / 2, for unequal true SDs.

    Variance: J(m)^2 (y^2 (sd1^4 / (n1-1) + sd2^4 / (n2-1)) / (8 s^4)
    + (sd1^2 / (n1-1) + sd2^2 / (n2-1)) / s^2).
    Source: Bonett 2009, Psychol Methods 14:225, equation 5, with the factor J^2 of metafor 3.8
    (newer versions may differ).
    """
    v1, v2 = table.sd1**2, table.sd2**2
    f1, f2 = table.n1 - 1.0, table.n2 - 1.0
    s2 = (v1 + v2) / 2.0
    j = small_sample_factor(table.n - 2.0)
    y = j * (table.m1 - table.m2) / np.sqrt(s2)
    spread = y**2 * (v1**2 / f1 + v2**2 / f2) / (8.0 * s2**2) + (v1 / f1 + v2 / f2) / s2
    return y, j**2 * spread


def glass_delta(table: TwoMeans) -> tuple[Array, Array]:
    """Return SMD1 = J(n2 - 1) (m1 - m2) / sd2 with variance 1/n1 + 1/n2 + y^2 / (2 n2).

    Source: Glass 1976, Educ Res 5(10):3; variance Hedges 1981, J Educ Stat 6:107.
    """
    y = small_sample_factor(table.n2 - 1.0) * (table.m1 - table.m2) / table.sd2
    return y, 1.0 / table.n1 + 1.0 / table.n2 + y**2 / (2.0 * table.n2)


def log_ratio_of_means(table: TwoMeans) -> tuple[Array, Array]:
    """Return ROM = log(m1 / m2) with variance sd1^2 / (n1 m1^2) + sd2^2 / (n2 m2^2).

    Source: Hedges, Gurevitch & Curtis 1999, Ecology 80:1150, equation 1.
    """
    return np.log(table.m1 / table.m2), _cv2(table, 1) + _cv2(table, 2)


def log_ratio_of_means_equal_sd(table: TwoMeans) -> tuple[Array, Array]:
    """Return ROM = log(m1 / m2) with variance sp^2 / (n1 m1^2) + sp^2 / (n2 m2^2).

    Source: Viechtbauer 2010, J Stat Softw 36(3), `escalc` with vtype "HO".
    """
    within = pooled_sd(table) ** 2
    spread = within / (table.n1 * table.m1**2) + within / (table.n2 * table.m2**2)
    return np.log(table.m1 / table.m2), spread


def log_variability_ratio(table: TwoMeans) -> tuple[Array, Array]:
    """Return VR = log(sd1 / sd2) + h1 - h2 with variance h1 + h2, h = 1 / (2 (n - 1)).

    Source: Nakagawa et al. 2015, Methods Ecol Evol 6:143, equations 9 and 10.
    """
    h1, h2 = 0.5 / (table.n1 - 1.0), 0.5 / (table.n2 - 1.0)
    return np.log(table.sd1 / table.sd2) + h1 - h2, h1 + h2


def log_variation_ratio(table: TwoMeans) -> tuple[Array, Array]:
    """Return CVR = log((sd1 / m1) / (sd2 / m2)) + 1/(2 (n1-1)) - 1/(2 (n2-1)).

    Variance: that of VR plus that of ROM (means and SDs taken as uncorrelated).
    Source: Nakagawa et al. 2015, Methods Ecol Evol 6:143, equations 11 and 12.
    """
    h1, h2 = 0.5 / (table.n1 - 1.0), 0.5 / (table.n2 - 1.0)
    y = np.log(table.sd1 / table.m1) - np.log(table.sd2 / table.m2) + h1 - h2
    return y, h1 + h2 + _cv2(table, 1) + _cv2(table, 2)


def _cohen_d(table: TwoMeans) -> Array:
    return (table.m1 - table.m2) / pooled_sd(table)


def _cv2(table: TwoMeans, group: int) -> Array:
    if group == 1:
        return table.sd1**2 / (table.n1 * table.m1**2)
    return table.sd2**2 / (table.n2 * table.m2**2)


MD = Measure("MD", "Mean difference", TwoMeans, mean_difference, "Cochrane Handbook 10.5.1", as_is)
MD_HO = Measure(
    "MD-HO",
    "Mean difference, equal SDs",
    TwoMeans,
    mean_difference_equal_sd,
    "Viechtbauer 2010",
    as_is,
)
SMD = Measure("SMD", "Standardised mean difference", TwoMeans, hedges_g, "Hedges 1981", as_is)
SMD_LS2 = Measure(
    "SMD-LS2",
    "Standardised mean difference, scaled variance",
    TwoMeans,
    hedges_g_scaled,
    "Borenstein et al. 2009",
    as_is,
)
SMD_UB = Measure(
    "SMD-UB",
    "Standardised mean difference, unbiased variance",
    TwoMeans,
    hedges_g_unbiased,
    "Viechtbauer 2007",
    as_is,
)
SMD_REVMAN = Measure(
    "SMD-RM5",
    "Standardised mean difference (RevMan 5)",
    TwoMeans,
    hedges_g_revman,
    "Deeks & Higgins 2010",
    as_is,
)
SMDH = Measure(
    "SMDH",
    "Standardised mean difference, unequal SDs",
    TwoMeans,
    standardised_unequal_sd,
    "Bonett 2009",
    as_is,
)
SMD1 = Measure("SMD1", "Glass's delta", TwoMeans, glass_delta, "Glass 1976", as_is)
ROM = Measure(
    "ROM",
    "Ratio of means",
    TwoMeans,
    log_ratio_of_means,
    "Hedges et al. 1999",
    exponential,
    is_ratio=True,
)
ROM_HO = Measure(
    "ROM-HO",
    "Ratio of means, equal SDs",
    TwoMeans,
    log_ratio_of_means_equal_sd,
    "Viechtbauer 2010",
    exponential,
    is_ratio=True,
)
VR = Measure(
    "VR",
    "Variability ratio",
    TwoMeans,
    log_variability_ratio,
    "Nakagawa et al. 2015",
    exponential,
    is_ratio=True,
)
CVR = Measure(
    "CVR",
    "Coefficient of variation ratio",
    TwoMeans,
    log_variation_ratio,
    "Nakagawa et al. 2015",
    exponential,
    is_ratio=True,
)
ALL = (MD, MD_HO, SMD, SMD_LS2, SMD_UB, SMD_REVMAN, SMDH, SMD1, ROM, ROM_HO, VR, CVR)
