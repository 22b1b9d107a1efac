"""A file of references, whatever database or manager wrote it: read, and what was odd in it told.

No records from a file that is not empty is an error, never a quiet nothing. Records come a
thousand at a time, with how far it is, so that a large file can be given up in the middle.
"""

import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Final

from appraisal.collecting import uncollected
from appraisal.errors import UnreadableImport
from appraisal.references import columns
from appraisal.references.bibtex import bibtex_entries
from appraisal.references.databases import guess_database, hint_of
from appraisal.references.decisions import decisions_in_name
from appraisal.references.dialects import reference_from, unknown_tags
from appraisal.references.endnote_xml import endnote_records
from appraisal.references.reference import Reference, fitted
from appraisal.references.ris_records import ris_blocks
from appraisal.references.sniffing import LONGEST_LINE, Source, lines_of, look, texts_of
from appraisal.references.tagged import Block, Kind, Oddity, blocks
from appraisal.sheet_reader import read_sheet, separator_of
from resources.i18n import _

MOST: Final = 200_000  # records
AT_ONCE: Final = 1_000
_ODDITIES: Final = 500  # kept; all are counted
_EXCEL_LARGEST: Final = 60_000_000  # bytes

Report = Callable[[int, int], None]


class UnknownColumns(UnreadableImport):
    """A table whose columns we do not know; `heads` is its first row, empty for no table."""

    def __init__(self, message: str, *, heads: tuple[str, ...], remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.heads = heads


@dataclass(frozen=True, slots=True)
class UnknownTag:
    """A tag that no field of ours holds: how often it stands there, and where first."""

    tag: str
    times: int
    line: int


@dataclass(frozen=True, slots=True)
class Understood:
    """A file of references: what was understood, and what was not."""

    path: Path
    kind: str
    database: str  # a guess; empty where there is no sign
    digest: str
    references: tuple[Reference, ...]
    oddities: tuple[Oddity, ...] = ()
    lost: int = 0  # oddities that cost something
    mended: int = 0  # oddities that did not
    unknown: tuple[UnknownTag, ...] = ()
    notice: str = ""
    heads: tuple[str, ...] = ()  # of a table
    columns: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name


@dataclass(slots=True)
class _Tally:
    """What is counted while a file is read."""

    oddities: list[Oddity] = field(default_factory=list)
    lost: int = 0
    mended: int = 0
    unknown: dict[str, list[int]] = field(default_factory=dict)
    hints: Counter[str] = field(default_factory=Counter)
    heads: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    def note(self, oddity: Oddity) -> None:
        self.lost += oddity.lost
        self.mended += not oddity.lost
        if len(self.oddities) < _ODDITIES:
            self.oddities.append(oddity)


def read_references(
    path: Path,
    *,
    known: Sequence[Mapping[str, str]] = (),
    report: Report | None = None,
) -> Understood:
    """Read a file of references.

    Parameters
    ----------
    path
        The file; what it is, its content says.
    known
        Maps of columns, head to field; the first that gives a title to this table is used.
    report
        Told, each thousand records, how many were read; may raise to stop.

    Raises
    ------
    UnreadableImport
        When there is no reference in it, or it is nothing we can read.
    StorageError
        When it cannot be reached.
    """
    source = look(path)
    tally = _Tally()
    with uncollected():
        found = _all(source, tally, known, report)
    if not found:
        raise _nothing(source, tally)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    unknown = sorted(tally.unknown.items(), key=lambda one: -one[1][0])
    return Understood(
        path,
        source.kind,
        guess_database(path.name, source.kind, tally.hints, len(found)),
        digest,
        tuple(found),
        tuple(tally.oddities),
        tally.lost,
        tally.mended,
        tuple(UnknownTag(tag, times, line) for tag, (times, line) in unknown),
        _("Its encoding is not said; it was read as {encoding}. Look at the accents.").format(
            encoding=_ENCODINGS.get(source.encoding, source.encoding)
        )
        if source.guessed
        else "",
        tally.heads,
        tally.columns,
    )


def _all(
    source: Source, tally: _Tally, known: Sequence[Mapping[str, str]], report: Report | None
) -> list[Reference]:
    found: list[Reference] = []
    of_all = decisions_in_name(source.path.name)
    for reference in _references(source, tally, known):
        if of_all and not reference.decisions:
            found.append(replace(reference, decisions=of_all))
        else:
            found.append(reference)
        if len(found) % AT_ONCE == 0 and report is not None:
            report(len(found), 0)
        if len(found) > MOST:
            raise UnreadableImport(
                _("{name} has more than {n} records.").format(name=source.path.name, n=MOST),
                remedy=_("Split the export, or narrow the search."),
            )
    return found


_ENCODINGS: Final = {"cp1252": "Windows-1252", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}


def _nothing(source: Source, tally: _Tally) -> UnreadableImport:
    name = source.path.name
    if tally.oddities:
        first = tally.oddities[0]
        return UnreadableImport(
            _("{name} gave no records. Line {n}: {what}").format(
                name=name, n=first.line, what=first.what
            ),
            remedy=_("Export the search again, as RIS."),
        )
    return UnreadableImport(
        _("{name} gave no records.").format(name=name),
        remedy=_("Export the search again, as RIS."),
    )


def _references(
    source: Source, tally: _Tally, known: Sequence[Mapping[str, str]]
) -> Iterator[Reference]:
    if source.kind in _TAGGED:
        yield from _tagged(source, _TAGGED[source.kind], tally)
        return
    for reference in _others(source, tally, known):
        if reference.is_blank:
            tally.note(Oddity(0, _("A record says nothing that tells which report is meant.")))
        else:
            yield fitted(reference)


def _others(
    source: Source, tally: _Tally, known: Sequence[Mapping[str, str]]
) -> Iterator[Reference]:
    kind = source.kind
    if kind == "bibtex":
        for entry in bibtex_entries(lines_of(source)):
            if isinstance(entry, Oddity):
                tally.note(entry)
            else:
                _hint(tally, hint_of(entry[1], ()))
                yield entry[1]
    elif kind == "endnote-xml":
        for reference in endnote_records(source.path):
            _hint(tally, hint_of(reference, ()))
            yield reference
    else:
        yield from _table(source, tally, known)


_TAGGED: Final[Mapping[str, Kind]] = {
    "ris": "ris", "nbib": "nbib", "ciw": "ciw", "endnote": "endnote",
}  # fmt: skip


def _tagged(source: Source, kind: Kind, tally: _Tally) -> Iterator[Reference]:
    whole = ris_blocks(texts_of(source)) if kind == "ris" else blocks(lines_of(source), kind)
    for found in whole:
        if isinstance(found, Oddity):
            tally.note(found)
            continue
        reference = reference_from(found, kind)
        for tag in unknown_tags(found, kind):
            tally.unknown.setdefault(tag, [0, found.line])[0] += 1
        if kind == "ris" or kind == "endnote":
            _hint(tally, hint_of(reference, _database_tags(found)))
        if reference.is_blank:
            tally.note(Oddity(found.line, _("The record has no title, DOI or number.")))
        else:
            yield reference if found.plain else fitted(reference)


def _database_tags(block: Block) -> Iterable[str]:
    tags = block.tags
    return chain(tags.get("DB", ()), tags.get("DP", ()), tags.get("%W", ()))


def _hint(tally: _Tally, database: str) -> None:
    if database:
        tally.hints[database] += 1


def _table(
    source: Source, tally: _Tally, known: Sequence[Mapping[str, str]]
) -> Iterator[Reference]:
    rows = _excel_rows(source) if source.kind == "excel" else _text_rows(source)
    first = next(rows, ())
    tally.heads = tuple(str(cell).strip() for cell in first)
    maps = (columns.mapped(first, one) for one in known)
    chosen = next((one for one in maps if any(one)), None) or columns.guess(first)
    tally.columns = chosen
    if not any(chosen) or not ({"title", "doi", "pmid"} & set(chosen)):
        shown = ", ".join(head[:30] for head in tally.heads[:6] if head)
        raise UnknownColumns(
            _("{name} is no file of references that we know.").format(name=source.path.name),
            heads=tally.heads if len(first) > 1 else (),
            remedy=_(
                "Its first row should name the columns, such as Title; it says: {heads}"
            ).format(heads=shown)
            if len(first) > 1
            else _("Export the search from the database as RIS."),
        )
    for number, row in enumerate(rows, 2):
        reference = columns.reference_in(row, chosen)
        if reference.is_blank:
            tally.note(Oddity(number, _("The row has no title, DOI or number.")))
            continue
        _hint(tally, hint_of(reference, ()))
        yield reference


def _excel_rows(source: Source) -> Iterator[Sequence[object]]:
    if source.size > _EXCEL_LARGEST:
        raise UnreadableImport(
            _("{name} has {n} MB; a workbook may have 60.").format(
                name=source.path.name, n=source.size // 10**6
            ),
            remedy=_("Save it as CSV."),
        )
    return iter(read_sheet(source.path).rows)


def _text_rows(source: Source) -> Iterator[Sequence[object]]:
    lines = (f"{line}\n" for line in lines_of(source))
    head = [line for _n, line in zip(range(50), lines, strict=False)]
    csv.field_size_limit(LONGEST_LINE)
    reader = csv.reader(chain(head, lines), delimiter=separator_of("".join(head)))
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield row
    except csv.Error as fault:
        raise UnreadableImport(
            _("Line {n}: {why}.").format(n=reader.line_num, why=fault),
            remedy=_("A quotation mark may be left open there."),
        ) from fault
