"""BibTeX: entries as references, a thousand lines' worth at a time, faults with their lines."""

import logging
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

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
from appraisal.references.tagged import Oddity
from resources.i18n import _

if TYPE_CHECKING:
    from bibtexparser.model import Block, Entry

_AT_ONCE: Final = 100_000  # characters handed to the library: whole entries
_MOST_IN_ENTRY: Final = 2_000_000
_ENTRY = re.compile(r"\s*@\s*[A-Za-z]+\s*[{(]")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_OTHERS = re.compile(r"\s+and\s+others$", re.IGNORECASE)  # nobody's name
_BRACES = re.compile(r"(?<!\\)[{}]")
_AMPERSAND = re.compile(r"(?<!\\)&")
_LATEX = re.compile(r"\\[A-Za-z'\"`^~=.&%$#_{]|~")


def bibtex_entries(lines: Iterable[str]) -> Iterator[tuple[int, Reference] | Oddity]:
    """The entries of a BibTeX text, with the lines they begin at."""
    kept: list[str] = []
    size = 0
    begun = 1
    for number, line in enumerate(lines, 1):
        if size >= _AT_ONCE and _ENTRY.match(line):
            yield from _parsed("".join(kept), begun)
            kept, size, begun = [], 0, number
        kept.append(line if line.endswith("\n") else f"{line}\n")
        size += len(line)
        if size > _MOST_IN_ENTRY:
            yield Oddity(begun, _("The record is longer than any real one."))
            kept, size, begun = [], 0, number + 1
    yield from _parsed("".join(kept), begun)


def _parsed(text: str, begun: int) -> Iterator[tuple[int, Reference] | Oddity]:
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import Entry, ExplicitComment, ImplicitComment

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # it is said here, with its line
    for block in parse_string(text).blocks:
        line = begun + (block.start_line or 0)
        entry = _entry_in(block)
        if entry is not None:
            yield line, _reference(entry)
        elif isinstance(block, ImplicitComment | ExplicitComment):
            if "@" in (block.comment or ""):
                yield Oddity(line, _("This BibTeX entry cannot be read."))
        elif not isinstance(block, Entry) and hasattr(block, "error"):
            yield Oddity(line, _("This BibTeX entry cannot be read."))


def _entry_in(block: "Block") -> "Entry | None":
    """The entry of a block, also where a field or a key stands twice: databases write that."""
    from bibtexparser.model import DuplicateBlockKeyBlock, Entry, ParsingFailedBlock

    while isinstance(block, ParsingFailedBlock | DuplicateBlockKeyBlock):
        inner = block.ignore_error_block
        if inner is None:
            return None
        block = inner
    return block if isinstance(block, Entry) else None


def _reference(entry: "Entry") -> Reference:
    said: dict[str, str] = {}
    for field in entry.fields:
        said.setdefault(str(field.key).casefold().strip(), str(field.value))

    def of(*names: str) -> str:
        return next((_plain(said[name]) for name in names if said.get(name, "").strip()), "")

    notes = [note for name in ("note", "annote", "comment") if (note := of(name))]
    keywords = re.split(r"[;,]", of("keywords")) + re.split(r";", of("author_keywords"))
    people = " ".join((said.get("author") or said.get("editor") or "").split())
    authors = _AND.split(_OTHERS.sub("", people))
    number = of("eprint", "pmcid", "unique-id")
    return Reference(
        kind=str(entry.entry_type)[:60],
        title=tidy(of("title")),
        authors=tidy_all((_plain(author) for author in authors), AUTHORS, 300),
        year=year_in(of("year")) or year_in(of("date")),
        journal=tidy(of("journal", "journaltitle", "booktitle", "series")),
        volume=tidy(of("volume"))[:60],
        issue=tidy(of("number", "issue"))[:60],
        pages=pages_of(of("pages") or of("art_number", "article-number", "eid")),
        doi=doi_in(of("doi")) or doi_in(said.get("url", "")),
        pmid=pmid_in(of("pmid", "pubmed_id")),
        abstract=tidy(of("abstract")),
        keywords=tidy_all(keywords, longest=300),
        url=tidy(said.get("url", "")),
        language=tidy(of("language"))[:60],
        issn=tidy(of("issn"))[:60],
        number=tidy(number)[:100],
        notes=tidy_all(notes, longest=2_000),
        decisions=decisions_in(notes),
    )


def _plain(text: str) -> str:
    """A value without LaTeX: its commands become letters, its braces go."""
    if _LATEX.search(text):
        text = _decoded(_AMPERSAND.sub(r"\\&", text))
    return _BRACES.sub("", text)


def _decoded(text: str) -> str:
    from bibtexparser.library import Library
    from bibtexparser.middlewares import LatexDecodingMiddleware
    from bibtexparser.model import Entry, Field

    made = LatexDecodingMiddleware().transform_entry(
        Entry("article", "one", [Field("text", text)]), Library()
    )
    return str(made.fields[0].value) if isinstance(made, Entry) else text
