"""The traffic light: a mark for every study and domain, and the overall judgement."""

from collections.abc import Iterator

from appraisal.figures.blocks import (
    domain_block,
    domain_key,
    further_blocks,
    grid_of,
    legend_of,
    rated,
)
from appraisal.figures.grid import layout
from appraisal.figures.text import measure, paper_width
from appraisal.material import Material
from appraisal.named import Named
from resources.i18n import _


def make(material: Material) -> Iterator[Named]:
    """One figure for each instrument with judgements by domain."""
    for key in material.instruments():
        instrument = material.lookup(key)
        ratings = rated(material, instrument)
        further = tuple(further_blocks(material, instrument))
        if not further and not any(domain.role for one in ratings for domain in one.domains):
            continue
        title = _("{instrument}: judgements by domain").format(instrument=instrument.short)
        grid = grid_of(
            domain_block(material, instrument),
            *further,
            legend=legend_of(ratings, domains=True),
            notes=(domain_key(instrument, ratings),),
            title=title,
        )
        scene = layout(grid, measure=measure(), width=paper_width())
        yield Named(f"traffic-light-{instrument.id}", title, scene)


FIGURE = make
