"""A plan's fields and values in the words of the page that sets them, for the history."""

from appraisal.choice_words import (
    arms_name,
    double_zeros_name,
    prediction_name,
    study_interval_name,
    tau2_interval_name,
    zeros_share_name,
    zeros_to_name,
)
from appraisal.synthesis_text import interval_name, measure_name, tau2_name
from appraisal.views.plot_columns import column_name
from appraisal.views.regression import moderator_name, test_name
from appraisal.views.selection import selection_name
from resources.i18n import _


def plan_field_name(field: str) -> str:
    """What a field of a plan is called; empty for any other field."""
    return {
        "tau2": _("Between-study variance"),
        "interval": _("Interval"),
        "zeros": _("Zero cells"),
        "prediction": _("Prediction interval"),
        "prediction_kind": _("Prediction by"),
        "tau2_interval": _("Interval of τ²"),
        "zeros_to": _("Correct"),
        "zeros_share": _("Correction"),
        "double_zeros": _("Zero in both groups"),
        "study_interval": _("Intervals of studies"),
        "subgroup_tau2": _("τ² of the subgroups"),
        "sort": _("Sort rows by"),
        "favours": _("Words under the axis"),
        "control_risk": _("Risk without treatment"),
        "min_stars": _("Least stars"),
        "worst": _("Worst level let in"),
        "fill": _("Trim and fill"),
        "fill_side": _("Side that is filled"),
        "cumulate": _("Order of the cumulative analysis"),
        "clusters": _("What effects belong to"),
        "moderators": _("Moderators"),
        "moderators_test": _("Test of moderators"),
        "selection": _("Selection model"),
        "also": _("Worked out too"),
    }.get(field, "")


def plan_value_words(field: str, code: str) -> str:
    """A choice of a plan in words; the code itself where it is a word already."""
    names = {
        "tau2": tau2_name,
        "interval": interval_name,
        "prediction_kind": prediction_name,
        "tau2_interval": tau2_interval_name,
        "zeros_to": zeros_to_name,
        "zeros_share": zeros_share_name,
        "double_zeros": double_zeros_name,
        "study_interval": study_interval_name,
        "columns": column_name,
        "subgroup": column_name,
        "moderators": moderator_name,
        "moderators_test": test_name,
        "clusters": column_name,
        "selection": _selection,
        "fill": _fill,
        "arms": arms_name,
    }
    if not code:
        return _nothing(field)
    if field in names:
        return _("fixed effect") if (field, code) == ("tau2", "none") else names[field](code)
    if field == "measure":
        return _measure(code)
    return _words().get(field, {}).get(code, code)


def _nothing(field: str) -> str:
    """What is said of a choice that was given up: an empty text is a choice too."""
    if field in ("subgroup", "clusters", "selection"):
        return _("None")
    return _("All studies") if field == "worst" else ""


def _selection(code: str) -> str:
    try:
        return selection_name(code)
    except KeyError:  # one of a newer program
        return code


def _fill(code: str) -> str:
    return _("Estimator {code}").format(code=code)


def _measure(code: str) -> str:
    try:
        return measure_name(code)
    except KeyError:  # one of a newer program
        return code


def _words() -> dict[str, dict[str, str]]:
    return {
        "method": {
            "MH": _("Mantel-Haenszel"),
            "IV": _("inverse variance"),
            "Peto": _("Peto"),
        },
        "preset": {"revman5": "RevMan 5", "cochrane2025": "Cochrane 2025"},
        "zeros": {
            "none": _("Add nothing"),
            "add": _("Add 0.5, rows only"),
            "add_pool": _("Add 0.5, also in pool"),
        },
        "subgroup_tau2": {"shared": _("One for all"), "separate": _("One each")},
        "sort": {
            "order": _("As listed"),
            "label": _("Name"),
            "year": _("Year"),
            "effect": _("Effect, smallest first"),
            "weight": _("Weight, heaviest first"),
            "stars": _("Stars, most first"),
        },
        "worst": {"good": _("Only low risk"), "fair": _("Not at high risk")},
        "fill_side": {"auto": _("By the slope"), "left": _("Left"), "right": _("Right")},
        "cumulate": {"year": _("Year"), "precision": _("Precision"), "order": _("As listed")},
        "also": {"gosh": _("All subsets"), "permutation": _("Permutation test")},
    }
