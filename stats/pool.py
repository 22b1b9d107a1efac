"""Pooling: from effects (or a table) and a model to one `Pooled` result.

The measure brings its own functions; nothing here asks which one it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from stats.data import array_names, take
from stats.distributions import normal_quantile
from stats.effects import Effects
from stats.errors import InvalidData, NotEstimable, TooFewStudies
from stats.heterogeneity import around, h_range, q_profile, with_limits
from stats.intervals import estimate, prediction, random_effects
from stats.likelihood import log_likelihood
from stats.models import Common, MantelHaenszel, Model, Peto, Random
from stats.results import Estimate, Heterogeneity, Interval, Note, Pooled, Shown
from stats.tau2 import ESTIMATORS, moment, tau2_of
from stats.zeros import correct

if TYPE_CHECKING:
    from stats.data import Array, Data, Mask
    from stats.effects import Measure

LIKELIHOODS = {"ML": False, "REML": True}  # whether restricted


def pool(subject: Effects | Data, model: Model) -> Pooled:
    """Return the studies pooled under a model.

    `subject` is `Effects`, or a table where the model names its measure. Raises `TooFewStudies`
    without a usable row, `NotEstimable` where the data hold nothing on the pooled value,
    `InvalidData` where model and data don't fit, `NotConverged` where an estimator fails.
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
    """Pool by inverse variance: sum(w y) / sum(w), variance 1 / sum(w), w = 1 / v.

    Source: Cochrane Handbook 10.3; Birge 1932, Phys Rev 40:207.
    """
    used = _usable(effects)
    yi, vi = effects.yi[used], effects.vi[used]
    w = 1.0 / vi
    total = float(w.sum())
    df = len(yi) - 1.0 if model.interval == "t" and len(yi) > 1 else None
    made = estimate(float(w @ yi) / total, total**-0.5, df=df, level=model.level)
    return _assemble(effects, model, made, around(yi, vi, made.value), _spread(w, used), used)


def _pool_random(effects: Effects, model: Random) -> Pooled:
    used = _usable(effects)
    yi, vi = effects.yi[used], effects.vi[used]
    k = len(yi)
    w = 1.0 / vi
    centre = float(w @ yi) / float(w.sum())
    if model.q_around is not None:
        centre = _pool_mantel_haenszel(effects, model.q_around).estimate.value
    tau2, notes = _tau2(yi, vi, centre, model)
    dl = tau2_of(yi, vi, "DL") if model.interval == "hartung_knapp_iqwig" else None
    made, more = random_effects(yi, vi, tau2, model=model, tau2_dl=dl)
    se_tau2 = ESTIMATORS[model.tau2].se(tau2, yi, vi) if k > 1 else np.nan
    held = around(yi, vi, centre, tau2=tau2, se_tau2=se_tau2)
    if k > 1:
        held = with_limits(held, q_profile(yi, vi, level=model.level))
    ahead = None
    if model.prediction is not None:
        ahead = prediction(yi, vi, tau2, made=made, kind=model.prediction)
    weights = _spread(1.0 / (vi + tau2), used)
    return _assemble(
        effects,
        model,
        made,
        held,
        weights,
        used,
        ahead=ahead,
        loglik=_log_likelihood(tau2, yi, vi, model.tau2) if k > 1 else None,
        notes=(*notes, *more),
    )


def _tau2(yi: Array, vi: Array, centre: float, model: Random) -> tuple[float, tuple[Note, ...]]:
    if len(yi) == 1:
        return 0.0, (Note("tau2_zero_for_a_single_study"),)
    if model.q_around is None:
        return tau2_of(yi, vi, model.tau2), ()
    if model.tau2 != "DL":
        raise InvalidData("Only the DerSimonian-Laird estimator takes its Q from elsewhere.")
    w = 1.0 / vi
    q = (w * (yi - centre)) @ (yi - centre)
    return float(moment(np.array([q]), w[None, :], np.array([float(len(yi))]))[0]), ()


def _log_likelihood(tau2: float, yi: Array, vi: Array, method: str) -> float | None:
    if method not in LIKELIHOODS:
        return None
    at = np.array([tau2])
    return float(log_likelihood(at, yi, vi, restricted=LIKELIHOODS[method])[0])


def _pool_mantel_haenszel(subject: Effects | Data, model: MantelHaenszel) -> Pooled:
    measure, table = _tabled(subject, model)
    if measure.mantel_haenszel is None:
        raise InvalidData(f"{measure.label} has no Mantel-Haenszel method.")
    rows = measure.of(table, zeros=model.rows)
    corrected, notes = correct(table, model.pooled)
    used = _complete(corrected)
    if not used.any():
        raise TooFewStudies("There is no study to pool.")
    sums = measure.mantel_haenszel(take(corrected, used), model.rd_variance)
    made = estimate(sums.value, sums.se, level=model.level)
    known = rows.usable
    held = around(rows.yi[known], rows.vi[known], sums.value)
    weights = _spread(sums.weights, used)
    told = tuple(Note(f"pooled_{note.code}", note.studies) for note in notes)
    return _assemble(rows, model, made, held, weights, used, notes=told)


def _tabled(subject: Effects | Data, model: MantelHaenszel) -> tuple[Measure, Data]:
    if not isinstance(subject, Effects):
        if model.measure is None:
            raise InvalidData("Pooling a table needs a model that names the measure.")
        return model.measure, subject
    if subject.table is None:
        raise InvalidData("Mantel-Haenszel needs the table the effects were made of.")
    return model.measure or subject.measure, subject.table


def _pool_peto(effects: Effects, model: Peto) -> Pooled:
    """Pool by Peto's method: sum(O - E) / sum(V), variance 1 / sum(V).

    Q = sum(V ((O - E) / V - value)^2); its df counts the rows shown.
    Source: Yusuf, Peto et al. 1985, Prog Cardiovasc Dis 27:335, appendix.
    """
    if effects.measure.peto is None or effects.table is None:
        raise InvalidData("Peto's method needs a table and a measure that has the method.")
    with np.errstate(divide="ignore", invalid="ignore"):
        difference, variance = effects.measure.peto(effects.table)
        corrected, notes = correct(effects.table, model.rows)
        row_difference, row_variance = effects.measure.peto(corrected)
        yi, vi = row_difference / row_variance, 1.0 / row_variance
    used = np.isfinite(difference) & np.isfinite(variance)
    total = float(variance[used].sum())
    if total <= 0.0:
        raise NotEstimable("Peto's ratio is not estimable: no study has events.")
    made = estimate(float(difference[used].sum()) / total, total**-0.5, level=model.level)
    known = np.isfinite(yi) & np.isfinite(vi)
    lost = tuple(int(i) for i in np.flatnonzero(~known))
    rows = replace(
        effects,
        yi=np.where(known, yi, np.nan),
        vi=np.where(known, vi, np.nan),
        notes=(*notes, Note("no_estimate", lost)) if lost else notes,
        zeros=model.rows,
    )
    telling = used & (variance > 0.0)
    held = around(
        difference[telling] / variance[telling],
        1.0 / variance[telling],
        made.value,
        df=max(int(known.sum()) - 1, 0),
    )
    return _assemble(rows, model, made, held, _spread(variance[used], used), used)


def shown(effects: Effects, value: float, limits: Estimate | Interval) -> Shown:
    """Return a pooled value and its limits on the scale people read.

    Where the transformation depends on the sample size, the harmonic mean of the rows is used.
    """
    n = float("nan")
    if effects.measure.needs_n and effects.n is not None:
        n = harmonic_mean(effects.n[effects.usable])
    made = np.array([value, limits.lower, limits.upper])
    with np.errstate(over="ignore", invalid="ignore"):
        back = effects.measure.back(made, np.full(3, n))
    return Shown(*(float(x) for x in back))


def harmonic_mean(n: Array) -> float:
    """Return k / sum(1 / n); NaN where no n is above zero."""
    return float(len(n) / np.sum(1.0 / n)) if len(n) and np.all(n > 0.0) else float("nan")


def _complete(table: Data) -> Mask:
    """Return the rows without a missing cell and with people in every group."""
    cells = np.array([getattr(table, name) for name in array_names(table)])
    groups = (cells[:2].sum(axis=0) > 0.0) & (cells[2:].sum(axis=0) > 0.0)
    return np.asarray(np.isfinite(cells).all(axis=0) & groups)


def _usable(effects: Effects) -> Mask:
    used = effects.usable
    if not used.any():
        raise TooFewStudies("There is no study to pool.")
    return used


def _spread(weights: Array, used: Mask) -> Array:
    """Return weights in per cent at the places of the rows used, 0 elsewhere."""
    shares = np.zeros(len(used))
    shares[used] = 100.0 * weights / weights.sum()
    shares.setflags(write=False)
    return shares


def _assemble(
    effects: Effects,
    model: Model,
    made: Estimate,
    held: Heterogeneity,
    weights: Array,
    used: Mask,
    *,
    ahead: Interval | None = None,
    loglik: float | None = None,
    notes: tuple[Note, ...] = (),
) -> Pooled:
    left_out = tuple(int(i) for i in np.flatnonzero(~used))
    told = (Note("not_pooled", left_out),) if left_out else ()
    frozen = used.copy()
    frozen.setflags(write=False)
    h = h_range(held.q, held.df + 1, z=normal_quantile(0.5 + made.level / 2.0))
    return Pooled(
        estimate=made,
        shown=shown(effects, made.value, made),
        heterogeneity=replace(held, i2_q_lower=_i2(h.lower), i2_q_upper=_i2(h.upper)),
        weights=weights,
        pooled=frozen,
        prediction=ahead,
        prediction_shown=None if ahead is None else shown(effects, made.value, ahead),
        effects=effects,
        model=model,
        notes=(*effects.notes, *told, *notes),
        k=int(used.sum()),
        loglik=loglik,
    )


def _i2(h: float) -> float:
    return 100.0 * (1.0 - 1.0 / h**2)
