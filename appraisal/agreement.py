"""How far two reviewers agreed before they talked: from the sealed answers of open forms alone.

Two answers agree when they are the same option; what both starred with different letters does not.
Questions that only one reviewer's path leads to count as one answer missing, at that question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from appraisal.cells import answer_text
from appraisal.instrument import Instrument
from appraisal.ratings import Lookup
from appraisal.review import instrument_of_study
from appraisal.state import State
from appraisal.subjects import appraisal_form, in_seat

NOT_ANSWERED = "–"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reviewers' blind answers to one item of one study."""

    study: str
    instrument: str
    item: str
    first: str
    second: str

    @property
    def is_same(self) -> bool:
        """Whether both chose the same option."""
        return self.first == self.second


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement over some pairs; `kappa` and `ac1` are None where they cannot be estimated."""

    pairs: int
    same: int
    percent: float
    percent_lower: float
    percent_upper: float
    kappa: tuple[float, float, float] | None
    ac1: tuple[float, float, float] | None


def pairs(state: State, lookup: Lookup, study: str | None = None) -> tuple[Pair, ...]:
    """Every pair of blind answers, of one study or of all open ones."""
    found: list[Pair] = []
    for one in state.ids("study") if study is None else (study,):
        key = instrument_of_study(state, one)
        if key:
            found += _of_form(state, one, lookup(key))
    return tuple(found)


def agreement(found: Sequence[Pair]) -> Agreement | None:
    """How far the pairs agree; None when there is none.

    Per cent with a Wilson interval; Cohen's kappa, unweighted; Gwet's AC1.
    """
    if not found:
        return None
    same = sum(pair.is_same for pair in found)
    lower, upper = _wilson(same, len(found))
    return Agreement(
        len(found),
        same,
        100 * same / len(found),
        100 * lower,
        100 * upper,
        _kappa(found),
        _ac1(found),
    )


def _of_form(state: State, study: str, instrument: Instrument) -> list[Pair]:
    form = appraisal_form(study, instrument.key)
    if not state.is_open(form):
        return []
    found = []
    for one, other in combinations(state.seats(form), 2):
        first, second = state.fields(in_seat(form, one)), state.fields(in_seat(form, other))
        for item in instrument.items():
            field = f"item/{item.address}"
            left, right = first.get(field), second.get(field)
            if left is None and right is None:
                continue
            found.append(
                Pair(
                    study,
                    instrument.key,
                    item.address,
                    answer_text(item, left.value) if left is not None else NOT_ANSWERED,
                    answer_text(item, right.value) if right is not None else NOT_ANSWERED,
                )
            )
    return found


def _table(found: Sequence[Pair]) -> list[list[float]]:
    codes = sorted({code for pair in found for code in (pair.first, pair.second)})
    place = {code: n for n, code in enumerate(codes)}
    table = [[0.0] * len(codes) for _code in codes]
    for pair in found:
        table[place[pair.first]][place[pair.second]] += 1
    return table


def _kappa(found: Sequence[Pair]) -> tuple[float, float, float] | None:
    from math import isfinite

    from stats.agreement import cohen_kappa

    made = cohen_kappa(_table(found))
    return _possible(made.value, made.lower, made.upper) if isfinite(made.value) else None


def _ac1(found: Sequence[Pair]) -> tuple[float, float, float] | None:
    from math import isfinite

    from stats.many_raters import agreement as chance_corrected

    codes = sorted({code for pair in found for code in (pair.first, pair.second)})
    place = {code: float(n) for n, code in enumerate(codes)}
    if len(codes) < 2:
        return None
    ratings = [[place[pair.first] for pair in found], [place[pair.second] for pair in found]]
    made = chance_corrected(ratings, "gwet", categories=list(place.values()))
    return _possible(made.value, made.lower, made.upper) if isfinite(made.value) else None


def _possible(value: float, lower: float, upper: float) -> tuple[float, float, float]:
    """A coefficient with its limits kept where coefficients can lie, -1 to 1."""
    return value, max(lower, -1.0), min(upper, 1.0)


def _wilson(same: int, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share. Source: Wilson 1927, J Am Stat Assoc 22:209."""
    z = 1.959963984540054
    share = same / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)
