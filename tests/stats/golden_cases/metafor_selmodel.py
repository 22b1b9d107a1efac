"""metafor's `selmodel`, step by step: what R's optimiser makes of coarse integrals.

metafor maximises with R's `optim` (BFGS, stops when the likelihood gains less than 1.5e-8 of
itself) and integrates with a tolerance of 1.2e-4. On these flat likelihoods it ends well short of
the optimum in many cases, or at a lower maximum. The golden values are where it ended; this
replays the way there, to tell a wrong model from an unfinished search.

Nash 1990, Compact Numerical Methods for Computers, algorithm 21; Piessens et al. 1983, QUADPACK,
routine QAGI; Gilbert & Varadhan, numDeriv (Richardson).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy.integrate import quad
from scipy.special import ndtr, ndtri

from stats.data import Array
from stats.regression_tau2 import maximum_likelihood
from stats.selection_likelihood import CLIPPED, Likelihood, Selection, likelihood

Function: TypeAlias = Callable[[Array], float]
EPS = float(np.finfo(float).eps)
COARSE = EPS**0.25
HIGHEST = 100.0


@dataclass(frozen=True)
class Stop:
    """Where metafor ends: mean, tau2, free deltas; standard errors in that order, or NaN."""

    at: Array
    ses: Array
    loglik: float


def metafor_stop(yi: Array, vi: Array, selection: Selection) -> Stop:
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return _stop(yi, vi, selection)


def _stop(yi: Array, vi: Array, selection: Selection) -> Stop:
    model = likelihood(yi, vi, selection)
    turn = -1.0 if selection.alternative == "less" else 1.0
    fixed = int(selection.kind == "stepfun")  # the first step's 1 is carried along

    def loss(at: Array) -> float:
        tau2 = 0.0 if at[1] < 10.0 * EPS else at[1]
        delta = at[2 + fixed :]
        if fixed:
            return -model.of(turn * at[0], tau2, delta)
        return -_coarse(model, turn * at[0], tau2, delta)

    def mapped(at: Array) -> Array:
        inner = selection.least + (HIGHEST - selection.least) / (1.0 + np.exp(-at[2 + fixed :]))
        return np.concatenate(([at[0], math.exp(at[1])], at[2 : 2 + fixed], inner))

    tau2 = maximum_likelihood(yi, vi, np.ones((len(yi), 1))).value
    mean = float(np.average(yi, weights=1.0 / (vi + tau2)))
    one = math.log((1.0 - selection.least) / (HIGHEST - 1.0))
    start = [mean, math.log(tau2 + 1e-3), *[1.0] * fixed, *[one] * selection.free]
    end = mapped(_bfgs(lambda at: loss(mapped(at)), np.array(start)))
    kept = np.array([i for i in range(len(end)) if not fixed or i != 2])
    if fixed and selection.free == 1:
        information = _step_information(model, turn, end[kept])
    else:
        information = _richardson(loss, end)[np.ix_(kept, kept)]
    return Stop(end[kept], _errors(information), -loss(end))


def _step_information(model: Likelihood, turn: float, at: Array) -> Array:
    """Return minus the Hessian of a likelihood with one step, from exact first derivatives.

    numDeriv's second differences lose up to a thousandth of a standard error to rounding where
    tau2 is near 0, and no two machines lose the same. With one step the exact slopes stand within
    the tolerance; with two they don't, because metafor's own are off by up to 4 % there, which
    only its own differences follow.
    """
    step = np.maximum(1e-4 * np.abs(at), 1e-9)
    moves = np.diag(step)
    rows = [(_slopes(model, turn, at + move) - _slopes(model, turn, at - move)) for move in moves]
    made = -np.array(rows) / (2.0 * step[:, None])
    return np.asarray((made + made.T) / 2.0)


def _slopes(model: Likelihood, turn: float, at: Array) -> Array:
    """Return the derivatives of a one-sided step function's log-likelihood.

    A_i = sum_j d_j (B_ij - B_i,j-1), B_ij = Phi((m / se_i + z_j) / sqrt(1 + tau2 / v_i)), d_0 = 1.
    """
    mean, tau2, delta = turn * at[0], at[1], np.concatenate(([1.0], at[2:]))
    vi, spread = model.vi, model.vi + tau2
    steps = np.array(model.selection.steps)
    width = np.sqrt(1.0 + tau2 / vi)
    u = (mean / np.sqrt(vi) + ndtri(steps)[:, None]) / width
    below = np.vstack([np.zeros_like(vi), ndtr(u), np.ones_like(vi)])
    height = np.exp(-0.5 * u**2) / math.sqrt(2.0 * math.pi)
    chance = np.diff(below, axis=0).T @ delta
    drop = (delta[:-1] - delta[1:])[:, None]  # B_j enters with d_j and leaves with d_j+1
    by_mean = (drop * height / (np.sqrt(vi) * width)).sum(axis=0)
    by_tau2 = (drop * height * -u / (2.0 * vi * width**2)).sum(axis=0)
    off = model.yi - mean
    place = np.searchsorted(steps, model.p, side="left")
    by_delta = [
        (place == j).sum() / delta[j] - (np.diff(below, axis=0)[j] / chance).sum()
        for j in range(1, len(delta))
    ]
    return np.array(
        [
            turn * (off / spread - by_mean / chance).sum(),
            (0.5 * (off**2 / spread**2 - 1.0 / spread) - by_tau2 / chance).sum(),
            *by_delta,
        ]
    )


def _errors(information: Array) -> Array:
    try:
        np.linalg.cholesky(information)
    except np.linalg.LinAlgError:
        return np.full(len(information), np.nan)
    return np.asarray(np.sqrt(np.diag(np.linalg.inv(information))))


def _bfgs(f: Function, start: Array) -> Array:  # noqa: C901  (one loop, as published)
    """Minimise as R's `optim(method = "BFGS")` does with its defaults."""
    n, b, fewest = len(start), start.copy(), EPS**0.5
    lowest, slope = f(b), _gradient(f, b)
    gradients = last = steps = 1
    inverse = np.eye(n)
    while True:
        if last == gradients:
            inverse = np.eye(n)
        before, old = b.copy(), slope.copy()
        way = -inverse @ slope
        if way @ slope < 0.0:
            length, accepted, same = 1.0, False, 0
            while not (same == n or accepted):
                b = before + length * way
                same = int((10.0 + before == 10.0 + b).sum())
                if same < n:
                    value = f(b)
                    bar = lowest + (way @ slope) * length * 1e-4
                    accepted = bool(math.isfinite(value) and value <= bar)
                    length *= 1.0 if accepted else 0.2
            if abs(value - lowest) <= fewest * (abs(lowest) + fewest):
                same, lowest = n, value
            if same < n:
                lowest, slope = value, _gradient(f, b)
                gradients, steps = gradients + 1, steps + 1
                way, change = length * way, slope - old
                along = way @ change
                if along > 0.0:
                    x = inverse @ change
                    inverse = (
                        inverse
                        + (
                            (1.0 + x @ change / along) * np.outer(way, way)
                            - np.outer(way, x)
                            - np.outer(x, way)
                        )
                        / along
                    )
                else:
                    last = gradients
            elif last < gradients:
                same, last = 0, gradients
        else:
            same = n if last == gradients else 0
            last = gradients
        if steps >= 100:
            return b
        if gradients - last > 2 * n:
            last = gradients
        if same == n and last == gradients:
            return b


def _gradient(f: Function, at: Array, step: float = 1e-3) -> Array:
    moves = np.eye(len(at)) * step
    return np.array([(f(at + move) - f(at - move)) / (2.0 * step) for move in moves])


def _richardson(f: Function, at: Array) -> Array:
    """Return the Hessian as `numDeriv::hessian` with d = 0.1, r = 6."""
    n, rounds = len(at), 6
    step = 0.1 * np.abs(at) + 1e-4 * (np.abs(at) < math.sqrt(EPS / 7e-7))
    centre, made = f(at), np.empty((n, n))

    def bent(way: Array, own: float) -> list[float]:
        values = []
        for i in range(rounds):
            h = way * step / 2.0**i
            scale = float(np.prod(h[way > 0.0])) * (2.0 if way.sum() > 1 else h.max())
            values.append((f(at + h) - 2.0 * centre + f(at - h) - own / 4.0**i) / scale)
        return values

    def refined(values: list[float]) -> float:
        for m in range(1, rounds):
            four = 4.0**m
            values = [(b * four - a) / (four - 1.0) for a, b in itertools.pairwise(values)]
        return values[0]

    for i in range(n):
        made[i, i] = refined(bent(np.eye(n)[i], 0.0))
    for i in range(n):
        for j in range(i):
            own = made[i, i] * step[i] ** 2 + made[j, j] * step[j] ** 2
            made[i, j] = made[j, i] = refined(bent(np.eye(n)[i] + np.eye(n)[j], own))
    return made


def _coarse(model: Likelihood, mean: float, tau2: float, delta: Array) -> float:
    """Return the log-likelihood with each chance integrated to R's default tolerance."""
    spread = model.vi + tau2
    own = np.log(_weight(model.selection, model.p, delta))
    density = -0.5 * (np.log(2.0 * math.pi * spread) + (model.yi - mean) ** 2 / spread)
    return float((own + density - np.log(_integrals(model, mean, tau2, delta))).sum())


def _weight(selection: Selection, p: Array, delta: Array) -> Array:
    if selection.kind == "beta":
        p = np.clip(p, CLIPPED, 1.0 - CLIPPED)
        return np.asarray(p ** (delta[0] - 1.0) * (1.0 - p) ** (delta[1] - 1.0))
    return np.asarray(np.exp(-delta[0] * (p**2 if selection.kind == "halfnorm" else p)))


def _integrals(model: Likelihood, mean: float, tau2: float, delta: Array) -> Array:
    """Integrate over the line: QAGI's first rule for all studies, the whole of it for the rest."""
    se, sd = np.sqrt(model.vi)[:, None], np.sqrt(model.vi + tau2)[:, None]

    def height(y: Array) -> Array:
        z = (y - mean) / sd
        weight = _weight(model.selection, np.asarray(ndtr(-y / se)), delta)
        return np.asarray(weight * np.exp(-0.5 * z * z) / (sd * math.sqrt(2.0 * math.pi)))

    half, far = 0.5, (1.0 - X) / X
    both = (height(far[None, :]) + height(-far[None, :])) / X**2
    result, rough = half * (both @ KRONROD), half * (both @ GAUSS)
    spread = half * (np.abs(both - (both @ KRONROD)[:, None] * 0.5) @ KRONROD)
    size = half * (np.abs(both) @ KRONROD)
    error = np.abs(result - rough)
    usable = (spread != 0.0) & (error != 0.0)
    safe = np.where(usable, spread, 1.0)
    error = np.where(usable, spread * np.minimum(1.0, (200.0 * error / safe) ** 1.5), error)
    error = np.maximum(error, 50.0 * EPS * size)
    near = np.maximum(COARSE, COARSE * np.abs(result))
    for i in np.flatnonzero(~((error <= near) & (error != size))):
        one = _height_at(model.selection, float(se[i, 0]), float(sd[i, 0]), mean, delta.tolist())
        result[i] = quad(one, -np.inf, np.inf, epsabs=COARSE, epsrel=COARSE, limit=100)[0]
    return np.asarray(result)


def _height_at(
    selection: Selection, se: float, sd: float, mean: float, delta: list[float]
) -> Callable[[float], float]:
    """Return the integrand of one study in plain floats, which `quad` calls the fastest."""
    erfc, exp = math.erfc, math.exp
    narrow, scale = 1.0 / (se * math.sqrt(2.0)), 1.0 / (sd * math.sqrt(2.0 * math.pi))
    kind = selection.kind

    def height(y: float) -> float:
        p, z = 0.5 * erfc(y * narrow), (y - mean) / sd
        if kind == "beta":
            p = min(max(p, CLIPPED), 1.0 - CLIPPED)
            weight = p ** (delta[0] - 1.0) * (1.0 - p) ** (delta[1] - 1.0)
        else:
            weight = exp(-delta[0] * (p * p if kind == "halfnorm" else p))
        return float(weight * scale * exp(-0.5 * z * z))

    return height


# Gauss-Kronrod 7, 15 on (0, 1), as QUADPACK's QK15I has it
_X = np.array([
    0.9914553711208126, 0.9491079123427585, 0.8648644233597691, 0.7415311855993944,
    0.5860872354676911, 0.4058451513773972, 0.2077849550078985, 0.0,
])  # fmt: skip
_K = np.array([
    0.02293532201052922, 0.06309209262997856, 0.1047900103222502, 0.1406532597155259,
    0.1690047266392679, 0.1903505780647854, 0.2044329400752989, 0.2094821410847278,
])  # fmt: skip
_G = np.array([
    0.0, 0.1294849661688697, 0.0, 0.2797053914892767, 0.0, 0.3818300505051189, 0.0,
    0.4179591836734694,
])  # fmt: skip
X = 0.5 * (1.0 + np.concatenate([-_X, _X[-2::-1]]))
KRONROD = np.concatenate([_K, _K[-2::-1]])
GAUSS = np.concatenate([_G, _G[-2::-1]])
