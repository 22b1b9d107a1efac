"""Meta-regression: metafor's `rma` with moderators."""

from __future__ import annotations

from typing import Any

import numpy as np

from stats.design import Covariate, Factor, Moderator
from stats.regression import Omnibus, Regressed, Regression, meta_regression, predict
from tests.stats.golden_cases.tables import effects_of, numbers

TESTS = {"z": "wald", "t": "t", "knha": "knapp_hartung", "adhoc": "knapp_hartung_floor"}


def meta_regressed(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options, expected = case["options"], case["expected"]
    options.agree(
        factor_coding="treatment contrasts, first level in alphabetical order is the reference"
    )
    method = options["method"]
    model = Regression(
        tau2=None if method in {"EE", "FE", "CE"} else method,
        test=TESTS[options["test"]],  # type: ignore[arg-type]  # read from the file
        level=options["level"],
    )
    names = options["moderators"]
    made = meta_regression(
        effects_of(rows, options), [_moderator(rows, name) for name in names], model
    )
    assert list(np.flatnonzero(made.design.rows)) == options["rows_used"]
    fields = _fields(made)
    if "predict" in expected:
        fields["predict"] = _predicted(made, names[0], expected["predict"]["x"])
    return fields


def _moderator(rows: dict[str, Any], name: str) -> Moderator:
    values = rows["covariates"][name] if name in rows.get("covariates", {}) else rows[name]
    if any(isinstance(value, str) for value in values):
        return Factor(name, tuple(values))
    return Covariate(name, numbers(values))


def _fields(made: Regressed) -> dict[str, Any]:
    return {
        "k": made.k,
        "p": made.p,
        "coef": [
            {
                "term": term,
                "beta": one.value,
                "se": one.se,
                "stat": one.statistic,
                "pval": one.p,
                "ci_lb": one.lower,
                "ci_ub": one.upper,
            }
            for term, one in made.coefficients
        ],
        "vcov": made.covariance,
        "QM": made.moderators.statistic,
        "QM_df": _df(made.moderators),
        "QM_kind": "chi2" if made.moderators.df2 is None else "F",
        "QM_pval": made.moderators.p,
        "QE": made.residual.statistic,
        "QE_df": made.residual.df,
        "QE_pval": made.residual.p,
        "tau2": made.tau2,
        "se_tau2": made.se_tau2,
        "I2_tau2": made.i2,
        "H2_tau2": made.h2,
        "R2_pct": made.r2,
        "tau2_no_moderators": made.tau2_alone,
        "loglik": made.loglik,
    }


def _df(test: Omnibus) -> list[int]:
    return [test.df] if test.df2 is None else [test.df, test.df2]


def _predicted(made: Regressed, name: str, x: list[float]) -> dict[str, Any]:
    drawn = predict(made, {name: x})
    return {
        "x": made.design.at({name: x})[:, 1],
        "pred": drawn.mean,
        "se": drawn.se,
        "ci_lb": drawn.lower,
        "ci_ub": drawn.upper,
        "pi_lb": drawn.low,
        "pi_ub": drawn.high,
    }


KINDS = {"meta_regression": meta_regressed}
