"""References from a table: which column is what, guessed from its heads or said by the person.

The heads are those that PubMed, Scopus, EMBASE, Web of Science, LILACS, Zotero, Publish or Perish,
Rayyan, Covidence and ASReview write. A map is remembered in the review, head by head.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from appraisal.folding import folded
from appraisal.references.decisions import decisions_in
from appraisal.references.reference import (
    AUTHORS,
    Decision,
    Reference,
    doi_in,
    pages_of,
    pmid_in,
    tidy,
    tidy_all,
    year_in,
)

FIELDS: Final = (
    "title", "authors", "year", "journal", "volume", "issue", "pages", "last_page", "doi", "pmid",
    "abstract", "keywords", "url", "language", "issn", "kind", "number", "notes", "decision",
    "reason",
)  # fmt: skip
_HEADS: Final[Mapping[str, str]] = {
    "title": (
        "title; article title; document title; ti; titulo; titulo do artigo; primary title; t1"
    ),
    "authors": (
        "authors; author; author names; author full names; au; autores; autor; af; "
        "first authors; author s"
    ),
    "year": (
        "year; publication year; published year; py; ano; ano de publicacao; "
        "year of publication; date; publication date"
    ),
    "journal": (
        "journal; source title; journal book; publication title; source; so; revista; "
        "periodico; secondary title; fonte; full journal"
    ),
    "volume": "volume; volume number; vl",
    "issue": "issue; issue number; is; numero; number",
    "pages": ("pages; page start; start page; bp; paginas; first page; page range; startpage"),
    "last_page": "page end; end page; ep; last page; endpage",
    "doi": "doi; di; digital object identifier",
    "pmid": "pmid; pubmed id; medline pmid; pm",
    "abstract": "abstract; abstract note; ab; resumo; abstracts",
    "keywords": (
        "keywords; author keywords; index keywords; de; descriptor s; "
        "emtree drug index terms; palavras chave; manual tags; mesh terms"
    ),
    "url": "url; link; urls; articleurl; fulltext url; embase link; article url",
    "language": "language; language of original document; la; idioma; article language",
    "issn": "issn; sn",
    "kind": "document type; type; item type; dt; publication type; tipo",
    "number": (
        "accession number; eid; ut; ut unique wos id; embase accession id; key; id; "
        "covidence; unique wos id"
    ),
    "notes": "notes; note; notas; n1; tags; comments",
    "decision": (
        "included; asreview label; label included; decision; screening decision; label; decisao"
    ),
    "reason": "exclusion reason; reason; exclusion reasons; motivo",
}
_FIELD_OF: Final = {head: field for field, heads in _HEADS.items() for head in heads.split("; ")}
_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_DECISIONS: Final = {
    "1": "include", "include": "include", "included": "include", "yes": "include", "sim": "include",
    "0": "exclude", "exclude": "exclude", "excluded": "exclude", "no": "exclude", "nao": "exclude",
    "irrelevant": "exclude", "relevant": "include", "maybe": "maybe", "talvez": "maybe",
}  # fmt: skip


def head_of(cell: object) -> str:
    """A head as it is compared: plain small letters and figures."""
    return _NOT_WORDS.sub(" ", folded(str(cell))).strip()


def guess(heads: Sequence[object]) -> tuple[str, ...]:
    """The field of each column; empty for a column that is left out."""
    taken: list[str] = []
    for cell in heads:
        field = _FIELD_OF.get(head_of(cell), "")
        taken.append("" if field in taken else field)
    return tuple(taken)


def mapped(heads: Sequence[object], known: Mapping[str, str]) -> tuple[str, ...]:
    """The fields a remembered map gives these heads; empty where it does not know one."""
    by_head = {head_of(head): field for head, field in known.items()}
    return tuple(by_head.get(head_of(cell), "") for cell in heads)


def reference_in(row: Sequence[object], columns: Sequence[str]) -> Reference:
    """The reference a row describes."""
    said = {
        field: str(cell)
        for field, cell in zip(columns, row, strict=False)
        if field and cell not in ("", None)
    }

    def of(name: str) -> str:
        return said.get(name, "")

    notes = [note for note in (of("notes"),) if note]
    return Reference(
        kind=tidy(of("kind"))[:60],
        title=tidy(of("title")),
        authors=tidy_all(names_in(of("authors")), AUTHORS, 300),
        year=year_in(of("year")),
        journal=tidy(of("journal")),
        volume=tidy(of("volume"))[:60],
        issue=tidy(of("issue"))[:60],
        pages=pages_of(of("pages"), of("last_page")),
        doi=doi_in(of("doi")) or doi_in(of("url")),
        pmid=pmid_in(of("pmid")),
        abstract=tidy(of("abstract")),
        keywords=tidy_all(re.split(r"[;\n]", of("keywords")), longest=300),
        url=tidy(of("url")),
        language=tidy(of("language"))[:60],
        issn=tidy(of("issn"))[:60],
        number=tidy(of("number"))[:100],
        notes=tidy_all(notes, longest=2_000),
        decisions=(*_decided(of("decision"), of("reason")), *decisions_in(notes)),
    )


def _decided(decision: str, reason: str) -> tuple[Decision, ...]:
    word = _DECISIONS.get(folded(decision).removesuffix(".0").strip(), "")
    if not word:
        return ()
    return (Decision("", word, "", tidy(reason)[:300] if word == "exclude" else ""),)


def names_in(text: str) -> list[str]:
    """The authors of one cell: by `;`, `and`, or commas where each name has none of its own.

    "Smith J, Doe AB" is two; "Smith, John" is one; "Smith, J., Doe, A." is two.
    """
    plain = " ".join(text.split())
    for mark in (";", " and ", "|"):
        if mark in plain:
            return [part.strip(" ,") for part in plain.split(mark)]
    parts = [part.strip() for part in plain.split(",") if part.strip()]
    if len(parts) >= 2 and all(_INITIALS.fullmatch(part) for part in parts[1::2]):
        return [", ".join(parts[place : place + 2]) for place in range(0, len(parts), 2)]
    if len(parts) == 2 and " " not in parts[0]:
        return [plain]
    return [part.rstrip(".") for part in parts]


_INITIALS = re.compile(r"(?:[^\W\d_]\.?[- ]?){1,4}")
