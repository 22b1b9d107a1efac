"""Deletion diagnostics, standardised residuals and Baujat's coordinates."""

from __future__ import annotations

from typing import Any

from stats.influence import influence
from stats.models import Common, Random
from tests.stats.golden_cases.tables import effects_of


def diagnostics(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    effects, method = effects_of(rows, options), options["method"]
    made = influence(effects, Common() if method == "EE" else Random(tau2=method))
    return {
        "rstudent": made.rstudent,
        "dffits": made.dffits,
        "cook_d": made.cook_d,
        "cov_r": made.cov_r,
        "tau2_del": made.tau2_deleted,
        "QE_del": made.q_deleted,
        "hat": made.hat,
        "weight": made.weight,
        "dfbetas": made.dfbetas,
        "is_influential": [bool(each) for each in made.influential],
        "rstandard_z": made.rstandard,
        "rstandard_resid": made.residual,
        "rstandard_se": made.residual_se,
        "baujat": {"x": made.baujat_x, "y": made.baujat_y},
    }


KINDS = {"influence": diagnostics}
