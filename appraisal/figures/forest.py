"""From a pooled dataset to the forest plot: rows, diamonds, columns of risk of bias, sentences.

The numbers are those of the one `Analysis`; how they are drawn is told in `stats.figures.forest`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import exp, floor, isfinite, log10
from typing import TYPE_CHECKING

from appraisal.bundle import Named, file_name
from appraisal.figures.bias import bias_cells, bias_columns, bias_key, bias_legend
from appraisal.figures.text import measure, words
from appraisal.material import Material
from appraisal.synthesis import Analysis, RowEffect, StudyRow
from appraisal.synthesis_text import (
    digits_of,
    measure_name,
    method_name,
    remarks,
    result_sentence,
)
from resources.i18n import NOTHING, _, ngettext, number, percent
from resources.i18n import interval as interval_text
from stats.figures.axis import SUPERSCRIPT
from stats.figures.forest import paper
from stats.figures.forest_data import Cell, Column, ForestData, Study, Summary

if TYPE_CHECKING:
    from stats.results import Pooled

HUGE = 1e5  # from here on a number is written as a power of ten


def forest_data(analysis: Analysis, *, show_left_out: bool = True) -> ForestData:
    """Return the forest plot of an analysis; studies left out keep their places, or are hidden."""
    data = analysis.dataset
    plan = data.plan
    pairs = [
        (row, effect)
        for row, effect in zip(data.rows, analysis.effects, strict=False)
        if show_left_out or row.is_used
    ]
    rows = [row for row, _effect in pairs]
    left = _count_heads(analysis)
    columns = (
        *left,
        Column(_("{measure} [95 % CI]").format(measure=plan.measure)),
        *((Column(_("Weight")),) if "weight" in plan.columns else ()),
        *(bias_columns([row.rating for row in rows]) if "bias" in plan.columns else ()),
    )
    key = bias_key([row.rating for row in rows]) if "bias" in plan.columns else ()
    sentence = result_sentence(analysis)
    return ForestData(
        columns=columns,
        plot_after=len(left),
        rows=tuple(_study(analysis, row, effect, columns) for row, effect in pairs),
        pools=_pools(analysis),
        study_head=_("Study"),
        plot_head=measure_name(plan.measure),
        plot_sub=_capital(method_name(plan)),
        scale="log" if _is_ratio(plan.measure) else "linear",
        favours=_favours(analysis),
        footer=(sentence,),
        notes=(*remarks(analysis), *key),
        legend=bias_legend([row.rating for row in rows], columns),
        title=_("Forest plot: {outcome}").format(outcome=data.outcome.name),
        description=sentence,
    )


def make(material: Material) -> Iterator[Named]:
    """One forest plot an outcome that has numbers."""
    found = [one for one in material.analyses if one.dataset.complete]
    for analysis in found:
        forest = forest_data(analysis)
        suffix = f"-{file_name(analysis.dataset.outcome.name)}" if len(found) > 1 else ""
        yield Named(
            f"forest{suffix}", forest.title, paper(forest, words=words(), measure=measure())
        )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _is_ratio(measure: str) -> bool:
    return measure in ("OR", "RR")


def _count_heads(analysis: Analysis) -> tuple[Column, ...]:
    outcome = analysis.dataset.outcome
    if outcome.data != "counts" or "counts" not in analysis.dataset.plan.columns:
        return ()
    return tuple(Column(arm, _("n/N")) for arm in (outcome.arm1, outcome.arm2))


# studies


def _study(
    analysis: Analysis, row: StudyRow, effect: RowEffect, columns: tuple[Column, ...]
) -> Study:
    used = row.is_used and analysis.pooled is not None
    counts = _counts(row.cells) if _count_heads(analysis) else ()
    share = percent(effect.weight, 1) if used else NOTHING
    weight = (share,) if "weight" in analysis.dataset.plan.columns else ()
    bias = bias_cells(row.rating, columns) if "bias" in analysis.dataset.plan.columns else ()
    return Study(
        row.study,
        row.label,
        (*counts, _effect_text(analysis, row, effect), *weight, *bias),
        effect.estimate,
        effect.lower,
        effect.upper,
        effect.weight if used else _would_weigh(analysis, effect),
        used,
        row.why,
    )


def _counts(cells: Sequence[float | None]) -> tuple[Cell, ...]:
    e1, n1, e2, n2 = (NOTHING if cell is None else number(cell, 0) for cell in cells)
    return f"{e1}/{n1}", f"{e2}/{n2}"


def _effect_text(analysis: Analysis, row: StudyRow, effect: RowEffect) -> str:
    if effect.estimate is None or effect.lower is None or effect.upper is None:
        return NOTHING if row.left_out == "incomplete" else _("not estimable")
    measure = analysis.dataset.plan.measure
    limits = (effect.estimate, effect.lower, effect.upper)
    return _shown(tuple(_natural(value, measure) for value in limits), measure)


def _natural(value: float, measure: str) -> float:
    if not _is_ratio(measure):
        return value
    try:
        return exp(value)
    except OverflowError:
        return float("inf")


def _shown(values: tuple[float, ...], measure: str) -> str:
    """Write an estimate with its limits; a huge one as a power of ten, which fits a column."""
    digits = digits_of(measure)
    value, lower, upper = values
    if all(abs(v) < HUGE for v in values):
        return f"{number(value, digits)} {interval_text(lower, upper, digits)}"
    texts = interval_text(lower, upper, digits)
    for limit in (lower, upper):
        texts = texts.replace(number(limit, digits), _brief(limit, digits))
    return f"{_brief(value, digits)} {texts}"


def _brief(value: float, digits: int) -> str:
    if abs(value) < HUGE or not isfinite(value):
        return number(value, digits)
    power = floor(log10(abs(value)))
    return f"{number(value / 10.0**power, 1)}×10{str(power).translate(SUPERSCRIPT)}"


def _would_weigh(analysis: Analysis, effect: RowEffect) -> float | None:
    """Return what a row left out would weigh beside the heaviest used, by their variances."""
    weighed = [e for e in analysis.effects if e.weight > 0 and e.se]
    if not effect.se:
        return None
    if not weighed:
        return float(1 / effect.se**2)
    heaviest = max(weighed, key=lambda e: e.weight)
    return float(heaviest.weight * ((heaviest.se or effect.se) / effect.se) ** 2)


# diamonds


def _pools(analysis: Analysis) -> tuple[Summary, ...]:
    data, pooled = analysis.dataset, analysis.pooled
    if pooled is None:
        return ()
    pool = _summary(analysis, pooled, data.used, label=_pool_label(analysis))
    if analysis.everything is None:
        return (pool,)
    label = _("All ({k})").format(k=analysis.everything.k)
    rows = tuple(row for row in data.complete if row.left_out != "not_estimable")
    everything = _summary(analysis, analysis.everything, rows, label=label)
    cells = tuple(NOTHING if cell == percent(100) else cell for cell in everything.cells)
    return pool, replace(everything, kind="comparison", id="all", cells=cells, prediction=None)


def _pool_label(analysis: Analysis) -> str:
    data, k = analysis.dataset, len(analysis.dataset.used)
    limit = data.plan.min_stars
    if limit is not None:
        return ngettext("{n}+ star ({k})", "{n}+ stars ({k})", limit).format(n=limit, k=k)
    return (_("Used ({k})") if analysis.left_out else _("All ({k})")).format(k=k)


def _summary(
    analysis: Analysis, pooled: "Pooled", rows: tuple[StudyRow, ...], *, label: str
) -> Summary:
    plan, made = analysis.dataset.plan, pooled.estimate
    shown = (pooled.shown.value, pooled.shown.lower, pooled.shown.upper)
    counts = _counts(analysis.totals(rows)) if _count_heads(analysis) else ()
    weight = (percent(100),) if "weight" in plan.columns else ()
    found = pooled.prediction
    return Summary(
        label,
        (*counts, _shown(shown, plan.measure), *weight),
        made.value,
        made.lower,
        made.upper,
        prediction=None if found is None else (found.lower, found.upper),
        id="pool",
    )


def _favours(analysis: Analysis) -> tuple[str, str]:
    """Return what lies left and right of no effect: fewer bad events favour the first arm."""
    data = analysis.dataset
    if len(data.plan.favours) == 2:
        return data.plan.favours[0], data.plan.favours[1]
    if not data.outcome.arm1 or not data.outcome.arm2:
        return "", ""
    first, second = (
        _("Favours {arm}").format(arm=arm[:1].lower() + arm[1:])
        for arm in (data.outcome.arm1, data.outcome.arm2)
    )
    return (second, first) if data.outcome.event_is == "good" else (first, second)


FIGURE = make
