"""What a forest plot is told: plain values, without knowledge of studies, models or instruments.

Estimates and limits are on the scale of the axis: natural logarithms for a `log` axis, else the
numbers people read. Texts come ready in the reader's language.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

ColumnKind: TypeAlias = Literal["text", "stars", "mark"]


@dataclass(frozen=True, slots=True)
class StarCell:
    """Stars earned, of so many."""

    earned: int
    of: int


@dataclass(frozen=True, slots=True)
class MarkCell:
    """A judgement: its role, and the word and letter the instrument gives it."""

    level: str
    word: str
    letter: str = ""


Cell: TypeAlias = str | StarCell | MarkCell


@dataclass(frozen=True, slots=True)
class Column:
    """A column beside the plot.

    Parameters
    ----------
    head, sub
        Its head in two lines.
    kind
        `text` (right-aligned), `stars` or `mark`.
    group
        A head over this and neighbouring columns of the same group; takes the place of `head`.
    least
        Its least width.
    strong
        Whether used rows have it in a heavier weight.
    overall
        Whether it stands on the ground of overall judgements.
    drop
        Columns are left away where room is short, the highest number first; 0 stays.
    key
        What its marks are asked for by; the mark's id is then the row's with it (`part_id`).
    """

    head: str = ""
    sub: str = ""
    kind: ColumnKind = "text"
    group: str = ""
    least: float = 0.0
    strong: bool = False
    overall: bool = False
    drop: int = 0
    key: str = ""


@dataclass(frozen=True, slots=True)
class Study:
    """A row with a square. `weight` sets its area, also for a row left out, whose square is hollow.

    `estimate` None leaves the plot empty. An open limit is infinite. `note` is read out with the
    row and shown as its tip.
    """

    id: str
    label: str
    cells: tuple[Cell, ...]
    estimate: float | None
    lower: float | None
    upper: float | None
    weight: float | None = None
    used: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a subgroup, over its rows."""

    label: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A row with a diamond: the `pool`, a `comparison` beside it, or a `subgroup`'s own."""

    label: str
    cells: tuple[Cell, ...]
    estimate: float | None
    lower: float | None
    upper: float | None
    kind: Literal["pool", "comparison", "subgroup"] = "pool"
    prediction: tuple[float, float] | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class ForestData:
    """A whole forest plot.

    Parameters
    ----------
    columns, plot_after
        The columns besides the study's name, and how many of them stand left of the plot.
    rows
        Studies; with subgroups also headings and summaries, in order.
    pools
        The diamonds below all rows.
    study_head, plot_head, plot_sub
        Heads of the first column and of the plot.
    scale, null
        `log` or `linear`; the place of no effect, None where there is none.
    favours
        What lies left and right of no effect; empty texts are left away.
    footer, notes
        Sentences below the plot; the notes follow an information sign.
    legend
        Levels and their words, where judgements are shown.
    title, description
        The figure in words.
    point
        `square` with its area by weight, or `dot` (leave-one-out, cumulative).
    """

    columns: tuple[Column, ...]
    plot_after: int
    rows: tuple[Study | Heading | Summary, ...]
    pools: tuple[Summary, ...] = ()
    study_head: str = ""
    plot_head: str = ""
    plot_sub: str = ""
    scale: Literal["log", "linear"] = "log"
    null: float | None = 0.0
    favours: tuple[str, str] = ("", "")
    footer: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()
    title: str = ""
    description: str = ""
    point: Literal["square", "dot"] = "square"

    @property
    def studies(self) -> tuple[Study, ...]:
        """The rows that stand for a study."""
        return tuple(row for row in self.rows if isinstance(row, Study))

    @property
    def summaries(self) -> tuple[Summary, ...]:
        """All diamonds."""
        inside = tuple(row for row in self.rows if isinstance(row, Summary))
        return inside + self.pools


def cell_text(cell: Cell) -> str:
    """Return a cell in words: stars as 3/4, a judgement by its name."""
    match cell:
        case StarCell():
            return f"{cell.earned}/{cell.of}"
        case MarkCell():
            return cell.word
        case str():
            return cell
