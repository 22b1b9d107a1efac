"""From the raw rows of a golden file to the program's own tables and effects."""

from __future__ import annotations

from typing import Any

import numpy as np

from stats.data import (
    Array,
    Correlations,
    Data,
    ObservedExpected,
    OneGroup,
    Rates,
    Reported,
    TwoByTwo,
    TwoMeans,
    Zeros,
)
from stats.effects import Effects
from stats.measures import MEASURES

COLUMNS: dict[str, tuple[type, tuple[str, ...]]] = {
    "2x2": (TwoByTwo, ("a", "b", "c", "d")),
    "continuous": (TwoMeans, ("n1", "m1", "sd1", "n2", "m2", "sd2")),
    "rate2": (Rates, ("x1", "t1", "x2", "t2")),
    "proportion": (OneGroup, ("x", "n")),
    "correlation": (Correlations, ("r", "n")),
    "generic": (Reported, ("yi", "vi")),
    "oe_v": (ObservedExpected, ("oe", "v")),
}
SMD_KINDS = {"LS": "", "LS2": "-LS2", "UB": "-UB", "HO": "-HO"}


def numbers(values: list[float | None]) -> Array:
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def table_of(rows: dict[str, Any]) -> Data:
    shape, names = COLUMNS[rows["layout"]]
    labels = tuple(str(label) for label in rows.get("study", ()))  # names are not compared
    made: Data = shape(**{name: numbers(rows[name]) for name in names}, labels=labels)
    return made


def zeros_of(options: Any) -> Zeros | None:
    """Return the correction that the options `add`, `to` and `drop00` name, or None."""
    drop00 = bool(options.get("drop00", False))
    if "add" not in options:
        return Zeros(add=0.0, to="none", drop00=drop00)
    return Zeros(add=options["add"], to=options["to"], drop00=drop00)


def effects_of(rows: dict[str, Any], options: Any) -> Effects:
    """Return effects of raw rows under the options measure, vtype, add, to and drop00."""
    key = options["measure"] + SMD_KINDS[options.get("vtype", "LS")]
    if rows["layout"] == "generic":
        key = "GEN"
    return MEASURES[key].of(table_of(rows), zeros_of(options))
