"""Three-level models: metafor's `rma.mv` and its robust variances."""

from __future__ import annotations

from typing import Any

from stats.data import Reported
from stats.measures import MEASURES
from stats.multilevel import three_level
from stats.results import Estimate
from tests.stats.golden_cases.tables import numbers


def nested(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    assert options["levels"].count("/") == 1  # names of the two levels, cluster first
    table = Reported(numbers(rows["yi"]), numbers(rows["vi"]))
    made = three_level(MEASURES["GEN"].of(table), rows["cluster"], method=options["method"])
    return {
        **_fields(made.estimate),
        "sigma2_between": made.between,
        "sigma2_within": made.within,
        "loglik": made.loglik,
        "QE": made.q,
        "QE_df": made.df,
        "robust_cr1": _fields(made.robust_cr1),
        "robust_cr2": _fields(made.robust_cr2),
    }


def _fields(one: Estimate) -> dict[str, Any]:
    return {
        "beta": one.value,
        "se": one.se,
        "stat": one.statistic,
        "df": one.df,
        "pval": one.p,
        "ci_lb": one.lower,
        "ci_ub": one.upper,
    }


KINDS = {"three_level": nested}
