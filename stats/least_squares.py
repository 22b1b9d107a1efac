"""Weighted least squares with everything meta-regression asks of it, in O(k p^2).

The k x k projection matrices of the literature are never formed: all traces come from a thin QR
of the weighted design.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stats.errors import NotEstimable

if TYPE_CHECKING:
    from stats.data import Array


@dataclass(frozen=True, slots=True, eq=False)
class LeastSquares:
    """The fit of yi on X with weights w.

    `beta` `(p,)`; `cov` = (X' W X)^-1 `(p, p)`; `rss` = sum w (y - X beta)^2 = y' P y with
    P = W - W X (X' W X)^-1 X' W; `scaled` = sqrt(w) (y - X beta) `(k,)`; `basis` thin Q of
    sqrt(w) X `(k, p)`.
    """

    beta: Array
    cov: Array
    rss: float
    weights: Array
    scaled: Array
    basis: Array
    logdet: float

    @property
    def leverage(self) -> Array:
        """Diagonal of the hat matrix, `(k,)`."""
        return np.asarray(np.einsum("ij,ij->i", self.basis, self.basis))

    def trace(self, a: Array, b: Array) -> float:
        """Return tr(M A M B), M = I - Q Q', for diagonal A and B given as `(k,)`.

        With W = sqrt(w) diag: tr(P) = tr(M W); tr(P P) = trace(w, w); tr(P V P V) = trace(w v,
        w v); tr(P P V) = trace(w, w v).
        """
        q = self.basis
        inner = ((q.T * a) @ q) * ((q.T * b) @ q)
        return float((a * b * (1.0 - 2.0 * self.leverage)).sum() + inner.sum())

    def trace_p(self) -> float:
        """Return tr(P) = sum w (1 - leverage)."""
        return float((self.weights * (1.0 - self.leverage)).sum())


def least_squares(yi: Array, x: Array, w: Array) -> LeastSquares:
    """Fit yi `(k,)` on the columns of x `(k, p)` with weights w `(k,)`, all above zero.

    Raises
    ------
    NotEstimable
        When the columns are linearly dependent.
    """
    root = np.sqrt(w)
    # Columns scaled to length one, so that a year and a dose are judged alike.
    scale = np.sqrt(((root[:, None] * x) ** 2).sum(axis=0))
    if not (scale > 0.0).all():
        raise NotEstimable("A moderator is the same in every study.")
    q, r = np.linalg.qr(root[:, None] * (x / scale))
    diagonal = np.abs(np.diag(r))
    if diagonal.min() < 1e-10 * diagonal.max():
        raise NotEstimable("The moderators overlap so much that they cannot be told apart.")
    target = root * yi
    along = q.T @ target
    scaled = target - q @ along
    scaled -= q @ (q.T @ scaled)  # once more: keeps orthogonality when the fit is close
    inverse = _inverse_of_triangle(r) / scale[:, None]
    return LeastSquares(
        beta=inverse @ along,
        cov=inverse @ inverse.T,
        rss=float(scaled @ scaled),
        weights=w,
        scaled=scaled,
        basis=q,
        logdet=float(2.0 * (np.log(diagonal).sum() + np.log(scale).sum())),
    )


def _inverse_of_triangle(r: Array) -> Array:
    """Invert an upper triangle by substitution: for p of a few, LAPACK's threads cost far more."""
    inverse = np.zeros_like(r)
    for i in range(len(r) - 1, -1, -1):
        inverse[i] = -(r[i, i + 1 :] @ inverse[i + 1 :])
        inverse[i, i] += 1.0
        inverse[i] /= r[i, i]
    return inverse
