"""EndNote XML, as EndNote and Zotero write it: a stream, without entities or outside files."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from appraisal.errors import UnreadableImport
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
from resources.i18n import _

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DEPTH: Final = 100
_MOST_IN_RECORD: Final = 4_000_000  # bytes between two records


class _Counted:
    """A file that refuses to be read much further than the last record."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file, self._name = file, name
        self.since = 0

    def read(self, size: int = -1) -> bytes:
        """Read some, and count it."""
        self.since += max(size, 0)
        if self.since > _MOST_IN_RECORD:
            raise UnreadableImport(
                _("{name} holds a record longer than any real one.").format(name=self._name)
            )
        return self._file.read(size)


def endnote_records(path: Path) -> Iterator[Reference]:
    """The records of an EndNote XML file.

    Raises
    ------
    UnreadableImport
        When it is no XML, nests too deep, or defines entities.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    with path.open("rb") as file:
        counted = _Counted(file, path.name)
        depth = 0
        root: Element | None = None
        try:
            for event, element in iterparse(counted, events=("start", "end")):
                if event == "start":
                    root = element if root is None else root
                    depth += 1
                    if depth > DEPTH:
                        raise UnreadableImport(
                            _("{name} nests deeper than any EndNote file.").format(name=path.name)
                        )
                    continue
                depth -= 1
                if element.tag == "record":
                    yield _reference(element)
                    counted.since = 0
                    element.clear()
                    if root is not None and len(root):
                        root[0].clear()
        except (ParseError, DefusedXmlException, LookupError, ValueError) as fault:
            raise UnreadableImport(
                _("{name} cannot be read as EndNote XML: {why}").format(
                    name=path.name, why=_why(fault)
                ),
                remedy=_("Export it again as EndNote XML, or as RIS."),
            ) from fault


def _why(fault: Exception) -> str:
    from defusedxml.common import DefusedXmlException

    if isinstance(fault, DefusedXmlException):
        return _("it defines entities or asks for other files.")
    return str(fault)


def _reference(record: "Element") -> Reference:
    def text(*paths: str) -> str:
        for path in paths:
            found = record.find(path)
            if found is not None and (made := "".join(found.itertext()).strip()):
                return made
        return ""

    def texts(path: str) -> list[str]:
        return ["".join(one.itertext()) for one in record.findall(path)]

    kind = record.find("ref-type")
    notes = texts("notes") + texts("research-notes")
    provider = text("remote-database-name", "remote-database-provider").casefold()
    number = text("accession-num")
    urls = texts(".//urls//url")
    return Reference(
        kind=tidy(kind.get("name", "") if kind is not None else "")[:60],
        title=tidy(text("titles/title")),
        authors=tidy_all(
            texts("contributors/authors/author") or texts("contributors/secondary-authors/author"),
            AUTHORS,
            300,
        ),
        year=year_in(text("dates/year")) or year_in(text("dates/pub-dates/date")),
        journal=tidy(
            text("periodical/full-title", "titles/secondary-title", "alt-periodical/full-title")
        ),
        volume=tidy(text("volume"))[:60],
        issue=tidy(text("number", "issue"))[:60],
        pages=pages_of(text("pages")),
        doi=doi_in(text("electronic-resource-num")) or next(filter(None, map(doi_in, urls)), ""),
        pmid=pmid_in(number) if "medline" in provider or "pubmed" in provider else "",
        abstract=tidy(text("abstract")),
        keywords=tidy_all(texts("keywords/keyword"), longest=300),
        url=tidy(urls[0] if urls else ""),
        language=tidy(text("language"))[:60],
        issn=tidy(text("isbn", "issn"))[:60],
        number=tidy(number or text("rec-number"))[:100],
        notes=tidy_all(notes, longest=2_000),
        decisions=decisions_in(notes),
    )
