"""Conversions: R's meta and closed forms."""

from __future__ import annotations

from typing import Any

from stats.conversions import Arm, combine_arms, se_from_ci, se_from_p
from stats.medians import mean_sd_from_quantiles


def quantiles(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    made = mean_sd_from_quantiles(
        rows["n"],
        rows["median"],
        q1=rows.get("q1"),
        q3=rows.get("q3"),
        low=rows.get("min"),
        high=rows.get("max"),
        mean_method=options["mean_method"],
        sd_method=options["sd_method"],
    )
    return {"mean": made.mean, "sd": made.sd}


def from_interval(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    df = {"normal": None, "t": rows.get("df")}[options["dist"]]
    assert rows["lv"] == options["level"]
    made = se_from_ci(rows["lb"], rows["ub"], level=options["level"], df=df)
    return {"te": made.estimate, "se": made.se}


def from_p(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    options.agree(two_sided=True)
    df = {"normal": None, "t": rows.get("df")}[options["dist"]]
    made = se_from_p(rows["te"], rows["pval"], df=df)
    return {"te": made.estimate, "se": made.se}


def arms(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    case["options"].agree(formula="Cochrane Handbook 6.5.2.10, exact")
    groups = zip(rows["n"], rows["mean"], rows["sd"], strict=True)
    made = combine_arms([Arm(*group) for group in groups])
    return {"n": made.n, "mean": made.mean, "sd": made.sd}


KINDS = {
    "mean_sd_from_quantiles": quantiles,
    "se_from_ci": from_interval,
    "se_from_p": from_p,
    "combine_arms": arms,
}
