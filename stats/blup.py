"""Where a study's own true effect lies, given the others: empirical Bayes estimates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stats.data import Array
    from stats.results import Pooled


@dataclass(frozen=True, slots=True, eq=False)
class Blups:
    """Predicted true effects with standard errors, `(k,)`; NaN for rows without an estimate."""

    value: Array
    se: Array


def blups(pooled: Pooled) -> Blups:
    """Return l y + (1 - l) mean with variance l v + (1 - l)^2 se^2, l = tau2 / (tau2 + v).

    Scale of the analysis. Source: Raudenbush & Bryk 1985, J Educ Stat 10:75, equations 10 and 11.
    """
    tau2, made = pooled.heterogeneity.tau2, pooled.estimate
    yi, vi = pooled.effects.yi, pooled.effects.vi
    share = tau2 / (tau2 + vi)
    variance = share * vi + (1.0 - share) ** 2 * made.se**2
    return Blups(share * yi + (1.0 - share) * made.value, variance**0.5)
