"""What another program computed of the same data, beside what we compute."""

from collections.abc import Iterator

from appraisal.material import Material
from appraisal.tables import Sheet, Table


def make(material: Material) -> Iterator[Table]:
    """Two tables for each file that was taken in with its results."""
    if not material.kept:
        return
    from dataclasses import replace

    from appraisal.revman.certificate import details, overview
    from appraisal.revman.kept import certificate_of

    for place, text in enumerate(material.kept):
        found = certificate_of(text)
        for table in (overview(found), details(found)):
            if not place:
                yield table
                continue
            mark = f" {place + 1}"
            yield replace(table, key=f"{table.key}-{place + 1}", name=table.name + mark)


SHEET = Sheet(65, make)
