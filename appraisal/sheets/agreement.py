"""How far the reviewers agreed before they talked, by item, by instrument and overall."""

from collections.abc import Iterator
from dataclasses import replace

from appraisal.agreement import Pair, pairs
from appraisal.agreement_table import agreement_table
from appraisal.material import Material
from appraisal.tables import Sheet, Table


def make(material: Material) -> Iterator[Table]:
    """The agreement, where two have submitted anything."""
    found = pairs(material.state, material.lookup)
    if found:
        yield agreement_table(tuple(_named(material, pair) for pair in found))


def _named(material: Material, pair: Pair) -> Pair:
    """A pair with the names people know its instrument and its item by."""
    instrument = material.lookup(pair.instrument)
    item = instrument.item(pair.item)
    return replace(pair, instrument=instrument.short, item=f"{item.id} {item.title}")


SHEET = Sheet(45, make)
