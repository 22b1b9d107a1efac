"""The GOSH plot of an outcome: the pools of all subsets of its studies, as a density."""

from collections.abc import Iterator

from appraisal.figures.outcomes import one_an_outcome
from appraisal.figures.text import measure, paper_width, words
from appraisal.further import Further
from appraisal.material import Material
from appraisal.named import Named
from appraisal.subsets import Subsets
from appraisal.synthesis import Analysis
from appraisal.synthesis_text import measure_name, shown_measure
from resources.i18n import _, number
from stats.figures.gosh import Cloud, layout
from stats.figures.plot import Titles
from stats.figures.scene import Scene


def gosh_scene(analysis: Analysis, found: Subsets, *, holding: str = "", width: float) -> Scene:
    """Lay the plot out; subsets that hold the study `holding` stand out in colour."""
    made = found.gosh
    several = made.k > 1
    values = made.value if analysis.is_ratio else _natural(analysis, found)
    clouds = [Cloud(values[several], made.i2[several])]
    notes = [sentence(found)]
    if holding in found.studies:
        place = found.studies.index(holding)
        inside = several & made.holding(place)
        clouds.append(Cloud(values[inside], made.i2[inside], role="pool"))
        notes.append(_("In colour: subsets with {study}.").format(study=found.labels[place]))
    notes.append(
        _("Two clouds may be two sorts of studies. The area of a square goes with the logarithm "
          "of how many subsets lie there.")
    )  # fmt: skip
    title = _("All subsets: {outcome}").format(outcome=analysis.dataset.outcome.name)
    name = measure_name(shown_measure(analysis.dataset.plan))
    return layout(
        clouds,
        Titles(name, "I² %", title, f"{title}. {notes[0]}", tuple(notes)),
        scale="log" if analysis.is_ratio else "linear",
        words=words(),
        measure=measure(),
        width=width,
    )


def sentence(found: Subsets) -> str:
    """How many subsets were pooled, and whether these are all."""
    n = number(int((found.gosh.k > 1).sum()), 0)
    if found.gosh.complete:
        return _("All {n} subsets of two studies or more.").format(n=n)
    return _("A random sample of {n} subsets of two studies or more.").format(n=n)


def make(material: Material) -> Iterator[Named]:
    """One plot an outcome whose plan says that a report has it."""

    def scene(one: Further) -> Scene | None:
        if one.subsets is None:
            return None
        return gosh_scene(one.analysis, one.subsets, width=paper_width())

    yield from one_an_outcome(material, "gosh", scene)


def _natural(analysis: Analysis, found: Subsets):  # type: ignore[no-untyped-def] # numpy's array
    assert analysis.pooled is not None
    import numpy as np

    effects = analysis.pooled.effects
    sizes = effects.n
    n = np.nan if sizes is None else len(sizes) / np.nansum(1 / sizes)
    return effects.measure.back(found.gosh.value, np.full(len(found.gosh.value), n))


FIGURE = make
