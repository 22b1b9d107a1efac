"""Likelihood of effects that were selected by their p value.

A study with effect y and p value p(y) is seen with a chance proportional to w(p). Its density is
w(p(y)) f(y) / A, f normal with mean mu and variance v + tau2, A the integral of w f. Here are w, A
and the log-likelihood; maximising it is in `stats.selection`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from scipy.special import log_ndtr, ndtr, ndtri

if TYPE_CHECKING:
    from stats.data import Array

Kind: TypeAlias = Literal["stepfun", "beta", "halfnorm", "negexp"]
Alternative: TypeAlias = Literal["greater", "less", "two.sided"]
CLIPPED = 1e-5  # p values nearer to 0 or 1 count as this in the beta model, as in metafor
PANELS, NODES = 8, 24


@dataclass(frozen=True, slots=True)
class Selection:
    """How studies are selected.

    Parameters
    ----------
    kind
        `stepfun`: w is constant between `steps` (the first interval 1); `beta`: p^(d1 - 1) (1 -
        p)^(d2 - 1); `halfnorm`: exp(-d p^2); `negexp`: exp(-d p).
    steps
        Cut points of p for `stepfun`, between 0 and 1.
    alternative
        What the p value is one-sided for, or `two.sided`.
    """

    kind: Kind = "stepfun"
    steps: tuple[float, ...] = (0.025,)
    alternative: Alternative = "greater"

    @property
    def free(self) -> int:
        """Parameters of w to be estimated."""
        return {"stepfun": len(self.steps), "beta": 2, "halfnorm": 1, "negexp": 1}[self.kind]

    @property
    def unselected(self) -> tuple[float, ...]:
        """Parameters at which every study has the same chance."""
        return (1.0,) * self.free if self.kind in {"stepfun", "beta"} else (0.0,)

    @property
    def least(self) -> float:
        """Lower bound of a parameter; the upper one is 100."""
        return CLIPPED if self.kind == "beta" else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Likelihood:
    """Effects ready for fast evaluation: signs turned so that small p means large y.

    `p` `(k,)`; `z` and `mass` are nodes and weights of the integral over the z scale.
    """

    selection: Selection
    yi: Array
    vi: Array
    p: Array
    z: Array
    mass: Array

    def of(self, mean: float, tau2: float, delta: Array) -> float:
        """Return the log-likelihood; -inf where a chance is not positive."""
        spread = self.vi + tau2
        own = self._log_weight(delta)
        chance = self._chances(mean, tau2, delta)
        if not (chance > 0.0).all():
            return -math.inf
        density = -0.5 * (np.log(2.0 * math.pi * spread) + (self.yi - mean) ** 2 / spread)
        return float((own + density - np.log(chance)).sum())

    def _log_weight(self, delta: Array) -> Array:
        with np.errstate(divide="ignore"):
            if self.selection.kind == "stepfun":
                levels = np.log(np.concatenate(([1.0], delta)))
                place = np.searchsorted(self.selection.steps, self.p, side="left")
                return np.asarray(levels[place])
            return _log_smooth(self.selection.kind, self.p, delta)

    def _chances(self, mean: float, tau2: float, delta: Array) -> Array:
        """Return the chance of each study to be seen, `(k,)`."""
        se = np.sqrt(self.vi)
        centre, width = mean / se, np.sqrt(1.0 + tau2 / self.vi)
        if self.selection.kind == "stepfun":
            below = self._below(centre, width)
            levels = np.concatenate(([1.0], delta))
            return np.asarray(np.diff(below, axis=0, prepend=0.0).T @ levels)
        weight = np.exp(_log_smooth(self.selection.kind, _p_of(self.z, self.selection), delta))
        inside = np.exp(-0.5 * ((self.z - centre[:, None]) / width[:, None]) ** 2)
        total = inside @ (weight * self.mass) / (width * math.sqrt(2.0 * math.pi))
        # Beyond the nodes w no longer changes: what is left is two normal tails.
        edge = _edge(self.selection)
        ends = _p_of(np.array([-edge, edge]), self.selection)
        outer = np.exp(_log_smooth(self.selection.kind, ends, delta))
        left, right = ndtr((-edge - centre) / width), ndtr((centre - edge) / width)
        return np.asarray(total + outer[0] * left + outer[1] * right)

    def _below(self, centre: Array, width: Array) -> Array:
        """Return P(p <= step) for every step and 1, shape `(steps + 1, k)`."""
        steps = np.array(self.selection.steps)[:, None]
        if self.selection.alternative == "two.sided":
            cut = -ndtri(steps / 2.0)
            inner = ndtr((centre - cut) / width) + ndtr((-centre - cut) / width)
        else:
            inner = ndtr((centre + ndtri(steps)) / width)
        return np.vstack([inner, np.ones_like(centre)])


def likelihood(yi: Array, vi: Array, selection: Selection) -> Likelihood:
    """Prepare the likelihood of effects `(k,)` with variances `(k,)`.

    Source: Vevea & Hedges 1995, Psychometrika 60:419, equation 5.
    """
    turned = -yi if selection.alternative == "less" else np.array(yi)
    z, mass = _nodes(_edge(selection))
    p = _p_of(turned / np.sqrt(vi), selection)
    return Likelihood(selection, turned, vi, p, z, mass)


def _log_smooth(kind: Kind, p: Array, delta: Array) -> Array:
    if kind == "beta":
        inside = np.clip(p, CLIPPED, 1.0 - CLIPPED)
        return np.asarray((delta[0] - 1.0) * np.log(inside) + (delta[1] - 1.0) * np.log1p(-inside))
    return np.asarray(-delta[0] * (p**2 if kind == "halfnorm" else p))


def _p_of(z: Array, selection: Selection) -> Array:
    if selection.alternative == "two.sided":
        return np.asarray(2.0 * np.exp(log_ndtr(-np.abs(z))))
    return np.asarray(ndtr(-z))


def _edge(selection: Selection) -> float:
    """Return the z beyond which w is constant."""
    if selection.kind != "beta":
        return 8.5
    tail = CLIPPED / 2.0 if selection.alternative == "two.sided" else CLIPPED
    return float(-ndtri(tail))


def _nodes(edge: float) -> tuple[Array, Array]:
    """Return Gauss-Legendre nodes and weights on equal panels of (-edge, edge)."""
    x, w = np.polynomial.legendre.leggauss(NODES)
    borders = np.linspace(-edge, edge, PANELS + 1)
    half = np.diff(borders)[:, None] / 2.0
    middle = (borders[:-1] + borders[1:])[:, None] / 2.0
    return (middle + half * x).ravel(), (half * w).ravel()
