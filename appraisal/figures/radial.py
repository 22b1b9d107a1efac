"""The radial plot of an outcome: standardised effects against precision, with the pooled slope."""

from collections.abc import Iterator

from appraisal.figures.outcomes import one_an_outcome
from appraisal.figures.text import measure, paper_width, words
from appraisal.further import Further
from appraisal.material import Material
from appraisal.named import Named
from appraisal.synthesis import Analysis
from appraisal.synthesis_text import estimate_text, measure_name, shown_measure
from resources.i18n import _, number
from stats.figures.plot import Point, Titles
from stats.figures.radial import layout
from stats.figures.scene import Scene

LEAST = 2


def radial_scene(analysis: Analysis, *, width: float) -> Scene | None:
    """Lay the plot of an analysis out; None below two studies with an estimate."""
    pooled = analysis.pooled
    if pooled is None or int(pooled.effects.usable.sum()) < LEAST:
        return None
    title = _("Radial plot: {outcome}").format(outcome=analysis.dataset.outcome.name)
    name = measure_name(shown_measure(analysis.dataset.plan))
    titles = Titles(
        _("1 / standard error"),
        _("Effect / standard error"),
        title,
        f"{title}. {estimate_text(analysis)}.",
        (
            _(
                "{measure} on the scale of the analysis. Dashed: the pooled effect as a slope, and "
                "two standard errors about it; about 95 % of the studies lie between if all share "
                "that effect."
            ).format(measure=name),
        ),
    )
    return layout(
        tuple(_points(analysis)),
        titles,
        slope=pooled.estimate.value,
        words=words(),
        measure=measure(),
        width=width,
    )


def make(material: Material) -> Iterator[Named]:
    """One radial plot an outcome of two studies or more."""

    def scene(one: Further) -> Scene | None:
        return radial_scene(one.analysis, width=paper_width())

    yield from one_an_outcome(material, "radial", scene)


def _points(analysis: Analysis) -> Iterator[Point]:
    assert analysis.pooled is not None
    effects = analysis.pooled.effects
    for place, row in enumerate(analysis.dataset.used):
        if not effects.usable[place]:
            continue
        error = float(effects.sei[place])
        x, y = 1.0 / error, float(effects.yi[place]) / error
        says = _("{study}: precision {x}, standardised effect {y}").format(
            study=row.label, x=number(x, 2), y=number(y, 2)
        )
        yield Point(row.study, row.label, x, y, says=says)


FIGURE = make
