"""How much each study moves the pooled value: deletion diagnostics and Baujat's coordinates.

For inverse-variance pools with one mean. Whether an influential study is wrong, nobody can tell
from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stats.distributions import chi2_tail_each
from stats.errors import TooFewStudies
from stats.subset_fits import fit_subsets

if TYPE_CHECKING:
    from stats.data import Array, Mask
    from stats.effects import Effects
    from stats.models import Common, Random


@dataclass(frozen=True, slots=True, eq=False)
class Influence:
    """Diagnostics of every study with an estimate, fields of shape `(k,)`.

    `rows` are positions in the effects. "Deleted": the model without the study. `weight` in per
    cent; `baujat_x` contribution to Q, `baujat_y` influence on the pooled value.
    """

    rows: tuple[int, ...]
    labels: tuple[str, ...]
    rstudent: Array
    dffits: Array
    cook_d: Array
    cov_r: Array
    tau2_deleted: Array
    q_deleted: Array
    hat: Array
    weight: Array
    dfbetas: Array
    rstandard: Array
    residual: Array
    residual_se: Array
    baujat_x: Array
    baujat_y: Array
    influential: Mask


def influence(effects: Effects, model: Common | Random) -> Influence:
    """Return the deletion diagnostics of all studies. Wald standard errors throughout.

    With w = 1 / (v + tau2), mean b and its variance V; b_i, V_i, tau2_i, w_i without study i:
    rstudent (y - b_i) / sqrt(v + tau2_i + V_i); dffits (b - b_i) / sqrt(h (v + tau2_i)), h = w V;
    Cook's distance (b - b_i)^2 / V; covariance ratio V_i / V; dfbetas (b - b_i) / sqrt(1 /
    sum(1 / (v + tau2_i))) over all studies; rstandard (y - b) / sqrt(v + tau2 - V); Baujat x
    (y - b)^2 / (v + tau2), y (b - b_i)^2 / V_i. Influential: |dffits| > 3 sqrt(1 / (k - 1)), or
    Cook's distance beyond the median of chi-square with 1 df, or h > 3 / k, or |dfbetas| > 1.
    Raises `TooFewStudies` for k < 2.
    Source: Viechtbauer & Cheung 2010, Res Synth Methods 1:112, sections 2 and 3; Baujat et al.
    2002, Stat Med 21:2641.
    """
    rows = np.flatnonzero(effects.usable)
    k = len(rows)
    if k < 2:
        raise TooFewStudies("Influence needs two studies.")
    yi, vi = effects.yi[rows], effects.vi[rows]
    full = fit_subsets(yi, vi, np.ones((1, k)), model)
    less = fit_subsets(yi, vi, 1.0 - np.eye(k), model)
    value, spread = float(full.value[0]), vi + float(full.tau2[0])
    w = 1.0 / spread
    variance = 1.0 / float(w.sum())
    spread_deleted = vi + less.tau2
    variance_deleted = _variances(vi, less.tau2)
    without = 1.0 / (1.0 / variance_deleted - 1.0 / spread_deleted)
    shift = value - less.value
    hat = w * variance
    residual, residual_se = yi - value, np.sqrt(np.maximum(spread - variance, 0.0))
    dffits = shift / np.sqrt(hat * spread_deleted)
    dfbetas = shift / np.sqrt(variance_deleted)
    cook_d = shift**2 / variance
    far = (np.abs(dffits) > 3.0 * np.sqrt(1.0 / (k - 1.0))) | (np.abs(dfbetas) > 1.0)
    return Influence(
        rows=tuple(int(row) for row in rows),
        labels=tuple(effects.labels[row] for row in rows),
        rstudent=(yi - less.value) / np.sqrt(spread_deleted + without),
        dffits=dffits,
        cook_d=cook_d,
        cov_r=without / variance,
        tau2_deleted=less.tau2,
        q_deleted=less.q,
        hat=hat,
        weight=100.0 * hat,
        dfbetas=dfbetas,
        rstandard=residual / residual_se,
        residual=residual,
        residual_se=residual_se,
        baujat_x=residual**2 / spread,
        baujat_y=shift**2 / without,
        influential=far | (chi2_tail_each(cook_d, 1.0) < 0.5) | (hat > 3.0 / k),
    )


def _variances(vi: Array, tau2: Array) -> Array:
    """Return 1 / sum(1 / (v + t)) over all studies for every t in `tau2` `(m,)`."""
    made: Array = 1.0 / np.reciprocal(vi + tau2[:, None]).sum(axis=1)
    return made
