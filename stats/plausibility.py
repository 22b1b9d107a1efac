"""Whether a printed statistic can be what it says: the GRIM test of means of whole numbers."""

import math

from stats.errors import NotEstimable


def grim(mean: float, n: float, *, decimals: int) -> bool:
    """Tell whether n whole numbers can have a mean that is printed so.

    They can where a whole total k exists with |k / n - mean| <= 1/2 unit of the last decimal. With
    n >= 10^decimals every mean can be.

    Parameters
    ----------
    mean
        As printed, in the unit of the data.
    n
        People, each with one whole number.
    decimals
        Printed after the decimal mark, 0 or more.

    Raises
    ------
    NotEstimable
        Without people, or with fewer than 0 decimals.

    Notes
    -----
    Source: Brown & Heathers 2017, Soc Psychol Personal Sci 8:363.
    """
    if n < 1 or decimals < 0:
        raise NotEstimable("A mean is that of people, and has 0 decimals or more.")
    half = 0.5 * 10.0**-decimals
    slack = 1e-9 * max(1.0, abs(mean))  # a half printed up or down, and the last bit of a double
    total = mean * n
    return any(abs(k / n - mean) <= half + slack for k in (math.floor(total), math.ceil(total)))
