"""Tables that go out: one shape for the workbook, the CSV files and the preview."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from appraisal.material import Material

Kind = Literal["text", "long", "mark", "count", "number", "p", "level"]
Plain = str | int | float | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Level:
    """A judgement in a cell: its letter and word, and the role that colours it."""

    letter: str
    word: str
    role: str


Cell = Plain | Level


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, what its cells hold, and its width in characters."""

    title: str
    kind: Kind = "text"
    width: int = 14
    digits: int = 2


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `key` names its file, `name` its sheet; `fixed` columns stay when one scrolls.

    `lead` is what a reader must know before the first row; `notes` explain below the last.
    """

    key: str
    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    fixed: int = 1
    lead: str = ""
    has_filter: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a module of `sheets` declares: where its tables stand, and how they are made."""

    order: int
    make: "Callable[[Material], Iterator[Table]]"


def plain(cell: Cell) -> Plain:
    """A cell as text or number, for files that have no colours."""
    return cell.word if isinstance(cell, Level) else cell


def safe(cell: Cell) -> str | int | float:
    """A cell that no spreadsheet will run: what looks like a formula gets an apostrophe."""
    value = plain(cell)
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value
