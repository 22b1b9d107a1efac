"""How much a pooled result rests on one study, or on a limit of quality: pooled again without.

What is pooled, and how, is the analysis's own: each step takes studies away and changes nothing
else. No step says that a result "holds": the intervals are there to be read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import isnan
from typing import TYPE_CHECKING

from appraisal.dataset import Dataset, replanned
from appraisal.plan import Plan
from appraisal.small_studies import LEAST, inverse_variance
from appraisal.study_rows import StudyRow
from appraisal.synthesis import Analysis, analyse

if TYPE_CHECKING:
    from stats.influence import Influence
    from stats.results import Pooled
    from stats.subset_fits import SubsetFits

CUMULATE = ("year", "precision", "order")


@dataclass(frozen=True, slots=True)
class Step:
    """A pool of fewer studies; `estimate` and limits are on the analysis scale, None without one.

    `study` is the study left out, `plan` the plan of a limit; one of them is empty.
    """

    id: str
    label: str
    k: int
    estimate: float | None
    lower: float | None
    upper: float | None
    p: float | None
    i2: float | None
    tau2: float | None
    plan: Plan | None = None
    is_current: bool = False


def left_one_out(analysis: Analysis) -> tuple[Step, ...]:
    """The pool without each of its studies in turn; none where fewer than two are pooled."""
    rows = analysis.dataset.used
    if analysis.pooled is None or len(rows) < 2:
        return ()
    from stats.sensitivity import leave_one_out

    found = leave_one_out(analysis.pooled.effects, analysis.pooled.model)
    places = {row: place for place, row in enumerate(found.rows)}
    return tuple(_without(row, found.fits, places.get(number)) for number, row in enumerate(rows))


def cumulated(analysis: Analysis) -> tuple[Step, ...]:
    """The pool of the first study, the first two, and so on, in the order of the plan."""
    rows = analysis.dataset.used
    if analysis.pooled is None or len(rows) < 2:
        return ()
    from stats.sensitivity import cumulative

    effects = analysis.pooled.effects
    order = sorted(range(effects.k), key=lambda place: _turn(analysis, place))
    found = cumulative(effects, order, analysis.pooled.model)
    return tuple(_of_fits(rows[row], found.fits, place) for place, row in enumerate(found.rows))


def _turn(analysis: Analysis, place: int) -> tuple[bool, float]:
    """What a study's turn goes by: what is not known comes last."""
    row, order = analysis.dataset.used[place], analysis.dataset.plan.cumulate
    if order == "year":
        return row.year is None, float(row.year or 0)
    if order == "precision":
        assert analysis.pooled is not None
        error = float(analysis.pooled.effects.sei[place])
        return isnan(error), error
    return False, float(place)


@dataclass(frozen=True)
class Moves:
    """How much each study moves the pool; `studies` go with the rows of `influence`."""

    studies: tuple[str, ...]
    influence: "Influence"


def moves(analysis: Analysis) -> Moves | None:
    """The deletion diagnostics by inverse variance; None below three studies with an estimate."""
    pooled, rows = analysis.pooled, analysis.dataset.used
    if pooled is None or int(pooled.effects.usable.sum()) < LEAST:
        return None
    from stats.influence import influence

    made = influence(pooled.effects, inverse_variance(analysis.dataset.plan))
    return Moves(tuple(rows[place].study for place in made.rows), made)


def at_each_limit(data: Dataset) -> tuple[Step, ...]:
    """The pool at every limit of quality that leaves out other studies than the one before.

    `data` must be in the order of the studies. Empty where no study has stars or a level.
    """
    steps: list[Step] = []
    before: tuple[str, ...] | None = None
    for plan in _limits(data):
        found = analyse(replanned(data, plan))
        used = tuple(row.study for row in found.dataset.used)
        if used and used != before:
            same = (plan.min_stars or 0, plan.worst) == _limit(data, data.plan, used=used)
            steps.append(_step(f"limit{len(steps)}", "", found.pooled, plan=plan, current=same))
        before = used
    return tuple(steps) if len(steps) > 1 else ()


def star_values(data: Dataset) -> tuple[int, ...]:
    """The star totals of the rows that have numbers, the lowest first."""
    return tuple(sorted(row.stars for row in data.complete if row.stars is not None))


def has_levels(data: Dataset) -> bool:
    """Whether the rows are judged by levels alone, so that a limit of stars means nothing."""
    return not star_values(data) and any(_role(row) for row in data.complete)


def _role(row: StudyRow) -> str:
    return row.rating.role if row.rating is not None else ""


def _limits(data: Dataset) -> Iterator[Plan]:
    bare = replace(data.plan, min_stars=None, worst="", included=())
    yield bare
    for stars in dict.fromkeys(star_values(data)):
        yield replace(bare, min_stars=stars)
    if has_levels(data):
        yield replace(bare, worst="fair")
        yield replace(bare, worst="good")


def _limit(data: Dataset, plan: Plan, *, used: tuple[str, ...]) -> tuple[int, str]:
    """The limit of a plan as the steps name it, if it lets in these studies."""
    same = tuple(row.study for row in replanned(data, replace(plan, included=())).used) == used
    stars = [value for value in star_values(data) if value >= (plan.min_stars or 0)]
    if not same:
        return -1, ""
    return (min(stars) if plan.min_stars is not None and stars else 0), plan.worst


def _without(row: StudyRow, fits: "SubsetFits", place: int | None) -> Step:
    """The pool without a row; a row that took no part, or a pool not estimable, has no numbers."""
    if place is None:
        return _step(row.study, row.label, None)
    return _of_fits(row, fits, place)


def _of_fits(row: StudyRow, fits: "SubsetFits", place: int) -> Step:
    if isnan(fits.value[place]):
        return _step(row.study, row.label, None)
    k, q = int(fits.k[place]), float(fits.q[place])
    return Step(
        row.study,
        row.label,
        k,
        float(fits.value[place]),
        float(fits.lower[place]),
        float(fits.upper[place]),
        float(fits.p[place]),
        100 * max(0.0, 1 - (k - 1) / q) if q > 0 else 0.0,
        float(fits.tau2[place]),
    )


def _step(
    id: str,
    label: str,
    pooled: "Pooled | None",
    *,
    plan: Plan | None = None,
    current: bool = False,
) -> Step:
    if pooled is None:
        return Step(id, label, 0, None, None, None, None, None, None, plan, current)
    made, spread = pooled.estimate, pooled.heterogeneity
    return Step(
        id,
        label,
        pooled.k,
        made.value,
        made.lower,
        made.upper,
        made.p,
        spread.i2_q,
        spread.tau2,
        plan,
        current,
    )
