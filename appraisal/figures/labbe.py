"""The L'Abbé plot of an outcome of counts: risk in one arm against the other."""

from collections.abc import Callable, Iterator
from math import asin, exp, pi, sin, sqrt

from appraisal.figures.outcomes import one_an_outcome
from appraisal.figures.text import measure, paper_width, words
from appraisal.further import Further
from appraisal.material import Material
from appraisal.named import Named
from appraisal.synthesis import Analysis
from appraisal.synthesis_text import estimate_text, risk_text
from resources.i18n import _
from stats.figures.labbe import layout
from stats.figures.plot import Point, Titles
from stats.figures.scene import Scene


def labbe_scene(analysis: Analysis, *, width: float) -> Scene | None:
    """Lay the plot of an analysis out; None where it does not count people in two arms."""
    if analysis.pooled is None or analysis.dataset.outcome.data != "counts":
        return None
    points = tuple(_points(analysis))
    if not points:
        return None
    outcome = analysis.dataset.outcome
    title = _("L’Abbé plot: {outcome}").format(outcome=outcome.name)
    titles = Titles(
        _("Risk: {arm}").format(arm=outcome.arm2),
        _("Risk: {arm}").format(arm=outcome.arm1),
        title,
        f"{title}. {estimate_text(analysis)}.",
        (
            _(
                "Solid: no difference. Dashed: what the pooled effect means at each risk of the "
                "second arm. Areas go with the weights."
            ),
        ),
    )
    return layout(
        points, titles, risk=_risk(analysis), words=words(), measure=measure(), width=width
    )


def make(material: Material) -> Iterator[Named]:
    """One plot an outcome of counts."""

    def scene(one: Further) -> Scene | None:
        return labbe_scene(one.analysis, width=paper_width())

    yield from one_an_outcome(material, "labbe", scene)


def _risk(analysis: Analysis) -> Callable[[float], float] | None:
    """The risk in the first arm that the pooled effect means at a risk in the second."""
    assert analysis.pooled is not None
    value = analysis.pooled.estimate.value

    def by_odds(risk: float) -> float:
        odds = exp(value) * risk
        return odds / (1.0 - risk + odds)

    def by_arcsine(risk: float) -> float:
        angle = min(max(asin(sqrt(risk)) + value, 0.0), pi / 2.0)
        return sin(angle) ** 2

    return {
        "OR": by_odds,
        "RR": lambda risk: risk * exp(value),
        "RD": lambda risk: risk + value,
        "AS": by_arcsine,
    }.get(analysis.dataset.plan.measure)


def _points(analysis: Analysis) -> Iterator[Point]:
    for row, effect in zip(analysis.dataset.rows, analysis.effects, strict=True):
        if not row.is_used or row.report is not None:
            continue
        e1, n1, e2, n2 = (cell or 0.0 for cell in row.cells)
        x, y = e2 / n2, e1 / n1
        says = _("{study}: {first} against {second}").format(
            study=row.label, first=risk_text(y), second=risk_text(x)
        )
        yield Point(row.study, row.label, x, y, effect.weight, says=says)


FIGURE = make
