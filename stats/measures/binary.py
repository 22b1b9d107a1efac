"""Measures of two groups with events and non-events.

All take a corrected `TwoByTwo` with `(k,)` columns and return `yi, vi`. Notation: a events and b
non-events in group 1 of n1; c and d in group 2 of n2; p1 = a/n1, p2 = c/n2.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from stats.data import HALF_TO_EMPTY, NO_ZEROS, Array, TwoByTwo, Zeros
from stats.effects import Measure
from stats.mantel_haenszel import (
    half_to_empty,
    odds_ratio_sums,
    risk_difference_sums,
    risk_difference_sums_revman,
    risk_ratio_sums,
)
from stats.measures.scales import as_is, exponential
from stats.zeros import correct


def log_odds_ratio(table: TwoByTwo) -> tuple[Array, Array]:
    """Return log OR = log(ad / bc) with variance 1/a + 1/b + 1/c + 1/d.

    Source: Woolf 1955, Ann Hum Genet 19:251; Cochrane Handbook 10.4.
    """
    a, b, c, d = table.a, table.b, table.c, table.d
    return np.log(a) + np.log(d) - np.log(b) - np.log(c), 1 / a + 1 / b + 1 / c + 1 / d


def log_risk_ratio(table: TwoByTwo) -> tuple[Array, Array]:
    """Return log RR = log(p1 / p2) with variance 1/a - 1/n1 + 1/c - 1/n2.

    Source: Katz et al. 1978, Biometrics 34:469, method C.
    """
    a, c, n1, n2 = table.a, table.c, table.n1, table.n2
    yi = np.log(a) - np.log(n1) - np.log(c) + np.log(n2)
    return yi, 1 / a - 1 / n1 + 1 / c - 1 / n2


def log_risk_ratio_of_events(table: TwoByTwo, *, zeros: Zeros) -> tuple[Array, Array]:
    """Return log RR with the correction h added to events and totals only, not to non-events.

    log((a + h1) / (n1 + h1)) - log((c + h2) / (n2 + h2)) with variance 1/(a + h1) - 1/(n1 + h1)
    + 1/(c + h2) - 1/(n2 + h2), and 1/a, 1/c in it where neither group has a non-event. `table`
    holds the cells as they are.
    Source: Hartung & Knapp 2001, Stat Med 20:3875, equation 18; the default of R's meta.
    """
    corrected, _notes = correct(table, zeros)
    h1, h2 = corrected.a - table.a, corrected.c - table.c
    a, c, n1, n2 = corrected.a, corrected.c, table.n1 + h1, table.n2 + h2
    full = (table.b == 0.0) & (table.d == 0.0)
    vi = 1 / np.where(full, table.a, a) - 1 / n1 + 1 / np.where(full, table.c, c) - 1 / n2
    return np.log(a / n1) - np.log(c / n2), vi


def risk_ratio_of_events(zeros: Zeros) -> Measure:
    """Return the risk ratio whose correction is added to events and totals only."""
    effect = partial(log_risk_ratio_of_events, zeros=zeros)
    return replace(RR, effect=effect, zeros=NO_ZEROS, source="Hartung & Knapp 2001")


def risk_difference(table: TwoByTwo) -> tuple[Array, Array]:
    """Return RD = p1 - p2 with variance p1 (1 - p1) / n1 + p2 (1 - p2) / n2.

    Source: Deeks, Higgins & Altman in Egger et al. 2022, Systematic Reviews, chapter 9.
    """
    a, b, c, d, n1, n2 = table.a, table.b, table.c, table.d, table.n1, table.n2
    return a / n1 - c / n2, a * b / n1**3 + c * d / n2**3


def risk_difference_revman(table: TwoByTwo) -> tuple[Array, Array]:
    """Return RD = p1 - p2 of the cells as they are, its variance with 1/2 added where one is empty.

    Source: Deeks & Higgins 2010, Statistical algorithms in Review Manager 5, section 2.
    """
    yi, _vi = risk_difference(table)
    _yi, vi = risk_difference(half_to_empty(table))
    return yi, vi


def arcsine_difference(table: TwoByTwo) -> tuple[Array, Array]:
    """Return AS = asin(sqrt p1) - asin(sqrt p2) with variance 1/(4 n1) + 1/(4 n2).

    Source: Ruecker et al. 2009, Stat Med 28:721, equation 4.
    """
    yi = np.arcsin(np.sqrt(table.a / table.n1)) - np.arcsin(np.sqrt(table.c / table.n2))
    return yi, 1 / (4 * table.n1) + 1 / (4 * table.n2)


def observed_expected(table: TwoByTwo) -> tuple[Array, Array]:
    """Return O - E and V of the events in group 1 under no effect.

    E = n1 (a + c) / N; V = n1 n2 (a + c)(b + d) / (N^2 (N - 1)).
    Source: Yusuf, Peto et al. 1985, Prog Cardiovasc Dis 27:335, appendix.
    """
    n = table.n
    events, others = table.a + table.c, table.b + table.d
    expected = table.n1 * events / n
    variance = (table.n1 / n) * (table.n2 / n) * events * others / (n - 1.0)
    return table.a - expected, variance


def peto_log_odds_ratio(table: TwoByTwo) -> tuple[Array, Array]:
    """Return Peto's log OR = (O - E) / V with variance 1 / V.

    Source: Yusuf, Peto et al. 1985, Prog Cardiovasc Dis 27:335, appendix.
    """
    difference, variance = observed_expected(table)
    return difference / variance, 1 / variance


OR = Measure(
    key="OR",
    label="Odds ratio",
    needs=TwoByTwo,
    effect=log_odds_ratio,
    back=exponential,
    is_ratio=True,
    zeros=HALF_TO_EMPTY,
    mantel_haenszel=odds_ratio_sums,
    peto=observed_expected,
    source="Woolf 1955",
)
RR = Measure(
    key="RR",
    label="Risk ratio",
    needs=TwoByTwo,
    effect=log_risk_ratio,
    back=exponential,
    is_ratio=True,
    zeros=HALF_TO_EMPTY,
    mantel_haenszel=risk_ratio_sums,
    source="Katz et al. 1978",
)
RD = Measure(
    key="RD",
    label="Risk difference",
    needs=TwoByTwo,
    effect=risk_difference,
    back=as_is,
    zeros=HALF_TO_EMPTY,
    mantel_haenszel=risk_difference_sums,
    source="Deeks, Higgins & Altman 2022",
)
RD_REVMAN = Measure(
    key="RD-RM5",
    label="Risk difference (RevMan 5)",
    needs=TwoByTwo,
    effect=risk_difference_revman,
    back=as_is,
    mantel_haenszel=risk_difference_sums_revman,
    source="Deeks & Higgins 2010",
)
AS = Measure(
    key="AS",
    label="Arcsine difference",
    needs=TwoByTwo,
    effect=arcsine_difference,
    back=as_is,
    source="Ruecker et al. 2009",
)
PETO = Measure(
    key="PETO",
    label="Peto odds ratio",
    needs=TwoByTwo,
    effect=peto_log_odds_ratio,
    back=exponential,
    is_ratio=True,
    peto=observed_expected,
    source="Yusuf et al. 1985",
)
ALL = (OR, RR, RD, RD_REVMAN, AS, PETO)
