"""Studies from a table: which column is what, and what each row becomes."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from appraisal.errors import InvalidClaim
from appraisal.ledger import Value
from appraisal.numbers import read_count
from appraisal.own_fields import own_name, own_value
from appraisal.sheet_reader import Sheet
from appraisal.sheet_reader import Value as Cell
from appraisal.subjects import DESIGNS
from resources.i18n import _

FIELDS = (
    "label", "title", "design", "authors", "year", "country", "journal", "doi", "pmid", "notes",
)  # fmt: skip
OWN = "own"  # a field of the review's own, named by the head of its column

_HEADS: Mapping[str, tuple[str, ...]] = {
    "label": ("study", "label", "id", "study id", "estudo", "name", "nome"),
    "title": ("title", "titulo", "article title"),
    "design": ("design", "study design", "desenho", "delineamento", "type"),
    "authors": ("author", "authors", "autor", "autores", "first author"),
    "year": ("year", "ano", "publication year", "py"),
    "country": ("country", "pais"),
    "journal": ("journal", "revista", "source", "periodico"),
    "doi": ("doi",),
    "pmid": ("pmid", "pubmed id"),
    "notes": ("notes", "note", "comment", "comments", "notas", "observacoes"),
}
_DESIGNS: Mapping[str, str] = {
    "randomised": "rct", "randomized": "rct", "randomizado": "rct", "trial": "rct",
    "coorte": "cohort", "caso-controle": "case-control", "transversal": "cross-sectional",
    "survey": "cross-sectional", "serie de casos": "case-series", "series": "case-series",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that could not be taken: the row as a person counts it, and why."""

    row: int
    column: str
    why: str


@dataclass(frozen=True, slots=True)
class Understood:
    """What a table amounts to: the studies, and the cells that were left out."""

    studies: tuple[dict[str, Value], ...]
    faults: tuple[Fault, ...]


def guess(sheet: Sheet) -> tuple[bool, tuple[str, ...]]:
    """Whether the first row holds heads, and the field of each column (empty: left out)."""
    heads = [_folded(str(cell)) for cell in sheet.rows[0]]
    taken: list[str] = []
    for head in heads:
        field = next(
            (name for name, words in _HEADS.items() if head in words and name not in taken), ""
        )
        taken.append(field)
    if any(taken):
        return True, tuple(taken)
    plain = ["label", "design", "authors", "year", "country", "notes"]
    return False, tuple(plain[n] if n < len(plain) else "" for n in range(sheet.width))


def understand(
    sheet: Sheet, columns: Sequence[str], *, has_heads: bool, after: int = 0
) -> Understood:
    """The studies of a table, in its order; a row without a name takes its authors and year.

    Parameters
    ----------
    sheet
        The table.
    columns
        The field of each column; empty leaves it out.
    has_heads
        Whether the first row is left out.
    after
        The order of the last study that is there already.
    """
    studies: list[dict[str, Value]] = []
    faults: list[Fault] = []
    heads = [_own_name(sheet, place, has_heads=has_heads) for place in range(sheet.width)]
    for number, row in enumerate(
        sheet.rows[1:] if has_heads else sheet.rows, 2 if has_heads else 1
    ):
        fields: dict[str, Value] = {}
        for field, cell, head in zip(columns, row, heads, strict=True):
            text = str(cell).strip()
            if not field or not text:
                continue
            if field == OWN:
                fields[f"field/{head}"] = _own(cell)
                continue
            try:
                fields[field] = _read(field, cell)
            except InvalidClaim as fault:
                faults.append(Fault(number, field, fault.message))
        if fields:
            fields.setdefault("label", _label(fields, number))
            fields["order"] = after + len(studies) + 1
            studies.append(fields)
    return Understood(tuple(studies), tuple(faults))


def _own_name(sheet: Sheet, place: int, *, has_heads: bool) -> str:
    """What a column's own field is called: a slash would end the name of a field."""
    head = own_name(str(sheet.rows[0][place]).casefold()) if has_heads else ""
    return head or _("column {n}").format(n=place + 1)


def _own(cell: Cell) -> Value:
    return cell if isinstance(cell, int | float) else own_value(str(cell))


def _read(field: str, cell: Cell) -> Value:
    text = str(cell).strip()
    if field == "year":
        year = cell if isinstance(cell, int) else read_count(text)
        if not 1000 <= year <= 9999:
            raise InvalidClaim(_("{year} is no year.").format(year=year))
        return year
    if field == "design":
        return _design(text)
    return text[:20_000]


def _design(text: str) -> str:
    plain = _folded(text).replace(" ", "-")
    if plain in DESIGNS:
        return plain
    found = next((design for word, design in _DESIGNS.items() if word in _folded(text)), "")
    if not found:
        raise InvalidClaim(
            _("“{text}” is no design we know.").format(text=text[:40]),
            remedy=", ".join(DESIGNS),
        )
    return found


def _label(fields: Mapping[str, Value], number: int) -> str:
    authors = str(fields.get("authors", "")).split(",")[0].split(";")[0].strip()
    year = fields.get("year")
    named = " ".join(part for part in (authors, str(year) if year else "") if part)
    return named or str(fields.get("title", ""))[:40] or _("Row {n}").format(n=number)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(plain.casefold().replace("_", " ").split())
