"""Pooling: from effects (or a table) and a model to one `Pooled` result.

The measure brings its own functions; nothing here asks which one it is.
"""

from __future__ import annotations

import numpy as np

from stats.data import Array, Data, Mask, Zeros, take
from stats.distributions import chi2_tail
from stats.effects import Effects
from stats.errors import InvalidData, NotEstimable, TooFewStudies
from stats.intervals import estimate
from stats.models import Common, MantelHaenszel, Model, Peto, Random
from stats.results import Estimate, Heterogeneity, Interval, Note, Pooled, Shown
from stats.tau2 import ESTIMATORS, moment
from stats.zeros import correct


def pool(subject: Effects | Data, model: Model) -> Pooled:
    """Return the studies pooled under a model.

    `subject` is `Effects`, or a table where the model names its measure. Raises `TooFewStudies`
    without a usable row, `NotEstimable` where the pooled value has no information, `InvalidData`
    where model and data don't fit.
    """
    if isinstance(model, MantelHaenszel):
        return _pool_mantel_haenszel(subject, model)
    if not isinstance(subject, Effects):
        raise InvalidData("This model pools effects: make them with a measure first.")
    if isinstance(model, Peto):
        return _pool_peto(subject, model)
    if isinstance(model, Common):
        return _pool_common(subject, model)
    return _pool_random(subject, model)


def _pool_common(effects: Effects, model: Common) -> Pooled:
    used = _some(effects)
    yi, vi = effects.yi[used], effects.vi[used]
    w = 1.0 / vi
    value, se = float((w @ yi) / w.sum()), float(w.sum() ** -0.5)
    df = float(len(yi) - 1) if model.interval == "t" else None
    made = estimate(value, se, df=df, level=model.level, null=effects.measure.null)
    heterogeneity = around(yi, vi, value)
    return _assemble(effects, model, made, heterogeneity, spread(w, used), used)


def _pool_random(effects: Effects, model: Random) -> Pooled:
    used = _some(effects)
    yi, vi = effects.yi[used], effects.vi[used]
    k = len(yi)
    w = 1.0 / vi
    centre = float((w @ yi) / w.sum())
    if model.q_around is not None:
        centre = _pool_mantel_haenszel(effects, model.q_around).estimate.value
    q = float(w @ (yi - centre) ** 2)
    notes = [Note("single_study_tau2_zero")] if k == 1 else []
    if k == 1:
        tau2 = 0.0
    elif model.q_around is not None:
        tau2 = moment(q, w).value
    else:
        tau2 = ESTIMATORS[model.tau2](yi, vi).value
    wr = 1.0 / (vi + tau2)
    value, se = float((wr @ yi) / wr.sum()), float(wr.sum() ** -0.5)
    made = estimate(value, se, level=model.level, null=effects.measure.null)
    heterogeneity = around(yi, vi, centre, tau2=tau2)
    return _assemble(
        effects, model, made, heterogeneity, spread(wr, used), used, notes=tuple(notes)
    )


def _pool_mantel_haenszel(subject: Effects | Data, model: MantelHaenszel) -> Pooled:
    measure = model.measure or (subject.measure if isinstance(subject, Effects) else None)
    table = subject.table if isinstance(subject, Effects) else subject
    if measure is None or measure.mantel_haenszel is None or table is None:
        raise InvalidData("Mantel-Haenszel needs a table and a measure that has the method.")
    rows = measure.of(table, zeros=model.rows)
    corrected, notes = correct(table, model.pooled)
    cells = np.array([getattr(corrected, name) for name in ("a", "b", "c", "d")])
    used = np.isfinite(cells).all(axis=0) & (cells.sum(axis=0) > 0.0)
    if not used.any():
        raise TooFewStudies("There is no study to pool.")
    sums = measure.mantel_haenszel(take(corrected, used), model.rd_variance)
    made = estimate(sums.value, sums.se, level=model.level, null=measure.null)
    known = rows.usable
    heterogeneity = around(rows.yi[known], rows.vi[known], sums.value)
    pooled_notes = tuple(Note(f"pooled_{note.code}", note.studies) for note in notes)
    return _assemble(
        rows, model, made, heterogeneity, spread(sums.weights, used), used, notes=pooled_notes
    )


def _pool_peto(effects: Effects, model: Peto) -> Pooled:
    if effects.measure.peto is None or effects.table is None:
        raise InvalidData("Peto's method needs a table and a measure that has the method.")
    corrected, notes = correct(effects.table, Zeros(add=0.0, to="none", drop00=model.drop00))
    difference, variance = effects.measure.peto(corrected)
    used = np.isfinite(difference) & np.isfinite(variance) & (variance >= 0.0)
    total = float(variance[used].sum())
    if total <= 0.0:
        raise NotEstimable("Peto's odds ratio is not estimable: no study has events.")
    value = float(difference[used].sum()) / total
    made = estimate(value, total**-0.5, level=model.level, null=effects.measure.null)
    known = used & (variance > 0.0)
    rows = difference[known] / variance[known]
    heterogeneity = around(rows, 1.0 / variance[known], value)
    weights = spread(variance[used], used)
    return _assemble(effects, model, made, heterogeneity, weights, used, notes=notes)


def around(yi: Array, vi: Array, centre: float, *, tau2: float = 0.0) -> Heterogeneity:
    """Return Q = sum((yi - centre)^2 / vi), its test and I2, beside a given tau2."""
    w = 1.0 / vi
    k = len(yi)
    q, df = float(w @ (yi - centre) ** 2), max(k - 1, 0)
    typical = df / float(w.sum() - (w @ w) / w.sum()) if k > 1 else np.nan
    return Heterogeneity(
        q=q,
        df=df,
        p=float(chi2_tail(q, df)),
        i2_q=100.0 * max(0.0, (q - df) / q) if q > 0.0 and df else 0.0,
        h2=q / df if df else np.nan,
        tau2=tau2,
        i2_tau2=100.0 * tau2 / (tau2 + typical) if k > 1 else 0.0,
        h2_tau2=1.0 + tau2 / typical if k > 1 else 1.0,
        se_tau2=np.nan,
        tau2_lower=np.nan,
        tau2_upper=np.nan,
    )


def spread(weights: Array, used: Mask) -> Array:
    """Return weights in per cent at the places of the rows used, 0 elsewhere."""
    shares = np.zeros(len(used))
    shares[used] = 100.0 * weights / weights.sum()
    shares.setflags(write=False)
    return shares


def _some(effects: Effects) -> Mask:
    used = effects.usable
    if not used.any():
        raise TooFewStudies("There is no study to pool.")
    return used


def _assemble(
    effects: Effects,
    model: Model,
    made: Estimate,
    heterogeneity: Heterogeneity,
    weights: Array,
    used: Mask,
    *,
    prediction: Interval | None = None,
    notes: tuple[Note, ...] = (),
) -> Pooled:
    return Pooled(
        estimate=made,
        shown=shown(effects, made.value, made.lower, made.upper),
        heterogeneity=heterogeneity,
        weights=weights,
        prediction=prediction,
        prediction_shown=None,
        effects=effects,
        model=model,
        notes=(*effects.notes, *notes),
        k=int(used.sum()),
    )


def shown(effects: Effects, value: float, lower: float, upper: float) -> Shown:
    """Return a pooled value and its limits on the scale people read.

    Where the transformation depends on the sample size, the harmonic mean of the rows is used.
    """
    used = effects.usable
    n = np.nan if effects.n is None else 1.0 / np.mean(1.0 / effects.n[used])
    with np.errstate(over="ignore", invalid="ignore"):
        back = effects.measure.back(np.array([value, lower, upper]), np.full(3, n))
    return Shown(*(float(x) for x in back))
