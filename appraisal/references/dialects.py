"""What the tags of each format mean: a block of tagged text becomes a reference.

Databases use the same tags for different things; the tables give, for each field, the tags that
may hold it, best first. A tag that no table knows is counted, so that the preview can say it.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from appraisal.references.decisions import decisions_in
from appraisal.references.reference import (
    AUTHORS,
    Reference,
    doi_in,
    pages_of,
    pmid_in,
    tidy,
    tidy_all,
    year_in,
)
from appraisal.references.tagged import Block, Kind, Tags

_RIS: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": ("TY",),
    "title": ("TI", "T1", "CT", "BT", "ST"),
    "authors": ("AU", "A1", "A2", "A3"),
    "year": ("PY", "Y1", "YR", "DA", "Y2"),
    "journal": ("JF", "T2", "JO", "BT", "JA", "J1", "J2", "T3"),
    "volume": ("VL", "VO"),
    "issue": ("IS", "CP"),
    "abstract": ("AB", "N2"),
    "keywords": ("KW",),
    "language": ("LA",),
    "issn": ("SN",),
    "notes": ("N1", "RN"),
    "url": ("UR", "L2", "L1", "LK"),
    "number": ("AN", "ID", "U1", "NS"),  # NS: a study's name, as RevMan writes it
}
_NBIB: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": ("PT",),
    "title": ("TI", "BTI", "TT"),
    "authors": ("FAU", "AU", "CN"),
    "year": ("DP", "DEP", "EDAT"),
    "journal": ("JT", "TA"),
    "volume": ("VI",),
    "issue": ("IP",),
    "abstract": ("AB",),
    "keywords": ("MH", "OT"),
    "language": ("LA",),
    "issn": ("IS",),
    "number": ("PMID",),
}
_CIW: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": ("DT", "PT"),
    "title": ("TI",),
    "authors": ("AF", "AU", "CA"),
    "year": ("PY", "EY", "EA"),
    "journal": ("SO", "JI", "J9"),
    "volume": ("VL",),
    "issue": ("IS",),
    "abstract": ("AB",),
    "keywords": ("DE", "ID"),
    "language": ("LA",),
    "issn": ("SN", "EI"),
    "number": ("UT",),
}
_ENDNOTE: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": ("%0",),
    "title": ("%T",),
    "authors": ("%A",),
    "year": ("%D", "%8"),
    "journal": ("%J", "%B", "%S"),
    "volume": ("%V",),
    "issue": ("%N",),
    "abstract": ("%X",),
    "keywords": ("%K",),
    "language": ("%G",),
    "issn": ("%@",),
    "notes": ("%Z", "%O"),
    "url": ("%U", "%>"),
    "number": ("%M",),
}
_FIELDS: Final[Mapping[Kind, Mapping[str, tuple[str, ...]]]] = {
    "ris": _RIS,
    "nbib": _NBIB,
    "ciw": _CIW,
    "endnote": _ENDNOTE,
}
_DOIS: Final[Mapping[Kind, tuple[str, ...]]] = {
    "ris": ("DO", "DI", "M3", "L3", "UR", "LK", "L2", "AN", "ID", "N1"),
    "nbib": ("LID", "AID"),
    "ciw": ("DI", "D2"),
    "endnote": ("%R", "%U", "%1"),
}
_ALSO_READ: Final[Mapping[Kind, frozenset[str]]] = {
    "ris": frozenset({"SP", "EP", "DB", "DP", "C1", "C2", "C5", "C7"}),
    "nbib": frozenset({"PG", "PMC", "OWN", "STAT", "LR", "DCOM"}),
    "ciw": frozenset({"BP", "EP", "AR", "PG", "PM", "PD"}),
    "endnote": frozenset({"%P", "%W", "%~", "%F"}),
}
_KNOWN: Final[Mapping[Kind, frozenset[str]]] = {
    kind: frozenset(tag for tags in fields.values() for tag in tags)
    | frozenset(_DOIS[kind])
    | _ALSO_READ[kind]
    for kind, fields in _FIELDS.items()
}
_SPLITS = re.compile(r"[\n;]")


def unknown_tags(block: Block, kind: Kind) -> Iterable[str]:
    """The tags of a block that say something no field of ours holds."""
    known = _KNOWN[kind]
    if block.tags.keys() <= known:
        return ()
    return [tag for tag in block.tags if tag not in known]


def reference_from(block: Block, kind: Kind) -> Reference:
    """The reference that a block describes."""
    tags = block.tags
    fields = _FIELDS[kind]
    made = _as_it_is if block.plain else tidy

    def first(name: str) -> str:
        return made(_first(tags, fields[name]))

    notes = [note for tag in fields.get("notes", ()) for note in tags.get(tag, ())]
    keywords = [value for tag in fields["keywords"] for value in tags.get(tag, ())]
    if kind != "nbib":
        keywords = [part for value in keywords for part in _split(value)]
    authors = next((found for tag in fields["authors"] if (found := tags.get(tag))), [])
    return Reference(
        kind=first("kind")[:60],
        title=_title(first("title")),
        authors=tidy_all(_authors(authors, kind), AUTHORS, 300, made),
        year=_year(tags, fields["year"]),
        journal=made(_journal(tags)) if kind == "ris" else first("journal"),
        volume=first("volume")[:60],
        issue=first("issue")[:60],
        pages=_pages(tags, kind),
        doi=_doi(tags, kind),
        pmid=_pmid(tags, kind),
        abstract=first("abstract"),
        keywords=tidy_all(keywords, longest=300, made=made) if keywords else (),
        url=made(_first(tags, fields.get("url", ())).split("\n", 1)[0]),
        language=first("language")[:60],
        issn=first("issn")[:60],
        number=made(_first(tags, fields["number"]).split("\n", 1)[0])[:100],
        notes=tidy_all(notes, longest=2_000, made=made) if notes else (),
        decisions=decisions_in(notes) if notes else (),
    )


def _as_it_is(text: str) -> str:
    return text


def _first(tags: Tags, names: Iterable[str]) -> str:
    """The first value of these tags that says anything."""
    for name in names:
        for value in tags.get(name, ()):
            if value and not value.isspace():
                return value
    return ""


def _split(text: str) -> list[str]:
    return _SPLITS.split(text) if ";" in text or "\n" in text else [text]


def _title(text: str) -> str:
    return text[1:-1] if text.startswith("[") and text.endswith("]") else text


def _year(tags: Tags, names: Iterable[str]) -> int | None:
    for name in names:
        if (values := tags.get(name)) and (found := year_in(values[0])):
            return found
    return None


def _authors(values: list[str], kind: Kind) -> Iterable[str]:
    """One name each, where a database put several in one value."""
    for value in values:
        if kind == "ris" and (";" in value or "\n" in value):
            yield from _SPLITS.split(value)
        else:
            yield value.removesuffix(",").replace("\n", " ")


def _journal(tags: Tags) -> str:
    """The journal of a RIS record; a book's part is in `BT`, a journal's never."""
    journal = _first(tags, _RIS["journal"])
    if "BT" in tags and "TI" not in tags and "T1" not in tags:
        return _first(tags, (tag for tag in _RIS["journal"] if tag != "BT"))
    return journal


def _pages(tags: Tags, kind: Kind) -> str:
    if kind == "ris":
        return pages_of(_first(tags, ("SP", "C7")), _first(tags, ("EP",)))
    if kind == "ciw":
        return pages_of(_first(tags, ("BP", "AR")), _first(tags, ("EP",)))
    return pages_of(_first(tags, ("PG",) if kind == "nbib" else ("%P",)))


def _doi(tags: Tags, kind: Kind) -> str:
    for tag in _DOIS[kind]:
        for value in tags.get(tag, ()):
            if tag == "N1" and "doi" not in value.casefold():
                continue
            if found := doi_in(value):
                return found
    return ""


def _pmid(tags: Tags, kind: Kind) -> str:
    """The PubMed number, from where each database keeps it.

    EMBASE has it in `C5`, Scopus in `C2`, Ovid and Zotero beside a database that is MEDLINE's.
    """
    if kind == "nbib":
        return pmid_in(tags.get("PMID", [""])[0])
    if kind == "ciw":
        return pmid_in(tags.get("PM", [""])[0])
    if kind == "endnote":
        medline = any("pubmed" in value.casefold() for value in tags.get("%W", ()))
        return pmid_in(tags.get("%M", [""])[0]) if medline else ""
    return _pmid_said(tags) or _pmid_by_database(tags)


def _pmid_said(tags: Tags) -> str:
    for note in tags.get("N1", ()):
        if found := _PMID_SAID.search(note):
            return found[1]
    for value in (*tags.get("UR", ()), *tags.get("L2", ())):
        if found := _PMID_LINK.search(value):
            return found[1]
    return ""


def _pmid_by_database(tags: Tags) -> str:
    databases = " ".join((*tags.get("DB", ()), *tags.get("DP", ())))
    for tag in _pmid_tags(databases[:200]) if databases else ():
        for value in tags.get(tag, ()):
            if found := pmid_in(value):
                return found
    return ""


@lru_cache(maxsize=1_000)
def _pmid_tags(databases: str) -> tuple[str, ...]:
    """The tags in which databases of these names keep the PubMed number."""
    said = databases.casefold()
    by_name = (
        ("AN", ("medline", "pubmed")),
        ("ID", ("medline", "pubmed")),
        ("C5", ("embase",)),
        ("C2", ("scopus",)),
    )
    return tuple(tag for tag, names in by_name if any(name in said for name in names))


_PMID_SAID = re.compile(r"PMID:?\s*(\d{1,8})(?!\d)")
_PMID_LINK = re.compile(
    r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d{1,8})(?!\d)"
)
