"""Agreement: statsmodels, vcd, krippendorff and irrCAC."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np

from stats.agreement import Weighting, cohen_kappa, pabak, percent_agreement
from stats.many_raters import (
    Coefficient,
    Level,
    Weights,
    agreement,
    fleiss_kappa,
    krippendorff_alpha,
)
from tests.stats.golden_cases.tables import numbers

COEFFICIENTS: dict[str, Coefficient] = {
    "fleiss": "fleiss",
    "krippendorff": "krippendorff",
    "gwet": "gwet",
    "conger": "conger",
    "bp": "brennan_prediger",
}


def cohen(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    options.agree(
        weights="|i-j| linear, (i-j)^2 quadratic",
        ci="kappa +- z * se (se under the alternative, Fleiss, Cohen & Everitt 1969)",
    )
    table = rows["table"]
    made = {w: cohen_kappa(table, w, level=options["level"]) for w in get_args(Weighting)}
    fields: dict[str, Any] = {
        weighting: {
            "kappa": kappa.value,
            "se": kappa.se,
            "se_null": kappa.se_null,
            "ci_lb": kappa.lower,
            "ci_ub": kappa.upper,
            "z_null": kappa.z_null,
        }
        for weighting, kappa in made.items()
    }
    return {
        **fields,
        "observed_agreement": percent_agreement(table) / 100.0,
        "expected_agreement": made["unweighted"].expected,
        "prevalence_adjusted_pabak": pabak(table),
    }


def fleiss(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    case["options"].agree(se="null hypothesis SE of Fleiss, Nee & Landis 1979")
    kappa = fleiss_kappa(rows["counts"])
    return {
        "kappa": kappa.value,
        "se_null": kappa.se_null,
        "z": kappa.z_null,
        "per_category_kappa": kappa.by_category,
        "per_category_se_null": kappa.by_category_se_null,
        "randolph_free_marginal": kappa.free_marginal,
        "p_bar": kappa.observed,
        "p_e": kappa.expected,
    }


def many_raters(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    options.agree(irrcac="values rounded by irrCAC to 5 decimals; compare with abs tolerance 1e-5")
    ratings = np.array([numbers(row) for row in rows["ratings"]])
    fields: dict[str, Any] = {
        f"alpha_{level}": krippendorff_alpha(ratings, level) for level in get_args(Level)
    }
    for weights in get_args(Weights):
        fields[f"irrcac_{weights}"] = {
            name: _coefficient(ratings, key, weights, options["level"])
            for name, key in COEFFICIENTS.items()
        }
    return fields


def _coefficient(
    ratings: np.ndarray[Any, Any], key: Coefficient, weights: Weights, level: float
) -> dict[str, Any]:
    made = agreement(ratings, key, weights=weights, level=level)
    # irrCAC 0.4.4 gives a one-sided p for Brennan and Prediger's coefficient only.
    p = made.p / 2.0 if key == "brennan_prediger" else made.p
    return {
        "coef": made.value,
        "se": made.se,
        "ci": [made.lower, made.upper],
        "p": p,
        "pa": made.observed,
        "pe": made.expected,
    }


KINDS = {"cohen_kappa": cohen, "fleiss_kappa": fleiss, "multi_rater": many_raters}
