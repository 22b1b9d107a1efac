"""Records as RIS, BibTeX and CSV, and the decisions made on them as a table."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from appraisal.folding import folded
from appraisal.records import database_of, record_ids, reference_at
from appraisal.references.reference import Reference
from appraisal.screening import ABSTRACT, FULL_TEXT, Stage, outcome
from appraisal.state import State
from appraisal.subjects import AGREED, in_seat, person_subject, screening_form
from appraisal.tables import Cell, Column, Table
from appraisal.views.records import status_name, status_of
from appraisal.whole_file import write_text
from resources.i18n import _

_RIS_KINDS = (
    ("book", "BOOK"), ("chapter", "CHAP"), ("thesis", "THES"), ("dissertation", "THES"),
    ("conference", "CPAPER"), ("proceeding", "CPAPER"), ("report", "RPRT"), ("web", "ELEC"),
)  # fmt: skip
_RIS_CODE = re.compile(r"[A-Z]{3,6}")
_BIB_KINDS = {
    "BOOK": "book",
    "CHAP": "incollection",
    "THES": "phdthesis",
    "CPAPER": "inproceedings",
}
_LATEX = str.maketrans(
    {"&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$", "{": "", "}": ""}
)


def write_ris(references: Iterable[Reference], path: Path) -> None:
    """Write references as RIS."""
    write_text(path, "".join(ris_text(one) for one in references))


def write_bibtex(references: Iterable[Reference], path: Path) -> None:
    """Write references as BibTeX, each with a key of its own."""
    taken: set[str] = set()
    write_text(path, "".join(bibtex_text(one, taken) for one in references))


def ris_text(one: Reference) -> str:
    """One reference as RIS."""
    first, dash, last = one.pages.partition("-")
    tags = [("TY", _ris_kind(one.kind)), ("TI", one.title)]
    tags += [("AU", name) for name in one.authors]
    tags += [
        ("PY", str(one.year or "")), ("T2", one.journal), ("VL", one.volume), ("IS", one.issue),
        ("SP", first if dash else one.pages), ("EP", last), ("DO", one.doi),
        ("AN", one.number), ("AB", one.abstract), ("LA", one.language), ("SN", one.issn),
        ("UR", one.url),
    ]  # fmt: skip
    tags += [("KW", word) for word in one.keywords]
    tags += [("N1", note) for note in one.notes]
    if one.pmid:
        tags.append(("N1", f"PMID: {one.pmid}"))
    lines = [f"{tag}  - {value}" for tag, value in tags if value]
    return "\n".join([*lines, "ER  - ", "", ""])


def bibtex_text(one: Reference, taken: set[str]) -> str:
    """One reference as a BibTeX entry; its key is put among those taken."""
    fields = {
        "title": f"{{{one.title.translate(_LATEX)}}}" if one.title else "",
        "author": " and ".join(name.translate(_LATEX) for name in one.authors),
        "year": str(one.year or ""),
        "journal": one.journal.translate(_LATEX),
        "volume": one.volume.translate(_LATEX),
        "number": one.issue.translate(_LATEX),
        "pages": one.pages.translate(_LATEX).replace("-", "--"),
        "doi": one.doi.replace("{", "").replace("}", ""),
        "pmid": one.pmid,
        "issn": one.issn.translate(_LATEX),
        "language": one.language.translate(_LATEX),
        "keywords": "; ".join(one.keywords).translate(_LATEX),
        "abstract": one.abstract.translate(_LATEX),
    }
    kind = _BIB_KINDS.get(_ris_kind(one.kind), "article")
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{_key(one, taken)},", *lines, "}", "", ""])


def references_table(state: State, records: Sequence[str]) -> Table:
    """References as a table, one a row."""
    titles = (
        _("Title"), _("Authors"), _("Year"), _("Journal"), _("Volume"), _("Issue"), _("Pages"),
        "DOI", "PMID", _("Found in"), _("State"), _("Reason"), _("Abstract"),
    )  # fmt: skip
    rows = tuple(_reference_row(state, record) for record in records)
    columns = tuple(Column(title) for title in titles)
    return Table("records", _("Records"), _("Records"), columns, rows)


def decisions_table(state: State, records: Sequence[str] = ()) -> Table:
    """Every decision that this reader may see: who said what of which record, and why."""
    titles = (
        _("Title"), _("Authors"), _("Year"), "DOI", "PMID", _("Found in"), _("Stage"),
        _("Reviewer"), _("Decision"), _("Reason"), _("What stands"),
    )  # fmt: skip
    rows = tuple(
        row for record in records or record_ids(state) for row in _decision_rows(state, record)
    )
    name = _("Screening")
    return Table("screening", name, name, tuple(Column(title) for title in titles), rows)


def _reference_row(state: State, record: str) -> tuple[Cell, ...]:
    one = reference_at(state, record)
    status, reason = status_of(state, record)
    return (
        one.title, "; ".join(one.authors), one.year, one.journal, one.volume, one.issue, one.pages,
        one.doi, one.pmid, database_of(state, record), status_name(status), reason, one.abstract,
    )  # fmt: skip


def _decision_rows(state: State, record: str) -> Iterator[tuple[Cell, ...]]:
    one = reference_at(state, record)
    head: tuple[Cell, ...] = (
        one.title, "; ".join(one.authors), one.year, one.doi, one.pmid, database_of(state, record),
    )  # fmt: skip
    stages: tuple[tuple[Stage, str], ...] = (
        (ABSTRACT, _("Titles and abstracts")),
        (FULL_TEXT, _("Full texts")),
    )
    words = {"include": _("Include"), "maybe": _("Maybe"), "exclude": _("Exclude")}
    ends = {"pass": _("goes on"), "out": _("excluded"), "conflict": _("reviewers differ")}
    for stage, name in stages:
        form = screening_form(record, stage)
        end = ends.get(outcome(state, record, stage).standing, _("not settled yet"))
        for seat in (*state.seats(form), AGREED):
            decision = state.text(in_seat(form, seat), "decision")
            if decision:
                who = _("Agreed") if seat == AGREED else state.text(person_subject(seat), "name")
                reason = state.text(in_seat(form, seat), "reason")
                yield (*head, name, who, words.get(decision, decision), reason, end)


def _ris_kind(kind: str) -> str:
    if _RIS_CODE.fullmatch(kind):
        return kind
    plain = kind.casefold()
    return next((code for word, code in _RIS_KINDS if word in plain), "JOUR")


def _key(one: Reference, taken: set[str]) -> str:
    name = (
        re.sub(r"[^a-z]", "", folded(one.authors[0].split(",")[0] if one.authors else ""))
        or "record"
    )
    base = f"{name}{one.year or ''}"
    key, n = base, 1
    while key in taken:
        n += 1
        key = f"{base}-{n}"
    taken.add(key)
    return key
