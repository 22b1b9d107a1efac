"""From extracted numbers to effects, for each kind of data.

Which table of `stats` a kind fills, in what order, and which of its rows make sense at all. A row
that rests on a reported estimate has that in place of what its numbers would give.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite, nan
from typing import TYPE_CHECKING

from appraisal.reported import RATIOS, Report, analysed
from appraisal.subjects import CELLS

if TYPE_CHECKING:
    from stats.data import Array, Data, Zeros
    from stats.effects import Effects, Measure

Cells = Sequence[float | None]
ONE_GROUP = ("proportion", "correlation")
LEAST_MEANS, LEAST_CORRELATED = 2, 4


def number_cells(data: str) -> tuple[str, ...]:
    """The fields whose numbers make an effect; a reported estimate has none."""
    return () if data == "reported" else CELLS[data]


def can_report(data: str) -> bool:
    """Whether a study may give an estimate in place of its numbers."""
    return data in ("counts", "means", "rates")


def is_sound(data: str, cells: Cells) -> bool:
    """Whether every number is there and none contradicts another."""
    known = [cell for cell in cells if cell is not None]
    if len(known) < len(number_cells(data)):
        return False
    if data == "counts":
        return all(0 <= e <= n and n > 0 for e, n in (known[:2], known[2:]))
    if data == "means":
        return all(sd > 0 and n >= LEAST_MEANS for _m, sd, n in (known[:3], known[3:]))
    if data == "rates":
        return all(e >= 0 and t > 0 for e, t in (known[:2], known[2:]))
    if data == "proportion":
        return 0 <= known[0] <= known[1] and known[1] > 0
    if data == "correlation":
        return -1 < known[0] < 1 and known[1] >= LEAST_CORRELATED
    return True


def measure_of(data: str, key: str) -> "Measure":
    """What `stats` calls a measure; reported ones are taken as they are."""
    from stats.measures import MEASURES
    from stats.measures.reported import GEN, GEN_RATIO

    if data == "reported":
        return replace(GEN_RATIO if key in RATIOS else GEN, key=key)
    return MEASURES[key]


def effects_of(
    data: str,
    key: str,
    rows: Sequence[Cells],
    *,
    reports: Sequence[Report | None],
    labels: Sequence[str],
    zeros: "Zeros | None" = None,
) -> "Effects":
    """The effects of rows of one kind; NaN where a row has none.

    `zeros` None takes the measure's own correction of empty cells.
    """
    import numpy as np

    measure = measure_of(data, key)
    given = [
        None if report is None else analysed(report, is_ratio=measure.is_ratio)
        for report in reports
    ]
    if data == "reported":
        yi, vi = zip(*(pair or (nan, nan) for pair in given), strict=True)
        from stats.data import Reported

        return measure.of(Reported(np.array(yi), np.array(vi), tuple(labels)))
    blank = (None,) * len(number_cells(data))
    used = [cells if report is None else blank for cells, report in zip(rows, reports, strict=True)]
    effects = measure.of(_table(data, used, labels), zeros=zeros)
    if not any(given):
        return effects
    yi_all, vi_all = np.array(effects.yi), np.array(effects.vi)
    for place, pair in enumerate(given):
        if pair is not None:
            yi_all[place], vi_all[place] = pair
    return replace(effects, yi=yi_all, vi=vi_all)


def study_limits(effects: "Effects", kind: str) -> "tuple[Array, Array, Array] | None":
    """The proportions of single studies with limits of a kind of their own; None for any other.

    `wald` are the limits on the analysis scale, which every effect has.
    """
    from stats.data import OneGroup
    from stats.proportions import LIMITS, proportion_limits

    if not isinstance(effects.table, OneGroup) or kind not in LIMITS:
        return None
    lower, upper = proportion_limits(effects.table, method=kind)  # type: ignore[arg-type] # checked
    return effects.table.x / effects.table.n, lower, upper


def row_effect(
    measure: str, data: str, cells: Cells, report: Report | None = None
) -> tuple[float, float, float] | None:
    """One study's estimate and 95 % limits on the scale people read; None where there is none.

    A zero cell is corrected as the measure does; the grid of Extract shows this beside the numbers.
    """
    if report is None and (data == "reported" or not is_sound(data, cells)):
        return None
    effects = effects_of(data, measure, [cells], reports=[report], labels=[""])
    if not isfinite(effects.yi[0]) or not isfinite(effects.vi[0]):
        return None
    lower, upper = effects.intervals()
    value, low, high = (float(effects.shown(side)[0]) for side in (effects.yi, lower, upper))
    return value, low, high


def _table(data: str, rows: Sequence[Cells], labels: Sequence[str]) -> "Data":
    import numpy as np

    from stats.data import Correlations, OneGroup, Rates, TwoByTwo, TwoMeans

    names = tuple(labels)
    columns = [
        np.array([nan if row[i] is None else row[i] for row in rows], dtype=float)
        for i in range(len(number_cells(data)))
    ]
    if data == "counts":
        a, n1, c, n2 = columns
        return TwoByTwo.from_totals(a, n1, c=c, n2=n2, labels=names)
    if data == "means":
        m1, sd1, n1, m2, sd2, n2 = columns
        return TwoMeans(n1, m1, sd1, n2, m2, sd2, names)
    if data == "rates":
        x1, t1, x2, t2 = columns
        return Rates(x1, t1, x2, t2, names)
    first, n = columns
    return OneGroup(first, n, names) if data == "proportion" else Correlations(first, n, names)
