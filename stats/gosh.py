"""All subsets of the studies (GOSH): does heterogeneity hide several clusters of results.

2^k - 1 subsets grow fast: above a limit a random sample is drawn. A long run tells its progress
and can be stopped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stats.errors import Cancelled, InvalidData, TooFewStudies
from stats.subset_fits import SubsetFits, fit_subsets

if TYPE_CHECKING:
    from collections.abc import Callable

    from stats.data import Array, Mask
    from stats.effects import Effects
    from stats.models import Common, Random

ALL_UP_TO = 1_048_575
MOST_STUDIES = 62
BLOCK = 16_384


@dataclass(frozen=True, slots=True, eq=False)
class Gosh:
    """Pools of `m` subsets, fields of shape `(m,)`, and which studies each holds.

    `members` are bit patterns: bit i stands for `rows[i]`, a position in the effects. `complete`
    tells whether these are all subsets or a random sample.
    """

    rows: tuple[int, ...]
    members: npt.NDArray[np.uint64]
    k: Array
    value: Array
    i2: Array
    tau2: Array
    q: Array
    complete: bool

    def holding(self, place: int) -> Mask:
        """Return the subsets that hold the study `rows[place]`."""
        return np.asarray((self.members >> np.uint64(place)) & np.uint64(1), dtype=bool)


def gosh(
    effects: Effects,
    model: Common | Random,
    *,
    sample: int = 100_000,
    seed: int = 1,
    report: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Gosh:
    """Return the pool of every subset of the studies, or of a sample of subsets.

    All 2^k - 1 subsets where they are at most `ALL_UP_TO` (k = 20), otherwise `sample` subsets
    without the empty one, drawn with `seed`, each study in with probability 1/2. `report` is given
    the share done, 0 to 1; `cancelled` is asked now and then. Single studies count as subsets, with
    tau2 and I2 0. Raises `TooFewStudies` for k < 2, `InvalidData` beyond 62 studies, `Cancelled`.
    Source: Olkin, Dahabreh & Trikalinos 2012, Res Synth Methods 3:214.
    """
    rows = np.flatnonzero(effects.usable)
    if len(rows) < 2:
        raise TooFewStudies("Subsets need two studies.")
    if len(rows) > MOST_STUDIES:
        raise InvalidData(f"Subsets of more than {MOST_STUDIES} studies are not offered.")
    complete = 2 ** len(rows) - 1 <= ALL_UP_TO
    members = _every(len(rows)) if complete else _drawn(len(rows), sample, seed)
    yi, vi = effects.yi[rows], effects.vi[rows]
    parts: list[SubsetFits] = []
    for start in range(0, len(members), BLOCK):
        if cancelled is not None and cancelled():
            raise Cancelled("The subsets were not all pooled.")
        block = members[start : start + BLOCK]
        parts.append(fit_subsets(yi, vi, as_mask(block, len(rows)), model))
        if report is not None:
            report(min(1.0, (start + BLOCK) / len(members)))
    return Gosh(
        rows=tuple(int(row) for row in rows),
        members=members,
        k=np.concatenate([part.k for part in parts]),
        value=np.concatenate([part.value for part in parts]),
        i2=np.concatenate([part.i2 for part in parts]),
        tau2=np.concatenate([part.tau2 for part in parts]),
        q=np.concatenate([part.q for part in parts]),
        complete=complete,
    )


def as_mask(members: npt.NDArray[np.uint64], k: int) -> Array:
    """Return bit patterns as a matrix of 0 and 1, shape `(m, k)`."""
    bits = members[:, None] >> np.arange(k, dtype=np.uint64)
    return (bits & np.uint64(1)).astype(np.float64)


def _every(k: int) -> npt.NDArray[np.uint64]:
    return np.arange(1, 2**k, dtype=np.uint64)


def _drawn(k: int, sample: int, seed: int) -> npt.NDArray[np.uint64]:
    return np.random.default_rng(seed).integers(1, 2**k, size=sample, dtype=np.uint64)
