"""Measures of a single group with events.

All take a corrected `OneGroup` with `(k,)` columns and return `yi, vi`: x events of n, p = x / n.
"""

from __future__ import annotations

import numpy as np

from stats.data import HALF_TO_EMPTY, Array, OneGroup
from stats.effects import Measure
from stats.measures.scales import (
    as_is,
    exponential,
    freeman_tukey,
    logistic,
    miller_inverse,
    squared_sine,
)


def proportion(table: OneGroup) -> tuple[Array, Array]:
    """Return p with variance p (1 - p) / n.

    Source: Viechtbauer 2010, J Stat Softw 36(3), `escalc` measure "PR".
    """
    p = table.x / table.n
    return p, p * (1.0 - p) / table.n


def log_proportion(table: OneGroup) -> tuple[Array, Array]:
    """Return log p with variance 1 / x - 1 / n.

    Source: Viechtbauer 2010, J Stat Softw 36(3), `escalc` measure "PLN".
    """
    return np.log(table.x / table.n), 1.0 / table.x - 1.0 / table.n


def logit_proportion(table: OneGroup) -> tuple[Array, Array]:
    """Return log(p / (1 - p)) with variance 1 / x + 1 / (n - x).

    Source: Viechtbauer 2010, J Stat Softw 36(3), `escalc` measure "PLO".
    """
    rest = table.n - table.x
    return np.log(table.x / rest), 1.0 / table.x + 1.0 / rest


def arcsine_proportion(table: OneGroup) -> tuple[Array, Array]:
    """Return asin(sqrt p) with variance 1 / (4 n).

    Source: Viechtbauer 2010, J Stat Softw 36(3), `escalc` measure "PAS".
    """
    return np.arcsin(np.sqrt(table.x / table.n)), 0.25 / table.n


def double_arcsine_proportion(table: OneGroup) -> tuple[Array, Array]:
    """Return (asin sqrt(x / (n+1)) + asin sqrt((x+1) / (n+1))) / 2 with variance 1 / (4 n + 2).

    Source: Freeman & Tukey 1950, Ann Math Stat 21:607.
    """
    return freeman_tukey(table.x, table.n), 1.0 / (4.0 * table.n + 2.0)


PR = Measure(
    key="PR",
    label="Proportion",
    needs=OneGroup,
    effect=proportion,
    back=as_is,
    zeros=HALF_TO_EMPTY,
    source="Viechtbauer 2010",
)
PLN = Measure(
    key="PLN",
    label="Log proportion",
    needs=OneGroup,
    effect=log_proportion,
    back=exponential,
    zeros=HALF_TO_EMPTY,
    source="Viechtbauer 2010",
)
PLO = Measure(
    key="PLO",
    label="Logit proportion",
    needs=OneGroup,
    effect=logit_proportion,
    back=logistic,
    zeros=HALF_TO_EMPTY,
    source="Viechtbauer 2010",
)
PAS = Measure(
    key="PAS",
    label="Arcsine proportion",
    needs=OneGroup,
    effect=arcsine_proportion,
    back=squared_sine,
    source="Viechtbauer 2010",
)
PFT = Measure(
    key="PFT",
    label="Double arcsine proportion",
    needs=OneGroup,
    effect=double_arcsine_proportion,
    back=miller_inverse,
    needs_n=True,
    source="Freeman & Tukey 1950; Miller 1978",
)
ALL = (PR, PLN, PLO, PAS, PFT)
