"""The same studies by other models, as a forest plot of pools under their headings."""

from collections.abc import Iterator, Sequence
from math import log

from appraisal.figures.outcomes import one_an_outcome
from appraisal.figures.text import measure, words
from appraisal.further import Further
from appraisal.material import Material
from appraisal.named import Named
from appraisal.other_models import OtherModel
from appraisal.synthesis import Analysis
from appraisal.synthesis_text import digits_of, measure_sign, shown_measure
from appraisal.views.other_models import GROUPS, caution, group_name, model_label
from resources.i18n import NOTHING, _, number, p_value
from resources.i18n import interval as interval_text
from stats.figures.forest import paper
from stats.figures.forest_data import Column, ForestData, Heading, Study
from stats.figures.scene import Scene


def models_data(analysis: Analysis, found: Sequence[OtherModel]) -> ForestData:
    """Return the plot, the plan's own model named in use."""
    sign = measure_sign(shown_measure(analysis.dataset.plan))
    title = _("Other models: {outcome}").format(outcome=analysis.dataset.outcome.name)
    rows: list[Study | Heading] = []
    for group in GROUPS:
        inside = [one for one in found if one.group == group]
        rows += [Heading(group_name(group))] if inside else []
        rows += [_row(analysis, one) for one in inside]
    return ForestData(
        columns=(
            Column(_("{measure} [95 % CI]").format(measure=sign)),
            Column("p", drop=2),
            Column("τ²", drop=1),
        ),
        plot_after=0,
        rows=tuple(rows),
        study_head=_("Model"),
        scale="log" if analysis.is_ratio else "linear",
        null=analysis.no_effect,
        notes=caution(found),
        title=title,
        description=title,
        point="dot",
    )


def make(material: Material) -> Iterator[Named]:
    """One plot an outcome of two studies or more."""

    def scene(one: Further) -> Scene | None:
        if not one.others:
            return None
        return paper(models_data(one.analysis, one.others), words=words(), measure=measure())

    yield from one_an_outcome(material, "other-models", scene)


def _row(analysis: Analysis, one: OtherModel) -> Study:
    place, label = f"{one.group}/{one.key}", model_label(one)
    note = _("in use") if one.is_current else ""
    if note:
        label = _("{model} (in use)").format(model=label)
    tau2 = NOTHING if one.tau2 is None else number(one.tau2, 3)
    p = NOTHING if one.p is None or not analysis.has_test else p_value(one.p)
    if one.shown is None:
        return Study(place, label, (_("not estimable"), NOTHING, tau2), None, None, None, note=note)
    digits = digits_of(analysis.dataset.plan.measure)
    value, lower, upper = one.shown
    text = f"{number(value, digits)} {interval_text(lower, upper, digits)}"
    at = [log(x) if x > 0 else None for x in one.shown] if analysis.is_ratio else [*one.shown]
    return Study(place, label, (text, p, tau2), at[0], at[1], at[2], note=note)


FIGURE = make
