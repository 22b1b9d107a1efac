"""The appraisal table: every study with every instrument, a block an instrument, on one page."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from appraisal.figures.blocks import (
    domain_block,
    domain_key,
    grid_of,
    item_block,
    item_key,
    legend_of,
    rated,
)
from appraisal.figures.grid import Block, layout
from appraisal.figures.text import measure, paper_width
from appraisal.material import Material
from appraisal.named import Named
from resources.i18n import _

if TYPE_CHECKING:
    from appraisal.ratings import Rating


def make(material: Material) -> Iterator[Named]:
    """One table, where studies were appraised with more than one instrument."""
    blocks: list[Block] = []
    notes: list[str] = []
    every: list[Rating] = []
    for key in material.instruments():
        instrument = material.lookup(key)
        ratings = rated(material, instrument)
        if not ratings:
            continue
        by_domain = any(domain.role for one in ratings for domain in one.domains)
        block = (domain_block if by_domain else item_block)(material, instrument)
        blocks.append(block)
        key_words = domain_key(instrument, ratings) if by_domain else item_key(instrument, block)
        notes.append(_("{name}: {text}").format(name=instrument.short, text=key_words))
        every += ratings
    if len(blocks) < 2:
        return
    title = _("Risk of bias in the included studies")
    legend = legend_of(every, domains=True)
    grid = grid_of(*blocks, legend=legend, notes=tuple(notes), title=title)
    yield Named("appraisal-table", title, layout(grid, measure=measure(), width=paper_width()))


FIGURE = make
