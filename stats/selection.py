"""Selection models: the mean effect if seeing a study depends on its p value.

The likelihood is in `stats.selection_likelihood`. Selection models lean on few studies and flat
likelihoods: they test how far a conclusion would move, they do not undo publication bias.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from scipy.optimize import minimize

from stats.distributions import chi2_tail
from stats.errors import InvalidData, NotConverged, TooFewStudies
from stats.intervals import estimate
from stats.regression_tau2 import log_likelihood, maximum_likelihood
from stats.results import Estimate, Note
from stats.selection_likelihood import Likelihood, Selection, likelihood

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stats.data import Array
    from stats.effects import Effects

Positions: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.intp]]
HIGHEST = 100.0  # of a selection parameter, as in metafor
NEAR_BOUND = 1e-4
OTHER_MAXIMUM = 1e-3  # of log-likelihood between the ends of two searches


@dataclass(frozen=True, slots=True, eq=False)
class Selected:
    """A fitted selection model, analysis scale.

    `deltas` `(d,)` are the parameters of w with standard errors `se_deltas`; for `stepfun` the
    first is 1 by definition and its error NaN. Standard errors are NaN where the likelihood is too
    flat to have them. `lrt` compares with the same model without selection, on `df`.
    """

    estimate: Estimate
    tau2: float
    se_tau2: float
    deltas: Array
    se_deltas: Array
    loglik: float
    loglik_unselected: float
    lrt: float
    df: int
    p: float
    k: int
    selection: Selection
    notes: tuple[Note, ...]


def selection_model(
    effects: Effects, selection: Selection | None = None, *, level: float = 0.95
) -> Selected:
    """Fit a random-effects model in which studies are selected by their p value.

    Maximises sum log w(p_i) + log f(y_i) - log A_i over mean, tau2 >= 0 and the parameters of w
    (see `stats.selection_likelihood`), from several starts. Parameters of w lie between 0 (beta:
    1e-5) and 100. Where searches end at maxima of different height the highest is given, with a
    note; metafor's `selmodel`, with one search and coarse integrals, then often reports another.

    Parameters
    ----------
    selection
        The weight function; one step at p = 0.025 when not given.

    Raises
    ------
    TooFewStudies
        With fewer studies than parameters.
    InvalidData
        When steps are not increasing between 0 and 1.
    NotConverged
        When no start leads to a finite likelihood.

    Notes
    -----
    Source: Vevea and Hedges 1995, Psychometrika 60:419 (step function); Citkowicz and Vevea 2017,
    Psychol Methods 22:28 (beta); Preston, Ashby and Smyth 2004, J Eval Clin Pract 10:313 (half
    normal and negative exponential). Parametrised as in metafor's `selmodel`.
    """
    chosen = selection or Selection()
    yi, vi = _checked(effects, chosen)
    model = likelihood(yi, vi, chosen)
    turn = -1.0 if chosen.alternative == "less" else 1.0
    tau2 = _unselected_tau2(yi, vi)
    mean = turn * float(np.average(yi, weights=1.0 / (vi + tau2)))
    best, is_only = _maximise(model, mean, tau2)
    made = selected_at(
        effects,
        chosen,
        mean=turn * float(best[0]),
        tau2=float(best[1]),
        delta=best[2:],
        level=level,
    )
    if is_only:
        return made
    return replace(made, notes=(*made.notes, Note("selection_other_maximum")))


def selected_at(
    effects: Effects,
    selection: Selection,
    *,
    mean: float,
    tau2: float,
    delta: Sequence[float] | Array,
    level: float = 0.95,
) -> Selected:
    """Describe a selection model at given parameters: likelihood, standard errors and test.

    Standard errors from the inverse of the observed information; tau2 near 0, and steps near 0, are
    taken as known.

    Raises
    ------
    TooFewStudies, InvalidData
        As `selection_model`.

    Notes
    -----
    Source: as `selection_model`.
    """
    yi, vi = _checked(effects, selection)
    model = likelihood(yi, vi, selection)
    turn = -1.0 if selection.alternative == "less" else 1.0
    at = np.array([turn * mean, tau2, *delta], dtype=float)
    held = _held(at, vi, selection)
    ses = _standard_errors(model, at, held)
    loglik = model.of(at[0], at[1], at[2:])
    x = np.ones((len(yi), 1))
    alone = log_likelihood(yi, vi, x, tau2=_unselected_tau2(yi, vi), restricted=False)
    lrt = max(0.0, 2.0 * (loglik - alone))
    first = selection.kind == "stepfun"
    return Selected(
        estimate=estimate(mean, float(ses[0]), level=level),
        tau2=tau2,
        se_tau2=float(ses[1]),
        deltas=np.concatenate(([1.0], at[2:])) if first else at[2:],
        se_deltas=np.concatenate(([np.nan], ses[2:])) if first else ses[2:],
        loglik=loglik,
        loglik_unselected=alone,
        lrt=lrt,
        df=selection.free,
        p=float(chi2_tail(lrt, selection.free)),
        k=len(yi),
        selection=selection,
        notes=_notes(effects, model, at, ses),
    )


def _checked(effects: Effects, selection: Selection) -> tuple[Array, Array]:
    steps = selection.steps
    if selection.kind == "stepfun":
        inside = all(0.0 < step < 1.0 for step in steps)
        if not steps or not inside or list(steps) != sorted(set(steps)):
            raise InvalidData("Steps are p values between 0 and 1, each above the one before.")
    used = effects.usable
    if int(used.sum()) < 2 + selection.free:
        raise TooFewStudies(f"This selection model needs {2 + selection.free} studies.")
    return effects.yi[used], effects.vi[used]


def _unselected_tau2(yi: Array, vi: Array) -> float:
    return maximum_likelihood(yi, vi, np.ones((len(yi), 1))).value


def _maximise(model: Likelihood, mean: float, tau2: float) -> tuple[Array, bool]:
    """Find the best (mean, tau2, delta...) from several starts, and whether all of them agree.

    The search is over (mean, tau, delta) in units of the data, so that its steps are alike.
    """
    unit = float(np.sqrt(np.median(model.vi) + tau2))
    selection = model.selection
    lower, upper = selection.least, HIGHEST

    def loss(at: Array) -> float:
        value = model.of(at[0] * unit, (at[1] * unit) ** 2, at[2:])
        return -value if math.isfinite(value) else 1e100

    bounds = [(None, None), (0.0, None)] + [(lower, upper)] * selection.free
    best, losses = np.empty(0), [1e99]
    for start in _starts(selection, mean / unit, math.sqrt(tau2) / unit):
        found = start
        for _ in range(3):  # a restart renews the curvature where the first path was crooked
            result = minimize(
                loss,
                found,
                method="L-BFGS-B",
                bounds=bounds,
                options={"ftol": 1e-15, "gtol": 1e-8, "maxiter": 500, "maxfun": 5000},
            )
            found = np.asarray(result.x, dtype=np.float64)
        if loss(found) < min(losses):
            best = found
        losses.append(loss(found))
    if min(losses) >= 1e99:
        raise NotConverged("The likelihood of the selection model has no maximum.")
    is_only = max(losses[1:]) - min(losses) < OTHER_MAXIMUM
    return np.concatenate(([best[0] * unit, (best[1] * unit) ** 2], best[2:])), is_only


def _starts(selection: Selection, mean: float, tau: float) -> list[Array]:
    neutral = {"stepfun": 1.0, "beta": 1.0, "halfnorm": 1.0, "negexp": 1.0}[selection.kind]
    strong = {"stepfun": 0.1, "beta": 1.5, "halfnorm": 5.0, "negexp": 5.0}[selection.kind]
    spread = max(tau, 0.3)
    return [
        np.array([mean, spread, *[neutral] * selection.free]),
        np.array([mean / 2.0, spread, *[strong] * selection.free]),
        np.array([mean / 2.0, 0.0, *[strong] * selection.free]),
        np.array([mean, 2.0 * spread, *selection.unselected]),
    ]


def _held(at: Array, vi: Array, selection: Selection) -> Array:
    """Mark parameters on their bound, which have no standard error of this kind."""
    held = np.zeros(len(at), dtype=bool)
    held[1] = at[1] < min(float(vi.min()) / 10.0, NEAR_BOUND)
    if selection.kind == "stepfun":
        held[2:] = at[2:] < NEAR_BOUND
    return held


def _standard_errors(model: Likelihood, at: Array, held: Array) -> Array:
    free = np.flatnonzero(~held.astype(bool))
    ses = np.full(len(at), np.nan)
    information = -_hessian(model, at, free)
    if not np.isfinite(information).all():
        return ses
    scale = np.sqrt(np.abs(np.diag(information)))
    if not (scale > 0.0).all():
        return ses
    try:
        root = np.linalg.cholesky(information / np.outer(scale, scale))
    except np.linalg.LinAlgError:
        return ses  # not a maximum, or flat: no standard error is honest (a note says so)
    inverse = np.linalg.inv(root)
    ses[free] = np.sqrt((inverse**2).sum(axis=0)) / scale
    return ses


def _hessian(model: Likelihood, at: Array, free: Positions) -> Array:
    """Return second derivatives by central differences, extrapolated twice (Richardson)."""
    steps = np.where(np.abs(at) > 1e-3, np.abs(at), 1e-2) * 0.02
    steps[1] = max(min(steps[1], at[1] / 4.0), 1e-7)
    coarse, fine = (_differences(model, at, free, steps * h) for h in (1.0, 0.5))
    return np.asarray((4.0 * fine - coarse) / 3.0)


def _differences(model: Likelihood, at: Array, free: Positions, steps: Array) -> Array:
    def value(*moves: tuple[int, float]) -> float:
        there = at.copy()
        for i, sign in moves:
            there[i] += sign * steps[i]
        return model.of(there[0], there[1], there[2:])

    made = np.empty((len(free), len(free)))
    centre = value()
    for a, i in enumerate(free):
        made[a, a] = (value((i, 1.0)) - 2.0 * centre + value((i, -1.0))) / steps[i] ** 2
        for b, j in enumerate(free[:a]):
            crossed = value((i, 1.0), (j, 1.0)) + value((i, -1.0), (j, -1.0))
            crossed -= value((i, 1.0), (j, -1.0)) + value((i, -1.0), (j, 1.0))
            made[a, b] = made[b, a] = crossed / (4.0 * steps[i] * steps[j])
    return made


def _notes(effects: Effects, model: Likelihood, at: Array, ses: Array) -> tuple[Note, ...]:
    notes = list(effects.notes)
    selection = model.selection
    if at[1] == 0.0:
        notes.append(Note("tau2_at_zero"))
    if ((at[2:] <= selection.least + NEAR_BOUND) | (at[2:] >= HIGHEST - NEAR_BOUND)).any():
        notes.append(Note("selection_at_bound"))
    if not np.isfinite(ses[0]):
        notes.append(Note("no_standard_error"))
    if selection.kind == "stepfun":
        cells = np.searchsorted(selection.steps, model.p, side="left")
        if len(set(cells.tolist())) < len(selection.steps) + 1:
            notes.append(Note("empty_p_interval"))
    return tuple(notes)
