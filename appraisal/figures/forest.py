"""From a pooled dataset to the forest plot: rows, diamonds, columns of risk of bias, sentences.

The numbers are those of the one `Analysis`; how they are drawn is told in `stats.figures.forest`.
"""

from collections.abc import Iterator
from dataclasses import replace
from math import floor, isfinite, log10
from typing import TYPE_CHECKING

from appraisal.arm_texts import arm_heads, arm_texts, arm_totals
from appraisal.cells import standing_sentence
from appraisal.dataset import replanned
from appraisal.figures.bias import bias_cells, bias_columns, bias_key, bias_legend
from appraisal.figures.outcomes import outcome_files
from appraisal.figures.text import measure, paper_width, words
from appraisal.further import further
from appraisal.material import Material
from appraisal.named import Named
from appraisal.study_rows import StudyRow
from appraisal.subgroups import Group, Subgrouped
from appraisal.synthesis import Analysis, RowEffect, analyse
from appraisal.synthesis_text import (
    digits_of,
    measure_name,
    measure_sign,
    method_name,
    remarks,
    result_sentence,
    shown_measure,
)
from appraisal.views.plot_columns import column_name, fact_columns, fact_text
from appraisal.views.subgroups import difference_sentence, group_label, group_name
from resources.i18n import NOTHING, _, ngettext, number, percent
from resources.i18n import interval as interval_text
from stats.figures.axis import SUPERSCRIPT
from stats.figures.forest import paper
from stats.figures.forest_data import Column, ForestData, Heading, Study, Summary
from stats.figures.scene import Scene

if TYPE_CHECKING:
    from stats.results import Pooled

GROUP = "group/"  # how the id of a subgroup's diamond begins
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
    found = further(analysis).groups
    left = (*_fact_columns(analysis), *_arm_columns(analysis))
    columns = (
        *left,
        Column(_("{measure} [95 % CI]").format(measure=measure_sign(shown_measure(plan)))),
        *((Column(_("Weight")),) if "weight" in plan.columns else ()),
        *(bias_columns([row.rating for row in rows]) if "bias" in plan.columns else ()),
    )
    key = bias_key([row.rating for row in rows]) if "bias" in plan.columns else ()
    rule = standing_sentence((row.label, row.rating) for row in rows) if key else ""
    sentence = result_sentence(analysis)
    return ForestData(
        columns=columns,
        plot_after=len(left),
        rows=_rows(analysis, pairs, columns, found),
        pools=_pools(analysis),
        study_head=_("Study"),
        plot_head=measure_name(shown_measure(plan)),
        plot_sub=_capital(method_name(plan)),
        scale="log" if analysis.is_ratio else "linear",
        null=analysis.no_effect,
        favours=_favours(analysis),
        footer=(sentence, *(filter(None, [difference_sentence(found)]) if found else ())),
        notes=(*remarks(analysis), *key, *filter(None, [rule])),
        legend=bias_legend([row.rating for row in rows], columns),
        title=_("Forest plot: {outcome}").format(outcome=data.outcome.name),
        description=sentence,
    )


def make(material: Material) -> Iterator[Named]:
    """One forest plot an outcome that has numbers."""
    found = [one for one in material.analyses if one.dataset.complete]
    files = outcome_files(material.state)
    for one in found:
        analysis = in_order(one, material.sort)
        scene = paper_scene(analysis)
        outcome = analysis.dataset.outcome
        suffix = f"-{files[outcome.id]}" if len(found) > 1 else ""
        yield Named(f"forest{suffix}", scene.title, scene, about=outcome.name)


def in_order(analysis: Analysis, sort: str) -> Analysis:
    """The analysis with its rows in the order that figures are asked for; pooled alike."""
    key = {"label": "label", "year": "year", "rating": "stars"}.get(sort, "")
    if not key or key == analysis.asked.plan.sort:
        return analysis
    return analyse(replanned(analysis.asked, replace(analysis.asked.plan, sort=key)))


def paper_scene(analysis: Analysis, *, show_left_out: bool = True) -> Scene:
    """Return the forest plot of an analysis as it is written to a file."""
    forest = forest_data(analysis, show_left_out=show_left_out)
    return paper(forest, words=words(), measure=measure(), least=paper_width())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _arm_columns(analysis: Analysis) -> tuple[Column, ...]:
    if "counts" not in analysis.dataset.plan.columns:
        return ()
    return tuple(Column(head.name, head.what) for head in arm_heads(analysis.dataset.outcome))


def _fact_columns(analysis: Analysis) -> tuple[Column, ...]:
    return tuple(Column(column_name(key)) for key in fact_columns(analysis.dataset.plan))


def _no_facts(analysis: Analysis) -> tuple[str, ...]:
    """Return the cells of a diamond below the facts of studies."""
    return ("",) * len(fact_columns(analysis.dataset.plan))


# studies


def _rows(
    analysis: Analysis,
    pairs: list[tuple[StudyRow, RowEffect]],
    columns: tuple[Column, ...],
    found: Subgrouped | None,
) -> tuple[Study | Heading | Summary, ...]:
    """Return the studies; with subgroups under their headings, each with its diamond."""
    made = {row.study: _study(analysis, row, effect, columns) for row, effect in pairs}
    if found is None:
        return tuple(made.values())
    rows: list[Study | Heading | Summary] = []
    for place, group in enumerate(found.groups):
        inside = [made[row.study] for row in group.rows if row.study in made]
        if inside:
            rows += [Heading(group_name(group, found.key)), *inside]
        if inside and group.estimate is not None:
            weight = sum(study.weight or 0.0 for study in inside if study.used)
            rows.append(_subtotal(analysis, group, id=f"{GROUP}{place}", weight=weight))
    return tuple(rows)


def _subtotal(analysis: Analysis, group: Group, *, id: str, weight: float) -> Summary:
    made = group.estimate
    assert made is not None
    plan, data = analysis.dataset.plan, analysis.dataset.outcome.data
    limits = (made.value, made.lower, made.upper)
    at = [analysis.plotted(x) for x in limits]
    shown = tuple(analysis.natural(x) or 0.0 for x in limits)
    used = tuple(row for row in group.rows if row.is_used)
    counts = arm_totals(data, analysis.totals(used)) if _arm_columns(analysis) else ()
    share = (percent(weight, 1),) if "weight" in plan.columns else ()
    return Summary(
        group_label(group),
        (*_no_facts(analysis), *counts, _shown(shown, plan.measure), *share),
        at[0],
        at[1],
        at[2],
        kind="subgroup",
        id=id,
    )


def _study(
    analysis: Analysis, row: StudyRow, effect: RowEffect, columns: tuple[Column, ...]
) -> Study:
    used = row.is_used and analysis.pooled is not None
    counts = arm_texts(analysis.dataset.outcome.data, row) if _arm_columns(analysis) else ()
    facts = tuple(fact_text(row, key) or NOTHING for key in fact_columns(analysis.dataset.plan))
    share = percent(effect.weight, 1) if used else NOTHING
    weight = (share,) if "weight" in analysis.dataset.plan.columns else ()
    bias = bias_cells(row.rating, columns) if "bias" in analysis.dataset.plan.columns else ()
    return Study(
        row.study,
        row.label,
        (*facts, *counts, _effect_text(analysis, row, effect), *weight, *bias),
        *_plotted(analysis, effect),
        effect.weight if used else _would_weigh(analysis, effect),
        used,
        row.why,
    )


def _plotted(
    analysis: Analysis, effect: RowEffect
) -> tuple[float | None, float | None, float | None]:
    if analysis.is_ratio or effect.shown is None:
        return effect.estimate, effect.lower, effect.upper
    return effect.shown


def _effect_text(analysis: Analysis, row: StudyRow, effect: RowEffect) -> str:
    if effect.shown is None:
        if row.left_out == "other_measure":
            return row.why
        return NOTHING if row.left_out == "incomplete" else _("not estimable")
    return _shown(effect.shown, analysis.dataset.plan.measure)


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
    rows = tuple(
        row for row in data.complete if row.left_out not in ("not_estimable", "other_measure")
    )
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
    plan, data = analysis.dataset.plan, analysis.dataset.outcome.data
    shown = (pooled.shown.value, pooled.shown.lower, pooled.shown.upper)
    made = pooled.estimate if analysis.is_ratio else pooled.shown
    counts = arm_totals(data, analysis.totals(rows)) if _arm_columns(analysis) else ()
    weight = (percent(100),) if "weight" in plan.columns else ()
    found = pooled.prediction if analysis.is_ratio else pooled.prediction_shown
    return Summary(
        label,
        (*_no_facts(analysis), *counts, _shown(shown, plan.measure), *weight),
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
