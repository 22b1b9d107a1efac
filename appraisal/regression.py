"""Meta-regression of an outcome: by what effects may be explained, the fit, and the line to draw.

A moderator is something known of the studies: year, stars, or a field of the review's own. Numbers
are covariates, words are factors. Studies were not allotted to any of it: what is said says so.
"""

from dataclasses import dataclass
from math import isfinite, nan
from typing import TYPE_CHECKING, Final

from appraisal.dataset import Dataset
from appraisal.errors import InvalidClaim
from appraisal.numbers import read_number
from appraisal.plan import Plan
from appraisal.study_rows import StudyRow
from appraisal.subgroups import FIELD, name_of
from appraisal.subsets import STEPS
from appraisal.synthesis import Analysis

if TYPE_CHECKING:
    from collections.abc import Callable

    from stats.design import Covariate, Factor
    from stats.permutation import Permuted
    from stats.regression import Regressed, Regression

NUMBERS: Final = ("year", "stars")
FACTORS: Final = ("design", "instrument", "overall")
TESTS: Final = ("usual", "wald", "t", "knapp_hartung", "knapp_hartung_floor")
POINTS: Final = 60
MOST_LEVELS: Final = 12


@dataclass(frozen=True, slots=True)
class Term:
    """A coefficient: of a moderator, at a level of it (a number has none); both empty: the mean."""

    key: str = ""
    level: str = ""


@dataclass(frozen=True)
class Fit:
    """A meta-regression; `made` None where it cannot be fitted, and `fault` says why.

    `terms` go with the coefficients, `rows` are the studies used.
    """

    moderators: tuple[str, ...]
    made: "Regressed | None"
    terms: tuple[Term, ...] = ()
    rows: tuple[StudyRow, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """The fitted mean at a value of a covariate, the other moderators held, analysis scale."""

    x: float
    value: float
    lower: float
    upper: float


def moderators_of(data: Dataset) -> tuple[str, ...]:
    """What a dataset's effects can be regressed on: what differs between some of its studies."""
    fields = dict.fromkeys(name for row in data.complete for name, _value in row.facts)
    keys = (*NUMBERS, *FACTORS, *(name for name in fields if name.startswith(FIELD)))
    return tuple(key for key in keys if _tells_apart(data, key))


def is_number(data: Dataset, key: str) -> bool:
    """Whether a moderator is a number in every study that has it."""
    if key in NUMBERS:
        return True
    if key in FACTORS:
        return False
    known = [text for row in data.complete if (text := name_of(row, key))]
    return bool(known) and all(isfinite(_number(text)) for text in known)


def value_of(row: StudyRow, key: str) -> float:
    """A study's value of a number; NaN where it is not known."""
    if key == "year":
        return nan if row.year is None else float(row.year)
    if key == "stars":
        return nan if row.stars is None else float(row.stars)
    return _number(name_of(row, key))


def regressed(analysis: Analysis) -> Fit | None:
    """The meta-regression of the plan's moderators; None without any, or without a pool."""
    from stats.errors import StatsError
    from stats.regression import meta_regression

    plan, pooled = analysis.dataset.plan, analysis.pooled
    keys = tuple(key for key in plan.moderators if _tells_apart(analysis.dataset, key))
    if not keys or pooled is None:
        return None
    given = [_moderator(analysis.dataset, key) for key in keys]
    try:
        made = meta_regression(pooled.effects, given, regression_of(plan))
    except StatsError as fault:
        return Fit(keys, None, fault=type(fault).__name__)
    used = analysis.dataset.used
    rows = tuple(row for row, in_ in zip(used, made.design.rows, strict=True) if in_)
    return Fit(keys, made, _terms(made), rows)


def regression_of(plan: Plan) -> "Regression":
    """The regression a plan means: its tau2, and the test that goes with its interval."""
    from stats.regression import Regression

    test = plan.moderators_test
    if test == "usual":
        usual = {"wald": "wald", "t": "t", "hartung_knapp_floor": "knapp_hartung_floor"}
        test = usual.get(plan.interval, "knapp_hartung") if plan.is_random else "wald"
    return Regression(
        tau2=plan.tau2 if plan.is_random else None,  # type: ignore[arg-type] # a plan is text
        test=test,  # type: ignore[arg-type]
    )


def permuted(
    analysis: Analysis, fit: Fit, *, report: "Callable[[int, int], None] | None" = None
) -> "Permuted | None":
    """The permutation p values of a fit; `report` may raise to stop it."""
    from stats.permutation import permutation_test

    if fit.made is None or analysis.pooled is None:
        return None
    told = None if report is None else lambda share: report(int(share * STEPS), STEPS)
    return permutation_test(analysis.pooled.effects, fit.made, report=told)


def line(fit: Fit, key: str) -> tuple[Line, ...]:
    """The fitted line over a covariate; others at their mean, factors at their first level."""
    from stats.regression import predict

    made = fit.made
    if made is None or key not in fit.moderators:
        return ()
    own = [value_of(row, key) for row in fit.rows]
    low, high = min(own), max(own)
    places = [low + (high - low) * step / (POINTS - 1) for step in range(POINTS)]
    held: dict[str, list[float] | list[str]] = {}
    for name, levels in made.design.codes:
        if name == key:
            held[name] = places
        elif levels:
            held[name] = [levels[0]] * POINTS
        else:
            values = [value_of(row, name) for row in fit.rows]
            held[name] = [sum(values) / len(values)] * POINTS
    found = predict(made, held)
    columns = zip(places, found.mean, found.lower, found.upper, strict=True)
    return tuple(Line(x, float(y), float(lo), float(hi)) for x, y, lo, hi in columns)


def covariates(fit: Fit) -> tuple[str, ...]:
    """The moderators of a fit that are numbers: each has a bubble plot."""
    if fit.made is None:
        return ()
    return tuple(name for name, levels in fit.made.design.codes if not levels)


def _moderator(data: Dataset, key: str) -> "Covariate | Factor":
    import numpy as np

    from stats.design import Covariate, Factor

    if is_number(data, key):
        return Covariate(key, np.array([value_of(row, key) for row in data.used]))
    return Factor(key, tuple(name_of(row, key) or None for row in data.used))


def _terms(made: "Regressed") -> tuple[Term, ...]:
    terms = [Term()]
    for name, levels in made.design.codes:
        terms += [Term(name, level) for level in levels[1:]] if levels else [Term(name)]
    return tuple(terms)


def _tells_apart(data: Dataset, key: str) -> bool:
    if is_number(data, key):
        values = [value_of(row, key) for row in data.complete]
        return len({value for value in values if isfinite(value)}) > 1
    names = [name for row in data.complete if (name := name_of(row, key))]
    return 1 < len(set(names)) <= MOST_LEVELS and len(set(names)) < len(names)


def _number(text: str) -> float:
    try:
        return read_number(text)
    except InvalidClaim:
        return nan
