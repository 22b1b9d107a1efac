"""Numbers needed to treat at given control risks."""

from __future__ import annotations

from typing import Any

import numpy as np

from stats.models import MantelHaenszel, Model, Random
from stats.nnt import number_needed
from stats.pool import pool
from tests.stats.golden_cases.fields import estimate_fields
from tests.stats.golden_cases.revman import in_meta
from tests.stats.golden_cases.tables import table_of


def nnt(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    options.agree(method_common="MH", method_random="DL", small_values="desirable")
    measure, rows_zeros, pooled_zeros = in_meta(options["measure"])
    effects = measure.of(table_of(rows), rows_zeros)
    common = MantelHaenszel(measure=measure, rows=rows_zeros, pooled=pooled_zeros)
    models: dict[str, Model] = {"common": common, "random": Random(tau2="DL", q_around=common)}
    got: dict[str, Any] = {}
    for name, model in models.items():
        pooled = pool(effects, model)
        numbers = [number_needed(pooled, risk) for risk in options["control_risks"]]
        got[name] = {
            **estimate_fields(pooled.estimate),
            "p.c": np.array(options["control_risks"]),
            "NNT": [number.value for number in numbers],
            "lower.NNT": [number.lower for number in numbers],
            "upper.NNT": [number.upper for number in numbers],
        }
    return got


KINDS = {"nnt": nnt}
