"""What a conversion asks, what it gives to which cells, and the words that keep its derivation."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from appraisal.errors import InvalidClaim
from appraisal.subjects import COUNTS
from resources.i18n import NOTHING, _, number

SIGNIFICANT = 6  # digits of what is worked out: more than any paper prints
MOST_GROUPS = 4
Words = Callable[[], str]
Values = Mapping[str, float]
Given = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """One number of the paper.

    `cell` is where the form may hold it already, `usual` what it mostly is.
    """

    key: str
    label: Words
    cell: str = ""
    usual: float | None = None


@dataclass(frozen=True, slots=True)
class Working:
    """A conversion. `compute` takes numbers by key (of each group, where it `combines`).

    What it gives, and `cells` of what it asks, are names of cells; `#` stands for the arm.
    `conversions` name the entries of `stats.conversion_table.CONVERSIONS` it rests on.
    """

    key: str
    title: Words
    asks: tuple[Asked, ...]
    gives: tuple[str, ...]
    formula: Words
    source: str
    compute: Callable[[Sequence[Values]], Given]
    conversions: tuple[str, ...] = ()
    combines: bool = False


@dataclass(frozen=True, slots=True)
class Worked:
    """What came out: cells with their values (None: to be emptied), and the reason of each.

    `asked` are the cells that could hold what was asked, with what was typed.
    """

    cells: Mapping[str, float | None]
    why: str
    asked: Mapping[str, float | None]


def work(working: Working, groups: Sequence[Values], *, arm: str) -> Worked:
    """Work a conversion out for an arm (empty where there are none).

    Raises
    ------
    InvalidClaim
        When nothing follows from the numbers.
    """
    from stats.errors import StatsError

    try:
        made = working.compute(groups)
    except (StatsError, ZeroDivisionError, ValueError, OverflowError) as fault:
        raise _nothing() from fault
    if not all(value is None or isfinite(value) for value in made.values()):
        raise _nothing()
    cells = {name.replace("#", arm): _kept(name, value) for name, value in made.items()}
    asked = {
        one.cell.replace("#", arm): _kept(one.cell, groups[0][one.key])
        for one in working.asks
        if one.cell and not working.combines and _fits(one.cell, groups[0][one.key])
    }
    return Worked(cells, _why(working, groups), asked)


def known(asked: Asked, cells: Mapping[str, object], *, arm: str) -> float | None:
    """The number a form holds already for what is asked."""
    value = cells.get(asked.cell.replace("#", arm)) if asked.cell else asked.usual
    return float(value) if isinstance(value, int | float) else None


def plain(value: float) -> str:
    """A number with the decimals it has, at most as many as are kept."""
    short = f"{value:.{SIGNIFICANT}g}"
    if "e" in short:
        return number(value, 0) if abs(value) >= 1 else number(value, 10).rstrip("0")
    return number(float(short), len(short.partition(".")[2]))


def _is_count(name: str) -> bool:
    return name.rstrip("#12") in {cell.rstrip("12") for cell in COUNTS}


def _fits(name: str, value: float) -> bool:
    return not _is_count(name) or float(value).is_integer()


def _kept(name: str, value: float | None) -> float | None:
    """A value as its cell takes it: a count whole, another to so many digits."""
    if value is None:
        return None
    return round(value) if _is_count(name) else float(f"{value:.{SIGNIFICANT}g}")


def _why(working: Working, groups: Sequence[Values]) -> str:
    said = _("Worked out from the paper. {title}: {numbers}. {formula}. Source: {source}")
    return said.format(
        title=working.title(),
        numbers="; ".join(_numbers(working, values) for values in groups) or NOTHING,
        formula=working.formula(),
        source=working.source,
    )


def _numbers(working: Working, values: Values) -> str:
    parts = [f"{one.label()} {plain(values[one.key])}" for one in working.asks if one.key in values]
    return ", ".join(parts)


def _nothing() -> InvalidClaim:
    return InvalidClaim(
        _("Nothing follows from these numbers."),
        remedy=_("Are limits in order, groups larger than one person, and spreads above 0?"),
    )
