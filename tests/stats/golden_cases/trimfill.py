"""Trim and fill: metafor's `trimfill`."""

from __future__ import annotations

from typing import Any

from stats.models import Common, Random
from stats.trim_fill import trim_and_fill
from tests.stats.golden_cases.tables import effects_of

COMMON = {"EE", "FE", "CE"}


def filled(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    method, side = options["method"], options["side"]
    level = options["level"]
    made = trim_and_fill(
        effects_of(rows, options),
        Common(level=level) if method in COMMON else Random(tau2=method, level=level),
        estimator=options["estimator"],
        side=None if side == "auto" else side,
    )
    estimate, h = made.pooled.estimate, made.pooled.heterogeneity
    whole = made.pooled.effects
    return {
        "side_used": made.side,
        "k0": made.missing,
        "se_k0": made.se,
        "p_k0": made.p,
        "k_total": made.pooled.k,
        "filled_yi": whole.yi[made.filled],
        "filled_vi": whole.vi[made.filled],
        "beta": estimate.value,
        "se": estimate.se,
        "stat": estimate.statistic,
        "df": estimate.df,
        "pval": estimate.p,
        "ci_lb": estimate.lower,
        "ci_ub": estimate.upper,
        "tau2": h.tau2,
        "Q": h.q,
        "Q_pval": h.p,
        "I2_tau2_or_Q": h.i2_q if method in COMMON else h.i2_tau2,
    }


KINDS = {"trim_and_fill": filled}
