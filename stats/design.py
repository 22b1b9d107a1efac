"""Moderators as columns of a design matrix.

A covariate is a column of numbers, a factor a column of names with treatment contrasts. Fitting
is left to `stats.regression`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from stats.data import Array, ArrayLike, Mask, column
from stats.errors import InvalidData

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

INTERCEPT = "(Intercept)"


@dataclass(frozen=True, slots=True, eq=False)
class Covariate:
    """A number a study has, shape `(k,)`; NaN where it is not known."""

    name: str
    values: Array

    def __post_init__(self) -> None:
        """Freeze the values."""
        object.__setattr__(self, "values", column(self.values))


@dataclass(frozen=True, slots=True)
class Factor:
    """A kind each study is of; None or an empty name where it is not known.

    `reference` is the level the others are compared with; the first in alphabetical order when
    not given.
    """

    name: str
    values: tuple[str | None, ...]
    reference: str | None = None

    @property
    def levels(self) -> tuple[str, ...]:
        """Levels in use, the reference first, then alphabetical."""
        return self.levels_among(np.ones(len(self.values), dtype=bool))

    def levels_among(self, rows: Mask) -> tuple[str, ...]:
        """Levels in use among some rows, the reference first."""
        seen = {v for v, used in zip(self.values, rows, strict=True) if v and used}
        return tuple(sorted(seen, key=lambda v: (v != self.reference, v.casefold(), v)))


Moderator: TypeAlias = Covariate | Factor


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """The design matrix `(rows used, p)`, the name of each column and which rows are used.

    `codes` holds, by moderator, its levels (empty for a covariate), to build further rows alike.
    """

    matrix: Array
    terms: tuple[str, ...]
    rows: Mask
    codes: tuple[tuple[str, tuple[str, ...]], ...]

    def at(self, values: Mapping[str, Sequence[float] | Sequence[str]]) -> Array:
        """Return design rows for chosen values of every moderator, shape `(m, p)`.

        Raises `InvalidData` where a value is missing or no level of its factor.
        """
        names = [name for name, _ in self.codes]
        if set(values) != set(names):
            raise InvalidData("A prediction needs a value for each moderator.")
        lengths = {len(v) for v in values.values()}
        if len(lengths) > 1:
            raise InvalidData("Each moderator needs the same number of values.")
        count = lengths.pop() if lengths else 1
        columns = [np.ones(count)]
        for name, levels in self.codes:
            columns.extend(_columns(values[name], levels))
        return np.column_stack(columns)


def design(moderators: Sequence[Moderator], usable: ArrayLike) -> Design:
    """Build the design matrix with an intercept, leaving out rows with a missing moderator.

    Parameters
    ----------
    moderators
        Each with one value a study, shape `(k,)`.
    usable
        `(k,)` mask of rows with an effect.

    Raises
    ------
    InvalidData
        When a moderator has another length, a name repeats, or a factor has one level only.
    """
    rows = np.array(usable, dtype=bool)
    names = [m.name for m in moderators]
    if len(set(names)) != len(names):
        raise InvalidData("Each moderator has a name of its own.")
    for moderator in moderators:
        if len(moderator.values) != len(rows):
            raise InvalidData(f"{moderator.name} needs one value for each study.")
        rows &= _known(moderator)
    columns, terms = [np.ones(int(rows.sum()))], [INTERCEPT]
    codes: list[tuple[str, tuple[str, ...]]] = []
    for moderator in moderators:
        if isinstance(moderator, Covariate):
            levels: tuple[str, ...] = ()
            columns.append(moderator.values[rows])
            terms.append(moderator.name)
        else:
            levels = moderator.levels_among(rows)
            if len(levels) < 2:
                raise InvalidData(f"{moderator.name} has one level only in the studies used.")
            chosen = [str(v) for v, used in zip(moderator.values, rows, strict=True) if used]
            columns.extend(_columns(chosen, levels))
            terms.extend(moderator.name + level for level in levels[1:])
        codes.append((moderator.name, levels))
    matrix = np.column_stack(columns)
    matrix.setflags(write=False)
    return Design(matrix, tuple(terms), rows, tuple(codes))


def _columns(values: Sequence[float] | Sequence[str], levels: tuple[str, ...]) -> list[Array]:
    if not levels:
        return [np.asarray(values, dtype=np.float64)]
    unknown = set(values) - set(levels)
    if unknown:
        raise InvalidData(f"Unknown level: {sorted(map(str, unknown))[0]}.")
    return [np.array([float(v == level) for v in values]) for level in levels[1:]]


def _known(moderator: Moderator) -> Mask:
    if isinstance(moderator, Covariate):
        return np.isfinite(moderator.values)
    return np.array([bool(v) for v in moderator.values], dtype=bool)
