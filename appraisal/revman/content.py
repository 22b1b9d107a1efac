"""A Cochrane review as its file has it: plain frozen values, read once and then only looked at.

Every importer of a RevMan format gives a `Content`. Nothing here knows a file's format or a review
of ours. A stored result keeps the text it had, because its digits say how exactly it was stored.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["counts", "means", "inverse", "logrank", "other"]
Status = Literal["included", "excluded", "awaiting", "ongoing"]
Level = Literal["low", "unclear", "high", ""]

CELLS: Final[dict[str, tuple[str, ...]]] = {
    "counts": ("e1", "n1", "e2", "n2"),
    "means": ("m1", "sd1", "n1", "m2", "sd2", "n2"),
    "inverse": ("estimate", "se"),
    "logrank": ("o_e", "variance"),
    "other": (),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it was stored."""

    text: str

    @property
    def value(self) -> float:
        """The number."""
        return float(self.text)

    @property
    def unit(self) -> float:
        """Half a unit of its last digit: what rounding alone may have changed."""
        digits, _e, power = self.text.lower().partition("e")
        places = len(digits.partition(".")[2])
        return float(0.5 * 10.0 ** (int(power or 0) - places))


@dataclass(frozen=True, slots=True)
class Stored:
    """A result that the other program kept; `estimable` is what it says of it itself."""

    figures: tuple[tuple[str, Figure], ...] = ()
    estimable: bool = True

    def figure(self, name: str) -> Figure | None:
        """One of its numbers, by our name for it."""
        return dict(self.figures).get(name)


@dataclass(frozen=True, slots=True)
class Row:
    """One study's data in an outcome; `cells` are in the order of `CELLS`.

    `unread` are the texts that stood where a number was wanted: their cells are empty.
    """

    study: str
    cells: tuple[float | None, ...]
    stored: Stored = Stored()
    text: str = ""
    footnote: str = ""
    order: float = 0.0
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subgroup:
    """Rows under a heading, with what was pooled of them."""

    number: str
    name: str
    rows: tuple[Row, ...]
    stored: Stored = Stored()


@dataclass(frozen=True, slots=True)
class Outcome:
    """An analysis: how it was pooled, its data, and what came out.

    `rows` are those without a subgroup. `totals` is `all`, `subgroups` or `none`. `swapped`: the
    other program pools those without the event.
    """

    number: str
    name: str
    kind: Kind
    measure: str
    method: str
    random: bool
    rows: tuple[Row, ...]
    subgroups: tuple[Subgroup, ...] = ()
    stored: Stored = Stored()
    totals: str = "all"
    arms: tuple[str, str] = ("", "")
    favours: tuple[str, str] = ("", "")
    unit: str = ""
    level: float = 95.0
    study_level: float = 95.0
    swapped: bool = False
    measure_name: str = ""
    tau2: str = "DL"
    interval: str = "wald"

    def every_row(self) -> tuple[Row, ...]:
        """Its rows, those in subgroups too, in their order."""
        return (*self.rows, *(row for group in self.subgroups for row in group.rows))

    def repeated(self) -> tuple[str, ...]:
        """The studies that stand in it more than once."""
        seen: dict[str, int] = {}
        for row in self.every_row():
            seen[row.study] = seen.get(row.study, 0) + 1
        return tuple(study for study, times in seen.items() if times > 1)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two interventions compared, and what was measured."""

    number: str
    name: str
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """One report of a study."""

    authors: str = ""
    title: str = ""
    journal: str = ""
    year: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    primary: bool = False

    @property
    def line(self) -> str:
        """It in one line, as a list of references has it."""
        place = self.volume + (f"({self.issue})" if self.issue else "")
        place += f":{self.pages}" if self.pages else ""
        parts = (self.authors, self.title, self.journal, self.year, place)
        said = ". ".join(part.strip(". ") for part in parts if part.strip(". "))
        return said + (f". doi:{self.doi}" if self.doi else "")


@dataclass(frozen=True, slots=True)
class Study:
    """A study with its reports and what is told of it, heading by heading."""

    id: str
    name: str
    year: str
    status: Status = "included"
    references: tuple[Reference, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was judged of a study on one entry, for one group of outcomes (empty: for all)."""

    study: str
    level: Level
    support: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the risk-of-bias table."""

    name: str
    groups: tuple[str, ...]
    judgements: tuple[Judgement, ...]
    help: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """All that was understood of a file; `left` says in sentences what was not taken."""

    source: str
    program: str
    title: str = ""
    studies: tuple[Study, ...] = ()
    entries: tuple[Entry, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    protocol: tuple[tuple[str, str], ...] = ()
    left: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    is_trials: bool = False

    def outcomes(self) -> Iterator[tuple[Comparison, Outcome]]:
        """Every outcome with its comparison."""
        return ((one, outcome) for one in self.comparisons for outcome in one.outcomes)

    def with_status(self, status: Status) -> tuple[Study, ...]:
        """The studies of one status."""
        return tuple(study for study in self.studies if study.status == status)

    @property
    def judgements(self) -> int:
        """How many judgements of risk of bias there are."""
        return sum(len(entry.judgements) for entry in self.entries)

    @property
    def rows(self) -> int:
        """How many rows of data there are."""
        return sum(len(outcome.every_row()) for _one, outcome in self.outcomes())
