"""Fail-safe numbers and excess significance: metafor's `fsn` and `tes`."""

from __future__ import annotations

import math
from typing import Any

from stats.failsafe import FailSafe, excess_significance, orwin, rosenberg, rosenthal
from tests.stats.golden_cases.tables import effects_of

MOST_COMBINATIONS = 10**6  # metafor turns from the exact test to chi-square beyond this


def fail_safe(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    made = _fail_safe(effects_of(rows, case["options"]), case["options"])
    return {
        "fsnum": made.number,
        "pval": made.p,
        "mean_effect": made.mean,
        "target": made.target,
    }


def _fail_safe(effects: Any, options: Any) -> FailSafe:
    if options["type"] == "Orwin":
        options.agree(alpha=None)
        return orwin(effects, target=options["target"], weighted=options["weighted"])
    options.agree(target=None, weighted=None)
    method = {"Rosenthal": rosenthal, "Rosenberg": rosenberg}[options["type"]]
    return method(effects, alpha=options["alpha"])


def excess(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    effects = effects_of(rows, options)
    made = excess_significance(effects, alpha=options["alpha"])
    k = len(made.power)
    if sum(math.comb(k, j) for j in range(made.observed, k + 1)) > MOST_COMBINATIONS:
        made = excess_significance(effects, alpha=options["alpha"], test="chi2")
    return {
        "O": made.observed,
        "E": made.expected,
        "OE": made.ratio,
        "theta": made.assumed,
        "X2": made.chi2,
        "pval": made.p,
        "power": made.power,
    }


KINDS = {"fail_safe_n": fail_safe, "excess_significance": excess}
