"""How many must be treated for one more (or one fewer) to have the event.

A relative effect gives a number needed to treat only at a risk without treatment, which the
reader must be told. The interval may run through infinity; it then has two branches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from stats.errors import InvalidData

if TYPE_CHECKING:
    from collections.abc import Callable

    from stats.results import Pooled

Scale: TypeAlias = Literal["OR", "RR", "RD"]


@dataclass(frozen=True, slots=True)
class NumberNeeded:
    """Numbers needed at one control risk.

    Positive numbers are fewer events with treatment (benefit, if the event is bad), negative
    numbers more events; infinity is no difference. `lower` and `upper` follow the lower and the
    upper limit of the effect. `through_infinity`: the interval holds no effect, so it runs from
    the positive limit to infinity and on to the negative limit.
    """

    value: float
    lower: float
    upper: float
    control_risk: float
    through_infinity: bool


def number_needed(pooled: Pooled, control_risk: float) -> NumberNeeded:
    """Return the number needed to treat of a pooled OR, RR or RD, whatever its model.

    Raises `InvalidData` for another measure or a risk outside 0 to 1.
    Source: Altman 1998, BMJ 317:1309; Cochrane Handbook 6.5, section 15.4.4.
    """
    made = pooled.estimate
    scale = SCALES.get(pooled.effects.measure.key)
    if scale is None:
        raise InvalidData(f"{pooled.effects.measure.label} gives no number needed to treat.")
    return number_needed_of(
        made.value, made.lower, made.upper, scale=scale, control_risk=control_risk
    )


def number_needed_of(
    value: float, lower: float, upper: float, *, scale: Scale, control_risk: float
) -> NumberNeeded:
    """Return 1 / (p2 - p1), p1 the risk with treatment that the effect makes of the risk p2.

    `value`, `lower`, `upper` on the analysis scale (log for OR and RR). OR: p1 = p2 OR / (1 - p2 +
    p2 OR); RR: p1 = p2 RR; RD: p1 = p2 + RD. With an RR or RD, p1 may leave 0 to 1: check the
    control risk. Raises `InvalidData` for a risk outside 0 to 1.
    Source: Altman 1998, BMJ 317:1309 (the interval through infinity); Cochrane Handbook 15.4.4.
    """
    if not 0.0 < control_risk < 1.0:
        raise InvalidData("The risk without treatment lies between 0 and 1.")
    fewer = RISK_FALLS[scale]
    return NumberNeeded(
        value=_inverse(fewer(value, control_risk)),
        lower=_inverse(fewer(lower, control_risk)),
        upper=_inverse(fewer(upper, control_risk)),
        control_risk=control_risk,
        through_infinity=lower < 0.0 < upper,
    )


def _fall_by_odds_ratio(log_ratio: float, risk: float) -> float:
    """Return p (1 - p)(1 - OR) / (1 - p + p OR)."""
    ratio = float(np.exp(log_ratio))
    return -risk * (1.0 - risk) * float(np.expm1(log_ratio)) / (1.0 - risk + risk * ratio)


def _fall_by_risk_ratio(log_ratio: float, risk: float) -> float:
    """Return p (1 - RR)."""
    return -risk * float(np.expm1(log_ratio))


def _fall_by_difference(difference: float, _risk: float) -> float:
    """Return -RD."""
    return -difference


def _inverse(fall: float) -> float:
    return 1.0 / fall if fall else float("inf")


RISK_FALLS: dict[Scale, Callable[[float, float], float]] = {
    "OR": _fall_by_odds_ratio,
    "RR": _fall_by_risk_ratio,
    "RD": _fall_by_difference,
}
SCALES: dict[str, Scale] = {
    "OR": "OR",
    "PETO": "OR",
    "RR": "RR",
    "RD": "RD",
    "RD-RM5": "RD",
}
