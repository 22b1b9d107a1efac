"""Quality-effects pooling: weights that move from poorer studies to better ones.

An alternative to random effects for those who trust a quality score. The Cochrane Handbook (7.6.2)
advises against weights by quality: scores mix reporting with bias, and no score tells the size or
direction of a bias. The screen says so beside the result.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stats.data import ArrayLike, column
from stats.errors import InvalidData, TooFewStudies
from stats.intervals import estimate
from stats.results import Estimate, Note
from stats.tau2 import tau2_of

if TYPE_CHECKING:
    from stats.data import Array, Mask
    from stats.effects import Effects


@dataclass(frozen=True, slots=True, eq=False)
class QualityPooled:
    """The pooled effect, analysis scale; `weights` `(k,)` per cent, 0 for a row left out.

    `quality` `(k,)` is the score relative to the best study used, NaN for a row left out.
    """

    estimate: Estimate
    weights: Array
    quality: Array
    tau2: float
    k: int
    notes: tuple[Note, ...]


def quality_effects(effects: Effects, quality: ArrayLike, *, level: float = 0.95) -> QualityPooled:
    """Pool effects with inverse-variance weights redistributed by quality.

    Q_i = quality_i / best; w_i = 1 / v_i; weight_i = Q_i (w_i + sum w_j (1 - Q_j) / sum Q_j): what
    is taken from the poorer studies goes to all by their quality. The sum of weights stays sum w;
    with equal quality they are the inverse-variance weights. Variance sum p_i^2 (v_i + tau2), p_i
    the share of a weight, tau2 by DerSimonian and Laird; z interval.

    Parameters
    ----------
    quality
        `(k,)` scores of 0 or more, higher is better (stars, say); a study without one (NaN) is left
        out, with a note.

    Raises
    ------
    TooFewStudies
        Below two studies with an effect and a score.
    InvalidData
        When a score is negative, none is above zero, or the lengths differ.

    Notes
    -----
    Source: Doi et al. 2015, Contemp Clin Trials 45:123 (equation 7 in the equivalent form that
    Stata's metan 4.03 computes, and the variance); the model: Doi and Thalib 2008, Epidemiology
    19:94, which gave the others equal parts.
    """
    scores = column(quality)
    if len(scores) != effects.k:
        raise InvalidData("Each study has one quality score.")
    used = effects.usable & np.isfinite(scores)
    k = int(used.sum())
    if k < 2:
        raise TooFewStudies("Quality effects need two studies with an effect and a score.")
    best = float(scores[used].max())
    if (scores[used] < 0.0).any() or best == 0.0:
        raise InvalidData("Quality scores are 0 or more, and at least one is above 0.")
    yi, vi, relative = effects.yi[used], effects.vi[used], scores[used] / best
    w = 1.0 / vi
    taken = float((w * (1.0 - relative)).sum())
    weights = relative * (w + taken / relative.sum())
    share = weights / weights.sum()
    tau2 = tau2_of(yi, vi, "DL")
    variance = float((share**2 * (vi + tau2)).sum())
    shown, rating = np.zeros(effects.k), np.full(effects.k, np.nan)
    shown[used], rating[used] = 100.0 * share, relative
    return QualityPooled(
        estimate=estimate(float(share @ yi), variance**0.5, level=level),
        weights=column(shown),
        quality=column(rating),
        tau2=tau2,
        k=k,
        notes=_notes(effects, used),
    )


def _notes(effects: Effects, used: Mask) -> tuple[Note, ...]:
    lost = tuple(int(i) for i in np.flatnonzero(effects.usable & ~used))
    return (*effects.notes, Note("no_quality_score", lost)) if lost else effects.notes
