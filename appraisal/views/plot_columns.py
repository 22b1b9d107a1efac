"""The columns beside the forest plot: which there are to choose from, and what they say of a study.

What is always there is not among them: the study, the plot, the estimate with its interval.
"""

from appraisal.dataset import Dataset
from appraisal.plan import Plan
from appraisal.study_rows import StudyRow
from appraisal.subgroups import FIELD, name_of
from appraisal.views.subgroups import key_name
from resources.i18n import _

ALWAYS = ("counts", "weight", "bias")
FACTS = ("year", "design", "instrument")


def column_choices(data: Dataset) -> tuple[str, ...]:
    """The columns that this dataset has something for, in the order they stand in."""
    own = dict.fromkeys(name for row in data.complete for name, _value in row.facts)
    facts = [*FACTS, *(name for name in own if name.startswith(FIELD))]
    said = [key for key in facts if any(fact_text(row, key) for row in data.complete)]
    chosen = [key for key in fact_columns(data.plan) if key not in said]
    return (*said, *chosen, *ALWAYS)


def fact_columns(plan: Plan) -> tuple[str, ...]:
    """The chosen columns that hold a fact of the study."""
    return tuple(key for key in plan.columns if key not in ALWAYS)


def fact_text(row: StudyRow, key: str) -> str:
    """What a column says of a study."""
    if key == "year":
        return "" if row.year is None else str(row.year)
    return name_of(row, key)


def column_name(key: str) -> str:
    """A column in words."""
    return {
        "counts": _("Numbers of each group"),
        "weight": _("Weight"),
        "bias": _("Risk of bias"),
        "year": _("Year"),
    }.get(key) or key_name(key)


def with_column(plan: Plan, key: str, *, on: bool, choices: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of a plan with one more or one less, in the order they stand in."""
    wanted = {*plan.columns, key} if on else set(plan.columns) - {key}
    return tuple(one for one in choices if one in wanted)
