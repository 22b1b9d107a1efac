"""The tail of weighted chi-squares against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from stats.quadratic_forms import upper_tail


@pytest.mark.parametrize("df", [1, 2, 3, 10, 50, 200])
@pytest.mark.parametrize("p", [0.975, 0.5, 0.025, 1e-6])
def test_equal_scales_give_a_chi_square(df: int, p: float) -> None:
    x = float(2.0 * special.gammainccinv(df / 2.0, p))
    assert upper_tail(3.0 * x, np.full(df, 3.0)) == pytest.approx(p, rel=1e-9, abs=1e-13)


@pytest.mark.parametrize("ratio", [3.0, 100.0, 1e6])
def test_two_pairs_give_a_sum_of_exponentials(ratio: float) -> None:
    x = 2.5 * (1.0 + ratio)
    exact = (ratio * np.exp(-x / 2 / ratio) - np.exp(-x / 2)) / (ratio - 1.0)
    assert upper_tail(x, np.array([1.0, 1.0, ratio, ratio])) == pytest.approx(exact, rel=1e-10)
