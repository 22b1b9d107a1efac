"""How far the reviewers agreed before they talked, by item, by domain, by instrument, overall."""

from collections.abc import Iterator

from appraisal.agreement_table import agreement_table
from appraisal.blind_answers import blind_answers
from appraisal.blind_numbers import numbers_table
from appraisal.material import Material
from appraisal.tables import Sheet, Table


def make(material: Material) -> Iterator[Table]:
    """The agreement, where two have submitted anything."""
    found = blind_answers(material.state, material.lookup)
    if found:
        yield agreement_table(found, material.lookup)
    numbers = numbers_table(material.state)
    if numbers is not None:
        yield numbers


SHEET = Sheet(45, make)
