"""Does the result hang on single studies: leave-one-out and cumulative pools.

Influence diagnostics are in `stats.influence`, all subsets in `stats.gosh`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from stats.errors import InvalidData, NotEstimable, TooFewStudies
from stats.models import Common, MantelHaenszel, Model, Peto, Random
from stats.pool import pool
from stats.subset_fits import HARTUNG_KNAPP, SubsetFits, fit_subsets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stats.data import Array
    from stats.effects import Effects
    from stats.results import Pooled


@dataclass(frozen=True, slots=True, eq=False)
class Sensitivity:
    """Pools of several subsets: `rows` and `labels` name the study left out, or added, in each.

    Rows without an estimate take no part. `fits` holds NaN where a subset is not estimable.
    """

    rows: tuple[int, ...]
    labels: tuple[str, ...]
    fits: SubsetFits
    model: Model


def leave_one_out(effects: Effects, model: Model) -> Sensitivity:
    """Return the pool without each study in turn, in the order of rows.

    Raises `TooFewStudies` for fewer than two studies.
    Source: Viechtbauer & Cheung 2010, Res Synth Methods 1:112; metafor's `leave1out`.
    """
    rows = _rows(effects, model)
    if len(rows) < 2:
        raise TooFewStudies("Leaving one study out needs two.")
    mask = np.ones((len(rows), len(rows)))
    np.fill_diagonal(mask, 0.0)
    return _fit(effects, rows, mask, model)


def cumulative(effects: Effects, order: Sequence[int], model: Model) -> Sensitivity:
    """Return the pools of the first one, two, ... studies in the order of row positions given.

    Raises `InvalidData` unless `order` names every row once, `TooFewStudies` without a study.
    Source: Lau et al. 1992, N Engl J Med 327:248; metafor's `cumul`.
    """
    if sorted(order) != list(range(effects.k)):
        raise InvalidData("The order names every row once.")
    used = set(_rows(effects, model).tolist())
    rows = np.array([row for row in order if row in used])
    if not len(rows):
        raise TooFewStudies("There is no study to pool.")
    return _fit(effects, rows, np.tri(len(rows)), model)


def chosen_subsets(effects: Effects, mask: Array, model: Model) -> SubsetFits:
    """Return the pool of every subset in `mask` `(m, k)` over all rows, NaN where there is none.

    Rows that take no part stay out. Source: each is what `stats.pool` gives for that subset.
    """
    rows = _rows(effects, model)
    inside = mask[:, rows]
    held = inside.sum(axis=1) > 0.0
    fits = _fit(effects, rows, inside[held], model).fits if held.any() else None
    parts = {}
    for part in fields(SubsetFits):
        values = np.full(len(mask), np.nan)
        if fits is not None:
            values[held] = getattr(fits, part.name)
        parts[part.name] = values
    return SubsetFits(**parts)


def _rows(effects: Effects, model: Model) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Return the positions of rows that take part: those pooled when all are."""
    if isinstance(model, (MantelHaenszel, Peto)):
        return np.flatnonzero(pool(effects, model).pooled)
    return np.flatnonzero(effects.usable)


def _fit(
    effects: Effects,
    rows: np.ndarray[tuple[int], np.dtype[np.intp]],
    mask: Array,
    model: Model,
) -> Sensitivity:
    if _together(model):
        assert isinstance(model, (Common, Random))
        fits = fit_subsets(effects.yi[rows], effects.vi[rows], mask, model)
    else:
        fits = _one_by_one([_pool(effects, rows[row > 0.0], model) for row in mask])
    positions = tuple(int(row) for row in rows)
    return Sensitivity(positions, tuple(effects.labels[row] for row in positions), fits, model)


def _together(model: Model) -> bool:
    if isinstance(model, Random) and model.q_around is not None:
        return False
    return isinstance(model, (Common, Random)) and model.interval in ("wald", "t", *HARTUNG_KNAPP)


def _pool(
    effects: Effects, rows: np.ndarray[tuple[int], np.dtype[np.intp]], model: Model
) -> Pooled | None:
    try:
        return pool(effects.take(rows), model)
    except (NotEstimable, TooFewStudies):
        return None


def _one_by_one(pools: list[Pooled | None]) -> SubsetFits:
    """Return pools as arrays, NaN where there is none."""
    rows = [[np.nan] * len(fields(SubsetFits)) if made is None else _row(made) for made in pools]
    return SubsetFits(*np.array(rows).T)


def _row(pooled: Pooled) -> list[float]:
    """Return the fields of `SubsetFits` for one pool."""
    made, held = pooled.estimate, pooled.heterogeneity
    random = isinstance(pooled.model, Random)
    return [
        float(pooled.k),
        made.value,
        made.se,
        made.lower,
        made.upper,
        made.statistic,
        np.inf if made.df is None else made.df,
        made.p,
        held.q,
        held.p,
        held.i2_tau2 if random else held.i2_q,
        held.h2_tau2 if random else held.h2,
        held.tau2,
    ]
