"""A mean and standard deviation from the median a paper reports.

Wan's, Luo's and Shi's estimators for quartiles, the range, or both, with Wan's printed tables
for small samples. Whether data are symmetric enough for them is left to the person.
"""

import itertools
import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

from scipy.special import ndtri

from stats.errors import NotEstimable

MeanMethod: TypeAlias = Literal["Luo", "Wan"]
SdMethod: TypeAlias = Literal["Shi", "Wan"]


# Wan 2014, table 1: expected range of n standard normal values, n = 2 to 50.
_RANGE = (
    1.128, 1.693, 2.059, 2.326, 2.534, 2.704, 2.847, 2.970, 3.078, 3.173, 3.259, 3.336, 3.407,
    3.472, 3.532, 3.588, 3.640, 3.689, 3.735, 3.778, 3.819, 3.858, 3.895, 3.931, 3.964, 3.997,
    4.027, 4.057, 4.086, 4.113, 4.139, 4.165, 4.189, 4.213, 4.236, 4.259, 4.280, 4.301, 4.322,
    4.341, 4.361, 4.379, 4.398, 4.415, 4.433, 4.450, 4.466, 4.482, 4.498,
)  # fmt: skip
# Wan 2014, table 2: expected interquartile range, n = 4 Q + 1, Q = 1 to 50.
_QUARTILES = (
    0.990, 1.144, 1.206, 1.239, 1.260, 1.274, 1.284, 1.292, 1.298, 1.303, 1.307, 1.311, 1.313,
    1.316, 1.318, 1.320, 1.322, 1.323, 1.324, 1.326, 1.327, 1.328, 1.329, 1.330, 1.330, 1.331,
    1.332, 1.332, 1.333, 1.333, 1.334, 1.334, 1.335, 1.335, 1.336, 1.336, 1.336, 1.337, 1.337,
    1.337, 1.338, 1.338, 1.338, 1.338, 1.339, 1.339, 1.339, 1.339, 1.339, 1.340,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MeanSd:
    """A mean and standard deviation, in the unit of the data."""

    mean: float
    sd: float


def mean_sd_from_quantiles(
    n: float,
    median: float,
    *,
    q1: float | None = None,
    q3: float | None = None,
    low: float | None = None,
    high: float | None = None,
    mean_method: MeanMethod = "Luo",
    sd_method: SdMethod = "Shi",
) -> MeanSd:
    """Estimate mean and SD from a median with quartiles, with the range, or with both.

    For roughly symmetric data; the formula by what is given is in
    `stats.conversion_table.CONVERSIONS`. Shi's and Wan's SD differ only when all five numbers are
    given.

    Raises
    ------
    NotEstimable
        When neither both quartiles nor both ends of the range are given, n < 2, or the numbers
        are not in order.

    Notes
    -----
    Source: Wan et al. 2014, BMC Med Res Methodol 14:135 (quartiles:
    equations 14 to 16; tables 1 and 2); Luo et al. 2018, Stat Methods Med Res 27:1785
    (quartiles: equation 15); Shi et al. 2020, Res Synth Methods 11:641.
    """
    given = [x for x in (low, q1, median, q3, high) if x is not None]
    if n < 2:
        raise NotEstimable("A standard deviation needs at least two people.")
    if any(a > b for a, b in itertools.pairwise(given)):
        raise NotEstimable("Minimum, quartiles and maximum must not decrease.")
    box = None if q1 is None or q3 is None else (q1, q3)
    span = None if low is None or high is None else (low, high)
    if box is not None and span is not None:
        return MeanSd(
            _mean_from_five(n, median, box, span, method=mean_method),
            _sd_from_five(n, box, span, method=sd_method),
        )
    if box is not None:
        mean = _mean_from_quartiles(n, median, box, method=mean_method)
        return MeanSd(mean, (box[1] - box[0]) / _expected_quartiles(n))
    if span is not None:
        mean = _mean_from_range(n, median, span, method=mean_method)
        return MeanSd(mean, (span[1] - span[0]) / _expected_range(n))
    raise NotEstimable("Both quartiles, or both minimum and maximum, are needed.")


def _mean_from_quartiles(
    n: float, median: float, box: tuple[float, float], *, method: MeanMethod
) -> float:
    if method == "Wan":
        return (sum(box) + median) / 3.0
    share = 0.7 + 0.39 / n
    return share * sum(box) / 2.0 + (1.0 - share) * median


def _mean_from_range(
    n: float, median: float, span: tuple[float, float], *, method: MeanMethod
) -> float:
    if method == "Wan":
        return (sum(span) + 2.0 * median) / 4.0 + (sum(span) - 2.0 * median) / (4.0 * n)
    share = 4.0 / (4.0 + math.pow(n, 0.75))
    return share * sum(span) / 2.0 + (1.0 - share) * median


def _mean_from_five(
    n: float,
    median: float,
    box: tuple[float, float],
    span: tuple[float, float],
    *,
    method: MeanMethod,
) -> float:
    if method == "Wan":
        return (sum(span) + 2.0 * sum(box) + 2.0 * median) / 8.0
    ends, quarters = 2.2 / (2.2 + math.pow(n, 0.75)), 0.7 - 0.72 / math.pow(n, 0.55)
    rest = 1.0 - ends - quarters
    return ends * sum(span) / 2.0 + quarters * sum(box) / 2.0 + rest * median


def _sd_from_five(
    n: float, box: tuple[float, float], span: tuple[float, float], *, method: SdMethod
) -> float:
    if method == "Wan":
        from_span = (span[1] - span[0]) / _expected_range(n)
        return (from_span + (box[1] - box[0]) / _expected_quartiles(n)) / 2.0
    ends = (2.0 + 0.14 * math.pow(n, 0.6)) * _tail(n)
    quarters = (2.0 + 2.0 / (0.07 * math.pow(n, 0.6))) * _quarter(n)
    return (span[1] - span[0]) / ends + (box[1] - box[0]) / quarters


def _tail(n: float) -> float:
    return float(ndtri((n - 0.375) / (n + 0.25)))


def _quarter(n: float) -> float:
    return float(ndtri((0.75 * n - 0.125) / (n + 0.25)))


def _expected_range(n: float) -> float:
    whole = math.floor(n)
    return _RANGE[whole - 2] if whole <= 50 else 2.0 * _tail(n)


def _expected_quartiles(n: float) -> float:
    # Between the printed sizes the next larger one is taken, as R's meta does.
    return _QUARTILES[math.ceil((n - 1.0) / 4.0) - 1] if n <= 201 else 2.0 * _quarter(n)
