"""The workings that lead to a cell of a form."""

from appraisal.reported import RATIOS
from appraisal.subjects import CELLS
from appraisal.workings.counts import CORRELATION, COUNTED, RATES
from appraisal.workings.means import MEANS
from appraisal.workings.reported import for_measure
from appraisal.workings.working import Working

_OF_DATA = {
    "counts": COUNTED,
    "means": MEANS,
    "rates": RATES,
    "proportion": COUNTED,
    "correlation": CORRELATION,
}


def arm_of(field: str) -> str:
    """The arm a cell belongs to; empty where there are none."""
    return field[-1] if field[-1:] in ("1", "2") else ""


def workings_for(
    data: str, field: str, *, measure: str = "", scale: str = ""
) -> tuple[Working, ...]:
    """What can be worked out for a cell of this kind of data; nothing for cells of words.

    `measure` and `scale` are those of a reported estimate.
    """
    if field in CELLS["reported"]:
        is_ratio = measure in RATIOS
        found = for_measure(measure, is_ratio=is_ratio, logs=is_ratio and scale != "log")
    else:
        found = _OF_DATA.get(data, ())
    stem = field.rstrip("12") if arm_of(field) else field
    wanted = {field, f"{stem}#"}
    return tuple(one for one in found if wanted & {*one.gives})
