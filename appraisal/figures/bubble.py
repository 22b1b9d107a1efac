"""The bubble plot of a meta-regression: effects against a covariate, with the fitted line."""

from collections.abc import Iterator

from appraisal.bundle import file_name
from appraisal.figures.outcomes import outcome_files
from appraisal.figures.text import measure, paper_width, words
from appraisal.material import Material
from appraisal.named import Named
from appraisal.regression import Fit, covariates, line, value_of
from appraisal.synthesis import Analysis
from appraisal.synthesis_text import digits_of, measure_name, measure_sign, shown_measure
from appraisal.views.regression import moderator_name
from resources.i18n import _, number
from stats.figures.bubble import Fitted, layout
from stats.figures.plot import Point, Titles
from stats.figures.scene import Scene


def bubble_scene(analysis: Analysis, fit: Fit, key: str, *, width: float) -> Scene:
    """Lay the plot of one covariate out; the band is the interval of the mean."""
    name = moderator_name(key)
    title = _("{outcome} by {moderator}").format(
        outcome=analysis.dataset.outcome.name, moderator=name
    )
    notes = [_("Line: the fitted mean with its 95 % interval. Areas go with the weights.")]
    if len(fit.moderators) > 1:
        notes.append(_("Other moderators at their mean, or at their first level."))
    fitted = [
        Fitted(one.x, *(_at(analysis, value) for value in (one.value, one.lower, one.upper)))
        for one in line(fit, key)
    ]
    titles = Titles(
        name, measure_name(shown_measure(analysis.dataset.plan)), title, title, tuple(notes)
    )
    return layout(
        tuple(_points(analysis, fit, key)),
        fitted,
        titles,
        scale="log" if analysis.is_ratio else "linear",
        words=words(),
        measure=measure(),
        width=width,
    )


def make(material: Material) -> Iterator[Named]:
    """A plot for every covariate of every outcome's meta-regression."""
    files = outcome_files(material.state)
    for one in material.further:
        fit = one.regression
        for key in covariates(fit) if fit is not None else ():
            assert fit is not None
            scene = bubble_scene(one.analysis, fit, key, width=paper_width())
            outcome = one.analysis.dataset.outcome
            name = f"bubble-{files[outcome.id]}-{file_name(moderator_name(key))}"
            yield Named(name, scene.title, scene, about=outcome.name)


def _at(analysis: Analysis, value: float) -> float:
    found = analysis.plotted(value)
    assert found is not None
    return found


def _points(analysis: Analysis, fit: Fit, key: str) -> Iterator[Point]:
    used = {row.study for row in fit.rows}
    digits = digits_of(analysis.dataset.plan.measure)
    sign = measure_sign(shown_measure(analysis.dataset.plan))
    for row, effect in zip(analysis.dataset.rows, analysis.effects, strict=True):
        if row.study not in used or effect.estimate is None or effect.shown is None:
            continue
        x, shown = value_of(row, key), number(effect.shown[0], digits)
        says = _("{study}: {moderator} {x}, {measure} {estimate}").format(
            study=row.label,
            moderator=moderator_name(key).lower(),
            x=f"{x:g}",
            measure=sign,
            estimate=shown,
        )
        y = _at(analysis, effect.estimate)
        yield Point(row.study, row.label, x, y, effect.weight, says=says)


FIGURE = make
