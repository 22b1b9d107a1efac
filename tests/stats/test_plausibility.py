"""Means of whole numbers: which can be, by the paper's example and by every total there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.errors import NotEstimable
from stats.plausibility import grim


@pytest.mark.parametrize(
    ("mean", "n", "decimals", "possible"),
    [
        (5.19, 28, 2, False),  # Brown & Heathers 2017: 145/28 = 5.18, 146/28 = 5.21
        (5.18, 28, 2, True),
        (5.21, 28, 2, True),
        (3.45, 20, 2, True),
        (3.44, 20, 2, False),
        (2.5, 10, 0, True),
        (-1.33, 3, 2, True),
        (3.44, 120, 2, True),
    ],
)
def test_grim_by_example(mean: float, n: float, decimals: int, possible: bool) -> None:
    assert grim(mean, n, decimals=decimals) is possible


@given(st.integers(-500, 500), st.integers(1, 150), st.integers(0, 4))
def test_grim_never_refuses_a_mean_that_was(total: int, n: int, decimals: int) -> None:
    assert grim(round(total / n, decimals), n, decimals=decimals)


@pytest.mark.parametrize(("n", "decimals"), [(0, 2), (10, -1)])
def test_grim_refuses_what_is_no_mean(n: float, decimals: int) -> None:
    with pytest.raises(NotEstimable):
        grim(1.0, n, decimals=decimals)
