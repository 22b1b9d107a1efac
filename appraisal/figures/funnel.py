"""From a pooled dataset to its funnel plot, with the studies that trim and fill adds hollow."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from appraisal.figures.outcomes import one_an_outcome
from appraisal.figures.text import measure, paper_width, words
from appraisal.further import Further
from appraisal.material import Material
from appraisal.named import Named
from appraisal.small_studies import SmallStudies
from appraisal.synthesis import Analysis
from appraisal.synthesis_text import digits_of, estimate_text, measure_name, shown_measure
from appraisal.views.small_studies import advice
from resources.i18n import _, ngettext, number
from stats.figures.funnel import Funnel, layout
from stats.figures.plot import Point, Titles
from stats.figures.scene import Scene

if TYPE_CHECKING:
    from stats.effects import Effects

CONTOURS = (1.6448536269514722, 1.959963984540054, 2.5758293035489004)  # p of 0.1, 0.05 and 0.01
MOST_NAMES = 30
FILLED = "filled/"


def funnel_scene(analysis: Analysis, found: SmallStudies, *, width: float) -> Scene:
    """Lay the funnel of an analysis out; there must be enough studies."""
    pooled = analysis.pooled
    assert pooled is not None
    null = analysis.funnel_null
    funnel = Funnel(
        points=(*_points(analysis, found), *_filled(found)),
        centre=pooled.estimate.value,
        null=null,
        scale="log" if analysis.is_ratio else "linear",
        contours=CONTOURS if null is not None else (),
        names=found.k <= MOST_NAMES,
    )
    return layout(funnel, _titles(analysis, found), words=words(), measure=measure(), width=width)


def make(material: Material) -> Iterator[Named]:
    """One funnel plot an outcome with studies enough."""

    def scene(one: Further) -> Scene | None:
        if not one.small.is_enough:
            return None
        return funnel_scene(one.analysis, one.small, width=paper_width())

    yield from one_an_outcome(material, "funnel", scene)


def _titles(analysis: Analysis, found: SmallStudies) -> Titles:
    notes = [
        _("Dashed: the pooled estimate, and where 95 % of the studies would lie if all shared it.")
    ]
    if analysis.funnel_null is not None:
        notes.append(_("Thin lines: where a single study has p = 0.1, 0.05 and 0.01."))
    if found.filled is not None and found.filled.missing:
        n = found.filled.missing
        notes.append(
            ngettext(
                "Hollow: {n} study that trim and fill adds.",
                "Hollow: {n} studies that trim and fill adds.",
                n,
            ).format(n=n)
        )
    if said := advice(found):
        notes.append(said)
    title = _("Funnel plot: {outcome}").format(outcome=analysis.dataset.outcome.name)
    return Titles(
        measure_name(shown_measure(analysis.dataset.plan)),
        _("Standard error"),
        title,
        f"{title}. {estimate_text(analysis)}.",
        tuple(notes),
    )


def _points(analysis: Analysis, found: SmallStudies) -> Iterator[Point]:
    assert analysis.pooled is not None
    effects = analysis.pooled.effects
    digits = digits_of(analysis.dataset.plan.measure)
    shown = effects.shown(effects.yi)
    for row, study in enumerate(found.studies):
        if effects.usable[row]:
            says = _("{study}: {estimate}, standard error {error}").format(
                study=effects.labels[row],
                estimate=number(float(shown[row]), digits),
                error=number(float(effects.sei[row]), 3),
            )
            yield _point(effects, row, study, says=says)


def _filled(found: SmallStudies) -> Iterator[Point]:
    if found.filled is None:
        return
    effects = found.filled.pooled.effects
    places = [row for row in range(effects.k) if found.filled.filled[row]]
    for row, mirrored in zip(places, found.filled.mirrors, strict=True):
        says = _("Added: the mirror image of {study}").format(study=effects.labels[row])
        yield _point(effects, row, f"{FILLED}{found.studies[mirrored]}", says=says, used=False)


def _point(effects: "Effects", row: int, id: str, *, says: str, used: bool = True) -> Point:
    label = effects.labels[row] if used else ""
    x, y = float(effects.yi[row]), float(effects.sei[row])
    return Point(id, label, x, y, used=used, says=says)


FIGURE = make
