"""The star table, and the table of answers: items across, one figure an instrument."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from appraisal.figures.blocks import grid_of, item_block, item_key, legend_of, rated
from appraisal.figures.grid import Block, layout
from appraisal.figures.text import measure, paper_width
from appraisal.instrument import Domain, Instrument
from appraisal.material import Material
from appraisal.named import Named
from appraisal.ratings import Rating
from appraisal.risk_mapping import mapping_of
from resources.i18n import _

if TYPE_CHECKING:
    from stats.figures.forest_data import Cell

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
        scored = max((one.max for one in ratings), default=0)
        block = item_block(material, instrument)
        grid = grid_of(
            with_subtotals(block, instrument, ratings) if scored else block,
            legend=legend_of(ratings, domains=False),
            notes=(item_key(instrument, block), *_rule(material, instrument, scored, ratings)),
            title=title,
        )
        scene = layout(grid, measure=measure(), width=paper_width())
        yield Named(f"{name}-{instrument.id}", title, scene)


def with_subtotals(block: Block, instrument: Instrument, ratings: Sequence[Rating]) -> Block:
    """The block with the stars of each domain after its items."""
    places = _places(instrument)
    heads: list[str] = []
    for domain, here in places:
        heads += [block.heads[i] for i in here]
        heads.append(_short(instrument.heading(domain)))
    rows = []
    for row, rating in zip(block.rows, ratings, strict=True):
        stars = {one.id: (one.score, one.max) for one in rating.domains}
        cells: list[Cell] = []
        for domain, here in places:
            cells += [row.cells[i] for i in here]
            score, most = stars.get(domain.id, (None, 0))
            cells.append(_("{n}/{total}").format(n=score or 0, total=most) if most else "")
        rows.append(replace(row, cells=tuple(cells)))
    return replace(block, heads=tuple(heads), rows=tuple(rows))


def _places(instrument: Instrument) -> list[tuple[Domain, list[int]]]:
    """Every domain with the places of its items among all."""
    order = [item.address for item in instrument.items()]
    return [
        (domain, [order.index(item.address) for item in domain.items])
        for domain in instrument.domains
    ]


def _short(label: str) -> str:
    return _("Σ {domain}").format(domain=label if len(label) <= 3 else label[0])


def _rule(
    material: Material, instrument: Instrument, stars: int, ratings: Sequence[Rating]
) -> tuple[str, ...]:
    """What a total counts as, by the team's rule; that nothing says so, where nothing does."""
    if not stars:
        return ()
    mapping = mapping_of(material.state, instrument, stars=stars)
    if mapping.high_below is None and any(one.role for one in ratings):
        return ()  # the legend says what the tool's threshold makes of it
    if mapping.high_below is None:
        return (_("A total stands for itself: no rule says what it counts as."),)
    low = mapping.low_from if mapping.low_from is not None else mapping.high_below
    said = _("The team's rule: below {high} of {max} stars is high risk, {low} or more is low.")
    return (said.format(high=mapping.high_below, max=stars, low=low),)


FIGURE = make
