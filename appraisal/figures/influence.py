"""The influence panel of an outcome: a row a study, a panel a statistic."""

from collections.abc import Iterator

from appraisal.figures.baujat import baujat_scene, influence_sentence, model_note
from appraisal.figures.outcomes import one_an_outcome
from appraisal.figures.text import measure, paper_width, words
from appraisal.further import Further
from appraisal.material import Material
from appraisal.named import Named
from appraisal.sensitivity import Moves
from appraisal.synthesis import Analysis
from resources.i18n import _
from stats.figures.influence import Panel, layout
from stats.figures.plot import Titles
from stats.figures.scene import Scene

COOK = 0.4549364231195728  # the median of chi-square with one degree of freedom


def influence_scene(analysis: Analysis, found: Moves, *, width: float) -> Scene:
    """Lay the panel out; dashed lines are the usual limits."""
    title = _("Influence: {outcome}").format(outcome=analysis.dataset.outcome.name)
    notes = (
        influence_sentence(found),
        _(
            "Dashed: the usual limits. Residual: the study against the pool of the others. DFFITS "
            "and Cook’s distance: how far the pool moves without it. Covariance ratio below 1: the "
            "pool is surer without it."
        ),
        *model_note(analysis),
    )
    titles = Titles("", "", title, " ".join(notes), notes)
    labels = tuple(zip(found.studies, found.influence.labels, strict=True))
    return layout(labels, _panels(found), titles, words=words(), measure=measure(), width=width)


def make(material: Material) -> Iterator[Named]:
    """The Baujat plot and the panel of every outcome of three studies or more."""

    def panel(one: Further) -> Scene | None:
        if one.moves is None:
            return None
        return influence_scene(one.analysis, one.moves, width=paper_width())

    def baujat(one: Further) -> Scene | None:
        if one.moves is None:
            return None
        return baujat_scene(one.analysis, one.moves, width=paper_width())

    yield from one_an_outcome(material, "baujat", baujat)
    yield from one_an_outcome(material, "influence", panel)


def _panels(found: Moves) -> tuple[Panel, ...]:
    made = found.influence
    k = len(made.rows)
    far, heavy = 3.0 * (1.0 / (k - 1.0)) ** 0.5, 300.0 / k
    return (
        Panel(_("Residual"), tuple(map(float, made.rstudent)), (-1.96, 1.96)),
        Panel("DFFITS", tuple(map(float, made.dffits)), (-far, far)),
        Panel(_("Cook’s D"), tuple(map(float, made.cook_d)), (COOK,)),
        Panel(_("Cov. ratio"), tuple(map(float, made.cov_r)), ()),
        Panel(_("τ² without"), tuple(map(float, made.tau2_deleted)), ()),
        Panel(_("Weight %"), tuple(map(float, made.weight)), (heavy,)),
    )


FIGURE = make
