"""Forest plots of pools of fewer studies: without each study in turn, and at each limit."""

from collections.abc import Iterator, Sequence

from appraisal.figures.outcomes import one_an_outcome
from appraisal.figures.text import measure, words
from appraisal.further import Further
from appraisal.material import Material
from appraisal.named import Named
from appraisal.sensitivity import Step
from appraisal.synthesis import Analysis
from appraisal.synthesis_text import digits_of, measure_sign, shown_measure
from resources.i18n import NOTHING, _, ngettext, number, p_value, percent
from resources.i18n import interval as interval_text
from stats.figures.forest import paper
from stats.figures.forest_data import Column, ForestData, Study
from stats.figures.scene import Scene


def left_one_out_data(analysis: Analysis, steps: Sequence[Step]) -> ForestData:
    """Return the plot of the pool without each study in turn."""
    return _data(analysis, steps, title=_("Leave one out"), head=_("Without"))


def cumulated_data(analysis: Analysis, steps: Sequence[Step]) -> ForestData:
    """Return the plot of the pool as the studies are added one by one."""
    head = {
        "year": _("Up to, by year"),
        "precision": _("Up to, the most precise first"),
        "order": _("Up to, as listed"),
    }[analysis.dataset.plan.cumulate]
    return _data(analysis, steps, title=_("Cumulative"), head=head)


def limits_data(analysis: Analysis, steps: Sequence[Step]) -> ForestData:
    """Return the plot of the pool at each limit of quality."""
    return _data(analysis, steps, title=_("At each limit"), head=_("Studies used"))


def limit_name(step: Step) -> str:
    """Return what a limit lets in, in words."""
    plan = step.plan
    if plan is None or not plan.has_limit:
        return _("All studies")
    if plan.min_stars is not None:
        return ngettext("{n} star or more", "{n} stars or more", plan.min_stars).format(
            n=plan.min_stars
        )
    return {"fair": _("Not at high risk"), "good": _("Only at low risk")}[plan.worst]


def make(material: Material) -> Iterator[Named]:
    """The pools of fewer studies of every outcome: each left out in turn, and one after another."""

    def without(one: Further) -> Scene | None:
        return _scene(left_one_out_data(one.analysis, one.without)) if one.without else None

    def cumulated(one: Further) -> Scene | None:
        return _scene(cumulated_data(one.analysis, one.cumulated)) if one.cumulated else None

    yield from one_an_outcome(material, "leave-one-out", without)
    yield from one_an_outcome(material, "cumulative", cumulated)


def _scene(forest: ForestData) -> Scene:
    return paper(forest, words=words(), measure=measure())


def _data(analysis: Analysis, steps: Sequence[Step], *, title: str, head: str) -> ForestData:
    sign = measure_sign(shown_measure(analysis.dataset.plan))
    return ForestData(
        columns=(
            Column(_("Studies")),
            Column(_("{measure} [95 % CI]").format(measure=sign)),
            Column("p", drop=2),
            Column("I²", drop=1),
        ),
        plot_after=0,
        rows=tuple(_row(analysis, step) for step in steps),
        study_head=head,
        scale="log" if analysis.is_ratio else "linear",
        null=analysis.no_effect,
        title=_("{title}: {outcome}").format(title=title, outcome=analysis.dataset.outcome.name),
        description=title,
        point="dot",
    )


def _row(analysis: Analysis, step: Step) -> Study:
    cells = (str(step.k), _estimate(analysis, step), _p(step), _i2(step))
    label = step.label or limit_name(step)
    note = _("in use") if step.is_current else ""
    value, lower, upper = (analysis.plotted(x) for x in (step.estimate, step.lower, step.upper))
    return Study(step.id, label, cells, value, lower, upper, note=note)


def _estimate(analysis: Analysis, step: Step) -> str:
    if step.estimate is None:
        return _("not estimable")
    digits = digits_of(analysis.dataset.plan.measure)
    value, lower, upper = (analysis.natural(x) for x in (step.estimate, step.lower, step.upper))
    return f"{number(value, digits)} {interval_text(lower, upper, digits)}"


def _p(step: Step) -> str:
    return NOTHING if step.p is None else p_value(step.p)


def _i2(step: Step) -> str:
    return NOTHING if step.i2 is None or step.k < 2 else percent(step.i2)


FIGURE = make
