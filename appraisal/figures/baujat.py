"""The Baujat plot of an analysis: which studies make for heterogeneity, and which move the pool."""

from appraisal.figures.text import measure, words
from appraisal.sensitivity import Moves
from appraisal.synthesis import Analysis
from resources.i18n import _, number
from stats.figures.baujat import layout
from stats.figures.plot import Point, Titles
from stats.figures.scene import Scene


def baujat_scene(analysis: Analysis, found: Moves, *, width: float) -> Scene:
    """Lay the plot out; those that stand out by the usual limits are named below it."""
    made = found.influence
    points = tuple(
        Point(
            study,
            label,
            float(x),
            float(y),
            says=_("{study}: contribution to Q {q}, influence {influence}").format(
                study=label, q=number(float(x), 2), influence=number(float(y), 3)
            ),
        )
        for study, label, x, y in zip(
            found.studies, made.labels, made.baujat_x, made.baujat_y, strict=True
        )
    )
    titles = Titles(
        _("Contribution to Q"),
        _("Influence on the pooled estimate"),
        _("Baujat plot: {outcome}").format(outcome=analysis.dataset.outcome.name),
        influence_sentence(found),
        (influence_sentence(found), *model_note(analysis)),
    )
    return layout(points, titles, words=words(), measure=measure(), width=width)


def influence_sentence(found: Moves) -> str:
    """Which studies stand out; that they do says nothing against them."""
    made = found.influence
    names = [name for name, far in zip(made.labels, made.influential, strict=True) if far]
    if not names:
        return _("No study stands out by the usual limits of Cook’s distance, DFFITS and weight.")
    return _(
        "By the usual limits of Cook’s distance, DFFITS and weight these stand out: {studies}. "
        "That alone is no reason to leave a study out."
    ).format(studies=", ".join(names))


def model_note(analysis: Analysis) -> tuple[str, ...]:
    """That single effects were pooled, where the plan pools otherwise."""
    plan = analysis.dataset.plan
    return () if plan.method == "IV" else (_("Worked out by inverse variance."),)
