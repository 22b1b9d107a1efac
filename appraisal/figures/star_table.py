"""The star table, and the table of answers: items across, one figure an instrument."""

from collections.abc import Iterator

from appraisal.figures.blocks import grid_of, item_block, item_key, legend_of, rated
from appraisal.figures.grid import layout
from appraisal.figures.text import measure, paper_width
from appraisal.material import Material
from appraisal.named import Named
from resources.i18n import _

NAMES = ("star-table", "item-table")


def make(material: Material) -> Iterator[Named]:
    """One table for each instrument whose figures they are."""
    for key in material.instruments():
        instrument = material.lookup(key)
        name = next((one for one in NAMES if one in instrument.display.figures), "")
        ratings = rated(material, instrument)
        if not name or not ratings:
            continue
        title = _("{instrument}: answers by study").format(instrument=instrument.short)
        grid = grid_of(
            item_block(material, instrument),
            legend=legend_of(ratings, domains=False),
            notes=(item_key(instrument),),
            title=title,
        )
        scene = layout(grid, measure=measure(), width=paper_width())
        yield Named(f"{name}-{instrument.id}", title, scene)


FIGURE = make
