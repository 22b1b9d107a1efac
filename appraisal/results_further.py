"""What `results.json` tells of an outcome besides its pool, from the same values as the window.

Estimates are given as `analysis` (the scale of the analysis) or `natural` (as people read them).
"""

from math import isinf, isnan
from typing import TYPE_CHECKING, Any

from appraisal.further import Further
from appraisal.sensitivity import Step
from appraisal.small_studies import FunnelTest

if TYPE_CHECKING:
    from stats.results import Estimate
    from stats.stratified import ChiSquare

Json = dict[str, Any]  # Any: JSON nests


def further_json(one: Further) -> Json:
    """The further analyses of an outcome; each is null or empty where there is none."""
    return {
        "heterogeneity": _heterogeneity(one),
        "leave_one_out": [_step(one, step) for step in one.without],
        "limits": [
            {**_step(one, step), "min_stars": step.plan.min_stars, "worst": step.plan.worst}
            for step in one.limits
            if step.plan is not None
        ],
        "cumulative": [_step(one, step) for step in one.cumulated],
        "other_models": [
            {
                "group": row.group,
                "model": row.key,
                "k": row.k,
                "natural": _three(row.shown),
                "p": plain(row.p) if one.analysis.has_test else None,
                "tau2": plain(row.tau2),
                "in_use": row.is_current,
            }
            for row in one.others
        ],
        "influence": _influence(one),
        "small_studies": _small(one),
        "subgroups": _groups(one),
        "regression": _regression(one),
    }


def plain(value: float | None) -> float | str | None:
    """A number JSON can hold; what is infinite in words, what is missing as null."""
    if value is None or isnan(value):
        return None
    if isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return float(value)


def _heterogeneity(one: Further) -> Json | None:
    pooled, found = one.analysis.pooled, one.spread
    if pooled is None or found is None:
        return None
    held = pooled.heterogeneity
    is_random = one.analysis.dataset.plan.is_random
    return {
        "i2_lower": plain(held.i2_q_lower),
        "i2_upper": plain(held.i2_q_upper),
        "tau2_interval": found.kind if is_random else None,
        "tau2_lower": plain(found.lower),
        "tau2_upper": plain(found.upper),
        "i2_from_tau2": plain(held.i2_tau2) if is_random else None,
        "cochran_mantel_haenszel": _test(found.association),
        "breslow_day": _test(found.breslow_day),
        "tarone": _test(found.tarone),
    }


def _test(test: "ChiSquare | None") -> Json | None:
    if test is None:
        return None
    return {"chi2": plain(test.statistic), "df": test.df, "p": plain(test.p)}


def _step(one: Further, step: Step) -> Json:
    values = [one.analysis.natural(x) for x in (step.estimate, step.lower, step.upper)]
    return {
        "id": step.id,
        "label": step.label,
        "k": step.k,
        "natural": _three(tuple(values)),
        "p": plain(step.p) if one.analysis.has_test else None,
        "i2": plain(step.i2),
        "tau2": plain(step.tau2) if one.analysis.dataset.plan.is_random else None,
    }


def _three(values: tuple[float | None, ...] | None) -> Json:
    names = ("estimate", "lower", "upper")
    return {name: plain(x) for name, x in zip(names, values or (None,) * 3, strict=True)}


def _estimate(made: "Estimate") -> Json:
    return {
        "estimate": plain(made.value),
        "se": plain(made.se),
        "lower": plain(made.lower),
        "upper": plain(made.upper),
        "stat": plain(made.statistic),
        "df": plain(made.df),
        "p": plain(made.p),
    }


def _influence(one: Further) -> list[Json]:
    if one.moves is None:
        return []
    made = one.moves.influence
    columns = {
        "rstudent": made.rstudent, "dffits": made.dffits, "cook_d": made.cook_d,
        "cov_r": made.cov_r, "dfbetas": made.dfbetas, "tau2_without": made.tau2_deleted,
        "q_without": made.q_deleted, "hat": made.hat, "weight": made.weight,
        "baujat_x": made.baujat_x, "baujat_y": made.baujat_y,
    }  # fmt: skip
    return [
        {
            "id": study,
            **{name: plain(float(column[place])) for name, column in columns.items()},
            "influential": bool(made.influential[place]),
        }
        for place, study in enumerate(one.moves.studies)
    ]


def _small(one: Further) -> Json | None:
    small = one.small
    if not small.is_enough:
        return None
    filled = small.filled
    return {
        "k": small.k,
        "tests": [
            *(_funnel(test, apt=True) for test in small.tests),
            *(_funnel(test, apt=False) for test in one.other_tests),
        ],
        "trim_fill": None
        if filled is None
        else {
            "estimator": one.analysis.dataset.plan.fill,
            "side": filled.side,
            "added": filled.missing,
            "natural": _three(
                (filled.pooled.shown.value, filled.pooled.shown.lower, filled.pooled.shown.upper)
            ),
        },
        "selection": [
            {
                "kind": found.kind,
                "analysis": None if found.made is None else _estimate(found.made.estimate),
                "tau2": None if found.made is None else plain(found.made.tau2),
                "lrt": None if found.made is None else plain(found.made.lrt),
                "lrt_df": None if found.made is None else found.made.df,
                "lrt_p": None if found.made is None else plain(found.made.p),
            }
            for found in one.selections
        ],
    }


def _funnel(test: FunnelTest, *, apt: bool) -> Json:
    made: Json = {"name": test.name, "apt": apt}
    if test.fault:
        return {**made, "fault": test.fault}
    if test.slope is not None:
        return {**made, "k": test.slope.k, "slope": _estimate(test.slope.slope)}
    assert test.rank is not None
    rank = test.rank
    return {**made, "k": rank.k, "tau": plain(rank.tau), "stat": plain(rank.statistic),
            "p": plain(rank.p)}  # fmt: skip


def _groups(one: Further) -> Json | None:
    found = one.groups
    if found is None:
        return None
    return {
        "by": found.key,
        "groups": [
            {
                "name": group.name,
                "k": group.k,
                "analysis": None if group.estimate is None else _estimate(group.estimate),
                "tau2": None if group.spread is None else plain(group.spread.tau2),
            }
            for group in found.groups
        ],
        "between": _test(found.between),
        "tau2_shared": plain(found.tau2),
    }


def _regression(one: Further) -> Json | None:
    fit = one.regression
    if fit is None:
        return None
    made = fit.made
    if made is None:
        return {"moderators": list(fit.moderators), "fault": fit.fault}
    shuffled = one.permuted
    return {
        "moderators": list(fit.moderators),
        "test": made.model.test,
        "k": made.k,
        "coefficients": [
            {"term": term.key, "level": term.level, **_estimate(line)}
            for term, (_name, line) in zip(fit.terms, made.coefficients, strict=True)
        ],
        "qm": plain(made.moderators.statistic),
        "qm_df": [made.moderators.df, made.moderators.df2],
        "qm_p": plain(made.moderators.p),
        "qe": plain(made.residual.statistic),
        "qe_df": made.residual.df,
        "qe_p": plain(made.residual.p),
        "tau2": plain(made.tau2),
        "i2": plain(made.i2),
        "r2": plain(made.r2),
        "permutation": None
        if shuffled is None
        else {
            "orders": shuffled.count,
            "exact": shuffled.is_exact,
            "coefficients": [p for _term, p in shuffled.terms],
            "all": shuffled.moderators,
        },
    }
