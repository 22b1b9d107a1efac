"""From the analysis scale to the scale people read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from stats.data import Array


def as_is(values: Array, _n: Array) -> Array:
    """Return the values: the analysis scale is the one people read."""
    return np.asarray(values)


def exponential(values: Array, _n: Array) -> Array:
    """Return exp(value): ratios are analysed as logarithms."""
    return np.asarray(np.exp(values))
