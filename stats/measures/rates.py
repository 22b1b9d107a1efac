"""Measures of two groups with events over person-time.

All take a corrected `Rates` with `(k,)` columns and return `yi, vi`: x1 events over t1 in group 1,
x2 over t2 in group 2.
"""

from __future__ import annotations

import numpy as np

from stats.data import HALF_TO_EMPTY, Array, Rates
from stats.effects import Measure
from stats.mantel_haenszel import rate_difference_sums, rate_ratio_sums
from stats.measures.scales import as_is, exponential


def log_rate_ratio(table: Rates) -> tuple[Array, Array]:
    """Return log IRR = log((x1 / t1) / (x2 / t2)) with variance 1 / x1 + 1 / x2.

    Source: Rothman, Greenland & Lash 2008, Modern Epidemiology, equation 14-6.
    """
    yi = np.log(table.x1 / table.t1) - np.log(table.x2 / table.t2)
    return yi, 1.0 / table.x1 + 1.0 / table.x2


def rate_difference(table: Rates) -> tuple[Array, Array]:
    """Return IRD = x1 / t1 - x2 / t2 with variance x1 / t1^2 + x2 / t2^2.

    Source: Rothman, Greenland & Lash 2008, Modern Epidemiology, equation 14-2.
    """
    yi = table.x1 / table.t1 - table.x2 / table.t2
    return yi, table.x1 / table.t1**2 + table.x2 / table.t2**2


def root_rate_difference(table: Rates) -> tuple[Array, Array]:
    """Return IRSD = sqrt(x1 / t1) - sqrt(x2 / t2) with variance 1 / (4 t1) + 1 / (4 t2).

    Source: Viechtbauer 2010, J Stat Softw 36(3), `escalc` measure "IRSD".
    """
    yi = np.sqrt(table.x1 / table.t1) - np.sqrt(table.x2 / table.t2)
    return yi, 0.25 / table.t1 + 0.25 / table.t2


IRR = Measure(
    key="IRR",
    label="Rate ratio",
    needs=Rates,
    effect=log_rate_ratio,
    back=exponential,
    is_ratio=True,
    zeros=HALF_TO_EMPTY,
    mantel_haenszel=rate_ratio_sums,
    source="Rothman, Greenland & Lash 2008",
)
IRD = Measure(
    key="IRD",
    label="Rate difference",
    needs=Rates,
    effect=rate_difference,
    back=as_is,
    zeros=HALF_TO_EMPTY,
    mantel_haenszel=rate_difference_sums,
    source="Rothman, Greenland & Lash 2008",
)
IRSD = Measure(
    key="IRSD",
    label="Difference of square-root rates",
    needs=Rates,
    effect=root_rate_difference,
    back=as_is,
    source="Viechtbauer 2010",
)
ALL = (IRR, IRD, IRSD)
