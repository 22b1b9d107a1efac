"""Intervals of tau2 and prediction intervals.

The oracle looked for the limits of Jackson and of Biggerstaff and Jackson with R's `uniroot` at
its default tolerance of 1.2e-4, so those values are where R stopped, up to 6e-5 from the root.
`where_r_stops` takes the same steps on the program's own tail probability, and the program's own
limit must lie within that tolerance of it. The same holds for Paule-Mandel's tau2 where the oracle
is R's meta (kind `prediction_interval`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from stats.data import Array
from stats.heterogeneity import (
    Range,
    h2_at,
    higgins_thompson,
    i2_at,
    profile_likelihood,
    weighted_q_limits,
    weighted_q_tail,
)
from stats.intervals import prediction, random_effects
from stats.models import PredictionKey, Random
from stats.pool import pool
from tests.stats.golden_cases.fields import prediction_fields
from tests.stats.golden_cases.tables import effects_of
from tests.stats.golden_cases.uniroot import UNIROOT, paule_mandel_where_r_stops, where_r_stops


def heterogeneity(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    effects = effects_of(rows, options)
    pooled = pool(effects, Random(tau2=options["method"], level=options["level"]))
    held = pooled.heterogeneity
    yi, vi = effects.yi[effects.usable], effects.vi[effects.usable]
    got: dict[str, Any] = {
        "Q": held.q,
        "Q_df": held.df,
        "Q_pval": held.p,
        "tau2": held.tau2,
        "se_tau2": held.se_tau2,
        "q_profile": limits_fields(vi, Range(held.tau2, held.tau2_lower, held.tau2_upper))
        | {"ub_truncated_at_tau2_max": False},
    }
    if options["method"] in ("ML", "REML"):
        restricted = options["method"] == "REML"
        low, high = profile_likelihood(
            yi, vi, held.tau2, restricted=restricted, level=options["level"]
        )
        got["profile_likelihood"] = limits_fields(vi, Range(held.tau2, low, high))
    if options["method"] == "DL":
        got["jackson"] = fixed_weight_fields(yi, vi, vi**-0.5, options["level"])
        got["biggerstaff_jackson"] = fixed_weight_fields(yi, vi, 1.0 / vi, options["level"])
        got["higgins_thompson"] = higgins_thompson_fields(yi, vi, held.tau2, options["level"])
    return got


def limits_fields(vi: Array, tau2: Range) -> dict[str, Any]:
    def each(f: Callable[[float], float]) -> dict[str, float]:
        return {"est": f(tau2.value), "lb": f(tau2.lower), "ub": f(tau2.upper)}

    return {
        "tau2": each(lambda t: t),
        "tau": each(lambda t: t**0.5),
        "I2": each(lambda t: i2_at(t, vi)),
        "H2": each(lambda t: h2_at(t, vi)),
    }


def fixed_weight_fields(yi: Array, vi: Array, a: Array, level: float) -> dict[str, float]:
    tail = weighted_q_tail(yi, vi, a)
    most = max(100.0, 10.0 * generalised_moment(yi, vi, a))
    side = (1.0 - level) / 2.0
    own = weighted_q_limits(yi, vi, a, level=level)
    stops = [
        0.0 if tail(0.0) >= at else where_r_stops(partial(_excess, tail, at), most)
        for at in (side, 1.0 - side)
    ]
    for ours, stop in zip(own, stops, strict=True):
        assert abs(ours - stop) <= UNIROOT
    return {"tau2_lb": stops[0], "tau2_ub": stops[1]}


def _excess(tail: Callable[[float], float], level: float, tau2: float) -> float:
    return tail(tau2) - level


def generalised_moment(yi: Array, vi: Array, a: Array) -> float:
    total = a.sum()
    centred = yi - (a @ yi) / total
    expected = a @ vi - (a * a) @ vi / total
    return float(((a * centred) @ centred - expected) / (total - a @ a / total))


def higgins_thompson_fields(yi: Array, vi: Array, tau2: float, level: float) -> dict[str, float]:
    made = higgins_thompson(yi, vi, tau2, level=level)
    got: dict[str, float] = {}
    for name, held in (("H", made.h), ("I2", made.i2), ("Rb", made.rb)):
        got |= {name: held.value, f"{name}_lb": held.lower, f"{name}_ub": held.upper}
    return got


def prediction_interval(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    effects = effects_of(rows, options)
    yi, vi = effects.yi[effects.usable], effects.vi[effects.usable]
    model = Random(tau2=options["method"], level=options["level"])
    tau2 = pool(effects, model).heterogeneity.tau2
    if options["method"] == "PM":
        tau2 = paule_mandel_where_r_stops(yi, vi, tau2)
    made, _notes = random_effects(yi, vi, tau2, model=model)
    kinds: dict[str, PredictionKey] = {"HTS": "hts_km2", "V": "v_km1", "HK": "hk_km1"}
    ahead = {
        name: prediction_fields(prediction(yi, vi, tau2, made=made, kind=kind))
        for name, kind in kinds.items()
    }
    return {**ahead, "random_est": made.value, "tau2": tau2}


KINDS = {"heterogeneity": heterogeneity, "prediction_interval": prediction_interval}
