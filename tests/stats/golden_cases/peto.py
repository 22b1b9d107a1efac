"""Peto's method, for tables and for O - E with V."""

from __future__ import annotations

from typing import Any

import numpy as np

from stats.data import TwoByTwo, Zeros
from stats.measures import MEASURES
from stats.measures.binary import observed_expected
from stats.models import Peto
from stats.pool import pool
from stats.stratified import informative
from tests.stats.golden_cases.fields import estimate_fields, heterogeneity_fields, natural_fields
from tests.stats.golden_cases.tables import effects_of, table_of


def pool_peto(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    options.agree(method="Peto")
    table = table_of(rows)
    assert isinstance(table, TwoByTwo)
    zeros = Zeros(0.5, "only0", drop00=options["drop00"])
    pooled = pool(MEASURES[options["measure"]].of(table), Peto(rows=zeros, level=options["level"]))
    held = pooled.heterogeneity
    difference, variance = observed_expected(table)
    return {
        "k": pooled.k,
        **estimate_fields(pooled.estimate),
        "Q": held.q,
        "Q_df": held.df,
        "Q_pval": held.p,
        "I2": held.i2_q,
        "H2": held.h2 if held.df else 1.0,  # metafor: 1 for a single study
        "k_yi": int(np.isfinite(pooled.effects.yi).sum()),
        "k_pos": int(informative(table).sum()),
        "study_yi": pooled.effects.yi,
        "study_vi": pooled.effects.vi,
        "weights_pct": pooled.weights,
        "natural": natural_fields(pooled),
        "o_minus_e": difference,
        "v": variance,
    }


def pool_oe_v(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    options.agree(method="O-E and variance, fixed")
    pooled = pool(effects_of(rows, options), Peto(level=options["level"]))
    return {
        **estimate_fields(pooled.estimate),
        **heterogeneity_fields(pooled),
        "study_yi": pooled.effects.yi,
        "study_vi": pooled.effects.vi,
        "natural": natural_fields(pooled),
    }


KINDS = {"pool_peto": pool_peto, "pool_oe_v": pool_oe_v}
