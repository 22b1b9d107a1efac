"""Subgroups: the same model within each group, and a test of whether the groups differ.

Groups are labels, one a row. Which groups make sense, and that a comparison across studies is
observational, is left to those who use them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from stats.distributions import chi2_tail
from stats.errors import InvalidData, NotEstimable, TooFewStudies
from stats.heterogeneity import around
from stats.intervals import estimate
from stats.pool import pool
from stats.results import Estimate, Note
from stats.stratified import ChiSquare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stats.data import Array
    from stats.effects import Effects
    from stats.models import Model
    from stats.results import Pooled

NOT_REPORTED = "not reported"


@dataclass(frozen=True, slots=True)
class Group:
    """A group's name, the positions of its rows and what they pool to."""

    name: str
    rows: tuple[int, ...]
    pooled: Pooled


@dataclass(frozen=True, slots=True)
class Subgroups:
    """Groups in order of appearance, the overall pool and the test between groups.

    `within` is the sum of the groups' Q with its df and p. Groups that can't be pooled are left
    out with a note.
    """

    groups: tuple[Group, ...]
    overall: Pooled
    between: ChiSquare
    within: ChiSquare
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class GroupMean:
    """A group's mean under a tau2 that all groups share."""

    name: str
    k: int
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class SharedTau2:
    """Group means under one residual tau2; `residual` is Q within groups."""

    groups: tuple[GroupMean, ...]
    tau2: float
    between: ChiSquare
    residual: ChiSquare


def subgroups(effects: Effects, names: Sequence[str | None], model: Model) -> Subgroups:
    """Return each group pooled under the model with a tau2 of its own, and the test between them.

    Q between = sum((b - mean)^2 / se^2) over the groups' estimates b, chi-square with groups - 1
    df. A missing name counts as the group "not reported". Raises `InvalidData` unless there is
    a name for every row, `TooFewStudies` if no group can be pooled.
    Source: Borenstein et al. 2009, Introduction to Meta-Analysis, chapter 19; Cochrane Handbook
    10.11.3.1.
    """
    made: list[Group] = []
    lost: list[int] = []
    for name, rows in rows_by_group(names, effects.k):
        try:
            pooled = pool(effects.take(np.array(rows)), model)
        except (NotEstimable, TooFewStudies):
            lost += rows
        else:
            made.append(Group(name, tuple(rows), pooled))
    if not made:
        raise TooFewStudies("No subgroup can be pooled.")
    estimates = [group.pooled.estimate for group in made]
    held = [group.pooled.heterogeneity for group in made]
    q_within, df_within = sum(h.q for h in held), sum(h.df for h in held)
    return Subgroups(
        groups=tuple(made),
        overall=pool(effects, model),
        between=between(estimates),
        within=ChiSquare(q_within, df_within, chi2_tail(q_within, df_within)),
        notes=(Note("subgroup_not_pooled", tuple(sorted(lost))),) if lost else (),
    )


def shared_tau2(
    effects: Effects,
    names: Sequence[str | None],
    *,
    method: Literal["DL", "HE", "HS", "HSk", "SJ", "ML", "REML", "EB", "PM", "PMM"] = "REML",
    level: float = 0.95,
) -> SharedTau2:
    """Return group means under one tau2, the residual of a model with a mean for each group.

    Wald intervals; Q between as for separate tau2 with these means. Raises `InvalidData` unless
    there is a name for every row, `TooFewStudies` without two studies in some group.
    Source: Borenstein et al. 2009, Introduction to Meta-Analysis, chapter 19, model with a pooled
    tau2; Cochrane Handbook 10.11.3.1.
    """
    from stats.regression_tau2 import ESTIMATORS  # loads the optimiser

    used = effects.usable
    groups = [
        (name, rows)
        for name, every in rows_by_group(names, effects.k)
        if (rows := [row for row in every if used[row]])
    ]
    yi, vi = effects.yi, effects.vi
    order = np.array([row for _name, rows in groups for row in rows])
    if len(order) <= len(groups):
        raise TooFewStudies("A residual tau2 needs two studies in some group.")
    x = np.zeros((len(order), len(groups)))
    sizes = [len(rows) for _name, rows in groups]
    x[np.arange(len(order)), np.repeat(np.arange(len(groups)), sizes)] = 1.0
    tau2 = ESTIMATORS[method](yi[order], vi[order], x).value
    means, q = [], 0.0
    for name, rows in groups:
        w = 1.0 / (vi[rows] + tau2)
        value = float(w @ yi[rows]) / float(w.sum())
        made = estimate(value, float(w.sum()) ** -0.5, level=level)
        means.append(GroupMean(name, len(rows), made))
        q += _q(yi[rows], vi[rows])
    df = len(order) - len(groups)
    return SharedTau2(
        groups=tuple(means),
        tau2=tau2,
        between=between([mean.estimate for mean in means]),
        residual=ChiSquare(q, df, chi2_tail(q, df)),
    )


def between(estimates: Sequence[Estimate]) -> ChiSquare:
    """Return the test that independent estimates are one: sum((b - mean)^2 / se^2).

    Source: Borenstein et al. 2009, Introduction to Meta-Analysis, equation 19.10.
    """
    values = np.array([made.value for made in estimates])
    w = np.array([made.se for made in estimates]) ** -2.0
    mean = float(w @ values) / float(w.sum())
    q, df = float(w @ (values - mean) ** 2), len(estimates) - 1
    return ChiSquare(q, df, chi2_tail(q, df))


def rows_by_group(names: Sequence[str | None], k: int) -> list[tuple[str, list[int]]]:
    """Return the groups in order of appearance with the positions of their rows.

    Raises `InvalidData` unless there is a name for every row.
    """
    if len(names) != k:
        raise InvalidData(f"There are {len(names)} group names for {k} studies.")
    groups: dict[str, list[int]] = {}
    for row, name in enumerate(names):
        groups.setdefault(name or NOT_REPORTED, []).append(row)
    return list(groups.items())


def _q(yi: Array, vi: Array) -> float:
    w = 1.0 / vi
    return around(yi, vi, float(w @ yi) / float(w.sum())).q
