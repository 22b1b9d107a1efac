"""Small-study effects: metafor's `regtest` and `ranktest`, R meta's `metabias`."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from stats.data import TwoByTwo
from stats.effects import Effects
from stats.funnel_ranks import RankTest, rank_test
from stats.measures.binary import log_risk_ratio
from stats.small_study import TESTS, regression_test
from tests.stats.golden_cases.metafor_default import stopped_as_metafor
from tests.stats.golden_cases.tables import effects_of, numbers, table_of


def regressed(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    method = options["method"]
    with stopped_as_metafor(method):
        made = regression_test(
            _with_sizes(effects_of(rows, options), rows),
            predictor=options["predictor"],
            model=options["model"],
            tau2=None if method in {"EE", "FE", "CE", "-"} else method,
            level=options["level"],
        )
    limit = made.at_infinity
    return {
        "stat": made.slope.statistic,
        "df": made.slope.df,
        "pval": made.slope.p,
        "limit_estimate": limit and limit.value,
        "limit_ci_lb": limit and limit.lower,
        "limit_ci_ub": limit and limit.upper,
        "slope_for_predictor": made.slope.value,
        "slope_se": made.slope.se,
        "intercept": made.intercept.value,
        "intercept_se": made.intercept.se,
        "tau2": made.tau2,
    }


def ranked(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    options.agree(method="Begg-Mazumdar Kendall tau")
    made = rank_test(effects_of(rows, options))
    is_exact = all(note.code != "normal_approximation" for note in made.notes)
    assert is_exact == options["exact"]
    return {"tau": made.tau, "pval": made.p}


def bias(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    test, correct = TESTS[options["method"]], options["continuity_correction"]
    effects = _as_meta(rows, options)
    made = test(effects, continuity=True) if correct else test(effects)
    if isinstance(made, RankTest):
        return _fields(made.statistic, None, made.p, made.score, made.se, "ks", (None, None))
    slope, intercept = made.slope, made.intercept
    return _fields(
        slope.statistic,
        slope.df,
        slope.p,
        slope.value,
        slope.se,
        "bias",
        (intercept.value, intercept.se),
    )


def _fields(
    statistic: float,
    df: float | None,
    p: float,
    value: float,
    se: float,
    name: str,
    intercept: tuple[float | None, float | None],
) -> dict[str, Any]:
    return {
        "stat": statistic,
        "df": df,
        "pval": p,
        "bias": value,
        "se_bias": se,
        "estimate_names": [name, f"se.{name}"],
        "estimates": [value, se],
        "tau2": None,
        "intercept": intercept[0],
        "se_intercept": intercept[1],
    }


def _as_meta(rows: dict[str, Any], options: Any) -> Effects:
    """Return effects as R's meta takes them by default.

    No double zeros in ratios; the exact variance of g (White & Thomas 2005); for risk ratios a
    correction that adds to a cell of events and once, not twice, to the size of the arm.
    """
    choice: dict[str, Any] = {
        key: options[key] for key in ("measure", "add", "to", "drop00") if key in options
    }
    if choice["measure"] == "SMD":
        return effects_of(rows, {**choice, "vtype": "UB"})
    if rows["layout"] != "2x2" or choice["measure"] not in {"OR", "RR"}:
        return effects_of(rows, choice)
    effects = effects_of(rows, {**choice, "drop00": True})
    if choice["measure"] == "OR":
        return effects
    table = table_of(rows)
    assert isinstance(table, TwoByTwo)
    assert choice["to"] == "only0"
    empty = (table.a == 0) | (table.b == 0) | (table.c == 0) | (table.d == 0)
    add = np.where(empty & np.isfinite(effects.yi), choice["add"], 0.0)
    events = TwoByTwo(table.a + add, table.b, table.c + add, table.d, table.labels)
    with np.errstate(divide="ignore", invalid="ignore"):
        yi, vi = (np.where(np.isfinite(effects.yi), x, np.nan) for x in log_risk_ratio(events))
    return dataclasses.replace(effects, yi=yi, vi=vi)


def _with_sizes(effects: Effects, rows: dict[str, Any]) -> Effects:
    return dataclasses.replace(effects, n=numbers(rows["ni"])) if "ni" in rows else effects


KINDS = {"regression_test": regressed, "rank_test": ranked, "metabias": bias}
