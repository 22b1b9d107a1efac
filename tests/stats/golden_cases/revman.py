"""RevMan 5's settings, other corrections of empty cells, and ad hoc rules of Hartung-Knapp."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from stats.data import NO_ZEROS, TwoByTwo, Zeros
from stats.effects import Effects, Measure
from stats.errors import NotEstimable
from stats.intervals import random_effects
from stats.measures import MEASURES
from stats.measures.binary import risk_ratio_of_events
from stats.models import Common, IntervalKey, MantelHaenszel, Model, Random
from stats.pool import pool
from stats.presets import REVMAN_5, Method
from stats.tau2 import tau2_of
from tests.stats.golden_cases.fields import estimate_fields
from tests.stats.golden_cases.tables import effects_of, table_of
from tests.stats.golden_cases.uniroot import paule_mandel_where_r_stops

METHODS: dict[str, Method] = {
    "MH": "mantel_haenszel",
    "Inverse": "inverse_variance",
    "Peto": "peto",
}
ZEROS = {
    "MHexact": (Zeros(drop00=True), NO_ZEROS),
    "MHinexact": (Zeros(drop00=True), Zeros(drop00=True)),
    "all": (Zeros(to="all", drop00=True), Zeros(to="all", drop00=True)),
    "allstudies": (Zeros(), Zeros()),
    "TACC": (Zeros(share="treatment_arm", drop00=True), NO_ZEROS),
}
AD_HOC: dict[str, IntervalKey] = {
    "none": "hartung_knapp",
    "se": "hartung_knapp_floor",
    "ci": "hartung_knapp_wider",
    "IQWiG6": "hartung_knapp_iqwig",
}


def revman5(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    options.agree(
        profile="RevMan5",
        random_tau2="DL",
        incr=0.5,
        incr_method="only0 studies",
        MH_exact=False,
        RR_Cochrane=True,
        Q_Cochrane=True,
        double_zero="excluded for OR and RR, kept for RD",
        smd="Hedges g, J = 1 - 3/(4N - 9), var = N/(n1 n2) + g^2/(2(N - 3.94))",
        pooledvar_md=False,
    )
    method = METHODS[options["method"]]
    key = "PETO" if method == "peto" else options["measure"]
    options.agree(measure=set(MEASURES))
    measure = REVMAN_5.measure(key)
    effects = measure.of(table_of(rows), REVMAN_5.zeros(measure))
    level = options["level"]
    return both_models(
        effects,
        REVMAN_5.model(measure, method, level=level),
        REVMAN_5.model(measure, method, random=True, level=level),
    )


def in_meta(key: str, variant: str = "MHinexact") -> tuple[Measure, Zeros, Zeros]:
    """Return a measure, its rows' correction and the pool's as R's meta has them by default."""
    rows_zeros, pooled_zeros = ZEROS[variant]
    if key == "RD":
        return MEASURES["RD-RM5"], NO_ZEROS, NO_ZEROS
    if key == "RR":
        if rows_zeros.drop00:
            rows_zeros = replace(rows_zeros, drop00="no_events")
            pooled_zeros = replace(pooled_zeros, drop00="no_events")
        return risk_ratio_of_events(rows_zeros), NO_ZEROS, pooled_zeros
    return MEASURES[key], rows_zeros, pooled_zeros


def metabin_zero_cells(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    options.agree(random_tau2="DL")
    measure, rows_zeros, pooled_zeros = in_meta(options["measure"], options["variant"])
    effects = measure.of(table_of(rows), rows_zeros)
    level = options["level"]
    common: Model = Common(level=level)
    around = None
    if options["method"] == "MH":
        common = around = MantelHaenszel(
            measure=measure, rows=rows_zeros, pooled=pooled_zeros, level=level
        )
    return both_models(effects, common, Random(tau2="DL", level=level, q_around=around))


def both_models(effects: Effects, common: Model, random: Model) -> dict[str, Any]:
    try:
        first, second = pool(effects, common), pool(effects, random)
    except NotEstimable:
        return infinite(effects)
    held = first.heterogeneity
    lower, upper = effects.intervals(first.estimate.level)
    no_estimate = np.inf if effects.measure.key == "OR" else np.nan  # as R's meta says it
    return {
        "k": second.k,
        "k_study": second.k,
        "study_yi": effects.yi,
        "study_sei": np.where(np.isfinite(effects.vi), effects.sei, no_estimate),
        "study_ci_lb": lower,
        "study_ci_ub": upper,
        "weights_common_pct": first.weights,
        "weights_random_pct": second.weights,
        "common": estimate_fields(first.estimate),
        "random": estimate_fields(second.estimate),
        "Q": held.q,
        "Q_df": held.df,
        "Q_pval": held.p,
        "tau2": second.heterogeneity.tau2,
        "I2": held.i2_q,
        "I2_lb": held.i2_q_lower,
        "I2_ub": held.i2_q_upper,
        "H": max(1.0, held.h2**0.5) if held.df else 1.0,
    }


def infinite(effects: Effects) -> dict[str, Any]:
    """Return what R's meta goes on with where a group has no event at all: the program raises."""
    table = effects.table
    assert isinstance(table, TwoByTwo)
    empty_first, empty_second = table.a.sum() == 0.0, table.c.sum() == 0.0
    assert empty_first != empty_second
    nothing = np.full(effects.k, np.nan)
    lower, upper = effects.intervals()
    missing: dict[str, Any] = dict.fromkeys(("beta", "se", "ci_lb", "ci_ub", "stat", "pval"))
    value = np.inf if empty_second else -np.inf
    return {
        "k": effects.k,
        "k_study": effects.k,
        "study_yi": effects.yi,
        "study_sei": effects.sei,
        "study_ci_lb": lower,
        "study_ci_ub": upper,
        "weights_common_pct": nothing,
        "weights_random_pct": nothing,
        "common": missing | {"beta": value, "se": np.inf, "ci_ub": value},
        "random": missing | {"se": np.inf},
        "Q": np.inf,
        "Q_df": effects.k - 1,
        "Q_pval": 0.0,
        "tau2": np.inf,
        "H": np.inf,
        **dict.fromkeys(("I2", "I2_lb", "I2_ub")),
    }


def hartung_knapp_adhoc(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    options.agree(ci="HK")
    effects = effects_of(rows, options)
    yi, vi = effects.yi[effects.usable], effects.vi[effects.usable]
    tau2 = tau2_of(yi, vi, options["method"])
    if options["method"] == "PM":
        tau2 = paule_mandel_where_r_stops(yi, vi, tau2)
    model = Random(
        tau2=options["method"], interval=AD_HOC[options["adhoc"]], level=options["level"]
    )
    made, _notes = random_effects(yi, vi, tau2, model=model, tau2_dl=tau2_of(yi, vi, "DL"))
    fields = estimate_fields(made)
    return {"tau2": tau2, "random": fields | {"df": np.inf if made.df is None else made.df}}


KINDS = {
    "revman5_dichotomous": revman5,
    "revman5_continuous": revman5,
    "revman5_generic": revman5,
    "metabin_zero_cells": metabin_zero_cells,
    "hartung_knapp_adhoc": hartung_knapp_adhoc,
}
