"""The traffic light: a mark for every study and domain, and the overall judgement."""

from collections.abc import Iterator
from dataclasses import replace

from appraisal.figures.blocks import (
    domain_block,
    domain_key,
    further_blocks,
    grid_of,
    legend_of,
    rated,
)
from appraisal.figures.grid import layout
from appraisal.figures.outcomes import outcome_files
from appraisal.figures.text import measure, paper_width
from appraisal.instrument import Instrument
from appraisal.material import Material
from appraisal.named import Named
from appraisal.ratings import Rating
from appraisal.subjects import outcome_subject
from appraisal.targets import targets_of
from resources.i18n import _


def make(material: Material) -> Iterator[Named]:
    """One figure for each instrument with judgements by domain.

    A tool that judges results gets one for each outcome besides, of the results of that outcome.
    """
    for key in material.instruments():
        instrument = material.lookup(key)
        yield from _figure(material, instrument)
        for outcome in material.state.ids("outcome"):
            yield from _of_outcome(material, instrument, outcome)


def _of_outcome(material: Material, instrument: Instrument, outcome: str) -> Iterator[Named]:
    """The light of one outcome's results; none where the tool judges studies."""
    chosen = tuple(
        one
        for one in material.assessments
        if one.instrument == instrument.key and _outcome(material, one) == outcome
    )
    if chosen:
        of = replace(material, assessments=chosen)
        yield from _figure(of, instrument, outcome)


def _outcome(material: Material, rating: Rating) -> str:
    found = targets_of(material.state, rating.study)
    return next((one.outcome for one in found if one.id == rating.target), "")


def _figure(material: Material, instrument: Instrument, outcome: str = "") -> Iterator[Named]:
    ratings = rated(material, instrument)
    further = tuple(further_blocks(material, instrument))
    if not further and not any(domain.role for one in ratings for domain in one.domains):
        return
    title = _("{instrument}: judgements by domain").format(instrument=instrument.short)
    about = material.state.text(outcome_subject(outcome), "name") if outcome else ""
    if outcome:
        title = _("{title}, {outcome}").format(title=title, outcome=about)
    grid = grid_of(
        domain_block(material, instrument),
        *further,
        legend=legend_of(ratings, domains=True),
        notes=(domain_key(instrument, ratings),),
        title=title,
    )
    scene = layout(grid, measure=measure(), width=paper_width())
    suffix = f"-{outcome_files(material.state)[outcome]}" if outcome else ""
    yield Named(f"traffic-light-{instrument.id}{suffix}", title, scene, about=about)


FIGURE = make
