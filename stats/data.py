"""What studies report, by shape of data: each class is a table with one row a study.

Arrays are float64 of shape `(k,)`, checked once when made and read-only from then on; missing is
NaN. What a measure makes of them is told in `stats.measures`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from stats.errors import InvalidData

if TYPE_CHECKING:
    from collections.abc import Sequence

Array: TypeAlias = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]
ArrayLike: TypeAlias = npt.ArrayLike


@dataclass(frozen=True, slots=True)
class Zeros:
    """How empty cells are corrected.

    Parameters
    ----------
    add
        What is added to a cell (on average over the arms when shared unequally).
    to
        `only0` studies with an empty cell, `all` studies, `if0all` all studies if any has an
        empty cell, `none`.
    share
        `equal` adds `add` to every cell. `treatment_arm` adds `2 * add * n_arm / n` to the cells
        of an arm (Sweeting 2004, Stat Med 23:1351, section 2.3: "treatment arm" correction).
    drop00
        Leave out studies without an event, or with nothing but events, in both arms;
        `no_events` only the former.
    """

    add: float = 0.5
    to: Literal["only0", "all", "if0all", "none"] = "only0"
    share: Literal["equal", "treatment_arm"] = "equal"
    drop00: bool | Literal["no_events"] = False


HALF_TO_EMPTY = Zeros(add=0.5, to="only0")
NO_ZEROS = Zeros(add=0.0, to="none")


@dataclass(frozen=True, slots=True, eq=False)
class TwoByTwo:
    """Events `a` and non-events `b` in group 1 (treated), `c` and `d` in group 2 (control)."""

    a: Array
    b: Array
    c: Array
    d: Array
    labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check and freeze the arrays."""
        settle(self)
        _refuse(self, "a", "b", "c", "d", below=0.0)

    @classmethod
    def from_totals(
        cls, a: ArrayLike, n1: ArrayLike, *, c: ArrayLike, n2: ArrayLike, labels: Sequence[str] = ()
    ) -> TwoByTwo:
        """Make the table from events and totals of both groups."""
        a1, c1 = np.asarray(a, dtype=float), np.asarray(c, dtype=float)
        return cls(a1, np.asarray(n1) - a1, c1, np.asarray(n2) - c1, tuple(labels))

    @property
    def n1(self) -> Array:
        """People in group 1."""
        return self.a + self.b

    @property
    def n2(self) -> Array:
        """People in group 2."""
        return self.c + self.d

    @property
    def n(self) -> Array:
        """People in the study."""
        return self.a + self.b + self.c + self.d


@dataclass(frozen=True, slots=True, eq=False)
class TwoMeans:
    """Size, mean and standard deviation of both groups."""

    n1: Array
    m1: Array
    sd1: Array
    n2: Array
    m2: Array
    sd2: Array
    labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check and freeze the arrays."""
        settle(self)
        _refuse(self, "n1", "n2", "sd1", "sd2", below=0.0)

    @property
    def n(self) -> Array:
        """People in the study."""
        return self.n1 + self.n2


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """`x1` events over `t1` person-time in group 1, `x2` over `t2` in group 2."""

    x1: Array
    t1: Array
    x2: Array
    t2: Array
    labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check and freeze the arrays."""
        settle(self)
        _refuse(self, "x1", "t1", "x2", "t2", below=0.0)

    @property
    def n(self) -> Array:
        """Person-time of the study."""
        return self.t1 + self.t2


@dataclass(frozen=True, slots=True, eq=False)
class OneGroup:
    """`x` events among `n` people of a single group."""

    x: Array
    n: Array
    labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check and freeze the arrays."""
        settle(self)
        _refuse(self, "x", below=0.0)
        if np.any(self.x > self.n):
            raise InvalidData("There are more events than people.")


@dataclass(frozen=True, slots=True, eq=False)
class Correlations:
    """Correlation `r` in a sample of `n`."""

    r: Array
    n: Array
    labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check and freeze the arrays."""
        settle(self)
        if np.any(np.abs(self.r) > 1.0):
            raise InvalidData("A correlation lies outside -1 to 1.")


@dataclass(frozen=True, slots=True, eq=False)
class Reported:
    """Effects `yi` with variances `vi` (not standard errors) as the studies report them."""

    yi: Array
    vi: Array
    labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check and freeze the arrays."""
        settle(self)
        _refuse(self, "vi", below=0.0)


@dataclass(frozen=True, slots=True, eq=False)
class ObservedExpected:
    """Observed minus expected events `oe` with hypergeometric variance `v` (log-rank)."""

    oe: Array
    v: Array
    labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check and freeze the arrays."""
        settle(self)
        _refuse(self, "v", below=0.0)


Data: TypeAlias = (
    TwoByTwo | TwoMeans | Rates | OneGroup | Correlations | Reported | ObservedExpected
)
Table = TypeVar("Table")


def column(values: ArrayLike) -> Array:
    """Return a read-only float64 copy of shape `(k,)`.

    Raises `InvalidData` for more than one dimension.
    """
    made = np.array(values, dtype=np.float64, copy=True)
    if made.ndim != 1:
        raise InvalidData(f"A column of study data has one dimension, not {made.ndim}.")
    made.setflags(write=False)
    return made


def array_names(table: object) -> tuple[str, ...]:
    """Return the names of the array columns of a table, in order."""
    return tuple(f.name for f in fields(table) if f.name != "labels")  # type: ignore[arg-type]  # any dataclass


def settle(table: object) -> None:
    """Turn the columns of a table into frozen arrays of one length and complete its labels.

    Raises `InvalidData` where their lengths, or the number of labels, differ.
    """
    names = array_names(table)
    for name in names:
        object.__setattr__(table, name, column(getattr(table, name)))
    lengths = {len(getattr(table, name)) for name in names}
    if len(lengths) != 1:
        raise InvalidData("The columns of a table have one length.")
    (k,) = lengths
    labels = tuple(getattr(table, "labels")) or tuple(str(i + 1) for i in range(k))  # noqa: B009  (any table)
    if len(labels) != k:
        raise InvalidData(f"There are {len(labels)} labels for {k} studies.")
    object.__setattr__(table, "labels", labels)


def take(table: Table, rows: npt.NDArray[np.intp] | Mask) -> Table:
    """Return the table with the chosen rows only, in the order given."""
    labels: tuple[str, ...] = getattr(table, "labels")  # noqa: B009  (any table)
    chosen = np.arange(len(labels))[rows]
    columns = {name: getattr(table, name)[rows] for name in array_names(table)}
    make: Any = type(table)  # any of the tables above
    made: Table = make(**columns, labels=tuple(labels[i] for i in chosen))
    return made


def _refuse(table: object, *names: str, below: float) -> None:
    for name in names:
        if np.any(getattr(table, name) < below):
            raise InvalidData(f"The column {name} holds a negative number.")
