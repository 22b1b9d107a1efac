"""Mantel-Haenszel pooling with its tests."""

from __future__ import annotations

from typing import Any

import numpy as np

from stats.data import Data, Rates, TwoByTwo, Zeros, array_names, take
from stats.errors import NotEstimable
from stats.measures import MEASURES
from stats.models import MantelHaenszel
from stats.pool import pool
from stats.stratified import (
    breslow_day,
    cochran_mantel_haenszel,
    informative,
    rates_mantel_haenszel,
)
from stats.zeros import correct
from tests.stats.golden_cases.fields import estimate_fields, natural_fields
from tests.stats.golden_cases.tables import table_of

MISSING = dict.fromkeys(("beta", "se", "stat", "pval", "ci_lb", "ci_ub", "natural"))
NO_SPREAD = {"Q": 0.0, "Q_pval": 1.0, "I2": 0.0, "H2": 1.0}  # metafor's, below two studies
TESTS = ("k_pos", "cmh_stat", "cmh_pval", "tarone_stat", "tarone_pval")


def pool_mh(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    options.agree(method="MH", cmh_continuity=True)
    model = MantelHaenszel(
        measure=MEASURES[options["measure"]],
        rows=zeros(options, "study"),
        pooled=zeros(options, "pooled"),
        level=options["level"],
    )
    table = table_of(rows)
    cells = pooled_cells(table, model)
    try:
        pooled = pool(table, model)
    except NotEstimable:
        return not_estimable(table, model, cells)
    held = pooled.heterogeneity
    return {
        "k": pooled.k,
        **estimate_fields(pooled.estimate),
        "Q": held.q,
        "Q_df": held.df,
        "Q_pval": held.p,
        "I2": held.i2_q,
        "H2": held.h2 if held.df else 1.0,  # metafor: 1 for a single study
        "k_yi": int(pooled.effects.usable.sum()),
        "study_yi": pooled.effects.yi,
        "study_vi": pooled.effects.vi,
        "weights_pct": pooled.weights[pooled.pooled],
        "natural": natural_fields(pooled),
        **stratified_tests(cells, options["measure"], pooled.estimate.value),
    }


def zeros(options: Any, which: str) -> Zeros:
    drop00 = bool(options.get(f"drop00_{which}", False))
    return Zeros(options[f"add_{which}"], options[f"to_{which}"], drop00=drop00)


def pooled_cells(table: Data, model: MantelHaenszel) -> Data:
    corrected, _notes = correct(table, model.pooled)
    first = getattr(corrected, array_names(corrected)[0])
    return take(corrected, np.isfinite(first))


def stratified_tests(cells: Data, measure: str, value: float | None) -> dict[str, Any]:
    got: dict[str, Any] = dict.fromkeys((*TESTS, "breslow_day_stat", "breslow_day_pval"), None)
    if measure == "IRR" and isinstance(cells, Rates):
        cmh = rates_mantel_haenszel(cells)
        got |= {"cmh_stat": cmh.statistic, "cmh_pval": cmh.p}
    if measure == "OR" and isinstance(cells, TwoByTwo):
        got["k_pos"] = int(informative(cells).sum())
        if got["k_pos"]:
            cmh = cochran_mantel_haenszel(cells)
            got |= {"cmh_stat": cmh.statistic, "cmh_pval": cmh.p}
        if got["k_pos"] and value is not None:
            plain, tarone = breslow_day(cells, value)
            got |= {"breslow_day_stat": plain.statistic, "breslow_day_pval": plain.p}
            got |= {"tarone_stat": tarone.statistic, "tarone_pval": tarone.p}
    return got


def not_estimable(table: Data, model: MantelHaenszel, cells: Data) -> dict[str, Any]:
    assert model.measure is not None
    effects = model.measure.of(table, zeros=model.rows)
    k_yi = int(effects.usable.sum())
    return {
        **MISSING,
        "k": len(cells.labels),
        "k_yi": k_yi,
        **({"Q": None, "Q_pval": None, "I2": None, "H2": None} if k_yi > 1 else NO_SPREAD),
        "Q_df": max(k_yi - 1, 0),
        "study_yi": effects.yi,
        "study_vi": effects.vi,
        "weights_pct": [None] * len(cells.labels),
        "natural": dict.fromkeys(("est", "ci_lb", "ci_ub")),
        **stratified_tests(cells, model.measure.key, None),
        "k_pos": 0,  # metafor counts the studies of a Tarone test it can make
    }


KINDS = {"pool_mh": pool_mh}
