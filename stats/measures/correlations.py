"""Measures of association within one group.

Both take `Correlations` with `(k,)` columns and return `yi, vi`: correlation r in a sample of n.
"""

from __future__ import annotations

import numpy as np

from stats.data import Array, Correlations
from stats.effects import Measure
from stats.measures.scales import as_is, hyperbolic_tangent


def correlation(table: Correlations) -> tuple[Array, Array]:
    """Return r with variance (1 - r^2)^2 / (n - 1).

    Source: Olkin & Siotani 1976; Viechtbauer 2010, J Stat Softw 36(3), `escalc` measure "COR".
    """
    return table.r, (1.0 - table.r**2) ** 2 / (table.n - 1.0)


def fisher_z(table: Correlations) -> tuple[Array, Array]:
    """Return z = atanh(r) with variance 1 / (n - 3).

    Source: Fisher 1921, Metron 1:3.
    """
    return np.arctanh(table.r), 1.0 / (table.n - 3.0)


COR = Measure(
    key="COR",
    label="Correlation",
    needs=Correlations,
    effect=correlation,
    back=as_is,
    source="Olkin & Siotani 1976",
)
ZCOR = Measure(
    key="ZCOR",
    label="Correlation (Fisher's z)",
    needs=Correlations,
    effect=fisher_z,
    back=hyperbolic_tangent,
    source="Fisher 1921",
)
ALL = (COR, ZCOR)
