"""Pools of the first one, two, ... studies."""

from __future__ import annotations

from typing import Any

import numpy as np

from stats.models import MantelHaenszel
from stats.sensitivity import cumulative
from tests.stats.golden_cases.leave1out import chosen, sensitivity_fields, without_unconverged


def in_order(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    options.agree(order_by={"year, ties in row order", "row"})
    effects, model = chosen(options, rows)
    order = options["order_index0"]
    rest = [row for row in range(effects.k) if row not in set(order)]
    made = cumulative(effects, [*order, *rest], model)
    got = sensitivity_fields(made)
    if isinstance(model, MantelHaenszel) and np.isnan(got["Q"][0]):
        for field, value in (("Q", 0.0), ("Q_pval", 1.0), ("I2_tau2_or_Q", 0.0)):
            got[field][0] = value  # metafor: no spread in a single study, estimable or not
    return without_unconverged(got, made, effects, case["expected"]["beta"])


KINDS = {"cumulative": in_order}
