"""The bridge to `stats` and back: a dataset pooled as its plan says, with a row's effect by name.

What goes in is put together in `dataset`; what is said of the result stands in `synthesis_text`.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from appraisal.dataset import Dataset
from appraisal.measuring import effects_of, measure_of, number_cells, study_limits
from appraisal.modelling import computed_measure, model_of, zeros_of
from appraisal.reported import Report
from appraisal.study_rows import StudyRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stats.effects import Effects, Measure
    from stats.nnt import NumberNeeded
    from stats.results import Pooled

# a study without events still says that nothing differs
_KEEPS_ALL = frozenset({"RD", "RD-RM5", "IRD"})


@dataclass(frozen=True, slots=True)
class RowEffect:
    """A row's effect on the analysis scale; None where it has no estimate.

    `shown` is the estimate with its limits on the scale people read.
    """

    estimate: float | None
    se: float | None
    lower: float | None
    upper: float | None
    weight: float
    shown: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Analysis:
    """A pooled dataset. `pooled` is None where there was nothing to pool, and `fault` says why.

    `asked` is the dataset as it was given; in `dataset` rows without an estimate are marked.
    """

    asked: Dataset
    dataset: Dataset
    effects: tuple[RowEffect, ...]
    corrected: tuple[str, ...]
    pooled: "Pooled | None"
    everything: "Pooled | None"
    fault: str
    level: float = 0.95

    @cached_property
    def left_out(self) -> tuple[StudyRow, ...]:
        """The rows that have numbers and are not pooled."""
        return tuple(row for row in self.dataset.complete if not row.is_used)

    def totals(self, rows: tuple[StudyRow, ...] | None = None) -> tuple[float, ...]:
        """The sums of the cells over rows (those used, unless given)."""
        chosen = self.dataset.used if rows is None else rows
        width = len(number_cells(self.dataset.outcome.data))
        return tuple(sum(row.cells[i] or 0 for row in chosen) for i in range(width))

    def natural(self, value: float | None) -> float | None:
        """A value of the analysis scale on the scale people read."""
        if value is None:
            return None
        import numpy as np

        sizes = self.pooled.effects.n if self.pooled is not None else None
        n = np.nan if sizes is None else len(sizes) / np.nansum(1 / sizes)
        with np.errstate(over="ignore"):
            return float(self._measure.back(np.array([value]), np.array([n]))[0])

    @property
    def is_ratio(self) -> bool:
        """Whether the analysis scale is the logarithm."""
        return self._measure.is_ratio

    def plotted(self, value: float | None) -> float | None:
        """A value of the analysis scale where it stands on the axis of a plot.

        Ratios have a logarithmic axis; all else is drawn on the scale people read.
        """
        return value if self.is_ratio else self.natural(value)

    @property
    def no_effect(self) -> float | None:
        """Where no effect stands on that axis; None where there is no such value."""
        return None if self.dataset.outcome.data == "proportion" else self._measure.null

    @property
    def funnel_null(self) -> float | None:
        """No effect on the analysis scale; None where there is no such value."""
        return None if self.no_effect is None else 0.0

    @property
    def has_test(self) -> bool:
        """Whether a test of no effect means anything: of a proportion it does not."""
        return self.no_effect is not None

    @cached_property
    def _measure(self) -> "Measure":
        return measure_of(self.dataset.outcome.data, self.dataset.plan.measure)

    @cached_property
    def control_risk(self) -> float | None:
        """The control risk the plan names, 0 to 1; None where the data give none."""
        risk = self.dataset.plan.control_risk
        if risk.kind == "typed":
            return risk.value
        if self.dataset.outcome.data != "counts":
            return None
        arms = [(row.cells[2], row.cells[3]) for row in self.dataset.used]
        shares = [(e or 0.0) / n for e, n in arms if n]
        if not shares:
            return None
        if risk.kind == "median":
            from statistics import median

            return median(shares)
        return sum(e or 0.0 for e, _n in arms) / sum(n or 0.0 for _e, n in arms)

    @cached_property
    def needed(self) -> "NumberNeeded | None":
        """The number needed to treat at the control risk; None where it has no meaning."""
        risk = self.control_risk
        if self.pooled is None or risk is None or not 0 < risk < 1:
            return None
        if self.dataset.outcome.data != "counts":
            return None
        from stats.nnt import number_needed

        return number_needed(self.pooled, control_risk=risk)


def analyse(data: Dataset) -> Analysis:
    """Pool a dataset as its plan says.

    Never raises for what the numbers are: a pool that cannot be made leaves `pooled` None and its
    reason in `fault`.
    """
    made = _analyse(data)
    if data.plan.sort not in ("effect", "weight"):
        return made
    return replace(_analyse(replace(data, rows=_by_result(made))), asked=data)


def _analyse(data: Dataset) -> Analysis:
    from stats.errors import StatsError
    from stats.pool import pool

    asked = data
    if data.plan.method != "IV" and any(row.report is not None for row in data.used):
        data = replace(data, plan=replace(data.plan, method="IV"))
    data, effects = _effects(data)
    if effects is None:
        return Analysis(asked, data, _no_effects(data), (), None, None, "no_rows")
    model = model_of(data.plan, effects)
    places = {row.study: place for place, row in enumerate(data.complete)}
    used = [places[row.study] for row in data.used]
    pooled, fault = None, "no_rows"
    if used:
        try:
            pooled, fault = pool(_take(effects, used), model), ""
        except StatsError as reason:
            fault = type(reason).__name__
    everything = None
    if pooled is not None and any(row.left_out in ("excluded", "limit") for row in data.rows):
        try:
            everything = pool(effects, model)
        except StatsError:
            everything = None  # the comparison row is left away; the pool in use stands
    shares = dict(zip(used, pooled.weights, strict=True)) if pooled is not None else {}
    return Analysis(
        asked,
        data,
        _row_effects(data, effects, places, {k: float(v) for k, v in shares.items()}),
        _corrected(data, effects),
        pooled,
        everything,
        fault,
    )


def _effects(data: Dataset) -> "tuple[Dataset, Effects | None]":
    """The effects of all complete rows; rows without an estimate are marked in the dataset."""
    rows = data.complete
    if not rows:
        return data, None
    kind, key = data.outcome.data, computed_measure(data.plan)
    zeros = zeros_of(data.plan, measure_of(kind, key))
    effects = effects_of(
        kind,
        key,
        [row.cells for row in rows],
        reports=[row.report if row.left_out != "other_measure" else Report() for row in rows],
        labels=[row.label for row in rows],
        zeros=zeros,
    )
    counts_all = key in _KEEPS_ALL and data.plan.double_zeros != "drop"
    lost = {
        rows[place].study
        for place in range(len(rows))
        if not effects.usable[place] and not counts_all
    }
    if not lost:
        return data, effects
    marked = tuple(
        replace(row, left_out="not_estimable") if row.is_used and row.study in lost else row
        for row in data.rows
    )
    return replace(data, rows=marked), effects


def _take(effects: "Effects", places: list[int]) -> "Effects":
    import numpy as np

    return effects.take(np.array(places, dtype=np.intp))


def _row_effects(
    data: Dataset, effects: "Effects", places: dict[str, int], shares: dict[int, float]
) -> tuple[RowEffect, ...]:
    from math import isfinite

    lower, upper = effects.intervals()
    shown = study_limits(effects, data.plan.study_interval) or tuple(
        effects.shown(side) for side in (effects.yi, lower, upper)
    )
    made: list[RowEffect] = []
    for row in data.rows:
        place = places.get(row.study)
        if place is None or not isfinite(effects.yi[place]):
            made.append(RowEffect(None, None, None, None, 0.0))
            continue
        made.append(
            RowEffect(
                float(effects.yi[place]),
                float(effects.sei[place]),
                float(lower[place]),
                float(upper[place]),
                shares.get(place, 0.0),
                (float(shown[0][place]), float(shown[1][place]), float(shown[2][place])),
            )
        )
    return tuple(made)


def _no_effects(data: Dataset) -> tuple[RowEffect, ...]:
    return tuple(RowEffect(None, None, None, None, 0.0) for _row in data.rows)


def _by_result(made: Analysis) -> tuple[StudyRow, ...]:
    """The rows by effect, the smallest first, or by weight, the heaviest; those without, last."""
    rows = {row.study: row for row in made.asked.rows}
    pairs = list(zip(made.dataset.rows, made.effects, strict=True))
    if made.asked.plan.sort == "weight":
        pairs.sort(key=lambda pair: -pair[1].weight)
    else:
        pairs.sort(key=lambda pair: (pair[1].estimate is None, pair[1].estimate or 0.0))
    return tuple(rows[row.study] for row, _effect in pairs)


def _corrected(data: Dataset, effects: "Effects") -> tuple[str, ...]:
    """The studies with 0.5 added; RevMan 5's risk difference adds it to its standard error."""
    places: Iterable[int]
    if effects.measure.key == "RD-RM5":
        places = [n for n, row in enumerate(data.complete) if _has_empty_cell(row.cells)]
    else:
        noted = (one.studies for one in effects.notes if one.code == "zero_cells_corrected")
        places = chain.from_iterable(noted)
    return tuple(data.complete[place].study for place in places)


def _has_empty_cell(cells: tuple[float | None, ...]) -> bool:
    if not cells:  # an outcome of reported risk differences
        return False
    e1, n1, e2, n2 = cells
    return e1 is not None and (0 in (e1, e2) or e1 == n1 or e2 == n2)
