"""What is said of files of references: the same sentences in the window and in a terminal."""

from collections.abc import Iterator
from typing import Final

from appraisal.records import Chosen
from appraisal.references.reading import Understood
from resources.i18n import _, ngettext, number

ODD_LINES: Final = 5


def format_name(kind: str) -> str:
    """What a format is called."""
    return {
        "ris": "RIS",
        "nbib": "PubMed",
        "ciw": "Web of Science",
        "endnote": "EndNote",
        "bibtex": "BibTeX",
        "endnote-xml": "EndNote XML",
        "excel": "Excel",
    }.get(kind, "CSV")


def field_name(field: str) -> str:
    """What a field of a reference is called."""
    return {
        "title": _("Title"),
        "authors": _("Authors"),
        "year": _("Year"),
        "journal": _("Journal"),
        "volume": _("Volume"),
        "issue": _("Issue"),
        "pages": _("Pages"),
        "last_page": _("Last page"),
        "doi": "DOI",
        "pmid": "PMID",
        "abstract": _("Abstract"),
        "keywords": _("Keywords"),
        "url": _("Link"),
        "language": _("Language"),
        "issn": "ISSN",
        "kind": _("Kind"),
        "number": _("Number in the database"),
        "notes": _("Notes"),
        "decision": _("Decision"),
        "reason": _("Reason"),
    }.get(field, field)


def file_sentences(one: Chosen, *, new: int, known: int) -> Iterator[str]:
    """What a file holds, what of it is new, and what was not understood."""
    found = one.understood
    n = len(found.references)
    yield ngettext(
        "{name}: {n} record from {database} ({format}), {new} new, {known} here already.",
        "{name}: {n} records from {database} ({format}), {new} new, {known} here already.",
        n,
    ).format(
        name=found.name,
        n=number(n, 0),
        database=one.database or _("a database not said"),
        format=format_name(found.kind),
        new=number(new, 0),
        known=number(known, 0),
    )
    yield from odd_sentences(found)


def odd_sentences(found: Understood, *, lines: int = ODD_LINES) -> Iterator[str]:
    """What was not as it should be in a file, with its lines, in words."""
    if found.notice:
        yield found.notice
    shown = sorted(found.oddities, key=lambda odd: not odd.lost)[:lines]
    for odd in shown:
        if odd.lost:
            said = _("Line {n}: {what} It was left out.")
        else:
            said = _("Line {n}: {what} It was read all the same.")
        yield said.format(n=odd.line, what=odd.what)
    more = found.lost + found.mended - len(shown)
    if more > 0:
        yield ngettext("and {n} more line", "and {n} more lines", more).format(n=number(more, 0))
    if found.unknown:
        yield _("Not kept, because nothing here uses it: {tags}.").format(
            tags=", ".join(f"{one.tag} ({number(one.times, 0)})" for one in found.unknown[:12])
        )
