"""Intervals of single proportions (the oracle prints logits) and the logit model."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import special

from stats.data import OneGroup
from stats.glmm import logit_model
from stats.proportions import LimitsKey, proportion_limits
from tests.stats.golden_cases.fields import estimate_fields
from tests.stats.golden_cases.tables import table_of

KEYS: tuple[LimitsKey, ...] = ("CP", "WS", "WSCC", "AC", "SA", "SACC", "NAsm")


def proportion_study_ci(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    options.agree(
        scale="natural unless NAsm (logit scale)",
        codes="CP Clopper-Pearson, WS Wilson, WSCC Wilson cc, AC Agresti-Coull, SA Wald, "
        "SACC Wald cc",
    )
    table = table_of(rows)
    assert isinstance(table, OneGroup)
    got: dict[str, Any] = {}
    for key in KEYS:
        limits = proportion_limits(table, method=key, level=options["level"])
        if key == "WS":  # the oracle's limit 1 is one rounding lower, so its logit is finite
            limits = limits[0], np.minimum(limits[1], np.nextafter(1.0, 0.0))
        with np.errstate(divide="ignore"):
            got[key] = dict(zip(("lb", "ub"), map(special.logit, limits), strict=True))
    return got


def glmm_logit(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    case["options"].agree(measure="PLO", method="GLMM ML")
    table = table_of(rows)
    assert isinstance(table, OneGroup)
    made = logit_model(table)
    return {
        **estimate_fields(made.estimate),
        "tau2": made.tau2,
        "QE_Wld": made.wald.statistic,
        "QE_LRT": made.likelihood_ratio.statistic,
    }


KINDS = {"proportion_study_ci": proportion_study_ci, "glmm_logit": glmm_logit}
