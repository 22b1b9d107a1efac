"""Small tables and effects from plain lists."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from stats.data import Reported, TwoByTwo


def reported(yi: npt.ArrayLike, vi: npt.ArrayLike) -> Reported:
    return Reported(np.asarray(yi, dtype=float), np.asarray(vi, dtype=float))


def counts(a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike) -> TwoByTwo:
    cells = [np.asarray(cell, dtype=float) for cell in (a, b, c, d)]
    return TwoByTwo(cells[0], cells[1], cells[2], cells[3])
