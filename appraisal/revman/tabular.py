"""Rows of RevMan's CSV files by the names of their columns, whatever the case, marks or separator.

Numbers have a decimal point or a comma; what is no number counts as not there.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from typing import Final

from appraisal.decoding import decode
from appraisal.errors import InvalidClaim
from appraisal.numbers import read_number
from appraisal.revman.content import Figure, Stored
from appraisal.sheet_reader import read_text

Cells = Mapping[str, str]

MEASURES: Final = {
    "odds ratio": "OR",
    "risk ratio": "RR",
    "risk difference": "RD",
    "peto odds ratio": "PETO_OR",
    "peto or": "PETO_OR",
    "mean difference": "MD",
    "standardized mean difference": "SMD",
    "standardised mean difference": "SMD",
    "std. mean difference": "SMD",
    "hazard ratio": "HR",
    "rate ratio": "IRR",
}
RATIOS: Final = frozenset({"OR", "RR", "HR", "IRR", "PETO_OR"})


def rows_of(content: bytes) -> Iterator[dict[str, str]]:
    """Each row as its cells by the folded names of the columns; blank ones are left away.

    Raises
    ------
    UnreadableImport
        When it is no table.
    """
    heads, *rows = read_text(decode(content).text).rows
    names = [fold(str(head)) for head in heads]
    for row in rows:
        yield {name: str(cell) for name, cell in zip(names, row, strict=True) if name}


def fold(head: str) -> str:
    """A column's name in plain letters: `Heterogeneity I²` is `heterogeneity i2`."""
    plain = unicodedata.normalize("NFKD", head.lstrip("\ufeff")).encode("ascii", "ignore").decode()
    return " ".join(plain.casefold().split())


def measure_of(said: str) -> str:
    """RevMan's own code for a measure, of its code or its words."""
    return MEASURES.get(said.strip().casefold(), said.strip().upper().replace(" ", "_"))


def number(cells: Cells, name: str) -> float | None:
    """The number in a column; None where there is none."""
    try:
        value = read_number(cells.get(name, "").replace("%", ""))
    except InvalidClaim:
        return None
    return value if isfinite(value) else None


def unread(cells: Cells, names: Iterable[str]) -> tuple[str, ...]:
    """What stands in columns of numbers and is none."""
    texts = {name: cells.get(name, "").strip() for name in names}
    return tuple(text for name, text in texts.items() if text and number(cells, name) is None)


def stored(cells: Cells, names: Mapping[str, str], *, estimable: bool = True) -> Stored:
    """The results in a row, by our names for them; a comma becomes the point it stands for."""
    return Stored(
        tuple(
            (ours, Figure(cells[theirs].strip().replace(",", ".")))
            for theirs, ours in names.items()
            if number(cells, theirs) is not None and "%" not in cells[theirs]
        ),
        estimable,
    )


def level(cells: Cells, name: str) -> float:
    """A confidence level in per cent."""
    return number(cells, name) or 95.0
