"""Subgroups with separate tau2, with one tau2, and as RevMan 5 has them."""

from __future__ import annotations

from typing import Any

from stats.measures import MEASURES
from stats.models import Common, IntervalKey, Model, Random
from stats.presets import REVMAN_5
from stats.subgroups import shared_tau2, subgroups
from tests.stats.golden_cases.fields import estimate_fields, heterogeneity_fields
from tests.stats.golden_cases.revman import METHODS
from tests.stats.golden_cases.tables import effects_of, table_of

INTERVALS: dict[str, IntervalKey] = {"z": "wald", "knha": "hartung_knapp"}


def subgroup_iv(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    options.agree(
        tau2={"none", "separate"},
        groups_from="subgroup",
        single_study_group="the group's own estimate, tau2 0, normal CI",
    )
    level, interval = options["level"], INTERVALS[options["test"]]
    model: Model = (
        Random(tau2=options["method"], interval=interval, level=level)
        if (options["method"] != "EE")
        else Common(level=level)
    )
    made = subgroups(effects_of(rows, options), rows["subgroup"], model)
    return {
        "groups": [
            {
                "group": group.name,
                "k": group.pooled.k,
                **estimate_fields(group.pooled.estimate),
                **heterogeneity_fields(group.pooled),
                "tau2": group.pooled.heterogeneity.tau2,
            }
            for group in made.groups
        ],
        "Q_between": made.between.statistic,
        "Q_between_df": made.between.df,
        "Q_between_pval": made.between.p,
        "Q_within": made.within.statistic,
        "overall": {
            **estimate_fields(made.overall.estimate),
            **heterogeneity_fields(made.overall),
            "tau2": made.overall.heterogeneity.tau2,
        },
    }


def subgroup_common_tau2(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    options.agree(
        test="z",
        tau2="common, residual of the model with one mean per group",
        groups_from="subgroup",
    )
    made = shared_tau2(
        effects_of(rows, options),
        rows["subgroup"],
        method=options["method"],
        level=options["level"],
    )
    return {
        "groups": [
            {"group": group.name, "k": group.k, **estimate_fields(group.estimate)}
            for group in made.groups
        ],
        "tau2": made.tau2,
        "QE": made.residual.statistic,
        "QE_df": made.residual.df,
        "Q_between": made.between.statistic,
        "Q_between_df": made.between.df,
        "Q_between_pval": made.between.p,
    }


def subgroup_revman5(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    options.agree(
        profile="RevMan5", random_tau2="DL", groups_from="subgroup", measure=set(MEASURES)
    )
    method, level = METHODS[options["method"]], options["level"]
    measure = REVMAN_5.measure("PETO" if method == "peto" else options["measure"])
    effects = measure.of(table_of(rows), REVMAN_5.zeros(measure))
    common = subgroups(effects, rows["subgroup"], REVMAN_5.model(measure, method, level=level))
    random = subgroups(
        effects, rows["subgroup"], REVMAN_5.model(measure, method, random=True, level=level)
    )
    return {
        "groups": [
            {
                "group": one.name,
                "k": other.pooled.k,
                **prefixed("common", estimate_fields(one.pooled.estimate)),
                **prefixed("random", estimate_fields(other.pooled.estimate)),
                "Q": one.pooled.heterogeneity.q,
                "tau2": other.pooled.heterogeneity.tau2,
                "I2": one.pooled.heterogeneity.i2_q,
            }
            for one, other in zip(common.groups, random.groups, strict=True)
        ],
        "Q_between_common": common.between.statistic,
        "Q_between_common_pval": common.between.p,
        "Q_between_random": random.between.statistic,
        "Q_between_random_pval": random.between.p,
        "Q_between_df": common.between.df,
        "overall_common": common.overall.estimate.value,
        "overall_common_se": common.overall.estimate.se,
        "overall_random": random.overall.estimate.value,
        "overall_random_se": random.overall.estimate.se,
        "Q": common.overall.heterogeneity.q,
        "tau2": random.overall.heterogeneity.tau2,
    }


def prefixed(word: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {f"{word}_{name}": value for name, value in fields.items()}


KINDS = {
    "subgroup_iv": subgroup_iv,
    "subgroup_common_tau2": subgroup_common_tau2,
    "subgroup_revman5": subgroup_revman5,
}
