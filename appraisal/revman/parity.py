"""The parity certificate: every result that another program stored, beside the same computed here.

A stored number is matched when ours lies within a millionth of it, or within half a unit of its
last digit. Tail probabilities are compared on their own scale: RevMan prints for one and the same
Q tails that differ by three parts in ten thousand. What cannot be compared is listed with its
reason.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import exp, isfinite
from typing import TYPE_CHECKING, Final, Literal

from appraisal.revman.content import Content, Figure, Outcome, Row, Stored
from appraisal.revman.recompute import cells_of, data_kind, recomputed
from appraisal.synthesis import Analysis

if TYPE_CHECKING:
    from stats.results import Estimate

RELATIVE: Final = 1e-6
ZERO: Final = 1e-9  # below it a number is rounding left over from zero
TAILS: Final = frozenset({"p", "p_q", "p_between"})

Verdict = Literal["same", "differs", "not_compared"]
Why = Literal["", "no_numbers", "not_estimable", "no_total", "nothing_stored", "not_pooled"]
Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Pair:
    """One stored number and ours. `row` is the study where it belongs to one."""

    name: str
    stored: Figure
    ours: float
    row: str = ""

    @property
    def difference(self) -> float:
        """How far apart they are: relative, but as they stand for tails and for what is zero."""
        apart, size = abs(self.ours - self.stored.value), abs(self.stored.value)
        return apart if self.name in TAILS or size < ZERO else apart / size

    @property
    def is_same(self) -> bool:
        """Whether they are the same but for rounding."""
        apart = abs(self.ours - self.stored.value)
        return self.difference <= RELATIVE or apart <= self.stored.unit * (1 + 1e-9)


@dataclass(frozen=True, slots=True)
class Shown:
    """A pooled effect with its limits on the scale people read; None where there is none."""

    effect: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Line:
    """An analysis or one of its subgroups: what was stored, what we have, and today's."""

    number: str
    comparison: str
    name: str
    subgroup: str
    k: int
    stored: Shown | None
    ours: Shown | None
    pairs: tuple[Pair, ...]
    why: Why
    outcome: Outcome
    analysis: Analysis | None
    today: Analysis | None
    zeros: int = 0
    double_zeros: int = 0

    @property
    def verdict(self) -> Verdict:
        """What came of it."""
        if self.why:
            return "not_compared"
        return "same" if all(pair.is_same for pair in self.pairs) else "differs"

    @property
    def widest(self) -> Pair | None:
        """The pair that lies furthest apart, tails left out."""
        named = [pair for pair in self.pairs if pair.name not in TAILS]
        return max(named, key=lambda pair: pair.difference, default=None)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Every line, in the order of the file."""

    source: str
    program: str
    title: str
    lines: tuple[Line, ...]

    @property
    def totals(self) -> tuple[Line, ...]:
        """The lines of whole analyses, without their subgroups."""
        return tuple(line for line in self.lines if not line.subgroup)

    def count(self, verdict: Verdict, *, totals: bool = False) -> int:
        """How many lines came out so."""
        lines = self.totals if totals else self.lines
        return sum(line.verdict == verdict for line in lines)

    @property
    def pairs(self) -> int:
        """How many numbers were compared."""
        return sum(len(line.pairs) for line in self.lines if not line.why)

    @property
    def widest(self) -> tuple[Line, Pair] | None:
        """The pair that lies furthest apart of all, tails left out, and where it stands."""
        found = [(line, line.widest) for line in self.lines if not line.why]
        pairs = [(line, pair) for line, pair in found if pair is not None]
        return max(pairs, key=lambda one: one[1].difference, default=None)


def certify(content: Content, *, report: Report | None = None) -> Certificate:
    """Compute everything again and lay it beside what was stored."""
    outcomes = list(content.outcomes())
    names = {study.id: study.name for study in content.studies}
    lines: list[Line] = []
    for done, (comparison, outcome) in enumerate(outcomes):
        if report is not None:
            report(done, len(outcomes))
        lines += _lines(outcome, comparison.name, names)
    return Certificate(content.source, content.program, content.title, tuple(lines))


def _lines(outcome: Outcome, comparison: str, names: dict[str, str]) -> Iterator[Line]:
    rows = outcome.every_row()
    whole = outcome.totals == "all"
    yield _line(outcome, comparison, "", outcome.number, rows, outcome.stored, names, whole=whole)
    for group in outcome.subgroups:
        yield _line(
            outcome,
            comparison,
            group.name,
            group.number,
            group.rows,
            group.stored,
            names,
            whole=outcome.totals != "none",
        )


def _line(
    outcome: Outcome,
    comparison: str,
    subgroup: str,
    number: str,
    rows: tuple[Row, ...],
    stored: Stored,
    names: dict[str, str],
    *,
    whole: bool,
) -> Line:
    analysis = recomputed(outcome, rows) if data_kind(outcome) else None
    why = _why_not(stored, analysis, whole=whole)
    pairs: tuple[Pair, ...] = ()
    if analysis is not None and not why:
        pairs = tuple(_pairs(outcome, rows, stored, analysis, names, subgroup=subgroup))
        why = "" if pairs else "nothing_stored"
    empty, double = _zeros(outcome, rows)
    pooled = analysis.pooled if analysis is not None else None
    return Line(
        number,
        comparison,
        outcome.name,
        subgroup,
        pooled.k if pooled is not None else 0,
        _stored_shown(stored),
        None
        if analysis is None or pooled is None
        else _shown(pooled.estimate, analysis, outcome.level),
        pairs,
        why,
        outcome,
        analysis,
        recomputed(outcome, rows, preset="cochrane2025") if data_kind(outcome) else None,
        empty,
        double,
    )


def _why_not(stored: Stored, analysis: Analysis | None, *, whole: bool) -> Why:
    if analysis is None:
        return "no_numbers"
    if not whole:
        return "no_total"
    if not stored.estimable:
        return "not_estimable"
    if stored.figure("effect") is None:
        return "nothing_stored"
    effect, lower = stored.figure("effect"), stored.figure("lower")
    unset = all(one is None or one.value == 0 for one in (effect, lower, stored.figure("upper")))
    if unset:
        return "nothing_stored"
    return "not_pooled" if analysis.pooled is None else ""


def _pairs(
    outcome: Outcome,
    rows: tuple[Row, ...],
    stored: Stored,
    analysis: Analysis,
    names: dict[str, str],
    *,
    subgroup: str,
) -> Iterator[Pair]:
    ours = dict(_results(outcome, rows, analysis))
    if not subgroup and len(outcome.subgroups) > 1:
        ours |= dict(_between(outcome))
    if subgroup or outcome.totals != "all":
        ours.pop("weight", None)
    for name, figure in stored.figures:
        value = ours.get(name)
        if value is not None and isfinite(value):
            yield Pair(name, figure, value)
    if not subgroup:
        yield from _row_pairs(outcome, rows, analysis, names)


def _results(
    outcome: Outcome, rows: tuple[Row, ...], analysis: Analysis
) -> Iterator[tuple[str, float]]:
    pooled = analysis.pooled
    assert pooled is not None
    shown = _shown(pooled.estimate, analysis, outcome.level)
    held = pooled.heterogeneity
    yield from (("effect", shown.effect), ("lower", shown.lower), ("upper", shown.upper))
    yield from (("q", held.q), ("df", float(held.df)), ("i2", held.i2_q), ("p_q", held.p))
    yield from (("z", abs(pooled.estimate.statistic)), ("p", pooled.estimate.p))
    if outcome.random:
        yield "tau2", held.tau2
    if outcome.kind == "counts":
        counts = zip(("events1", "total1", "events2", "total2"), range(4), strict=True)
        for name, place in counts:
            yield name, sum(row.cells[place] or 0.0 for row in rows)


def _row_pairs(
    outcome: Outcome, rows: tuple[Row, ...], analysis: Analysis, names: dict[str, str]
) -> Iterator[Pair]:
    by_place = {
        row.study: effect
        for row, effect in zip(analysis.dataset.rows, analysis.effects, strict=True)
    }
    for place, row in enumerate(rows):
        effect = by_place.get(f"{row.study}#{place}")
        if effect is None or effect.estimate is None or not row.stored.estimable:
            continue
        half = _quantile(outcome.study_level) * (effect.se or 0.0)
        values = {
            "effect": analysis.natural(effect.estimate),
            "lower": analysis.natural(effect.estimate - half),
            "upper": analysis.natural(effect.estimate + half),
            "weight": effect.weight if outcome.totals == "all" else None,
        }
        for name, value in values.items():
            figure = row.stored.figure(name)
            if figure is not None and value is not None and isfinite(value):
                yield Pair(name, figure, value, names.get(row.study, row.study))


def _between(outcome: Outcome) -> Iterator[tuple[str, float]]:
    """The test for subgroup differences, of the subgroups' pooled effects."""
    from stats.subgroups import between

    pools = [recomputed(outcome, group.rows).pooled for group in outcome.subgroups]
    made = [pool.estimate for pool in pools if pool is not None]
    if len(made) > 1:
        test = between(made)
        yield "q_between", test.statistic
        yield "p_between", test.p
        share = (test.statistic - test.df) / test.statistic if test.statistic > 0 else 0.0
        yield "i2_between", 100.0 * max(0.0, share)


def _shown(estimate: "Estimate", analysis: Analysis, level: float) -> Shown:
    half = _quantile(level) * estimate.se
    values = (estimate.value, estimate.value - half, estimate.value + half)
    if analysis.is_ratio:
        return Shown(*map(exp, values))
    return Shown(*(analysis.natural(value) or 0.0 for value in values))


def _stored_shown(stored: Stored) -> Shown | None:
    figures = [stored.figure(name) for name in ("effect", "lower", "upper")]
    if not stored.estimable or any(figure is None for figure in figures):
        return None
    shown = Shown(*(figure.value for figure in figures if figure is not None))
    return shown if shown != Shown(0.0, 0.0, 0.0) else None


def _quantile(level: float) -> float:
    from stats.distributions import normal_quantile

    return float(normal_quantile(0.5 + level / 200.0))


def _zeros(outcome: Outcome, rows: tuple[Row, ...]) -> tuple[int, int]:
    """How many rows have an empty cell, and how many have no event, or only events, in both."""
    if outcome.kind != "counts":
        return 0, 0
    empty = double = 0
    for row in rows:
        cells = cells_of(outcome, row)
        if None in cells:
            continue
        e1, n1, e2, n2 = (cell or 0.0 for cell in cells)
        both = (e1, e2) == (0, 0) or (e1, e2) == (n1, n2)
        double += both
        empty += not both and 0 in (e1, e2, n1 - e1, n2 - e2)
    return empty, double
