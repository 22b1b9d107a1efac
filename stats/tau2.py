"""Estimators of the between-study variance tau2.

Each takes effects and variances of shape `(k,)`, k >= 2, without missing rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from stats.data import Array


@dataclass(frozen=True, slots=True)
class Tau2:
    """An estimate of tau2, whether zero is a bound that was reached, and what it came from."""

    value: float
    at_bound: bool = False


Estimator: TypeAlias = Callable[[Array, Array], Tau2]


def dersimonian_laird(yi: Array, vi: Array) -> Tau2:
    """Return tau2 = max(0, (Q - (k - 1)) / (sum(w) - sum(w^2) / sum(w))), w = 1 / v.

    Source: DerSimonian & Laird 1986, Control Clin Trials 7:177.
    """
    w = 1.0 / vi
    total = w.sum()
    mean = (w @ yi) / total
    return moment(float(w @ (yi - mean) ** 2), w)


def moment(q: float, w: Array) -> Tau2:
    """Return the DerSimonian-Laird estimate from a given Q and the weights it used."""
    total = w.sum()
    raw = (q - (len(w) - 1)) / float(total - (w @ w) / total)
    return Tau2(max(0.0, raw), at_bound=raw <= 0.0)


ESTIMATORS: dict[str, Estimator] = {"DL": dersimonian_laird}
