"""How far the reviewers agreed before they talked, by item, by instrument and overall."""

from collections.abc import Iterator

from appraisal.agreement import pairs
from appraisal.agreement_table import agreement_table
from appraisal.material import Material
from appraisal.tables import Sheet, Table


def make(material: Material) -> Iterator[Table]:
    """The agreement, where two have submitted anything."""
    found = pairs(material.state, material.lookup)
    if found:
        yield agreement_table(found)


SHEET = Sheet(45, make)
