"""Effects: the common currency between what studies report and what models pool.

`Measure` says how a table becomes effects and how they are read; `Effects` holds the outcome with
all rows of the table, NaN where a study has no estimate. Pooling is left to `stats.pool`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from stats import data as shapes
from stats.data import Array, Mask, Zeros, column
from stats.distributions import normal_quantile
from stats.errors import InvalidData
from stats.results import Note
from stats.zeros import correct

EffectFunction: TypeAlias = Callable[[Any], tuple[Array, Array]]  # Any: the table the measure needs
BackFunction: TypeAlias = Callable[[Array, Array], Array]
CellSums: TypeAlias = Callable[..., "Any"]


@dataclass(frozen=True, slots=True)
class Measure:
    """How two groups (or one) are compared.

    Parameters
    ----------
    key, label, source
        Name in tables, English name, and where the formula stands.
    needs
        The shape of data, a class of `stats.data`.
    effect
        Table of `(k,)` columns to `yi, vi` on the analysis scale.
    back
        `(values, n)` to the scale people read; `n` is the sample size, NaN unless `needs_n`.
    null
        The value of no effect on the analysis scale.
    is_ratio
        The analysis scale is the logarithm.
    zeros
        The usual correction for empty cells.
    needs_n
        The way back depends on the sample size (Freeman-Tukey).
    mantel_haenszel, peto
        Where they exist: table to the sums these methods pool.
    """

    key: str
    label: str
    needs: type
    effect: EffectFunction
    source: str
    back: BackFunction
    null: float = 0.0
    is_ratio: bool = False
    zeros: Zeros = shapes.NO_ZEROS
    needs_n: bool = False
    mantel_haenszel: CellSums | None = None
    peto: CellSums | None = None

    def of(self, table: shapes.Data, zeros: Zeros | None = None) -> Effects:
        """Return the effects of a table, with a note for every row corrected or without one.

        `zeros` None takes the measure's usual correction. Raises `InvalidData` if the table has
        another shape than the measure needs.
        """
        if not isinstance(table, self.needs):
            raise InvalidData(f"{self.label} needs {self.needs.__name__}.")
        chosen = self.zeros if zeros is None else zeros
        corrected, notes = correct(table, chosen)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            yi, vi = self.effect(corrected)
        known = np.isfinite(yi) & np.isfinite(vi) & (vi >= 0.0)
        lost = tuple(int(i) for i in np.flatnonzero(~known))
        if lost:
            notes = (*notes, Note("no_estimate", lost))
        return Effects(
            np.where(known, yi, np.nan),
            np.where(known, vi, np.nan),
            table.labels,
            self,
            notes,
            n=getattr(table, "n", None),
            table=table,
            zeros=chosen,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """Effects `yi` with sampling variances `vi`, shape `(k,)`, on the analysis scale.

    `table` is what they were computed from and `n` the sample sizes, where known; Mantel-Haenszel,
    Peto, Harbord, Peters and the Freeman-Tukey transformation need them.
    """

    yi: Array
    vi: Array
    labels: tuple[str, ...]
    measure: Measure
    notes: tuple[Note, ...] = ()
    n: Array | None = None
    table: shapes.Data | None = None
    zeros: Zeros = shapes.NO_ZEROS

    def __post_init__(self) -> None:
        """Freeze the arrays and check their lengths."""
        object.__setattr__(self, "yi", column(self.yi))
        object.__setattr__(self, "vi", column(self.vi))
        if self.n is not None:
            object.__setattr__(self, "n", column(self.n))
        if not len(self.yi) == len(self.vi) == len(self.labels):
            raise InvalidData("Effects, variances and labels have one length.")

    @property
    def k(self) -> int:
        """Rows, with or without an estimate."""
        return len(self.yi)

    @property
    def sei(self) -> Array:
        """Standard errors."""
        return np.sqrt(self.vi)

    @property
    def usable(self) -> Mask:
        """Rows that inverse-variance methods can use: finite, with a variance above zero."""
        return np.asarray(np.isfinite(self.yi) & np.isfinite(self.vi) & (self.vi > 0.0))

    def intervals(self, level: float = 0.95) -> tuple[Array, Array]:
        """Return Wald limits of every row: yi -+ z * sei."""
        half = normal_quantile(0.5 + level / 2.0) * self.sei
        return self.yi - half, self.yi + half

    def shown(self, values: Array) -> Array:
        """Return values of every row on the scale people read."""
        n = self.n if self.n is not None else np.full(self.k, np.nan)
        with np.errstate(over="ignore", invalid="ignore"):
            return self.measure.back(values, n)

    def take(self, rows: shapes.Mask | np.ndarray[Any, np.dtype[np.intp]]) -> Effects:
        """Return the chosen rows (positions or a mask), their table and their notes."""
        positions = np.arange(self.k)[rows]
        where = {int(old): new for new, old in enumerate(positions)}
        notes = tuple(
            Note(note.code, tuple(sorted(where[i] for i in note.studies if i in where)))
            for note in self.notes
            if not note.studies or any(i in where for i in note.studies)
        )
        return replace(
            self,
            yi=self.yi[positions],
            vi=self.vi[positions],
            labels=tuple(self.labels[int(i)] for i in positions),
            notes=notes,
            n=None if self.n is None else self.n[positions],
            table=None if self.table is None else shapes.take(self.table, positions),
        )
