"""The subgroups as a forest plot of their pools alone, with how each is spread."""

from appraisal.subgroups import Group, Subgrouped
from appraisal.synthesis import Analysis
from appraisal.synthesis_text import digits_of, measure_sign, shown_measure
from appraisal.views.subgroups import difference_sentence, key_name
from resources.i18n import NOTHING, _, number, p_value, percent
from resources.i18n import interval as interval_text
from stats.figures.forest_data import Column, ForestData, Study


def subgroups_data(analysis: Analysis, found: Subgrouped) -> ForestData:
    """Return the plot of the subgroups, a row each."""
    sign = measure_sign(shown_measure(analysis.dataset.plan))
    title = _("Subgroups by {field}").format(field=key_name(found.key).lower())
    own_tau2 = analysis.dataset.plan.is_random and found.tau2 is None
    return ForestData(
        columns=(
            Column(_("Studies")),
            Column(_("{measure} [95 % CI]").format(measure=sign)),
            Column("p", drop=3),
            Column("I²", drop=1),
            *((Column("τ²", drop=2),) if own_tau2 else ()),
        ),
        plot_after=0,
        rows=tuple(
            _row(analysis, group, id=f"group/{place}", own_tau2=own_tau2)
            for place, group in enumerate(found.groups)
        ),
        study_head=key_name(found.key),
        scale="log" if analysis.is_ratio else "linear",
        null=analysis.no_effect,
        title=title,
        description=" ".join((title + ".", difference_sentence(found))),
        point="dot",
    )


def _row(analysis: Analysis, group: Group, *, id: str, own_tau2: bool) -> Study:
    made, spread = group.estimate, group.spread
    label = group.name or _("not reported")
    tau2 = () if not own_tau2 else (NOTHING if spread is None else number(spread.tau2, 3),)
    if made is None:
        cells = (str(group.k), _("not estimable"), NOTHING, NOTHING, *tau2)
        return Study(id, label, cells, None, None, None)
    digits = digits_of(analysis.dataset.plan.measure)
    limits = (made.value, made.lower, made.upper)
    value, lower, upper = (analysis.natural(x) for x in limits)
    assert value is not None
    cells = (
        str(group.k),
        f"{number(value, digits)} {interval_text(lower, upper, digits)}",
        p_value(made.p),
        NOTHING if spread is None or group.k < 2 else percent(spread.i2_q),
        *tau2,
    )
    at = [analysis.plotted(x) for x in limits]
    return Study(id, label, cells, at[0], at[1], at[2])
