"""Random effects: every estimator of tau2 under every test."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from stats.blup import blups
from stats.models import IntervalKey, Random
from stats.pool import pool
from tests.stats.golden_cases.fields import estimate_fields, natural_fields, prediction_fields
from tests.stats.golden_cases.tables import effects_of

INTERVALS: dict[str, IntervalKey] = {
    "z": "wald",
    "t": "t",
    "knha": "hartung_knapp",
    "adhoc": "hartung_knapp_floor",
}


def pool_random(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    options.agree(oracle_threshold=1e-12)
    effects = effects_of(rows, options)
    plain = Random(tau2=options["method"], level=options["level"])
    tests: dict[str, Any] = {}
    for name, interval in INTERVALS.items():
        made = pool(effects, replace(plain, interval=interval))
        ahead = prediction_fields(made.prediction)
        tests[name] = {
            **estimate_fields(made.estimate),
            "pi_lb": ahead["lb"],
            "pi_ub": ahead["ub"],
            "natural": natural_fields(made),
        }
    pooled = pool(effects, replace(plain, prediction="hts_km2"))
    held, at = pooled.heterogeneity, blups(pooled)
    return {
        "k": pooled.k,
        "tau2": held.tau2,
        "tau": held.tau,
        "se_tau2": held.se_tau2,
        "I2_tau2": held.i2_tau2,
        "H2_tau2": held.h2_tau2,
        "Q": held.q,
        "Q_df": held.df,
        "Q_pval": held.p,
        "I2_Q": held.i2_q,
        "tests": tests,
        "pi_hts_t_km2": prediction_fields(pooled.prediction),
        "weights_pct": pooled.weights[pooled.pooled],
        "blup": {"pred": at.value[pooled.pooled], "se": at.se[pooled.pooled]},
        "loglik": pooled.loglik,
    }


KINDS = {"pool_random": pool_random}
