"""What is said of selection models: the name of each, its result, and how to read it."""

from math import isfinite

from appraisal.selection import Selecting
from appraisal.synthesis import Analysis
from appraisal.synthesis_text import digits_of, measure_sign, p_text, shown_measure
from resources.i18n import _, interval, number

Row = tuple[str, str, str]  # a name, its value with an interval, and how to read it


def selection_name(kind: str) -> str:
    """A selection model by what its weights are like."""
    return {
        "": _("None"),
        "stepfun": _("Step at p = 0.025"),
        "beta": _("Beta weights"),
        "halfnorm": _("Half-normal weights"),
        "negexp": _("Negative exponential weights"),
    }[kind]


def selection_rows(analysis: Analysis, found: tuple[Selecting, ...]) -> tuple[Row, ...]:
    """A row for each model that was fitted."""
    return tuple((selection_name(one.kind), _value(analysis, one), _test(one)) for one in found)


def reading() -> str:
    """How selection models may be read."""
    return _(
        "Each model supposes that a study’s chance to be seen hangs on its one-sided p value. They "
        "show how far the pool would move if that were so; with few studies they are unstable, and "
        "none of them undoes publication bias."
    )


def _value(analysis: Analysis, one: Selecting) -> str:
    made = one.made
    if made is None:
        return _("not estimable")
    digits = digits_of(analysis.dataset.plan.measure)
    sign = measure_sign(shown_measure(analysis.dataset.plan))
    values = [analysis.natural(x) for x in (made.estimate.value, made.estimate.lower,
                                            made.estimate.upper)]  # fmt: skip
    shown = f"{sign} {number(values[0], digits)}"
    if not isfinite(made.estimate.se):
        return shown
    return f"{shown} {interval(values[1], values[2], digits)}"


def _test(one: Selecting) -> str:
    made = one.made
    if made is None:
        return {
            "TooFewStudies": _("Too few studies for its parameters."),
        }.get(one.fault, _("The likelihood has no maximum that could be found."))
    said = [
        _("τ² = {tau2}; against no selection: χ² = {chi2}, df = {df}, p {p}.").format(
            tau2=number(made.tau2, 3),
            chi2=number(made.lrt, 2),
            df=made.df,
            p=p_text(made.p),
        )
    ]
    notes = {note.code for note in made.notes}
    if "selection_at_bound" in notes:
        said.append(_("A parameter lies on its bound."))
    if "selection_other_maximum" in notes:
        said.append(_("The likelihood has another maximum too."))
    if "no_standard_error" in notes:
        said.append(_("Too flat for a standard error."))
    if "empty_p_interval" in notes:
        said.append(_("No study lies on one side of the step."))
    return " ".join(said)
