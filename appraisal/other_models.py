"""The same studies by other models: how far a result rests on the choice of the model.

Estimators of tau2, kinds of interval, methods of a fixed effect; and, where the data allow them,
the logit model of proportions, effects that belong together in clusters, and weights by quality.
Which model is right is for the plan, which was made before the numbers were seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING

from appraisal.choices import ESTIMATORS, INTERVALS, methods_for
from appraisal.dataset import Dataset
from appraisal.further_arms import study_of
from appraisal.plan import Plan, fitted
from appraisal.risk_lines import quality_line
from appraisal.study_rows import StudyRow
from appraisal.synthesis import Analysis, analyse

if TYPE_CHECKING:
    from appraisal.risk_mapping import Risk
    from stats.multilevel import ThreeLevel
    from stats.results import Estimate

FIELD = "field/"


@dataclass(frozen=True, slots=True)
class OtherModel:
    """A pool by another model; `shown` is the estimate with its limits as people read them.

    `group` is fixed, random, interval or further, `key` names the choice within it. `is_current`:
    the plan's own model. None where a model does not give a number.
    """

    group: str
    key: str
    k: int
    shown: tuple[float, float, float] | None
    p: float | None
    tau2: float | None
    i2: float | None = None
    is_current: bool = False


def other_models(
    analysis: Analysis, *, quality: "dict[Risk, float] | None" = None
) -> tuple[OtherModel, ...]:
    """The pools of an analysis's studies by every model that can pool them; none below two.

    `quality` are the team's scores of low, unclear and high; without them stars give the score.
    """
    if analysis.pooled is None or analysis.pooled.k < 2:
        return ()
    return (*_plans(analysis), *_further(analysis, quality or {}))


def cluster_keys(data: Dataset) -> tuple[str, ...]:
    """The review's own fields in which some studies have the same value, and not all."""
    names = dict.fromkeys(name for row in data.complete for name, _value in row.facts)
    return tuple(
        name for name in names if name.startswith(FIELD) and _has_clusters(data.complete, name)
    )


def clustered(analysis: Analysis) -> "ThreeLevel | None":
    """The three-level model with robust variances; None without clusters, or too few of them."""
    from stats.errors import StatsError
    from stats.multilevel import three_level

    key, pooled = analysis.dataset.plan.clusters, analysis.pooled
    if not key or pooled is None:
        return None
    names = [_cluster(row, key) for row in analysis.dataset.used]
    try:
        return three_level(pooled.effects, names)
    except StatsError:
        return None


def _plans(analysis: Analysis) -> Iterator[OtherModel]:
    asked = analysis.asked
    rows = tuple(row for row in asked.rows if row.is_used)
    plan = replace(asked.plan, sort="order", prediction=False, subgroup="")
    current = _model_key(fitted(plan, asked.outcome.data))
    interval = plan.interval if plan.is_random else "wald"
    tau2 = plan.tau2 if plan.is_random else "REML"
    fixed = replace(plan, tau2="none", interval="wald")
    random = replace(plan, method="IV", interval=interval)
    offers = [
        *(("fixed", one, replace(fixed, method=one)) for one in _methods(analysis)),
        *(("random", one, replace(random, tau2=one)) for one in ESTIMATORS),
        *(
            ("interval", one, replace(random, tau2=tau2, interval=one))
            for one in INTERVALS
            if one != interval
        ),
    ]
    for group, key, tried in offers:
        made = analyse(Dataset(asked.outcome, tried, rows))
        yield _of_analysis(made, group, key, is_current=_model_key(tried) == current)


def _methods(analysis: Analysis) -> tuple[str, ...]:
    """The methods of a fixed effect; a study that reports an estimate leaves inverse variance."""
    if any(row.report is not None for row in analysis.dataset.used):
        return ("IV",)
    data, plan = analysis.dataset.outcome.data, analysis.dataset.plan
    return methods_for(data, plan.measure)


def _model_key(plan: Plan) -> tuple[str, str, str]:
    return plan.method, plan.tau2, plan.interval


def _of_analysis(made: Analysis, group: str, key: str, *, is_current: bool) -> OtherModel:
    pooled = made.pooled
    if pooled is None:
        return OtherModel(group, key, 0, None, None, None, None, is_current)
    shown = (pooled.shown.value, pooled.shown.lower, pooled.shown.upper)
    is_random = made.dataset.plan.is_random
    return OtherModel(
        group,
        key,
        pooled.k,
        shown if all(map(isfinite, shown)) else None,
        pooled.estimate.p,
        pooled.heterogeneity.tau2 if is_random else None,
        pooled.heterogeneity.i2_tau2 if is_random else pooled.heterogeneity.i2_q,
        is_current,
    )


def _further(analysis: Analysis, scores: "dict[Risk, float]") -> Iterator[OtherModel]:
    made = clustered(analysis)
    if made is not None:
        tau2 = made.between + made.within
        yield _of_estimate(analysis, "three_level", made.estimate, k=made.k, tau2=tau2)
        yield _of_estimate(analysis, "cr1", made.robust_cr1, k=made.k, tau2=tau2)
        yield _of_estimate(analysis, "cr2", made.robust_cr2, k=made.k, tau2=tau2)
    if analysis.dataset.outcome.data == "proportion":
        yield from _logit(analysis)
    line, _lost = quality_line(analysis, scores)
    if line is not None:
        values = [analysis.natural(x) for x in (line.estimate, line.lower, line.upper)]
        yield OtherModel("further", "quality", line.k, _three(values), None, None)


def _logit(analysis: Analysis) -> Iterator[OtherModel]:
    from stats.data import OneGroup
    from stats.errors import StatsError
    from stats.glmm import logit_model

    assert analysis.pooled is not None
    table = analysis.pooled.effects.table
    if not isinstance(table, OneGroup):
        return
    try:
        made = logit_model(table)
    except StatsError:  # its row stays, without a number
        yield OtherModel("further", "glmm", analysis.pooled.k, None, None, None)
        return
    shown = (made.shown.value, made.shown.lower, made.shown.upper)
    yield OtherModel("further", "glmm", made.k, shown, made.estimate.p, made.tau2)


def _of_estimate(
    analysis: Analysis, key: str, made: "Estimate", *, k: int, tau2: float
) -> OtherModel:
    values = [analysis.natural(value) for value in (made.value, made.lower, made.upper)]
    return OtherModel("further", key, k, _three(values), made.p, tau2)


def _three(values: list[float | None]) -> tuple[float, float, float] | None:
    value, lower, upper = values
    if value is None or lower is None or upper is None:
        return None
    return value, lower, upper


def _cluster(row: StudyRow, key: str) -> str:
    """The cluster of a study; one whose field is empty stands alone."""
    return dict(row.facts).get(key) or f"\0{study_of(row.study)}"


def _has_clusters(rows: tuple[StudyRow, ...], key: str) -> bool:
    names = [_cluster(row, key) for row in rows]
    return 1 < len(set(names)) < len(names)
